//! What befalls a simulated runner: each function adds one thing to a run and says what of
//! it a detector should find.

use super::random::Random;
use super::run::{FadeTruth, FormTruth, Truth};
use super::shape::{Profile, Terrain};
use super::spec::{Break, RunSpec};

/// A shoe, a surface or a mood: cadence moves to another level early on.
pub(super) fn level_shift(spec: &mut RunSpec, random: &mut Random) -> Truth {
    spec.off_curve.clear();
    let at = spec.miles * random.between(0.08, 0.333);
    spec.off_curve
        .push(Profile::step(at, 1.5 * random.normal()));
    Truth::default()
}

/// Cadence comes down from a quick start.
pub(super) fn settling(spec: &mut RunSpec, random: &mut Random) -> Truth {
    spec.settling_pct = random.between(1.0, 2.0);
    Truth::default()
}

/// A hilly course.
pub(super) fn hills(spec: &mut RunSpec, random: &mut Random) -> Truth {
    spec.terrain = Terrain::rolling(random.between(0.018, 0.035), random);
    Truth::default()
}

/// A climb in the last third, and perhaps the way down.
pub(super) fn late_hill(spec: &mut RunSpec, random: &mut Random) -> Truth {
    let foot = spec.miles * random.between(0.66, 0.85);
    let length = random.between(0.7, 1.8);
    let height = random.between(30.0, 80.0);
    spec.terrain = spec.terrain.clone().climb(foot, foot + length, height);
    if random.chance(0.5) {
        let top = foot + length + 0.3;
        spec.terrain = spec.terrain.clone().climb(top, top + length, -height);
    }
    Truth::default()
}

/// One or two stretches where the receiver cuts corners.
pub(super) fn trees(spec: &mut RunSpec, random: &mut Random) -> Truth {
    spec.watch.trees.clear();
    for _ in 0..1 + random.index(2) {
        let from = spec.miles * random.between(0.2, 0.9);
        let to = from + random.between(0.8, 1.5);
        spec.watch.trees.push((from, to, random.between(3.0, 6.0)));
    }
    Truth::default()
}

/// A few stops and, with probability `walk` each, walks.
pub(super) fn add_breaks(spec: &mut RunSpec, random: &mut Random, walk: f64) {
    for _ in 0..1 + random.index(4) {
        spec.breaks.push(Break {
            at_mile: spec.miles * random.between(0.1, 0.95),
            seconds: random.between(10.0, 90.0),
            walk: random.chance(walk),
        });
    }
}

/// Aid stations every few miles.
pub(super) fn stops(spec: &mut RunSpec, random: &mut Random) -> Truth {
    spec.breaks.clear();
    let apart = random.between(2.0, 3.2);
    let walked = random.chance(0.5);
    let mut at_mile = apart;
    while at_mile < spec.miles - 0.5 {
        spec.breaks.push(Break {
            at_mile,
            seconds: random.between(12.0, 60.0),
            walk: walked,
        });
        at_mile += apart;
    }
    Truth::default()
}

pub(super) fn change_pace(spec: &mut RunSpec, knots: Vec<(f64, f64)>, effort_share: f64) {
    *spec = spec.clone().with_pace(Profile(knots), effort_share);
}

/// A quick last mile.
pub(super) fn kick(spec: &mut RunSpec, random: &mut Random) -> Truth {
    let from = spec.miles - random.between(0.6, 1.2);
    let knots = vec![(from, 0.0), (from + 0.3, random.between(3.0, 8.0))];
    change_pace(spec, knots, 1.0);
    Truth::default()
}

/// Faster and faster.
pub(super) fn negative_split(spec: &mut RunSpec, random: &mut Random) -> Truth {
    let knots = vec![(0.0, 0.0), (spec.miles, random.between(2.0, 6.0))];
    change_pace(spec, knots, 1.0);
    Truth::default()
}

/// Slower and slower from the start: no knee.
pub(super) fn positive_split(spec: &mut RunSpec, random: &mut Random) -> Truth {
    let knots = vec![(0.0, 0.0), (spec.miles, -random.between(3.0, 10.0))];
    change_pace(spec, knots, random.between(0.0, 1.0));
    Truth::default()
}

/// A headwind for a few miles, or out and back: with it, then against it.
pub(super) fn wind(spec: &mut RunSpec, random: &mut Random) -> Truth {
    let loss = -random.between(2.0, 4.0);
    let knots = if random.chance(0.5) {
        let from = spec.miles * random.between(0.35, 0.6);
        let to = (from + random.between(2.0, 4.0)).min(spec.miles - 2.0);
        vec![(from, 0.0), (from + 0.2, loss), (to - 0.2, loss), (to, 0.0)]
    } else {
        let turn = spec.miles / 2.0;
        vec![(turn - 0.1, -loss / 2.0), (turn + 0.1, loss / 2.0)]
    };
    change_pace(spec, knots, 0.0);
    Truth::default()
}

