//! Hand-made analyses, one a verdict, for tests of words, numbers and advice. The numbers
//! are round so that a reader can check a sentence against them: fresh is 176 spm at
//! 8:40/mi; a marathon in windows of a tenth of a mile.

use chrono::DateTime;
use formdrift::detect::*;
use formdrift::measure::*;
use formdrift::normalise::*;
use formdrift::phases::Phases;
use formdrift::read::{Format, Position};
use formdrift::stats::Estimate;
use formdrift::units::*;
use formdrift::{Analysis, advise};

/// The six verdicts.
pub const KINDS: [Kind; 6] = [
    Kind::FormBreakdown,
    Kind::PaceFade,
    Kind::EasedOff,
    Kind::GradualDrift,
    Kind::Steady,
    Kind::Undecided,
];

/// 8:40 a mile.
const FRESH_SPEED_M_PER_S: f64 = METRES_PER_MILE / 520.0;
const FRESH_SPM: f64 = 176.0;
const MILES: f64 = 26.2;
const ONSET_MILES: f64 = 19.4;

/// A symmetric interval.
pub fn about(value: f64, half: f64) -> Estimate {
    Estimate {
        value,
        low: value - half,
        high: value + half,
    }
}

/// An onset, in miles.
pub fn onset(at: f64, low: f64, high: f64) -> Onset {
    Onset {
        at: Metres::from_miles(at),
        low: Metres::from_miles(low),
        high: Metres::from_miles(high),
        confidence: 0.95,
        low_open: false,
        high_open: false,
    }
}

/// What the runner does from the onset on: speed and cadence as shares of fresh.
fn late(kind: Kind) -> (f64, f64) {
    match kind {
        Kind::FormBreakdown => (1.0, 171.0 / FRESH_SPM),
        Kind::PaceFade => (0.88, 174.0 / FRESH_SPM),
        Kind::EasedOff => (0.86, 172.0 / FRESH_SPM),
        Kind::GradualDrift => (1.0, 172.0 / FRESH_SPM),
        Kind::Steady | Kind::Undecided => (1.0, 1.0),
    }
}

fn windows(kind: Kind, miles: f64) -> Vec<Window> {
    let mut clock = 0.0;
    (0..(miles * 10.0).round() as usize)
        .map(|i| {
            let from = WINDOW * i as f64;
            let (speed, cadence) = if from.miles() >= ONSET_MILES - 1e-9 {
                late(kind)
            } else {
                (1.0, 1.0)
            };
            let seconds = WINDOW.0 / (FRESH_SPEED_M_PER_S * speed);
            let mut tally = Tally {
                running_s: seconds,
                running_m: WINDOW.0,
                stepped_s: seconds,
                stepped_m: WINDOW.0,
                steps: FRESH_SPM * cadence * seconds / 60.0,
                flat_equivalent_m: WINDOW.0,
                ascent_m: 2.0,
                has_altitude: true,
                cadence_squared_s: (FRESH_SPM * cadence).powi(2) * seconds,
                ..Tally::default()
            };
            tally.channels[Channel::HeartRate as usize].add(152.0, seconds);
            clock += seconds;
            Window {
                from,
                to: from + WINDOW,
                elapsed_mid_s: clock - seconds / 2.0,
                moving_mid_s: clock - seconds / 2.0,
                tally,
                altitude_m: Some(20.0),
                grade: Some(0.0),
                pace_doubtful: false,
            }
        })
        .collect()
}

fn splits(windows: &[Window]) -> Vec<Split> {
    let mut out: Vec<Split> = Vec::new();
    for (i, part) in windows.chunks(50).enumerate() {
        let mut tally = Tally::default();
        part.iter().for_each(|w| tally.merge(&w.tally));
        let change =
            |now: Option<f64>, then: Option<f64>| Some(about(100.0 * (now? / then? - 1.0), 0.5));
        let against = |then: Option<&Split>| {
            then.map_or(Changes::default(), |s| Changes {
                pace_pct: change(tally.pace_s_per_km(), s.tally.pace_s_per_km()),
                cadence_pct: change(tally.cadence_spm(), s.tally.cadence_spm()),
                step_length_pct: change(tally.step_length_m(), s.tally.step_length_m()),
            })
        };
        out.push(Split {
            index: i + 1,
            from: part[0].from,
            to: part[part.len() - 1].to,
            partial: part.len() < 50,
            from_first: against(out.first()),
            from_previous: against(out.last()),
            tally,
        });
    }
    out
}

