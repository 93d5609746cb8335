//! A quantity of running along the run: by the window, and smoothed for the eye.

use crate::measure::{Measures, Window};
use crate::units::Metres;

/// A point of a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeriesPoint {
    /// Horizontal position: in a [`Track`], distance from the start in metres.
    pub x: f64,
    /// The value, where there is one.
    pub y: Option<f64>,
}

/// The point at `x` with the value `y`.
pub fn point(x: f64, y: Option<f64>) -> SeriesPoint {
    SeriesPoint { x, y }
}

/// A series in order of its x.
pub type Points = Vec<SeriesPoint>;

/// More points than this cannot be told apart on the widest chart.
pub const MOST_POINTS: usize = 400;
/// Spread of the smoothing kernel, and its share of a long run: a quarter of a mile shows
/// an aid station's effect and hides a GPS wobble.
const KERNEL: Metres = Metres::from_miles(0.25);
const KERNEL_SHARE: f64 = 1.0 / 100.0;
/// Less running than this in a window gives no value worth a dot, seconds.
pub(super) const LEAST_RUNNING_S: f64 = 15.0;
/// A smoothed value needs this share of its kernel filled.
const LEAST_FILLED: f64 = 0.2;
/// Hills that change the pace by less than this need no second line.
const LEAST_HILLS: f64 = 0.01;

/// A quantity that every window of running may have.
pub struct Signal<'a> {
    /// Its value in a window, where it can be trusted.
    pub value: &'a dyn Fn(&Window) -> Option<f64>,
    /// The smallest span that is shown of it: below it noise would look like change.
    pub least: f64,
}

/// Cadence while running, steps per minute of both feet.
pub const CADENCE: Signal<'static> = Signal {
    value: &|w: &Window| w.tally.cadence_spm(),
    least: 10.0,
};

/// Step length in metres.
pub const STEP_LENGTH: Signal<'static> = Signal {
    value: &|w: &Window| w.tally.step_length_m().filter(|_| !w.pace_doubtful),
    least: 0.12,
};

/// Running pace in seconds per kilometre.
pub const PACE: Signal<'static> = Signal {
    value: &|w: &Window| {
        let speed = w.tally.speed_m_per_s()?;
        (!w.pace_doubtful).then(|| 1000.0 / speed)
    },
    least: LEAST_PACE_S_PER_KM,
};

/// Steepest grade of a window whose pace on the flat is drawn: on steeper descents the treadmill's cost
/// goes on falling while runners outdoors gain no more, and hardly anyone runs steeper climbs.
const STEEPEST: f64 = 0.10;

/// Running pace in seconds per kilometre on the flat at the same effort.
pub const GRADE_ADJUSTED_PACE: Signal<'static> = Signal {
    value: &|w: &Window| {
        let pace = w.tally.flat_pace_s_per_km()?;
        let is_runnable = w.grade.is_none_or(|grade| grade.abs() <= STEEPEST);
        (is_runnable && !w.pace_doubtful).then_some(pace)
    },
    least: LEAST_PACE_S_PER_KM,
};

/// Smallest span of pace that is shown: a minute per mile.
const LEAST_PACE_S_PER_KM: f64 = 60.0 / Metres::from_miles(1.0).kilometres();

impl Signal<'_> {
    /// Its values along the run; `None` where it is nowhere measured.
    pub fn track(&self, measures: &Measures) -> Option<Track> {
        let windows = &measures.windows;
        let mut values: Vec<Option<f64>> = windows.iter().map(|w| self.of_running(w)).collect();
        let range = robust_range(values.iter().flatten().copied(), self.least)?;
        for v in &mut values {
            *v = v.filter(|v| (range.0..=range.1).contains(v));
        }
        let all = windows
            .iter()
            .zip(values)
            .map(|(w, y)| point(middle(w).0, y));
        let raw = thinned(&all.collect(), MOST_POINTS);
        let length_m = windows.last().map_or(0.0, |w| w.to.0);
        let kernel_m = KERNEL.0.max(length_m * KERNEL_SHARE);
        Some(Track {
            smooth: smoothed(&raw, kernel_m),
            raw,
            range,
        })
    }

    /// True where [`Signal::track`] has something to show.
    pub fn is_known(&self, measures: &Measures) -> bool {
        let mut windows = measures.windows.iter();
        windows.any(|w| self.of_running(w).is_some())
    }

    /// First and last smoothed value, spikes left out however small the quantity's range.
    pub fn ends(&self, measures: &Measures) -> Option<(f64, f64)> {
        let any_span = Signal {
            least: 0.0,
            ..*self
        };
        let smooth = any_span.track(measures)?.smooth;
        let mut known = smooth.iter().filter_map(|p| p.y);
        let first = known.next()?;
        Some((first, known.next_back().unwrap_or(first)))
    }

    /// Its value in a window in which there is running enough for it.
    fn of_running(&self, window: &Window) -> Option<f64> {
        (self.value)(window).filter(|v| v.is_finite() && runs_enough(window))
    }
}

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

