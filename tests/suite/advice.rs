//! Advice: which rule fires when, with which numbers, and what it must never say.

use crate::examples::{KINDS, about, advised, change_of, confidence_of, example, onset};
use formdrift::Analysis;
use formdrift::advise::{RULES, article};
use formdrift::detect::*;
use formdrift::measure::Channel;
use formdrift::units::DisplayUnits;

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
const AFTERWARDS: [&str; 7] = [
    "ladder",
    "threshold",
    "self_check",
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
    let walked = crate::phrases::walking(
        with(Kind::PaceFade, |v| change_of(v).pattern = Pattern::RunWalk),
        19.4,
        43.0,
    );
    assert_eq!(rules(walked), first_then(&["walk_by_plan"], &AFTERWARDS));
    assert_eq!(rules(example(Kind::Steady)), ["steady"]);
    assert_eq!(rules(example(Kind::Undecided)), ["undecided"]);
}

fn stood(analysis: Analysis) -> String {
    text_of(analysis, "ladder", DisplayUnits::Miles).unwrap()
}

#[test]
fn large_abrupt_or_uneven_changes_reach_the_second_step() {
    let small = example(Kind::FormBreakdown);
    let said = stood(small);
    assert!(
        said.contains("step 1 to the finish") && said.contains("but by less than 5 %"),
        "{said}"
    );
    let large = with(Kind::FormBreakdown, |v| {
        v.form_change_at_finish = Some(about(-5.0, 0.9));
        // The departure passes 5 % at mile 24.
        v.series.at_m = (0..262).map(|i| f64::from(i) * 160.9344).collect();
        v.series.fitted_pct = (0..262)
            .map(|i| if i < 240 { -3.0 } else { -5.1 })
            .collect();
    });
    let said = stood(large.clone());
    assert!(
        said.contains("step 1 until mile 24.0, step 2 from there to mile 26.2"),
        "{said}"
    );
    let abrupt = with(Kind::FormBreakdown, |v| {
        change_of(v).shape = Some(Shape::Abrupt)
    });
    let mut uneven = example(Kind::FormBreakdown);
    for window in &mut uneven.measures.windows {
        let left = if window.from.miles() < 18.0 {
            50.3
        } else {
            53.0
        };
        window.tally.channels[Channel::ContactBalance as usize].add(left, 50.0);
    }
    for (analysis, why) in [(abrupt.clone(), "abruptly"), (uneven.clone(), "left foot")] {
        let said = stood(analysis);
        assert!(
            said.contains("step 1 before mile 19.4, step 2 from there to mile 26.2"),
            "{said}"
        );
        assert!(said.contains(why), "{said}");
    }
    // The first advice stays that of the first step, for the miles before.
    for analysis in [large, abrupt, uneven] {
        assert_eq!(rules(analysis), first_then(&["cadence_back"], &AFTERWARDS));
    }
}

#[test]
fn legs_uneven_from_the_start_are_the_runners_own() {
    let mut analysis = example(Kind::FormBreakdown);
    for window in &mut analysis.measures.windows {
        window.tally.channels[Channel::ContactBalance as usize].add(53.0, 50.0);
    }
    assert!(!stood(analysis).contains("step 2 from there"));
}

#[test]
fn walking_is_the_second_step_from_where_it_stayed() {
    let fade = crate::phrases::walking(example(Kind::PaceFade), 22.1, 43.0);
    let said = stood(fade.clone());
    assert!(
        said.contains("step 1 until mile 22.1, step 2 from there to mile 26.2"),
        "{said}"
    );
    assert!(rules(fade).contains(&"walk_by_plan"));
}

#[test]
fn each_kind_of_run_with_walks_late_is_told_to_plan_them() {
    use crate::phrases::walked_late;
    let cadence_and_stride = || {
        with(Kind::PaceFade, |v| {
            change_of(v).pattern = Pattern::CadenceAndStride;
        })
    };
    let kinds: [(Analysis, &str); 6] = [
        (
            example(Kind::PaceFade),
            "ease off a little and plan short walk breaks from about mile 18, stay at",
        ),
        (
            cadence_and_stride(),
            "ease off a little and plan short walk breaks from about mile 18, and stay at",
        ),
        (
            example(Kind::FormBreakdown),
            "from about mile 18 and plan short walk breaks.",
        ),
        (
            example(Kind::EasedOff),
            "back off a little and plan short walk breaks from about mile 18 next time",
        ),
        (
            example(Kind::GradualDrift),
            "a minute and plan short walk breaks.",
        ),
        (
            example(Kind::Steady),
            "if you had to, start slower and plan short walk breaks next time.",
        ),
    ];
    for (analysis, says) in kinds {
        let action = |share| {
            let walked = walked_late(analysis.clone(), share);
            advised(walked, DisplayUnits::Miles).advice[0]
                .action
                .clone()
        };
        assert!(action(12.0).contains(says), "{}", action(12.0));
        // A drink at every table is no walking.
        assert!(!action(6.0).contains("walk"), "{}", action(6.0));
    }
    // The reason stands below, and the second step was reached.
    let fade = walked_late(example(Kind::PaceFade), 15.0);
    assert!(rules(fade.clone()).contains(&"walk_by_plan"));
    let said = stood(fade);
    assert!(
        said.contains("step 1 before mile 19.4")
            && said.contains("15 % of the time there was walking"),
        "{said}"
    );
    assert!(!rules(walked_late(example(Kind::PaceFade), 6.0)).contains(&"walk_by_plan"));
}

