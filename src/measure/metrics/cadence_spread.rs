//! Cadence spread, steps per minute: how unevenly the legs turn over.

use super::Metric;
use crate::measure::Tally;

/// Standard deviation of cadence around its mean over the stretch, while running.
pub const CADENCE_SPREAD: Metric = Metric {
    key: "cadence_spread_spm",
    name: "Cadence spread",
    unit: "spm",
    about: "Standard deviation of cadence around its mean over the stretch, while running.",
    value: spread,
};

/// Root of the time-weighted variance of cadence, spm.
fn spread(t: &Tally) -> Option<f64> {
    let mean = t.cadence_spm()?;
    Some(
        (t.cadence_squared_s / t.stepped_s - mean * mean)
            .max(0.0)
            .sqrt(),
    )
}
