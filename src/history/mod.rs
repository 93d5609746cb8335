//! Earlier runs of the same runner: what they say of the runner's own curve, and whether
//! the point of breakdown is moving.

mod longest;
mod pool;
mod trend;

pub use longest::{LongestRecent, SPIKE_PCT, WINDOW_DAYS, longest_recent};
pub use pool::{PersonalCurve, pool};
pub use trend::{
    Direction, Mark, SEARCH_ENDS_BEFORE_FINISH, Trend, came_earlier, came_later,
    common_speed_m_per_s, trend,
};

use chrono::{DateTime, Utc};
use pool::apart_from;

use crate::Analysis;
use crate::detect::HabitualCurve;

/// Starts this close (s) are one start: exports round it, and some begin at the first
/// position instead of at the press of the button.
pub const SAME_START_S: i64 = 60;
/// Distances within this share are one distance: positions and the device's own distance
/// of one run differ by 1-3 %. Moving times differ as little.
pub const SAME_SHARE: f64 = 0.03;

/// True if two distances (m), or two moving times (s), may be those of one run.
pub fn is_alike(a: f64, b: f64) -> bool {
    (a - b).abs() <= SAME_SHARE * a.max(b)
}

/// A run of the history.
#[derive(Debug, Clone, PartialEq)]
pub struct PastRun {
    /// What reports call it: the path of its recording.
    pub name: String,
    /// Time of its first sample, UTC.
    pub start: DateTime<Utc>,
    /// How long it was, metres.
    pub distance_m: f64,
    /// Cadence against speed and grade while the runner was fresh, so nothing after the run's own
    /// onset is in it; `None` where it could not be fitted: a short run, one without cadence.
    pub curve: Option<HabitualCurve>,
}

impl PastRun {
    /// What an analysis says of a run that goes by `name`.
    pub fn of(analysis: &Analysis, name: String) -> Self {
        Self {
            name,
            start: analysis.run.start,
            distance_m: analysis.measures.total.distance_m(),
            curve: analysis.verdict.curve,
        }
    }

    /// True for another recording of a run of this start and distance.
    fn is_twin_of(&self, start: DateTime<Utc>, distance_m: f64) -> bool {
        let apart_s = (self.start - start).num_seconds().abs();
        apart_s <= SAME_START_S && is_alike(self.distance_m, distance_m)
    }
}

/// What earlier runs say.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// Too few of them to say anything.
    Nothing,
    /// One curve from all earlier runs, the prior of the run at hand.
    Curve(PersonalCurve),
    /// They are of more than one runner, so nothing is taken from them: share in percent
    /// by which cadence at one speed differs between the two groups.
    TwoRunners(f64),
    /// They agree with each other and not with the run at hand, so nothing is taken from them:
    /// percent by which its fresh cadence is above (below 0: below) theirs at its speed.
    AnotherRunner(f64),
}

/// The earlier runs that the report on one run rests on, and what was taken from them.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// The runs that began before it, the latest first. Two recordings of one run count once.
    pub runs: Vec<PastRun>,
    /// What they say of its runner's curve.
    pub said: Said,
    /// The longest run of the 30 days before it, where the history covers these.
    pub longest_recent: Option<LongestRecent>,
}

impl History {
    /// What `all` says of a run of this start and distance: never from the run itself or another
    /// recording of it, never from a later one. `None` where nothing began before it.
    pub fn before(all: &[PastRun], start: DateTime<Utc>, distance_m: f64) -> Option<Self> {
        let mut before: Vec<&PastRun> = (all.iter())
            .filter(|run| run.start < start && !run.is_twin_of(start, distance_m))
            .collect();
        before.sort_by(|a, b| b.start.cmp(&a.start).then_with(|| a.name.cmp(&b.name)));
        let mut runs: Vec<PastRun> = Vec::new();
        for run in before {
            let mut nearest_first = runs.iter_mut().rev();
            match nearest_first.find(|known| known.is_twin_of(run.start, run.distance_m)) {
                // Of two recordings, the one with a curve says more.
                Some(known) if known.curve.is_none() => *known = run.clone(),
                Some(_) => {}
                None => runs.push(run.clone()),
            }
        }
        if runs.is_empty() {
            return None;
        }
        Some(Self {
            said: pool(&curves(&runs)),
            longest_recent: longest_recent(&runs, start, distance_m),
            runs,
        })
    }

