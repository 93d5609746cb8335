//! Clocks, positions and sensors as people reported them to neighbouring projects, in several
//! lengths: the answer is that of the run as it was.

use crate::odd_run::{all_right, base, odd, only_positions, second, whole};
use formdrift::normalise::{Mark, Part};
use formdrift::read::{Position, RawPoint};
use formdrift::units::{Metres, Seconds};
use formdrift::{Options, analyse_activity};

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
fn a_part_that_ends_where_nothing_was_recorded_has_no_gap() {
    let mut raw = base().clone();
    only_positions(&mut raw);
    for p in raw.points.iter_mut().skip(2400) {
        p.time_ms = p.time_ms.map(|t| t + 3_780_000);
        p.position = p.position.map(|at| Position {
            latitude: at.latitude + 0.06,
            ..at
        });
    }
    let gaps = |to| {
        let part = Part { from: None, to };
        let options = Options {
            part,
            ..Options::default()
        };
        let caveats = analyse_activity(&raw, &options).unwrap().caveats;
        let gaps = caveats.iter().filter(|c| c.code == "unrecorded_gap");
        gaps.count()
    };
    assert_eq!(gaps(None), 1);
    assert_eq!(gaps(Some(Mark::Time(Seconds(2399.0)))), 0);
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
    let at = a.verdict.onset().unwrap().at.miles();
    let before = whole().verdict.onset().unwrap().at.miles();
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
