//! Records in order of strictly rising time.

use super::clock_set::{self, ClockPart};
use crate::read::RawPoint;

/// The records of an activity on a rising clock.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Timeline {
    /// Milliseconds since 1970 of the first record.
    pub start_ms: i64,
    /// Seconds since the first record, strictly rising.
    pub time_s: Vec<f64>,
    /// The records, one for each time.
    pub points: Vec<RawPoint>,
    /// Spans in seconds since the first record with the timer off.
    pub timer_off: Vec<(f64, f64)>,
    /// Records further apart than this are a gap, s: 10, or more in a sparse recording.
    pub gap_s: f64,
    /// Corrections of the file's clock, if it was set during the recording.
    pub clock: Vec<ClockPart>,
}

impl Timeline {
    /// Seconds between record `i` and the one before it (0 for the first).
    pub fn step_s(&self, i: usize) -> f64 {
        if i == 0 {
            0.0
        } else {
            self.time_s[i] - self.time_s[i - 1]
        }
    }
    /// The records that hold a value, each with its value.
    pub fn known<T>(&self, value: impl Fn(&RawPoint) -> Option<T>) -> Vec<(usize, T)> {
        let points = self.points.iter().enumerate();
        points.filter_map(|(i, p)| Some((i, value(p)?))).collect()
    }
    /// Seconds before record `i` for which its values stand: none for more than a gap.
    pub fn weight_s(&self, i: usize) -> f64 {
        self.step_s(i).min(self.gap_s)
    }
    /// Number of records with a usable time.
    pub fn len(&self) -> usize {
        self.points.len()
    }
    /// Seconds since the first record at a time of the file, such as a lap's.
    pub fn at_s(&self, stored_ms: i64) -> f64 {
        seconds(
            clock_set::repaired_ms(&self.clock, stored_ms),
            self.start_ms,
        )
    }
}

/// Seconds from `start_ms` to `t_ms`.
pub(super) fn seconds(t_ms: i64, start_ms: i64) -> f64 {
    t_ms.saturating_sub(start_ms) as f64 / 1000.0
}

/// Seconds of `begin..end` within spans with the timer off, which are in order and do not overlap.
pub(super) fn off_within(off: &[(f64, f64)], begin: f64, end: f64) -> f64 {
    let first = off.partition_point(|(_, to)| *to <= begin);
    off[first..]
        .iter()
        .take_while(|(from, _)| *from < end)
        .map(|(from, to)| to.min(end) - from.max(begin))
        .sum()
}
