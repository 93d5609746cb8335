//! No verdict: what to record next time.

use super::{Case, Rule, Said, article};
use crate::detect::{Kind, UndecidedBecause};
use crate::units::{Metres, format};

pub const RULE: Rule = Rule {
    name: "undecided",
    fires: "no verdict could be reached",
    article_section: article::FINE_AT_FIRST,
    evidence: &[],
    judge,
};

/// Running from which an onset can be looked for with some hope: the search leaves out the
/// first three miles and the last one and a half (docs/method.md).
const WORTH_WHILE: Metres = Metres::from_miles(8.0);

fn judge(case: &Case) -> Option<Said> {
    if case.verdict.kind() != Kind::Undecided {
        return None;
    }
    let (trigger, record) = match case.verdict.undecided_because() {
        Some(UndecidedBecause::TooShort(ran)) => (
            format!("Only {} of running.", format::distance(ran, case.units)),
            format!(
                "use a run of {} or more, ideally one that goes on until your legs are tired",
                format::short_distance(WORTH_WHILE, case.units)
            ),
        ),
        Some(UndecidedBecause::NoCadence) => (
            "The file has no cadence.".to_owned(),
            "wear a watch or foot pod that counts steps, and use the original file (FIT) from the \
             watch or its site: many exports leave cadence out"
                .to_owned(),
        ),
        Some(UndecidedBecause::Walking(share)) => (
            format!(
                "{} of moving time was walking.",
                format::rough_percent(share.value())
            ),
            "use a run with longer stretches of running; walk breaks are fine as long as you run \
             most of the time"
                .to_owned(),
        ),
        Some(UndecidedBecause::Mountainous(_)) => (
            "Hills set the pace all the way.".to_owned(),
            "use a run on flatter ground".to_owned(),
        ),
        Some(UndecidedBecause::WorkAndRest) => (
            "Hard efforts and recoveries alternate.".to_owned(),
            "use a long run at an even effort".to_owned(),
        ),
        Some(UndecidedBecause::Unidentified) | None => (
            "Too little usable running for a fit.".to_owned(),
            "use a longer run at an even effort, with the watch recording every second under open \
             sky"
            .to_owned(),
        ),
    };
    let repetitions = case.verdict.undecided_because() == Some(UndecidedBecause::WorkAndRest);
    let lead = if repetitions {
        "Nothing to correct in a session like this; to"
    } else {
        "To"
    };
    Some(Said {
        trigger,
        action: format!("{lead} see where your form starts to change, {record}."),
        more:
            "Form changes once fatigue passes what the body tolerates, so the run has to get that \
             far."
                .to_owned(),
    })
}
