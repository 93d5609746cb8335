//! A slowdown by choice, or a cool-down: nothing to correct if it was meant. Only the runner
//! knows, so the advice has both branches.

use super::hold_cadence::ease;
use super::{Case, Rule, Said, article, evidence};
use crate::detect::Kind;
use crate::units::format;

pub const RULE: Rule = Rule {
    name: "eased_off",
    fires: "the pace came down by choice, or the run ended in a cool-down",
    article_section: article::DURING,
    evidence: &[evidence::VINCENT_2017],
    judge,
};

fn judge(case: &Case) -> Option<Said> {
    if case.verdict.kind() != Kind::EasedOff {
        return None;
    }
    let (trigger, meant, otherwise) = match (case.verdict.pace.fade_onset, case.cool_down()) {
        (Some(onset), _) => (
            format!("The pace came down by choice {}.", case.since(&onset)),
            format!("ease off {}", case.since(&onset)),
            format!(
                "if you were fading, {} next time",
                ease(case, &onset, "back off a little")
            ),
        ),
        (None, Some(cool)) => {
            let place = format::place(cool.from, case.units);
            (
                format!("The run {}ended in a cool-down from {place}.", case.hedge()),
                format!("cool down from {place}"),
                "if you had to, start a little slower next time".to_owned(),
            )
        }
        (None, None) => (
            "The pace came down by choice.".to_owned(),
            "ease off".to_owned(),
            "if you had to, start a little slower next time".to_owned(),
        ),
    };
    Some(Said {
        trigger,
        action: format!(
            "If you meant to {meant}, nothing to change; {otherwise}."
        ),
        more: "If you eased off because something hurt or your stride felt wrong, that was the \
               right call: the article's advice is then to slow down or to stop early. Note what hurt \
               and where, because the recording cannot tell."
            .to_owned(),
    })
}
