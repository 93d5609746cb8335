//! Relative changes between two splits, with intervals.

use super::splits::COMPARED_FROM;
use super::{Changes, Tally, Window};
use crate::stats::Estimate;

/// Two-sided 95 % point of the normal distribution.
const Z95: f64 = 1.959_964;

/// A split with the windows in it.
pub(super) struct Stretch<'a> {
    from_m: f64,
    to_m: f64,
    tally: &'a Tally,
    windows: Vec<&'a Tally>,
}

impl<'a> Stretch<'a> {
    /// The split between two distances.
    pub(super) fn new(from_m: f64, to_m: f64, tally: &'a Tally, windows: &'a [Window]) -> Self {
        let first = windows.partition_point(|w| w.from.value() + w.to.value() < 2.0 * from_m);
        let end = windows.partition_point(|w| w.from.value() + w.to.value() < 2.0 * to_m);
        Self {
            from_m,
            to_m,
            tally,
            windows: windows[first..end].iter().map(|w| &w.tally).collect(),
        }
    }
}

/// A quantity of running whose logarithm is compared.
type Quantity = fn(&Tally) -> Option<f64>;

/// Seconds per metre of running with known cadence: with cadence and step length it
/// multiplies to one, exactly. Without cadence, of all running.
fn pace(t: &Tally) -> Option<f64> {
    if t.stepped_m > 0.0 && t.steps > 0.0 {
        Some(t.stepped_s / t.stepped_m)
    } else {
        t.speed_m_per_s().map(|v| 1.0 / v)
    }
}

/// The change from one split to a later one; null where either is too short.
pub(super) fn between(a: &Stretch<'_>, b: &Stretch<'_>) -> Changes {
    let long_enough = |s: &Stretch<'_>| s.to_m - s.from_m >= COMPARED_FROM.value();
    if !long_enough(a) || !long_enough(b) {
        return Changes::default();
    }
    Changes {
        pace_pct: change(a, b, pace),
        cadence_pct: change(a, b, Tally::cadence_spm),
        step_length_pct: change(a, b, Tally::step_length_m),
    }
}

fn change(a: &Stretch<'_>, b: &Stretch<'_>, of: Quantity) -> Option<Estimate> {
    let difference = (of(b.tally)? / of(a.tally)?).ln();
    let error = (variance_of_mean(a, of) + variance_of_mean(b, of)).sqrt();
    let pct = |ln: f64| 100.0 * ln.exp_m1();
    Some(Estimate {
        value: pct(difference),
        low: pct(difference - Z95 * error),
        high: pct(difference + Z95 * error),
    })
}

/// Variance of the mean of a quantity's logarithm over a split's windows.
fn variance_of_mean(s: &Stretch<'_>, of: Quantity) -> f64 {
    let logs: Vec<f64> = s
        .windows
        .iter()
        .filter_map(|t| of(t))
        .map(f64::ln)
        .collect();
    let n = logs.len() as f64;
    if n < 2.0 {
        return 0.0;
    }
    let mean = logs.iter().sum::<f64>() / n;
    let variance = logs.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
    // An autocorrelation of 0.5 between neighbours triples the variance of a mean.
    3.0 * variance / n
}
