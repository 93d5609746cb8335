//! How real runs break down: walk breaks to the finish, losses of speed within a mile or two,
//! cadence that leaves the curve as quickly. Each function adds one such thing to a run and says
//! where it begins.

use super::events::{change_pace, fade_effort_share, fade_truth, onset};
use super::random::Random;
use super::run::{FormTruth, Truth, WalkTruth};
use super::sessions::{roughen, with_heart};
use super::shape::Profile;
use super::spec::{Break, RoughPace, RunSpec, Walking};
use formdrift::units::METRES_PER_MILE;

fn walking_truth(onset_miles: f64) -> Truth {
    Truth {
        walking: Some(WalkTruth { onset_miles }),
        ..Truth::default()
    }
}

/// Walks of 1-2 minutes in every 4-6, from a place to the finish.
pub(super) fn walk_from(spec: &mut RunSpec, random: &mut Random, from: f64) {
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
