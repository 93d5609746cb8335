//! Pace lost by shorter steps and fewer of them: no single fault to correct, so the rhythm of
//! fresh running at that pace is the guide, and easing comes earlier.

use super::hold_cadence::ease_from;
use super::{Case, Rule, Said, article, evidence};
use crate::detect::{Kind, Pattern};
use crate::units::format;

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
        case.verdict.kind == Kind::PaceFade && case.pattern_is(&[Pattern::CadenceAndStride]);
    if !applies {
        return None;
    }
    let ease = ease_from(case, &onset);
    let rhythm = rhythm(case)
        .map(|spm| format!(" and keep to {spm:.0} steps a minute as you slow"))
        .unwrap_or_default();
    Some(Said {
        trigger: format!(
            "Pace was {}lost by shorter steps and fewer of them {}.",
            case.hedge(),
            case.since(&onset)
        ),
        action: format!("{}, ease off a little{ease}{rhythm}.", case.next_time()),
        more: "Cadence and stride dropped together, about as they would at that slower pace on \
               fresh legs, so there is no single fault to correct. Light, quick steps are the \
               part of the article's advice that fits: keep the rhythm, let the stride be as \
               short as it wants to be, and force neither. If discomfort grows or turns sharp, \
               slow down more or end the run early."
            .to_owned(),
    })
}

/// The cadence to keep: what this runner takes when fresh at the late pace, but no less than
/// what was taken and at most 10 % more (the studied range of a higher cadence).
pub(super) fn rhythm(case: &Case) -> Option<f64> {
    let late = case.late_cadence_spm()?;
    let own = case.own_cadence_spm().unwrap_or(late);
    Some(own.max(late).min(late * 1.10).round())
}

/// The same in words: `172 spm at 9:52/mi`.
pub(super) fn rhythm_in_words(case: &Case) -> Option<String> {
    let pace = case
        .late_pace_s_per_km()
        .map(|pace| format!(" at {}", format::pace_with_unit(pace, case.units)))
        .unwrap_or_default();
    Some(format!("{}{pace}", format::cadence(rhythm(case)?)))
}
