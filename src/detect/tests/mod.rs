//! The stage against truth: made runs whose answer is known.

mod certainty;
mod exact;
mod level_shift;
mod moving;
mod parts;
mod stated;
mod verdicts;
mod walking;
mod witnesses;

use super::windows::Series;
use crate::measure::{Channel, Measures, Tally, WINDOW, Window};
use crate::phases::Phases;
use crate::units::Metres;
use rand::SeedableRng;
use rand_distr::{Distribution, StandardNormal};
use rand_pcg::Pcg64Mcg;

/// What a made runner does over one window.
#[derive(Debug, Clone, Copy)]
struct Doing {
    cadence_spm: f64,
    speed_m_per_s: f64,
    heart_bpm: Option<f64>,
    walking: bool,
}

/// Steady running.
const USUAL: Doing = Doing {
    cadence_spm: 176.0,
    speed_m_per_s: 3.1,
    heart_bpm: Some(152.0),
    walking: false,
};

/// Measures of a run of `count` windows, flat, where `doing` is asked for each window with
/// the miles of its middle.
fn run(count: usize, mut doing: impl FnMut(f64) -> Doing) -> Measures {
    let mut moving_s = 0.0;
    let mut total = Tally::default();
    let windows = (0..count)
        .map(|i| {
            let from = Metres(WINDOW.0 * i as f64);
            let to = Metres(WINDOW.0 * (i + 1) as f64);
            let does = doing(0.5 * (from.miles() + to.miles()));
            let seconds = WINDOW.0 / does.speed_m_per_s;
            let tally = tally(does, seconds);
            total.merge(&tally);
            moving_s += seconds;
            Window {
                from,
                to,
                elapsed_mid_s: moving_s - 0.5 * seconds,
                moving_mid_s: moving_s - 0.5 * seconds,
                tally,
                altitude_m: Some(100.0),
                grade: Some(0.0),
                pace_doubtful: false,
            }
        })
        .collect();
    Measures {
        total,
        splits: Vec::new(),
        windows,
        interruptions: Vec::new(),
        pace_is_evidence: true,
        heart_rate_is_evidence: true,
    }
}

fn tally(does: Doing, seconds: f64) -> Tally {
    let mut out = Tally::default();
    if does.walking {
        out.walked_s = seconds;
        out.walked_m = WINDOW.0;
        return out;
    }
    out.running_s = seconds;
    out.running_m = WINDOW.0;
    out.flat_equivalent_m = WINDOW.0;
    out.has_altitude = true;
    if does.cadence_spm > 0.0 {
        out.stepped_s = seconds;
        out.stepped_m = WINDOW.0;
        out.steps = does.cadence_spm * seconds / 60.0;
    }
    if let Some(bpm) = does.heart_bpm {
        out.channels[Channel::HeartRate as usize].add(bpm, seconds);
    }
    out
}

/// Standard normal numbers from a seed.
pub(super) fn normals(seed: u64) -> impl FnMut() -> f64 {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    move || StandardNormal.sample(&mut rng)
}

/// A run of 20 miles, rough as runs are, on a habitual curve of elasticity 0.15.
/// `changes` gives, for a mile, the changes of form, of ln speed and of ln heart rate.
pub(super) fn made(seed: u64, changes: impl Fn(f64) -> (f64, f64, f64)) -> Measures {
    let mut normal = normals(seed);
    let (mut wander, mut pacing) = (0.0, 0.0);
    run(200, |mile| {
        wander = 0.6 * wander + 0.003 * normal();
        pacing = 0.9 * pacing + 0.004 * normal();
        let (form, speed, heart) = changes(mile);
        let true_speed = speed + pacing;
        Doing {
            cadence_spm: USUAL.cadence_spm
                * (form + 0.15 * true_speed + wander + 0.003 * normal()).exp(),
            speed_m_per_s: USUAL.speed_m_per_s * (true_speed + 0.01 * normal()).exp(),
            heart_bpm: USUAL
                .heart_bpm
                .map(|bpm| bpm * (0.75 * pacing + heart + 0.004 * normal()).exp()),
            walking: false,
        }
    })
}

/// 0 before `from` miles, then evenly up to 1 at the finish of a run of 20 miles.
pub(super) fn ramp(mile: f64, from: f64) -> f64 {
    ((mile - from) / (20.0 - from)).max(0.0)
}

/// The windows of a run that is all main part, as detection sees them.
pub(super) fn series(measures: &Measures) -> Series {
    Series::new(measures, &Phases::whole(measures))
}
