//! What a watch cannot see, asked as questions: how much it hurt, how, and where.

use super::{Case, Rule, Said, article, evidence};

pub const RULE: Rule = Rule {
    name: "self_check",
    fires: "form or pace gave way, or the runner eased off",
    article_section: article::TELLING,
    evidence: &[evidence::VINCENT_2017],
    judge,
};

fn judge(case: &Case) -> Option<Said> {
    let asked = case.gave_way() || case.verdict.kind() == crate::detect::Kind::EasedOff;
    asked.then(|| {
        case.explained(
            "A watch cannot feel pain, so ask yourself. Did anything hurt more than 3-4 out of \
               10? Was it sharp? Did it get worse as you ran? And where was it? Knee: often \
               linked to quads too tired to absorb the landing, or hips that no longer hold the \
               leg steady. Hip: to tired deep stabilisers of hip and trunk, so that larger \
               muscles take over their work. Calf or Achilles: to a calf at the end of its \
               capacity or a tendon that has lost its spring, which puts more load on the \
               Achilles tendon. Low back: to a tiring core, or hips that no longer extend well, \
               so that the spine makes up for them. These are links to think about, not findings \
               of this report. A yes to any of the first three questions is a reason to ease off, \
               and to have it looked at if it does not go away.",
        )
    })
}
