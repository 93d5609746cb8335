//! The windows that detection works on, as logarithms.

use crate::measure::{Channel, Measures, Tally, Window};
use crate::phases::Phases;
use crate::units::METRES_PER_MILE;

/// Windows beyond which neighbours are pooled. A marathon has 262; a 100-mile run is
/// pooled to 0.4 mi, which is finer than any onset that can be stated there.
const MOST_WINDOWS: usize = 300;

/// Running with a known cadence that a window must hold, as a share of its usual time:
/// less rests on too few steps.
const LEAST_SHARE: f64 = 0.3;

/// Walking and standing that rest the heart: more than a drink in passing, seconds in a
/// window.
const REST_S: f64 = 10.0;

/// The usable windows of a run.
#[derive(Debug, Clone, Default)]
pub struct Series {
    /// Miles from the start, middle of each window.
    pub at_mi: Vec<f64>,
    /// Moving minutes from the start.
    pub moving_min: Vec<f64>,
    /// ln cadence (steps a minute, both feet).
    pub ln_cadence: Vec<f64>,
    /// ln running speed (m/s).
    pub ln_speed: Vec<f64>,
    /// ln grade-adjusted running speed (m/s).
    pub ln_flat_speed: Vec<f64>,
    /// Grade as a ratio; 0 where altitude is unknown.
    pub grade: Vec<f64>,
    /// ln heart rate; `None` where unknown.
    pub ln_heart: Vec<Option<f64>>,
    /// Moving minutes since the last walk or stop; infinite before the first.
    pub rested_min: Vec<f64>,
    /// Seconds of running in each window.
    pub running_s: Vec<f64>,
    /// Relative variance of the window's white noise: 1 for a full one.
    pub white: Vec<f64>,
    /// Where the run ends, miles.
    pub finish_mi: f64,
    /// Length of a window, miles.
    pub window_mi: f64,
}

impl Series {
    /// The windows of the main part that are evidence of running form.
    pub fn new(measures: &Measures, phases: &Phases) -> Self {
        let (pooled, window_mi) = pooled(measures);
        let to = phases.main.1.miles();
        let mut out = Self {
            finish_mi: to,
            window_mi,
            ..Self::default()
        };
        let mut usual: Vec<f64> = pooled
            .iter()
            .map(|p| p.tally.stepped_s)
            .filter(|&s| s > 0.0)
            .collect();
        usual.sort_by(f64::total_cmp);
        let Some(&usual_s) = usual.get(usual.len() / 2) else {
            return out;
        };
        let mut rest_min = f64::NEG_INFINITY;
        let walked = |i: usize| pooled.get(i).is_some_and(|w| w.tally.walked_s >= REST_S);
        for (i, window) in pooled.iter().enumerate() {
            if window.tally.walked_s + window.tally.stopped_s >= REST_S {
                rest_min = window.moving_min;
            }
            // The seconds around a walk are no evidence of running form.
            let beside_a_walk = walked(i) || walked(i + 1) || (i > 0 && walked(i - 1));
            if window.at_mi >= to || beside_a_walk {
                continue;
            }
            let before = out.len();
            out.push(window, usual_s, measures.pace_is_evidence);
            if out.len() > before {
                out.rested_min.push(window.moving_min - rest_min);
            }
        }
        out.widen_outliers();
        out
    }

    /// How many windows there are.
    pub fn len(&self) -> usize {
        self.at_mi.len()
    }

    /// True when there is no usable window.
    pub fn is_empty(&self) -> bool {
        self.at_mi.is_empty()
    }

    /// Weighted mean of `values` over the windows for which `keep` holds.
    pub fn mean(&self, values: &[f64], keep: impl Fn(usize) -> bool) -> Option<f64> {
        let (mut sum, mut weight) = (0.0, 0.0);
        for i in (0..self.len()).filter(|&i| keep(i)) {
            sum += values[i] * self.running_s[i];
            weight += self.running_s[i];
        }
        (weight > 0.0).then(|| sum / weight)
    }

