//! The parts that judge: undecided runs, easing off, attribution, windows.

use super::{Doing, USUAL, made, normals, ramp, run, series};
use crate::detect::account::{Stretches, attribute};
use crate::detect::types::UndecidedBecause;
use crate::detect::walks::came_up;
use crate::detect::{heart, undecided};
use crate::measure::Measures;
use crate::units::Metres;

fn why(measures: &Measures) -> Option<UndecidedBecause> {
    undecided::why(measures, &series(measures))
}

/// Trembles by a hundredth, so that windows are not all alike.
fn tremble(mile: f64) -> f64 {
    1.0 + 0.01 * (37.0 * mile).sin()
}

#[test]
fn runs_of_which_the_question_cannot_be_asked() {
    assert_eq!(why(&run(120, |_| USUAL)), None);
    assert!(matches!(
        why(&run(49, |_| USUAL)),
        Some(UndecidedBecause::TooShort(metres)) if (metres.miles() - 4.9).abs() < 1e-9
    ));
    assert_eq!(why(&run(51, |_| USUAL)), None, "5.1 mi are enough");
    let silent = Doing {
        cadence_spm: 0.0,
        ..USUAL
    };
    let no_cadence = run(120, |_| silent);
    assert_eq!(why(&no_cadence), Some(UndecidedBecause::NoCadence));
    let mostly = run(120, |mile| if mile > 5.5 { silent } else { USUAL });
    assert_eq!(why(&mostly), Some(UndecidedBecause::NoCadence));
    let walk = |from: f64| {
        run(120, |mile| Doing {
            walking: mile > from,
            ..USUAL
        })
    };
    assert!(matches!(
        why(&walk(7.0)),
        Some(UndecidedBecause::Walking(share)) if (share.value() - 100.0 * 5.0 / 12.0).abs() < 1e-6
    ));
    assert_eq!(why(&walk(7.4)), None, "38 % walked");
}

#[test]
fn an_interval_session_is_work_and_rest_and_a_wall_is_not() {
    let at = |speed: f64, mile: f64| Doing {
        speed_m_per_s: speed * tremble(mile),
        ..USUAL
    };
    // Half a mile hard, 0.4 mi easy, and so on.
    let session = run(100, |mile| {
        at(if mile % 0.9 < 0.5 { 4.0 } else { 2.8 }, mile)
    });
    assert_eq!(why(&session), Some(UndecidedBecause::WorkAndRest));
    // Repetitions of a mile and more.
    let long = run(180, |mile| {
        at(if mile % 2.0 < 1.2 { 4.0 } else { 2.8 }, mile)
    });
    assert_eq!(why(&long), Some(UndecidedBecause::WorkAndRest));
    // A wall at mile 13 with recoveries of half a mile.
    let wall = run(200, |mile| {
        let slow = mile > 13.0 && mile % 1.5 < 1.0;
        at(if slow { 2.5 } else { 3.4 }, mile)
    });
    assert_eq!(why(&wall), None);
    // A steady run has one gear, whatever its noise.
    let mut normal = normals(3);
    let rough = run(150, |_| Doing {
        speed_m_per_s: 3.1 * (0.06 * normal()).exp(),
        ..USUAL
    });
    assert_eq!(why(&rough), None);
    // Without evidence on pace its gears are none either.
    let belt = Measures {
        pace_is_evidence: false,
        ..session
    };
    assert_eq!(why(&belt), None);
}

#[test]
fn a_heart_that_follows_speed_has_eased_off_and_one_that_stays_has_not() {
    let loss = |mile: f64| -0.15 * ramp(mile, 12.0).min(0.25) / 0.25;
    let ratio = |share: f64| {
        let measures = made(5, |mile| {
            let drift = 0.02 * mile * 1609.344 / 3.1 / 3600.0;
            (0.0, loss(mile), drift + share * 0.75 * loss(mile))
        });
        heart::eased_ratio(&series(&measures), 12.0).expect("heart rate on both sides")
    };
    let (followed, halfway, stayed) = (ratio(1.0), ratio(0.5), ratio(0.0));
    assert!((followed.value - 1.0).abs() < 0.25, "{followed:?}");
    assert!((halfway.value - 0.5).abs() < 0.25, "{halfway:?}");
    assert!(stayed.value.abs() < 0.25, "{stayed:?}");
    assert!(followed.contains(1.0) && stayed.contains(0.0));
    assert!(stayed.high < 0.75 && followed.low > 0.25);
}

