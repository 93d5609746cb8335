//! Runs that cannot be tested, with the reason.

use super::types::UndecidedBecause;
use crate::measure::Measures;
use crate::phases::Phases;
use crate::units::{METRES_PER_MILE, Metres, Percent};

/// Running needed for a verdict.
const LEAST: Metres = Metres::from_miles(5.0);
/// Share of moving time walked beyond which there is no running to follow.
const MOST_WALKED: f64 = 0.40;
/// The same within the first part of the run: walking from the start.
const MOST_WALKED_EARLY: f64 = 0.20;
/// The first part: this share of the distance.
const EARLY: f64 = 1.0 / 3.0;
/// Share of running without cadence beyond which it counts as absent.
const LEAST_STEPPED: f64 = 0.5;

/// Spread of grade over tenths of a mile (standard deviation, as a ratio) beyond which the
/// ground decides speed and gait: the cost of running then varies by more than a third from one tenth
/// of a mile to the next (Minetti 2002), far more than any fade.
const MOUNTAINOUS: f64 = 0.07;

/// The reason why a run cannot be tested; `None` if it can.
pub fn why(measures: &Measures, phases: &Phases) -> Option<UndecidedBecause> {
    let total = &measures.total;
    if total.stepped_s <= 0.0 || total.stepped_s < LEAST_STEPPED * total.running_s {
        return Some(UndecidedBecause::NoCadence);
    }
    let walked = total.walked_s / total.moving_s().max(1.0);
    let early = early_share(measures);
    if walked > MOST_WALKED && early > MOST_WALKED_EARLY || early > MOST_WALKED {
        return Some(UndecidedBecause::Walking(Percent(100.0 * walked)));
    }
    if total.running_m < LEAST.0 {
        return Some(UndecidedBecause::TooShort(Metres(total.running_m)));
    }
    let spread = grade_spread(measures);
    if spread > MOUNTAINOUS {
        return Some(UndecidedBecause::Mountainous(Percent(100.0 * spread)));
    }
    phases
        .is_repetitions()
        .then_some(UndecidedBecause::WorkAndRest)
}

/// Share of moving time walked in the first part of the run.
fn early_share(measures: &Measures) -> f64 {
    let finish = measures.windows.last().map_or(0.0, |w| w.to.0) / METRES_PER_MILE;
    let early = measures.windows.iter();
    let early = early.filter(|w| w.to.miles() <= EARLY * finish);
    let (walked, moving) = early.fold((0.0, 0.0), |sum, w| {
        (sum.0 + w.tally.walked_s, sum.1 + w.tally.moving_s())
    });
    if moving > 0.0 { walked / moving } else { 0.0 }
}

/// Standard deviation of grade over the windows, as a ratio; 0 without altitude.
fn grade_spread(measures: &Measures) -> f64 {
    let grades: Vec<f64> = measures.windows.iter().filter_map(|w| w.grade).collect();
    let n = grades.len().max(1) as f64;
    let mean = grades.iter().sum::<f64>() / n;
    (grades.iter().map(|g| (g - mean).powi(2)).sum::<f64>() / n).sqrt()
}