    fn push(&mut self, window: &Pooled, usual_s: f64, pace_is_evidence: bool) {
        let tally = &window.tally;
        let (Some(cadence), true) = (
            tally.cadence_spm(),
            tally.stepped_s >= LEAST_SHARE * usual_s && tally.stepped_m > 0.0,
        ) else {
            return;
        };
        if window.doubtful && pace_is_evidence {
            return;
        }
        let speed = tally.stepped_m / tally.stepped_s;
        let flat = if tally.has_altitude && tally.flat_equivalent_m > 0.0 && tally.running_s > 0.0 {
            tally.flat_equivalent_m / tally.running_s
        } else {
            tally.speed_m_per_s().unwrap_or(speed)
        };
        self.at_mi.push(window.at_mi);
        self.moving_min.push(window.moving_min);
        self.ln_cadence.push(cadence.ln());
        self.ln_speed.push(speed.ln());
        self.ln_flat_speed.push(flat.ln());
        self.grade.push(window.grade.unwrap_or(0.0));
        self.ln_heart.push(window.ln_heart());
        self.running_s.push(tally.running_s);
        self.white.push((usual_s / tally.stepped_s).clamp(0.5, 4.0));
    }

    /// Windows far off their neighbours (a drop-out, the first steps after a stop) get a
    /// larger variance: beyond three robust standard deviations it grows with the square,
    /// as Huber's weights do (Huber 1964, doi 10.1214/aoms/1177703732).
    fn widen_outliers(&mut self) {
        let deviations: Vec<f64> = (0..self.len())
            .map(|i| {
                let near = i.saturating_sub(5)..(i + 6).min(self.len());
                let mut values = self.ln_cadence[near].to_vec();
                self.ln_cadence[i] - median(&mut values)
            })
            .collect();
        let mut sizes: Vec<f64> = deviations.iter().map(|d| d.abs()).collect();
        // 1.4826: the normal's standard deviation over its median absolute deviation.
        let sd = 1.4826 * median(&mut sizes);
        if sd > 0.0 {
            for (white, deviation) in self.white.iter_mut().zip(deviations) {
                *white *= (deviation / (3.0 * sd)).powi(2).max(1.0);
            }
        }
    }
}

/// Neighbouring windows taken together.
pub(super) struct Pooled {
    pub(super) tally: Tally,
    pub(super) at_mi: f64,
    pub(super) moving_min: f64,
    pub(super) grade: Option<f64>,
    pub(super) doubtful: bool,
}

/// The windows of a run, neighbours pooled where there are too many, and their length in miles.
pub(super) fn pooled(measures: &Measures) -> (Vec<Pooled>, f64) {
    let group = measures.windows.len().div_ceil(MOST_WINDOWS).max(1);
    let windows = measures.windows.chunks(group).map(Pooled::new).collect();
    (windows, crate::measure::WINDOW.miles() * group as f64)
}

impl Pooled {
    /// ln of the mean heart rate over running.
    pub(super) fn ln_heart(&self) -> Option<f64> {
        let beats = self.tally.mean(Channel::HeartRate);
        beats.filter(|&bpm| bpm > 0.0).map(f64::ln)
    }

    fn new(windows: &[Window]) -> Self {
        let mut tally = Tally::default();
        let mut grade = (0.0, 0.0);
        for window in windows {
            tally.merge(&window.tally);
            if let Some(g) = window.grade {
                grade.0 += g;
                grade.1 += 1.0;
            }
        }
        let middle = &windows[windows.len() / 2];
        let (first, last) = (&windows[0], &windows[windows.len() - 1]);
        Self {
            tally,
            at_mi: 0.5 * (first.from.0 + last.to.0) / METRES_PER_MILE,
            moving_min: middle.moving_mid_s / 60.0,
            grade: (grade.1 > 0.0).then(|| grade.0 / grade.1),
            doubtful: windows.iter().any(|w| w.pace_doubtful),
        }
    }
}

/// The median; 0 for nothing. Reorders `values`.
pub fn median(values: &mut [f64]) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    let middle = values.len() / 2;
    *values.select_nth_unstable_by(middle, f64::total_cmp).1
}
