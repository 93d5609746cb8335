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

    /// True for two recordings of one run, for recordings with one start ([`SAME_START_S`]). Runners who
    /// start a race together differ in time or cadence.
    fn is_twin_of(&self, other: &Self) -> bool {
        is_alike(self.distance_m, other.distance_m)
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

    #[test]
    fn a_run_is_told_by_length_start_and_cadence_in_whatever_order_it_comes() {
        let run = Trait {
            start_s: 1_000_000,
            distance_m: 30_000.0,
            moving_s: 9_000.0,
            cadence_spm: Some(174.0),
        };
        let is_new_beside_run = |other: Trait| {
            let mut seen = Seen::default();
            assert!(seen.is_new(run));
            seen.is_new(other)
        };
        let at = |start_s| Trait { start_s, ..run };
        // A minute to either side is one start.
        assert!(!is_new_beside_run(at(1_000_060)) && !is_new_beside_run(at(999_940)));
        assert!(is_new_beside_run(at(1_000_061)) && is_new_beside_run(at(999_939)));
        let longer = Trait {
            distance_m: 31_500.0,
            ..run
        };
        assert!(
            is_new_beside_run(longer),
            "a faster runner who stopped at the same time"
        );
    }

    #[test]
    fn a_row_of_the_index_is_told_by_its_own_numbers() {
        let row = Row {
            start: "2026-05-03T07:00:00Z".to_owned(),
            distance_m: 30_000.0,
            moving_s: 9_000.0,
            cadence_spm: Some(174.0),
            ..Row::default()
        };
        let told = Trait {
            start_s: 1_777_791_600,
            distance_m: 30_000.0,
            moving_s: 9_000.0,
            cadence_spm: Some(174.0),
        };
        assert_eq!(Trait::of(&row), told);
    }
}
