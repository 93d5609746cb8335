//! Cadence beside step length, window by window.

use super::track::{LEAST_RUNNING_S, STEP_LENGTH, middle};
use crate::measure::{Measures, Window};

/// More of them hide one another in a chart.
const MOST: usize = 350;

/// Cadence and step length of some windows of the run, as the mean of each.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stride {
    /// Distance from the start, metres.
    pub at_m: f64,
    /// Step length while running, metres.
    pub step_m: f64,
    /// Cadence while running, steps per minute.
    pub cadence_spm: f64,
}

/// Every window that has both; neighbours are taken together where there are too many.
pub fn strides(measures: &Measures) -> Vec<Stride> {
    let stride = |w: &Window| {
        let step_m = (STEP_LENGTH.value)(w)?;
        let enough = w.tally.stepped_s >= LEAST_RUNNING_S;
        enough.then_some(Stride {
            at_m: middle(w).0,
            step_m,
            cadence_spm: w.tally.cadence_spm()?,
        })
    };
    let all: Vec<Stride> = measures.windows.iter().filter_map(stride).collect();
    let each = all.len().div_ceil(MOST).max(1);
    let mean = |some: &[Stride], of: fn(&Stride) -> f64| {
        some.iter().map(of).sum::<f64>() / some.len() as f64
    };
    all.chunks(each)
        .map(|some| Stride {
            at_m: mean(some, |s| s.at_m),
            step_m: mean(some, |s| s.step_m),
            cadence_spm: mean(some, |s| s.cadence_spm),
        })
        .collect()
}