#[test]
fn who_walks_as_much_all_along_is_not_told_that_walking_came_in() {
    let mut analysis = crate::phrases::walked_late(example(Kind::PaceFade), 30.0);
    for window in &mut analysis.measures.windows {
        let tally = &mut window.tally;
        tally.walked_s = tally.running_s * 30.0 / 70.0;
        tally.walked_m = tally.walked_s * 1.5;
    }
    let advised = advised(analysis.clone(), DisplayUnits::Miles);
    assert!(!advised.advice[0].action.contains("walk"));
    assert!(!rules(analysis).contains(&"walk_by_plan"));
}

#[test]
fn a_fifth_of_the_time_walked_all_along_is_the_runner_s_to_explain() {
    let action = |share_pct: f64| {
        let mut analysis = example(Kind::Steady);
        let total = &mut analysis.measures.total;
        total.walked_s = total.running_s * share_pct / (100.0 - share_pct);
        let advised = advised(analysis, DisplayUnits::Miles);
        advised.advice[0].action.clone()
    };
    assert!(action(21.0).starts_with("If you meant to walk"));
    // 18 % of moving time is 22 % of running time.
    assert!(!action(18.0).contains("walk"), "{}", action(18.0));
}

#[test]
fn advice_is_as_sure_as_the_verdict() {
    for (certainty, begins, trigger) in [
        (Certainty::Clear, "Next time", "Steps became"),
        (Certainty::Likely, "Next time", "Steps probably became"),
        (
            Certainty::Possible,
            "Next time, to be safe",
            "Steps perhaps became",
        ),
    ] {
        let analysis = with(Kind::FormBreakdown, |v| {
            confidence_of(v).certainty = certainty
        });
        let said = text_of(analysis, "cadence_back", DisplayUnits::Miles).unwrap();
        assert!(said.starts_with(trigger) && said.contains(begins), "{said}");
    }
}

