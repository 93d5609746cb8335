//! A stride that got shorter while cadence held or rose: cadence stays at that of fresh running,
//! and the step is short already. More of either is the wrong advice; easing earlier and strength are
//! the right.

use super::target::Target;
use super::{Case, Rule, Said, article, evidence};
use crate::detect::{Kind, Onset, Pattern};
use crate::units::format;

pub const RULE: Rule = Rule {
    name: "hold_cadence",
    fires: "form broke down by shuffling, or pace faded by stride shortening; the same whether it \
            came gradually or abruptly",
    article_section: article::DURING,
    evidence: &[evidence::VINCENT_2017],
    judge,
};

fn judge(case: &Case) -> Option<Said> {
    let onset = case.onset()?;
    let changed = case.steps_changed()?;
    let applies = matches!(case.verdict.kind(), Kind::FormBreakdown | Kind::PaceFade)
        && case.pattern_is(&[Pattern::Shuffling, Pattern::StrideShortening]);
    if !applies {
        return None;
    }
    let (trigger, already) = match case.pattern_is(&[Pattern::Shuffling]) {
        true => (
            "became shorter and quicker than usual for the pace",
            "Your steps got shorter and quicker",
        ),
        false => (
            "became shorter while cadence held",
            "Your cadence held and your steps got shorter",
        ),
    };
    let hold = Target::new(case).map_or_else(
        || "hold your cadence".to_owned(),
        |target| format!("stay at {}", target.named("steps a minute")),
    );
    let step = case.comparison.map_or(String::new(), |compared| {
        format!(
            " ({} late)",
            format::step_length(compared.step_length_m.late)
        )
    });
    Some(Said {
        trigger: format!("Steps {}{trigger} {}.", case.hedge(), case.since(&changed)),
        action: format!(
            "{}, {}, {hold} and do not force a longer stride.",
            case.next_time(),
            ease(case, &onset, "ease off a little")
        ),
        more: format!(
            "{already}{step}, so the article's slightly quicker, shorter steps are not for you. Forcing the stride longer puts your \
             foot down further ahead and costs more than it gains, so ease off before your legs \
             make you; if discomfort grows or turns sharp, slow down more or end the run early. \
             Strength is what brings the stride back: heavy weights with few repetitions for \
             calves, quads, glutes and core, then fast movements."
        ),
    })
}

/// `ease off a little from about mile 14`, or `ease off a little earlier` where no place is known; for a
/// runner to whom walking came late, `ease off a little and plan short walk breaks from about mile 14`.
pub(super) fn ease(case: &Case, onset: &Onset, back_off: &str) -> String {
    let walks = case.walked_late().is_some();
    match (case.before(onset), walks) {
        (Some(place), false) => format!("{back_off} from {place}"),
        (Some(place), true) => format!("{back_off} and plan short walk breaks from {place}"),
        (None, false) => format!("{back_off} earlier"),
        (None, true) => format!("{back_off} and plan short walk breaks earlier"),
    }
}
