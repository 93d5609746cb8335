//! A slowdown by choice, or a cool-down: nothing to correct.

use super::hold_cadence::ease_from;
use super::{Case, Rule, Said, article, evidence};
use crate::detect::{Certainty, Kind};
use crate::units::format;

pub const RULE: Rule = Rule {
    name: "eased_off",
    fires: "the pace came down by choice, or the run ended in a cool-down",
    article_section: article::DURING,
    evidence: &[evidence::VINCENT_2017],
    judge,
};

fn judge(case: &Case) -> Option<Said> {
    if case.verdict.kind != Kind::EasedOff {
        return None;
    }
    let from = case
        .verdict
        .pace
        .fade_onset
        .map_or_else(|| " earlier".to_owned(), |onset| ease_from(case, &onset));
    let (trigger, what) = match (case.verdict.pace.fade_onset, case.cool_down()) {
        (Some(onset), _) => (
            format!("The pace came down by choice {}.", case.since(&onset)),
            format!("ease off {}", case.since(&onset)),
        ),
        (None, Some(cool)) => {
            let place = format::place(cool.from, case.units);
            (
                format!("The run {}ended in a cool-down from {place}.", case.hedge()),
                format!("cool down from {place}"),
            )
        }
        (None, None) => (
            "The pace came down by choice.".to_owned(),
            "ease off".to_owned(),
        ),
    };
    Some(Said {
        trigger,
        action: match case.verdict.certainty {
            Some(Certainty::Possible) => format!(
                "Only you know whether you meant to {what}; if not, ease off{from} next time."
            ),
            _ => format!(
                "Nothing to correct if you meant to {what}; if something hurt, note \
                 what and where."
            ),
        },
        more: "If you eased off because something hurt or your stride felt wrong, that was the \
               right call: the article's advice is then to slow down or to stop early. Note which \
               it was, because the recording cannot tell."
            .to_owned(),
    })
}
