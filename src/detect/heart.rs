//! Heart rate against speed: is a slowdown a choice, and how far has the heart drifted?

pub use super::heart_fall::HeartFall;
use super::types::HeartFinding;
use super::windows::Series;
use crate::stats::{Estimate, Noise, NoiseShape, dot};
use crate::units::Metres;

/// Fall of ln heart rate per unit of ln grade-adjusted speed, before seeing the run.
const BETA: (f64, f64) = (0.75, 0.2);
/// Upward drift of ln heart rate per hour, before seeing the run: 3-8 % over a long run.
const DRIFT_PER_HOUR: (f64, f64) = (0.02, 0.015);
/// The heart's lag, minutes: it follows effort with a time constant of about a minute.
const LAG_MIN: f64 = 1.2;
/// After a change the heart needs this long, minutes.
const SETTLE_MIN: f64 = 3.0;
/// The first minutes of a run, in which the heart rises to its level.
const WARM_UP_MIN: f64 = 10.0;
/// Slow wander of ln heart rate about the model and its memory in minutes: 0.5-1.5 %.
const WANDER: (f64, f64) = (0.012, 8.0);
/// Sd of a window's mean beside the wander.
const WHITE: f64 = 0.008;
/// A heart that follows effort by less than this (ln heart rate per unit of ln speed) cannot tell anything.
const LEAST_BETA: f64 = 0.3;
/// What the ratio is before seeing the heart: as likely a fade, whose heart holds or falls by
/// some 0.2 of what the loss calls for (steady or 3-10 % down at losses of 10-25 %), as a
/// choice, where it falls by all of it; 0.4 to either side of the middle, and 0.2 within each.
const RATIO: (f64, f64) = (0.6, 0.45);
/// Mean loss of ln speed below which the heart is not asked: what it would answer, 1.5 %, is
/// no more than its own wander.
const LEAST_LOSS: f64 = 0.02;
/// A ratio of heart rate to speed so many percent above its early level is decoupling (Smyth
/// 2022, doi 10.1007/s40279-022-01680-5).
pub const DECOUPLED_PCT: f64 = 2.5;
/// Kilometres of the run over which that early level is taken (same source).
pub const DECOUPLING_LEVEL_KM: (f64, f64) = (5.0, 10.0);

impl HeartFall {
    /// The ratio weighed against what it is before seeing the heart, with its 90 % interval.
    pub fn weighed(self) -> Estimate {
        let (ratio, sd) = beside_prior(self.ratio, self.sd);
        Estimate::symmetric(ratio, 1.645 * sd)
    }
}

/// [`fall`], weighed.
#[cfg(test)]
pub fn eased_ratio(series: &Series, onset_mi: f64) -> Option<Estimate> {
    fall(series, onset_mi).map(HeartFall::weighed)
}

/// Fall of ln heart rate across `onset_mi` over the fall that the loss of speed calls for,
/// with its standard deviation. `None` without enough heart rate on both sides, away from walks and stops.
pub fn fall(series: &Series, onset_mi: f64) -> Option<HeartFall> {
    // A heart just rested by a walk or a stop is low for the speed that follows, which would
    // pass for easing off.
    let known: Vec<usize> = (0..series.len())
        .filter(|&i| series.ln_heart[i].is_some() && series.moving_min[i] > WARM_UP_MIN)
        .filter(|&i| series.rested_min[i] > SETTLE_MIN)
        .collect();
    let effort = lagged(series);
    let before: Vec<usize> = known
        .iter()
        .copied()
        .filter(|&i| series.at_mi[i] < onset_mi)
        .collect();
    let onset_min = series.moving_min[*before.last()?];
    let after: Vec<usize> = known
        .iter()
        .copied()
        .filter(|&i| series.at_mi[i] > onset_mi && series.moving_min[i] > onset_min + SETTLE_MIN)
        .collect();
    // Twenty windows are 2 mi before, five half a mile after: less says nothing.
    if before.len() < 20 || after.len() < 5 {
        return None;
    }
    let model = Before::fit(series, &before, &effort);
    let mean = |values: &dyn Fn(usize) -> f64, of: &[usize]| {
        of.iter().map(|&i| values(i)).sum::<f64>() / of.len() as f64
    };
    let heart = |i: usize| series.ln_heart[i].unwrap_or(0.0);
    let speed_before = mean(&|i| series.ln_flat_speed[i], &before);
    let loss = speed_before - mean(&|i| effort[i], &after);
    if loss < LEAST_LOSS {
        return None;
    }
    let minutes = mean(&|i| series.moving_min[i], &after);
    let held = model.level_at(minutes);
    let fall = held - mean(&heart, &after);
    let fall_sd = (variance_of_mean(series, &after) + model.level_variance(minutes)).sqrt();
    let beta_sd = model.beta_sd;
    let ratio = fall / (model.beta * loss);
    // Delta method for a quotient of independent parts.
    let sd =
        ((fall_sd / (model.beta * loss)).powi(2) + (ratio * beta_sd / model.beta).powi(2)).sqrt();
    Some(HeartFall { ratio, sd })
}

