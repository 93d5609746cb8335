//! Fresh running against the stretch after the onset, as one set of numbers. Headline, tiles,
//! slowdown bar, table and advice all take their numbers from here, so that one loss has one
//! number. The late values are the fresh ones times the changes of the attribution, so cadence
//! times stride length is the running pace in both columns, exactly.

use crate::detect::Verdict;
use crate::measure::{Measures, Tally, Window};
use crate::units::Metres;

/// Change of pace, percent, under which there is no slowdown to name or explain: it is within what
/// a watch's distance is good for.
pub const LEAST_SLOWER_PCT: f64 = 1.0;

/// Share of moving time walked late, percent, from which advice for the next run speaks of it: six
/// minutes of an hour, twice what drinks take where there is a table every two miles.
const WALKED_LATE_PCT: f64 = 10.0;

/// So many times the share while fresh, for walking that came in rather than went on.
const WALKED_MORE: f64 = 2.0;

/// A value while fresh and after the onset.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// Mean over the fresh stretch.
    pub fresh: f64,
    /// Mean over the late stretch.
    pub late: f64,
}

impl Pair {
    /// A fresh value and its change in 100 x log units.
    fn changed(fresh: f64, log_pct: f64) -> Self {
        Self {
            fresh,
            late: fresh * (log_pct / 100.0).exp(),
        }
    }

    /// Change from fresh to late, percent.
    pub fn change_pct(&self) -> f64 {
        100.0 * (self.late / self.fresh - 1.0)
    }
}

/// The two stretches side by side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// Fresh running, from and to.
    pub fresh: (Metres, Metres),
    /// From the onset (else the last 3 mi) to the end of the main part.
    pub late: (Metres, Metres),
    /// Steps per minute while running.
    pub cadence_spm: Pair,
    /// Metres per step while running.
    pub step_length_m: Pair,
    /// Seconds per kilometre while running: 60,000 / (cadence x step length).
    pub running_pace_s_per_km: Pair,
    /// Seconds per kilometre, walking included.
    pub pace_s_per_km: Pair,
    /// Share of moving time walked, percent.
    pub walked_pct: Pair,
    /// More time per kilometre for walking, in points of the whole change of pace.
    pub from_walking_pct: f64,
    /// The same for shorter steps.
    pub from_step_length_pct: f64,
    /// The same for fewer steps a minute.
    pub from_cadence_pct: f64,
    /// Change of step length that is usual for the slower pace, percent.
    pub step_expected_pct: f64,
    /// Step length against what is usual for that pace, percent, positive = longer.
    pub step_beyond_pct: f64,
}

impl Comparison {
    /// Sets the two stretches side by side. `None` where speed is no evidence, or where
    /// either stretch has no running.
    pub fn new(measures: &Measures, verdict: &Verdict) -> Option<Self> {
        let parts = verdict.attribution?;
        let (fresh_from, fresh_to) = verdict.fresh?;
        let fresh = between(measures, fresh_from, fresh_to);
        let late = between(measures, parts.from, parts.to);
        let cadence = Pair::changed(fresh.cadence_spm()?, -parts.from_cadence_pct);
        let step = Pair::changed(fresh.step_length_m()?, -parts.from_step_length_pct);
        let running = |of: fn(&Pair) -> f64| 60_000.0 / (of(&cadence) * of(&step));
        let running_pace = Pair {
            fresh: running(|p| p.fresh),
            late: running(|p| p.late),
        };
        // Time per kilometre that walking adds to running while fresh: 1 without walking.
        let held_back = moving_pace(&fresh)? * fresh.speed_m_per_s()? / 1000.0;
        let pace = Pair::changed(running_pace.fresh * held_back, parts.slowdown_pct);
        // Parts of a change in log units, as points of the change in percent.
        let points = if parts.slowdown_pct.abs() > 1e-6 {
            pace.change_pct() / parts.slowdown_pct
        } else {
            1.0
        };
        let percent = |log_pct: f64| 100.0 * ((log_pct / 100.0).exp() - 1.0);
        Some(Self {
            fresh: (fresh_from, fresh_to),
            late: (parts.from, parts.to),
            cadence_spm: cadence,
            step_length_m: step,
            running_pace_s_per_km: running_pace,
            pace_s_per_km: pace,
            walked_pct: Pair {
                fresh: walked_pct(&fresh),
                late: walked_pct(&late),
            },
            from_walking_pct: parts.from_walking_pct * points,
            from_step_length_pct: parts.from_step_length_pct * points,
            from_cadence_pct: parts.from_cadence_pct * points,
            step_expected_pct: percent(parts.step_length_expected_pct),
            step_beyond_pct: percent(parts.step_length_beyond_pct),
        })
    }

