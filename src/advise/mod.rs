//! Stage five: what the article says to a runner whose run looked like this. Each rule is
//! one file; one that does not apply stays silent.
//!
//! The report comes after the run, so advice on what to do while running is put for the
//! next one. A watch sees neither pain nor posture: what it cannot see is asked, never
//! claimed, and a changed stride is never called an injury.

pub mod article;
mod case;
pub mod evidence;

mod after_the_run;
mod cadence_back;
mod capacity_and_demand;
mod ease_off_first;
mod eased_off;
mod fatigue_or_injury;
mod gradual_drift;
mod hold_cadence;
mod self_check;
mod steady;
mod strength_then_speed;
mod threshold;
mod undecided;

pub use case::Case;
pub use fatigue_or_injury::{SIGNS, Sign};

use crate::detect::Verdict;
use crate::measure::Measures;
use crate::units::DisplayUnits;

/// One piece of advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// Name of the rule, snake case.
    pub rule: &'static str,
    /// The advice, with the runner's own numbers.
    pub text: String,
    /// What in this run called for it.
    pub trigger: String,
    /// Heading of the article's section, verbatim.
    pub article_section: &'static str,
    /// Studies beside the article, each with its limits.
    pub evidence: Vec<&'static str>,
}

/// One rule: when it fires and what it then says.
pub struct Rule {
    /// Its name in the result, snake case.
    pub name: &'static str,
    /// When it fires, one clause, for the documentation.
    pub fires: &'static str,
    /// Heading of the article's section it serves.
    pub article_section: &'static str,
    /// Studies beside the article, each with its limits.
    pub evidence: &'static [&'static str],
    /// What it says to this run; `None` when it does not apply.
    pub judge: fn(&Case) -> Option<Said>,
}

/// What a rule says.
pub struct Said {
    /// What in this run called for it.
    pub trigger: String,
    /// The advice.
    pub text: String,
}

/// Every rule, the most important first: what to do about this run's finding, what to ask
/// oneself, what to watch for, what to build.
pub const RULES: &[Rule] = &[
    ease_off_first::RULE,
    cadence_back::RULE,
    hold_cadence::RULE,
    gradual_drift::RULE,
    eased_off::RULE,
    steady::RULE,
    undecided::RULE,
    self_check::RULE,
    threshold::RULE,
    after_the_run::RULE,
    fatigue_or_injury::RULE,
    capacity_and_demand::RULE,
    strength_then_speed::RULE,
];

/// Everything the article has to say to this run, most important first.
pub fn advise(measures: &Measures, verdict: &Verdict, units: DisplayUnits) -> Vec<Advice> {
    let case = Case::new(measures, verdict, units);
    RULES
        .iter()
        .filter_map(|rule| {
            let said = (rule.judge)(&case)?;
            Some(Advice {
                rule: rule.name,
                text: said.text,
                trigger: said.trigger,
                article_section: rule.article_section,
                evidence: rule.evidence.to_vec(),
            })
        })
        .collect()
}
