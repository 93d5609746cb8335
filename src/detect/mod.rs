//! Stage four: did form or pace break down, where, and how sure is that? The method and
//! its sources stand in docs/method.md.

mod account;
mod answer;
mod assemble;
mod calibrate;
mod candidate;
mod caveats;
mod considered;
mod decide;
pub mod form;
mod heart;
mod joint;
mod noise_fit;
mod null;
mod options;
mod pace;
mod panel;
mod posterior;
mod scale;
mod search;
mod series;
mod shift;
mod significance;
#[cfg(test)]
mod tests;
mod types;
mod undecided;
mod view;
mod walks;

pub use decide::EASED;
pub use options::{DetectOptions, HabitPrior};
pub use types::*;

use crate::measure::Measures;
use series::Series;

/// Judges a run. Repeatable to the bit for the same measures and options.
pub fn detect(measures: &Measures, options: &DetectOptions) -> Verdict {
    let series = Series::new(measures);
    if let Some(why) = undecided::why(measures, &series) {
        return assemble::undecided(measures, &series, options, why);
    }
    let least = options.min_effect.value() / 100.0;
    let pace = measures
        .pace_is_evidence
        .then(|| pace::ask(&series, options.seed.wrapping_add(1)))
        .flatten();
    let Some(form) = shift::ask_form(measures, &series, options, pace.as_ref()) else {
        let why = UndecidedBecause::Unidentified;
        return assemble::undecided(measures, &series, options, why);
    };
    assemble::verdict(measures, &series, options, least, form, pace)
}
