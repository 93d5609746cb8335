//! Nothing gave way: a calm page.

use super::{Case, Rule, Said, article};
use crate::detect::Kind;
use crate::units::format;

/// See the module.
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
    let rhythm = case
        .late_cadence_spm()
        .map(|spm| {
            format!(
                " ({} over the last {})",
                format::cadence(spm),
                format::short_distance(case.late_length(), case.units)
            )
        })
        .unwrap_or_default();
    let distance = format::distance(case.distance(), case.units);
    // Where the pace is the watch's guess, cadence is all that was looked at.
    let (looked_at, own) = if case.measures.pace_is_evidence {
        ("form or pace", "at the pace you ran, your stride")
    } else {
        ("cadence", "your rhythm")
    };
    let trigger = format!("No sustained change of {looked_at} was found.");
    if case.verdict.is_too_rough() {
        return Some(Said {
            trigger,
            text: format!(
                "Nothing gave way over {distance} that this recording could show, and a small change \
                 would not have shown in it. Go by how the last part felt: if it was like the \
                 first miles, carry on, keep up the strength work and let distance grow in small \
                 steps."
            ),
        });
    }
    Some(Said {
        trigger,
        text: format!(
            "Over {distance} your capacity was enough for what the run asked: {own} stayed your \
             own to the end{rhythm}. There is nothing to correct. Keep the strength work that \
             carries this, and let distance grow in small steps."
        ),
    })
}
