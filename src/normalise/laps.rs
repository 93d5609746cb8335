//! Ends of the device's laps as distances from the start.

use super::timeline::Timeline;
use crate::read::{RawActivity, RawLap};
use crate::units::Metres;

/// Laps shorter than this (m) are a button pressed twice.
const SHORTEST_M: f64 = 10.0;

/// Distances where laps end, rising, without the finish.
pub(super) fn ends(raw: &RawActivity, timeline: &Timeline, metres: &[f64]) -> Vec<Metres> {
    let finish = metres.last().copied().unwrap_or(0.0);
    let mut ends = end_times(&raw.laps)
        .map(|end_ms| {
            let at = timeline.at_s(end_ms);
            let i = timeline.time_s.partition_point(|t| *t < at);
            metres.get(i).copied().unwrap_or(finish)
        })
        .collect::<Vec<f64>>();
    if ends.is_empty() {
        ends = by_length(&raw.laps, finish);
    }
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

/// Times at which laps end. A lap without an end ends where the next begins. Some programs write the end of the
/// run as the end of every lap; those ends are ignored.
fn end_times(laps: &[RawLap]) -> impl Iterator<Item = i64> {
    let common = laps.len() > 1
        && laps
            .windows(2)
            .all(|pair| pair[0].end_ms == pair[1].end_ms && pair[0].end_ms.is_some());
    let next_starts = laps.iter().skip(1).map(|lap| lap.start_ms).chain([None]);
    let same_start = laps.windows(2).any(|p| p[0].start_ms == p[1].start_ms);
    let pairs = laps.iter().zip(next_starts);
    pairs.filter_map(move |(lap, next_start)| {
        if common {
            next_start.filter(|_| !same_start)
        } else {
            lap.end_ms.or(next_start)
        }
    })
}

/// Ends of laps by the lengths that the device states, if these add up to the run.
fn by_length(laps: &[RawLap], finish: f64) -> Vec<f64> {
    /// The sum of the laps is the run's within this share.
    const WITHIN: f64 = 0.05;
    let mut sum = 0.0;
    let lengths = laps
        .iter()
        .map_while(|lap| lap.distance_m.filter(|m| *m >= 0.0));
    let ends: Vec<f64> = lengths
        .map(|m| {
            sum += m;
            sum
        })
        .collect();
    let whole = ends.len() == laps.len() && (sum - finish).abs() <= WITHIN * finish;
    if whole { ends } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::clock;
    use crate::normalise::testing::{START_MS, run_of, steady};

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

    #[test]
    fn laps_with_one_common_end_end_where_the_next_begins_or_by_length() {
        let mut raw = run_of(1000, |s| steady(s, 3.0, 88.0));
        let lap = |start_s: i64, metres: f64| RawLap {
            start_ms: Some(START_MS + 1000 * start_s),
            end_ms: Some(START_MS + 1_000_000),
            distance_m: Some(metres),
            ..RawLap::default()
        };
        let timeline = clock::timeline(&raw, &mut Vec::new()).unwrap();
        let metres: Vec<f64> = timeline.time_s.iter().map(|s| 3.0 * s).collect();
        raw.laps = vec![lap(0, 900.0), lap(300, 1200.0), lap(700, 900.0)];
        let expected = [Metres(900.0), Metres(2100.0)];
        assert_eq!(ends(&raw, &timeline, &metres), expected);
        raw.laps = vec![lap(0, 900.0), lap(0, 1200.0), lap(0, 900.0)];
        assert_eq!(ends(&raw, &timeline, &metres), expected);
    }
}
