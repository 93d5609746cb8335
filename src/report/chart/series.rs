//! What the charts draw: a quantity along the run in display units, as it is by the window
//! and smoothed for the eye.

use super::axis::robust_range;
use crate::Analysis;
use crate::measure::{Measures, WINDOW, Window};
use crate::units::{DisplayUnits, Metres};

/// A point of a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeriesPoint {
    /// Horizontal position: distance in display units, where that is the axis.
    pub x: f64,
    /// The value, where there is one.
    pub y: Option<f64>,
}

/// A point of a series.
pub fn at(x: f64, y: Option<f64>) -> SeriesPoint {
    SeriesPoint { x, y }
}

/// A series in order of its x.
pub type Points = Vec<SeriesPoint>;

/// More points than this cannot be told apart on the widest chart.
pub const MOST_POINTS: usize = 400;
/// Spread of the smoothing kernel, and its share of a long run: a quarter of a mile shows
/// an aid station's effect and hides a GPS wobble.
const KERNEL_MI: f64 = 0.25;
const KERNEL_SHARE: f64 = 1.0 / 100.0;
/// Less running than this in a window gives no value worth a dot, seconds.
pub const LEAST_RUNNING_S: f64 = 15.0;
/// A smoothed value needs this share of its kernel filled.
const LEAST_FILLED: f64 = 0.2;

/// One quantity along the run.
#[derive(Debug, Clone, PartialEq)]
pub struct Track {
    /// By the window, thinned on very long runs.
    pub raw: Points,
    /// The series smoothed, for the strong line.
    pub smooth: Points,
    /// A range that shows it without its spikes.
    pub range: (f64, f64),
}

/// Middle of a window in display units.
pub fn middle(window: &Window, units: DisplayUnits) -> f64 {
    in_units((window.from + window.to) * 0.5, units)
}

/// A distance in display units.
pub fn in_units(distance: Metres, units: DisplayUnits) -> f64 {
    distance / units.length()
}

/// Length of the run in display units.
pub fn length(measures: &Measures, units: DisplayUnits) -> f64 {
    measures
        .windows
        .last()
        .map_or(0.0, |w| in_units(w.to, units))
}

/// A quantity of running along the run. `least` is the smallest span its axis shows.
/// `None` where it is nowhere measured.
pub fn track(
    measures: &Measures,
    units: DisplayUnits,
    least: f64,
    value: impl Fn(&Window) -> Option<f64>,
) -> Option<Track> {
    let mut values: Vec<Option<f64>> = measures
        .windows
        .iter()
        .map(|w| of_running(w, &value))
        .collect();
    let range = robust_range(values.iter().flatten().copied(), least)?;
    for v in &mut values {
        *v = v.filter(|v| (range.0..=range.1).contains(v));
    }
    let middles = measures.windows.iter().map(|w| middle(w, units));
    let all = middles.zip(values).map(|(x, y)| at(x, y));
    let raw = thinned(&all.collect(), MOST_POINTS);
    let kernel = (KERNEL_MI * Metres::from_miles(1.0).0 / units.length().0)
        .max(length(measures, units) * KERNEL_SHARE);
    Some(Track {
        smooth: smoothed(&raw, kernel),
        raw,
        range,
    })
}

/// True where [`track`] has something to show.
pub fn is_known(measures: &Measures, value: impl Fn(&Window) -> Option<f64>) -> bool {
    let mut windows = measures.windows.iter();
    windows.any(|w| of_running(w, &value).is_some())
}

/// A quantity of a window in which there is running enough for it.
fn of_running(window: &Window, value: impl Fn(&Window) -> Option<f64>) -> Option<f64> {
    value(window).filter(|v| v.is_finite() && runs_enough(window))
}

/// True where a window holds running enough for a value.
pub fn runs_enough(window: &Window) -> bool {
    window.tally.running_s >= LEAST_RUNNING_S
}

/// Gaussian-weighted means of the neighbours that have a value. The kernel of a long run grows
/// with the run, so the points must be thinned before: work is points times points in a kernel.
fn smoothed(points: &Points, kernel: f64) -> Points {
    let mut low = 0;
    let smooth = |&SeriesPoint { x: here, .. }: &SeriesPoint| {
        while points[low].x < here - 3.0 * kernel {
            low += 1;
        }
        let (mut sum, mut filled, mut all) = (0.0, 0.0, 0.0);
        let near = points[low..].iter();
        for near in near.take_while(|p| p.x <= here + 3.0 * kernel) {
            let z = (near.x - here) / kernel;
            let weight = (-0.5 * z * z).exp();
            all += weight;
            if let Some(v) = near.y {
                sum += weight * v;
                filled += weight;
            }
        }
        at(here, (filled > LEAST_FILLED * all).then(|| sum / filled))
    };
    points.iter().map(smooth).collect()
}