#[test]
fn a_short_or_quick_stride_is_never_told_to_be_more_so() {
    for (kind, pattern) in [
        (Kind::FormBreakdown, Pattern::Shuffling),
        (Kind::PaceFade, Pattern::StrideShortening),
    ] {
        for shape in [Shape::Gradual, Shape::Abrupt] {
            let analysis = with(kind, |v| {
                change_of(v).pattern = pattern;
                change_of(v).shape = Some(shape);
                v.form_change_at_finish =
                    v.form_change_at_finish.map(|e| about(e.value.abs(), 0.9));
            });
            let advised = advised(analysis, DisplayUnits::Miles);
            assert_eq!(advised.advice[0].rule, "hold_cadence");
            assert!(
                advised.advice[0]
                    .action
                    .contains("do not force a longer stride")
            );
            for advice in advised.advice {
                for wrong in [
                    "raise",
                    "higher cadence",
                    "bring your cadence",
                    "instead of the",
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
    assert_eq!(
        said(DisplayUnits::Miles),
        "Steps became fewer and longer than usual for the pace from mile 19.4 (18.6-20.3).\n\
         Next time, aim for your fresh 176 steps a minute from about mile 18. That is 176 spm at 8:40/mi \
         instead of the 171 you drifted to; steps of about 1.06 m \
         instead of 1.09 m. Let your stride shorten to match, and keep a slight forward lean of \
         the trunk (general advice: a watch cannot see lean). All this as long as any \
         discomfort is mild: if it grows, turns sharp or changes your stride, ease off or end the \
         run early instead."
    );
    let km = said(DisplayUnits::Kilometres);
    assert!(
        km.contains("from about km 29") && km.contains("at 5:23/km"),
        "{km}"
    );
}

/// The number is the fresh one of the tiles, whichever way cadence went.
#[test]
fn every_finding_is_sent_to_the_fresh_cadence() {
    let findings = [
        (Kind::FormBreakdown, Some(Pattern::Overstriding), 2.8),
        (Kind::FormBreakdown, Some(Pattern::Shuffling), -2.0),
        (Kind::PaceFade, Some(Pattern::StrideShortening), 1.0),
        (Kind::PaceFade, Some(Pattern::CadenceAndStride), 4.0),
        (Kind::GradualDrift, None, -3.0),
        (Kind::GradualDrift, None, 3.0),
    ];
    for (kind, pattern, lower_pct) in findings {
        let analysis = with(kind, |v| {
            if let Some(pattern) = pattern {
                change_of(v).pattern = pattern;
            }
            // Less cadence is fewer steps at that pace.
            let size = v.form_change_at_finish.map_or(3.0, |e| e.value.abs());
            v.form_change_at_finish = Some(about(-size * f64::signum(lower_pct), 0.9));
            if let Some(parts) = &mut v.attribution {
                parts.from_cadence_pct = lower_pct;
            }
        });
        let action = advised(analysis, DisplayUnits::Miles).advice[0]
            .action
            .clone();
        assert!(
            action.contains("your fresh 176 steps a minute"),
            "{pattern:?}: {action}"
        );
    }
}

#[test]
fn quicker_and_shorter_steps_are_no_advice_where_they_are_the_finding() {
    for (kind, pattern) in [
        (Kind::FormBreakdown, Pattern::Shuffling),
        (Kind::PaceFade, Pattern::StrideShortening),
    ] {
        let said = stood(with(kind, |v| change_of(v).pattern = pattern));
        assert!(!said.to_lowercase().contains("slightly quicker"), "{said}");
        assert!(said.contains("stay at your fresh 176 spm"), "{said}");
    }
    let general = stood(example(Kind::FormBreakdown));
    assert!(general.contains("Slightly quicker steps"), "{general}");
}

#[test]
fn easing_off_has_advice_for_both_answers_of_the_runner() {
    for certainty in [Certainty::Clear, Certainty::Likely, Certainty::Possible] {
        let eased = with(Kind::EasedOff, |v| confidence_of(v).certainty = certainty);
        let said = text_of(eased, "eased_off", DisplayUnits::Miles).unwrap();
        for branch in [
            "If you meant to ease off from mile 19.4",
            ", nothing to change; if you were fading, back off a little from about mile 18 next time.",
        ] {
            assert!(said.contains(branch), "{said}");
        }
    }
    let mut cooled = crate::phrases::all().into_iter();
    let cooled = cooled.find(|p| p.name == "cool-down").unwrap().analysis;
    let said = text_of(cooled, "eased_off", DisplayUnits::Miles).unwrap();
    assert!(
        said.contains(
            "If you meant to cool down from mile 24.1, nothing to change; if you had to,"
        ),
        "{said}"
    );
}

/// A mean that the headline names counts as well as the change at the finish.
#[test]
fn the_step_is_the_second_where_the_named_change_is_large() {
    let analysis = with(Kind::FormBreakdown, |v| {
        v.form_change_at_finish = Some(about(-4.6, 0.9));
        if let Some(parts) = &mut v.attribution {
            parts.step_length_beyond_pct = 5.2;
        }
    });
    let said = stood(analysis);
    assert!(
        said.contains("step 2 from there to mile 26.2: your steps were 5.3 % longer than usual"),
        "{said}"
    );
}

#[test]
fn without_evidence_on_pace_no_pace_and_no_step_is_named() {
    let mut analysis = example(Kind::FormBreakdown);
    analysis.measures.pace_is_evidence = false;
    analysis.verdict.attribution = None;
    let text = text_of(analysis, "cadence_back", DisplayUnits::Miles).unwrap();
    assert!(text.contains("176 spm instead of the 171"), "{text}");
    assert!(!text.contains("/mi") && !text.contains(" m "), "{text}");
}

#[test]
fn an_onset_is_set_against_mile_20_in_either_unit() {
    let said = |at: f64, low, high, units| {
        let analysis = with(Kind::PaceFade, |v| {
            change_of(v).onset = onset(at, low, high)
        });
        text_of(analysis, "threshold", units).unwrap()
    };
    let miles = DisplayUnits::Miles;
    assert!(said(19.4, 18.6, 20.3, miles).contains("about where many runners feel it: mile 20"));
    assert!(said(14.0, 13.0, 15.0, miles).contains("6.0 mi before mile 20"));
    assert!(said(18.4, 17.6, 20.4, miles).contains("reaches across it"));
    assert!(
        said(14.0, 12.0, 16.0, miles)
            .contains("between miles 12 and 16; many runners feel it near mile 20")
    );
    assert!(said(22.5, 21.1, 24.0, miles).contains("2.5 mi after mile 20"));
    let km = said(14.0, 13.0, 15.0, DisplayUnits::Kilometres);
    assert!(km.contains("9.7 km before mile 20 (km 32.2)"), "{km}");
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
            Pattern::RunWalk,
        ] {
            for shape in [Shape::Gradual, Shape::Abrupt] {
                let analysis = with(kind, |v| {
                    if v.onset().is_some() {
                        change_of(v).pattern = pattern;
                        change_of(v).shape = Some(shape);
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
