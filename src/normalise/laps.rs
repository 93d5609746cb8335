//! The device's laps, as places on the distance axis.

use super::clock::Timeline;
use crate::read::RawActivity;
use crate::units::Metres;

/// Laps shorter than this (m) are a button pressed twice.
const SHORTEST_M: f64 = 10.0;

/// Distances where laps end, rising, without the finish.
pub(super) fn ends(raw: &RawActivity, timeline: &Timeline, metres: &[f64]) -> Vec<Metres> {
    let finish = metres.last().copied().unwrap_or(0.0);
    let mut ends: Vec<f64> = raw
        .laps
        .iter()
        .filter_map(|lap| lap.end_ms)
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
