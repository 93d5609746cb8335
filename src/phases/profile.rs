//! Speed, heart rate and walking along the course, as the rules for phases see them.

use crate::measure::grade::relative_cost;
use crate::measure::{Channel, Measures};

/// Share of the cost of a grade (Minetti 2002) that shows in the speed of real runners: half to
/// all of it (docs/method.md, pace).
const COST_SHOWN: f64 = 0.6;
/// Windows on either side over which grade is averaged: the altimeter's error lies within.
const NEAR: usize = 1;
/// A window with less moving time (s) was cut short by a stop or the finish.
const LEAST_MOVING_S: f64 = 8.0;

/// One window of a tenth of a mile.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Middle, miles from the start.
    pub at_mi: f64,
    /// ln moving speed (m/s), walking included, with what the ground took given back.
    pub ln_speed: f64,
    /// ln speed that the ground took.
    pub ground: f64,
    /// ln heart rate.
    pub ln_heart: Option<f64>,
    /// Seconds walked.
    pub walked_s: f64,
    /// Seconds moving.
    pub moving_s: f64,
}

/// The windows of a run in which the runner moved.
#[derive(Debug, Clone)]
pub(super) struct Profile {
    /// In order of distance.
    pub places: Vec<Place>,
    /// Where the run ends, miles.
    pub finish_mi: f64,
}

impl Profile {
    /// The profile of a run.
    pub(super) fn new(measures: &Measures) -> Self {
        let windows = &measures.windows;
        let grade = |i: usize| {
            let near = &windows[i.saturating_sub(NEAR)..(i + NEAR + 1).min(windows.len())];
            let known: Vec<f64> = near.iter().filter_map(|w| w.grade).collect();
            known.iter().sum::<f64>() / known.len().max(1) as f64
        };
        let heart = |w: &crate::measure::Window| {
            let beats = w.tally.mean(Channel::HeartRate);
            beats
                .filter(|&bpm| measures.heart_rate_is_evidence && bpm > 0.0)
                .map(f64::ln)
        };
        let places = windows.iter().enumerate().filter_map(|(i, w)| {
            let (moving_s, metres) = (w.tally.moving_s(), w.tally.running_m + w.tally.walked_m);
            let ground = COST_SHOWN * relative_cost(grade(i)).ln();
            (moving_s >= LEAST_MOVING_S && metres > 0.0).then(|| Place {
                at_mi: 0.5 * (w.from.miles() + w.to.miles()),
                ln_speed: (metres / moving_s).ln() + ground,
                ground,
                ln_heart: heart(w),
                walked_s: w.tally.walked_s,
                moving_s,
            })
        });
        Self {
            places: places.collect(),
            finish_mi: windows.last().map_or(0.0, |w| w.to.miles()),
        }
    }

    /// The same run, ended at `miles`.
    pub(super) fn until(&self, miles: f64) -> Self {
        Self {
            places: self.between(0.0, miles).copied().collect(),
            finish_mi: self.finish_mi.min(miles),
        }
    }

    /// ln speed that the ground took at a mile; 0 where the runner did not move.
    pub(super) fn ground(&self, mile: f64) -> f64 {
        let next = self.places.partition_point(|p| p.at_mi < mile - 0.05);
        self.places.get(next).map_or(0.0, |p| p.ground)
    }

    /// The windows whose middle lies between two miles.
    pub(super) fn between(&self, from: f64, to: f64) -> impl Iterator<Item = &Place> + Clone {
        let places = self.places.iter();
        places.filter(move |p| p.at_mi >= from && p.at_mi < to)
    }

    /// Share of moving time walked between two miles.
    pub(super) fn walked_share(&self, from: f64, to: f64) -> f64 {
        let (walked, moving) = self.between(from, to).fold((0.0, 0.0), |sum, p| {
            (sum.0 + p.walked_s, sum.1 + p.moving_s)
        });
        if moving > 0.0 { walked / moving } else { 0.0 }
    }
}

/// Mean of values; `None` of fewer than `least`.
pub(super) fn mean(values: impl Iterator<Item = f64>, least: usize) -> Option<f64> {
    let (sum, n) = values.fold((0.0, 0), |(sum, n), v| (sum + v, n + 1));
    (n >= least.max(1)).then(|| sum / n as f64)
}

/// The value below which a share `q` of `values` lies; `None` of none.
pub(super) fn quantile(values: impl Iterator<Item = f64>, q: f64) -> Option<f64> {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    let index = (q * (sorted.len() as f64 - 1.0)).round().max(0.0) as usize;
    sorted.get(index).copied()
}
