//! Probabilities move the way each piece of evidence points, and words follow probabilities.

use crate::detect::certainty::{Certainty, FormEvidence, LossEvidence, form, loss};
use crate::detect::heart::HeartFall;

fn heart(ratio: f64) -> Option<HeartFall> {
    Some(HeartFall { ratio, sd: 0.15 })
}

/// An open case: a loss of 6 % over the last three miles of two hours.
const LOSS: LossEvidence = LossEvidence {
    log_bayes_factor: 1.5,
    line_advantage: 0.9,
    loss: 0.06,
    loss_sd: 0.02,
    kept: 0.45,
    left_mi: 3.0,
    below_start: Some(0.05),
    gained: Some(0.0),
    sudden: 0.2,
    hours: 2.0,
    walked_before: 0.0,
    walked_after: 0.0,
    heart: None,
};

/// `probability` rises with `of` along `values`, strictly.
fn rises<E>(name: &str, values: &[f64], of: impl Fn(f64) -> E, probability: impl Fn(&E) -> f64) {
    let said: Vec<f64> = values.iter().map(|&v| probability(&of(v))).collect();
    let rising = said.windows(2).all(|pair| pair[0] < pair[1]);
    assert!(rising, "{name} {values:?}: {said:?}");
    let within = said.iter().all(|p| (0.0..=1.0).contains(p));
    assert!(within, "{name}: {said:?}");
}

fn real(evidence: &LossEvidence) -> f64 {
    let said = loss(evidence);
    said.fade + said.chosen
}

/// Probability of a choice, given that speed was lost.
fn choice(evidence: &LossEvidence) -> f64 {
    loss(evidence).chosen / real(evidence)
}

#[test]
fn a_loss_is_likelier_the_more_speaks_for_it() {
    let factors = [-2.0, 0.0, 1.0, 3.0, 5.0];
    let with = |log_bayes_factor| LossEvidence {
        log_bayes_factor,
        ..LOSS
    };
    rises("Bayes factor", &factors, with, real);
    let with = |loss| LossEvidence { loss, ..LOSS };
    rises("loss", &[0.0, 0.03, 0.05, 0.08], with, real);
    // A surer size speaks for a loss above the minimum and against one below it.
    let with = |precision: f64| LossEvidence {
        loss_sd: 1.0 / precision,
        ..LOSS
    };
    rises("precision", &[20.0, 40.0, 100.0], with, real);
    let with = |sd| LossEvidence {
        loss: 0.02,
        loss_sd: sd,
        ..LOSS
    };
    rises("doubt", &[0.01, 0.02, 0.05], with, real);
    let with = |line: f64| LossEvidence {
        line_advantage: -line,
        ..LOSS
    };
    rises("no line", &[-3.0, -2.0, -1.0], with, real);
    let with = |kept| LossEvidence { kept, ..LOSS };
    rises("kept", &[-0.2, 0.2, 0.5, 1.0], with, real);
    let with = |hours| LossEvidence { hours, ..LOSS };
    rises("hours", &[0.7, 1.5, 3.0, 5.0], with, real);
}

#[test]
fn a_choice_is_likelier_late_and_with_a_heart_that_followed() {
    let with = |ratio| LossEvidence {
        heart: heart(ratio),
        ..LOSS
    };
    rises("heart", &[0.1, 0.4, 0.6, 0.8], with, choice);
    let silent = choice(&LOSS);
    assert!(choice(&with(0.0)) < silent && silent < choice(&with(1.0)));
    let with = |left: f64| LossEvidence {
        left_mi: 8.0 - left,
        ..LOSS
    };
    rises("late", &[1.0, 3.0, 5.0, 7.0], with, choice);
    // A jog after a session's fast part is no slower than the session's start.
    let jog = LossEvidence {
        below_start: Some(-0.02),
        ..LOSS
    };
    assert!(choice(&jog) > silent);
    let with = |gained| LossEvidence {
        gained: Some(gained),
        ..LOSS
    };
    rises("fast part", &[0.0, 0.05, 0.1, 0.15], with, choice);
    let with = |sudden| LossEvidence { sudden, ..LOSS };
    rises("sudden", &[0.0, 0.3, 0.6, 1.0], with, choice);
}

