//! An abrupt or large change of form, or legs that turned uneven: the article answers that
//! with less intensity or an early end, not with corrections.

use super::{Case, Rule, Said, article, evidence};
use crate::units::format;

/// See the module.
pub const RULE: Rule = Rule {
    name: "ease_off_first",
    fires: "form or pace gave way abruptly, or form changed by 5 % and more, or the legs turned \
            uneven on the way",
    article_section: article::DURING,
    evidence: &[evidence::VINCENT_2017],
    judge,
};

fn judge(case: &Case) -> Option<Said> {
    let mut signs = Vec::new();
    if case.abrupt() {
        signs.push("the change came abruptly".to_owned());
    }
    if let Some(change) = case.large_change() {
        signs.push(format!(
            "form was {} off the runner's own curve at the finish",
            format::percent(change.value.abs())
        ));
    }
    if let Some((fresh, late)) = case.uneven_legs() {
        signs.push(format!(
            "ground contact on the left foot went from {} to {} of the whole",
            format::percent(fresh),
            format::percent(late)
        ));
    }
    if signs.is_empty() {
        return None;
    }
    let place = case
        .onset()
        .map(|onset| format!(", as it did here from {}", case.around(&onset)))
        .unwrap_or_default();
    Some(Said {
        trigger: format!("{}.", capitalised(&format::list(&signs, "and"))),
        text: format!(
            "When your running changes like this{place}, do not try to correct it at the same \
             pace: take the intensity down, and end the run early if that does not settle it or if \
             anything hurts more, turns sharp or makes you favour a leg. Small corrections of \
             cadence or stride are for mild discomfort and a stride that is still your own."
        ),
    })
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}
