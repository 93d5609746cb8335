//! Records in order of strictly rising time.

use super::clock_set::{self, ClockPart};
use crate::read::RawPoint;

/// Records with a rising clock.
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
    /// What was added to the file's clock, where it was set while recording.
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