#[test]
fn the_heart_is_asked_only_where_it_can_answer() {
    let fade = made(6, |mile| (0.0, -0.15 * ramp(mile, 12.0), 0.0));
    let usable = series(&fade);
    assert!(heart::eased_ratio(&usable, 12.0).is_some());
    assert!(
        heart::eased_ratio(&usable, 2.5).is_none(),
        "too little before"
    );
    assert!(
        heart::eased_ratio(&usable, 19.8).is_none(),
        "too little after"
    );
    let mut silent = usable.clone();
    silent.ln_heart = vec![None; silent.len()];
    assert!(heart::eased_ratio(&silent, 12.0).is_none());
    let faster = series(&made(6, |mile| (0.0, 0.15 * ramp(mile, 12.0), 0.0)));
    assert!(heart::eased_ratio(&faster, 12.0).is_none(), "no loss");
}

#[test]
fn a_heart_rested_by_walks_is_not_asked() {
    let fade = made(6, |mile| (0.0, -0.15 * ramp(mile, 12.0), 0.0));
    let mut walked = series(&fade);
    for (rested, at) in walked.rested_min.iter_mut().zip(&walked.at_mi) {
        *rested = if *at > 12.0 { 1.0 } else { f64::INFINITY };
    }
    assert!(heart::eased_ratio(&walked, 12.0).is_none());
    let mut stopped = fade;
    for window in stopped.windows.iter_mut().skip(60).step_by(10) {
        window.tally.stopped_s += 30.0;
    }
    let rested = series(&stopped).rested_min;
    assert!(rested[..60].iter().all(|minutes| minutes.is_infinite()));
    // Ten windows of a tenth of a mile are eight or nine minutes.
    assert!(
        rested[60..]
            .iter()
            .all(|minutes| (0.0..10.0).contains(minutes))
    );
}

#[test]
fn walks_that_come_up_are_no_choice_and_walks_from_the_start_are_the_course() {
    let run = |walks: fn(usize) -> bool| {
        let mut measures = made(6, |_| (0.0, 0.0, 0.0));
        for (index, window) in measures.windows.iter_mut().enumerate() {
            if walks(index) {
                window.tally.walked_s += 20.0;
            }
        }
        came_up(&measures, Metres::from_miles(12.0))
    };
    assert!(run(|index| index > 120 && index % 5 == 0));
    assert!(!run(|index| index % 5 == 0), "walked from the start");
    assert!(!run(|index| index > 120 && index % 20 == 0), "aid stations");
    assert!(!run(|_| false));
}

#[test]
fn the_parts_of_a_slowdown_add_up() {
    let measures = made(8, |mile| {
        (0.02 * ramp(mile, 12.0), -0.15 * ramp(mile, 12.0), 0.0)
    });
    let split = Stretches {
        fresh_to: 12.0,
        late_from: 12.0,
    };
    let of = |elasticity| attribute(&series(&measures), split, elasticity).expect("both stretches");
    let part = of(0.15);
    let sum = part.from_step_length_pct + part.from_cadence_pct;
    assert!((part.slowdown_pct - sum).abs() < 1e-9);
    let step = part.step_length_expected_pct + part.step_length_beyond_pct;
    assert!((part.from_step_length_pct + step).abs() < 1e-9);
    // Half of what is lost at the finish, by a ramp.
    assert!((part.slowdown_pct - 7.5).abs() < 1.0, "{part:?}");
    assert!((part.step_length_expected_pct + 0.85 * part.slowdown_pct).abs() < 1e-9);
    // Off the curve by half of 2 %: cadence up, steps shorter than the pace calls for.
    assert!((part.step_length_beyond_pct + 1.0).abs() < 0.5, "{part:?}");
    assert!((of(0.0).step_length_expected_pct + part.slowdown_pct).abs() < 1e-9);
    assert_eq!((part.from.miles(), part.to.miles()), (12.0, 20.0));
}

#[test]
fn a_drop_out_weighs_little_and_a_long_run_is_pooled() {
    let measures = run(200, |mile| Doing {
        cadence_spm: 176.0
            * if (9.0..9.1).contains(&mile) {
                0.8
            } else {
                tremble(mile)
            },
        ..USUAL
    });
    let windows = series(&measures);
    assert_eq!(windows.len(), 200);
    let widest = windows.white.iter().copied().fold(0.0, f64::max);
    assert_eq!(windows.white[90], widest);
    assert!(widest > 20.0, "{widest}");
    assert!(windows.white.iter().filter(|&&w| w > 1.5).count() < 5);
    let ultra = series(&run(1000, |_| USUAL));
    assert_eq!(ultra.len(), 250);
    assert!((ultra.window_mi - 0.4).abs() < 1e-9);
    assert!((ultra.finish_mi - 100.0).abs() < 1e-6);
    assert!((ultra.at_mi[0] - 0.2).abs() < 1e-9);
}
