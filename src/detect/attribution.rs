//! Attribution of a slowdown to walking, shorter steps and fewer steps, and the witnesses: every
//! metric compared between fresh and late running.

use super::types::{Attribution, Witness};
use super::windows::{Series, median};
use crate::measure::{METRICS, Measures, Tally, Window};
use crate::stats::Estimate;
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
/// to say as that.
pub fn witnesses(measures: &Measures, stretches: Stretches) -> Vec<Witness> {
    let windows = &measures.windows;
    METRICS
        .iter()
        .filter_map(|metric| {
            let of = |keep: &dyn Fn(&Window) -> bool| -> Vec<(f64, f64)> {
                windows
                    .iter()
                    .filter(|w| keep(w) && w.tally.running_s > 0.0)
                    .filter_map(|w| Some(((metric.value)(&w.tally)?, w.tally.running_s)))
                    .collect()
            };
            let fresh = Mean::of(&of(&|w| {
                middle(w) < stretches.fresh_to && w.moving_mid_s > 60.0 * WARM_UP_MIN
            }))?;
            let late = Mean::of(&of(&|w| middle(w) > stretches.late_from))?;
            let change = late.value / fresh.value - 1.0;
            let sd = ((late.sd / fresh.value).powi(2)
                + (late.value * fresh.sd / fresh.value.powi(2)).powi(2))
            .sqrt();
            Some(Witness {
                metric: metric.key,
                fresh: fresh.value,
                late: late.value,
                change_pct: Estimate::symmetric(100.0 * change, 196.0 * sd),
            })
        })
        .collect()
}

/// A mean of neighbouring windows with its standard error.
struct Mean {
    value: f64,
    sd: f64,
}

impl Mean {
    /// Of values with their weights. `None` for fewer than five windows, or where the mean is
    /// not positive.
    fn of(values: &[(f64, f64)]) -> Option<Self> {
        if values.len() < 5 {
            return None;
        }
        let all: f64 = values.iter().map(|(_, weight)| weight).sum();
        // As many windows of equal weight as would make the mean as sure.
        let n = all * all
            / values
                .iter()
                .map(|(_, weight)| weight * weight)
                .sum::<f64>();
        let value = values.iter().map(|(v, weight)| v * weight).sum::<f64>() / all;
        // Weights around 1, so that equal ones change nothing.
        let deviations: Vec<f64> = values
            .iter()
            .map(|(v, weight)| (v - value) * (weight * values.len() as f64 / all).sqrt())
            .collect();
        let rest = values.len() as f64 - 1.0;
        let variance = deviations.iter().map(|d| d * d).sum::<f64>() / rest;
        let lagged = deviations.windows(2).map(|d| d[0] * d[1]).sum::<f64>() / rest;
        // Means of neighbouring windows repeat each other. Half is what real runs show at
        // a tenth of a mile; less is not believed.
        let repeat = (lagged / variance.max(f64::MIN_POSITIVE)).clamp(0.5, 0.95);
        let independent = (n * (1.0 - repeat) / (1.0 + repeat)).max(1.0);
        (value > 0.0 && variance.is_finite()).then(|| Self {
            value,
            sd: (variance / independent).sqrt(),
        })
    }
}

/// Typical value of a list; used where one bad window must not count.
pub fn typical(values: &[f64]) -> f64 {
    median(&mut values.to_vec())
}
