//! Running dynamics and whatever else the watch measured: which of it this run has, along the run
//! and by the mile.

use super::comparison::{compared, is_judged};
use super::track::{Signal, Track, middle, runs_enough};
use crate::detect::Verdict;
use crate::measure::metrics::{CADENCE, GRADE_ADJUSTED_PACE, HEART_RATE, PACE, STEP_LENGTH};
use crate::measure::{METRICS, Measures, Metric, Window};
use crate::units::Metres;

/// Shown with others and where it changed, but not worth a figure of its own: every run with
/// cadence has it. A window holds a hundred steps, too few for their spread to be more than
/// noise, so it is shown by the mile.
pub const SPREAD: &str = "cadence_spread_spm";
/// Windows in a mile, and the least of them that give one a value.
const MILE: usize = 10;
const LEAST_OF_MILE: usize = 5;
/// Metrics that stand elsewhere: the device's step length is step length again.
const ELSEWHERE: [&str; 6] = [
    CADENCE.key,
    STEP_LENGTH.key,
    PACE.key,
    GRADE_ADJUSTED_PACE.key,
    HEART_RATE.key,
    "device_step_length_m",
];
/// A metric is shown if this share of the windows has it.
const LEAST_SHARE: f64 = 0.3;
/// Smallest span that is shown, as a share of the level: 8 % is about what fatigue changes.
const LEAST_SPAN: f64 = 0.08;

/// The metrics of this run that stand nowhere else.
pub fn dynamics<'a>(
    measures: &'a Measures,
    verdict: &'a Verdict,
) -> impl Iterator<Item = &'static Metric> + 'a {
    let least = measures.windows.len() as f64 * LEAST_SHARE;
    METRICS.iter().filter(move |metric| {
        let known = known(measures, metric).count();
        !ELSEWHERE.contains(&metric.key)
            && is_judged(metric.key, measures)
            && known as f64 > least
            && (metric.key != SPREAD || changed(measures, verdict, metric))
    })
}

/// Its values in the windows that have one.
fn known(measures: &Measures, metric: &Metric) -> impl Iterator<Item = f64> {
    let windows = measures.windows.iter();
    windows.filter_map(|w| (metric.value)(&w.tally))
}

/// True where the interval of a measure's change from fresh to late leaves out zero.
fn changed(measures: &Measures, verdict: &Verdict, metric: &Metric) -> bool {
    (compared(measures, verdict).iter())
        .any(|w| w.metric == metric.key && !w.change_pct.contains(0.0))
}

/// First and last smoothed value of a metric.
pub fn metric_ends(measures: &Measures, metric: &Metric) -> Option<(f64, f64)> {
    let signal = Signal {
        value: &|w: &Window| (metric.value)(&w.tally),
        least: 0.0,
    };
    signal.ends(measures)
}

/// One metric along the run.
pub fn dynamics_track(measures: &Measures, metric: &Metric) -> Option<Track> {
    let count = known(measures, metric).count().max(1);
    let level = known(measures, metric).sum::<f64>() / count as f64;
    let signal = Signal {
        value: &|w: &Window| (metric.value)(&w.tally),
        least: (level * LEAST_SPAN).abs().max(1e-3),
    };
    signal.track(measures)
}

/// A metric over a mile of windows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DynamicsMile {
    /// Middle of the mile.
    pub at: Metres,
    /// Lower quartile, median and upper quartile of its windows.
    pub quartiles: [f64; 3],
}

/// A metric mile by mile; miles with too little running are left out.
pub fn dynamics_by_mile(measures: &Measures, metric: &Metric) -> Vec<DynamicsMile> {
    let of_mile = |windows: &[Window]| {
        let running = windows.iter().filter(|w| runs_enough(w));
        let mut values: Vec<f64> = running.filter_map(|w| (metric.value)(&w.tally)).collect();
        values.sort_by(f64::total_cmp);
        let quarter = |k: usize| values[(values.len() - 1) * k / 4];
        (values.len() >= LEAST_OF_MILE).then(|| DynamicsMile {
            at: middle(&windows[windows.len() / 2]),
            quartiles: [1, 2, 3].map(quarter),
        })
    };
    measures.windows.chunks(MILE).filter_map(of_mile).collect()
}
