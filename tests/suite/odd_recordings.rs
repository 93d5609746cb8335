//! Shapes of recordings that people reported to neighbouring projects, each made from one
//! simulated run, in several lengths: the answer is that of the run as it was.

use crate::sim::shape::Profile;
use crate::sim::{RunSpec, Truth, simulate};
use formdrift::normalise::{Mark, Part};
use formdrift::read::{Format, Position, RawActivity, RawPoint};
use formdrift::units::Metres;
use formdrift::{Analysis, Options, analyse_activity};
use rayon::prelude::*;
use std::sync::OnceLock;

/// Nine miles at 3.1 m/s, 8 % fewer steps from mile 6.
fn base() -> &'static RawActivity {
    static BASE: OnceLock<RawActivity> = OnceLock::new();
    BASE.get_or_init(|| {
        let mut spec = RunSpec::plain(11).with_off_curve(Profile::step(6.0, -8.0));
        spec.miles = 9.0;
        simulate(spec, Truth::default()).raw_fit()
    })
}

fn whole() -> &'static Analysis {
    static WHOLE: OnceLock<Analysis> = OnceLock::new();
    WHOLE.get_or_init(|| analyse_activity(base(), &Options::default()).unwrap())
}

/// A recording, what is odd about it, and the codes that must and may be said of it.
struct Odd {
    what: String,
    raw: RawActivity,
    says: &'static [&'static str],
}

/// Changes a copy of the run.
fn odd(
    what: impl Into<String>,
    says: &'static [&'static str],
    change: impl FnOnce(&mut RawActivity),
) -> Odd {
    let mut raw = base().clone();
    change(&mut raw);
    Odd {
        what: what.into(),
        raw,
        says,
    }
}

/// Second of each record.
fn second(p: &RawPoint) -> i64 {
    (p.time_ms.unwrap() - base().points[0].time_ms.unwrap()) / 1000
}

/// What stays of a record in a GPX file.
fn only_positions(raw: &mut RawActivity) {
    raw.format = Some(Format::Gpx);
    raw.timer.clear();
    raw.laps.clear();
    raw.totals = Default::default();
    for p in &mut raw.points {
        p.distance_m = None;
        p.speed_m_per_s = None;
    }
}

/// What is wrong with the answer, if anything.
fn wrong(odd: &Odd) -> Option<String> {
    let a = match analyse_activity(&odd.raw, &Options::default()) {
        Ok(a) => a,
        Err(why) => return Some(format!("{}: {why}", odd.what)),
    };
    let b = whole();
    let mut faults = Vec::new();
    let mut near = |what: &str, a: f64, b: f64, share: f64| {
        if (a / b - 1.0).abs() > share {
            faults.push(format!("{what} {a:.1} for {b:.1}"));
        }
    };
    let (t, u) = (&a.measures.total, &b.measures.total);
    near("distance", t.distance_m(), u.distance_m(), 0.015);
    near("moving time", t.moving_s(), u.moving_s(), 0.02);
    near(
        "cadence",
        t.cadence_spm().unwrap_or(0.0),
        u.cadence_spm().unwrap(),
        0.01,
    );
    near("running", t.running_s, u.running_s, 0.02);
    let at = |a: &Analysis| a.verdict.onset.map_or(0.0, |o| o.at.miles());
    if a.verdict.kind != b.verdict.kind || (at(&a) - at(b)).abs() > 0.5 {
        faults.push(format!(
            "{} at {:.1} for {} at {:.1}",
            a.verdict.kind.name(),
            at(&a),
            b.verdict.kind.name(),
            at(b)
        ));
    }
    let codes: Vec<&str> = a.caveats.iter().map(|c| c.code).collect();
    for code in odd.says {
        if !codes.contains(code) {
            faults.push(format!("does not say {code}"));
        }
    }
    // What every recording may say, and what follows from positions alone.
    let usual = [
        "distance_from_positions",
        "distance_from_speed",
        "distance_disagrees",
        "gps_dropouts",
    ];
    for code in codes {
        let before = b.caveats.iter().any(|c| c.code == code);
        if !before && !odd.says.contains(&code) && !usual.contains(&code) {
            faults.push(format!("says {code}"));
        }
    }
    (!faults.is_empty()).then(|| format!("{}: {}", odd.what, faults.join(", ")))
}

