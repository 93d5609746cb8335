//! Where the onset lies against the article's mile 20 and its idea of a threshold of
//! tolerance.

use super::{Case, Rule, Said, article, evidence};
use crate::units::{Metres, format};

pub const RULE: Rule = Rule {
    name: "threshold",
    fires: "there is an onset, of form or of pace",
    article_section: article::FINE_AT_FIRST,
    evidence: &[evidence::ONSETS, evidence::SMYTH_2022],
    judge,
};

/// Closer than this to mile 20 counts as at it.
const NEAR: Metres = Metres::from_miles(1.0);

fn judge(case: &Case) -> Option<Said> {
    let onset = case.onset()?;
    let twenty = Metres::from_miles(article::MILE);
    let landmark = match case.units {
        crate::units::DisplayUnits::Miles => "mile 20".to_owned(),
        units => format!("mile 20 ({})", format::place(twenty, units)),
    };
    let gap = onset.at - twenty;
    let unsure = if onset.low.0 < twenty.0 && twenty.0 < onset.high.0 {
        ", though its interval reaches across it"
    } else {
        ""
    };
    // A run that ends before mile 20 is not compared with a place it did not reach.
    let is_short = case.distance().0 < (twenty - NEAR).0;
    let compared = if is_short {
        let whole = format::distance(case.distance(), case.units);
        format!(" of {whole}; on long runs many runners feel it near {landmark}")
    } else if onset.interval().is_wide() {
        format!("; many runners feel it near {landmark}")
    } else if gap.0.abs() < NEAR.0 {
        format!(", about where many runners feel it: {landmark}")
    } else {
        let side = if gap.0 < 0.0 { "before" } else { "after" };
        format!(
            ", {} {side} {landmark}, where many runners feel it{unsure}",
            onset.interval().apart(Metres(gap.0.abs()), case.units)
        )
    };
    let began = match onset.interval().is_wide() {
        true => case.since(&onset),
        false => format!("at {}", case.around(&onset)),
    };
    Some(case.explained(format!(
        "It {}began {began}{compared}. Until then the body makes up for small weaknesses; \
             past that point it no longer can, and the next few {} feel far harder than the ones \
             before, even at the same pace. The cause is rarely sudden: fatigue exposes what the \
             body was compensating for. The point moves with training, heat, hills and pace, so \
             what counts is where it falls in your next long runs.",
        case.hedge(),
        format::plural_noun(case.units),
    )))
}
