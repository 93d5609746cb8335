//! A rule of thumb for breakdowns, the yardstick beside the detector: moving speed including
//! walking, fixed factors for grade, the best robust step or ramp, and four thresholds. It
//! knows nothing of noise, of cadence and of how sessions are built.
// The suite and the accuracy harness each use a part of it.
#![allow(dead_code)]

use formdrift::measure::{Channel, Window};

/// Change of ln speed per unit of grade: runners lose about 3 % a percent up and take back
/// about half of that a percent down.
const UPHILL: f64 = 3.0;
const DOWNHILL: f64 = 1.5;
/// Lengths of the loss, in tenths of a mile, 0 for a step.
const RAMPS: [usize; 5] = [0, 5, 10, 20, 30];
/// Windows of a mile; 2 mi from the start and 0.8 mi before the finish are not searched.
const MILE: usize = 10;
const FIRST: usize = 20;
const LEFT: usize = 8;
/// The loss counts against up to this many windows before it.
const BEFORE: usize = 80;
/// A break loses at least 4.5 % ...
const LEAST_LOSS: f64 = 0.045;
/// ... and this many standard deviations of mile means before it.
const LEAST_SPREADS: f64 = 1.3;
/// This share of the loss is still there over the last two miles.
const LASTING: f64 = 0.4;
/// Heart rate fell by less than this share of what an equal fall of ln speed and ln heart
/// rate would be.
const HEART_SHARE: f64 = 0.85;

/// What the rule found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thumb {
    /// Where the loss begins, miles.
    pub onset: f64,
    /// Loss of ln speed, percent.
    pub loss_pct: f64,
    /// True if it passes all four thresholds.
    pub claims: bool,
}

/// Applies the rule to windows of a tenth of a mile. `None` if the run is under 5 miles.
pub fn rule_of_thumb(windows: &[Window]) -> Option<Thumb> {
    let used: Vec<&Window> = windows
        .iter()
        .filter(|window| window.tally.moving_s() > 10.0)
        .collect();
    let speeds: Vec<f64> = used
        .iter()
        .filter_map(|window| flat_speed(window))
        .collect();
    if speeds.len() < 5 * MILE || speeds.len() != used.len() {
        return None;
    }
    let best = (FIRST..speeds.len() - LEFT)
        .flat_map(|at| RAMPS.map(|ramp| fit(&speeds, at, ramp)))
        .min_by(|a, b| a.misfit.total_cmp(&b.misfit))?;
    let loss = loss(&speeds, &best);
    Some(Thumb {
        onset: used[best.at].from.miles(),
        loss_pct: 100.0 * loss,
        claims: loss >= LEAST_LOSS
            && loss >= LEAST_SPREADS * spread(&speeds, &best)
            && lasts(&speeds, &best, loss)
            && heart_held(&used, &best, loss),
    })
}

/// ln of moving speed, walking included, as on the flat.
fn flat_speed(window: &Window) -> Option<f64> {
    let tally = &window.tally;
    let metres = tally.running_m + tally.walked_m;
    let grade = window.grade.unwrap_or(0.0).clamp(-0.15, 0.15);
    let given = if grade > 0.0 { UPHILL } else { DOWNHILL } * grade;
    (metres > 0.0).then(|| (metres / tally.moving_s()).ln() + given)
}

/// A level, and a loss from `at` on that is complete `ramp` windows later.
struct Fit {
    at: usize,
    ramp: usize,
    level: f64,
    loss: f64,
    misfit: f64,
}

impl Fit {
    /// Share of the loss reached in a window.
    fn part(&self, index: usize) -> f64 {
        part(self.at, self.ramp, index)
    }

    fn fitted(&self, index: usize) -> f64 {
        self.level - self.loss * self.part(index)
    }
}

fn part(at: usize, ramp: usize, index: usize) -> f64 {
    match index.checked_sub(at) {
        None => 0.0,
        Some(_) if ramp == 0 => 1.0,
        Some(after) => ((after as f64 + 0.5) / ramp as f64).min(1.0),
    }
}

/// The medians before and after, and the mean absolute misfit over the run.
fn fit(speeds: &[f64], at: usize, ramp: usize) -> Fit {
    let level = median(speeds[..at].to_vec());
    let full = (at + ramp).min(speeds.len() - LEFT);
    let loss = (level - median(speeds[full..].to_vec())).max(0.0);
    let mut fit = Fit {
        at,
        ramp,
        level,
        loss,
        misfit: 0.0,
    };
    let misfits = speeds
        .iter()
        .enumerate()
        .map(|(i, speed)| (speed - fit.fitted(i)).abs());
    fit.misfit = misfits.sum();
    fit
}

/// Median of up to 8 miles before against the median of what follows the ramp.
fn loss(speeds: &[f64], fit: &Fit) -> f64 {
    let before = &speeds[fit.at.saturating_sub(BEFORE)..fit.at];
    let full = (fit.at + fit.ramp).min(speeds.len() - LEFT);
    median(before.to_vec()) - median(speeds[full..].to_vec())
}

/// Standard deviation of mile means before the loss.
fn spread(speeds: &[f64], fit: &Fit) -> f64 {
    let miles: Vec<f64> = speeds[..fit.at]
        .rchunks_exact(MILE)
        .map(|mile| mile.iter().sum::<f64>() / MILE as f64)
        .collect();
    let mean = miles.iter().sum::<f64>() / miles.len() as f64;
    let squares: f64 = miles.iter().map(|mile| (mile - mean).powi(2)).sum();
    (squares / (miles.len() as f64 - 1.0)).sqrt()
}

fn lasts(speeds: &[f64], fit: &Fit, loss: f64) -> bool {
    let before = median(speeds[fit.at.saturating_sub(BEFORE)..fit.at].to_vec());
    let last = median(speeds[speeds.len() - 2 * MILE..].to_vec());
    before - last >= LASTING * loss
}

/// True without a heart rate on both sides.
fn heart_held(windows: &[&Window], fit: &Fit, loss: f64) -> bool {
    let rates = |part: &[&Window]| {
        let known = part.iter().filter_map(|w| w.tally.mean(Channel::HeartRate));
        let logs: Vec<f64> = known.map(f64::ln).collect();
        (logs.len() >= LEFT / 2).then(|| median(logs))
    };
    let before = rates(&windows[fit.at.saturating_sub(BEFORE)..fit.at]);
    let after = rates(&windows[(fit.at + fit.ramp).min(windows.len() - LEFT)..]);
    match (before, after) {
        (Some(before), Some(after)) => before - after < HEART_SHARE * loss,
        _ => true,
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => values[middle],
        _ => f64::midpoint(values[middle - 1], values[middle]),
    }
}
