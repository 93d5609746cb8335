//! What carries form through the late miles: strength first, then fast movements.

use super::{Case, Rule, Said, article};

pub const RULE: Rule = Rule {
    name: "strength_then_speed",
    fires: "form or pace gave way",
    article_section: article::TRAINING,
    evidence: &[],
    judge,
};

fn judge(case: &Case) -> Option<Said> {
    case.gave_way().then(|| {
        case.explained(
            "Between runs, strengthen the muscles that push you forward, absorb shock and keep \
               you stable: calves, quads, glutes and core. Heavier weights with few repetitions \
               do this better than light ones with many. Once the strength is there, train fast \
               movements: box jumps, single-leg squats, tempo split squats.",
        )
    })
}
