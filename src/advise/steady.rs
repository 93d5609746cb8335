//! Nothing gave way: a calm page.

use super::{Case, Rule, Said, article};
use crate::detect::{Certainty, Kind};
use crate::units::format;

pub const RULE: Rule = Rule {
    name: "steady",
    fires: "neither form nor pace gave way",
    article_section: article::BOTTOM_LINE,
    evidence: &[],
    judge,
};

fn judge(case: &Case) -> Option<Said> {
    if case.verdict.kind != Kind::Steady {
        return None;
    }
    let distance = format::distance(case.distance(), case.units);
    // Where the pace is the watch's guess, cadence is all that was looked at.
    let (looked_at, own) = if case.measures.pace_is_evidence {
        ("form or pace", "at the pace you ran, your stride")
    } else {
        ("cadence", "your rhythm")
    };
    let trigger = format!("No lasting change of {looked_at} was found.");
    let certainty = case.verdict.certainty;
    if case.verdict.is_too_rough() || certainty == Some(Certainty::Possible) {
        return Some(Said {
            trigger,
            action: format!(
                "Go by how the last part of these {distance} felt: if it was like the first miles, \
                 carry on."
            ),
            more:
                "Nothing gave way that this recording could show, and a change could have hidden \
                   in it. Keep up the strength work, and let distance grow in small steps."
                    .to_owned(),
        });
    }
    let rhythm = case
        .late_cadence_spm()
        .map(|spm| format!(", {} at the end", format::cadence(spm)))
        .unwrap_or_default();
    let sure = match certainty {
        Some(Certainty::Clear) => "",
        _ => ", as far as this run can show",
    };
    Some(Said {
        trigger,
        action: format!(
            "Nothing to correct{sure}: keep the rhythm you have{rhythm}, and let distance grow in \
             small steps."
        ),
        more: format!(
            "Over {distance} your capacity was enough for what the run asked: {own} stayed your \
             own to the end. Keep the strength work that carries this."
        ),
    })
}
