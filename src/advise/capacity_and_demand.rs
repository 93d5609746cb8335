//! Capacity against demand: what the run asked for and how far the runner's capacity went.

use super::{Case, Rule, Said, article};
use crate::units::format;

pub const RULE: Rule = Rule {
    name: "capacity_and_demand",
    fires: "there is an onset, of form or of pace",
    article_section: article::BOTTOM_LINE,
    evidence: &[],
    judge,
};

fn judge(case: &Case) -> Option<Said> {
    let onset = case.onset()?;
    let beyond = case.distance() - onset.at;
    if beyond.0 <= 0.0 {
        return None;
    }
    let whole = format::distance(case.distance(), case.units);
    let held_to = match onset.interval().is_wide() {
        true => format!("began to give way {} of {whole}", case.since(&onset)),
        false => format!(
            "lasted to about {} of the {whole} you asked of it",
            onset.interval().place(onset.at, case.units)
        ),
    };
    Some(case.explained(format!(
        "Resilience is capacity greater than demand. That day your capacity {held_to}. You \
             can close the gap from both sides: build capacity (strength, regular long runs), and \
             for now ask a little less of it (an easier start, or long runs that stop near the \
             point where things change and grow from there)."
    )))
}
