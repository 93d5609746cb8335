//! Stage six: what the article says to a runner whose run looked like this. Each rule is
//! one file; one that does not apply stays silent.
//!
//! The report comes after the run, so advice on what to do while running is put for the
//! next one. A watch sees neither pain nor posture: the advice asks about pain, never claims to
//! have measured lean, and never calls a changed stride an injury.

pub mod article;
mod case;
mod comparison;
pub mod evidence;

mod after_the_run;
mod cadence_back;
mod capacity_and_demand;
mod eased_off;
mod fatigue_or_injury;
mod gradual_drift;
mod hold_cadence;
mod keep_rhythm;
mod ladder;
mod self_check;
mod steady;
mod strength_then_speed;
mod target;
mod threshold;
mod undecided;
mod walk_by_plan;

pub use case::{Case, MUCH_WALKED_PCT, StepChange};
pub use comparison::{Comparison, LEAST_SLOWER_PCT, Pair};
pub use fatigue_or_injury::{SIGNS, Sign};
pub use ladder::{Ladder, Step};

use crate::detect::Verdict;
use crate::measure::Measures;
use crate::phases::Phases;
use crate::units::DisplayUnits;

/// One piece of advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// Name of the rule, snake case.
    pub rule: &'static str,
    /// The one thing to do, in one sentence; empty for a rule that explains.
    pub action: String,
    /// The advice, with the runner's own numbers; it begins with `action`.
    pub text: String,
    /// What in this run called for it.
    pub trigger: String,
    /// Heading of the article's section, verbatim.
    pub article_section: &'static str,
    /// Studies beside the article, each with its limits.
    pub evidence: Vec<&'static str>,
}

impl Advice {
    /// What `text` says beyond `action`.
    pub fn more(&self) -> &str {
        self.text
            .strip_prefix(self.action.as_str())
            .unwrap_or(&self.text)
            .trim_start()
    }
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
#[derive(Default)]
pub struct Said {
    /// What in this run called for it.
    pub trigger: String,
    /// The one thing to do, in one sentence with one number of the runner's own; empty for a
    /// rule that explains.
    pub action: String,
    /// What there is to say beyond it.
    pub more: String,
}

/// Every rule, the most important first: what to do about this run's finding, the article's
/// two steps, what to ask oneself, what to watch for, what to build.
pub const RULES: &[Rule] = &[
    cadence_back::RULE,
    hold_cadence::RULE,
    keep_rhythm::RULE,
    walk_by_plan::RULE,
    gradual_drift::RULE,
    eased_off::RULE,
    steady::RULE,
    undecided::RULE,
    ladder::RULE,
    threshold::RULE,
    self_check::RULE,
    after_the_run::RULE,
    fatigue_or_injury::RULE,
    capacity_and_demand::RULE,
    strength_then_speed::RULE,
];

/// Everything the article has to say to this run, most important first.
pub fn advise(
    measures: &Measures,
    phases: &Phases,
    verdict: &Verdict,
    units: DisplayUnits,
) -> Vec<Advice> {
    let case = Case::new(measures, phases, verdict, units);
    RULES
        .iter()
        .filter_map(|rule| {
            let said = (rule.judge)(&case)?;
            let text = [said.action.as_str(), said.more.as_str()].join(" ");
            Some(Advice {
                rule: rule.name,
                text: text.trim().to_owned(),
                action: said.action,
                trigger: said.trigger,
                article_section: rule.article_section,
                evidence: rule.evidence.to_vec(),
            })
        })
        .collect()
}
