//! How real sessions are built and how real runs end: walk breaks, repetitions, tempo blocks,
//! fast starts, kicks, cool-downs, rides home. Each function adds one such thing to a run and
//! says what of it a detector should find.

use super::events::{change_pace, fade_effort_share, fade_truth, onset};
use super::random::Random;
use super::run::{FormTruth, Truth, WalkTruth};
use super::shape::Profile;
use super::spec::{Break, Ride, RoughPace, RunSpec, Walking};
use formdrift::units::METRES_PER_MILE;

/// Heart rate tells a choice from a fade: these runners wear a sensor.
fn with_heart(spec: &mut RunSpec) {
    if spec.heart.is_none() {
        spec.heart = RunSpec::plain(0).heart;
    }
}

fn walking_truth(onset_miles: f64) -> Truth {
    Truth {
        walking: Some(WalkTruth { onset_miles }),
        ..Truth::default()
    }
}

/// Walks of 1-2 minutes in every 4-6, from a place to the finish.
fn walk_from(spec: &mut RunSpec, random: &mut Random, from: f64) {
    let miles_in = |seconds: f64, speed: f64| seconds * speed / METRES_PER_MILE;
    let mut at_mile = from;
    while at_mile < spec.miles - 0.1 {
        let seconds = random.between(60.0, 120.0);
        spec.breaks.push(Break {
            at_mile,
            seconds,
            walk: true,
        });
        let running_s = random.between(240.0, 360.0) - seconds;
        at_mile +=
            miles_in(seconds, spec.walking.speed_m_per_s) + miles_in(running_s, spec.speed_m_per_s);
    }
}

/// Walk breaks from some mile on; running between them is as before.
pub(super) fn run_walk_finish(spec: &mut RunSpec, random: &mut Random) -> Truth {
    spec.breaks.clear();
    let from = onset(spec, random, 2.5);
    walk_from(spec, random, from);
    walking_truth(from)
}

/// The same at a walk so brisk that watches count it as running.
pub(super) fn brisk_walks(spec: &mut RunSpec, random: &mut Random) -> Truth {
    spec.walking = Walking {
        speed_m_per_s: random.between(1.75, 2.0),
        cadence_spm: random.between(126.0, 134.0),
    };
    run_walk_finish(spec, random)
}

/// Walks everything from some mile on.
pub(super) fn walks_home(spec: &mut RunSpec, random: &mut Random) -> Truth {
    spec.breaks.clear();
    let from = spec.miles - random.between(3.0, 0.4 * spec.miles);
    spec.breaks.push(Break {
        at_mile: from,
        seconds: f64::INFINITY,
        walk: true,
    });
    walking_truth(from)
}

/// Speed fades, and two or three miles later walk breaks begin.
pub(super) fn fade_then_walks(spec: &mut RunSpec, random: &mut Random) -> Truth {
    spec.breaks.clear();
    let onset_miles = onset(spec, random, 5.0);
    let loss_pct = random.between(8.0, 15.0);
    let knots = vec![
        (onset_miles, 0.0),
        (onset_miles + random.between(0.5, 2.0), -loss_pct),
    ];
    let share = fade_effort_share(random);
    change_pace(spec, knots, share);
    let walks = onset_miles + random.between(2.0, 3.0);
    walk_from(spec, random, walks);
    Truth {
        walking: Some(WalkTruth { onset_miles: walks }),
        ..fade_truth(onset_miles, loss_pct, true)
    }
}

/// Runs and walks from the first mile to the last, as planned.
pub(super) fn walker(spec: &mut RunSpec, random: &mut Random) -> Truth {
    spec.breaks.clear();
    let from = random.between(0.3, 0.8);
    walk_from(spec, random, from);
    Truth::default()
}

/// Speed fades and cadence holds: off the curve, but the stride is all that gives.
pub(super) fn held_cadence(spec: &mut RunSpec, random: &mut Random) -> Truth {
    spec.off_curve.clear();
    let onset_miles = onset(spec, random, 4.0);
    let full = onset_miles + random.between(0.5, 3.0);
    let loss_pct = random.between(8.0, 16.0);
    // The curve calls for this much less cadence; the runner keeps it.
    let kept_pct = 100.0 * ((1.0 - loss_pct / 100.0).powf(-spec.elasticity) - 1.0);
    spec.off_curve
        .push(Profile::ramp(onset_miles, full, kept_pct));
    let share = fade_effort_share(random);
    change_pace(spec, vec![(onset_miles, 0.0), (full, -loss_pct)], share);
    fade_truth(onset_miles, loss_pct, false)
}

