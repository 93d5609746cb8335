//! Advice: which rule fires when, with which numbers, and what it must never say.

use crate::examples::{KINDS, about, advised, example, onset};
use formdrift::Analysis;
use formdrift::advise::{RULES, article};
use formdrift::detect::*;
use formdrift::measure::Channel;
use formdrift::units::DisplayUnits;
use insta::assert_snapshot;

fn rules(analysis: Analysis) -> Vec<&'static str> {
    let advised = advised(analysis, DisplayUnits::Miles);
    advised.advice.iter().map(|a| a.rule).collect()
}

fn text_of(analysis: Analysis, rule: &str, units: DisplayUnits) -> Option<String> {
    let advised = advised(analysis, units);
    let advice = advised.advice.into_iter().find(|a| a.rule == rule)?;
    Some(format!("{}\n{}", advice.trigger, advice.text))
}

fn with(kind: Kind, change: impl FnOnce(&mut Verdict)) -> Analysis {
    let mut analysis = example(kind);
    change(&mut analysis.verdict);
    analysis
}

/// Rules that follow anything that gave way, in their order.
const AFTERWARDS: [&str; 6] = [
    "self_check",
    "threshold",
    "after_the_run",
    "fatigue_or_injury",
    "capacity_and_demand",
    "strength_then_speed",
];

fn first_then(first: &[&'static str], then: &[&'static str]) -> Vec<&'static str> {
    [first, then].concat()
}

#[test]
fn each_verdict_gets_its_own_rules_and_no_others() {
    assert_eq!(
        rules(example(Kind::FormBreakdown)),
        first_then(&["cadence_back"], &AFTERWARDS)
    );
    assert_eq!(
        rules(example(Kind::PaceFade)),
        first_then(&["hold_cadence"], &AFTERWARDS)
    );
    assert_eq!(
        rules(example(Kind::GradualDrift)),
        [
            "gradual_drift",
            "self_check",
            "after_the_run",
            "fatigue_or_injury",
            "strength_then_speed"
        ]
    );
    assert_eq!(
        rules(example(Kind::EasedOff)),
        ["eased_off", "self_check", "after_the_run"]
    );
    assert_eq!(rules(example(Kind::Steady)), ["steady"]);
    assert_eq!(rules(example(Kind::Undecided)), ["undecided"]);
}

#[test]
fn large_abrupt_or_uneven_changes_ask_for_ease_and_not_for_cadence() {
    let large = with(Kind::FormBreakdown, |v| {
        v.form_change_at_finish = Some(about(-5.0, 0.9));
    });
    let abrupt = with(Kind::FormBreakdown, |v| v.shape = Some(Shape::Abrupt));
    let mut uneven = example(Kind::FormBreakdown);
    for window in &mut uneven.measures.windows {
        let left = if window.from.miles() < 18.0 {
            50.3
        } else {
            53.0
        };
        window.tally.channels[Channel::ContactBalance as usize].add(left, 50.0);
    }
    for analysis in [large, abrupt, uneven] {
        assert_eq!(
            rules(analysis),
            first_then(&["ease_off_first"], &AFTERWARDS)
        );
    }
}

#[test]
fn legs_uneven_from_the_start_are_the_runners_own() {
    let mut analysis = example(Kind::FormBreakdown);
    for window in &mut analysis.measures.windows {
        window.tally.channels[Channel::ContactBalance as usize].add(53.0, 50.0);
    }
    assert_eq!(rules(analysis)[0], "cadence_back");
}

#[test]
fn a_short_or_quick_stride_is_never_told_to_be_more_so() {
    for (kind, pattern) in [
        (Kind::FormBreakdown, Pattern::Shuffling),
        (Kind::PaceFade, Pattern::StrideShortening),
        (Kind::PaceFade, Pattern::CadenceAndStride),
    ] {
        for shape in [Shape::Gradual, Shape::Abrupt] {
            let analysis = with(kind, |v| {
                v.pattern = Some(pattern);
                v.shape = Some(shape);
                v.form_change_at_finish =
                    v.form_change_at_finish.map(|e| about(e.value.abs(), 0.9));
            });
            let advised = advised(analysis, DisplayUnits::Miles);
            assert!(advised.advice.iter().any(|a| a.rule == "hold_cadence"));
            for advice in advised.advice {
                for wrong in [
                    "raise",
                    "higher cadence",
                    "shorten",
                    "bring your cadence",
                    "aim for",
                ] {
                    assert!(
                        !advice.text.contains(wrong),
                        "{}: {}",
                        advice.rule,
                        advice.text
                    );
                }
            }
        }
    }
}

