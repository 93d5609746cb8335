//! What the report says of one run: the headline in both units, and how it was judged. Every
//! headline stands in docs/advice.md (phrase_rules.rs).

use crate::examples::{KINDS, about, change_of, confidence_of, example, onset};
use formdrift::Analysis;
use formdrift::detect::*;
use formdrift::normalise::Caveat;
use formdrift::report::ReportOptions;
use formdrift::report::document::{Tone, report, tone_of};
use formdrift::report::words::{finding, happened, headline, may_be_chosen, reason};
use formdrift::units::{DisplayUnits, Metres};

const MILES: DisplayUnits = DisplayUnits::Miles;

#[test]
fn a_headline_is_in_the_units_asked_for() {
    let said = |units| headline(&example(Kind::FormBreakdown), units);
    assert_eq!(
        said(MILES),
        "From mile 19.4 (18.6-20.3) your steps clearly got 2.9 % longer than usual at that pace."
    );
    assert_eq!(
        said(DisplayUnits::Kilometres),
        "From km 31.2 (29.9-32.7) your steps clearly got 2.9 % longer than usual at that pace."
    );
}

#[test]
fn a_wide_interval_is_a_stretch_and_an_open_one_is_said_in_words() {
    let mut analysis = example(Kind::PaceFade);
    let mut said = |low: f64, high: f64, low_open, high_open| {
        change_of(&mut analysis.verdict).onset = Onset {
            low_open,
            high_open,
            ..onset(14.0, low, high)
        };
        let said = headline(&analysis, MILES);
        said.split(" your").next().unwrap().to_owned()
    };
    assert_eq!(
        said(12.0, 16.2, false, false),
        "Somewhere between miles 12 and 16"
    );
    assert_eq!(said(13.0, 15.0, false, false), "From mile 14.0 (13.0-15.0)");
    assert_eq!(said(5.0, 16.2, true, false), "At some point before mile 16");
    assert_eq!(said(12.0, 24.0, false, true), "At some point after mile 12");
    assert_eq!(said(5.0, 24.0, true, true), "At some point on the way");
    assert_eq!(
        said(13.0, 15.0, true, false),
        "From mile 14.0 (15.0 at the latest)"
    );
}

#[test]
fn where_pace_is_no_evidence_only_cadence_is_spoken_of() {
    for kind in [Kind::FormBreakdown, Kind::GradualDrift, Kind::Steady] {
        let mut analysis = example(kind);
        analysis.measures.pace_is_evidence = false;
        analysis.verdict.attribution = None;
        let said = headline(&analysis, MILES);
        assert!(!said.contains("step") && !said.contains("pace"), "{said}");
        assert!(said.contains("adence"), "{said}");
    }
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
    let mut lost = example(Kind::Steady);
    confidence_of(&mut lost.verdict).certainty = Certainty::Possible;
    lost.verdict.pace.fade_pct = Some(about(12.8, 12.3));
    let all = [rough, blind, cut, lost].map(|analysis| headline(&analysis, MILES));
    assert_eq!(
        all,
        [
            "No change of form shows, but one under 8.7 % could have been missed.",
            "No change of form shows, but hills could hide one.",
            "Your form held as far as the file goes.",
            "Perhaps your form held to the finish, but a lasting loss of pace of about 15 % (up \
             to 34 %) cannot be ruled out.",
        ]
    );
}

#[test]
fn what_may_hide_a_change_is_named() {
    let mut blind = example(Kind::Steady);
    blind.verdict.smallest_detectable_pct = None;
    let total = &mut blind.measures.total;
    (total.walked_s, total.stopped_s) = (0.1 * total.running_s, 0.1 * total.running_s);
    blind.caveats = vec![Caveat {
        code: "gps_spikes",
        text: "GPS glitches.".into(),
    }];
    let said = headline(&blind, MILES);
    assert!(
        said.contains("but walking, hills, stops and GPS errors could hide one"),
        "{said}"
    );
    blind.caveats.clear();
    let total = &mut blind.measures.total;
    (total.walked_s, total.stopped_s, total.ascent_m) = (0.0, 0.0, 0.0);
    let said = headline(&blind, MILES);
    assert!(
        said.contains("the ups and downs of pace and cadence"),
        "{said}"
    );
}

