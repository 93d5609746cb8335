//! Runs built as real ones are get the right answer: a test for each way in which a detector
//! was wrong on real runs. A bar just met fails one of these once in ten thousand.

use crate::accuracy::likely;
use crate::bars::middle;
use crate::shape_score::{onsets, try_shape};
use crate::sim::real_shapes::{REAL_SHAPES, RealShape};

/// Seeds of these tests: neither those of tuning nor those of the documentation.
const SEEDS: std::ops::Range<u64> = 700_000..700_016;

macro_rules! shapes {
    ($($name:ident),* $(,)?) => {
        const TESTED: &[&str] = &[$(stringify!($name)),*];
        $(
            #[test]
            fn $name() {
                holds(RealShape::named(stringify!($name)).unwrap());
            }
        )*
    };
}

shapes![
    run_walk_finish,
    brisk_walks,
    walks_home,
    fade_then_walks,
    walker,
    held_cadence,
    moderate_fade,
    knee,
    fast_middle_fade,
    repetitions,
    sprint_finish,
    last_mile_climb,
    walked_cool_down,
    long_easing,
    early_rise,
    tempo_block,
    tempo_then_jog,
    fast_start,
    drove_home,
    rough,
    rough_fade,
    roughest_fade,
    cadence_half_mile,
    cadence_one_mile,
    cadence_two_miles,
    late_cadence,
];

#[test]
fn every_shape_is_tested() {
    let names: Vec<&str> = REAL_SHAPES
        .iter()
        .map(|shape| shape.scenario.name)
        .collect();
    assert_eq!(names, TESTED);
}

fn holds(shape: &RealShape) {
    let outcomes = try_shape(shape, SEEDS, false);
    let right = |outcome: &&crate::shape_score::ShapeOutcome| shape.right.accepts(&outcome.answer);
    let wrong: Vec<String> = outcomes
        .iter()
        .filter(|outcome| !right(outcome))
        .map(|outcome| format!("{} {:?}", outcome.seed, outcome.answer))
        .collect();
    let (count, n) = (outcomes.len() - wrong.len(), outcomes.len());
    let least = likely(shape.least_pct, n).0;
    let about = shape.scenario.about;
    assert!(
        count >= least,
        "{about}: {} right in {count} of {n}, {least} would do; wrong:\n{}",
        shape.right.words(),
        wrong.join("\n")
    );
    let places = onsets(&outcomes);
    let inside = |(at, place): &&(f64, crate::answer::Place)| (place.low..=place.high).contains(at);
    let held = places.iter().filter(inside).count();
    let least = likely(shape.contains_pct, places.len()).0;
    assert!(
        held >= least,
        "{about}: the interval contains the onset in {held} of {}, {least} would do: {places:?}",
        places.len()
    );
    // Were the median error at its bar, half of the errors would lie above it.
    let errors = || places.iter().map(|(at, place)| (place.at - at).abs());
    let beyond = errors().filter(|error| *error > shape.onset_off_mi).count();
    let most = likely(50.0, places.len()).1;
    assert!(
        beyond <= most,
        "{about}: onset off by {:?} mi in the median, {beyond} of {} beyond {}",
        middle(errors()),
        places.len(),
        shape.onset_off_mi
    );
}
