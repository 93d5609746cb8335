//! Repetitions: hard efforts and recoveries in turn, wherever the session's warm-up and
//! cool-down lie.

use super::profile::{Profile, quantile};
use crate::normalise::{Motion, Run};
use crate::units::METRES_PER_MILE;

/// Two gears: this much apart in ln speed (jogs between efforts are slower by a sixth and more),
const GEARS_APART: f64 = 0.15;
/// ... this many of the gears' own standard deviations apart: splitting a bell in two gives 2.7,
/// an even spread 3.5,
const GEARS_SD: f64 = 3.6;
/// ... changed between at least this often without a longer bout between,
const GEAR_CHANGES: usize = 8;
/// ... with bouts of this many stretches on average: the noise of positions changes sooner.
const LEAST_BOUT: usize = 5;
/// No effort is longer than two kilometres and a bit, no recovery longer than a kilometre and a half (stretches): a
/// run that breaks into walks or slows down has long running before.
const LONGEST: (usize, usize) = (55, 36);
/// Long running beside the efforts is easier than they are, ln speed: before a wall it is faster.
const EASIER: f64 = 0.03;
/// Easy running of a session with walked recoveries is easier than its efforts by this much, ln
/// speed: a walk break that the threshold missed makes a long bout 3-5 % slower.
const MUCH_EASIER: f64 = 0.1;
/// The work takes at least this share of the run: strides at the end of an easy run are none.
const LEAST_WORK: f64 = 0.25;
/// Share of the bouts that lie on their own side of the middle between the gears.
const ALIKE: f64 = 0.75;
/// Least share of the work in each gear.
const LEAST_GEAR: f64 = 0.1;
/// Quantiles of speed that are tried as the threshold between the gears: one between every two
/// of a session's three speeds (recovery, easy, effort), whatever their shares.
const THRESHOLDS: [f64; 19] = [
    0.05, 0.10, 0.15, 0.20, 0.25, 0.30, 0.35, 0.40, 0.45, 0.50, 0.55, 0.60, 0.65, 0.70, 0.75, 0.80,
    0.85, 0.90, 0.95,
];
/// From this share of walking a recovery is walked.
const WALKED: f64 = 0.5;

/// Length of the stretches that are compared, metres: recoveries are 100-400 m long, and within
/// a window of a tenth of a mile most would be mixed with effort.
const STRETCH_M: f64 = 40.0;

/// Stretches on either side over which the median speed is taken, 200 m with the one between: what positions and the
/// ground do over 30-100 m is gone, and a recovery or an effort of 120 m is left.
const BESIDE: usize = 2;

/// First and last mile of the repetitions: those of the threshold between two gears that parts
/// the efforts best from the recoveries.
pub(super) fn find(run: &Run, profile: &Profile) -> Option<(f64, f64)> {
    let stretches = stretches(run, profile);
    let speeds = || stretches.iter().map(|s| s.ln_speed);
    let work = THRESHOLDS
        .iter()
        .filter_map(|&share| Work::find(&stretches, quantile(speeds(), share)?))
        .max_by(|a, b| a.apart.total_cmp(&b.apart))?;
    Some((
        (stretches[work.first].at_mi - 0.05).max(0.0),
        (stretches[work.last].at_mi + 0.05).min(profile.finish_mi),
    ))
}

/// A stretch of [`STRETCH_M`], short enough to be an effort or a part of one.
struct Stretch {
    /// Middle of the stretch, miles from the start.
    at_mi: f64,
    /// ln speed (m/s), corrected for the grade.
    ln_speed: f64,
    walked: bool,
}

/// Moving in one gear without a change.
struct Bout {
    fast: bool,
    /// First stretch, and the one after the last.
    from: usize,
    to: usize,
    /// Mean ln speed (m/s) over the stretch.
    ln_speed: f64,
    walked: bool,
}

impl Bout {
    fn len(&self) -> usize {
        self.to - self.from
    }

    fn is_long(&self) -> bool {
        self.len() > if self.fast { LONGEST.0 } else { LONGEST.1 }
    }
}

/// Efforts and recoveries in turn.
struct Work {
    /// First and last stretch.
    first: usize,
    last: usize,
    /// Standard deviations between efforts and recoveries.
    apart: f64,
}