#[test]
fn much_walking_stands_in_the_answer() {
    for kind in [
        Kind::Steady,
        Kind::EasedOff,
        Kind::GradualDrift,
        Kind::FormBreakdown,
    ] {
        let mut analysis = example(kind);
        let total = &mut analysis.measures.total;
        (total.running_s, total.walked_s) = (7260.0, 4440.0);
        let said = headline(&analysis, MILES);
        assert!(said.ends_with("You walked 74 of 195 min."), "{said}");
        let total = &mut analysis.measures.total;
        (total.running_s, total.walked_s) = (9600.0, 2100.0);
        let said = headline(&analysis, MILES);
        assert!(!said.contains("You walked"), "{said}");
    }
}

#[test]
fn a_slowdown_that_is_mostly_walking_says_so() {
    for (walking_pct, mostly) in [(8.0, true), (3.0, false)] {
        for kind in [Kind::PaceFade, Kind::FormBreakdown] {
            let mut analysis = example(kind);
            if let Some(parts) = &mut analysis.verdict.attribution {
                (parts.slowdown_pct, parts.from_walking_pct) = (12.0, walking_pct);
            }
            let said = headline(&analysis, MILES);
            assert_eq!(
                said.contains("more than half of it from walking"),
                mostly,
                "{said}"
            );
        }
    }
}

#[test]
fn a_finding_that_is_only_possible_is_named_and_toned_so() {
    for (kind, name) in [
        (Kind::FormBreakdown, "ossible form breakdown"),
        (Kind::PaceFade, "ossible pace fade"),
        (Kind::GradualDrift, "ossible gradual drift"),
    ] {
        let mut analysis = example(kind);
        let sure = happened(&analysis.verdict);
        assert!(!sure.contains("ossible"), "{sure}");
        let alarm = tone_of(&analysis.verdict);
        confidence_of(&mut analysis.verdict).certainty = Certainty::Possible;
        assert!(happened(&analysis.verdict).contains(name));
        assert_eq!(tone_of(&analysis.verdict), Tone::Notice);
        assert_eq!(alarm == Tone::Alert, kind != Kind::GradualDrift);
    }
    // Whether easing off was meant only the runner knows.
    assert_eq!(tone_of(&example(Kind::EasedOff).verdict), Tone::Unknown);
    assert_eq!(tone_of(&example(Kind::Steady).verdict), Tone::Calm);
}

/// The page marks the likeliest place of a wide interval; the sentence names the same.
#[test]
fn easing_off_somewhere_names_the_place_that_is_marked() {
    let mut eased = example(Kind::EasedOff);
    eased.verdict.pace.fade_onset = Some(onset(18.1, 14.0, 19.0));
    let said = headline(&eased, MILES);
    assert!(
        said.starts_with("Somewhere between miles 14 and 19 (about mile 18) you"),
        "{said}"
    );
    let document = report(&eased, &ReportOptions::default());
    let marked = &document.answer().unwrap().meter.legend;
    assert!(
        marked
            .iter()
            .any(|(_, name)| name == "eased off about mile 18"),
        "{marked:?}"
    );
}

#[test]
fn a_loss_that_did_not_last_is_not_passed_over() {
    let mut steady = example(Kind::Steady);
    steady.verdict.pace.fade_pct = Some(about(4.2, 2.0));
    steady.verdict.pace.p_value = Some(0.01);
    let said = reason(&steady, MILES);
    assert!(said.contains("p = 0.01)"), "{said}");
    assert!(said.contains("it did not stay lost"), "{said}");
    steady.verdict.pace.p_value = Some(0.2);
    let said = reason(&steady, MILES);
    assert!(
        said.contains("not told from this run's own ups and downs"),
        "{said}"
    );
}

