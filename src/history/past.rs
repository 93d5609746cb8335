//! The earlier runs that a report rests on: which they are, and what was taken from them.

use chrono::{DateTime, Utc};

use super::longest::{LongestRecent, longest_recent};
use super::pool::{apart_from, pool};
use super::{Earlier, PastRun, Said, are_twins};
use crate::detect::HabitualCurve;

/// The history of one run.
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
        let own = |run: &&PastRun| {
            run.start < start && !are_twins((run.start, run.distance_m), (start, distance_m))
        };
        let mut before: Vec<&PastRun> = all.iter().filter(own).collect();
        before.sort_by(|a, b| b.start.cmp(&a.start).then_with(|| a.name.cmp(&b.name)));
        let mut runs: Vec<PastRun> = Vec::new();
        for run in before {
            let place = (run.start, run.distance_m);
            let twin = |known: &&mut PastRun| are_twins((known.start, known.distance_m), place);
            match runs.iter_mut().rev().find(twin) {
                // Of two recordings, the one with a curve says more.
                Some(known) if known.curve.is_none() => *known = run.clone(),
                Some(_) => {}
                None => runs.push(run.clone()),
            }
        }
        if runs.is_empty() {
            return None;
        }
        let earlier: Vec<Earlier> = runs.iter().filter_map(PastRun::earlier).collect();
        Some(Self {
            said: pool(&earlier),
            longest_recent: longest_recent(&runs, start, distance_m),
            runs,
        })
    }

    /// Percent by which the fresh cadence of a run with this curve differs from these runs', where
    /// that is more than the days of one runner differ.
    pub fn apart_from(&self, curve: &HabitualCurve) -> Option<f64> {
        let earlier: Vec<Earlier> = self.runs.iter().filter_map(PastRun::earlier).collect();
        apart_from(&earlier, curve)
    }

    /// Runs whose curve could be fitted.
    pub fn with_curve(&self) -> usize {
        self.runs.iter().filter(|run| run.curve.is_some()).count()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::run;
    use super::*;
    use chrono::TimeDelta;

    fn past(days: i64, level_spm: f64) -> PastRun {
        let Earlier {
            start,
            distance_m,
            curve,
        } = run(days, level_spm, 0.1);
        PastRun {
            name: format!("{days}.fit"),
            start,
            distance_m,
            curve: Some(curve),
        }
    }

    #[test]
    fn only_what_began_earlier_is_history_and_two_recordings_count_once() {
        let mut all: Vec<PastRun> = (0..6).map(|d| past(7 * d, 174.0)).collect();
        let mut phone = all[1].clone();
        phone.start += TimeDelta::seconds(30);
        phone.curve = None;
        all.push(phone);
        let of = |days: i64| History::before(&all, run(days, 0.0, 0.0).start, 30_000.0);
        assert_eq!(
            of(0),
            None,
            "the first run has no history, and is not its own"
        );
        let history = of(35).unwrap();
        let names: Vec<&str> = history.runs.iter().map(|r| r.name.as_str()).collect();
        assert_eq!(names, ["28.fit", "21.fit", "14.fit", "7.fit", "0.fit"]);
        assert_eq!(history.with_curve(), 5);
        assert!(matches!(history.said, Said::Curve(curve) if curve.runs == 5));
        let stranger = run(35, 190.0, 0.1).curve;
        assert!(history.apart_from(&stranger).is_some_and(|pct| pct > 8.0));
    }
}
