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
    if case.verdict.kind != Kind::Undecided {
        return None;
    }
    let (trigger, record) = match case.verdict.undecided_because {
        Some(UndecidedBecause::TooShort(ran)) => (
            format!("Only {} of running.", format::distance(ran, case.units)),
            format!(
                "take a run of {} or more, better one that goes on until the legs are tired",
                format::short_distance(WORTH_WHILE, case.units)
            ),
        ),
        Some(UndecidedBecause::NoCadence) => (
            "The file holds no cadence.".to_owned(),
            "wear a watch or foot pod that counts steps, and take the original file (FIT) from the \
             watch or its site: many exports leave cadence out"
                .to_owned(),
        ),
        Some(UndecidedBecause::Walking(share)) => (
            format!("{} of moving time was walking.", format::rough_percent(share.value())),
            "take a run with longer stretches of running; walk breaks are fine as long as running \
             makes up most of it"
                .to_owned(),
        ),
        Some(UndecidedBecause::Mountainous(_)) => (
            "Hills decide the pace all the way.".to_owned(),
            "take a run on flatter ground".to_owned(),
        ),
        Some(UndecidedBecause::WorkAndRest) => (
            "Hard efforts and recoveries alternate.".to_owned(),
            "take a continuous run at an even effort: within repetitions fatigue cannot be told \
             from the plan"
                .to_owned(),
        ),
        Some(UndecidedBecause::Unidentified) | None => (
            "Too little usable running for a fit.".to_owned(),
            "take a longer run at an even effort, with the watch recording every second and a clear \
             view of the sky"
                .to_owned(),
        ),
    };
    let repetitions = case.verdict.undecided_because == Some(UndecidedBecause::WorkAndRest);
    let lead = if repetitions {
        "Nothing to correct in a session of repetitions; to"
    } else {
        "To"
    };
    Some(Said {
        trigger,
        action: format!("{lead} see where your form starts to change, {record}."),
        more:
            "The change comes when fatigue passes what the body tolerates, so the run has to get \
               there."
                .to_owned(),
    })
}
