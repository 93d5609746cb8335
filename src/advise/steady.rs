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
    if case.verdict.kind() != Kind::Steady {
        return None;
    }
    let distance = format::distance(case.distance(), case.units);
    // Where the pace is the watch's guess, cadence is all that was looked at.
    let (looked_at, own) = if case.measures.pace_is_evidence {
        ("form or pace", "at the pace you ran, your stride")
    } else {
        ("cadence", "your rhythm")
    };
    let unit = format::noun(case.units);
    let trigger = format!("No lasting change of {looked_at} was found.");
    let certainty = case.verdict.certainty();
    // The running between walks held; only the runner knows whether the walks were meant.
    let walked = case.walked();
    let planned = if walked {
        " and the walks were planned"
    } else {
        ""
    };
    if case.verdict.is_too_rough() || certainty == Some(Certainty::Possible) {
        return Some(Said {
            trigger,
            action: format!(
                "Go by feel: if your last {unit} felt as good as your first{planned}, carry on; if not, start slower next time."
            ),
            more: "This recording shows no change, but it could hide one. Keep up the strength \
                 work, and build your mileage gradually."
                .to_owned(),
        });
    }
    let rhythm = case.cadence_spm().map_or(String::new(), |cadence| {
        let late = format::decimal(cadence.late, 0);
        format!(", {late} steps a minute at the end")
    });
    let sure = match certainty {
        Some(Certainty::Clear) => "",
        _ => ", as far as this run can show",
    };
    let action = match walked {
        true => format!(
            "If you meant to walk, keep this rhythm{rhythm}; if you had to, start slower and plan short \
             walk breaks next time."
        ),
        false => format!(
            "Nothing to correct{sure}: keep this rhythm{rhythm}, and build your mileage gradually."
        ),
    };
    Some(Said {
        trigger,
        action,
        more: match walked {
            true => {
                "In the running between the walks nothing changed to the end. Keep up the strength \
                     work that carries this, and build your mileage gradually."
                    .to_owned()
            }
            false => format!(
                "Over {distance} your capacity was enough for what the run asked of it: {own} did not \
                 change to the end. Keep up the strength work that carries this."
            ),
        },
    })
}