#[test]
fn a_significant_change_that_is_no_claim_is_reported_with_the_condition() {
    let mut steady = example(Kind::Steady);
    steady.verdict.p_value = Some(0.01);
    for (change, condition) in [(4.4, "did not last"), (1.2, "smaller than what counts")] {
        steady.verdict.form_change_at_finish = Some(about(change, 1.0));
        let said = reason(&steady, MILES);
        assert!(said.contains(condition), "{said}");
    }
}

#[test]
fn a_fade_that_may_be_a_choice_says_so() {
    let mut fade = example(Kind::PaceFade);
    assert!(!may_be_chosen(&fade));
    assert!(!headline(&fade, MILES).contains("choice"));
    fade.verdict.pace.chosen = Some(0.3);
    assert!(headline(&fade, MILES).contains("may have been a choice"));
    // Whoever comes to walk did not choose an easier pace.
    fade.verdict.pace.walks = true;
    assert!(!headline(&fade, MILES).contains("choice"));
}

#[test]
fn a_p_value_near_the_level_is_told_as_that() {
    let mut broken = example(Kind::FormBreakdown);
    for (p, quoted) in [
        (0.002, "p = 0.002)"),
        (0.021, "p = 0.02)"),
        (0.048, "p = 0.048)"),
    ] {
        broken.verdict.p_value = Some(p);
        let said = reason(&broken, MILES);
        assert!(said.contains(quoted), "{said}");
    }
}

#[test]
fn how_it_was_judged_has_test_probability_and_other_explanations() {
    for kind in KINDS {
        let said = reason(&example(kind), MILES);
        if kind != Kind::Undecided {
            assert!(
                said.contains("p = ") && said.contains("robability"),
                "{said}"
            );
        }
        let explained = !matches!(kind, Kind::Undecided | Kind::Steady);
        assert_eq!(said.contains("ruled out: a hill"), explained, "{said}");
        for word in ["ruler", "elasticity", "calls for", "level shift"] {
            assert!(!said.contains(word), "{word}: {said}");
        }
    }
}

