//! Attribution of a slowdown to walking, shorter steps and fewer steps, and the witnesses: every
//! metric compared between fresh and late running.

use super::types::{Attribution, Witness};
use super::windows::{Series, median};
use crate::measure::{METRICS, Measures, Metric, Tally, Window, noise_of};
use crate::stats::{Estimate, Segment, dot};
use crate::units::{METRES_PER_MILE, Metres};

/// The first minutes are not fresh running but warming up.
pub const WARM_UP_MIN: f64 = 10.0;

/// Walking counts from 1 % of moving speed.
const WALKING_COUNTS: f64 = 0.01;

/// The two stretches that are compared, miles.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretches {
    /// End of fresh running.
    pub fresh_to: f64,
    /// Start of late running; it ends at the finish.
    pub late_from: f64,
}

impl Stretches {
    fn fresh(&self, series: &Series, i: usize) -> bool {
        series.at_mi[i] < self.fresh_to && series.moving_min[i] > WARM_UP_MIN
    }

    fn late(&self, series: &Series, i: usize) -> bool {
        series.at_mi[i] > self.late_from
    }

    /// Change of the mean of `values` from fresh to late.
    pub fn change(&self, series: &Series, values: &[f64]) -> Option<f64> {
        let fresh = series.mean(values, |i| self.fresh(series, i))?;
        let late = series.mean(values, |i| self.late(series, i))?;
        Some(late - fresh)
    }
}

/// Splits the slowdown between walking, shorter steps and fewer of them. The running parts are
/// differences of means of logs over running; walking's is what it takes off moving speed. Windows
/// beside walks are no evidence of form: where walking counts, the running parts are those of
/// all running instead, or little of what was run between the walks would be in them.
pub fn attribute(
    measures: &Measures,
    series: &Series,
    stretches: Stretches,
    elasticity: f64,
) -> Option<Attribution> {
    let fresh = total(measures, |w| {
        middle(w) < stretches.fresh_to && w.moving_mid_s > 60.0 * WARM_UP_MIN
    });
    let late = total(measures, |w| {
        middle(w) > stretches.late_from && middle(w) < series.finish_mi
    });
    let walking = held_back(&late)? - held_back(&fresh)?;
    let between = |of: fn(&Tally) -> Option<f64>| Some((of(&late)? / of(&fresh)?).ln());
    let (speed, cadence) = if walking < -WALKING_COUNTS {
        (between(Tally::speed_m_per_s)?, between(Tally::cadence_spm)?)
    } else {
        (
            stretches.change(series, &series.ln_speed)?,
            stretches.change(series, &series.ln_cadence)?,
        )
    };
    let step = speed - cadence;
    let expected = (1.0 - elasticity) * speed;
    Some(Attribution {
        slowdown_pct: -100.0 * (speed + walking),
        from_walking_pct: -100.0 * walking,
        from_step_length_pct: -100.0 * step,
        from_cadence_pct: -100.0 * cadence,
        step_length_expected_pct: 100.0 * expected,
        step_length_beyond_pct: 100.0 * (step - expected),
        from: Metres::from_miles(stretches.late_from),
        to: Metres::from_miles(series.finish_mi),
    })
}

/// Sums over the windows that `keep` picks.
fn total(measures: &Measures, keep: impl Fn(&Window) -> bool) -> Tally {
    let mut total = Tally::default();
    for window in measures.windows.iter().filter(|w| keep(w)) {
        total.merge(&window.tally);
    }
    total
}

/// ln of moving speed over running speed: 0 without walking.
fn held_back(total: &Tally) -> Option<f64> {
    let moving = (total.running_m + total.walked_m) / total.moving_s();
    Some((moving / total.speed_m_per_s()?).ln())
}

/// Middle of a window, miles.
fn middle(window: &Window) -> f64 {
    0.5 * (window.from.0 + window.to.0) / METRES_PER_MILE
}

/// Every metric that the file has, fresh against late: means over windows, each counting for
/// the seconds run in it, as in a split. A window that a walk left ten metres of has as much
/// to say as that. A metric without five windows on either side is left out.
pub fn witnesses(measures: &Measures, stretches: Stretches) -> Vec<Witness> {
    METRICS
        .iter()
        .filter_map(|metric| {
            let fresh = Side::new(measures, metric, |w| {
                middle(w) < stretches.fresh_to && w.moving_mid_s > 60.0 * WARM_UP_MIN
            })?;
            let late = Side::new(measures, metric, |w| middle(w) > stretches.late_from)?;
            // Each side has a level and a slope of its own, which are no noise.
            let lines = [fresh.line(), late.line()];
            let noise = noise_of(&lines);
            // The relative change's derivatives by the means of the two sides.
            let by_fresh = -late.mean / fresh.mean.powi(2);
            let weights = [fresh.weights(by_fresh), late.weights(1.0 / fresh.mean)].concat();
            let change = late.mean / fresh.mean - 1.0;
            Some(Witness {
                metric: metric.key,
                fresh: fresh.mean,
                late: late.mean,
                change_pct: Estimate::symmetric(
                    100.0 * change,
                    100.0 * noise.half_width_95(&weights),
                ),
            })
        })
        .collect()
}

/// One metric in the windows of one stretch.
struct Side {
    /// Middle of each window, miles.
    at_mi: Vec<f64>,
    values: Vec<f64>,
    /// Seconds run in each window.
    running_s: Vec<f64>,
    /// Mean by seconds run.
    mean: f64,
}

impl Side {
    /// `None` for fewer than five windows, or where the mean is not positive.
    fn new(measures: &Measures, metric: &Metric, keep: impl Fn(&Window) -> bool) -> Option<Self> {
        let mut side = Self {
            at_mi: Vec::new(),
            values: Vec::new(),
            running_s: Vec::new(),
            mean: 0.0,
        };
        for window in measures
            .windows
            .iter()
            .filter(|w| keep(w) && w.tally.running_s > 0.0)
        {
            if let Some(value) = (metric.value)(&window.tally) {
                side.at_mi.push(middle(window));
                side.values.push(value);
                side.running_s.push(window.tally.running_s);
            }
        }
        side.mean = dot(&side.values, &side.running_s) / side.running_s.iter().sum::<f64>();
        (side.values.len() >= 5 && side.mean > 0.0).then_some(side)
    }

    fn line(&self) -> Segment {
        let usual = self.running_s.iter().sum::<f64>() / self.running_s.len() as f64;
        Segment {
            white: self.running_s.iter().map(|s| usual / s).collect(),
            ..Segment::with_line(self.at_mi.clone(), self.values.clone())
        }
    }

    /// The mean's weights, times `factor`.
    fn weights(&self, factor: f64) -> Vec<(f64, f64)> {
        let factor = factor / self.running_s.iter().sum::<f64>();
        let each = self.at_mi.iter().zip(&self.running_s);
        each.map(|(&at, s)| (at, factor * s)).collect()
    }
}

/// Typical value of a list; used where one bad window must not count.
pub fn typical(values: &[f64]) -> f64 {
    median(&mut values.to_vec())
}
