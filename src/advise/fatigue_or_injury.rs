//! The article's table that sets fatigue beside injury, in our words. For reading one's own
//! signs; a changed stride alone decides nothing.

use super::{Case, Rule, Said, article, evidence};

pub const RULE: Rule = Rule {
    name: "fatigue_or_injury",
    fires: "form or pace gave way",
    article_section: article::DIFFERENCE,
    evidence: &[evidence::VINCENT_2017],
    judge,
};

/// A row of the article's table. The signs are clauses: they stand in a table as well as in
/// a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sign {
    /// What to look at.
    pub about: &'static str,
    /// What fits ordinary fatigue.
    pub fatigue: &'static str,
    /// What calls for care.
    pub care: &'static str,
}

/// The article's table. It informs; it does not diagnose.
pub const SIGNS: &[Sign] = &[
    Sign {
        about: "How it came on",
        fatigue: "it built up slowly, with the miles",
        care: "it came suddenly, or grew past 3-4 out of 10",
    },
    Sign {
        about: "How it feels",
        fatigue: "it is dull, heavy or tight",
        care: "it is sharper and you can point to it",
    },
    Sign {
        about: "How you ran",
        fatigue: "you ran as you always do",
        care: "your stride changed, you favoured a leg or limped",
    },
    Sign {
        about: "Running on",
        fatigue: "it grew with distance and tiredness",
        care: "running on made it clearly worse",
    },
    Sign {
        about: "After two days",
        fatigue: "it is much better within 24-48 hours",
        care: "it is there after 48 hours, or comes and goes",
    },
    Sign {
        about: "The next runs",
        fatigue: "it is gone with rest and a lighter week",
        care: "it is back, or earlier in the run than last time",
    },
];

fn judge(case: &Case) -> Option<Said> {
    let list =
        |side: fn(&Sign) -> &'static str| SIGNS.iter().map(side).collect::<Vec<_>>().join("; ");
    case.gave_way().then(|| {
        case.explained(format!(
            "Signs that fit fatigue: {}. Signs that call for care: {}. Location alone does not \
             tell the two apart, and most runners find themselves somewhere in between. A changed \
             stride in this report is one of these signs, not an injury in itself.",
            list(|s| s.fatigue),
            list(|s| s.care)
        ))
    })
}
