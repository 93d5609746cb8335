//! What the report says, for every verdict and in both units.

use crate::examples::{KINDS, about, example, onset};
use formdrift::Analysis;
use formdrift::detect::*;
use formdrift::normalise::Caveat;
use formdrift::report::words::{confidence, finding, headline, reason};
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
    assert_snapshot!(all.join("\n"), @r#"
    Form broke down from mile 19.4 (95 % interval 18.6-20.3): by the finish steps were 4 % longer than the pace calls for.
    Form broke down from km 31.2 (95 % interval 29.9-32.7): by the finish steps were 4 % longer than the pace calls for.
    Pace faded from mile 19.4 (95 % interval 18.6-20.3): 12 % of speed lost by the finish, as the stride shortened while cadence held.
    Pace faded from km 31.2 (95 % interval 29.9-32.7): 12 % of speed lost by the finish, as the stride shortened while cadence held.
    The slowdown from mile 19.4 was easing off, not a breakdown: heart rate came down in step with the pace.
    The slowdown from km 31.2 was easing off, not a breakdown: heart rate came down in step with the pace.
    Form drifted evenly, with no breaking point: by the finish steps were 2.4 % longer than the pace calls for.
    Form drifted evenly, with no breaking point: by the finish steps were 2.4 % longer than the pace calls for.
    Form held to the finish: a change of 2.1 % or more would most likely have been found.
    Form held to the finish: a change of 2.1 % or more would most likely have been found.
    Cannot tell: the file holds no cadence; record with a watch or foot pod that counts steps, and export the original file.
    Cannot tell: the file holds no cadence; record with a watch or foot pod that counts steps, and export the original file.
    "#);
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
    assert_snapshot!(all.join("\n"), @r#"
    Form broke down from mile 19.4 (95 % interval 18.6-20.3): by the finish steps were 4 % longer than the pace calls for.
    Form broke down abruptly at mile 19.4 (95 % interval 18.6-20.3): from there on steps were 4 % longer than the pace calls for.
    Form broke down from mile 19.4 (95 % interval 18.6-20.3): by the finish steps were 4 % shorter than the pace calls for.
    Form broke down abruptly at mile 19.4 (95 % interval 18.6-20.3): from there on steps were 4 % shorter than the pace calls for.
    Pace faded from mile 19.4 (95 % interval 18.6-20.3): 12 % of speed lost by the finish, as the stride shortened while cadence held.
    Pace fell away at mile 19.4 (95 % interval 18.6-20.3): 12 % of speed missing from there on, as the stride shortened while cadence held.
    Pace faded from mile 19.4 (95 % interval 18.6-20.3): 12 % of speed lost by the finish, as stride and cadence both gave way.
    Pace fell away at mile 19.4 (95 % interval 18.6-20.3): 12 % of speed missing from there on, as stride and cadence both gave way.
    "#);
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
    assert_snapshot!(all.join("\n"), @r#"
    Form broke down from mile 14.0 (95 % interval 16.2 or earlier): by the finish steps were 4 % longer than the pace calls for.
    Form broke down from mile 14.0 (95 % interval 11.5 or later): by the finish steps were 4 % longer than the pace calls for.
    Form broke down from mile 14.0 (95 % interval open on both sides): by the finish steps were 4 % longer than the pace calls for.
    "#);
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
    assert_snapshot!(all.join("\n"), @r#"
    Cannot tell: 3.1 mi of running is too short to find an onset; it takes 5 mi or more.
    Cannot tell: 5.0 km of running is too short to find an onset; it takes 8 km or more.
    Cannot tell: the file holds no cadence; record with a watch or foot pod that counts steps, and export the original file.
    Cannot tell: the file holds no cadence; record with a watch or foot pod that counts steps, and export the original file.
    Cannot tell: 46 % of the moving time was walking; it takes a run with longer stretches of running.
    Cannot tell: 46 % of the moving time was walking; it takes a run with longer stretches of running.
    Cannot tell: hard efforts and recoveries alternate, which hides fatigue; look at a continuous run instead.
    Cannot tell: hard efforts and recoveries alternate, which hides fatigue; look at a continuous run instead.
    Cannot tell: too little usable running for a fit; look at a longer run at an even effort.
    Cannot tell: too little usable running for a fit; look at a longer run at an even effort.
    "#);
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
    assert_snapshot!(all.join("\n"), @r#"
    Cadence changed from mile 19.4 (95 % interval 18.6-20.3): by the finish it was down by 4 %.
    Cadence drifted evenly, with no breaking point: by the finish it was down by 2.4 %.
    Cadence held to the finish: a change of 2.1 % or more would most likely have been found.
    Pace drifted down evenly, with no breaking point: 6 % of speed lost by the finish.
    "#);
}

#[test]
fn a_steady_headline_claims_no_more_than_the_recording_shows() {
    let mut rough = example(Kind::Steady);
    rough.verdict.smallest_detectable_pct = Some(8.7);
    let mut blind = example(Kind::Steady);
    blind.verdict.smallest_detectable_pct = None;
    let mut cut = example(Kind::Steady);
    cut.caveats = vec![Caveat {
        code: "damaged_file",
        text: "The file is damaged.".into(),
    }];
    let all = [rough, blind, cut].map(|analysis| headline(&analysis, DisplayUnits::Miles));
    assert_snapshot!(all.join("\n"), @r#"
    No change of form was found, but only one of 9 % or more would most likely have shown.
    No change of form was found, but the recording is too rough to exclude one.
    Form held as far as the file goes: a change of 2.1 % or more would most likely have been found.
    "#);
}

#[test]
fn a_loss_that_did_not_last_is_not_passed_over() {
    let mut steady = example(Kind::Steady);
    steady.verdict.pace.fade_pct = Some(about(4.2, 2.0));
    steady.verdict.pace.p_value = Some(0.01);
    let said = reason(&steady, DisplayUnits::Miles);
    assert!(
        said.contains(
            "p = 0.01) against fresh running: some was lost on the way, but it did not stay lost"
        ),
        "{said}"
    );
}

#[test]
fn a_change_whose_interval_includes_zero_is_weak_evidence() {
    let mut drift = example(Kind::GradualDrift);
    assert_eq!(confidence(&drift.verdict), "strong evidence");
    drift.verdict.form_change_at_finish = Some(about(-2.3, 2.7));
    assert_eq!(confidence(&drift.verdict), "weak evidence");
}

#[test]
fn a_fade_that_may_be_easing_off_is_not_called_strong_evidence() {
    let mut fade = example(Kind::PaceFade);
    assert_eq!(confidence(&fade.verdict), "strong evidence");
    if let Some(heart) = &mut fade.verdict.heart {
        heart.eased_ratio = Some(about(0.5, 0.4));
    }
    let unsure = "the slowdown is clear, its cause is not";
    assert_eq!(confidence(&fade.verdict), unsure);
    // Whoever comes to walk did not choose an easier pace.
    fade.verdict.pace.walks = true;
    assert_eq!(confidence(&fade.verdict), "strong evidence");
    fade.verdict.pace.walks = false;
    fade.verdict.heart = None;
    assert_eq!(confidence(&fade.verdict), unsure);
}

#[test]
fn a_p_value_near_the_level_is_told_as_that() {
    let mut broken = example(Kind::FormBreakdown);
    for (p, quoted, sure) in [
        (0.002, "p = 0.002)", "strong evidence"),
        (0.021, "p = 0.02)", "moderate evidence"),
        (
            0.048,
            "p = 0.048)",
            "weak evidence, near the limit of what counts",
        ),
    ] {
        broken.verdict.p_value = Some(p);
        assert_eq!(confidence(&broken.verdict), sure);
        let said = reason(&broken, DisplayUnits::Miles);
        assert!(said.contains(quoted), "{said}");
    }
}

#[test]
fn easing_off_that_may_be_a_fade_is_not_called_strong_evidence() {
    let mut eased = example(Kind::EasedOff);
    assert_eq!(confidence(&eased.verdict), "strong evidence");
    if let Some(heart) = &mut eased.verdict.heart {
        heart.eased_ratio = Some(about(1.0, 0.5));
    }
    let said = confidence(&eased.verdict);
    assert_eq!(said, "the slowdown is clear, its cause is not");
}

#[test]
fn a_reason_for_every_verdict() {
    let all: Vec<String> = KINDS
        .iter()
        .map(|kind| reason(&example(*kind), DisplayUnits::Miles))
        .collect();
    assert_snapshot!(all.join("\n\n"), @r#"
    At the same speed and grade, cadence at the finish was -4.1 % (-5.0 to -3.2, p = 0.005) against fresh running: beyond the 2 % that counts, and it stayed there. No sustained loss of pace was found that could account for it. Looked at and ruled out: a hill at that point; a stop or walk break just before; GPS or speed errors. May have a part in it: settling in over the first half hour. Heat and wind leave no trace in the file.

    Against fresh running, grade-adjusted speed was lower by 12.4 % (10.9 to 13.9, p = 0.005) at the finish, and did not return to its level. Splits show it as time, and as the mean of each split with its hills: 12 % less speed is 14 % more time. For that slower pace cadence was where this runner's own curve puts it, or not clearly off it: +0.6 % (-0.3 to +1.5, p = 0.41). So the pace gave way, not the form at a given pace. Heart rate falls when a runner eases off: 20 % of the fall that this slowdown calls for was seen (90 % interval 0 to 40 %), and from 75 % on it counts as easing off. Looked at and ruled out: a hill at that point; a stop or walk break just before; GPS or speed errors. May have a part in it: settling in over the first half hour. Heat and wind leave no trace in the file.

    Against fresh running, grade-adjusted speed was lower by 14.0 % (12.5 to 15.5, p = 0.005) at the finish. Heart rate falls when a runner eases off: 100 % of the fall that this slowdown calls for was seen (90 % interval 80 to 120 %), and from 75 % on it counts as easing off. Looked at and ruled out: a hill at that point; a stop or walk break just before; GPS or speed errors. May have a part in it: settling in over the first half hour. Heat and wind leave no trace in the file.

    At the same speed and grade, cadence changed by -2.4 % (-3.3 to -1.5, p = 0.005) from start to finish. A straight line from the start fits as well as any onset, so no breaking point is claimed. Looked at and ruled out: a hill at that point; a stop or walk break just before; GPS or speed errors. May have a part in it: settling in over the first half hour. Heat and wind leave no trace in the file.

    At the same speed and grade, cadence at the finish was -0.3 % (-1.2 to +0.6, p = 0.41) against fresh running: no sustained change of form. Grade-adjusted speed at the finish was -0.8 % (-2.3 to +0.7, p = 0.60) against fresh running: no sustained fade. On a run as noisy as this one, a change growing to 2.1 % over the last third is found four times in five.

    Form is judged by cadence at a given speed; pace alone cannot tell a change of form from a change of effort. Splits and charts show what was measured; no verdict is drawn from them.
    "#);
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
    assert!(!said(&analysis).contains("stay possible"));
    if let Some(heart) = &mut analysis.verdict.heart {
        heart.eased_ratio = Some(about(0.6, 0.3));
    }
    assert!(said(&analysis).contains("stay possible"));
    analysis.verdict.heart = None;
    assert!(said(&analysis).contains("Heart rate cannot say"));
}

#[test]
fn easing_off_explains_a_slower_pace_but_no_change_of_form() {
    let mut analysis = example(Kind::FormBreakdown);
    analysis.verdict.considered = vec![Consideration {
        explanation: Explanation::EasingOff,
        finding: Finding::Explains,
    }];
    let said = reason(&analysis, DisplayUnits::Miles);
    assert!(
        said.contains("the slowing itself may have been a choice"),
        "{said}"
    );
    assert!(!said.contains("What explains the change"), "{said}");
}

#[test]
fn easing_off_explains_no_more_than_it_can() {
    let chosen = |kind| {
        let mut analysis = example(kind);
        analysis.verdict.considered = vec![Consideration {
            explanation: Explanation::EasingOff,
            finding: Finding::Explains,
        }];
        analysis
    };
    let found = |analysis: &Analysis| finding(Finding::Explains, &analysis.verdict);
    let mut eased = chosen(Kind::EasedOff);
    assert_eq!(found(&eased), "explains the change");
    if let Some(heart) = &mut eased.verdict.heart {
        heart.eased_ratio = Some(about(1.0, 0.5));
    }
    assert_eq!(found(&eased), "likely explains it");
    let said = reason(&eased, DisplayUnits::Miles);
    assert!(
        said.contains("What likely explains the change: easing off by choice."),
        "{said}"
    );
    // Other steps at a given pace are no choice of pace.
    assert_eq!(
        found(&chosen(Kind::FormBreakdown)),
        "explains the pace only"
    );
}
