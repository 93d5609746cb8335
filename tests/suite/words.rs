//! What the report says, for every verdict and in both units.

use crate::examples::{KINDS, about, example, onset};
use formdrift::Analysis;
use formdrift::detect::*;
use formdrift::report::words::{headline, reason};
use formdrift::units::{DisplayUnits, Metres, Percent};
use insta::assert_snapshot;

const BOTH: [DisplayUnits; 2] = [DisplayUnits::Miles, DisplayUnits::Kilometres];

fn headlines(analysis: &Analysis) -> String {
    BOTH.map(|units| headline(analysis, units)).join("\n")
}

fn change(analysis: &mut Analysis, change: impl FnOnce(&mut Verdict)) -> String {
    change(&mut analysis.verdict);
    headlines(analysis)
}

#[test]
fn a_headline_for_every_verdict() {
    let all: Vec<String> = KINDS
        .iter()
        .map(|kind| headlines(&example(*kind)))
        .collect();
    assert_snapshot!(all.join("\n"), @"");
}

#[test]
fn a_headline_for_every_pattern_and_shape() {
    let mut all = Vec::new();
    for (kind, pattern) in [
        (Kind::FormBreakdown, Pattern::Overstriding),
        (Kind::FormBreakdown, Pattern::Shuffling),
        (Kind::PaceFade, Pattern::StrideShortening),
        (Kind::PaceFade, Pattern::CadenceAndStride),
    ] {
        for shape in [Shape::Gradual, Shape::Abrupt] {
            let mut analysis = example(kind);
            analysis.verdict.pattern = Some(pattern);
            analysis.verdict.shape = Some(shape);
            all.push(headline(&analysis, DisplayUnits::Miles));
        }
    }
    assert_snapshot!(all.join("\n"), @"");
}

#[test]
fn an_open_interval_is_said_in_words() {
    let mut analysis = example(Kind::FormBreakdown);
    let open = |low_open, high_open| Onset {
        low_open,
        high_open,
        ..onset(14.0, 11.5, 16.2)
    };
    let mut all = Vec::new();
    for (low, high) in [(true, false), (false, true), (true, true)] {
        analysis.verdict.onset = Some(open(low, high));
        all.push(headline(&analysis, DisplayUnits::Miles));
    }
    assert_snapshot!(all.join("\n"), @"");
}

#[test]
fn a_headline_for_each_reason_to_be_undecided() {
    let mut analysis = example(Kind::Undecided);
    let all: Vec<String> = [
        UndecidedBecause::TooShort(Metres(5010.0)),
        UndecidedBecause::NoCadence,
        UndecidedBecause::Walking(Percent(46.2)),
        UndecidedBecause::WorkAndRest,
        UndecidedBecause::Unidentified,
    ]
    .map(|why| change(&mut analysis, |v| v.undecided_because = Some(why)))
    .to_vec();
    assert_snapshot!(all.join("\n"), @"");
}

#[test]
fn where_pace_is_no_evidence_only_cadence_is_spoken_of() {
    let mut all = Vec::new();
    for kind in [Kind::FormBreakdown, Kind::GradualDrift, Kind::Steady] {
        let mut analysis = example(kind);
        analysis.measures.pace_is_evidence = false;
        let said = headline(&analysis, DisplayUnits::Miles);
        assert!(!said.contains("step"), "{said}");
        all.push(said);
    }
    let mut drift = example(Kind::GradualDrift);
    drift.verdict.drift_in_pace = true;
    drift.verdict.pace.fade_pct = Some(about(6.2, 1.0));
    all.push(headline(&drift, DisplayUnits::Miles));
    assert_snapshot!(all.join("\n"), @"");
}

#[test]
fn a_reason_for_every_verdict() {
    let all: Vec<String> = KINDS
        .iter()
        .map(|kind| reason(&example(*kind), DisplayUnits::Miles))
        .collect();
    assert_snapshot!(all.join("\n\n"), @"");
}

#[test]
fn what_was_found_of_an_explanation_is_said_once_each() {
    let mut analysis = example(Kind::FormBreakdown);
    analysis.verdict.shape = Some(Shape::Abrupt);
    analysis.verdict.considered = [
        (Explanation::Hill, Finding::Explains),
        (Explanation::Stop, Finding::Possible),
        (Explanation::LevelShift, Finding::Possible),
        (Explanation::EasingOff, Finding::CannotTell),
        (Explanation::Treadmill, Finding::RuledOut),
        (Explanation::Weather, Finding::CannotTell),
    ]
    .map(|(explanation, finding)| Consideration {
        explanation,
        finding,
    })
    .to_vec();
    let said = reason(&analysis, DisplayUnits::Miles);
    for phrase in [
        "hill",
        "stop",
        "shoe",
        "easing off",
        "treadmill",
        "Heat and wind",
    ] {
        assert_eq!(
            said.matches(phrase).count(),
            1 + usize::from(phrase == "shoe"),
            "{phrase}: {said}"
        );
    }
}

#[test]
fn heart_rate_that_reaches_across_the_line_says_so() {
    let mut analysis = example(Kind::PaceFade);
    let said = |analysis: &Analysis| reason(analysis, DisplayUnits::Miles);
    assert!(!said(&analysis).contains("stays possible"));
    if let Some(heart) = &mut analysis.verdict.heart {
        heart.eased_ratio = Some(about(0.6, 0.3));
    }
    assert!(said(&analysis).contains("stays possible"));
    analysis.verdict.heart = None;
    assert!(said(&analysis).contains("Heart rate cannot say"));
}