fn all_right(odd: Vec<Odd>) {
    let faults: Vec<String> = odd.par_iter().filter_map(wrong).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn the_run_itself_says_nothing() {
    let b = whole();
    assert_eq!(b.verdict.kind.name(), "form_breakdown");
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
            &[],
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
fn positions_held_lost_or_elsewhere() {
    let mut odds = Vec::new();
    // dreeve#2031: a point a second, the position renewed every 20 s.
    for every_s in [8, 15, 20] {
        odds.push(odd(format!("renewed every {every_s} s"), &[], |raw| {
            only_positions(raw);
            let places: Vec<_> = raw.points.iter().map(|p| p.position).collect();
            for (i, p) in raw.points.iter_mut().enumerate() {
                p.position = places[i / every_s * every_s];
            }
        }));
    }
    // rg2#319: null island, and its kin.
    for wrong in [
        vec![700],
        vec![0],
        vec![700, 701, 702],
        (2000..2040).collect::<Vec<i64>>(),
    ] {
        for to in [(0.0, 0.0), (10.0, 10.0)] {
            for gpx in [true, false] {
                let what = format!("{} fixes at {to:?}, gpx {gpx}", wrong.len());
                odds.push(odd(what, &["gps_spikes"], |raw| {
                    if gpx {
                        only_positions(raw);
                    }
                    for p in &mut raw.points {
                        if wrong.contains(&second(p)) {
                            p.position = Position::new(to.0, to.1);
                        }
                    }
                }));
            }
        }
    }
    // Runalyze#2194: the recorder off for an hour, seven kilometres elsewhere, one segment.
    for (minutes, km) in [(63, 7.0), (20, 2.0), (180, 30.0)] {
        odds.push(odd(
            format!("{minutes} min and {km} km not recorded"),
            &["unrecorded_gap"],
            |raw| {
                only_positions(raw);
                for p in raw.points.iter_mut().skip(2400) {
                    p.time_ms = p.time_ms.map(|t| t + minutes * 60_000);
                    p.position = p.position.map(|at| Position {
                        latitude: at.latitude + km / 111.2,
                        ..at
                    });
                }
            },
        ));
    }
    all_right(odds);
    // The faults are in no position of the run: map and written track take these.
    let mut raw = base().clone();
    raw.points[700].position = Position::new(0.0, 0.0);
    raw.points[900].position = Position::new(12.0, 8.0);
    let run = analyse_activity(&raw, &Options::default()).unwrap().run;
    let first = base().points[0].position.unwrap();
    let far = |p: Position| (p.latitude - first.latitude).abs() > 1.0;
    assert!(!run.samples.iter().filter_map(|s| s.position).any(far));
}

#[test]
fn clocks_set_while_recording() {
    let hour = 3_600_000;
    let mut odds = Vec::new();
    // elevate#363: the first minutes dated 1989, until satellites set the clock.
    for (records, year_ms) in [
        (1200, 631_065_600_000_i64),
        (300, 0),
        (2500, 315_964_800_000),
    ] {
        odds.push(odd(
            format!("{records} records before the clock was set"),
            &["clock_set"],
            |raw| {
                let start = raw.points[0].time_ms.unwrap();
                for p in &mut raw.points[..records] {
                    p.time_ms = p.time_ms.map(|t| t - start + year_ms);
                }
                raw.timer[0].time_ms = year_ms;
            },
        ));
    }
    // OsmAnd-iOS#96: set back an hour while running; and ahead.
    for (by, code) in [
        (-hour, "clock_backward"),
        (-3 * hour, "clock_backward"),
        (hour, "clock_set"),
        (2 * hour, "clock_set"),
    ] {
        for gpx in [true, false] {
            let says: &'static [&'static str] = if code == "clock_set" {
                &["clock_set"]
            } else {
                &["clock_backward"]
            };
            odds.push(odd(format!("{by} ms, gpx {gpx}"), says, |raw| {
                if gpx {
                    only_positions(raw);
                }
                for p in &mut raw.points[2700..] {
                    p.time_ms = p.time_ms.map(|t| t + by);
                }
            }));
        }
    }
    all_right(odds);
}

#[test]
fn a_clock_set_by_satellites_gives_their_date_to_the_run() {
    let mut raw = base().clone();
    let start = raw.points[0].time_ms.unwrap();
    for p in &mut raw.points[..1200] {
        p.time_ms = p.time_ms.map(|t| t - start + 631_065_600_000);
    }
    let run = analyse_activity(&raw, &Options::default()).unwrap().run;
    assert!((run.start.timestamp_millis() - start).abs() <= 2000);
}

#[test]
fn sensors_written_in_turn_or_now_and_then() {
    let mut odds = Vec::new();
    // workout-tracker#860: each sensor in a point of its own.
    for every in [1, 4] {
        odds.push(odd(
            format!("a sensor a record, every {every} s"),
            &[],
            |raw| {
                let whole = std::mem::take(&mut raw.points);
                raw.points = whole
                    .iter()
                    .step_by(every)
                    .flat_map(|p| {
                        let at = |ms: i64| RawPoint {
                            time_ms: p.time_ms.map(|t| t + ms),
                            ..RawPoint::default()
                        };
                        [
                            RawPoint {
                                distance_m: p.distance_m,
                                ..at(207)
                            },
                            RawPoint {
                                heart_rate_bpm: p.heart_rate_bpm,
                                ..at(457)
                            },
                            RawPoint {
                                cadence_raw: p.cadence_raw,
                                ..at(707)
                            },
                            RawPoint {
                                position: p.position,
                                altitude_m: p.altitude_m,
                                ..at(932)
                            },
                        ]
                    })
                    .collect();
            },
        ));
    }
    // GoldenCheetah#1926: position and sensors in turn.
    for every in [1, 2] {
        odds.push(odd(format!("in turn, every {every} s"), &[], |raw| {
            let whole = std::mem::take(&mut raw.points);
            raw.points = whole
                .into_iter()
                .step_by(every)
                .enumerate()
                .map(|(i, p)| {
                    if i % 2 == 0 {
                        RawPoint {
                            time_ms: p.time_ms,
                            position: p.position,
                            ..RawPoint::default()
                        }
                    } else {
                        RawPoint {
                            position: None,
                            ..p
                        }
                    }
                })
                .collect();
        }));
    }
    odds.push(odd("heart rate every 5 s", &[], |raw| {
        for (i, p) in raw.points.iter_mut().enumerate() {
            p.heart_rate_bpm = p.heart_rate_bpm.filter(|_| i % 5 == 0);
        }
    }));
    odds.push(odd("a record a minute", &["coarse_recording"], |raw| {
        let last = *raw.points.last().unwrap();
        raw.points = raw
            .points
            .iter()
            .copied()
            .step_by(60)
            .chain([last])
            .collect();
    }));
    // GoldenCheetah#2218: speed in km/h, and kin.
    for (factor, name) in [(3.6, "km/h"), (2.236_94, "mph"), (1000.0, "mm/s")] {
        odds.push(odd(format!("speed in {name}"), &["speed_unit"], |raw| {
            for p in &mut raw.points {
                p.speed_m_per_s = p.speed_m_per_s.map(|v| (f64::from(v) * factor) as f32);
            }
        }));
    }
    odds.push(odd("speed 0 throughout", &[], |raw| {
        for p in &mut raw.points {
            p.speed_m_per_s = Some(0.0);
        }
    }));
    all_right(odds);
}

#[test]
fn rides_before_within_and_after() {
    let mut odds = Vec::new();
    for at in ["before", "within", "after"] {
        for (minutes, speed) in [(8, 14.0), (3, 8.0), (25, 22.0)] {
            for gpx in [true, false] {
                let what = format!("{minutes} min at {speed} m/s {at}, gpx {gpx}");
                odds.push(odd(what, &["carried"], |raw| {
                    if gpx {
                        only_positions(raw);
                    }
                    raw.totals = Default::default();
                    ride(raw, at, minutes * 60, speed);
                }));
            }
        }
    }
    all_right(odds);
}

/// Puts a ride of so many seconds in.
fn ride(raw: &mut RawActivity, at: &str, seconds: i64, speed: f64) {
    let n = raw.points.len();
    let i = match at {
        "before" => 0,
        "within" => n / 2,
        _ => n - 1,
    };
    let from = raw.points[i];
    let north = |p: &mut RawPoint, metres: f64| {
        p.position = p.position.map(|at| Position {
            latitude: at.latitude + metres / 111_200.0,
            ..at
        });
        p.distance_m = p.distance_m.map(|d| d + metres);
    };
    let mut metres = 0.0;
    let ridden: Vec<RawPoint> = (1..=seconds)
        .map(|s| {
            // Off and to a halt again at 0.7 m/s each second.
            let now = speed.min(0.7 * s as f64).min(0.7 * (seconds - s) as f64);
            metres += now;
            let mut p = from;
            p.time_ms = p.time_ms.map(|t| t + 1000 * s);
            p.speed_m_per_s = p.speed_m_per_s.map(|_| now as f32);
            p.cadence_raw = Some(0.0);
            p.heart_rate_bpm = Some(110.0 + (s % 3) as f32);
            north(&mut p, metres);
            p
        })
        .collect();
    for p in &mut raw.points[i + 1..] {
        p.time_ms = p.time_ms.map(|t| t + 1000 * seconds);
        north(p, metres);
    }
    let shift = |ms: &mut i64| {
        if *ms > from.time_ms.unwrap() {
            *ms += 1000 * seconds;
        }
    };
    raw.timer.iter_mut().for_each(|e| shift(&mut e.time_ms));
    raw.points.splice(i + 1..i + 1, ridden);
}

#[test]
fn a_ride_is_told_where_it_was() {
    let mut raw = base().clone();
    raw.totals = Default::default();
    ride(&mut raw, "within", 480, 14.0);
    let run = analyse_activity(&raw, &Options::default()).unwrap().run;
    let [carried] = run.carried.as_slice() else {
        panic!("{:?}", run.carried)
    };
    let i = base().points.len() / 2;
    let half = base().points[i].distance_m.unwrap();
    assert!((carried.at.value() - half).abs() < 60.0, "{carried:?}");
    assert!(
        (carried.metres.value() - 6400.0).abs() < 200.0,
        "{carried:?}"
    );
    assert!(
        (carried.from.value() - i as f64).abs() < 20.0,
        "{carried:?}"
    );
    assert!(
        ((carried.to - carried.from).value() - 480.0).abs() < 20.0,
        "{carried:?}"
    );
}

#[test]
fn a_slow_runner_with_half_of_the_steps_does_not_walk() {
    let mut spec = RunSpec::plain(5);
    spec.miles = 8.0;
    spec.speed_m_per_s = 1.9;
    spec.cadence_spm = 158.0;
    let raw = simulate(spec, Truth::default()).raw_fit();
    let sound = analyse_activity(&raw, &Options::default()).unwrap();
    for (from, to) in [(2000, 3200), (600, 4600), (0, 6000)] {
        let mut half = raw.clone();
        let to = half.points.len().min(to);
        for p in &mut half.points[from..to] {
            p.cadence_raw = p.cadence_raw.map(|c| c / 2.0);
        }
        let a = analyse_activity(&half, &Options::default()).unwrap();
        assert!(a.caveats.iter().any(|c| c.code == "cadence_doubled"));
        let (walked, before) = (a.measures.total.walked_s, sound.measures.total.walked_s);
        assert!(
            (walked - before).abs() < 60.0,
            "{from}-{to}: {walked} for {before}"
        );
        let spm = |a: &Analysis| a.measures.total.cadence_spm().unwrap();
        assert!(
            (spm(&a) / spm(&sound) - 1.0).abs() < 0.01,
            "{} {}",
            spm(&a),
            spm(&sound)
        );
    }
}

#[test]
fn steps_of_walking_and_running_stay_steps() {
    // tempo#197: two minutes of walking at 112, one of running at 152, in steps a minute.
    for (walk_s, run_s) in [(120, 60), (60, 120), (300, 60)] {
        let mut raw = base().clone();
        only_positions(&mut raw);
        let mut metres = 0.0;
        for (i, p) in raw.points.iter_mut().enumerate() {
            let runs = i % (walk_s + run_s) >= walk_s;
            let wobble = (i as f32 * 0.7).sin();
            metres += if runs { 2.1 } else { 1.4 };
            p.cadence_raw = Some(if runs { 152.0 } else { 112.0 } + wobble.round());
            p.position = Position::new(47.0 + metres / 111_200.0, 8.0);
        }
        let a = analyse_activity(&raw, &Options::default()).unwrap();
        let spm = a.measures.total.cadence_spm().unwrap();
        assert!((spm - 152.0).abs() < 3.0, "{walk_s}/{run_s}: {spm}");
        let share = a.measures.total.walked_s / a.measures.total.moving_s();
        let expected = walk_s as f64 / (walk_s + run_s) as f64;
        assert!((share - expected).abs() < 0.08, "{walk_s}/{run_s}: {share}");
    }
}

#[test]
fn no_cadence_is_said_only_of_files_without() {
    let of = |change: fn(&mut RawPoint)| {
        let mut raw = base().clone();
        raw.points.iter_mut().for_each(change);
        let a = analyse_activity(&raw, &Options::default()).unwrap();
        let text = a
            .caveats
            .iter()
            .find(|c| c.code == "no_cadence")
            .map(|c| c.text.clone());
        text.unwrap_or_default()
    };
    assert!(of(|p| p.cadence_raw = None).contains("has no cadence"));
    assert!(of(|p| p.cadence_raw = Some(0.0)).contains("zero throughout"));
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
        analyse_activity(&raw, &Options::default())
            .unwrap_err()
            .to_string()
    };
    let why = refused(0.5);
    assert!(
        why.contains("a step at 1") && why.contains("its distance did not work"),
        "{why}"
    );
    let why = refused(6.8);
    assert!(why.contains("which no runner does: it was ridden"), "{why}");
}