#[test]
fn the_cadence_target_is_the_runners_own() {
    let said = |units| text_of(example(Kind::FormBreakdown), "cadence_back", units).unwrap();
    let both = [DisplayUnits::Miles, DisplayUnits::Kilometres].map(said);
    assert_snapshot!(both.join("\n"), @r#"
    From mile 19.4 (18.6-20.3) cadence fell below this runner's own curve, by 4.1 % at the finish.
    From about mile 19 next time, while any discomfort is mild, bring your cadence back: over the last 3 mi you took 171 spm at 8:40/mi; fresh you take 176 there, so aim for 176-180. Let the stride get shorter for it, about 1.06 m instead of 1.09 m, and keep a slight forward lean of the trunk (general advice: a watch cannot see lean). If discomfort grows, turns sharp or changes your stride, ease off or end the run early instead.
    From km 31.2 (29.9-32.7) cadence fell below this runner's own curve, by 4.1 % at the finish.
    From about km 31 next time, while any discomfort is mild, bring your cadence back: over the last 4.8 km you took 171 spm at 5:23/km; fresh you take 176 there, so aim for 176-180. Let the stride get shorter for it, about 1.06 m instead of 1.09 m, and keep a slight forward lean of the trunk (general advice: a watch cannot see lean). If discomfort grows, turns sharp or changes your stride, ease off or end the run early instead.
    "#);
}

#[test]
fn without_evidence_on_pace_no_pace_and_no_step_is_named() {
    let mut analysis = example(Kind::FormBreakdown);
    analysis.measures.pace_is_evidence = false;
    let text = text_of(analysis, "cadence_back", DisplayUnits::Miles).unwrap();
    assert!(
        text.contains("171 spm") && text.contains("176-180"),
        "{text}"
    );
    assert!(!text.contains("/mi") && !text.contains(" m "), "{text}");
}

#[test]
fn an_onset_is_set_against_mile_20_in_either_unit() {
    let said = |at: f64, low, high, units| {
        let analysis = with(Kind::PaceFade, |v| v.onset = Some(onset(at, low, high)));
        text_of(analysis, "threshold", units).unwrap()
    };
    let miles = DisplayUnits::Miles;
    assert!(said(19.4, 18.6, 20.3, miles).contains("about where many runners feel it, mile 20"));
    assert!(said(14.0, 12.0, 16.0, miles).contains("6.0 mi before mile 20"));
    assert!(said(17.0, 14.0, 20.4, miles).contains("reaches across it"));
    assert!(said(22.5, 21.0, 24.0, miles).contains("2.5 mi after mile 20"));
    let km = said(14.0, 12.0, 16.0, DisplayUnits::Kilometres);
    assert!(km.contains("10 km before mile 20 (km 32.2)"), "{km}");
}

#[test]
fn every_rule_points_to_a_heading_and_is_named_once() {
    for rule in RULES {
        assert!(
            article::HEADINGS.contains(&rule.article_section),
            "{}",
            rule.name
        );
        assert_eq!(RULES.iter().filter(|r| r.name == rule.name).count(), 1);
    }
    for heading in article::HEADINGS {
        assert!(
            RULES.iter().any(|r| r.article_section == *heading),
            "no rule serves {heading}"
        );
    }
}

#[test]
fn the_headings_stand_in_the_article() {
    let path = std::path::Path::new("../shared/article.txt");
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: the article is not beside the project");
        return;
    };
    for heading in article::HEADINGS {
        assert!(
            text.lines().any(|line| line.trim() == *heading),
            "{heading}"
        );
    }
}

#[test]
fn nothing_is_diagnosed_and_lean_is_never_measured() {
    let mut all = Vec::new();
    for kind in KINDS {
        for pattern in [
            Pattern::Overstriding,
            Pattern::Shuffling,
            Pattern::StrideShortening,
            Pattern::CadenceAndStride,
        ] {
            for shape in [Shape::Gradual, Shape::Abrupt] {
                let analysis = with(kind, |v| {
                    if v.onset.is_some() {
                        v.pattern = Some(pattern);
                        v.shape = Some(shape);
                    }
                });
                for units in [DisplayUnits::Miles, DisplayUnits::Kilometres] {
                    all.extend(advised(analysis.clone(), units).advice);
                }
            }
        }
    }
    assert!(all.len() > 100);
    for advice in all {
        let text = format!("{} {}", advice.trigger, advice.text);
        for wrong in [
            "diagnos",
            "you are injured",
            "you have an injury",
            "your injury",
            "NaN",
            "inf ",
            "-0",
        ] {
            assert!(!text.contains(wrong), "{}: {text}", advice.rule);
        }
        if text.contains("lean") {
            assert!(text.contains("a watch cannot see lean"), "{text}");
        }
    }
}
