//! What the runner was doing between two records: running, walking or standing.

use super::Motion;
use super::clock::{GAP_S, Timeline};

/// Walking is slower than this (m/s) ...
const WALK_BELOW_M_PER_S: f64 = 2.0;
/// ... and takes fewer steps a minute than this ...
const WALK_BELOW_SPM: f64 = 140.0;
/// ... for this long (s).
const WALK_FROM_S: f64 = 10.0;

/// Slower than this is standing (m/s): a strolling adult does 1 m/s, a drifting fix less
/// than half of that.
const STANDING_M_PER_S: f64 = 0.5;
/// Standing shorter than this (s) is a sensor's hiccup.
const STANDING_FROM_S: f64 = 3.0;

/// Motion in the interval that ends at each record.
pub(super) fn classify(
    timeline: &Timeline,
    metres: &[f64],
    speed: &[Option<f64>],
    cadence: &[Option<f64>],
) -> Vec<Motion> {
    let n = timeline.len();
    let mut motion = vec![Motion::Run; n];
    let slow = |i: usize, below: f64| speed[i].is_some_and(|v| v < below);
    mark(timeline, &mut motion, Motion::Walk, WALK_FROM_S, |i| {
        slow(i, WALK_BELOW_M_PER_S) && cadence[i].is_none_or(|c| c < WALK_BELOW_SPM)
    });
    mark(timeline, &mut motion, Motion::Stop, STANDING_FROM_S, |i| {
        slow(i, STANDING_M_PER_S)
    });
    for i in 1..n {
        let step = timeline.step_s(i);
        let covered = metres[i] - metres[i - 1];
        if step > GAP_S && covered / step < STANDING_M_PER_S {
            motion[i] = Motion::Stop;
        }
    }
    motion
}

/// Marks every unbroken stretch of at least `least_s` in which `is` holds.
fn mark(
    timeline: &Timeline,
    motion: &mut [Motion],
    kind: Motion,
    least_s: f64,
    is: impl Fn(usize) -> bool,
) {
    let n = timeline.len();
    let mut i = 1;
    while i < n {
        if !is(i) {
            i += 1;
            continue;
        }
        let from = i;
        while i < n && is(i) {
            i += 1;
        }
        if timeline.time_s[i - 1] - timeline.time_s[from - 1] >= least_s {
            motion[from..i].fill(kind);
        }
    }
}
