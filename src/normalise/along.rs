//! Distance along the positions.
//!
//! Positions are not smoothed: in eleven published files with both, the sum of the hops is
//! within 2.4 % of the device's own distance (median 0.4 %), and a mean over three records
//! already cuts 1-2 % off corners where records are 3 s apart and more.

use super::carry::IN_EVERY_RECORD;
use super::limits::FASTEST_M_PER_S;
use super::local_scale::{LocalScale, Vector};
use super::positions::FAR_M;
use super::stretches::around;
use super::timeline::Timeline;
use crate::read::Position;

/// A gap longer than this (s) was not recorded: the way across it is unknown and may not have been run.
pub(super) const UNRECORDED_S: f64 = 300.0;

/// ... in recordings whose mean interval is far shorter.
const UNRECORDED_INTERVALS: f64 = 20.0;

/// Slower than this over ten seconds is a fix that drifts while the runner stands, m/s.
const DRIFT_M_PER_S: f64 = 0.5;
const DRIFT_HALF_SPAN_S: f64 = 5.0;

/// No car or train that people take home is faster (m/s), 250 km/h.
pub(super) const FASTEST_RIDE_M_PER_S: f64 = 70.0;
/// This many fast steps in a row are a ride, not a position error.
const RIDE_STEPS: usize = 4;

/// Metres along the positions and whether each step is trusted.
pub(super) fn distance(timeline: &Timeline) -> Option<Along> {
    let (fixes, places): (Vec<usize>, Vec<Position>) =
        timeline.known(|p| p.position).into_iter().unzip();
    let in_turn = (fixes.len() as f64) < IN_EVERY_RECORD * timeline.len() as f64;
    let plane = on_plane(&places);
    let drifts = drifts(timeline, &fixes, &plane);
    let mean_s = timeline.time_s.last().copied().unwrap_or(0.0) / timeline.len() as f64;
    let unrecorded_s = UNRECORDED_S.max(UNRECORDED_INTERVALS * mean_s);
    let mut metres = vec![0.0; timeline.len()];
    let mut trusted = vec![false; timeline.len()];
    let mut unrecorded = Vec::new();
    let mut sum = 0.0;
    let mut last = 0;
    for (k, &i) in fixes.iter().enumerate() {
        if k > 0 {
            let j = fixes[k - 1];
            let elapsed = timeline.time_s[i] - timeline.time_s[j];
            let step = plane[k - 1].to(plane[k]);
            let possible = step <= FASTEST_M_PER_S * elapsed;
            let off = timeline.points[i].segment_start && elapsed > timeline.gap_s;
            let silent = j + 1 == i && elapsed > unrecorded_s;
            if silent && !off && step > FAR_M {
                unrecorded.push((j, step));
            } else if !off && (rides(timeline, &fixes, &plane, k) || possible && !drifts[k]) {
                sum += step;
            }
            // Records without a good position between two that have one.
            for between in j + 1..i {
                let share = (timeline.time_s[between] - timeline.time_s[j]) / elapsed;
                metres[between] = metres[j] + (sum - metres[j]) * share;
                trusted[between] = in_turn && elapsed <= timeline.gap_s && possible;
            }
            trusted[i] = possible && (j + 1 == i || in_turn && elapsed <= timeline.gap_s);
        }
        metres[i] = sum;
        last = i;
    }
    metres[last..].fill(sum);
    let known_s = fixes.last().map_or(0.0, |i| timeline.time_s[*i])
        - fixes.first().map_or(0.0, |i| timeline.time_s[*i]);
    (sum > 0.0).then_some(Along {
        metres,
        trusted,
        unrecorded,
        known_s,
    })
}

/// The way along the positions.
pub(super) struct Along {
    /// Metres since the start at every record.
    pub metres: Vec<f64>,
    /// False where a step is in doubt.
    pub trusted: Vec<bool>,
    /// Where nothing was recorded for minutes: the record before, and metres to the next, which
    /// are in no distance.
    pub unrecorded: Vec<(usize, f64)>,
    /// Seconds from the first to the last position.
    pub known_s: f64,
}

/// For each fix, whether the positions around it stay in one place.
fn drifts(timeline: &Timeline, fixes: &[usize], plane: &[Vector]) -> Vec<bool> {
    let at = |k: usize| timeline.time_s[fixes[k]];
    around(at, fixes.len(), DRIFT_HALF_SPAN_S)
        .enumerate()
        .map(|(k, (a, b))| {
            // At least the step to the fix itself.
            let from = if a == k { k.saturating_sub(1) } else { a };
            plane[from].to(plane[b]) < DRIFT_M_PER_S * (at(b) - at(from))
        })
        .collect()
}

/// True when the step to fix `k` and those around it are all faster than a runner, and none
/// faster than a vehicle: the runner is carried.
fn rides(timeline: &Timeline, fixes: &[usize], plane: &[Vector], k: usize) -> bool {
    let fast = |k: usize| {
        let seconds = timeline.time_s[fixes[k]] - timeline.time_s[fixes[k - 1]];
        let speed = plane[k - 1].to(plane[k]) / seconds;
        (FASTEST_M_PER_S..FASTEST_RIDE_M_PER_S).contains(&speed)
    };
    let before = k.saturating_sub(RIDE_STEPS).max(1)..k;
    let after = k + 1..(k + 1 + RIDE_STEPS).min(fixes.len());
    fast(k)
        && [before, after]
            .into_iter()
            .any(|mut around| around.len() == RIDE_STEPS && around.all(fast))
}

/// Good fixes as metres from the first, each step at the local scale.
fn on_plane(places: &[Position]) -> Vec<Vector> {
    let mut scale = LocalScale::default();
    let mut at = Vector::default();
    let mut plane = vec![at; places.len().min(1)];
    for pair in places.windows(2) {
        let step = scale.vector(pair[0], pair[1]);
        at.north += step.north;
        at.east += step.east;
        plane.push(at);
    }
    plane
}
