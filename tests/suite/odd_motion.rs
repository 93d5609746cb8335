//! Who runs, who walks and who is carried: cadence decides.

use crate::odd_run::{all_right, base, odd, only_positions};
use crate::sim::{RunSpec, Truth, simulate};
use formdrift::read::{Position, RawActivity, RawPoint};
use formdrift::{Analysis, Options, analyse_activity};

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
