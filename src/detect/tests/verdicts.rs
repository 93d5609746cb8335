//! Situations and the verdicts they must get.

use super::{made, ramp, run};
use crate::detect::types::{Kind, Pattern, Shape, UndecidedBecause, Verdict};
use crate::detect::{DetectOptions, detect};
use crate::measure::{Channel, Measures};
use crate::phases::Phases;

fn verdict(measures: &Measures) -> Verdict {
    detect(
        measures,
        &Phases::whole(measures),
        &DetectOptions::default(),
    )
}

fn has(verdict: &Verdict, code: &str) -> bool {
    verdict.caveats.iter().any(|c| c.code == code)
}

/// The same run from a watch without heart rate.
fn without_heart(mut measures: Measures) -> Measures {
    let blank = crate::measure::Tally::default();
    for window in &mut measures.windows {
        window.tally.channels[Channel::HeartRate as usize] = blank.channels[0];
    }
    measures.heart_rate_is_evidence = false;
    measures
}

#[test]
fn sound_runs_are_steady() {
    for seed in 1..=4 {
        let said = verdict(&made(seed, |_| (0.0, 0.0, 0.0)));
        assert_eq!(said.kind(), Kind::Steady, "seed {seed}: {said:?}");
        assert!(said.onset().is_none() && said.pattern().is_none() && said.shape().is_none());
        assert!(said.p_value.is_some_and(|p| (0.0..=1.0).contains(&p)));
        let change = said.form_change_at_finish.expect("stated in every kind");
        assert!(change.low < change.value && change.value < change.high);
        assert!(said.smallest_detectable_pct.is_some_and(|d| d >= 2.0));
        assert_eq!(said.series.fitted_pct.len(), said.series.at_m.len());
        assert!(said.series.fitted_pct.iter().all(|&f| f == 0.0));
    }
}

#[test]
fn leaving_the_curve_is_a_breakdown_with_its_pattern_and_onset() {
    for (size, pattern) in [(-0.06, Pattern::Overstriding), (0.06, Pattern::Shuffling)] {
        let said = verdict(&made(11, |mile| (size * ramp(mile, 11.0), 0.0, 0.0)));
        assert_eq!(said.kind(), Kind::FormBreakdown, "{size}");
        assert_eq!(
            (said.pattern(), said.shape()),
            (Some(pattern), Some(Shape::Gradual))
        );
        let onset = said.onset().expect("a breakdown has one");
        assert!((onset.at.miles() - 11.0).abs() < 2.0, "{onset:?}");
        assert!(onset.low <= onset.at && onset.at <= onset.high);
        let change = said.form_change_at_finish.expect("stated");
        assert!((change.value - 100.0 * size).abs() < 2.0, "{change:?}");
        assert!(said.p_value.expect("stated") < 0.05);
    }
}

#[test]
fn a_late_step_of_four_percent_is_abrupt_and_placed_to_a_few_windows() {
    let step = |mile: f64| if mile > 13.0 { -0.045 } else { 0.0 };
    let said = verdict(&made(12, |mile| (step(mile), 0.0, 0.0)));
    assert_eq!(
        (said.kind(), said.shape()),
        (Kind::FormBreakdown, Some(Shape::Abrupt))
    );
    let onset = said.onset().expect("a breakdown has one");
    assert!((onset.at.miles() - 13.0).abs() < 0.4, "{onset:?}");
    assert!(!onset.low_open && !onset.high_open);
}

#[test]
fn a_level_shift_in_the_first_third_is_told_and_not_counted() {
    let shift = |mile: f64| if mile > 4.2 { 0.03 } else { 0.0 };
    let said = verdict(&made(13, |mile| (shift(mile), 0.0, 0.0)));
    assert_eq!(said.kind(), Kind::Steady, "{:?}", said.onset());
    assert!(has(&said, "level_shift"));
}

