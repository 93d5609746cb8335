//! A slowdown by choice, or a cool-down: nothing to correct.

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
    let (trigger, why) = match (case.verdict.pace.fade_onset, case.cool_down()) {
        (Some(onset), _) => (
            format!("The pace came down by choice {}.", case.since(&onset)),
            format!("you {}eased off {}", case.hedge(), case.since(&onset)),
        ),
        (None, Some(cool)) => {
            let place = format::place(cool.from, case.units);
            (
                format!("The run {}ended in a cool-down from {place}.", case.hedge()),
                format!("from {place} on you {}cooled down", case.hedge()),
            )
        }
        (None, None) => (
            "The pace came down by choice.".to_owned(),
            format!("you {}eased off", case.hedge()),
        ),
    };
    Some(Said {
        trigger,
        action: match case.verdict.certainty {
            Some(Certainty::Possible) => format!(
                "Only you know whether it was meant: {why}; if not, ease off earlier next time."
            ),
            _ => format!("Nothing to correct: {why}."),
        },
        more: "If you eased because something hurt or your stride felt wrong, that was the right \
               answer: taking the intensity down or ending early is what the article advises then. \
               Note which of the two it was, since the file cannot tell."
            .to_owned(),
    })
}
