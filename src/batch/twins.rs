//! The same run twice: as FIT and as GPX, in two exports, under two names.

use std::collections::BTreeMap;

use formdrift::history::{SAME_START_S, is_alike};
use formdrift::report::index::Row;

/// Mean cadences within this share are one runner's: two exports of a run differ by
/// rounding only, two runners of one race by several percent as a rule.
const SAME_CADENCE: f64 = 0.01;

/// What tells a run from another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trait {
    /// Start, seconds since 1970.
    pub start_s: i64,
    /// Distance from start to finish, metres.
    pub distance_m: f64,
    /// Time running and walking, seconds.
    pub moving_s: f64,
    /// Mean cadence, where there is one.
    pub cadence_spm: Option<f64>,
}

impl Trait {
    /// Those of a row of the index.
    pub fn of(row: &Row) -> Self {
        Self {
            start_s: row.started().map_or(0, |t| t.timestamp()),
            distance_m: row.distance_m,
            moving_s: row.moving_s,
            cadence_spm: row.cadence_spm,
        }
    }

    /// True for two recordings of one run. Runners who start a race together differ in time or
    /// cadence.
    fn is_twin_of(&self, other: &Self) -> bool {
        (self.start_s - other.start_s).abs() <= SAME_START_S
            && is_alike(self.distance_m, other.distance_m)
            && is_alike(self.moving_s, other.moving_s)
            && match (self.cadence_spm, other.cadence_spm) {
                (Some(a), Some(b)) => (a - b).abs() <= SAME_CADENCE * a.max(b),
                _ => true,
            }
    }
}

/// Runs seen so far.
#[derive(Debug, Default)]
pub struct Seen(BTreeMap<i64, Vec<Trait>>);

impl Seen {
    /// Remembers a run; false when it, or its twin, was seen before.
    pub fn is_new(&mut self, run: Trait) -> bool {
        let start = run.start_s;
        let near = start.saturating_sub(SAME_START_S)..=start.saturating_add(SAME_START_S);
        let mut known = self.0.range(near).flat_map(|(_, runs)| runs);
        let new = !known.any(|other| other.is_twin_of(&run));
        if new {
            self.0.entry(start).or_default().push(run);
        }
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_run_from_two_exports_is_seen_once() {
        let mut seen = Seen::default();
        let run = Trait {
            start_s: 1_000_000,
            distance_m: 42_195.0,
            moving_s: 13_800.0,
            cadence_spm: Some(174.0),
        };
        assert!(seen.is_new(run));
        let gpx = Trait {
            start_s: 1_000_045,
            distance_m: 41_300.0,
            cadence_spm: None,
            ..run
        };
        assert!(!seen.is_new(gpx));
        let faster = Trait {
            moving_s: 12_600.0,
            ..run
        };
        assert!(seen.is_new(faster), "another runner of the same race");
        let beside = Trait {
            cadence_spm: Some(181.0),
            ..run
        };
        assert!(seen.is_new(beside), "a friend who ran along");
        let later = Trait {
            start_s: 1_000_200,
            ..run
        };
        assert!(seen.is_new(later), "the next wave");
    }
}