/// What [`late`] makes of fresh running, in 100 x log units.
fn attribution(kind: Kind, from: Metres, to: Metres) -> Attribution {
    let (speed, cadence) = late(kind);
    let (speed, cadence) = (100.0 * speed.ln(), 100.0 * cadence.ln());
    let expected = 0.85 * speed;
    Attribution {
        slowdown_pct: -speed,
        from_walking_pct: 0.0,
        from_step_length_pct: cadence - speed,
        from_cadence_pct: -cadence,
        step_length_expected_pct: expected,
        step_length_beyond_pct: speed - cadence - expected,
        from,
        to,
    }
}

/// The usual outcome of a kind; a breakdown or a fade begins at `onset`.
pub fn outcome(kind: Kind, onset: Onset) -> Outcome {
    let sure = Confidence {
        certainty: Certainty::Clear,
        probability: 0.97,
    };
    let gradual = |pattern| LastingChange {
        onset,
        pattern,
        shape: Some(Shape::Gradual),
    };
    match kind {
        Kind::FormBreakdown => Outcome::FormBreakdown(gradual(Pattern::Overstriding), sure),
        Kind::PaceFade => Outcome::PaceFade(gradual(Pattern::StrideShortening), sure),
        Kind::GradualDrift => Outcome::GradualDrift(DriftIn::Form, sure),
        Kind::Undecided => Outcome::Undecided(UndecidedBecause::NoCadence),
        Kind::EasedOff => Outcome::EasedOff(sure),
        Kind::Steady => Outcome::Steady(sure),
    }
}

/// The change of a made breakdown or fade, to be altered.
pub fn change_of(verdict: &mut Verdict) -> &mut LastingChange {
    match &mut verdict.outcome {
        Outcome::FormBreakdown(change, _) | Outcome::PaceFade(change, _) => change,
        other => panic!("{other:?} has no change"),
    }
}

/// The confidence of a made verdict, to be altered.
pub fn confidence_of(verdict: &mut Verdict) -> &mut Confidence {
    match &mut verdict.outcome {
        Outcome::FormBreakdown(_, sure)
        | Outcome::PaceFade(_, sure)
        | Outcome::GradualDrift(_, sure)
        | Outcome::EasedOff(sure)
        | Outcome::Steady(sure) => sure,
        Outcome::Undecided(_) => panic!("nothing was decided"),
    }
}

