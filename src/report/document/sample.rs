//! Made-up analyses, one for each verdict, for tests of what a report shows. The numbers
//! are chosen, not measured; runs with physics come from the simulator in tests/support.

use crate::Analysis;
use crate::advise::Advice;
use crate::detect::*;
use crate::measure::*;
use crate::normalise::*;
use crate::phases::Phases;
use crate::read::{Format, Position};
use crate::stats::Estimate;
use crate::units::*;
use chrono::DateTime;

fn est(value: f64, half: f64) -> Estimate {
    Estimate {
        value,
        low: value - half,
        high: value + half,
    }
}

/// Loss of speed and departure from the curve at a distance, by verdict, in percent.
fn changes(kind: Kind, miles: f64, finish: f64) -> (f64, f64) {
    let late = ((miles - 18.0) / (finish - 18.0)).clamp(0.0, 1.0);
    match kind {
        Kind::FormBreakdown => (6.0 * late, -4.4 * late),
        Kind::PaceFade | Kind::EasedOff => (14.0 * late, 0.3 * late),
        Kind::GradualDrift => (2.0 * miles / finish, -2.6 * miles / finish),
        Kind::Steady | Kind::Undecided => (0.0, 0.0),
    }
}

fn tally(kind: Kind, miles: f64, finish: f64, heart: bool) -> Tally {
    let metres = WINDOW.0;
    let (loss, off) = changes(kind, miles, finish);
    let speed = 3.09 * (1.0 - loss / 100.0) * (1.0 + 0.012 * (miles * 2.1).sin());
    let cadence = 176.0 * (1.0 + (off - 0.15 * loss) / 100.0) + 0.6 * (miles * 3.7).sin();
    let seconds = metres / speed;
    let mut t = Tally {
        running_s: seconds,
        running_m: metres,
        stepped_s: seconds,
        stepped_m: metres,
        steps: cadence * seconds / 60.0,
        flat_equivalent_m: metres * (1.0 + 0.02 * (miles / 2.0).cos()),
        ascent_m: 1.8 * (miles / 2.0).cos().max(0.0),
        descent_m: 1.8 * (-(miles / 2.0).cos()).max(0.0),
        has_altitude: true,
        ..Tally::default()
    };
    if kind == Kind::Undecided {
        t.stepped_s = 0.0;
        t.steps = 0.0;
    }
    if heart {
        t.channels[Channel::HeartRate as usize].add(148.0 + 0.5 * miles, seconds);
    }
    t
}

fn windows(kind: Kind, finish: f64, heart: bool) -> Vec<Window> {
    let mut clock = 0.0;
    (0..(finish * 10.0) as usize)
        .map(|i| {
            let miles = (i as f64 + 0.5) / 10.0;
            let tally = tally(kind, miles, finish, heart);
            clock += tally.running_s;
            Window {
                from: Metres(i as f64 * WINDOW.0),
                to: Metres((i + 1) as f64 * WINDOW.0),
                elapsed_mid_s: clock - tally.running_s / 2.0,
                moving_mid_s: clock - tally.running_s / 2.0,
                altitude_m: Some(40.0 + 25.0 * (miles / 2.0).sin()),
                grade: Some(0.01 * (miles / 2.0).cos()),
                pace_doubtful: false,
                tally,
            }
        })
        .collect()
}

fn change(now: Option<f64>, then: Option<f64>, half: f64) -> Option<Estimate> {
    Some(est(100.0 * (now? / then? - 1.0), half))
}

