//! Moving speed, walking included, window by window: the series that the test of pace uses.

use super::measurement_error::true_grade;
use super::windows::{Pooled, median, pooled};
use crate::measure::Measures;
use crate::measure::grade::relative_cost;
use crate::phases::{COST_SHOWN, Phases};

/// Shortest moving time of a window, s: below it a stop cut the window short, and its speed is that of starting and stopping.
const LEAST_MOVING_S: f64 = 8.0;
/// Seconds walked in a window beyond which it is no running: the first steps of a walk.
const WALKED_S: f64 = 3.0;
/// Variance of a window whose distance is in doubt, relative to an ordinary one.
const DOUBTFUL: f64 = 4.0;
/// Windows on either side of one that say what is usual there: a mile.
const NEAR: usize = 10;
/// Robust standard deviations within which a window counts in full (Huber 1964).
const HUBER_SDS: f64 = 1.5;

/// The windows of a run with their moving speed.
#[derive(Debug, Clone, Default)]
pub struct Moving {
    /// Miles from the start, middle of each window.
    pub at_mi: Vec<f64>,
    /// Moving minutes from the start.
    pub moving_min: Vec<f64>,
    /// ln moving speed (m/s), walking included.
    pub ln_speed: Vec<f64>,
    /// Grade as a ratio, cleared of the altimeter's error; 0 where altitude is unknown.
    pub grade: Vec<f64>,
    /// ln cost of the smoothed grade over the flat (Minetti 2002).
    pub ln_cost: Vec<f64>,
    /// What smoothing took out of ln cost.
    pub ln_rough_cost: Vec<f64>,
    /// Seconds walked.
    pub walked_s: Vec<f64>,
    /// Seconds moving.
    pub moving_s: Vec<f64>,
    /// Relative variance of each window's white noise: 1 for an ordinary one.
    pub white: Vec<f64>,
    /// Where the run ends, miles.
    pub finish_mi: f64,
    /// Length of a window, miles.
    pub window_mi: f64,
}

impl Moving {
    /// The windows of the main part in which the runner moved.
    pub fn new(measures: &Measures, phases: &Phases) -> Self {
        let (windows, window_mi) = pooled(measures);
        let (from, to) = (phases.main.0.miles(), phases.main.1.miles());
        let mut out = Self {
            finish_mi: to,
            window_mi,
            ..Self::default()
        };
        let mut rough = Vec::new();
        for window in windows.iter().filter(|w| (from..to).contains(&w.at_mi)) {
            out.push(window, &mut rough);
        }
        out.grade = true_grade(&out.grade);
        out.ln_cost = out.grade.iter().map(|&g| relative_cost(g).ln()).collect();
        out.ln_rough_cost = rough
            .iter()
            .zip(&out.ln_cost)
            .map(|(rough, cost)| rough - cost)
            .collect();
        out.widen_outliers();
        out
    }

    /// The same windows without those in which the runner walked.
    pub fn running(&self) -> Self {
        self.of(|i| self.walked_s[i] < WALKED_S)
    }

    /// The windows whose grade (as a ratio) `keep` accepts.
    pub fn where_grade(&self, keep: impl Fn(f64) -> bool) -> Self {
        self.of(|i| keep(self.grade[i]))
    }

    fn of(&self, keep: impl Fn(usize) -> bool) -> Self {
        let kept: Vec<usize> = (0..self.len()).filter(|&i| keep(i)).collect();
        let of = |values: &[f64]| kept.iter().map(|&i| values[i]).collect();
        Self {
            at_mi: of(&self.at_mi),
            moving_min: of(&self.moving_min),
            ln_speed: of(&self.ln_speed),
            grade: of(&self.grade),
            ln_cost: of(&self.ln_cost),
            ln_rough_cost: of(&self.ln_rough_cost),
            walked_s: of(&self.walked_s),
            moving_s: of(&self.moving_s),
            white: of(&self.white),
            finish_mi: self.finish_mi,
            window_mi: self.window_mi,
        }
    }

    /// How many windows there are.
    pub fn len(&self) -> usize {
        self.at_mi.len()
    }

    /// Share of moving time walked in the windows for which `keep` holds.
    pub fn walked_share(&self, keep: impl Fn(f64) -> bool) -> f64 {
        let kept = (0..self.len()).filter(|&i| keep(self.at_mi[i]));
        let (walked, moving) = kept.fold((0.0, 0.0), |sum, i| {
            (sum.0 + self.walked_s[i], sum.1 + self.moving_s[i])
        });
        if moving > 0.0 { walked / moving } else { 0.0 }
    }

    fn push(&mut self, window: &Pooled, rough: &mut Vec<f64>) {
        let tally = &window.tally;
        let (moving_s, moving_m) = (tally.moving_s(), tally.running_m + tally.walked_m);
        if moving_s < LEAST_MOVING_S || moving_m <= 0.0 {
            return;
        }
        self.at_mi.push(window.at_mi);
        self.moving_min.push(window.moving_min);
        self.ln_speed.push((moving_m / moving_s).ln());
        self.grade.push(window.grade.unwrap_or(0.0));
        rough.push(if tally.running_m > 0.0 && tally.flat_equivalent_m > 0.0 {
            (tally.flat_equivalent_m / tally.running_m).ln()
        } else {
            relative_cost(window.grade.unwrap_or(0.0)).ln()
        });
        self.walked_s.push(tally.walked_s);
        self.moving_s.push(moving_s);
        self.white
            .push(if window.doubtful { DOUBTFUL } else { 1.0 });
    }

    /// Gives windows far off the median of those within a mile a larger variance, as Huber's
    /// weights do (Huber 1964, doi 10.1214/aoms/1177703732): a walk break of two minutes or a
    /// lost fix is neither the pace before nor the pace after an onset.
    fn widen_outliers(&mut self) {
        let level: Vec<f64> = self
            .ln_speed
            .iter()
            .zip(&self.ln_cost)
            .map(|(speed, cost)| speed + COST_SHOWN * cost)
            .collect();
        let deviations: Vec<f64> = (0..level.len())
            .map(|i| {
                let near = i.saturating_sub(NEAR)..(i + NEAR + 1).min(level.len());
                level[i] - median(&mut level[near].to_vec())
            })
            .collect();
        let mut sizes: Vec<f64> = deviations.iter().map(|d| d.abs()).collect();
        // 1.4826: the normal's standard deviation over its median absolute deviation.
        let sd = 1.4826 * median(&mut sizes);
        if sd > 0.0 {
            for (white, deviation) in self.white.iter_mut().zip(deviations) {
                *white *= (deviation.abs() / (HUBER_SDS * sd)).powi(2).max(1.0);
            }
        }
    }
}
