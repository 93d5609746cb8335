//! The device's laps, as places on the distance axis.

use super::clock::Timeline;
use crate::read::RawActivity;
use crate::units::Metres;

/// Laps shorter than this (m) are a button pressed twice.
const SHORTEST_M: f64 = 10.0;

/// Distances where laps end, rising, without the finish.
pub(super) fn ends(raw: &RawActivity, timeline: &Timeline, metres: &[f64]) -> Vec<Metres> {
    let finish = metres.last().copied().unwrap_or(0.0);
    // A lap without an end ends where the next begins.
    let next_starts = raw.laps.iter().skip(1).map(|lap| lap.start_ms);
    let mut ends: Vec<f64> = raw
        .laps
        .iter()
        .zip(next_starts.chain([None]))
        .filter_map(|(lap, next_start)| lap.end_ms.or(next_start))
        .map(|end_ms| {
            let at = end_ms.saturating_sub(timeline.start_ms) as f64 / 1000.0;
            let i = timeline.time_s.partition_point(|t| *t < at);
            metres.get(i).copied().unwrap_or(finish)
        })
        .collect();
    ends.sort_by(f64::total_cmp);
    let mut out: Vec<Metres> = Vec::new();
    let mut last = 0.0;
    for end in ends {
        if end - last >= SHORTEST_M && finish - end >= SHORTEST_M {
            out.push(Metres(end));
            last = end;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::clock;
    use crate::normalise::testing::{START_MS, run_of, steady};
    use crate::read::RawLap;

    #[test]
    fn laps_end_where_the_runner_was() {
        let mut raw = run_of(1000, |s| steady(s, 3.0, 88.0));
        let lap = |start_s: i64, end_s: Option<i64>| RawLap {
            start_ms: Some(START_MS + 1000 * start_s),
            end_ms: end_s.map(|s| START_MS + 1000 * s),
            ..RawLap::default()
        };
        // The second has no end, the third is a double press, the last is the finish.
        raw.laps = vec![
            lap(0, Some(300)),
            lap(300, None),
            lap(600, Some(601)),
            lap(601, Some(1000)),
        ];
        let timeline = clock::timeline(&raw, &mut Vec::new()).unwrap();
        let metres: Vec<f64> = timeline.time_s.iter().map(|s| 3.0 * s).collect();
        assert_eq!(
            ends(&raw, &timeline, &metres),
            [Metres(900.0), Metres(1800.0)]
        );
    }
}