impl Work {
    /// The work among stretches whose gears are parted by this ln speed; `None` if one of the
    /// marks of repetitions is missing.
    fn find(stretches: &[Stretch], threshold: f64) -> Option<Self> {
        let bouts = bouts(stretches, threshold);
        // Warm-up, cool-down and any other long moving part the sessions of efforts.
        let work = bouts
            .split(|bout| bout.is_long())
            .max_by_key(|part| part.len())?;
        let (first, end) = (work.first()?.from, work.last()?.to);
        let inside = &stretches[first..end];
        let (recovery, effort) = (
            Gear::of(inside, |s| s.ln_speed <= threshold)?,
            Gear::of(inside, |s| s.ln_speed > threshold)?,
        );
        let within = ((recovery.squares + effort.squares) / inside.len() as f64).sqrt();
        let apart = (effort.ln_speed - recovery.ln_speed) / within.max(1e-9);
        // Ripples of one gear about a threshold are no efforts: most of them lie on its side.
        let middle = 0.5 * (recovery.ln_speed + effort.ln_speed);
        let sided = work.iter().filter(|b| b.fast == (b.ln_speed > middle));
        let alike = sided.count() as f64 >= ALIKE * work.len() as f64;
        let long = || bouts.iter().filter(|bout| bout.is_long());
        let easier = long().all(|bout| bout.ln_speed < effort.ln_speed - EASIER);
        // Who runs and walks by plan does so at one speed; a session also has easy running.
        let easy_running =
            long().any(|bout| !bout.walked && bout.ln_speed < effort.ln_speed - MUCH_EASIER);
        let distinct = effort.ln_speed - recovery.ln_speed >= GEARS_APART && apart >= GEARS_SD;
        let regular = (GEAR_CHANGES..=inside.len() / LEAST_BOUT).contains(&(work.len() - 1));
        let long_enough = inside.len() as f64 >= LEAST_WORK * stretches.len() as f64;
        let by_plan = recovery.walked && !easy_running;
        (distinct && alike && regular && long_enough && easier && !by_plan).then_some(Self {
            first,
            last: end - 1,
            apart,
        })
    }
}

fn bouts(stretches: &[Stretch], threshold: f64) -> Vec<Bout> {
    let fast = |s: &Stretch| s.ln_speed > threshold;
    let mut from = 0;
    stretches
        .chunk_by(|a, b| fast(a) == fast(b))
        .map(|part| {
            let n = part.len() as f64;
            let walked = part.iter().filter(|s| s.walked).count() as f64;
            let bout = Bout {
                fast: fast(&part[0]),
                from,
                to: from + part.len(),
                ln_speed: part.iter().map(|s| s.ln_speed).sum::<f64>() / n,
                walked: walked >= WALKED * n,
            };
            from = bout.to;
            bout
        })
        .collect()
}

/// All efforts, or all recoveries.
struct Gear {
    /// Mean of the ln speeds (m/s) of its bouts.
    ln_speed: f64,
    /// Sum of squared deviations from it.
    squares: f64,
    walked: bool,
}

impl Gear {
    /// `None` where it takes too little of the work.
    fn of(work: &[Stretch], belongs: impl Fn(&&Stretch) -> bool) -> Option<Self> {
        let of: Vec<&Stretch> = work.iter().filter(belongs).collect();
        let n = of.len() as f64;
        let mean = of.iter().map(|s| s.ln_speed).sum::<f64>() / n;
        (n >= LEAST_GEAR * work.len() as f64).then(|| Self {
            ln_speed: mean,
            squares: of.iter().map(|s| (s.ln_speed - mean).powi(2)).sum(),
            walked: of.iter().filter(|s| s.walked).count() as f64 >= WALKED * n,
        })
    }
}

