//! One simulated run, and what is wrong with the answer to an odd recording of it.
#![allow(dead_code)]

use crate::sim::shape::Profile;
use crate::sim::{RunSpec, Truth, simulate};
use formdrift::read::{Format, RawActivity, RawPoint};
use formdrift::{Analysis, Options, analyse_activity};
use rayon::prelude::*;
use std::sync::OnceLock;

/// Nine miles at 3.1 m/s, 8 % fewer steps from mile 6.
pub fn base() -> &'static RawActivity {
    static BASE: OnceLock<RawActivity> = OnceLock::new();
    BASE.get_or_init(|| {
        let mut spec = RunSpec::plain(11).with_off_curve(Profile::step(6.0, -8.0));
        spec.miles = 9.0;
        simulate(spec, Truth::default()).raw_fit()
    })
}

pub fn whole() -> &'static Analysis {
    static WHOLE: OnceLock<Analysis> = OnceLock::new();
    WHOLE.get_or_init(|| analyse_activity(base(), &Options::default()).unwrap())
}

/// A recording, what is odd about it, and the codes that must and may be said of it.
pub struct Odd {
    what: String,
    raw: RawActivity,
    says: &'static [&'static str],
}

/// Changes a copy of the run.
pub fn odd(
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
pub fn second(p: &RawPoint) -> i64 {
    (p.time_ms.unwrap() - base().points[0].time_ms.unwrap()) / 1000
}

/// What stays of a record in a GPX file.
pub fn only_positions(raw: &mut RawActivity) {
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
    let at = |a: &Analysis| a.verdict.onset().map_or(0.0, |o| o.at.miles());
    if a.verdict.kind() != b.verdict.kind() || (at(&a) - at(b)).abs() > 0.5 {
        faults.push(format!(
            "{} at {:.1} for {} at {:.1}",
            a.verdict.kind().name(),
            at(&a),
            b.verdict.kind().name(),
            at(b)
        ));
    }
    let codes: Vec<&str> = a.caveats.iter().map(|c| c.code).collect();
    for code in odd.says {
        if !code.split('|').any(|one| codes.contains(&one)) {
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
        let said = odd
            .says
            .iter()
            .any(|one| one.split('|').any(|one| one == code));
        if !before && !said && !usual.contains(&code) {
            let text = a
                .caveats
                .iter()
                .find(|c| c.code == code)
                .map(|c| c.text.clone());
            faults.push(format!("says {code}: {text:?}"));
        }
    }
    (!faults.is_empty()).then(|| format!("{}: {}", odd.what, faults.join(", ")))
}

pub fn all_right(odd: Vec<Odd>) {
    let faults: Vec<String> = odd.par_iter().filter_map(wrong).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}
