//! Stage five: what the article says to a runner whose run looked like this. Each rule is
//! one file; one that does not apply stays silent.

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

/// Everything the article has to say to this run, most important first.
pub fn advise(_measures: &Measures, _verdict: &Verdict, _units: DisplayUnits) -> Vec<Advice> {
    Vec::new()
}
