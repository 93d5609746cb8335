//! Repetitions: hard efforts and recoveries in turn, wherever the session's warm-up and
//! cool-down lie.

use super::profile::{Profile, quantile};
use crate::normalise::{Motion, Run};
use crate::units::METRES_PER_MILE;

/// Two gears: this much apart in ln speed (jogs between efforts are slower by a sixth and more),
const GEARS_APART: f64 = 0.15;
/// ... this many of the groups' own standard deviations apart: splitting a bell in two gives 2.7,
/// an even spread 3.5; a session's third speed, easy, spreads the slow group,
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
/// The work takes at least this share of the run: strides at the end of an easy run are none.
const LEAST_WORK: f64 = 0.25;
/// Least share of the run in each gear.
const LEAST_GEAR: f64 = 0.1;

/// Length of the stretches that are compared, metres: recoveries are 100-400 m long, and within
/// a window of a tenth of a mile most would be mixed with effort.
const STRETCH_M: f64 = 40.0;

/// First and last mile of the repetitions. Gears are found by splitting speed at the threshold
/// that leaves the least variance within (Otsu 1979, doi 10.1109/TSMC.1979.4310076).
pub(super) fn find(run: &Run, profile: &Profile) -> Option<(f64, f64)> {
    let (at_mi, speeds) = stretches(run, profile);
    let split = Gears::split(&speeds)?;
    if split.fast - split.slow < GEARS_APART || split.apart() < GEARS_SD {
        return None;
    }
    let fast = |v: &f64| *v > split.threshold;
    let mut from = 0;
    let bouts: Vec<Bout> = speeds
        .chunk_by(|a, b| fast(a) == fast(b))
        .map(|part| {
            let bout = Bout {
                fast: fast(&part[0]),
                from,
                to: from + part.len(),
                ln_speed: part.iter().sum::<f64>() / part.len() as f64,
            };
            from = bout.to;
            bout
        })
        .collect();
    // Warm-up, cool-down and any other long running part the sessions of efforts.
    let work = bouts
        .split(|bout| bout.is_long())
        .max_by_key(|part| part.len())?;
    let (first, last) = (work.first()?.from, work.last()?.to);
    let efforts = || work.iter().filter(|bout| bout.fast);
    let effort = efforts().map(|bout| bout.ln_speed).sum::<f64>() / efforts().count() as f64;
    let easier = |bout: &Bout| !bout.is_long() || bout.ln_speed < effort - EASIER;
    let regular = (GEAR_CHANGES..=(last - first) / LEAST_BOUT).contains(&(work.len() - 1));
    let long_enough = (last - first) as f64 >= LEAST_WORK * speeds.len() as f64;
    (regular && long_enough && bouts.iter().all(easier)).then(|| {
        (
            (at_mi[first] - 0.05).max(0.0),
            (at_mi[last - 1] + 0.05).min(profile.finish_mi),
        )
    })
}

/// Running in one gear without a change.
struct Bout {
    fast: bool,
    /// First stretch, and the one after the last.
    from: usize,
    to: usize,
    /// Mean over it.
    ln_speed: f64,
}

impl Bout {
    fn is_long(&self) -> bool {
        self.to - self.from > if self.fast { LONGEST.0 } else { LONGEST.1 }
    }
}

/// Middle (miles) and ln speed, with what the ground took given back, of every stretch that was
/// run; a single stretch unlike both its neighbours is the sensor's.
fn stretches(run: &Run, profile: &Profile) -> (Vec<f64>, Vec<f64>) {
    let mut at_mi = Vec::new();
    let mut speeds: Vec<f64> = Vec::new();
    let (mut metres, mut seconds) = (0.0, 0.0);
    for pair in run.samples.windows(2) {
        let (before, s) = (&pair[0], &pair[1]);
        if s.motion != Motion::Run || !s.pace_trusted {
            (metres, seconds) = (0.0, 0.0);
            continue;
        }
        metres += s.distance.value() - before.distance.value();
        seconds += s.duration.value();
        if metres >= STRETCH_M && seconds > 0.0 {
            let mile = (s.distance.value() - 0.5 * metres) / METRES_PER_MILE;
            at_mi.push(mile);
            speeds.push((metres / seconds).ln() + profile.ground(mile));
            (metres, seconds) = (0.0, 0.0);
        }
    }
    let smooth = (0..speeds.len()).map(|i| {
        let near = &speeds[i.saturating_sub(1)..(i + 2).min(speeds.len())];
        quantile(near.iter().copied(), 0.5).unwrap_or(speeds[i])
    });
    let smooth = smooth.collect();
    (at_mi, smooth)
}

/// Speeds in two groups.
struct Gears {
    threshold: f64,
    slow: f64,
    fast: f64,
    /// Standard deviation within the groups.
    within: f64,
}

impl Gears {
    fn split(speeds: &[f64]) -> Option<Self> {
        let mut sorted = speeds.to_vec();
        sorted.sort_by(f64::total_cmp);
        let n = sorted.len();
        let least = ((n as f64 * LEAST_GEAR) as usize).max(1);
        let total: f64 = sorted.iter().sum();
        let mut below = 0.0;
        let mut best: Option<(f64, Self)> = None;
        for (i, value) in sorted.iter().enumerate() {
            below += value;
            let (low, high) = (i + 1, n - i - 1);
            if low < least || high < least {
                continue;
            }
            let (slow, fast) = (below / low as f64, (total - below) / high as f64);
            let between = (fast - slow).powi(2) * (low * high) as f64;
            if best.as_ref().is_none_or(|b| between > b.0) {
                let gears = Self {
                    threshold: *value,
                    slow,
                    fast,
                    within: 0.0,
                };
                best = Some((between, gears));
            }
        }
        let (_, mut gears) = best?;
        let of = |v: f64| {
            if v > gears.threshold {
                gears.fast
            } else {
                gears.slow
            }
        };
        let squares = speeds.iter().map(|&v| (v - of(v)).powi(2)).sum::<f64>();
        gears.within = (squares / n as f64).sqrt();
        Some(gears)
    }

    /// How many standard deviations lie between the groups.
    fn apart(&self) -> f64 {
        (self.fast - self.slow) / self.within.max(1e-9)
    }
}
