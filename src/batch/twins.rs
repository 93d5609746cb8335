//! The same run twice: as FIT and as GPX, in two exports, under two names.

use std::collections::BTreeMap;

/// Starts this close are one start: exports round it, and some begin at the first
/// position instead of at the press of the button. Seconds.
const SAME_START_S: i64 = 60;
/// Distances within this share are one distance: positions and the device's own distance
/// of one run differ by 1-3 %.
const SAME_DISTANCE: f64 = 0.03;

/// True when two runs, as start in seconds since 1970 and distance in metres, are one.
pub fn are_twins(a: (i64, f64), b: (i64, f64)) -> bool {
    (a.0 - b.0).abs() <= SAME_START_S && (a.1 - b.1).abs() <= SAME_DISTANCE * a.1.max(b.1)
}

/// Runs seen so far.
#[derive(Debug, Default)]
pub struct Seen(BTreeMap<i64, Vec<f64>>);

impl Seen {
    /// Remembers a run; false when it, or its twin, was seen before.
    pub fn is_new(&mut self, start_s: i64, distance_m: f64) -> bool {
        let near = start_s.saturating_sub(SAME_START_S)..=start_s.saturating_add(SAME_START_S);
        let known = self.0.range(near).any(|(start, distances)| {
            let same = |d: &f64| are_twins((*start, *d), (start_s, distance_m));
            distances.iter().any(same)
        });
        if !known {
            self.0.entry(start_s).or_default().push(distance_m);
        }
        !known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_run_from_two_exports_is_seen_once() {
        let mut seen = Seen::default();
        assert!(seen.is_new(1_000_000, 42_195.0));
        assert!(!seen.is_new(1_000_045, 41_300.0));
        assert!(
            seen.is_new(1_000_030, 10_000.0),
            "another runner of the same race"
        );
        assert!(seen.is_new(1_000_200, 42_195.0), "the next wave");
    }
}
