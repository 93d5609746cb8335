//! Undecided runs, heart rate against speed, attribution, and the windows of a series.

use super::{Doing, USUAL, made, ramp, run, series};
use crate::detect::attribution::{Stretches, attribute};
use crate::detect::types::UndecidedBecause;
use crate::detect::windows::Series;
use crate::detect::{heart, undecided};
use crate::measure::Measures;
use crate::phases::{Phase, PhaseKind, Phases};
use crate::units::{Metres, Seconds};

fn why(measures: &Measures) -> Option<UndecidedBecause> {
    undecided::why(measures, &Phases::whole(measures))
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
    let walked = |from: f64, to: f64| {
        why(&run(120, |mile| Doing {
            walking: (from..to).contains(&mile),
            ..USUAL
        }))
    };
    // Walking from the start: 2.0 of the first 4 mi, and 5 of 12 mi in all.
    assert!(matches!(
        walked(2.0, 7.0),
        Some(UndecidedBecause::Walking(share)) if (share.value() - 100.0 * 5.0 / 12.0).abs() < 1e-6
    ));
    assert_eq!(walked(2.4, 7.0), None, "38 % walked in all");
    assert_eq!(
        walked(3.3, 8.3),
        None,
        "42 % walked, but running to begin with"
    );
    assert!(walked(0.0, 1.7).is_some(), "43 % of the first third");
    assert_eq!(walked(0.0, 1.5), None, "38 % of the first third");
    // A run that ends in walking is what the walking question is for, however much it is.
    assert_eq!(walked(7.0, 12.0), None);
    let session = Phases {
        list: vec![Phase {
            kind: PhaseKind::Repetitions,
            from: Metres(0.0),
            to: Metres(1.0),
            from_s: Seconds(0.0),
            to_s: Seconds(1.0),
        }],
        ..Phases::default()
    };
    let steady = run(120, |_| USUAL);
    assert_eq!(
        undecided::why(&steady, &session),
        Some(UndecidedBecause::WorkAndRest)
    );
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
fn the_parts_of_a_slowdown_add_up() {
    let measures = made(8, |mile| {
        (0.02 * ramp(mile, 12.0), -0.15 * ramp(mile, 12.0), 0.0)
    });
    let split = Stretches {
        fresh_to: 12.0,
        late_from: 12.0,
    };
    let of = |elasticity| {
        attribute(&measures, &series(&measures), split, elasticity).expect("both stretches")
    };
    let part = of(0.15);
    let sum = part.from_walking_pct + part.from_step_length_pct + part.from_cadence_pct;
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
    assert!(part.from_walking_pct.abs() < 1e-9, "nobody walked");
}

#[test]
fn walking_has_its_own_part_in_a_slowdown_of_moving_speed() {
    // From mile 12 on every fifth window is walked at half the speed of the rest.
    let slow = |mile: f64| mile > 12.0 && ((10.0 * mile) as usize).is_multiple_of(5);
    let measures = run(200, |mile| Doing {
        walking: slow(mile),
        speed_m_per_s: if slow(mile) { 1.55 } else { 3.1 },
        ..USUAL
    });
    let split = Stretches {
        fresh_to: 12.0,
        late_from: 12.0,
    };
    let part = attribute(&measures, &series(&measures), split, 0.15).expect("both stretches");
    // Five windows take the time of six.
    let walking = 100.0 * (6.0_f64 / 5.0).ln();
    assert!((part.from_walking_pct - walking).abs() < 1e-9, "{part:?}");
    assert!(part.from_step_length_pct.abs() < 1e-9 && part.from_cadence_pct.abs() < 1e-9);
    assert!((part.slowdown_pct - walking).abs() < 1e-9);
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

#[test]
fn a_warm_up_is_no_fresh_running_and_a_cool_down_no_late_one() {
    // Ten minutes at 2.6 m/s are most of a mile; then 3.1, then from mile 12 on 2.9, then a walk home.
    let speed = |mile: f64| match mile {
        m if m < 0.95 => 2.6,
        m if m < 12.0 => 3.1,
        m if m < 18.0 => 2.9,
        _ => 1.4,
    };
    let measures = run(200, |mile| Doing {
        walking: mile > 18.0,
        speed_m_per_s: speed(mile),
        ..USUAL
    });
    let main = Phases {
        main: (Metres(0.0), Metres::from_miles(18.0)),
        ..Phases::whole(&measures)
    };
    let series = Series::new(&measures, &main);
    let split = Stretches {
        fresh_to: 12.0,
        late_from: 12.0,
    };
    let part = attribute(&measures, &series, split, 0.15).expect("both stretches");
    let slower = 100.0 * (3.1_f64 / 2.9).ln();
    assert!(
        (part.slowdown_pct - slower).abs() < 0.02,
        "{part:?} {slower}"
    );
    assert!(part.from_walking_pct.abs() < 0.02, "{part:?}");
}

#[test]
fn what_is_run_between_walks_counts_where_walking_counts() {
    // After a slow first mile, which is no fresh running; from mile 12 on one window in ten is walked, and what is run beside it slows by 8 %.
    let position = |mile: f64| (10.0 * mile) as usize % 10;
    let of = |from_mi: f64, walks: bool| {
        let measures = run(200, |mile| {
            let late = mile > from_mi;
            let slow = late && [4, 6].contains(&position(mile));
            Doing {
                walking: walks && late && position(mile) == 5,
                speed_m_per_s: match (walks && late && position(mile) == 5, slow) {
                    (true, _) => 1.55,
                    _ if mile < 0.9 => 2.6,
                    (_, true) => 3.1 / 1.08,
                    _ => 3.1,
                },
                ..USUAL
            }
        });
        let split = Stretches {
            fresh_to: 12.0,
            late_from: 12.0,
        };
        let usable = series(&measures);
        let part = attribute(&measures, &usable, split, 0.15).expect("both stretches");
        let change = split.change(&usable, &usable.ln_speed).expect("both");
        (part, -100.0 * change)
    };
    // Of nine windows two take 1.08 times as long.
    let (part, _) = of(12.0, true);
    let running = part.from_step_length_pct + part.from_cadence_pct;
    let all = 100.0 * ((7.0 + 2.0 * 1.08) / 9.0_f64).ln();
    assert!((running - all).abs() < 1e-6, "{part:?} {all}");
    // Without walks it is the mean of logarithms over the windows that are evidence of form.
    let (part, change) = of(12.0, false);
    let running = part.from_step_length_pct + part.from_cadence_pct;
    assert!((running - change).abs() < 1e-9, "{part:?} {change}");
}
