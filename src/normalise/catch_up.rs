//! Distance that stalls for some seconds and then catches up at twice the speed, as on watches that lose GPS. The
//! total is right, its times are not: the metres are spread over the stretch by the device's own speed.

use super::stretches::{around, spread};
use super::timeline::Timeline;

/// Half the span over which speed is taken from distance where the device states none, s:
/// long enough to look over a stall.
const HALF_SPAN_S: f64 = 30.0;

/// Distance stalls when it rises by less than this share of what speed says ...
const STALLED: f64 = 0.3;
/// ... while that speed (m/s) is a runner's.
const MOVING_M_PER_S: f64 = 1.5;
/// It has caught up when it is this close to what speed says, in seconds of running.
const CAUGHT_UP_S: f64 = 0.5;
/// A stall that has not been caught up after this long (s) was a stop.
const LONGEST_S: f64 = 60.0;

/// Spreads stalled and caught-up distance; the sum stays as it is.
pub(super) fn retime(timeline: &Timeline, metres: &mut [f64]) {
    let expected = expected_steps(timeline, metres);
    let n = metres.len();
    let mut i = 1;
    while i < n {
        let speed = expected[i] / timeline.step_s(i);
        if speed < MOVING_M_PER_S || metres[i] - metres[i - 1] > STALLED * expected[i] {
            i += 1;
            continue;
        }
        match caught_up_at(timeline, metres, &expected, i) {
            Some(end) => {
                spread(metres, i - 1, &expected[i..=end]);
                i = end + 1;
            }
            None => i += 1,
        }
    }
}

/// Metres that speed gives for each record.
fn expected_steps(timeline: &Timeline, metres: &[f64]) -> Vec<f64> {
    let time = &timeline.time_s;
    around(|i| time[i], time.len(), HALF_SPAN_S)
        .enumerate()
        .map(|(i, (a, b))| {
            let around = if time[b] > time[a] {
                (metres[b] - metres[a]) / (time[b] - time[a])
            } else {
                0.0
            };
            let stated = timeline.points[i].speed_m_per_s.map(f64::from);
            let speed = stated
                .filter(|v| v.is_finite() && *v >= 0.0)
                .unwrap_or(around);
            speed * timeline.step_s(i)
        })
        .collect()
}

/// The record at which distance has caught up with speed, for a stall that begins at `from`.
fn caught_up_at(
    timeline: &Timeline,
    metres: &[f64],
    expected: &[f64],
    from: usize,
) -> Option<usize> {
    let begun = timeline.time_s[from - 1];
    let mut behind = 0.0;
    for i in from..metres.len() {
        let step = timeline.step_s(i);
        if timeline.time_s[i] - begun > LONGEST_S || step > timeline.gap_s {
            return None;
        }
        let speed = expected[i] / step;
        if speed < MOVING_M_PER_S {
            return None;
        }
        behind += expected[i] - (metres[i] - metres[i - 1]);
        if i > from && behind <= CAUGHT_UP_S * speed {
            return Some(i);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::clock;
    use crate::normalise::testing::{run_of, steady};

    /// A run at 3 m/s whose stored distance is `stored(second)`.
    fn retimed(stored: impl Fn(f64) -> f64) -> Vec<f64> {
        let raw = run_of(600, |s| {
            let mut p = steady(s, 3.0, 88.0);
            p.distance_m = Some(stored(s));
            p
        });
        let timeline = clock::timeline(&raw, &mut Vec::new()).unwrap();
        let mut metres: Vec<f64> = timeline
            .points
            .iter()
            .filter_map(|p| p.distance_m)
            .collect();
        retime(&timeline, &mut metres);
        metres
    }

    #[test]
    fn a_stall_and_its_catching_up_are_spread() {
        // Stands still for 6 s from second 300, then makes it up in two.
        let metres = retimed(|s| {
            if (300.0..=306.0).contains(&s) {
                900.0
            } else if s == 307.0 {
                912.0
            } else {
                3.0 * s
            }
        });
        for (i, m) in metres.iter().enumerate() {
            assert!((m - 3.0 * i as f64).abs() < 1.5, "{i} {m}");
        }
        assert_eq!(metres[600], 1800.0);
    }

    #[test]
    fn a_stop_is_left_alone() {
        let stored = |s: f64| 3.0 * (s.min(300.0) + (s - 306.0).max(0.0));
        let metres = retimed(stored);
        for (i, m) in metres.iter().enumerate() {
            assert_eq!(*m, stored(i as f64));
        }
    }
}