fn verdict(kind: Kind, miles: f64, splits: usize) -> Verdict {
    let decided = kind != Kind::Undecided;
    let at = onset(ONSET_MILES, 18.6, 20.3);
    let outcome = outcome(kind, at);
    let (change, lost) = match kind {
        Kind::FormBreakdown => (-4.1, 0.3),
        Kind::PaceFade => (0.6, 12.4),
        Kind::EasedOff => (0.2, 14.0),
        Kind::GradualDrift => (-2.4, 1.0),
        Kind::Steady | Kind::Undecided => (-0.3, 0.8),
    };
    let found = outcome.lasting_change().is_some();
    let slowed = matches!(kind, Kind::PaceFade | Kind::EasedOff);
    let last = Metres::from_miles(miles - 3.0);
    Verdict {
        outcome,
        p_value: decided.then_some(if change < -2.0 { 0.005 } else { 0.41 }),
        min_effect: Percent(2.0),
        form_change_at_finish: decided.then(|| about(change, 0.9)),
        smallest_detectable_pct: decided.then_some(2.13),
        form: FormFinding {
            onset: (kind == Kind::FormBreakdown).then_some(at),
            change_pct: decided.then(|| about(change, 0.9)),
            probability: decided.then_some(if kind == Kind::FormBreakdown {
                0.97
            } else {
                0.1
            }),
            evidence: None,
        },
        pace: PaceFinding {
            fade_onset: slowed.then_some(at),
            fade_pct: decided.then(|| about(lost, 1.5)),
            p_value: decided.then_some(if slowed { 0.005 } else { 0.6 }),
            probability: decided.then_some(if kind == Kind::PaceFade { 0.97 } else { 0.1 }),
            chosen: decided.then_some(if kind == Kind::EasedOff { 0.97 } else { 0.02 }),
            walks: false,
            evidence: None,
        },
        walking: None,
        heart: decided.then(|| HeartFinding {
            decoupling_pct: Some(4.2),
            decoupling_onset: None,
            eased_ratio: slowed.then(|| about(if kind == Kind::EasedOff { 1.0 } else { 0.2 }, 0.2)),
        }),
        attribution: decided.then(|| {
            let from = if found || slowed { at.at } else { last };
            attribution(kind, from, Metres::from_miles(miles))
        }),
        curve: decided.then_some(HabitualCurve {
            level_spm: FRESH_SPM,
            reference_speed_m_per_s: FRESH_SPEED_M_PER_S,
            elasticity: 0.15,
            elasticity_sd: 0.04,
            grade_effect: 0.6,
        }),
        fresh: decided.then(|| (Metres::from_miles(1.2), Metres::from_miles(18.0))),
        series: FormSeries::default(),
        split_residual_pct: vec![decided.then_some(change / 2.0); splits],
        witnesses: if decided {
            vec![Witness {
                metric: "cadence_spm",
                fresh: FRESH_SPM,
                late: FRESH_SPM * late(kind).1,
                change_pct: about(100.0 * (late(kind).1 - 1.0), 0.6),
            }]
        } else {
            Vec::new()
        },
        considered: [
            (Explanation::Hill, Finding::RuledOut),
            (Explanation::Stop, Finding::RuledOut),
            (Explanation::GpsDoubt, Finding::RuledOut),
            (Explanation::WarmUp, Finding::Possible),
            (Explanation::Weather, Finding::CannotTell),
        ]
        .map(|(explanation, finding)| Consideration {
            explanation,
            finding,
        })
        .to_vec(),
        caveats: Vec::new(),
    }
}

fn run(miles: f64) -> Run {
    Run {
        format: Format::Fit,
        device: Some("Garmin Forerunner 945".into()),
        sport: Some("running".into()),
        start: DateTime::from_timestamp(1_760_256_000, 0).unwrap(),
        local_time: Default::default(),
        perceived_exertion: None,
        feel_pct: None,
        samples: (0..1000)
            .map(|i| Sample {
                elapsed: Seconds(f64::from(i) * 10.0),
                distance: Metres::from_miles(miles * f64::from(i) / 999.0),
                altitude: Some(Metres(20.0)),
                position: Some(Position {
                    latitude: 40.0 + f64::from(i) * 1e-4,
                    longitude: -20.0,
                }),
                ..Sample::default()
            })
            .collect(),
        lap_ends: Vec::new(),
        cadence_unit: CadenceUnit {
            source: CadenceSource::Strides,
            how: "median 88 while running, below 120".into(),
        },
        distance_source: DistanceSource::Device,
        pace_is_evidence: true,
        heart_rate_is_evidence: true,
        carried: Vec::new(),
    }
}

/// An analysis of a marathon with this verdict and no advice yet.
pub fn example(kind: Kind) -> Analysis {
    example_of(kind, MILES)
}

/// The same of a run of another length, its change still at the same mile.
pub fn example_of(kind: Kind, miles: f64) -> Analysis {
    let windows = windows(kind, miles);
    let mut total = Tally::default();
    windows.iter().for_each(|w| total.merge(&w.tally));
    let measures = Measures {
        total,
        splits: splits(&windows),
        windows,
        interruptions: Vec::new(),
        pace_is_evidence: true,
        heart_rate_is_evidence: true,
    };
    let verdict = verdict(kind, miles, measures.splits.len());
    Analysis {
        run: run(miles),
        phases: Phases::whole(&measures),
        measures,
        verdict,
        advice: Vec::new(),
        caveats: vec![Caveat {
            code: "smart_recording",
            text: "The watch saved a point only now and then.".into(),
        }],
        history: None,
    }
}

/// The same with its advice.
pub fn advised(mut analysis: Analysis, units: DisplayUnits) -> Analysis {
    analysis.advice = advise::advise(
        &analysis.measures,
        &analysis.phases,
        &analysis.verdict,
        units,
    );
    analysis
}
