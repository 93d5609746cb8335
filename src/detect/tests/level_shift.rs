//! A small late step of cadence is form only with a witness, and pace speaks for places of form.

use super::{Doing, USUAL, made, normals, ramp, run, series};
use crate::detect::DetectOptions;
use crate::detect::level_shift::{FormAnswer, test_form};
use crate::detect::pace::PaceAnswer;
use crate::measure::{Channel, Measures};
use crate::phases::Phases;

/// Mile at which cadence steps down by 2 %.
const STEP_MI: f64 = 13.0;

/// A run whose cadence steps down, and with it speed and heart rate by shares (as logarithms);
/// without heart rate for `None`.
fn stepping(speed: f64, heart: Option<f64>) -> Measures {
    let mut normal = normals(41);
    run(200, |mile| {
        let after = f64::from(u8::from(mile > STEP_MI));
        let pacing = 0.004 * normal();
        Doing {
            cadence_spm: USUAL.cadence_spm * (-0.02 * after + 0.002 * normal()).exp(),
            speed_m_per_s: USUAL.speed_m_per_s * (speed * after + pacing).exp(),
            heart_bpm: heart.map(|heart| 150.0 * (heart * after + 0.002 * normal()).exp()),
            ..USUAL
        }
    })
}

fn form(measures: &Measures) -> FormAnswer {
    let options = DetectOptions::default();
    test_form(measures, &series(measures), &options, None).expect("long enough")
}

/// True where the step was taken for one of shoe, surface or sensor.
fn is_shift(measures: &Measures) -> bool {
    let shifts = form(measures).shifts_mi;
    shifts.iter().any(|mile| (mile - STEP_MI).abs() < 0.5)
}

#[test]
fn a_small_step_without_a_witness_is_a_level_shift() {
    assert!(is_shift(&stepping(0.0, Some(0.0))));
    assert!(is_shift(&stepping(0.0, None)));
    assert!(is_shift(&stepping(0.008, Some(0.008))));
}

#[test]
fn a_small_step_with_a_witness_is_form() {
    // Speed alone, with and without a heart that says nothing against it.
    assert!(!is_shift(&stepping(-0.035, None)));
    assert!(!is_shift(&stepping(-0.035, Some(-0.035))));
    // Neither speed nor heart moves by 2 %, the cost of speed does.
    assert!(!is_shift(&stepping(-0.014, Some(0.014))));
    // Contact time alone.
    let mut measures = stepping(0.0, Some(0.0));
    for window in &mut measures.windows {
        let late = window.from.miles() >= STEP_MI - 1e-9;
        let contact_ms = if late { 258.0 } else { 250.0 };
        let seconds = window.tally.running_s;
        window.tally.channels[Channel::ContactTime as usize].add(contact_ms, seconds);
    }
    assert!(!is_shift(&measures));
}

#[test]
fn places_of_a_loss_of_pace_are_favoured_in_form() {
    let measures = made(21, |mile| {
        (-0.03 * ramp(mile, 12.0), -0.2 * ramp(mile, 12.0), 0.0)
    });
    let (series, phases) = (series(&measures), Phases::whole(&measures));
    let pace = PaceAnswer::new(&measures, &phases, &series, 1).expect("long enough");
    let places = pace.total.places();
    assert!(places.len() > 3, "{places:?}");
    let options = DetectOptions::default();
    let favoured = |pace: Option<&PaceAnswer>| {
        let answer = test_form(&measures, &series, &options, pace);
        answer.expect("long enough").model.problem.favoured
    };
    // None lies in the last two miles here.
    assert_eq!(favoured(Some(&pace)), places);
    assert!(favoured(None).is_empty());
}