fn splits(windows: &[Window]) -> Vec<Split> {
    let mut out: Vec<Split> = Vec::new();
    for (i, part) in windows.chunks(50).enumerate() {
        let mut tally = Tally::default();
        part.iter().for_each(|w| tally.merge(&w.tally));
        let against = |then: Option<&Split>| {
            then.map_or(Changes::default(), |s| Changes {
                pace_pct: change(tally.pace_s_per_km(), s.tally.pace_s_per_km(), 0.7),
                cadence_pct: change(tally.cadence_spm(), s.tally.cadence_spm(), 0.5),
                step_length_pct: change(tally.step_length_m(), s.tally.step_length_m(), 0.8),
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

fn run(heart: bool, miles: f64) -> Run {
    Run {
        format: Format::Fit,
        device: Some("Garmin Forerunner 945".into()),
        sport: Some("running".into()),
        start: DateTime::from_timestamp(1_760_256_000, 0).expect("a valid time"),
        local_time: Default::default(),
        perceived_exertion: None,
        feel_pct: None,
        samples: (0..200)
            .map(|i| Sample {
                elapsed: Seconds(f64::from(i)),
                distance: Metres(f64::from(i) * miles * METRES_PER_MILE / 199.0),
                position: Some(Position {
                    latitude: 51.987_654 + f64::from(i) * 1e-4,
                    longitude: 5.123_456,
                }),
                ..Sample::default()
            })
            .collect(),
        lap_ends: Vec::new(),
        cadence_unit: CadenceUnit {
            source: CadenceSource::Strides,
            how: "median 88 while running, below 120, so one leg is counted".into(),
        },
        distance_source: DistanceSource::Device,
        pace_is_evidence: true,
        heart_rate_is_evidence: heart,
        carried: Vec::new(),
    }
}

fn verdict(kind: Kind, finish: f64, windows: &[Window]) -> Verdict {
    let found = matches!(kind, Kind::FormBreakdown | Kind::PaceFade);
    let onset = found.then(|| Onset {
        at: Metres::from_miles(19.4),
        low: Metres::from_miles(18.6),
        high: Metres::from_miles(20.3),
        confidence: 0.95,
        low_open: false,
        high_open: false,
    });
    let decided = kind != Kind::Undecided;
    let mean = |i: usize, get: fn(&Tally) -> Option<f64>| get(&windows[i].tally);
    let end = windows.len() - 5;
    let witness = |metric, get: fn(&Tally) -> Option<f64>| {
        Some(Witness {
            metric,
            fresh: mean(40, get)?,
            late: mean(end, get)?,
            change_pct: change(mean(end, get), mean(40, get), 0.8)?,
        })
    };
    Verdict {
        kind,
        undecided_because: (!decided).then_some(UndecidedBecause::NoCadence),
        certainty: decided.then_some(Certainty::Likely),
        probability: decided.then_some(0.9),
        onset,
        pattern: match kind {
            Kind::FormBreakdown => Some(Pattern::Overstriding),
            Kind::PaceFade => Some(Pattern::StrideShortening),
            _ => None,
        },
        shape: found.then_some(Shape::Gradual),
        p_value: decided.then_some(0.005),
        min_effect: Percent(2.0),
        split_residual_pct: (0..windows.len().div_ceil(50))
            .map(|i| decided.then(|| changes(kind, i as f64 * 5.0 + 2.5, finish).1))
            .collect(),
        form_change_at_finish: decided.then(|| est(changes(kind, finish, finish).1, 0.9)),
        smallest_detectable_pct: decided.then_some(2.1),
        drift_in_pace: false,
        form: FormFinding::default(),
        pace: PaceFinding::default(),
        walking: None,
        heart: None,
        attribution: found.then_some(Attribution {
            slowdown_pct: 6.2,
            from_walking_pct: 0.0,
            from_step_length_pct: 4.9,
            from_cadence_pct: 1.3,
            step_length_expected_pct: -5.3,
            step_length_beyond_pct: 0.4,
            from: Metres::from_miles(19.4),
            to: Metres::from_miles(finish),
        }),
        curve: None,
        fresh: Some((Metres::from_miles(1.1), Metres::from_miles(18.0))),
        series: FormSeries::default(),
        witnesses: [
            witness("pace_s_per_km", Tally::pace_s_per_km),
            witness("cadence_spm", Tally::cadence_spm),
            witness("step_length_m", Tally::step_length_m),
        ]
        .into_iter()
        .flatten()
        .collect(),
        considered: [
            (Explanation::Hill, Finding::RuledOut),
            (Explanation::EasingOff, Finding::RuledOut),
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

/// An analysis of `miles` miles with the verdict `kind`.
pub fn analysis(kind: Kind, miles: f64, heart: bool) -> Analysis {
    let windows = windows(kind, miles, heart);
    let mut total = Tally::default();
    windows.iter().for_each(|w| total.merge(&w.tally));
    let verdict = verdict(kind, miles, &windows);
    let measures = Measures {
        total,
        splits: splits(&windows),
        windows,
        interruptions: Vec::new(),
        pace_is_evidence: true,
        heart_rate_is_evidence: heart,
    };
    let advice = vec![Advice {
        rule: "cadence_target",
        action: String::new(),
        text: "From about mile 18, while any discomfort is mild, let cadence come back to 174-176 spm <at that pace>.".into(),
        trigger: "Cadence fell 4.4 % below what your pace calls for.".into(),
        article_section: "What You Should Do During the Run",
        evidence: vec!["Heiderscheit 2011: 5-10 % more cadence, less knee and hip load (n = 45)."],
    }];
    Analysis {
        run: run(heart, miles),
        phases: Phases::whole(&measures),
        measures,
        verdict,
        advice,
        caveats: vec![Caveat {
            code: "smart_recording",
            text: "The watch saved a point only now and then.".into(),
        }],
        history: None,
    }
}
