//! One wrong record moves no answer: every field of a record, at either end and in the middle,
//! replaced by what damage, empty fields and slips of a digit leave.

use crate::same_answer::differences;
use crate::sim::shape::Profile;
use crate::sim::{RunSpec, Truth, simulate};
use formdrift::measure::Channel;
use formdrift::read::{Format, Position, RawActivity, RawPoint};
use formdrift::{Analysis, Options, analyse_activity};
use rayon::prelude::*;

/// A change of one record, by name.
type Change = (&'static str, fn(&mut RawPoint));

const CHANGES: &[Change] = &[
    ("no time", |p| p.time_ms = None),
    ("time of 1970", |p| p.time_ms = Some(0)),
    ("time of 1989", |p| p.time_ms = Some(631_065_600_000)),
    ("time of 2106", |p| p.time_ms = Some(4_294_967_295_000)),
    ("time of the start", |p| {
        p.time_ms = Some(crate::sim::convert::START_MS)
    }),
    ("a second later", |p| {
        p.time_ms = p.time_ms.map(|t| t + 1000)
    }),
    ("seven seconds earlier", |p| {
        p.time_ms = p.time_ms.map(|t| t - 7000)
    }),
    ("half a minute later", |p| {
        p.time_ms = p.time_ms.map(|t| t + 30_000)
    }),
    ("ten minutes earlier", |p| {
        p.time_ms = p.time_ms.map(|t| t - 600_000)
    }),
    ("an hour later", |p| {
        p.time_ms = p.time_ms.map(|t| t + 3_600_000)
    }),
    ("13 hours later", |p| {
        p.time_ms = p.time_ms.map(|t| t + 46_800_000)
    }),
    ("a day earlier", |p| {
        p.time_ms = p.time_ms.map(|t| t - 86_400_000)
    }),
    ("no distance", |p| p.distance_m = None),
    ("distance 0", |p| p.distance_m = Some(0.0)),
    ("invalid distance", |p| p.distance_m = Some(42_949_672.95)),
    ("negative distance", |p| p.distance_m = Some(-21_474_836.0)),
    ("infinite distance", |p| p.distance_m = Some(f64::INFINITY)),
    ("10 m more", |p| {
        p.distance_m = p.distance_m.map(|d| d + 10.0)
    }),
    ("90 m more", |p| {
        p.distance_m = p.distance_m.map(|d| d + 90.0)
    }),
    ("5 km more", |p| {
        p.distance_m = p.distance_m.map(|d| d + 5000.0)
    }),
    ("80 m less", |p| {
        p.distance_m = p.distance_m.map(|d| d - 80.0)
    }),
    ("2 km less", |p| {
        p.distance_m = p.distance_m.map(|d| d - 2000.0)
    }),
    ("distance with a digit more", |p| {
        p.distance_m = p.distance_m.map(|d| d * 10.0)
    }),
    ("no position", |p| p.position = None),
    ("null island", |p| p.position = Position::new(0.0, 0.0)),
    ("longitude 0", |p| {
        p.position = p.position.and_then(|at| Position::new(at.latitude, 0.0))
    }),
    ("a degree off", |p| {
        p.position = p
            .position
            .and_then(|at| Position::new(at.latitude + 1.0, at.longitude))
    }),
    ("300 m off", |p| {
        p.position = p
            .position
            .and_then(|at| Position::new(at.latitude + 0.0027, at.longitude))
    }),
    ("the other pole", |p| {
        p.position = Position::new(90.0, 180.0)
    }),
    ("no altitude", |p| p.altitude_m = None),
    ("altitude 0", |p| p.altitude_m = Some(0.0)),
    ("altitude -500", |p| p.altitude_m = Some(-500.0)),
    ("altitude 12 km", |p| p.altitude_m = Some(12_607.0)),
    ("100 m higher", |p| {
        p.altitude_m = p.altitude_m.map(|a| a + 100.0)
    }),
    ("altitude NaN", |p| p.altitude_m = Some(f32::NAN)),
    ("no speed", |p| p.speed_m_per_s = None),
    ("speed 0", |p| p.speed_m_per_s = Some(0.0)),
    ("speed 65", |p| p.speed_m_per_s = Some(65.535)),
    ("speed infinite", |p| p.speed_m_per_s = Some(f32::INFINITY)),
    ("no cadence", |p| p.cadence_raw = None),
    ("cadence 0", |p| p.cadence_raw = Some(0.0)),
    ("cadence 255", |p| p.cadence_raw = Some(255.0)),
    ("cadence 120", |p| p.cadence_raw = Some(120.0)),
    ("cadence 1e30", |p| p.cadence_raw = Some(1e30)),
    ("no heart rate", |p| p.heart_rate_bpm = None),
    ("heart rate 255", |p| p.heart_rate_bpm = Some(255.0)),
    ("heart rate 0", |p| p.heart_rate_bpm = Some(0.0)),
    ("power 65535", |p| p.power_w = Some(65_535.0)),
    ("balance 327", |p| {
        p.dynamics.contact_balance_pct = Some(327.67)
    }),
    ("step length 0", |p| p.dynamics.step_length_mm = Some(0.0)),
    ("contact 6553", |p| {
        p.dynamics.contact_time_ms = Some(6553.5)
    }),
    ("nothing but a time", |p| {
        *p = RawPoint {
            time_ms: p.time_ms,
            ..RawPoint::default()
        }
    }),
    ("a new segment", |p| p.segment_start = true),
];

/// Eight miles with a change of form, recorded every `every_s` seconds.
fn recordings() -> Vec<(&'static str, RawActivity)> {
    let make = |every_s: usize| {
        let mut spec = RunSpec::plain(11).with_off_curve(Profile::step(5.5, -8.0));
        spec.miles = 8.0;
        spec.watch.record_every_s = every_s;
        spec.watch.dynamics = true;
        simulate(spec, Truth::default())
    };
    let mut untimed = make(1).raw_gpx();
    untimed.format = Some(Format::Gpx);
    vec![
        ("FIT, every second", make(1).raw_fit()),
        ("FIT, every 6 s", make(6).raw_fit()),
        ("GPX", untimed),
    ]
}

fn differs(a: &Analysis, b: &Analysis) -> Option<String> {
    let mut out = differences(a, b);
    let (t, u) = (&a.measures.total, &b.measures.total);
    if (t.ascent_m - u.ascent_m).abs() > 3.0 {
        out.push(format!("{:.0} for {:.0} m up", t.ascent_m, u.ascent_m));
    }
    let sound = |channel: Channel, range: std::ops::RangeInclusive<f64>| {
        t.mean(channel).is_none_or(|v| range.contains(&v))
    };
    if !sound(Channel::ContactBalance, 40.0..=60.0) || !sound(Channel::Power, 0.0..=600.0) {
        out.push("a sensor's mean is impossible".into());
    }
    (!out.is_empty()).then(|| out.join(", "))
}

#[test]
fn one_wrong_record_moves_no_answer() {
    let mut faults = Vec::new();
    for (name, raw) in recordings() {
        let sound = analyse_activity(&raw, &Options::default()).unwrap();
        assert_eq!(sound.verdict.kind().name(), "form_breakdown", "{name}");
        let n = raw.points.len();
        let places = [0, 1, n / 3, n / 2 + 1, n - 2, n - 1];
        let cases: Vec<(usize, &Change)> = CHANGES
            .iter()
            .flat_map(|change| places.map(|at| (at, change)))
            .collect();
        faults.par_extend(cases.par_iter().filter_map(|(at, (what, change))| {
            let mut wrong = raw.clone();
            change(&mut wrong.points[*at]);
            let differs = match analyse_activity(&wrong, &Options::default()) {
                Ok(a) => differs(&a, &sound)?,
                Err(why) => why.to_string(),
            };
            Some(format!("{name}, record {at} of {n}, {what}: {differs}"))
        }));
    }
    assert!(
        faults.is_empty(),
        "{} faults\n{}",
        faults.len(),
        faults.join("\n")
    );
}

#[test]
fn a_record_lost_or_doubled_moves_no_answer() {
    let mut faults = Vec::new();
    for (name, raw) in recordings() {
        let sound = analyse_activity(&raw, &Options::default()).unwrap();
        let n = raw.points.len();
        for at in [0, 1, n / 2, n - 2, n - 1] {
            let mut lost = raw.clone();
            lost.points.remove(at);
            let mut doubled = raw.clone();
            doubled.points.insert(at, raw.points[at]);
            let mut astray = raw.clone();
            let record = astray.points.remove(at);
            astray.points.insert(n / 4, record);
            for (what, raw) in [("lost", lost), ("doubled", doubled), ("astray", astray)] {
                let a = analyse_activity(&raw, &Options::default()).unwrap();
                faults.extend(differs(&a, &sound).map(|why| format!("{name}, {at} {what}: {why}")));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Caveats state the true count.
#[test]
fn wrong_records_are_counted() {
    let raw = &recordings()[0].1;
    type Wrong = fn(&mut RawPoint);
    let cases: [(usize, Wrong, &str); 4] = [
        (3, |p| p.time_ms = Some(0), "clock_jump"),
        (5, |p| p.distance_m = Some(0.0), "distance_outliers"),
        (4, |p| p.position = Position::new(0.0, 0.0), "gps_spikes"),
        (6, |p| p.altitude_m = Some(-500.0), "altitude_outliers"),
    ];
    for (n, change, code) in cases {
        let mut wrong = raw.clone();
        for k in 0..n {
            change(&mut wrong.points[400 + 300 * k]);
        }
        let a = analyse_activity(&wrong, &Options::default()).unwrap();
        let text = &a
            .caveats
            .iter()
            .find(|c| c.code == code)
            .unwrap_or_else(|| panic!("{code}"))
            .text;
        assert!(text.contains(&format!("{n} ")), "{text}");
    }
}
