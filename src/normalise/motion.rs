//! What the runner was doing between two records: running, walking or standing.

use super::Motion;
use super::steps::RUNNING_SPM;
use super::stretches::stretches;
use super::timeline::Timeline;

/// Walking is slower than this (m/s): over long distances people walk below 1.9 m/s and mix
/// walking with running above (Baker, Long & Srinivasan 2025, arXiv:2501.00720) ...
const WALK_BELOW_M_PER_S: f64 = 2.0;
/// ... and takes fewer steps a minute than [`RUNNING_SPM`], where cadence is known, for this long (s).
const WALK_FROM_S: f64 = 10.0;
/// Single records of a brisk walk lie above these limits: their mean over so many seconds before
/// and after decides as well.
const WALK_MEAN_S: f64 = 5.0;

/// Slower than this is standing (m/s): a strolling adult does 1 m/s, a drifting fix less
/// than half of that.
const STANDING_M_PER_S: f64 = 0.5;
/// Shorter stops (s) are faults of the sensor.
const STANDING_FROM_S: f64 = 3.0;

/// Motion in the interval that ends at each record; gaps are left to [`across_gap`].
pub(super) fn classify(
    timeline: &Timeline,
    speed: &[Option<f64>],
    cadence: &[Option<f64>],
) -> Vec<Motion> {
    let mut motion = vec![Motion::Run; timeline.len()];
    let slow = |i: usize, below: f64| {
        speed[i].is_some_and(|v| v < below) && timeline.step_s(i) <= timeline.gap_s
    };
    for stretch in stretches(timeline, WALK_FROM_S, |i| {
        slow(i, WALK_BELOW_M_PER_S) && cadence[i].is_none_or(|c| c < RUNNING_SPM)
    }) {
        motion[stretch].fill(Motion::Walk);
    }
    let near = |i: usize| {
        let from = timeline.time_s[i] - WALK_MEAN_S;
        let to = timeline.time_s[i] + WALK_MEAN_S;
        let first = timeline.time_s[..i].partition_point(|&t| t < from);
        first..i + timeline.time_s[i..].partition_point(|&t| t <= to)
    };
    for stretch in stretches(timeline, WALK_FROM_S, |i| {
        timeline.step_s(i) <= timeline.gap_s
            && mean(&speed[near(i)]).is_some_and(|v| v < WALK_BELOW_M_PER_S)
            && mean(&cadence[near(i)]).is_some_and(|c| c < RUNNING_SPM)
    }) {
        motion[stretch].fill(Motion::Walk);
    }
    for stretch in stretches(timeline, STANDING_FROM_S, |i| slow(i, STANDING_M_PER_S)) {
        motion[stretch].fill(Motion::Stop);
    }
    motion
}

/// Mean of the known values.
fn mean(values: &[Option<f64>]) -> Option<f64> {
    let known = || values.iter().flatten();
    let count = known().count();
    (count > 0).then(|| known().sum::<f64>() / count as f64)
}

/// How the time of a gap was spent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Gap {
    /// Seconds moving, at the speed before or after the gap.
    pub moving_s: f64,
    /// Seconds standing: the rest of the gap.
    pub standing_s: f64,
    /// How `moving_s` is counted: as running or as walking.
    pub motion: Motion,
}

/// A gap is moving throughout when standing would take less than this share of it.
const ALL_MOVING: f64 = 0.25;

/// Judges a gap of `seconds` in which distance rose by `metres`, between records at the
/// speeds given: a pause with the recorder off, or running with records left out.
pub(super) fn across_gap(seconds: f64, metres: f64, speeds: [Option<f64>; 2]) -> Gap {
    let mean = metres / seconds;
    let around = speeds
        .into_iter()
        .flatten()
        .filter(|v| *v > 2.0 * STANDING_M_PER_S)
        .fold(f64::INFINITY, f64::min);
    let mut moving_s = if around.is_finite() {
        (metres / around).min(seconds)
    } else if mean >= STANDING_M_PER_S {
        seconds
    } else {
        0.0
    };
    if moving_s >= (1.0 - ALL_MOVING) * seconds {
        moving_s = seconds;
    } else if moving_s < 1.0 {
        moving_s = 0.0;
    }
    let walks = moving_s > 0.0 && metres / moving_s < WALK_BELOW_M_PER_S;
    Gap {
        moving_s,
        standing_s: seconds - moving_s,
        motion: if moving_s <= 0.0 {
            Motion::Stop
        } else if walks {
            Motion::Walk
        } else {
            Motion::Run
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_with_a_runners_distance_is_running() {
        let gap = across_gap(40.0, 118.0, [Some(3.0), Some(3.1)]);
        assert_eq!((gap.motion, gap.standing_s), (Motion::Run, 0.0));
    }

    #[test]
    fn a_gap_without_distance_is_a_stop() {
        let gap = across_gap(300.0, 1.0, [Some(3.0), Some(0.2)]);
        assert_eq!((gap.motion, gap.standing_s), (Motion::Stop, 300.0));
    }

    #[test]
    fn a_gap_with_some_distance_is_some_of_both() {
        let gap = across_gap(100.0, 30.0, [Some(3.0), Some(3.0)]);
        assert_eq!(
            (gap.motion, gap.moving_s, gap.standing_s),
            (Motion::Run, 10.0, 90.0)
        );
        let gap = across_gap(100.0, 120.0, [Some(1.3), None]);
        assert_eq!((gap.motion, gap.standing_s), (Motion::Walk, 0.0));
    }
}
