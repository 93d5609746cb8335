//! Probabilities move the way each piece of evidence points, and words follow probabilities.

use crate::detect::certainty::{Certainty, FormEvidence, FormMargins, LossEvidence, form, loss};
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

/// A change of form about which little is sure.
const OPEN: FormEvidence = FormEvidence {
    log_bayes_factor: 1.5,
    change: -0.03,
    change_sd: 0.01,
    least: 0.02,
    hours: 2.0,
    margins: FormMargins {
        no_line: 1.0,
        size: 1.0,
        sign: 2.0,
        sustained: 1.0,
        departs: 1.0,
        observed: 1.0,
    },
};

/// The same with other margins.
fn with_margins(margins: FormMargins) -> FormEvidence {
    FormEvidence { margins, ..OPEN }
}

#[test]
fn a_change_of_form_is_likelier_the_more_speaks_for_it() {
    let with = |log_bayes_factor| FormEvidence {
        log_bayes_factor,
        ..OPEN
    };
    rises("Bayes factor", &[-2.0, 0.0, 2.0, 5.0], with, form);
    let with = |hours| FormEvidence { hours, ..OPEN };
    rises("hours", &[0.7, 1.5, 3.0, 5.0], with, form);
    let with = |size| {
        with_margins(FormMargins {
            size,
            ..OPEN.margins
        })
    };
    rises("size", &[-0.3, 0.0, 1.0, 2.5], with, form);
    let with = |no_line| {
        with_margins(FormMargins {
            no_line,
            ..OPEN.margins
        })
    };
    rises("no line", &[-2.0, -0.5, 0.0, 0.5, 2.0], with, form);
    let with = |sustained| {
        with_margins(FormMargins {
            sustained,
            ..OPEN.margins
        })
    };
    rises("lasting", &[-2.0, -1.0, -0.2], with, form);
    let with = |departs| {
        with_margins(FormMargins {
            departs,
            ..OPEN.margins
        })
    };
    rises("leaving the first miles", &[-3.0, -1.0, -0.2], with, form);
}

#[test]
fn what_does_not_fit_the_definition_is_no_change_of_form() {
    let sure = FormEvidence {
        log_bayes_factor: 20.0,
        ..OPEN
    };
    assert!(sure.margins.hold());
    let fails: [fn(&mut FormMargins); 3] =
        [|m| m.size = -1.0, |m| m.sign = -1.0, |m| m.observed = -1.0];
    for fail in fails {
        let mut failed = sure;
        fail(&mut failed.margins);
        assert!(!failed.margins.hold());
        assert!(form(&failed) < 0.02 * form(&sure), "{failed:?}");
    }
    // By how much it holds is no matter beyond what noise could undo.
    let mut ample = sure;
    (ample.margins.sign, ample.margins.observed) = (9.0, 9.0);
    assert!((form(&ample) - form(&sure)).abs() < 0.01);
}

#[test]
fn noise_in_a_margin_moves_the_probability_a_little() {
    // Where a condition just holds, a tenth of a standard error is what one record can do.
    let at = |observed: f64| {
        form(&with_margins(FormMargins {
            observed,
            ..OPEN.margins
        }))
    };
    for step in -10..10 {
        let (here, there) = (f64::from(step) / 20.0, f64::from(step + 2) / 20.0);
        assert!((at(here) - at(there)).abs() < 0.2, "{here}");
    }
    assert!(at(0.6) > 0.9 * at(2.0));
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
