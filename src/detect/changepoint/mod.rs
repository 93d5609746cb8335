//! The search for one change point in one series: change shapes and their priors, noise, marginal
//! likelihoods, the posterior of the onset, the bootstrap p-value, and the test that joins
//! them. See "The model" to "Onset, interval, size" in docs/method.md.

mod bootstrap;
mod design;
mod evidence;
mod onset_test;
mod posterior;
mod problem;
mod search;
mod shape;
#[cfg(test)]
mod tests;
mod upper_bound;

pub use onset_test::{Fit, OnsetTest, SIGNIFICANT};
pub use problem::{LevelShifts, Problem};
pub use search::log_sum;
pub use shape::{Candidate, ChangeShape};
