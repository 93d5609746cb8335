//! Runs of which the question cannot be asked.

use super::series::Series;
use super::types::UndecidedBecause;
use crate::measure::Measures;
use crate::units::{Metres, Percent};

/// Running needed for a verdict.
const LEAST: Metres = Metres::from_miles(5.0);
/// Share of moving time walked beyond which there is no running form to follow.
const MOST_WALKED: f64 = 0.40;
/// Windows needed to fit a curve, noise and an onset: 2 mi of them.
const LEAST_WINDOWS: usize = 20;
/// Share of running without cadence beyond which it counts as absent.
const LEAST_STEPPED: f64 = 0.5;
/// Two gears: this much apart in ln speed (recovery jogs are slower by a fifth and more),
const GEARS_APART: f64 = 0.2;
/// ... this many of the groups' own standard deviations apart: splitting an even spread in
/// two gives 3.5, a bell 2.7,
const GEARS_SD: f64 = 4.0;
/// ... changed between at least this often,
const GEAR_CHANGES: usize = 8;
/// ... and each used for at least this share of every third of the run: a fade and a wall
/// have their slow running late, a trail has it where the hills are.
const GEAR_SHARE: f64 = 0.15;

/// Why the question cannot be asked, if so.
pub fn why(measures: &Measures, series: &Series) -> Option<UndecidedBecause> {
    let total = &measures.total;
    if total.stepped_s <= 0.0 || total.stepped_s < LEAST_STEPPED * total.running_s {
        return Some(UndecidedBecause::NoCadence);
    }
    let walked = total.walked_s / total.moving_s().max(1.0);
    if walked > MOST_WALKED {
        return Some(UndecidedBecause::Walking(Percent(100.0 * walked)));
    }
    if total.running_m < LEAST.0 {
        return Some(UndecidedBecause::TooShort(Metres(total.running_m)));
    }
    if series.len() < LEAST_WINDOWS {
        return Some(UndecidedBecause::Unidentified);
    }
    (measures.pace_is_evidence && work_and_rest(series)).then_some(UndecidedBecause::WorkAndRest)
}

/// Hard efforts and recoveries alternate: speed has two gears and the runner changes
/// between them again and again. Gears are found by splitting at the threshold that
/// leaves the least variance within (Otsu 1979, doi 10.1109/TSMC.1979.4310076).
fn work_and_rest(series: &Series) -> bool {
    let mut sorted = series.ln_flat_speed.clone();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    let least = n / 6;
    let total: f64 = sorted.iter().sum();
    let mut best = (0.0, 0, 0.0, 0.0);
    let mut below = 0.0;
    for (i, value) in sorted.iter().enumerate() {
        below += value;
        let (low, high) = (i + 1, n - i - 1);
        if low < least || high < least.max(1) {
            continue;
        }
        let (a, b) = (below / low as f64, (total - below) / high as f64);
        let between = (b - a).powi(2) * (low * high) as f64;
        if between > best.0 {
            best = (between, i, a, b);
        }
    }
    let (_, at, slow, fast) = best;
    if fast - slow < GEARS_APART {
        return false;
    }
    let threshold = sorted[at];
    let within = series
        .ln_flat_speed
        .iter()
        .map(|&v| (v - if v <= threshold { slow } else { fast }).powi(2))
        .sum::<f64>()
        / n as f64;
    let changes = series
        .ln_flat_speed
        .windows(2)
        .filter(|pair| (pair[0] <= threshold) != (pair[1] <= threshold))
        .count();
    let mixed = series.ln_flat_speed.chunks(n.div_ceil(3)).all(|third| {
        let slow = third.iter().filter(|&&v| v <= threshold).count() as f64;
        let share = slow / third.len() as f64;
        (GEAR_SHARE..=1.0 - GEAR_SHARE).contains(&share)
    });
    mixed && (fast - slow) > GEARS_SD * within.sqrt() && changes >= GEAR_CHANGES
}
