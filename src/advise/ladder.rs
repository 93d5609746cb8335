//! The article's two steps for discomfort late in a run, with the runner's own numbers, and
//! where this run stood on them. Every report with an onset shows them.

use super::case::LARGE_CHANGE_PCT;
use super::target::Target;
use super::{Case, Rule, Said, article, evidence, hold_cadence, walk_by_plan};
use crate::detect::{Certainty, Kind, Onset, Pattern};
use crate::units::{Metres, format};

pub const RULE: Rule = Rule {
    name: "ladder",
    fires: "there is an onset, of form, of pace or of walking",
    article_section: article::DURING,
    evidence: &[evidence::VINCENT_2017],
    judge,
};

/// A step of the article's advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The condition under which the runner takes this step.
    pub when: &'static str,
    /// What to do then, with the runner's own numbers.
    pub what: String,
}

/// Both steps, and where this run stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ladder {
    /// Heading of the article's section, verbatim.
    pub section: &'static str,
    /// Small adjustments first, easing off second.
    pub steps: [Step; 2],
    /// From which mile to which this run stood on either.
    pub stood: String,
}

impl Ladder {
    /// The ladder of a run with an onset.
    pub fn new(case: &Case) -> Option<Self> {
        let onset = case.onset()?;
        Some(Self {
            section: article::DURING,
            steps: [
                Step {
                    when: "While it is mild and your stride has hardly changed",
                    what: first_step(case, &onset),
                },
                Step {
                    when: "Once your stride is noticeably affected, or pain grows or sharpens",
                    what: second_step(case),
                },
            ],
            stood: stood(case, &onset),
        })
    }
}

fn first_step(case: &Case, onset: &Onset) -> String {
    let general = "Slightly quicker steps, a slightly shorter stride and a slight forward lean (a \
                   watch cannot see lean)";
    let from = case.before(onset).map_or_else(
        || "before it starts".to_owned(),
        |place| format!("from {place}, before it starts"),
    );
    let target = Target::new(case);
    match (case.verdict.pattern(), target) {
        // Quicker and shorter steps are what changed in these runs.
        (Some(Pattern::Shuffling | Pattern::StrideShortening), Some(target)) => format!(
            "Your steps are short already, so not the article's quicker, shorter ones: {}, stay at {} \
             and do not force a longer stride. Keep a slight forward lean (a watch cannot see lean).",
            hold_cadence::ease(case, onset, "ease off a little"),
            target.named("spm")
        ),
        (Some(Pattern::RunWalk), _) => format!(
            "Ease the pace and plan short walk breaks {}; a slightly shorter stride and a slight \
             forward lean may help too (a watch cannot see lean).",
            walk_by_plan::early(case, onset)
        ),
        (Some(Pattern::Overstriding), Some(target)) => {
            format!("{general}. For you, {from}: {}.", target.in_words(case))
        }
        (Some(Pattern::CadenceAndStride), Some(target)) => {
            let walk = match case.walked_late() {
                Some(_) => ", plan short walk breaks",
                None => "",
            };
            format!(
                "{general}. For you, {from}: ease off a little{walk} and stay at {}.",
                target.named("spm")
            )
        }
        _ => format!("{general}."),
    }
}

fn second_step(case: &Case) -> String {
    if case.pattern_is(&[Pattern::RunWalk]) || case.walked_late().is_some() {
        return "Ease off or end the run early. Walking, as you did, is a way of easing off."
            .to_owned();
    }
    "Ease off, or end the run early, instead of trying to fix your form at the same pace."
        .to_owned()
}

