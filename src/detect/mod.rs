//! Stage five: did form or pace break down, where, and how sure is that? The method and
//! its sources stand in docs/method.md.

mod attribution;
mod certainty;
mod changepoint;
mod explanations;
pub mod fitted_form;
mod form;
mod heart;
mod heart_fall;
mod kalman;
mod level_shift;
mod measurement_error;
mod moving;
mod options;
mod pace;
#[cfg(test)]
mod tests;
mod types;
mod undecided;
mod verdict;
mod walking;
mod windows;

pub use attribution::WARM_UP_MIN;
pub use certainty::{Certainty, FormEvidence, LEAST_LOSS, LossEvidence};
pub use changepoint::SIGNIFICANT;
pub use explanations::EASED;
pub use heart::{DECOUPLED_PCT, DECOUPLING_LEVEL_KM};
pub use heart_fall::HeartFall;
pub use options::{DetectOptions, HabitPrior};
pub use types::*;
pub use verdict::LATE_MI;

use crate::measure::Measures;
use crate::phases::Phases;
use pace::PaceAnswer;
use verdict::Answers;
use walking::WalkingAnswer;
use windows::Series;

/// Judges a run. Repeatable to the bit for the same measures, phases and options.
pub fn detect(measures: &Measures, phases: &Phases, options: &DetectOptions) -> Verdict {
    let series = Series::new(measures, phases);
    if let Some(why) = undecided::why(measures, phases) {
        return verdict::undecided(measures, &series, options, why);
    }
    let pace = measures
        .pace_is_evidence
        .then(|| PaceAnswer::new(measures, phases, &series, options.seed.wrapping_add(1)))
        .flatten();
    let form = level_shift::test_form(measures, &series, options, pace.as_ref());
    if form.is_none() && pace.is_none() {
        let why = UndecidedBecause::Unidentified;
        return verdict::undecided(measures, &series, options, why);
    }
    let walking = pace
        .as_ref()
        .and_then(|pace| WalkingAnswer::new(&pace.moving));
    let answers = Answers {
        form,
        pace,
        walking,
    };
    verdict::verdict(measures, phases, &series, options, &answers)
}