/// Means of neighbours, so that at most `most` points are left.
pub fn thinned(points: &Points, most: usize) -> Points {
    let each = points.len().div_ceil(most).max(1);
    let group = |points: &[SeriesPoint]| {
        let known: Vec<f64> = points.iter().filter_map(|p| p.y).collect();
        let mean = known.iter().sum::<f64>() / known.len() as f64;
        let middle = points.iter().map(|p| p.x).sum::<f64>() / points.len() as f64;
        at(middle, (!known.is_empty()).then_some(mean))
    };
    points.chunks(each).map(group).collect()
}

/// Running pace of a window in seconds per display unit, where it can be trusted.
pub fn pace(window: &Window, units: DisplayUnits) -> Option<f64> {
    let speed = window.tally.speed_m_per_s()?;
    (!window.pace_doubtful).then(|| units.length().0 / speed)
}

/// Step length of a window where it can be trusted, metres.
pub fn step_length(window: &Window) -> Option<f64> {
    let length = window.tally.step_length_m()?;
    (!window.pace_doubtful).then_some(length)
}

/// How far a window's cadence is off what the verdict's model gives for it, percent; `None`
/// for windows the model does not use.
pub fn form_residual_pct(analysis: &Analysis, window: &Window) -> Option<f64> {
    let (measures, series) = (&analysis.measures, &analysis.verdict.series);
    let here = (window.from.0 + window.to.0) * 0.5;
    // Of very long runs the model takes several windows at once.
    let together = measures.windows.len().div_ceil(series.at_m.len().max(1));
    let reach = WINDOW.0 * together as f64 * 0.5;
    let next = series.at_m.partition_point(|at| *at < here);
    let apart = |k: &usize| (series.at_m[*k] - here).abs();
    (next.saturating_sub(1)..series.at_m.len().min(next + 1))
        .min_by(|a, b| apart(a).total_cmp(&apart(b)))
        .filter(|k| apart(k) <= reach)
        .and_then(|k| series.residual_pct.get(k).copied())
}

/// True where cadence took another level for good and the verdict set that aside.
pub fn has_shift(analysis: &Analysis) -> bool {
    analysis.caveats.iter().any(|c| c.code == "level_shift")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::{FormSeries, Kind};
    use crate::report::document::sample;

    #[test]
    fn smoothing_keeps_a_level_and_bridges_short_gaps_only() {
        let is_gap = |k: i32| k == 10 || (40..70).contains(&k);
        let point = |k| at(f64::from(k) * 0.1, (!is_gap(k)).then_some(170.0));
        let smooth = smoothed(&(0..100).map(point).collect(), 0.25);
        assert!(smooth[10].y.is_some_and(|v| (v - 170.0).abs() < 1e-9));
        assert_eq!(smooth[55].y, None);
    }

    #[test]
    fn a_long_run_is_thinned() {
        let points = (0..1001).map(|k| at(f64::from(k), Some(1.0)));
        let thin = thinned(&points.collect(), MOST_POINTS);
        assert!(thin.len() <= MOST_POINTS);
        assert!(thin.iter().all(|p| p.y == Some(1.0)));
    }

    #[test]
    fn the_residual_of_a_window_is_the_models_at_that_place() {
        let mut analysis = sample::analysis(Kind::Steady, 12.0, false);
        let windows = analysis.measures.windows.clone();
        let middle = |w: &Window| (w.from.0 + w.to.0) * 0.5;
        // A model that does not use every window.
        let used: Vec<usize> = (0..windows.len()).filter(|k| k % 7 != 3).collect();
        let series = &mut analysis.verdict.series;
        series.at_m = used.iter().map(|k| middle(&windows[*k])).collect();
        series.residual_pct = used.iter().map(|k| *k as f64).collect();
        for (k, window) in windows.iter().enumerate() {
            let found = form_residual_pct(&analysis, window);
            if k % 7 == 3 {
                assert!(found.is_none_or(|r| (r - k as f64).abs() <= 1.0), "{k}");
            } else {
                assert_eq!(found, Some(k as f64));
            }
        }
        analysis.verdict.series = FormSeries::default();
        assert_eq!(form_residual_pct(&analysis, &windows[5]), None);
    }
}
