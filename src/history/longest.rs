//! The longest run of the last 30 days: a single run far beyond it is a jump in load.

use chrono::{DateTime, TimeDelta, Utc};

use super::PastRun;

/// Days before a run in which the longest is looked for: those of Frandsen et al. 2025 (doi
/// 10.1136/bjsports-2024-109380).
pub const WINDOW_DAYS: i64 = 30;
/// A run longer than the longest of those days by more than this is a spike, percent: up to
/// there the study had its reference group.
pub const SPIKE_PCT: f64 = 10.0;
/// Fewest runs within the window for a history that covers it: about one a week. Where fewer
/// are known, a long one is easily missing.
const FEWEST_RUNS: usize = 4;

/// The longest run of the days before a run.
#[derive(Debug, Clone, PartialEq)]
pub struct LongestRecent {
    /// Distance of that run, metres.
    pub distance_m: f64,
    /// Time of its first sample, UTC.
    pub start: DateTime<Utc>,
    /// Runs in those days.
    pub runs: usize,
    /// By how much the run at hand is longer, percent; below 0 for a shorter one.
    pub beyond_pct: f64,
}

impl LongestRecent {
    /// True for a run beyond it by more than [`SPIKE_PCT`].
    pub fn is_exceeded(&self) -> bool {
        self.beyond_pct > SPIKE_PCT
    }
}

/// The longest of `runs` in the [`WINDOW_DAYS`] before a run of this start and length; `None`
/// where they do not cover these days: nothing older is known, so the record may begin within
/// them, or fewer than 4 runs lie within.
pub fn longest_recent(
    runs: &[PastRun],
    start: DateTime<Utc>,
    distance_m: f64,
) -> Option<LongestRecent> {
    let from = start - TimeDelta::days(WINDOW_DAYS);
    let begins_before = runs.iter().any(|run| run.start < from);
    let within: Vec<&PastRun> = (runs.iter())
        .filter(|run| run.start >= from && run.start < start)
        .collect();
    if !begins_before || within.len() < FEWEST_RUNS {
        return None;
    }
    let longest = (within.iter()).max_by(|a, b| a.distance_m.total_cmp(&b.distance_m))?;
    (longest.distance_m > 0.0).then(|| LongestRecent {
        distance_m: longest.distance_m,
        start: longest.start,
        runs: within.len(),
        beyond_pct: 100.0 * (distance_m / longest.distance_m - 1.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs that began so many hours before the one at hand, each with its length in km.
    fn past(runs: &[(i64, f64)]) -> Vec<PastRun> {
        let run = |(hours, km): &(i64, f64)| PastRun {
            name: String::new(),
            start: now() - TimeDelta::hours(*hours),
            distance_m: 1000.0 * km,
            curve: None,
        };
        runs.iter().map(run).collect()
    }

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_760_000_000, 0).unwrap_or_default()
    }

    #[test]
    fn a_run_beyond_the_longest_of_30_days_is_a_spike() {
        let runs = past(&[
            (100, 10.0),
            (200, 20.0),
            (400, 15.0),
            (719, 18.0),
            (721, 32.0),
        ]);
        let of = |km: f64| longest_recent(&runs, now(), 1000.0 * km).unwrap();
        let spike = of(22.2);
        assert!((spike.beyond_pct - 11.0).abs() < 1e-9 && spike.is_exceeded());
        assert_eq!((spike.distance_m, spike.runs), (20_000.0, 4));
        assert!(!of(21.99).is_exceeded(), "ten percent is no spike");
        assert!(!of(12.0).is_exceeded());
    }

    #[test]
    fn a_history_that_does_not_cover_the_days_says_nothing() {
        let of = |runs: &[(i64, f64)]| longest_recent(&past(runs), now(), 3e4);
        let within = [(100, 10.0), (200, 20.0), (400, 15.0), (700, 18.0)];
        assert_eq!(of(&within), None, "it may begin within them");
        let sparse = [(100, 10.0), (200, 20.0), (400, 15.0), (721, 18.0)];
        assert_eq!(of(&sparse), None, "three runs in a month");
        assert_eq!(of(&[]), None);
    }

    #[test]
    fn neither_later_runs_nor_runs_of_no_length_say_anything() {
        let days = [
            (100, 10.0),
            (200, 20.0),
            (400, 15.0),
            (700, 18.0),
            (721, 9.0),
        ];
        let with_later = [&days[..], &[(0, 50.0), (-5, 60.0)]].concat();
        let of = |runs: &[(i64, f64)]| longest_recent(&past(runs), now(), 3e4);
        assert_eq!(of(&with_later), of(&days));
        assert_eq!(of(&days).map(|longest| longest.runs), Some(4));
        assert_eq!(of(&days.map(|(hours, _)| (hours, 0.0))), None);
    }
}