/// An estimate weighed against [`RATIO`] by their precisions.
fn beside_prior(ratio: f64, sd: f64) -> (f64, f64) {
    let (before, own) = (RATIO.1.powi(-2), sd.powi(-2));
    let precision = before + own;
    (
        (RATIO.0 * before + ratio * own) / precision,
        precision.powf(-0.5),
    )
}

/// Grade-adjusted ln speed as the heart sees it: an exponential mean over the lag.
fn lagged(series: &Series) -> Vec<f64> {
    let mut out = Vec::with_capacity(series.len());
    let mut state = series.ln_flat_speed.first().copied().unwrap_or(0.0);
    let mut last = series.moving_min.first().copied().unwrap_or(0.0);
    for (speed, &minute) in series.ln_flat_speed.iter().zip(&series.moving_min) {
        let weight = 1.0 - (-(minute - last).max(0.5) / LAG_MIN).exp();
        state += weight * (speed - state);
        last = minute;
        out.push(state);
    }
    out
}

/// ln heart rate before the onset: level + drift x hours + beta x effort.
struct Before {
    level: f64,
    drift: f64,
    beta: f64,
    beta_sd: f64,
    mid_min: f64,
    level_variance: f64,
    drift_sd: f64,
}

impl Before {
    fn fit(series: &Series, windows: &[usize], effort: &[f64]) -> Self {
        let n = windows.len() as f64;
        let mean = |f: &dyn Fn(usize) -> f64| windows.iter().map(|&i| f(i)).sum::<f64>() / n;
        let heart = |i: usize| series.ln_heart[i].unwrap_or(0.0);
        let mid_min = mean(&|i| series.moving_min[i]);
        let (mid_effort, mid_heart) = (mean(&|i| effort[i]), mean(&heart));
        let hours: Vec<f64> = windows
            .iter()
            .map(|&i| (series.moving_min[i] - mid_min) / 60.0)
            .collect();
        let efforts: Vec<f64> = windows.iter().map(|&i| effort[i] - mid_effort).collect();
        let hearts: Vec<f64> = windows.iter().map(|&i| heart(i) - mid_heart).collect();
        // Windows within the wander's memory say the same thing: each counts as less. They are not whitened, as cadence and
        // speed are: from window to window speed is mostly the error of positions, and beta would be pulled towards 0.
        let level_variance = variance_of_mean(series, windows);
        let variance = n * level_variance;
        let (p_drift, p_beta) = (DRIFT_PER_HOUR.1.powi(-2), BETA.1.powi(-2));
        let a = dot(&hours, &hours) / variance + p_drift;
        let b = dot(&hours, &efforts) / variance;
        let c = dot(&efforts, &efforts) / variance + p_beta;
        let u = dot(&hours, &hearts) / variance + p_drift * DRIFT_PER_HOUR.0;
        let v = dot(&efforts, &hearts) / variance + p_beta * BETA.0;
        let det = a * c - b * b;
        let beta = (a * v - b * u) / det;
        Self {
            level: mid_heart,
            drift: (c * u - b * v) / det,
            beta: beta.max(LEAST_BETA),
            beta_sd: (a / det).sqrt(),
            mid_min,
            level_variance,
            drift_sd: (c / det).sqrt(),
        }
    }

