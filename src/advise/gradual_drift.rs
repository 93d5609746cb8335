//! A trend from the start without a breaking point.

use super::{Case, Rule, Said, article, evidence};
use crate::detect::Kind;
use crate::units::format;

/// See the module.
pub const RULE: Rule = Rule {
    name: "gradual_drift",
    fires: "form or pace drifted from the start, with no breaking point",
    article_section: article::WHY,
    evidence: &[evidence::HUNTER_2007],
    judge,
};

fn judge(case: &Case) -> Option<Said> {
    if case.verdict.kind != Kind::GradualDrift {
        return None;
    }
    if case.verdict.drift_in_pace {
        let lost = case
            .verdict
            .pace
            .fade_pct
            .map(|e| format!(" ({} by the finish)", format::percent(e.value.abs())))
            .unwrap_or_default();
        return Some(Said {
            trigger: format!("Pace came down evenly over the whole run{lost}."),
            text: "Fatigue built up bit by bit and no threshold was crossed. An even loss of pace \
                   from the start is most often a start a little too fast: begin the next long run \
                   slower and see whether the end comes up to it."
                .to_owned(),
        });
    }
    let change = case.verdict.form_change_at_finish?;
    let (direction, remedy) = if change.value < 0.0 {
        (
            "fewer and longer",
            "Once or twice each half hour, while all is well, let your cadence come back to what it \
             was in the first miles; it is easier to keep than to find again.",
        )
    } else {
        (
            "shorter and quicker",
            "There is nothing to hurry: hold your cadence, let the stride be as long as it comes, and \
             begin the next long run a little slower.",
        )
    };
    Some(Said {
        trigger: format!(
            "At the same pace steps became {direction} over the whole run, by {} at the finish.",
            format::percent(change.value.abs())
        ),
        text: format!(
            "Fatigue built up bit by bit and no threshold was crossed; some drift is normal. {remedy}"
        ),
    })
}