#[test]
fn what_was_found_of_an_explanation_is_said_once_each() {
    let mut analysis = example(Kind::FormBreakdown);
    change_of(&mut analysis.verdict).shape = Some(Shape::Abrupt);
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
    let said = reason(&analysis, MILES);
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
fn heart_rate_is_compared_with_the_pace_in_words() {
    let mut analysis = example(Kind::PaceFade);
    let mut said = |ratio: f64| {
        if let Some(heart) = &mut analysis.verdict.heart {
            heart.eased_ratio = Some(about(ratio, 0.3));
        }
        reason(&analysis, MILES)
    };
    assert!(said(1.0).contains("fell about as much as the pace did"));
    assert!(said(0.5).contains("fell, but by less than the pace did"));
    assert!(said(0.2).contains("hardly fell"));
    assert!(said(-0.1).contains("did not fall with the pace"));
    analysis.verdict.pace.chosen = Some(0.4);
    assert!(reason(&analysis, MILES).contains("both stay possible"));
    analysis.verdict.heart = None;
    assert!(reason(&analysis, MILES).contains("Heart rate cannot say"));
}

#[test]
fn easing_off_explains_a_slower_pace_but_no_change_of_form() {
    let mut analysis = example(Kind::FormBreakdown);
    analysis.verdict.considered = vec![Consideration {
        explanation: Explanation::EasingOff,
        finding: Finding::Explains,
    }];
    let said = reason(&analysis, MILES);
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
    confidence_of(&mut eased.verdict).certainty = Certainty::Likely;
    assert_eq!(found(&eased), "likely explains it");
    let said = reason(&eased, MILES);
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

#[test]
fn paces_after_a_wide_onset_are_of_named_miles() {
    let mut analysis = example(Kind::PaceFade);
    change_of(&mut analysis.verdict).onset = onset(16.0, 14.0, 19.0);
    if let Some(parts) = &mut analysis.verdict.attribution {
        parts.from = Metres::from_miles(16.0);
    }
    let said = headline(&analysis, MILES);
    assert!(
        said.contains(
            "began to slow; over miles 16.0 to 26.2 you averaged 9:51/mi, down from 8:40 before"
        ),
        "{said}"
    );
    let km = headline(&analysis, DisplayUnits::Kilometres);
    assert!(
        km.contains("over km 25.7 to 42.2 you averaged 6:07/km"),
        "{km}"
    );
}

#[test]
fn walking_before_some_mile_began_there_and_did_not_end_there() {
    let mut analysis = crate::phrases::walking(example(Kind::FormBreakdown), 22.1, 43.0);
    assert!(headline(&analysis, MILES).contains("and you were run-walking from mile 22.1"));
    let walking = analysis.verdict.walking.as_mut().unwrap();
    walking.onset = Some(Onset {
        low_open: true,
        ..onset(22.1, 10.0, 22.6)
    });
    let said = headline(&analysis, MILES);
    assert!(
        said.contains("you began run-walking at some point before mile 23"),
        "{said}"
    );
}

#[test]
fn walks_that_the_advice_speaks_of_stand_in_the_answer() {
    let said = |kind, share| {
        let walked = crate::phrases::walked_late(example(kind), share);
        headline(&walked, MILES)
    };
    for kind in [Kind::Steady, Kind::EasedOff] {
        let late = said(kind, 15.0);
        assert!(late.contains("You walked 15 % of the time over "), "{late}");
        assert!(!said(kind, 6.0).contains("walked"), "{kind:?}");
    }
}

#[test]
fn a_loss_that_a_steady_run_leaves_open_has_the_size_that_was_felt() {
    for certainty in [Certainty::Likely, Certainty::Possible] {
        let mut steady = crate::phrases::walked_late(example(Kind::Steady), 15.0);
        confidence_of(&mut steady.verdict).certainty = certainty;
        steady.verdict.pace.fade_pct = Some(about(3.0, 4.0));
        let said = headline(&steady, MILES);
        assert!(said.contains("a lasting loss of pace of up to "), "{said}");
        assert!(said.contains(" Pace was 6.2 % slower over "), "{said}");
        assert!(
            said.contains(", more than half of that from walking."),
            "{said}"
        );
        steady.verdict.attribution = example(Kind::Steady).verdict.attribution;
        assert!(!headline(&steady, MILES).contains("Pace was"));
    }
}

#[test]
fn steps_that_changed_after_the_onset_have_a_place_of_their_own() {
    let mut analysis = example(Kind::FormBreakdown);
    analysis.verdict.form.onset = Some(onset(22.1, 21.4, 22.6));
    let said = headline(&analysis, MILES);
    assert!(
        said.starts_with("From mile 19.4 (18.6-20.3) your pace clearly slowed"),
        "{said}"
    );
    assert!(
        said.contains("; from mile 22.1 (21.4-22.6) your steps were"),
        "{said}"
    );
    let why = reason(&analysis, MILES);
    assert!(
        why.contains("that counts from mile 22.1 (21.4-22.6) on"),
        "{why}"
    );
    // Earlier than the onset, within the same interval: one point of the run.
    let mut earlier = analysis.clone();
    earlier.verdict.form.onset = Some(onset(18.9, 16.0, 20.9));
    let said = headline(&earlier, MILES);
    assert!(
        said.starts_with("From mile 19.4 (18.6-20.3) your steps clearly got"),
        "{said}"
    );
    analysis.verdict.walking = Some(WalkingFinding {
        onset: Some(onset(19.4, 18.6, 20.3)),
        share_before_pct: 0.4,
        share_after_pct: 40.0,
        probability: 0.99,
    });
    let said = headline(&analysis, MILES);
    assert!(
        said.starts_with("From mile 19.4 (18.6-20.3) you were clearly run-walking;"),
        "{said}"
    );
}
