//! A slowdown that heart rate shows to be a choice of effort.

use super::{Case, Rule, Said, article, evidence};
use crate::detect::Kind;

/// See the module.
pub const RULE: Rule = Rule {
    name: "eased_off",
    fires: "the pace came down late and heart rate came down in step with it",
    article_section: article::DURING,
    evidence: &[evidence::VINCENT_2017],
    judge,
};

fn judge(case: &Case) -> Option<Said> {
    (case.verdict.kind == Kind::EasedOff).then(|| Said {
        trigger: "Pace and heart rate came down together.".to_owned(),
        text:
            "If that was the plan, a cool-down or a change of mind, there is nothing to correct. \
               If you eased because something hurt or your stride felt wrong, that was the right \
               answer: taking the intensity down or ending early is what the later miles of a long \
               run ask for then. Note which of the two it was, since the file cannot tell."
                .to_owned(),
    })
}
