//! Steps longer than usual for the pace: cadence back to that of fresh running, with the runner's
//! own numbers. Advice for the miles before the stride has changed: how far this run went
//! beyond them is said by the article's two steps ([`super::ladder`]).

use super::target::Target;
use super::{Case, Rule, Said, article, evidence};
use crate::detect::{Kind, Pattern};

pub const RULE: Rule = Rule {
    name: "cadence_back",
    fires: "form broke down by overstriding: fewer and longer steps than usual for the pace",
    article_section: article::DURING,
    evidence: &[
        evidence::HEIDERSCHEIT_2011,
        evidence::ANDERSON_2022,
        evidence::WILLSON_2014,
        evidence::TENG_2014,
        evidence::NO_TRIAL,
    ],
    judge,
};

fn judge(case: &Case) -> Option<Said> {
    let onset = case.onset()?;
    let changed = case.steps_changed()?;
    let applies =
        case.verdict.kind() == Kind::FormBreakdown && case.pattern_is(&[Pattern::Overstriding]);
    if !applies {
        return None;
    }
    let target = Target::new(case)?;
    let before = case.before(&onset);
    let from = before.map_or(String::new(), |place| format!(" from {place}"));
    let walk = match case.walked_late() {
        Some(_) => " and plan short walk breaks",
        None => "",
    };
    let was = match case.comparison {
        Some(_) => "fewer and longer than usual for the pace",
        None => "fewer a minute than usual",
    };
    Some(Said {
        trigger: format!(
            "Steps {}became {was} {}.",
            case.hedge(),
            case.since(&changed)
        ),
        action: format!(
            "{}, aim for {}{from}{walk}.",
            case.next_time(),
            target.named("steps a minute")
        ),
        more: format!(
            "That is {}. Let your stride shorten to match, and keep a slight forward lean of the \
             trunk (general advice: a watch cannot see lean). All this as long as any \
             discomfort is mild: if it grows, turns sharp or changes your stride, ease off or end \
             the run early instead.",
            target.in_words(case)
        ),
    })
}
