//! Earlier runs of the same runner: what they say of the runner's own curve, and whether
//! the point of breakdown is moving.

mod longest;
mod past;
mod pool;
mod trend;

pub use longest::{LongestRecent, SPIKE_PCT, WINDOW_DAYS, longest_recent};
pub use past::History;
pub use pool::{PersonalCurve, pool};
pub use trend::{
    Direction, Mark, SEARCH_ENDS_BEFORE_FINISH, Trend, came_earlier, came_later,
    common_speed_m_per_s, trend,
};

use chrono::{DateTime, Utc};

use crate::Analysis;
use crate::detect::HabitualCurve;

/// Starts this close are one start: exports round it, and some begin at the first
/// position instead of at the press of the button.
const SAME_START_S: i64 = 60;
/// Distances within this share are one distance: positions and the device's own distance
/// of one run differ by 1-3 %.
const SAME_DISTANCE: f64 = 0.03;

/// What one earlier run says of its runner's curve. A verdict's curve is fitted on fresh
/// running only, so nothing after that run's own onset is in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Earlier {
    /// Time of its first sample, UTC.
    pub start: DateTime<Utc>,
    /// How long it was, metres.
    pub distance_m: f64,
    /// Cadence against speed and grade while the runner was fresh.
    pub curve: HabitualCurve,
}

impl Earlier {
    /// What an analysis says; `None` where no curve could be fitted.
    pub fn of(analysis: &Analysis) -> Option<Self> {
        Some(Self {
            start: analysis.run.start,
            distance_m: analysis.measures.total.distance_m(),
            curve: analysis.verdict.curve?,
        })
    }

    fn is_twin_of(&self, start: DateTime<Utc>, distance_m: f64) -> bool {
        are_twins((self.start, self.distance_m), (start, distance_m))
    }
}

/// True for the start and the distance (m) of one run, or of two recordings of it.
fn are_twins(one: (DateTime<Utc>, f64), other: (DateTime<Utc>, f64)) -> bool {
    let apart = (one.0 - other.0).num_seconds().abs();
    let longer = one.1.max(other.1);
    apart <= SAME_START_S && (one.1 - other.1).abs() <= SAME_DISTANCE * longer
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
    /// Its curve when fresh; `None` where none could be fitted: a short run, one without cadence.
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

    fn earlier(&self) -> Option<Earlier> {
        Some(Earlier {
            start: self.start,
            distance_m: self.distance_m,
            curve: self.curve?,
        })
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

/// What the runs that *began earlier* than a run of this start and distance say of it:
/// never the run itself or its twin, never a later one. Two recordings of one earlier run
/// count once.
pub fn before(earlier: &[Earlier], start: DateTime<Utc>, distance_m: f64) -> Said {
    let mut used: Vec<Earlier> = Vec::new();
    for run in earlier {
        let own = run.start >= start || run.is_twin_of(start, distance_m);
        if !own && !used.iter().any(|u| u.is_twin_of(run.start, run.distance_m)) {
            used.push(*run);
        }
    }
    pool(&used)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use chrono::TimeDelta;

    /// A run `days` after the first, with a curve of this level and elasticity.
    pub fn run(days: i64, level_spm: f64, elasticity: f64) -> Earlier {
        let first = DateTime::from_timestamp(1_760_000_000, 0).unwrap_or_default();
        Earlier {
            start: first + TimeDelta::days(days),
            distance_m: 30_000.0,
            curve: HabitualCurve {
                level_spm,
                reference_speed_m_per_s: 3.0,
                elasticity,
                elasticity_sd: 0.03,
                grade_effect: 0.6,
            },
        }
    }

    fn curve(said: Said) -> Option<PersonalCurve> {
        match said {
            Said::Curve(curve) => Some(curve),
            _ => None,
        }
    }

    #[test]
    fn only_what_began_earlier_counts_and_never_the_run_itself() {
        let runs: Vec<Earlier> = (0..6).map(|d| run(d * 7, 174.0, 0.1)).collect();
        let at = |days: i64| before(&runs, run(days, 0.0, 0.0).start, 30_000.0);
        assert_eq!(at(0), Said::Nothing);
        assert_eq!(
            curve(at(35)).unwrap().runs,
            5,
            "the sixth is the run itself"
        );
        assert_eq!(curve(at(100)).unwrap().runs, 6);
        let mut shuffled = runs.clone();
        shuffled.reverse();
        assert_eq!(before(&shuffled, runs[5].start, 30_000.0), at(35));
    }

    #[test]
    fn two_recordings_of_an_earlier_run_count_once() {
        let mut runs: Vec<Earlier> = (0..4).map(|d| run(d * 7, 174.0, 0.1)).collect();
        let mut gpx = runs[1];
        gpx.start += TimeDelta::seconds(40);
        gpx.distance_m *= 1.02;
        runs.push(gpx);
        let said = before(&runs, run(100, 0.0, 0.0).start, 30_000.0);
        assert_eq!(curve(said).unwrap().runs, 4);
    }
}
