//! Pace lost by shorter steps and fewer of them: no single fault to correct, so the rhythm of
//! fresh running is the guide, and easing comes earlier.

use super::hold_cadence::ease;
use super::target::Target;
use super::{Case, Rule, Said, article, evidence};
use crate::detect::{Kind, Pattern};

pub const RULE: Rule = Rule {
    name: "keep_rhythm",
    fires: "pace faded by cadence and stride together",
    article_section: article::DURING,
    evidence: &[evidence::VINCENT_2017],
    judge,
};

fn judge(case: &Case) -> Option<Said> {
    let onset = case.onset()?;
    let applies =
        case.verdict.kind() == Kind::PaceFade && case.pattern_is(&[Pattern::CadenceAndStride]);
    if !applies {
        return None;
    }
    let ease = ease(case, &onset, "ease off a little");
    // Two things joined by "and" already stand there.
    let and = if case.walked_late().is_some() {
        ", and"
    } else {
        " and"
    };
    let rhythm = Target::new(case).map_or(String::new(), |target| {
        format!("{and} stay at {}", target.named("steps a minute"))
    });
    Some(Said {
        trigger: format!(
            "Pace was {}lost by shorter steps and fewer of them {}.",
            case.hedge(),
            case.since(&onset)
        ),
        action: format!("{}, {ease}{rhythm}.", case.next_time()),
        more: "Cadence and stride dropped together, about as they would at that slower pace on \
               fresh legs, so there is no single fault to correct. Light, quick steps are the \
               part of the article's advice that fits: keep the rhythm, let the stride be as \
               short as it wants to be, and force neither. If discomfort grows or turns sharp, \
               slow down more or end the run early."
            .to_owned(),
    })
}
