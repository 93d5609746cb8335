//! The 24 to 48 hours after the run, and the runs after that.

use super::{Case, Rule, Said, article, evidence};

pub const RULE: Rule = Rule {
    name: "after_the_run",
    fires: "form or pace gave way, or the runner eased off",
    article_section: article::AFTER,
    evidence: &[evidence::VINCENT_2017],
    judge,
};

fn judge(case: &Case) -> Option<Said> {
    let asked = case.gave_way() || case.verdict.kind() == crate::detect::Kind::EasedOff;
    let known = case.onset().filter(|onset| !onset.low_open);
    let compare = known.map_or(String::new(), |onset| {
        let place = crate::units::format::rough_place(onset.low, case.units);
        format!(
            " Compare your next long runs with this one: a change well before {place} would be the \
             same sign in numbers."
        )
    });
    asked.then(|| {
        case.explained(format!(
            "Check again after 24 to 48 hours. Soreness that eases steadily and does not affect \
             your next run is the normal price of a long run. Discomfort that lasts beyond two \
             days, comes earlier in the runs that follow or gets worse over time may mean that \
             one structure is being overloaded again and again; getting help early works \
             best.{compare}"
        ))
    })
}