    fn level_at(&self, minute: f64) -> f64 {
        self.level + self.drift * (minute - self.mid_min) / 60.0
    }

    fn level_variance(&self, minute: f64) -> f64 {
        self.level_variance + (self.drift_sd * (minute - self.mid_min) / 60.0).powi(2)
    }
}

/// Variance of the mean of ln heart rate over windows, about the model.
fn variance_of_mean(series: &Series, windows: &[usize]) -> f64 {
    let noise = Noise {
        white_variance: WHITE.powi(2),
        short: NoiseShape {
            medium_variance: (WANDER.0 / WHITE).powi(2),
            medium_length: WANDER.1,
            ..NoiseShape::white(1.0)
        },
        slow: Vec::new(),
        degrees: f64::INFINITY,
    };
    let share = 1.0 / windows.len() as f64;
    let weights: Vec<_> = windows
        .iter()
        .map(|&i| (series.moving_min[i], share))
        .collect();
    noise.variance_of_sum(&weights)
}

/// Decoupling over the run and where it began.
pub fn decoupling(series: &Series) -> HeartFinding {
    let known: Vec<usize> = (0..series.len())
        .filter(|&i| series.ln_heart[i].is_some() && series.moving_min[i] > WARM_UP_MIN)
        .collect();
    HeartFinding {
        decoupling_pct: halves(series, &known),
        decoupling_onset: onset(series),
        eased_ratio: None,
    }
}

fn halves(series: &Series, known: &[usize]) -> Option<f64> {
    let (first, last) = (*known.first()?, *known.last()?);
    let middle = 0.5 * (series.moving_min[first] + series.moving_min[last]);
    let efficiency = |keep: &dyn Fn(usize) -> bool| {
        let of = |f: &dyn Fn(usize) -> f64| {
            let (mut sum, mut weight) = (0.0, 0.0);
            for &i in known.iter().filter(|&&i| keep(i)) {
                sum += f(i) * series.running_s[i];
                weight += series.running_s[i];
            }
            (weight > 0.0).then(|| sum / weight)
        };
        let speed = of(&|i| series.ln_flat_speed[i].exp())?;
        let heart = of(&|i| series.ln_heart[i].unwrap_or(0.0).exp())?;
        Some(speed / heart)
    };
    let early = efficiency(&|i| series.moving_min[i] <= middle)?;
    let late = efficiency(&|i| series.moving_min[i] > middle)?;
    Some(100.0 * (early - late) / early)
}

fn onset(series: &Series) -> Option<Metres> {
    let ratio = |i: usize| Some((series.ln_heart[i]? - series.ln_flat_speed[i]).exp());
    let km = |i: usize| Metres::from_miles(series.at_mi[i]).kilometres();
    let level = DECOUPLING_LEVEL_KM;
    let base: Vec<f64> = (0..series.len())
        .filter(|&i| (level.0..level.1).contains(&km(i)))
        .filter_map(ratio)
        .collect();
    if base.len() < 10 {
        return None;
    }
    let base = base.iter().sum::<f64>() / base.len() as f64;
    // "Stays above": the mean of every later kilometre-long stretch, so one noisy window
    // neither makes nor breaks an onset.
    let smooth: Vec<(f64, f64)> = (0..series.len())
        .filter(|&i| km(i) >= level.1)
        .filter_map(|i| {
            let near: Vec<f64> = (i.saturating_sub(3)..(i + 4).min(series.len()))
                .filter_map(ratio)
                .collect();
            (!near.is_empty()).then(|| {
                (
                    series.at_mi[i],
                    near.iter().sum::<f64>() / near.len() as f64 / base,
                )
            })
        })
        .collect();
    let last_below = smooth
        .iter()
        .rposition(|&(_, r)| r < 1.0 + DECOUPLED_PCT / 100.0);
    let first = last_below.map_or(0, |i| i + 1);
    smooth.get(first).map(|&(mi, _)| Metres::from_miles(mi))
}
