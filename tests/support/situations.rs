//! Analyses of simulated runs for tests of what is drawn and written. Where a test needs a
//! certain verdict, it is put in by hand: these are about the report, not the detector.

use crate::examples::{onset, outcome};
use crate::sim::shape::{Profile, Terrain};
use crate::sim::spec::Break;
use crate::sim::{RunSpec, Truth, random::Random, simulate};
use formdrift::detect::{HabitualCurve, Kind};
use formdrift::units::Metres;
use formdrift::{Analysis, Options, analyse_activity};

/// A run and what it is meant to show.
pub struct Situation {
    pub name: &'static str,
    pub analysis: Analysis,
}

/// A sound run on rolling ground with everything a good watch records.
pub fn spec(seed: u64, miles: f64) -> RunSpec {
    let mut spec = RunSpec::plain(seed);
    spec.miles = miles;
    spec.settling_pct = 1.0;
    spec.terrain = Terrain::rolling(0.008, &mut Random::new(seed, 99));
    spec.watch.dynamics = true;
    spec
}

/// The analysis of a simulated run, read from FIT, with the curve it was made with.
pub fn analysed(spec: RunSpec) -> Analysis {
    let run = simulate(spec, Truth::default());
    let mut analysis = analyse_activity(&run.raw_fit(), &Options::default()).unwrap();
    finish(&mut analysis, &run.spec);
    analysis
}

fn finish(analysis: &mut Analysis, spec: &RunSpec) {
    let length = analysis.measures.total.distance_m();
    analysis.verdict.curve.get_or_insert(HabitualCurve {
        level_spm: spec.cadence_spm,
        reference_speed_m_per_s: spec.speed_m_per_s,
        elasticity: spec.elasticity,
        elasticity_sd: 0.03,
        grade_effect: spec.grade_effect,
    });
    let fresh = (Metres::from_miles(1.2), Metres(length * 0.6));
    analysis.verdict.fresh.get_or_insert(fresh);
}

/// Puts an onset in, in miles.
pub fn with_onset(mut analysis: Analysis, kind: Kind, at: f64, low: f64, high: f64) -> Analysis {
    let verdict = &mut analysis.verdict;
    verdict.outcome = outcome(kind, onset(at, low, high));
    verdict.p_value = Some(0.004);
    verdict.pace.p_value = Some(0.004);
    verdict.fresh = Some((Metres::from_miles(1.2), Metres::from_miles(at)));
    analysis
}

fn with_kind(mut analysis: Analysis, kind: Kind) -> Analysis {
    analysis.verdict.outcome = outcome(kind, onset(0.0, 0.0, 0.0));
    analysis
}

fn breakdown() -> Analysis {
    let mut made = spec(11, 26.2).with_off_curve(Profile::ramp(19.4, 26.2, -5.5));
    made = made.with_pace(Profile::ramp(19.0, 26.2, -9.0), 0.8);
    made.breaks = vec![stop(7.2, 25.0), stop(15.1, 45.0), walk(22.6, 60.0)];
    with_onset(analysed(made), Kind::FormBreakdown, 19.4, 18.6, 20.3)
}

fn fade() -> Analysis {
    let made = spec(12, 26.2).with_pace(Profile::ramp(17.0, 24.0, -16.0), 0.3);
    with_onset(analysed(made), Kind::PaceFade, 17.2, 15.8, 18.1)
}

fn steady() -> Analysis {
    with_kind(analysed(spec(13, 18.0)), Kind::Steady)
}

fn undecided() -> Analysis {
    let mut analysis = analysed(spec(14, 4.1));
    analysis.verdict.curve = None;
    analysis.verdict.fresh = None;
    analysis
}

fn gpx_without_heart_rate() -> Analysis {
    let mut made = spec(15, 20.3).without_heart();
    made.watch.dynamics = false;
    made = made.with_off_curve(Profile::step(14.2, 4.0));
    let run = simulate(made, Truth::default());
    let mut analysis = analyse_activity(&run.raw_gpx(), &Options::default()).unwrap();
    finish(&mut analysis, &run.spec);
    with_onset(analysis, Kind::FormBreakdown, 14.2, 14.0, 14.5)
}

fn ultra() -> Analysis {
    let mut made = spec(16, 50.2);
    made.speed_m_per_s = 2.7;
    made.terrain = Terrain::rolling(0.03, &mut Random::new(16, 98));
    made = made.with_pace(Profile::ramp(31.0, 50.0, -18.0), 0.6);
    made.breaks = (0..24)
        .map(|k| walk(12.0 + 1.6 * f64::from(k), 120.0 + 12.0 * f64::from(k)))
        .chain((1..8).map(|k| stop(6.2 * f64::from(k), 240.0)))
        .collect();
    with_onset(analysed(made), Kind::PaceFade, 31.5, 28.0, 35.2)
}

fn stop(at_mile: f64, seconds: f64) -> Break {
    Break {
        at_mile,
        seconds,
        walk: false,
    }
}

fn walk(at_mile: f64, seconds: f64) -> Break {
    Break {
        at_mile,
        seconds,
        walk: true,
    }
}

/// Six runs as different as they come.
pub fn six() -> Vec<Situation> {
    type Make = fn() -> Analysis;
    let all: [(&str, Make); 6] = [
        ("breakdown", breakdown),
        ("fade", fade),
        ("steady", steady),
        ("undecided", undecided),
        ("gpx_no_hr", gpx_without_heart_rate),
        ("ultra", ultra),
    ];
    all.into_iter()
        .map(|(name, make)| Situation {
            name,
            analysis: make(),
        })
        .collect()
}