#[test]
fn slowing_along_the_curve_is_a_fade_and_not_a_change_of_form() {
    let fade = |mile: f64| -0.18 * ramp(mile, 11.0);
    let run = made(14, |mile| (0.0, fade(mile), 0.01 * ramp(mile, 0.0)));
    let said = verdict(&run);
    assert_eq!(said.kind(), Kind::PaceFade);
    assert_eq!(said.onset(), said.pace.fade_onset);
    let onset = said.onset().expect("a fade has one");
    assert!((onset.at.miles() - 11.0).abs() < 1.5, "{onset:?}");
    assert!(said.pace.p_value.expect("stated") < 0.05);
    let lost = said.pace.fade_pct.expect("stated").value;
    assert!((lost - 16.5).abs() < 4.0, "positive is slower: {lost}");
    // On the curve cadence fell by 0.15 x a mean loss of 0.09.
    assert_eq!(said.pattern(), Some(Pattern::StrideShortening));
    assert!(!has(&said, "cause_unknown"));

    let blind = verdict(&without_heart(run));
    assert_eq!(blind.kind(), Kind::PaceFade);
    assert!(has(&blind, "cause_unknown") && blind.heart.is_none());
}

#[test]
fn slowing_with_a_falling_heart_is_easing_off() {
    let fade = |mile: f64| -0.16 * (ramp(mile, 18.0) * 10.0).min(1.0);
    let said = verdict(&made(15, |mile| (0.0, fade(mile), 0.8 * fade(mile))));
    assert_eq!(said.kind(), Kind::EasedOff);
    assert!(said.onset().is_none() && said.pattern().is_none() && said.shape().is_none());
    assert!(said.pace.fade_onset.is_some());
    let ratio = said.heart.and_then(|h| h.eased_ratio).expect("measured");
    assert!(ratio.value >= 0.75, "{ratio:?}");
}

#[test]
fn a_line_from_the_start_is_drift() {
    // Cadence has settled by the middle; the line goes on to the finish.
    let said = verdict(&made(16, |mile| (-0.08 * mile / 20.0, 0.0, 0.0)));
    assert_eq!(said.kind(), Kind::GradualDrift, "{:?}", said.onset());
    assert!(said.onset().is_none() && !said.drift_in_pace());
}

#[test]
fn where_speed_is_made_from_cadence_only_cadence_is_judged() {
    let belt = |mut measures: Measures| {
        measures.pace_is_evidence = false;
        measures
    };
    let fade = belt(made(14, |mile| (0.0, -0.1 * ramp(mile, 11.0), 0.0)));
    let said = verdict(&fade);
    assert_eq!(said.kind(), Kind::Steady);
    assert_eq!((said.pace.p_value, said.pace.fade_onset), (None, None));
    assert!(said.attribution.is_none() && said.heart.is_none());
    let change = belt(made(11, |mile| (-0.06 * ramp(mile, 11.0), 0.0, 0.0)));
    assert_eq!(verdict(&change).kind(), Kind::FormBreakdown);
}

#[test]
fn undecided_says_why_and_claims_nothing() {
    let said = verdict(&run(40, |_| super::USUAL));
    assert_eq!(said.kind(), Kind::Undecided);
    assert!(matches!(
        said.undecided_because(),
        Some(UndecidedBecause::TooShort(_))
    ));
    assert!(said.onset().is_none() && said.p_value.is_none() && said.pace.p_value.is_none());
    assert!(said.form_change_at_finish.is_none() && said.attribution.is_none());
}

#[test]
fn the_least_effect_bounds_the_claim() {
    let run = made(11, |mile| (-0.06 * ramp(mile, 11.0), 0.0, 0.0));
    let said = detect(
        &run,
        &Phases::whole(&run),
        &DetectOptions {
            min_effect: crate::units::Percent(9.0),
            ..DetectOptions::default()
        },
    );
    assert_eq!(said.kind(), Kind::Steady);
    assert!(
        said.p_value.expect("stated") < 0.05,
        "found, but too small to claim"
    );
    assert!(said.smallest_detectable_pct.expect("stated") >= 9.0);
}

#[test]
fn the_same_run_gets_the_same_answer_to_the_bit() {
    let run = made(17, |mile| {
        (-0.03 * ramp(mile, 13.0), -0.05 * ramp(mile, 12.0), 0.0)
    });
    let (first, second) = (verdict(&run), verdict(&run));
    assert_eq!(first, second);
    // Debug output tells -0 from 0 and shows every digit.
    assert_eq!(format!("{first:?}"), format!("{second:?}"));
}
