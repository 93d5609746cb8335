//! The article's table that sets fatigue beside injury, in our words. For reading one's own
//! signs; a changed stride alone decides nothing.

use super::{Case, Rule, Said, article, evidence};

/// See the module.
pub const RULE: Rule = Rule {
    name: "fatigue_or_injury",
    fires: "form or pace gave way",
    article_section: article::DIFFERENCE,
    evidence: &[evidence::VINCENT_2017],
    judge,
};

fn judge(case: &Case) -> Option<Said> {
    case.gave_way().then(|| Said {
        trigger: case.what_happened(),
        text: "Signs that fit fatigue: it builds up with the distance; it is dull, heavy or tight; \
               you run as you always do; it is much better in 24-48 hours and gone with rest and a \
               lighter week. Signs that fit something more: it comes suddenly or keeps getting \
               worse, often above 3-4 out of 10; it is sharper and you can point to it; you limp or \
               favour a leg; it lasts beyond 48 hours, comes and goes, or is back earlier in the \
               next runs. The place alone does not separate the two, and most runners find \
               themselves somewhere in between. A changed stride in this report is one sign among \
               these and is not an injury by itself."
            .to_owned(),
    })
}