#[test]
fn plain_cases_get_plain_answers() {
    let wall = LossEvidence {
        log_bayes_factor: 12.0,
        line_advantage: -6.0,
        loss: 0.16,
        kept: 1.0,
        left_mi: 6.0,
        hours: 3.5,
        heart: heart(0.2),
        ..LOSS
    };
    assert!(loss(&wall).fade > 0.95, "{:?}", loss(&wall));
    let jog = LossEvidence {
        left_mi: 1.5,
        heart: heart(1.0),
        below_start: Some(-0.02),
        gained: Some(0.12),
        sudden: 0.9,
        ..wall
    };
    assert!(loss(&jog).chosen > 0.9, "{:?}", loss(&jog));
    let steady = LossEvidence {
        log_bayes_factor: -2.0,
        loss: 0.005,
        kept: 0.0,
        ..LOSS
    };
    assert!(real(&steady) < 0.05, "{:?}", loss(&steady));
    let drift = LossEvidence {
        line_advantage: 4.6,
        loss: 0.07,
        ..wall
    };
    assert!(real(&drift) < 0.05, "a line: {:?}", loss(&drift));
    let back = LossEvidence { kept: 0.0, ..wall };
    assert!(real(&back) < 0.1, "speed came back: {:?}", loss(&back));
}

#[test]
fn a_change_of_form_is_likelier_the_more_speaks_for_it() {
    let open = FormEvidence {
        log_bayes_factor: 1.5,
        change: -0.03,
        change_sd: 0.01,
        least: 0.02,
        hours: 2.0,
        conditions: true,
    };
    let with = |log_bayes_factor| FormEvidence {
        log_bayes_factor,
        ..open
    };
    rises("Bayes factor", &[-2.0, 0.0, 2.0, 5.0], with, form);
    let with = |size: f64| FormEvidence {
        change: -size,
        ..open
    };
    rises("size", &[0.0, 0.02, 0.03, 0.045], with, form);
    let with = |precision: f64| FormEvidence {
        change_sd: 1.0 / precision,
        ..open
    };
    rises("precision", &[30.0, 100.0, 250.0], with, form);
    let with = |ease: f64| FormEvidence {
        least: 0.06 - ease,
        ..open
    };
    rises("minimum", &[0.01, 0.03, 0.05], with, form);
    let with = |hours| FormEvidence { hours, ..open };
    rises("hours", &[0.7, 1.5, 3.0, 5.0], with, form);
    let up = FormEvidence {
        change: 0.03,
        ..open
    };
    assert_eq!(form(&up), form(&open), "either sign");
    let failed = FormEvidence {
        conditions: false,
        log_bayes_factor: 20.0,
        ..open
    };
    assert_eq!(form(&failed), 0.0);
}

#[test]
fn words_follow_probabilities() {
    let word = Certainty::of;
    assert_eq!(word(0.49, true), None);
    assert_eq!(word(0.5, false), Some(Certainty::Possible));
    assert_eq!(word(0.79, true), Some(Certainty::Possible));
    assert_eq!(word(0.8, false), Some(Certainty::Likely));
    assert_eq!(word(0.94, true), Some(Certainty::Likely));
    assert_eq!(
        word(0.99, false),
        Some(Certainty::Likely),
        "the test disagrees"
    );
    assert_eq!(word(0.95, true), Some(Certainty::Clear));
    assert!(Certainty::Possible < Certainty::Likely && Certainty::Likely < Certainty::Clear);
}

#[test]
fn a_line_counts_only_beyond_odds_of_two_to_one() {
    let with = |line_advantage| {
        real(&LossEvidence {
            line_advantage,
            ..LOSS
        })
    };
    let (against, even, for_it) = (with(-1.0), with(0.3), with(1.3));
    assert!(even / against > 0.98, "{even} {against}");
    assert!(for_it / even < 0.95, "{for_it} {even}");
}
