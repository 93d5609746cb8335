//! How real sessions are built and recorded: repetitions, tempo blocks, fast starts, kicks,
//! cool-downs, planned walks, rides home, rough pace. Nothing breaks down in them; each function
//! adds one such thing to a run.

use super::breakdowns::walk_from;
use super::events::change_pace;
use super::random::Random;
use super::run::Truth;
use super::shape::Profile;
use super::spec::{Break, Ride, RoughPace, RunSpec};

/// Heart rate tells a choice from a fade: these runners wear a sensor.
pub(super) fn with_heart(spec: &mut RunSpec) {
    if spec.heart.is_none() {
        spec.heart = RunSpec::plain(0).heart;
    }
}

/// Runs and walks from the first mile to the last, as planned.
pub(super) fn walker(spec: &mut RunSpec, random: &mut Random) -> Truth {
    spec.breaks.clear();
    let from = random.between(0.3, 0.8);
    walk_from(spec, random, from);
    Truth::default()
}

/// Warm-up, 5-10 repetitions with jogged or walked recoveries, cool-down.
pub(super) fn repetitions(spec: &mut RunSpec, random: &mut Random) -> Truth {
    with_heart(spec);
    spec.breaks.clear();
    let count = 5 + random.index(6);
    let length = [0.25, 0.5, 0.62, 1.0][random.index(4)];
    let recovery = random.between(0.12, 0.25);
    let quick = random.between(12.0, 22.0);
    let slow = -random.between(10.0, 25.0);
    let walked = random.chance(0.3);
    let mut at = random.between(1.5, 3.0);
    let mut knots = vec![(at, 0.0)];
    for _ in 0..count {
        let end = at + length;
        knots.extend([(at + 0.03, quick), (end - 0.02, quick)]);
        knots.extend([(end + 0.01, slow), (end + recovery - 0.01, slow)]);
        if walked {
            spec.breaks.push(Break {
                at_mile: end + 0.02,
                seconds: random.between(30.0, 75.0),
                walk: true,
            });
        }
        at = end + recovery;
    }
    let cool_down = -random.between(2.0, 10.0);
    knots.push((at + 0.05, cool_down));
    spec.miles = at + random.between(1.5, 3.0);
    change_pace(spec, knots, 1.0);
    Truth::default()
}

/// The last third of a mile or so much faster.
pub(super) fn sprint_finish(spec: &mut RunSpec, random: &mut Random) -> Truth {
    let from = spec.miles - random.between(0.3, 0.7);
    let knots = vec![(from, 0.0), (from + 0.1, random.between(8.0, 20.0))];
    change_pace(spec, knots, 1.0);
    Truth::default()
}

/// A climb to the finish.
pub(super) fn last_mile_climb(spec: &mut RunSpec, random: &mut Random) -> Truth {
    let foot = spec.miles - random.between(0.6, 1.3);
    let height = random.between(25.0, 60.0);
    spec.terrain = spec.terrain.clone().climb(foot, spec.miles, height);
    Truth::default()
}

/// Eased for the last 1-2 miles, with one minute of walking.
pub(super) fn walked_cool_down(spec: &mut RunSpec, random: &mut Random) -> Truth {
    with_heart(spec);
    spec.breaks.clear();
    let from = spec.miles - random.between(1.0, 2.0);
    let knots = vec![(from, 0.0), (from + 0.1, -random.between(10.0, 20.0))];
    change_pace(spec, knots, 1.0);
    spec.breaks.push(Break {
        at_mile: from + random.between(0.0, 0.8),
        seconds: random.between(50.0, 80.0),
        walk: true,
    });
    Truth::default()
}

/// Eased for the last 2-5 miles, heart rate in step.
pub(super) fn long_easing(spec: &mut RunSpec, random: &mut Random) -> Truth {
    with_heart(spec);
    let from = spec.miles - random.between(2.0, 5.0);
    let knots = vec![(from, 0.0), (from + 0.2, -random.between(9.0, 16.0))];
    let share = random.normal_within(1.0, 0.1, 0.8, 1.2);
    change_pace(spec, knots, share);
    Truth::default()
}

/// Cadence rises by 2-4 % early on and comes back.
pub(super) fn early_rise(spec: &mut RunSpec, random: &mut Random) -> Truth {
    spec.off_curve.clear();
    let from = spec.miles * random.between(0.05, 0.15);
    let back = spec.miles * random.between(0.33, 0.5);
    let pct = random.between(2.0, 4.0);
    let knots = vec![
        (from, 0.0),
        (from + 1.0, pct),
        (back, pct),
        (back + 1.0, 0.0),
    ];
    spec.off_curve.push(Profile(knots));
    Truth::default()
}

/// A tempo block in the middle, then the early pace again.
pub(super) fn tempo_block(spec: &mut RunSpec, random: &mut Random) -> Truth {
    with_heart(spec);
    let from = spec.miles * random.between(0.25, 0.35);
    let to = spec.miles * random.between(0.5, 0.75);
    let gain = random.between(6.0, 12.0);
    let after = random.between(-1.5, 1.0);
    let knots = vec![
        (from, 0.0),
        (from + 0.1, gain),
        (to, gain),
        (to + 0.1, after),
    ];
    change_pace(spec, knots, 1.0);
    Truth::default()
}

/// Tempo for most of the run, then a jog slower than the warm-up, heart rate in step.
pub(super) fn tempo_then_jog(spec: &mut RunSpec, random: &mut Random) -> Truth {
    with_heart(spec);
    let from = random.between(1.0, 2.5);
    let to = spec.miles - random.between(1.5, 3.0);
    let gain = random.between(6.0, 12.0);
    let jog = -random.between(5.0, 12.0);
    let knots = vec![(from, 0.0), (from + 0.1, gain), (to, gain), (to + 0.1, jog)];
    change_pace(spec, knots, 1.0);
    Truth::default()
}

/// The first mile or two too fast, as in races; even from there.
pub(super) fn fast_start(spec: &mut RunSpec, random: &mut Random) -> Truth {
    let to = random.between(0.6, 1.8);
    let knots = vec![(to, random.between(4.0, 8.0)), (to + 0.4, 0.0)];
    change_pace(spec, knots, 1.0);
    Truth::default()
}

/// The recorder was stopped only after the ride home.
pub(super) fn drove_home(spec: &mut RunSpec, random: &mut Random) -> Truth {
    spec.ride = Some(Ride {
        at_mile: spec.miles,
        speed_m_per_s: random.between(9.0, 16.0),
    });
    spec.miles += random.between(2.0, 6.0);
    spec.watch.auto_pause = false;
    Truth::default()
}

/// Makes pace as rough as in real recordings.
pub(super) fn roughen(spec: &mut RunSpec, random: &mut Random) {
    // Median and spread of the real runs of `rough`.
    let sd_pct = (4.8 * (0.45 * random.normal()).exp()).clamp(2.4, 10.0);
    spec.rough_pace = Some(RoughPace { sd_pct });
    // Their cadence: sd over 0.1 mi 1.2 % in the median (0.7-1.7).
    spec.noise.sd_pct = (1.15 * (0.28 * random.normal()).exp()).clamp(0.7, 1.8);
}

/// Nothing happens, on rough pace.
pub(super) fn rough(spec: &mut RunSpec, random: &mut Random) -> Truth {
    roughen(spec, random);
    Truth::default()
}
