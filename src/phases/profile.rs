//! Speed, heart rate and walking by distance, the input of the rules for phases.

use crate::measure::grade::relative_cost;
use crate::measure::{Channel, Measures};

/// Share of the cost of a grade (Minetti 2002) by which real runners slow down: between half and all of it
/// (docs/method.md, pace).
pub const COST_SHOWN: f64 = 0.6;
/// Windows on either side over which grade is averaged, to reduce the altimeter's error.
const NEAR: usize = 1;
/// A window with less moving time (s) was cut short by a stop or the finish.
const LEAST_MOVING_S: f64 = 8.0;

/// One window of a tenth of a mile.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Middle, miles from the start.
    pub at_mi: f64,
    /// ln moving speed (m/s), walking included, corrected for the grade.
    pub ln_speed: f64,
    /// Correction for the grade: ln speed lost to it.
    pub ground: f64,
    /// ln heart rate.
    pub ln_heart: Option<f64>,
    /// Seconds walked.
    pub walked_s: f64,
    /// Seconds moving.
    pub moving_s: f64,
}

/// The windows of a run in which the runner moved.
#[derive(Debug, Clone)]
pub(super) struct Profile {
    /// In order of distance.
    pub places: Vec<Place>,
    /// Where the run ends, miles.
    pub finish_mi: f64,
}

impl Profile {
    /// The profile of a run.
    pub(super) fn new(measures: &Measures) -> Self {
        let windows = &measures.windows;
        let grade = |i: usize| {
            let near = &windows[i.saturating_sub(NEAR)..(i + NEAR + 1).min(windows.len())];
            let known: Vec<f64> = near.iter().filter_map(|w| w.grade).collect();
            known.iter().sum::<f64>() / known.len().max(1) as f64
        };
        let heart = |w: &crate::measure::Window| {
            let beats = w.tally.mean(Channel::HeartRate);
            beats
                .filter(|&bpm| measures.heart_rate_is_evidence && bpm > 0.0)
                .map(f64::ln)
        };
        let places = windows.iter().enumerate().filter_map(|(i, w)| {
            let (moving_s, metres) = (w.tally.moving_s(), w.tally.running_m + w.tally.walked_m);
            let ground = COST_SHOWN * relative_cost(grade(i)).ln();
            (moving_s >= LEAST_MOVING_S && metres > 0.0).then(|| Place {
                at_mi: 0.5 * (w.from.miles() + w.to.miles()),
                ln_speed: (metres / moving_s).ln() + ground,
                ground,
                ln_heart: heart(w),
                walked_s: w.tally.walked_s,
                moving_s,
            })
        });
        Self {
            places: places.collect(),
            finish_mi: windows.last().map_or(0.0, |w| w.to.miles()),
        }
    }

    /// The same run, ended at `miles`.
    pub(super) fn until(&self, miles: f64) -> Self {
        Self {
            places: self.between(0.0, miles).copied().collect(),
            finish_mi: self.finish_mi.min(miles),
        }
    }

    /// Correction for the grade at a mile, ln speed; 0 where the runner did not move.
    pub(super) fn ground(&self, mile: f64) -> f64 {
        let next = self.places.partition_point(|p| p.at_mi < mile - 0.05);
        self.places.get(next).map_or(0.0, |p| p.ground)
    }

    /// The windows whose middle lies between two miles.
    pub(super) fn between(&self, from: f64, to: f64) -> impl Iterator<Item = &Place> + Clone {
        let places = self.places.iter();
        places.filter(move |p| p.at_mi >= from && p.at_mi < to)
    }

    /// Share of moving time walked between two miles.
    pub(super) fn walked_share(&self, from: f64, to: f64) -> f64 {
        let (walked, moving) = self.between(from, to).fold((0.0, 0.0), |sum, p| {
            (sum.0 + p.walked_s, sum.1 + p.moving_s)
        });
        if moving > 0.0 { walked / moving } else { 0.0 }
    }
}

/// Mean of values; `None` of fewer than `least`.
pub(super) fn mean(values: impl Iterator<Item = f64>, least: usize) -> Option<f64> {
    let (sum, n) = values.fold((0.0, 0), |(sum, n), v| (sum + v, n + 1));
    (n >= least.max(1)).then(|| sum / n as f64)
}