    /// Percent by which the fresh cadence of a run with this curve differs from these runs', where
    /// that is more than the days of one runner differ.
    pub fn apart_from(&self, curve: &HabitualCurve) -> Option<f64> {
        apart_from(&curves(&self.runs), curve)
    }

    /// Runs whose curve could be fitted.
    pub fn with_curve(&self) -> usize {
        curves(&self.runs).len()
    }
}

/// The curves that could be fitted.
fn curves(runs: &[PastRun]) -> Vec<HabitualCurve> {
    runs.iter().filter_map(|run| run.curve).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use chrono::TimeDelta;

    /// A curve of this level and elasticity.
    pub fn curve(level_spm: f64, elasticity: f64) -> HabitualCurve {
        HabitualCurve {
            level_spm,
            reference_speed_m_per_s: 3.0,
            elasticity,
            elasticity_sd: 0.03,
            grade_effect: 0.6,
        }
    }

    /// A run `days` after the first.
    fn past(days: i64) -> PastRun {
        let first = DateTime::from_timestamp(1_760_000_000, 0).unwrap_or_default();
        PastRun {
            name: format!("{days}.fit"),
            start: first + TimeDelta::days(days),
            distance_m: 30_000.0,
            curve: Some(curve(174.0, 0.1)),
        }
    }

    #[test]
    fn only_what_began_earlier_is_history_and_two_recordings_count_once() {
        let mut all: Vec<PastRun> = (0..6).map(|d| past(7 * d)).collect();
        let mut phone = all[1].clone();
        phone.start += TimeDelta::seconds(40);
        phone.distance_m *= 1.02;
        phone.curve = None;
        all.push(phone);
        let of = |all: &[PastRun], days| History::before(all, past(days).start, 30_000.0);
        let none = "the first run has no history, and is not its own";
        assert_eq!(of(&all, 0), None, "{none}");
        let history = of(&all, 35).unwrap();
        let names: Vec<&str> = history.runs.iter().map(|r| r.name.as_str()).collect();
        assert_eq!(names, ["28.fit", "21.fit", "14.fit", "7.fit", "0.fit"]);
        assert_eq!(history.with_curve(), 5);
        assert!(matches!(history.said, Said::Curve(curve) if curve.runs == 5));
        let stranger = curve(190.0, 0.1);
        assert!(history.apart_from(&stranger).is_some_and(|pct| pct > 8.0));
        assert_eq!(of(&all, 100).unwrap().with_curve(), 6);
        all.reverse();
        assert_eq!(of(&all, 35), Some(history), "in any order");
    }

    #[test]
    fn a_twin_has_both_the_start_and_the_distance() {
        let of = |seconds: i64, distance_m: f64| {
            let other = PastRun {
                start: past(35).start - TimeDelta::seconds(seconds),
                distance_m,
                ..past(0)
            };
            History::before(&[other], past(35).start, 30_000.0).is_some()
        };
        assert!(!of(40, 30_600.0), "the same run");
        assert!(of(40, 15_000.0) && of(90, 30_000.0), "another one");
        assert!(!of(0, 15_000.0) && !of(-40, 15_000.0), "not before it");
    }

    #[test]
    fn runs_of_one_start_stand_in_the_order_of_their_names() {
        let of_length = |name: &str, distance_m: f64| PastRun {
            name: name.to_owned(),
            distance_m,
            ..past(0)
        };
        let mut all = vec![of_length("b", 20_000.0), of_length("a", 10_000.0)];
        let names = |all: &[PastRun]| {
            let history = History::before(all, past(7).start, 30_000.0).unwrap();
            history.runs.into_iter().map(|r| r.name).collect::<Vec<_>>()
        };
        assert_eq!(names(&all), ["a", "b"]);
        all.reverse();
        assert_eq!(names(&all), ["a", "b"]);
    }

    #[test]
    fn three_percent_of_the_longer_is_one_distance() {
        assert!(is_alike(100.0, 97.05) && is_alike(97.05, 100.0));
        assert!(!is_alike(100.0, 96.9) && !is_alike(96.9, 100.0));
    }
}