#[test]
fn a_part_is_measured_from_its_own_start() {
    let of = |from: Option<Mark>, to: Option<Mark>| {
        let part = Part { from, to };
        analyse_activity(
            base(),
            &Options {
                part,
                ..Options::default()
            },
        )
    };
    let mile = |m: f64| Some(Mark::Distance(Metres::from_miles(m)));
    let time = |s: f64| Some(Mark::Time(formdrift::units::Seconds(s)));
    let a = of(mile(1.0), None).unwrap();
    let all = whole().measures.total.distance_m();
    assert!((a.measures.total.distance_m() - all + 1609.344).abs() < 10.0);
    let at = a.verdict.onset.unwrap().at.miles();
    let before = whole().verdict.onset.unwrap().at.miles();
    assert!((at - (before - 1.0)).abs() < 0.4, "{at}");
    let a = of(time(600.0), time(3000.0)).unwrap();
    assert!((a.measures.total.elapsed_s() - 2400.0).abs() <= 2.0);
    assert_eq!(
        a.run.start,
        whole().run.start + chrono::Duration::seconds(600)
    );
    for (from, to) in [
        (mile(3.0), mile(2.0)),
        (mile(20.0), None),
        (time(1e6), None),
    ] {
        let why = of(from, to).unwrap_err().to_string();
        assert!(why.contains("--from and --to"), "{why}");
    }
}