/// From where to where this run stood on each step.
fn stood(case: &Case, onset: &Onset) -> String {
    let lead = match case.verdict.certainty() {
        Some(Certainty::Possible) => "This run, if the change is real: ",
        _ => "This run: ",
    };
    let place = |at: Metres| format::place(at, case.units);
    // Where the change began, for the stretch before it.
    let onset_at = match (onset.interval().is_wide(), onset.low_open, onset.high_open) {
        (false, ..) => place(onset.at),
        (true, true, true) => "the change began".to_owned(),
        (true, true, false) => format!("the change began before {}", place(onset.high)),
        (true, false, true) => format!("the change began after {}", place(onset.low)),
        (true, false, false) => format!("the change began {}", case.since(onset)),
    };
    let end = place(case.phases.main.1);
    match second_from(case, onset) {
        Some((at, why)) if at.0 <= onset.at.0 => {
            let until = match onset.interval().is_wide() {
                true => format!("until {onset_at}"),
                false => format!("before {onset_at}"),
            };
            format!("{lead}step 1 {until}, step 2 from there to {end}: {why}.")
        }
        // A step that begins where the run ends has no stretch.
        Some((at, why)) if place(at) == end => {
            format!("{lead}step 1 until shortly before the finish, then step 2: {why}.")
        }
        Some((at, why)) => {
            let turn = place(at);
            format!("{lead}step 1 until {turn}, step 2 from there to {end}: {why}.")
        }
        None => {
            let changed = case.steps_changed();
            let since = case.since(changed.as_ref().unwrap_or(onset));
            let why = match case.verdict.kind() {
                Kind::FormBreakdown => format!(
                    "your steps changed {since}, but by less than {}",
                    format::rough_percent(LARGE_CHANGE_PCT)
                ),
                _ => format!("your pace faded {since}, but your steps stayed usual for that pace"),
            };
            format!(
                "{lead}step 1 to the finish, as far as a watch can tell: {why}. Only you know \
                 whether anything hurt."
            )
        }
    }
}

/// Where the second step was reached, and by what sign.
fn second_from(case: &Case, onset: &Onset) -> Option<(Metres, String)> {
    let mut signs: Vec<(Metres, String)> = Vec::new();
    if let Some((fresh, late)) = case.uneven_legs() {
        let why = format!(
            "ground contact on the left foot went from {} to {} of the whole",
            format::percent(fresh),
            format::percent(late)
        );
        signs.push((onset.at, why));
    }
    if case.pattern_is(&[Pattern::Overstriding]) && case.form_changed_abruptly() {
        signs.push((onset.at, "the stride changed abruptly".to_owned()));
    }
    if let Some(change) = case.large_change() {
        let series = &case.verdict.series;
        let large = (series.at_m.iter().zip(&series.fitted_pct))
            .find(|(_, fitted)| fitted.abs() >= LARGE_CHANGE_PCT);
        // The departure at the finish is the one that is known where none is drawn.
        let at = large.map_or(onset.at, |(at, _)| Metres(*at).max(onset.at));
        let size = format::rough_percent(change.pct);
        let way = if change.pct < 0.0 {
            "shorter"
        } else {
            "longer"
        };
        let why = match change.at_finish {
            true => format!("your steps had become {size} {way} than usual by the finish"),
            false => format!("your steps were {size} {way} than usual at that pace"),
        };
        signs.push((at, why));
    }
    if let Some(walking) = case.verdict.walking.and_then(|walking| walking.onset) {
        signs.push((walking.at, "you had to walk".to_owned()));
    } else if case.pattern_is(&[Pattern::RunWalk]) {
        signs.push((onset.at, "you had to walk".to_owned()));
    } else if let Some(walked) = case.walked_late() {
        let share = format::rough_percent(walked.late);
        signs.push((onset.at, format!("{share} of the time there was walking")));
    }
    signs.into_iter().min_by(|a, b| a.0.0.total_cmp(&b.0.0))
}

fn judge(case: &Case) -> Option<Said> {
    let ladder = Ladder::new(case)?;
    let [first, second] = &ladder.steps;
    Some(case.explained(format!(
        "Step 1, {}: {} Step 2, {}: {} {}",
        lower(first.when),
        first.what,
        lower(second.when),
        second.what,
        ladder.stood
    )))
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().collect::<String>() + letters.as_str()
    })
}