/// The value below which a share `q` of `values` lies; `None` of none.
pub(super) fn quantile(values: impl Iterator<Item = f64>, q: f64) -> Option<f64> {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    let index = (q * (sorted.len() as f64 - 1.0)).round().max(0.0) as usize;
    sorted.get(index).copied()
}

#[cfg(test)]
impl Profile {
    /// A flat run of so many windows of a tenth of a mile; `does` gives ln speed, ln heart rate and the share of
    /// time walked in each.
    pub(super) fn made(windows: usize, does: impl Fn(usize) -> (f64, Option<f64>, f64)) -> Self {
        let place = |k: usize| {
            let (ln_speed, ln_heart, walked) = does(k);
            Place {
                at_mi: 0.1 * k as f64 + 0.05,
                ln_speed,
                ground: 0.0,
                ln_heart,
                walked_s: 50.0 * walked,
                moving_s: 50.0,
            }
        };
        Self {
            places: (0..windows).map(place).collect(),
            finish_mi: 0.1 * windows as f64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::{SplitLength, measure};
    use crate::normalise::testing::run_from;
    use crate::normalise::{Motion, Run, Sample};
    use crate::units::{BeatsPerMinute, METRES_PER_MILE, Metres, Seconds};

    /// Two miles up a grade of 5 % at 3 m/s, a sample a second, with a walk at 1.5 m/s from 1 mi to 1.2 mi.
    fn climb() -> Run {
        let mut samples = vec![Sample {
            altitude: Some(Metres(100.0)),
            ..Sample::default()
        }];
        let (mut metres, mut second) = (0.0, 0.0);
        while metres < 2.0 * METRES_PER_MILE {
            let walks = (1.0..1.2).contains(&Metres(metres).miles());
            metres += if walks { 1.5 } else { 3.0 };
            second += 1.0;
            samples.push(Sample {
                elapsed: Seconds(second),
                duration: Seconds(1.0),
                distance: Metres(metres),
                motion: if walks { Motion::Walk } else { Motion::Run },
                heart_rate: Some(BeatsPerMinute(150.0)),
                altitude: Some(Metres(100.0 + 0.05 * metres)),
                pace_trusted: true,
                ..Sample::default()
            });
        }
        run_from(samples)
    }

    fn profile(run: &Run) -> Profile {
        Profile::new(&measure(run, SplitLength::default()))
    }

    #[test]
    fn speed_has_three_fifths_of_the_grades_cost_given_back() {
        let profile = profile(&climb());
        assert_eq!(profile.places.len(), 20);
        assert!((profile.finish_mi - 2.0).abs() < 0.002);
        // Minetti 2002: 5 % up costs 1.3014 times the flat.
        let ground = 0.6 * 1.3014_f64.ln();
        for (k, place) in profile.places.iter().enumerate() {
            assert!((place.at_mi - 0.1 * k as f64 - 0.05).abs() < 0.002);
            assert!((place.ground - ground).abs() < 0.02, "{place:?}");
            let walks = (10..12).contains(&k);
            let speed: f64 = if walks { 1.5 } else { 3.0 };
            assert!(
                (place.ln_speed - speed.ln() - place.ground).abs() < 0.03,
                "{place:?}"
            );
            // Heart rate is that of running.
            let heart = place.ln_heart.map(|h| h.exp().round());
            assert_eq!(heart.is_some(), !walks || place.walked_s < place.moving_s);
            assert!(heart.is_none_or(|bpm| bpm == 150.0));
            assert!(place.walked_s < 2.0 || walks);
        }
        assert!((profile.ground(1.5) - ground).abs() < 1e-3);
        assert_eq!(profile.ground(5.0), 0.0, "behind the finish");
    }

    #[test]
    fn grade_is_averaged_over_the_window_and_those_beside_it() {
        let mut run = climb();
        let mut measures = measure(&run, SplitLength::default());
        for (k, window) in measures.windows.iter_mut().enumerate() {
            window.grade = Some(if k == 6 { 0.09 } else { 0.0 });
        }
        let ground = |measures: &Measures, k: usize| Profile::new(measures).places[k].ground;
        let third = COST_SHOWN * relative_cost(0.03).ln();
        assert_eq!(ground(&measures, 4), 0.0);
        for k in 5..=7 {
            assert!((ground(&measures, k) - third).abs() < 1e-9);
        }
        assert_eq!(ground(&measures, 8), 0.0);
        // Of windows without a grade the mean leaves out.
        measures.windows[5].grade = None;
        measures.windows[7].grade = None;
        let alone = COST_SHOWN * relative_cost(0.09).ln();
        assert!((ground(&measures, 6) - alone).abs() < 1e-9);
        run.samples.iter_mut().for_each(|s| s.altitude = None);
        assert!(profile(&run).places.iter().all(|p| p.ground == 0.0));
    }

    #[test]
    fn the_ground_at_a_mile_is_that_of_its_window() {
        let mut measures = measure(&climb(), SplitLength::default());
        for (k, window) in measures.windows.iter_mut().enumerate() {
            window.grade = Some(0.001 * k as f64);
        }
        let profile = Profile::new(&measures);
        for (k, place) in profile.places.iter().enumerate().take(19) {
            for inside in [-0.04, 0.0, 0.04] {
                assert_eq!(
                    profile.ground(place.at_mi + inside),
                    place.ground,
                    "window {k}"
                );
            }
        }
    }

    #[test]
    fn parts_of_a_profile_hold_the_windows_whose_middle_lies_in_them() {
        let profile = profile(&climb());
        let half = profile.until(1.0);
        assert_eq!((half.places.len(), half.finish_mi), (10, 1.0));
        assert_eq!(profile.until(9.0).finish_mi, profile.finish_mi);
        assert_eq!(profile.between(0.5, 0.7).count(), 2);
        let middle = profile.places[3].at_mi;
        assert_eq!(
            profile.between(middle, middle + 0.09).count(),
            1,
            "from its middle on"
        );
        assert_eq!(
            profile.between(middle - 0.05, middle).count(),
            0,
            "up to its middle"
        );
        assert!((profile.walked_share(1.0, 1.2) - 1.0).abs() < 0.02);
        // A fifth of a mile at half the speed takes as long as two fifths: two fifths in two and a fifth.
        assert!((profile.walked_share(0.0, 2.0) - 0.4 / 2.2).abs() < 0.01);
        assert_eq!(profile.walked_share(0.0, 0.9), 0.0);
        assert_eq!(profile.walked_share(5.0, 6.0), 0.0);
    }

    #[test]
    fn windows_cut_short_by_a_stop_are_left_out() {
        let mut measures = measure(&climb(), SplitLength::default());
        let heart = |measures: &Measures| Profile::new(measures).places[2].ln_heart;
        assert!(heart(&measures).is_some());
        measures.heart_rate_is_evidence = false;
        assert_eq!(heart(&measures), None);
        measures.windows[3].tally.running_s = LEAST_MOVING_S - 0.1;
        measures.windows[5].tally.running_s = LEAST_MOVING_S;
        measures.windows[7].tally.running_m = 0.0;
        let places = Profile::new(&measures).places;
        let left: Vec<i64> = places.iter().map(|p| (10.0 * p.at_mi) as i64).collect();
        let want: Vec<i64> = (0..20).filter(|k| ![3, 7].contains(k)).collect();
        assert_eq!(left, want);
    }

    #[test]
    fn means_and_quantiles_of_few_values() {
        let values = [4.0, 1.0, 2.0, 3.0, 5.0];
        assert_eq!(mean(values.into_iter(), 5), Some(3.0));
        assert_eq!(mean(values.into_iter(), 6), None);
        assert_eq!(mean([].into_iter(), 0), None);
        let of = |q| quantile(values.into_iter(), q);
        assert_eq!(
            [of(0.0), of(0.5), of(0.9), of(1.0)],
            [1.0, 3.0, 5.0, 5.0].map(Some)
        );
        assert_eq!(of(0.25), Some(2.0));
        assert_eq!(quantile([].into_iter(), 0.5), None);
    }
}
