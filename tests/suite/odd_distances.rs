//! Distances in other units, stuck, or caught up later; reported by people to neighbouring
//! projects, in several lengths: the answer is that of the run as it was.

use crate::odd_run::{all_right, base, odd, second, whole};
use formdrift::read::Position;
use formdrift::{Options, analyse_activity};

#[test]
fn the_run_itself_says_nothing() {
    let b = whole();
    assert_eq!(b.verdict.kind().name(), "form_breakdown");
    let codes: Vec<&str> = b.caveats.iter().map(|c| c.code).collect();
    assert!(codes.is_empty(), "{codes:?}");
}

#[test]
fn distances_in_other_units_or_counted_otherwise() {
    let mut odds = Vec::new();
    // qdomyos-zwift writes kilometres, Runalyze#1905; feet, miles and centimetres are kin.
    for (metres, name) in [
        (1000.0, "km"),
        (1609.344, "miles"),
        (0.3048, "feet"),
        (0.01, "cm"),
    ] {
        odds.push(odd(
            format!("distance in {name}"),
            &["distance_unit"],
            |raw| {
                for p in &mut raw.points {
                    p.distance_m = p.distance_m.map(|d| d / metres);
                }
            },
        ));
        odds.push(odd(
            format!("distance in whole hundredths of {name}"),
            &["distance_unit"],
            |raw| {
                for p in &mut raw.points {
                    p.distance_m = p.distance_m.map(|d| (d / metres * 100.0).round() / 100.0);
                }
            },
        ));
    }
    odds.push(odd(
        "a treadmill in km, 0, 0",
        &["distance_unit", "treadmill"],
        |raw| {
            for p in &mut raw.points {
                p.distance_m = p.distance_m.map(|d| d / 1000.0);
                p.position = Position::new(0.0, 0.0);
            }
        },
    ));
    odds.push(odd(
        "distance from point to point",
        &["distance_unit"],
        |raw| {
            let stored: Vec<f64> = raw.points.iter().map(|p| p.distance_m.unwrap()).collect();
            for (i, p) in raw.points.iter_mut().enumerate() {
                p.distance_m = Some(if i == 0 {
                    0.0
                } else {
                    stored[i] - stored[i - 1]
                });
            }
        },
    ));
    odds.push(odd("distance below zero", &["distance_unit"], |raw| {
        for p in &mut raw.points {
            p.distance_m = p.distance_m.map(|d| -d);
        }
    }));
    odds.push(odd("a counter of 16 bits", &[], |raw| {
        for p in &mut raw.points {
            p.distance_m = p.distance_m.map(|d| d % 6553.6);
        }
    }));
    odds.push(odd("a counter that starts again", &[], |raw| {
        for p in &mut raw.points[2000..] {
            p.distance_m = p.distance_m.map(|d| d - 6000.0);
        }
    }));
    odds.push(odd(
        "a ruler beside positions",
        &["distance_replaced"],
        |raw| {
            let last = raw.points.len() as f64;
            let all = raw.points.last().unwrap().distance_m.unwrap();
            for (i, p) in raw.points.iter_mut().enumerate() {
                p.distance_m = Some(all * i as f64 / last);
                p.speed_m_per_s = None;
            }
        },
    ));
    all_right(odds);
}

#[test]
fn distances_that_are_stuck_or_caught_up_later() {
    let mut odds = Vec::new();
    // OpenTracks#1865: stuck while positions and speed go on.
    for (from_s, to_s) in [(1800, 100_000), (600, 900), (3000, 3400), (0, 1200)] {
        odds.push(odd(
            format!("stuck from {from_s} to {to_s} s"),
            &["distance_stuck|distance_replaced"],
            |raw| {
                let mut held = None;
                let mut lost = 0.0;
                for p in &mut raw.points {
                    let d = p.distance_m.unwrap();
                    if (from_s..to_s).contains(&second(p)) {
                        let held = *held.get_or_insert(d - lost);
                        lost = d - held;
                    }
                    p.distance_m = Some(d - lost);
                }
            },
        ));
    }
    // Tunnels: speed 0, distance held and caught up at the end, cadence goes on.
    for tunnels in [
        vec![(600, 690)],
        vec![(600, 640), (1800, 1920), (3600, 3780)],
        vec![(3000, 3300)],
    ] {
        for placed in [true, false] {
            let what = format!("tunnels {tunnels:?}, positions {placed}");
            odds.push(odd(what, &["distance_stalls"], |raw| {
                for (from_s, to_s) in &tunnels {
                    let mut held = None;
                    for p in &mut raw.points {
                        if (*from_s..*to_s).contains(&second(p)) {
                            p.distance_m = *held.get_or_insert(p.distance_m);
                            p.speed_m_per_s = Some(0.0);
                            p.position = None;
                        }
                    }
                }
                if !placed {
                    for p in &mut raw.points {
                        p.position = None;
                    }
                }
            }));
        }
    }
    all_right(odds);
}

#[test]
fn what_moves_as_no_runner_is_refused_with_the_reason() {
    let refused = |metres_a_second: f64| {
        let mut raw = base().clone();
        for (i, p) in raw.points.iter_mut().enumerate() {
            p.position = None;
            p.speed_m_per_s = None;
            // Not to the decimal, as rulers are.
            p.distance_m =
                Some(metres_a_second * (i as f64 + 8.0 * (i as f64 / 97.0).sin()).max(0.0));
        }
        let result = analyse_activity(&raw, &Options::default());
        result.map(|_| ()).unwrap_err().to_string()
    };
    let why = refused(0.5);
    assert!(
        why.contains("a step at 1") && why.contains("its distance did not work"),
        "{why}"
    );
    let why = refused(6.8);
    assert!(why.contains("which no runner does: it was ridden"), "{why}");
}