/// Every stretch that was run or walked, with the median speed about it.
fn stretches(run: &Run, profile: &Profile) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    let (mut metres, mut seconds, mut walked_s) = (0.0, 0.0, 0.0);
    for pair in run.samples.windows(2) {
        let (before, s) = (&pair[0], &pair[1]);
        if !matches!(s.motion, Motion::Run | Motion::Walk) || !s.pace_trusted {
            (metres, seconds, walked_s) = (0.0, 0.0, 0.0);
            continue;
        }
        metres += s.distance.value() - before.distance.value();
        seconds += s.duration.value();
        if s.motion == Motion::Walk {
            walked_s += s.duration.value();
        }
        if metres >= STRETCH_M && seconds > 0.0 {
            let at_mi = (s.distance.value() - 0.5 * metres) / METRES_PER_MILE;
            stretches.push(Stretch {
                at_mi,
                ln_speed: (metres / seconds).ln() + profile.ground(at_mi),
                walked: walked_s > 0.5 * seconds,
            });
            (metres, seconds, walked_s) = (0.0, 0.0, 0.0);
        }
    }
    let raw: Vec<f64> = stretches.iter().map(|s| s.ln_speed).collect();
    for (i, stretch) in stretches.iter_mut().enumerate() {
        let near = &raw[i.saturating_sub(BESIDE)..(i + BESIDE + 1).min(raw.len())];
        stretch.ln_speed = quantile(near.iter().copied(), 0.5).unwrap_or(raw[i]);
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::{SplitLength, measure};
    use crate::normalise::Sample;
    use crate::normalise::testing::run_from;
    use crate::units::{Metres, Seconds};

    /// Stretches at ln speeds: so many at each.
    fn at(parts: &[(usize, f64)]) -> Vec<Stretch> {
        let speeds = parts.iter().flat_map(|&(n, speed)| vec![speed; n]);
        let stretch = |(k, ln_speed): (usize, f64)| Stretch {
            at_mi: 0.025 * k as f64,
            ln_speed,
            walked: false,
        };
        speeds.enumerate().map(stretch).collect()
    }

    /// `bouts` bouts in turn, the first an effort; efforts and recoveries have `long` stretches.
    fn turns(bouts: usize, long: (usize, usize), apart: f64) -> Vec<(usize, f64)> {
        let bout = |k| {
            if k % 2 == 0 {
                (long.0, 0.0)
            } else {
                (long.1, -apart)
            }
        };
        (0..bouts).map(bout).collect()
    }

    /// Whether the parts are repetitions, with the threshold midway between gears 0.3 apart.
    fn found(parts: &[(usize, f64)]) -> bool {
        Work::find(&at(parts), -0.15).is_some()
    }

    #[test]
    fn gears_are_a_sixth_apart() {
        let found = |apart| Work::find(&at(&turns(11, (10, 10), apart)), -0.5 * apart);
        let work = found(0.16).expect("repetitions");
        assert_eq!((work.first, work.last), (0, 109));
        assert!(found(0.14).is_none());
    }

    #[test]
    fn gears_are_many_of_their_own_standard_deviations_apart() {
        let apart = |deviation: f64| {
            let mut stretches = at(&turns(11, (10, 10), 0.3));
            for (k, stretch) in stretches.iter_mut().enumerate() {
                stretch.ln_speed += if k % 2 == 0 { deviation } else { -deviation };
            }
            Work::find(&stretches, -0.15).map(|work| work.apart)
        };
        assert!((apart(0.3 / 4.0).expect("repetitions") - 4.0).abs() < 1e-6);
        assert_eq!(apart(0.3 / 3.5), None);
    }

    #[test]
    fn gears_change_often_and_stay_for_a_while() {
        assert!(found(&turns(9, (10, 10), 0.3)));
        assert!(!found(&turns(8, (10, 10), 0.3)), "seven changes");
        assert!(found(&turns(9, (5, 5), 0.3)));
        assert!(!found(&turns(9, (4, 4), 0.3)), "bouts of less than five");
    }

    #[test]
    fn long_efforts_and_recoveries_end_the_work() {
        let with = |long: (usize, f64)| {
            let mut parts = turns(11, (10, 10), 0.3);
            parts[if long.1 == 0.0 { 4 } else { 5 }] = long;
            found(&parts)
        };
        assert!(with((55, 0.0)) && !with((56, 0.0)));
        assert!(with((36, -0.3)) && !with((37, -0.3)));
    }

    #[test]
    fn each_gear_takes_a_tenth_of_the_work() {
        assert!(found(&turns(9, (2, 13), 0.3)));
        assert!(!found(&turns(9, (1, 13), 0.3)));
    }

    #[test]
    fn long_running_beside_the_work_is_easier_and_not_most_of_the_run() {
        let beside = |long: (usize, f64)| {
            let mut parts = turns(10, (10, 10), 0.3);
            parts.insert(0, (10, -0.3));
            parts.insert(0, long);
            found(&parts)
        };
        assert!(beside((60, -0.04)));
        assert!(!beside((60, -0.02)), "as fast as the efforts");
        assert!(beside((100, -0.1)));
        assert!(!beside((400, -0.1)), "a fifth of the run is work");
        let mut stretches = at(&turns(10, (10, 10), 0.3));
        stretches.extend(at(&[(290, -0.1)]));
        assert!(Work::find(&stretches, -0.15).is_some(), "a quarter");
        stretches.extend(at(&[(20, -0.1)]));
        assert!(Work::find(&stretches, -0.15).is_none());
    }

    #[test]
    fn walked_recoveries_are_a_plan_without_easy_running() {
        let with = |easy: Option<f64>| {
            let mut parts = turns(10, (10, 10), 0.3);
            parts.insert(0, (10, -0.3));
            parts.insert(0, (60, easy.unwrap_or(-0.1)));
            let mut stretches = at(&parts);
            for stretch in &mut stretches[60..] {
                stretch.walked = stretch.ln_speed < -0.15;
            }
            // A long walk is no easy running.
            let long_walk = easy.is_none();
            stretches[..60]
                .iter_mut()
                .for_each(|s| s.walked = long_walk);
            Work::find(&stretches, -0.15).is_some()
        };
        assert!(with(Some(-0.11)));
        assert!(!with(Some(-0.09)), "one speed with walk breaks");
        assert!(!with(None));
    }

    #[test]
    fn stretches_have_their_middle_speed_and_motion() {
        // 3 m/s; a walk at 1.5 m/s from 400 m to 600 m; a stop of a minute at 900 m.
        let mut samples = vec![Sample::default()];
        let mut push = |metres: f64, seconds: f64, motion: Motion, pace_trusted: bool| {
            let last = samples[samples.len() - 1];
            samples.push(Sample {
                distance: Metres(last.distance.0 + metres),
                elapsed: Seconds(last.elapsed.0 + seconds),
                duration: Seconds(seconds),
                motion,
                pace_trusted,
                ..Sample::default()
            });
        };
        (0..40).for_each(|_| push(10.0, 10.0 / 3.0, Motion::Run, true));
        (0..20).for_each(|_| push(10.0, 10.0 / 1.5, Motion::Walk, true));
        (0..30).for_each(|_| push(10.0, 10.0 / 3.0, Motion::Run, true));
        push(0.0, 60.0, Motion::Stop, true);
        (0..30).for_each(|_| push(10.0, 10.0 / 3.0, Motion::Run, true));
        push(200.0, 10.0, Motion::Run, false);
        (0..8).for_each(|_| push(10.0, 10.0 / 3.0, Motion::Run, true));
        let run = run_from(samples);
        let profile = Profile::new(&measure(&run, SplitLength::default()));
        let stretches = stretches(&run, &profile);
        let middles: Vec<f64> = stretches
            .iter()
            .map(|s| (s.at_mi * METRES_PER_MILE).round())
            .collect();
        // From 0, from the stop and from the doubtful step on, in steps of 40 m.
        let steps = |from: f64, count: usize| (0..count).map(move |k| from + 40.0 * k as f64);
        let want: Vec<f64> = steps(20.0, 22)
            .chain(steps(920.0, 7))
            .chain(steps(1420.0, 2))
            .collect();
        assert_eq!(middles, want);
        for (stretch, middle) in stretches.iter().zip(middles) {
            let walks = (400.0..600.0).contains(&middle);
            let speed: f64 = if walks { 1.5 } else { 3.0 };
            assert_eq!(stretch.walked, walks, "{middle}");
            assert!((stretch.ln_speed - speed.ln()).abs() < 1e-9, "{middle}");
        }
    }

    #[test]
    fn a_single_stretch_unlike_both_neighbours_is_the_sensors() {
        let mut samples = vec![Sample::default()];
        for k in 1..=12 {
            let (metres, seconds) = (40.0 * f64::from(k), if k == 6 { 8.0 } else { 13.0 });
            samples.push(Sample {
                distance: Metres(metres),
                duration: Seconds(seconds),
                pace_trusted: true,
                ..Sample::default()
            });
        }
        let run = run_from(samples);
        let profile = Profile::new(&measure(&run, SplitLength::default()));
        let stretches = stretches(&run, &profile);
        assert_eq!(stretches.len(), 12);
        assert!(
            stretches
                .iter()
                .all(|s| (s.ln_speed - (40.0_f64 / 13.0).ln()).abs() < 1e-9)
        );
    }
}
