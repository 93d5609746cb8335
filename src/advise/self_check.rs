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
    let asked = case.gave_way() || case.verdict.kind == crate::detect::Kind::EasedOff;
    asked.then(|| Said {
        trigger: case.what_happened(),
        action: String::new(),
        more: "No watch sees pain, so ask yourself. Did anything hurt above 3-4 out of 10? Was it \
               sharp? Did it get worse as you ran? And where was it? Knee: this often goes with \
               quads too tired to take up the shock, or hips that no longer hold the leg steady. \
               Hip: with tired deep stabilisers of hip and trunk, whose work larger muscles take \
               over. Calf or Achilles: with a calf at the end of its capacity or a tendon that has \
               lost its spring, and the Achilles tendon then takes more. Low back: with a tiring \
               core, or hips that extend too little, so that the spine does their part. These are \
               links to think about, not findings of this report; a yes to one of the first three \
               is a reason to ease off, and to have it looked at if it stays."
            .to_owned(),
    })
}