impl Track {
    /// The same with distances in units of `unit` and values times `scale`.
    pub fn in_units(self, unit: Metres, scale: f64) -> Self {
        let points = |all: Points| -> Points {
            let scaled = |p: SeriesPoint| point(p.x / unit.0, p.y.map(|y| y * scale));
            all.into_iter().map(scaled).collect()
        };
        Self {
            raw: points(self.raw),
            smooth: points(self.smooth),
            range: (self.range.0 * scale, self.range.1 * scale),
        }
    }
}

/// Grade-adjusted pace where hills make it another than the `pace`; `None` also where the pace
/// was not judged.
pub fn hilly_pace(measures: &Measures, pace: &Track) -> Option<Track> {
    let on_flat = GRADE_ADJUSTED_PACE.track(measures)?;
    let ratio = |(a, b): (&SeriesPoint, &SeriesPoint)| Some(a.y? / b.y?);
    let mut ratios = pace.smooth.iter().zip(&on_flat.smooth).filter_map(ratio);
    let any = ratios.any(|r| (r - 1.0).abs() > LEAST_HILLS);
    (measures.pace_is_evidence && any).then_some(on_flat)
}

/// Distance from the start to the middle of a window.
pub fn middle(window: &Window) -> Metres {
    (window.from + window.to) * 0.5
}

/// True where a window holds running enough for a value.
pub(super) fn runs_enough(window: &Window) -> bool {
    window.tally.running_s >= LEAST_RUNNING_S
}

/// A range that shows `values` well: spikes far from the bulk do not stretch it, it spans
/// at least `least`, and there is a little air. `None` without values.
pub fn robust_range(values: impl Iterator<Item = f64>, least: f64) -> Option<(f64, f64)> {
    let mut sorted: Vec<f64> = values.filter(|v| v.is_finite()).collect();
    if sorted.is_empty() {
        return None;
    }
    sorted.sort_by(f64::total_cmp);
    let at = |share: f64| sorted[((sorted.len() - 1) as f64 * share).round() as usize];
    // A third of the spread of the middle 96 % beyond it holds every honest value, a sprint
    // at the end among them; a GPS spike is several times farther out.
    let reach = (at(0.98) - at(0.02)).max(least * 0.25) / 3.0;
    let low = at(0.0).max(at(0.02) - reach);
    let high = at(1.0).min(at(0.98) + reach);
    let air = ((least - (high - low)) / 2.0).max((high - low) * 0.06);
    Some((low - air, high + air))
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
        point(here, (filled > LEAST_FILLED * all).then(|| sum / filled))
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
        point(middle, (!known.is_empty()).then_some(mean))
    };
    points.chunks(each).map(group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smoothing_keeps_a_level_and_bridges_short_gaps_only() {
        let is_gap = |k: i32| k == 10 || (40..70).contains(&k);
        let point = |k| point(f64::from(k) * 0.1, (!is_gap(k)).then_some(170.0));
        let smooth = smoothed(&(0..100).map(point).collect(), 0.25);
        assert!(smooth[10].y.is_some_and(|v| (v - 170.0).abs() < 1e-9));
        assert_eq!(smooth[55].y, None);
    }

    #[test]
    fn a_long_run_is_thinned() {
        let points = (0..1001).map(|k| point(f64::from(k), Some(1.0)));
        let thin = thinned(&points.collect(), MOST_POINTS);
        assert!(thin.len() <= MOST_POINTS);
        assert!(thin.iter().all(|p| p.y == Some(1.0)));
    }

    #[test]
    fn the_pace_on_the_flat_has_no_value_on_a_grade_that_nobody_runs() {
        use crate::measure::{Tally, WINDOW};
        let on = |grade: f64| {
            let window = Window {
                grade: Some(grade),
                tally: Tally {
                    has_altitude: true,
                    running_s: 50.0,
                    running_m: WINDOW.0,
                    flat_equivalent_m: 1.4 * WINDOW.0,
                    ..Tally::default()
                },
                from: Metres(0.0),
                to: WINDOW,
                elapsed_mid_s: 25.0,
                moving_mid_s: 25.0,
                altitude_m: Some(100.0),
                pace_doubtful: false,
            };
            (GRADE_ADJUSTED_PACE.value)(&window)
        };
        let flat = 50_000.0 / (1.4 * WINDOW.0);
        assert!(on(0.07).is_some_and(|pace| (pace - flat).abs() < 1e-9));
        assert!(on(-0.07).is_some());
        assert_eq!([on(0.3), on(-0.3)], [None; 2]);
    }

    #[test]
    fn a_spike_does_not_stretch_the_range() {
        let mut values: Vec<f64> = (0..200).map(|k| 500.0 + f64::from(k % 20)).collect();
        values[77] = 60.0;
        let (low, high) = robust_range(values.into_iter(), 30.0).unwrap_or_default();
        assert!(low > 470.0 && high < 540.0, "{low} {high}");
    }
}
