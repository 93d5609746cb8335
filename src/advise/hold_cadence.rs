//! A stride that shortened: cadence is already where it belongs or above, and the step is
//! short. More of either is the wrong advice; easing earlier and strength are the right.

use super::{Case, Rule, Said, article, evidence};
use crate::detect::{Kind, Pattern};
use crate::units::format;

/// See the module.
pub const RULE: Rule = Rule {
    name: "hold_cadence",
    fires: "form broke down by shuffling, or pace faded (by stride shortening, or by cadence and \
            stride)",
    article_section: article::DURING,
    evidence: &[evidence::VINCENT_2017],
    judge,
};

fn judge(case: &Case) -> Option<Said> {
    let onset = case.onset()?;
    if !matches!(case.verdict.kind, Kind::FormBreakdown | Kind::PaceFade) {
        return None;
    }
    let place = case.around(&onset);
    let cadence = case.late_cadence_spm().map(format::cadence);
    let step = case.late_step_length_m().map(format::step_length);
    let taken = match (&cadence, &step) {
        (Some(cadence), Some(step)) if case.measures.pace_is_evidence => {
            format!(
                " ({cadence} with a stride of {step} over the last {})",
                format::short_distance(case.late_length(), case.units)
            )
        }
        _ => String::new(),
    };
    let (trigger, text) = if case.pattern_is(&[Pattern::Shuffling]) {
        (
            format!("From {place} steps were shorter and quicker than the pace calls for."),
            format!(
                "Your cadence was up and your stride short already{taken}, so do not add to either. \
                 Hold your cadence, let the stride be as long as it comes, and do not reach for \
                 length."
            ),
        )
    } else if case.pattern_is(&[Pattern::StrideShortening]) {
        (
            format!("From {place} pace was lost by shorter steps while cadence held."),
            format!(
                "Your legs kept their rhythm and lost their push{taken}. Hold that cadence and do \
                 not reach for length: a step forced longer lands further ahead and costs more \
                 than it brings."
            ),
        )
    } else if case.pattern_is(&[Pattern::CadenceAndStride]) {
        (
            format!("From {place} pace was lost by shorter steps and fewer of them."),
            format!(
                "Both your cadence and your stride gave way{taken}, about as they would at that \
                 slower pace on a fresh day. There is no single fault to correct: keep the rhythm \
                 you have without forcing it."
            ),
        )
    } else {
        return None;
    };
    Some(Said {
        trigger,
        text: format!("{text} {}", ease_earlier(case, &onset)),
    })
}

/// Ease before it happens rather than after: what to change in the next run.
fn ease_earlier(case: &Case, onset: &crate::detect::Onset) -> String {
    if onset.low_open || onset.high_open {
        // Where it began is not known to the mile, so no mile is named.
        return "Next time ease a little earlier, before the legs decide it for you; if discomfort \
                grows or turns sharp, slow further or end the run early."
            .to_owned();
    }
    // A mile before the lower end would promise knowledge nobody has; a mile before the
    // estimate is a plain place to begin.
    let earlier = (onset.at - case.units.length()).max(case.units.length());
    format!(
        "Next time ease a little earlier, from about {}, before the legs decide it for you; if \
         discomfort grows or turns sharp, slow further or end the run early.",
        format::rough_place(earlier, case.units)
    )
}