fn pace_ramp(
    spec: &mut RunSpec,
    random: &mut Random,
    (least, most): (f64, f64),
    miles: f64,
) -> Truth {
    let onset_miles = onset(spec, random, miles + 1.5);
    let loss_pct = random.between(least, most);
    let share = fade_effort_share(random);
    let knots = vec![(onset_miles, 0.0), (onset_miles + miles, -loss_pct)];
    change_pace(spec, knots, share);
    fade_truth(onset_miles, loss_pct, true)
}

/// 5-8 % lost within 1-2 miles while the heart rate holds.
pub(super) fn moderate_fade(spec: &mut RunSpec, random: &mut Random) -> Truth {
    with_heart(spec);
    let miles = random.between(1.0, 2.0);
    pace_ramp(spec, random, (5.0, 8.0), miles)
}

/// 8-14 % lost over half a mile to two miles.
pub(super) fn knee(spec: &mut RunSpec, random: &mut Random) -> Truth {
    let miles = [0.5, 1.0, 2.0][random.index(3)];
    pace_ramp(spec, random, (8.0, 14.0), miles)
}

/// A faster middle part, then a fade to well under the first miles' pace.
pub(super) fn fast_middle_fade(spec: &mut RunSpec, random: &mut Random) -> Truth {
    with_heart(spec);
    let from = spec.miles * random.between(0.25, 0.35);
    let onset_miles = spec.miles * random.between(0.5, 0.65);
    let gain = random.between(4.0, 8.0);
    let loss_pct = random.between(7.0, 12.0);
    change_pace(spec, vec![(from, 0.0), (from + 0.3, gain)], 1.0);
    // From the faster pace to so much under the first one, at the effort of the middle part.
    let fall = -100.0 * (1.0 - (1.0 - loss_pct / 100.0) / (1.0 + gain / 100.0));
    let knots = vec![
        (onset_miles, 0.0),
        (onset_miles + random.between(0.5, 2.0), fall),
    ];
    let share = fade_effort_share(random);
    change_pace(spec, knots, share);
    fade_truth(onset_miles, loss_pct, true)
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

/// 10-16 % lost within 2 miles, on rough pace.
pub(super) fn rough_fade(spec: &mut RunSpec, random: &mut Random) -> Truth {
    roughen(spec, random);
    with_heart(spec);
    let miles = random.between(0.3, 2.0);
    pace_ramp(spec, random, (10.0, 16.0), miles)
}

/// 11-14 % lost, on the roughest pace.
pub(super) fn roughest_fade(spec: &mut RunSpec, random: &mut Random) -> Truth {
    roughen(spec, random);
    let sd_pct = random.between(8.0, 10.0);
    spec.rough_pace = Some(RoughPace { sd_pct });
    let miles = random.between(0.5, 2.0);
    pace_ramp(spec, random, (11.0, 14.0), miles)
}

/// Cadence leaves the curve by 4-7 % over so many miles.
pub(super) fn cadence_ramp(spec: &mut RunSpec, random: &mut Random, miles: f64) -> Truth {
    let onset_miles = onset(spec, random, miles + 1.5);
    form_ramp(spec, random, onset_miles, miles)
}

/// Cadence falls or rises by 4-7 % a mile and a half before the finish.
pub(super) fn late_cadence(spec: &mut RunSpec, random: &mut Random) -> Truth {
    let onset_miles = spec.miles - random.between(1.2, 1.7);
    form_ramp(spec, random, onset_miles, 0.3)
}

fn form_ramp(spec: &mut RunSpec, random: &mut Random, onset_miles: f64, miles: f64) -> Truth {
    let change_pct = random.sign() * random.between(4.0, 7.0);
    spec.off_curve
        .push(Profile::ramp(onset_miles, onset_miles + miles, change_pct));
    Truth {
        form: Some(FormTruth {
            onset_miles,
            change_pct,
            abrupt: miles < 0.1,
        }),
        ..Truth::default()
    }
}