    /// More time per kilometre from fresh to late, walking included, percent.
    pub fn slower_pct(&self) -> f64 {
        self.pace_s_per_km.change_pct()
    }

    /// Step length that is usual for the late running pace, metres.
    pub fn usual_step_length_m(&self) -> f64 {
        self.step_length_m.late / (1.0 + self.step_beyond_pct / 100.0)
    }

    /// Shares of moving time walked while fresh and late, percent, where walking came in late: a
    /// tenth of the time and more, and twice the share while fresh.
    pub fn walked_late(&self) -> Option<Pair> {
        let walked = self.walked_pct;
        let came_in = walked.late >= WALKED_LATE_PCT && walked.late >= WALKED_MORE * walked.fresh;
        came_in.then_some(walked)
    }

    /// True where walking has a share worth a number in either stretch, or a part in the
    /// slowdown that shows at a tenth of a percent: running pace alone would then be another
    /// number than the slowdown's.
    pub fn has_walking(&self) -> bool {
        // Half a percent is twenty seconds of an hour: a table with drinks.
        self.walked_pct.fresh.max(self.walked_pct.late) >= 0.5
            || self.from_walking_pct.abs() >= 0.05
    }
}

/// The sums of the windows whose middle lies between two places.
pub(super) fn between(measures: &Measures, from: Metres, to: Metres) -> Tally {
    let middle = |w: &Window| 0.5 * (w.from.0 + w.to.0);
    let mut all = Tally::default();
    for window in &measures.windows {
        if (from.0..to.0).contains(&middle(window)) {
            all.merge(&window.tally);
        }
    }
    all
}

fn walked_pct(tally: &Tally) -> f64 {
    100.0 * tally.walked_s / tally.moving_s().max(f64::MIN_POSITIVE)
}

/// Seconds per kilometre of running and walking.
fn moving_pace(tally: &Tally) -> Option<f64> {
    let metres = tally.running_m + tally.walked_m;
    (metres > 0.0).then(|| 1000.0 * tally.moving_s() / metres)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compared() -> Comparison {
        let same = Pair {
            fresh: 1.0,
            late: 1.0,
        };
        Comparison {
            fresh: (Metres(1000.0), Metres(20_000.0)),
            late: (Metres(20_000.0), Metres(30_000.0)),
            cadence_spm: same,
            step_length_m: same,
            running_pace_s_per_km: same,
            pace_s_per_km: same,
            walked_pct: Pair {
                fresh: 0.0,
                late: 0.0,
            },
            from_walking_pct: 0.0,
            from_step_length_pct: 0.0,
            from_cadence_pct: 0.0,
            step_expected_pct: 0.0,
            step_beyond_pct: 0.0,
        }
    }

    #[test]
    fn walking_came_in_late_from_a_tenth_of_the_time_and_twice_the_share_before() {
        let came_in = |fresh: f64, late: f64| {
            let walked_pct = Pair { fresh, late };
            let compared = Comparison {
                walked_pct,
                ..compared()
            };
            compared.walked_late() == Some(walked_pct)
        };
        assert!(came_in(0.0, 10.5) && came_in(7.0, 15.0));
        assert!(!came_in(0.0, 9.5) && !came_in(8.0, 15.0));
    }

    #[test]
    fn walking_is_named_for_its_share_or_for_its_part() {
        let has = |fresh: f64, late: f64, from_walking_pct: f64| {
            Comparison {
                walked_pct: Pair { fresh, late },
                from_walking_pct,
                ..compared()
            }
            .has_walking()
        };
        assert!(has(0.6, 0.0, 0.0) && has(0.0, 0.6, 0.0) && has(0.0, 0.1, -0.06));
        assert!(!has(0.4, 0.4, 0.04));
    }

    #[test]
    fn steps_longer_than_usual_have_a_shorter_usual_length() {
        let mut of = compared();
        of.step_length_m.late = 1.05;
        of.step_beyond_pct = 5.0;
        assert!((of.usual_step_length_m() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_share_walked_is_one_of_moving_time() {
        let tally = Tally {
            running_s: 300.0,
            walked_s: 100.0,
            walked_m: 150.0,
            stopped_s: 600.0,
            ..Tally::default()
        };
        assert!((walked_pct(&tally) - 25.0).abs() < 1e-12);
        assert_eq!(walked_pct(&Tally::default()), 0.0);
    }
}