fn cool_down(spec: &mut RunSpec, random: &mut Random) {
    let from = spec.miles - random.between(1.0, 2.0);
    let knots = vec![(from, 0.0), (from + 0.15, -random.between(10.0, 20.0))];
    change_pace(spec, knots, random.normal_within(1.0, 0.1, 0.8, 1.2));
}

/// Eased off, with a heart-rate sensor on.
pub(super) fn cool_down_hr(spec: &mut RunSpec, random: &mut Random) -> Truth {
    if spec.heart.is_none() {
        spec.heart = RunSpec::plain(0).heart;
    }
    cool_down(spec, random);
    Truth::default()
}

/// Eased off, without one.
pub(super) fn cool_down_no_hr(spec: &mut RunSpec, random: &mut Random) -> Truth {
    spec.heart = None;
    cool_down(spec, random);
    Truth::default()
}

/// Where something begins: over 35-85 % of the run, at least `left` miles before the end.
pub(super) fn onset(spec: &RunSpec, random: &mut Random, left: f64) -> f64 {
    let latest = (0.85 * spec.miles).min(spec.miles - left);
    random.between(0.35 * spec.miles, latest)
}

/// In a fade heart rate holds or falls by far less than speed alone would have it: real
/// files show it steady or 3-10 % down at losses of 10-25 %.
pub(super) fn fade_effort_share(random: &mut Random) -> f64 {
    random.between(-0.1, 0.5)
}

/// Speed sinks along the curve.
pub(super) fn fade_gradual(spec: &mut RunSpec, random: &mut Random) -> Truth {
    let loss_pct = random.between(4.0, 20.0);
    // At least 3 miles from the onset to the whole loss.
    let onset_miles = onset(spec, random, 3.0);
    let full = if random.chance(0.7) {
        spec.miles
    } else {
        random.between(onset_miles + 3.0, spec.miles)
    };
    let share = fade_effort_share(random);
    change_pace(spec, vec![(onset_miles, 0.0), (full, -loss_pct)], share);
    fade_truth(onset_miles, loss_pct, false)
}

/// Speed collapses along the curve.
pub(super) fn wall(spec: &mut RunSpec, random: &mut Random) -> Truth {
    let loss_pct = random.between(4.0, 20.0);
    let onset_miles = onset(spec, random, 3.0);
    let mut at = onset_miles + random.between(0.3, 1.2);
    let mut knots = vec![(onset_miles, 0.0), (at, -loss_pct)];
    // Recoveries of 1-2 miles, each after at least 1.5 miles at the bottom, and the last
    // over at least a mile before the finish.
    while random.chance(0.6) {
        let from = at + random.between(1.5, 3.0);
        let to = from + random.between(1.0, 2.0);
        if to + 1.0 > spec.miles {
            break;
        }
        let part = -loss_pct * random.between(0.4, 0.7);
        knots.extend([
            (from, -loss_pct),
            (from + 0.3, part),
            (to - 0.3, part),
            (to, -loss_pct),
        ]);
        at = to;
    }
    let share = fade_effort_share(random);
    change_pace(spec, knots, share);
    fade_truth(onset_miles, loss_pct, true)
}

pub(super) fn fade_truth(onset_miles: f64, loss_pct: f64, wall: bool) -> Truth {
    let fade = Some(FadeTruth {
        onset_miles,
        loss_pct,
        wall,
    });
    Truth {
        fade,
        ..Truth::default()
    }
}

/// Form leaves the curve gradually; `sign` -1 is overstriding, 1 shuffling.
pub(super) fn ramp(spec: &mut RunSpec, random: &mut Random, sign: f64) -> Truth {
    let onset_miles = onset(spec, random, 1.9);
    let change_pct = sign * random.between(3.0, 8.0);
    // Most grow to the finish, some are complete before it.
    let full = if random.chance(0.75) {
        spec.miles
    } else {
        onset_miles + 0.6 * (spec.miles - onset_miles)
    };
    spec.off_curve
        .push(Profile::ramp(onset_miles, full, change_pct));
    form_truth(
        spec,
        random,
        FormTruth {
            onset_miles,
            change_pct,
            abrupt: false,
        },
    )
}

/// Form leaves the curve at once.
pub(super) fn abrupt(spec: &mut RunSpec, random: &mut Random) -> Truth {
    let onset_miles = onset(spec, random, 1.9);
    let change_pct = random.sign() * random.between(3.0, 8.0);
    spec.off_curve.push(Profile::step(onset_miles, change_pct));
    form_truth(
        spec,
        random,
        FormTruth {
            onset_miles,
            change_pct,
            abrupt: true,
        },
    )
}

/// Half of the runners hold their speed as form goes, half fade from the same place.
fn form_truth(spec: &mut RunSpec, random: &mut Random, form: FormTruth) -> Truth {
    let mut truth = Truth {
        form: Some(form),
        ..Truth::default()
    };
    if random.chance(0.5) {
        let loss_pct = random.between(4.0, 15.0);
        let share = fade_effort_share(random);
        let knots = vec![(form.onset_miles, 0.0), (spec.miles, -loss_pct)];
        change_pace(spec, knots, share);
        truth.fade = fade_truth(form.onset_miles, loss_pct, false).fade;
    }
    truth
}
