//! Kind, certainty, onset and pattern from given probabilities: each condition decides once.

use super::super::level_shift::test_form;
use super::super::tests::{made, ramp, series};
use super::*;
use crate::phases::Phase;
use crate::units::{Percent, Seconds};

/// A run with its tests, whose findings a test sets as it needs them.
struct Given {
    measures: Measures,
    series: Series,
    answers: Answers,
    phases: Phases,
}

/// Neither test found anything, and both exclude a change that is worth reporting.
fn given(changes: impl Fn(f64) -> (f64, f64, f64)) -> Given {
    let measures = made(1, changes);
    let (series, phases) = (series(&measures), Phases::whole(&measures));
    let pace = PaceAnswer::new(&measures, &phases, &series, 1).expect("long enough");
    let form = test_form(&measures, &series, &DetectOptions::default(), None);
    let mut out = Given {
        measures,
        series,
        answers: Answers {
            form,
            pace: Some(pace),
            walking: None,
        },
        phases,
    };
    out.set_form(0.5, 0.0, 0.01);
    out.set_pace(0.5, 0.0, 0.02);
    out
}

fn steady() -> Given {
    given(|_| (0.0, 0.0, 0.0))
}

impl Given {
    /// p-value of the test of form, its change of ln cadence and half of its 95 % interval.
    fn set_form(&mut self, p: f64, change: f64, half: f64) {
        let form = self.answers.form.as_mut().expect("tested");
        form.test.p_value = Some(p);
        form.test.posterior.change = Estimate::symmetric(change, half);
    }

    /// The same of pace and ln speed.
    fn set_pace(&mut self, p: f64, change: f64, half: f64) {
        let pace = self.answers.pace.as_mut().expect("tested");
        pace.total.p_value = Some(p);
        pace.total.posterior.change = Estimate::symmetric(change, half);
    }

    fn decide(&self, [form, fade, walking, chosen]: [f64; 4]) -> Decision {
        let fitted = self.answers.form.as_ref();
        let fitted = fitted.map(|of| FittedForm::new(of, &self.series));
        let probabilities = probabilities([form, fade, walking, chosen]);
        let least = 0.02;
        decide(
            &probabilities,
            fitted.as_ref(),
            &self.answers,
            &self.phases,
            least,
        )
    }

    fn kind(&self, of: [f64; 4]) -> Kind {
        self.decide(of).kind
    }

    fn certainty(&self, of: [f64; 4]) -> Certainty {
        self.decide(of).confidence.certainty
    }

    /// A verdict in which nothing was found yet.
    fn blank(&self) -> Verdict {
        let why = UndecidedBecause::Unidentified;
        blank(&self.measures, &DetectOptions::default(), why)
    }
}

fn probabilities([form, fade, walking, chosen]: [f64; 4]) -> Probabilities {
    Probabilities {
        form,
        fade,
        walking,
        chosen,
    }
}

fn onset_at(mile: f64, low: f64, high: f64) -> Onset {
    Onset {
        at: Metres::from_miles(mile),
        low: Metres::from_miles(low),
        high: Metres::from_miles(high),
        confidence: 0.95,
        low_open: false,
        high_open: false,
    }
}

fn walking_from(onset: Option<Onset>) -> Option<WalkingFinding> {
    Some(WalkingFinding {
        onset,
        share_before_pct: 0.0,
        share_after_pct: 40.0,
        probability: 0.9,
    })
}

#[test]
fn form_goes_first_unless_something_else_is_likelier() {
    let run = steady();
    for (of, kind) in [
        ([0.6, 0.0, 0.0, 0.0], Kind::FormBreakdown),
        ([0.6, 0.6, 0.6, 0.0], Kind::FormBreakdown),
        ([0.9, 0.9, 0.0, 0.0], Kind::FormBreakdown),
        ([0.6, 0.9, 0.0, 0.0], Kind::PaceFade),
        ([0.6, 0.0, 0.9, 0.0], Kind::PaceFade),
        ([0.6, 0.0, 0.0, 0.9], Kind::EasedOff),
        ([0.4, 0.6, 0.0, 0.0], Kind::PaceFade),
        ([0.4, 0.0, 0.6, 0.0], Kind::PaceFade),
        ([0.4, 0.0, 0.0, 0.6], Kind::EasedOff),
        ([0.4, 0.4, 0.4, 0.0], Kind::Steady),
    ] {
        assert_eq!(run.kind(of), kind, "{of:?}");
    }
}

#[test]
fn a_slowdown_of_unknown_cause_takes_the_likelier_cause() {
    let run = steady();
    let chosen = run.decide([0.0, 0.3, 0.0, 0.4]);
    assert_eq!(chosen.kind, Kind::EasedOff);
    assert!((chosen.confidence.probability - 0.4 / 0.7).abs() < 1e-12);
    let faded = run.decide([0.0, 0.4, 0.0, 0.3]);
    assert_eq!(faded.kind, Kind::PaceFade);
    assert_eq!(faded.confidence.certainty, Certainty::Possible);
}

#[test]
fn a_claim_is_clear_where_its_own_test_agrees() {
    let with = |form_p, pace_p, of| {
        let mut run = steady();
        run.set_form(form_p, -0.1, 0.01);
        run.set_pace(pace_p, -0.1, 0.01);
        run.certainty(of)
    };
    let form = [0.97, 0.0, 0.0, 0.0];
    assert_eq!(with(0.01, 0.5, form), Certainty::Clear);
    assert_eq!(with(0.5, 0.01, form), Certainty::Likely);
    let fade = [0.0, 0.97, 0.0, 0.0];
    assert_eq!(with(0.5, 0.01, fade), Certainty::Clear);
    assert_eq!(with(0.01, 0.5, fade), Certainty::Likely);
    // Walking is counted, not tested.
    assert_eq!(with(0.5, 0.5, [0.0, 0.0, 0.97, 0.0]), Certainty::Clear);
    assert_eq!(with(0.5, 0.5, [0.0, 0.97, 0.9, 0.0]), Certainty::Likely);
    let chosen = [0.0, 0.0, 0.0, 0.97];
    assert_eq!(with(0.5, 0.01, chosen), Certainty::Clear);
    assert_eq!(with(0.01, 0.5, chosen), Certainty::Likely);
    assert_eq!(with(0.01, 0.01, [0.0, 0.9, 0.0, 0.0]), Certainty::Likely);
}

#[test]
fn a_cool_down_of_half_a_mile_is_an_easier_end() {
    let mut run = steady();
    let mut with = |miles: f64| {
        run.phases.list = vec![Phase {
            kind: PhaseKind::CoolDown,
            from: Metres::from_miles(15.0),
            to: Metres::from_miles(15.0 + miles),
            from_s: Seconds(0.0),
            to_s: Seconds(1.0),
        }];
        let said = run.decide([0.0; 4]);
        (said.kind, said.confidence.certainty)
    };
    assert_eq!(with(0.6), (Kind::EasedOff, Certainty::Likely));
    assert_eq!(with(0.4), (Kind::Steady, Certainty::Clear));
}

#[test]
fn a_drift_is_likely_in_what_it_was_found_in() {
    let mut slowing = given(|mile| (0.0, -0.11 * mile / 20.0, 0.0));
    let pace = slowing.decide([0.0; 4]);
    assert_eq!(
        (pace.kind, pace.drift_in),
        (Kind::GradualDrift, DriftIn::Pace)
    );
    assert_eq!(pace.confidence.certainty, Certainty::Likely);
    slowing.answers.pace = None;
    assert_eq!(slowing.kind([0.0; 4]), Kind::Steady);
}

#[test]
fn a_run_is_steady_as_far_as_nothing_else_is_probable() {
    let said = steady().decide([0.1, 0.2, 0.3, 0.15]);
    assert_eq!(said.kind, Kind::Steady);
    let none = 0.9 * 0.65 * 0.7;
    assert!((said.confidence.probability - none).abs() < 1e-12);
}

#[test]
fn a_steady_run_is_clear_where_both_intervals_exclude_a_change() {
    let with = |form: (f64, f64), pace: (f64, f64)| {
        let mut run = steady();
        run.set_form(0.5, form.0, form.1);
        run.set_pace(0.5, pace.0, pace.1);
        run.certainty([0.1, 0.0, 0.0, 0.0])
    };
    // 2 % of cadence, 4 % of speed, with intervals of 90 %, which are 0.84 as wide as those given.
    assert_eq!(with((0.0, 0.01), (0.0, 0.02)), Certainty::Clear);
    assert_eq!(with((0.0, 0.023), (0.0, 0.045)), Certainty::Clear);
    assert_eq!(with((0.0, 0.025), (0.0, 0.02)), Certainty::Likely);
    assert_eq!(with((0.015, 0.01), (0.0, 0.02)), Certainty::Likely);
    assert_eq!(with((-0.015, 0.01), (0.0, 0.02)), Certainty::Likely);
    assert_eq!(with((0.0, 0.01), (-0.03, 0.02)), Certainty::Likely);
    // Who speeds up has lost nothing.
    assert_eq!(with((0.0, 0.01), (0.09, 0.02)), Certainty::Clear);
    // Three out of four are not clear, however narrow the intervals are.
    assert_eq!(
        steady().certainty([0.25, 0.0, 0.0, 0.0]),
        Certainty::Possible
    );
    let mut untested = steady();
    untested.answers.pace = None;
    assert_eq!(untested.certainty([0.0; 4]), Certainty::Clear);
    untested.answers.form = None;
    assert_eq!(untested.certainty([0.0; 4]), Certainty::Likely);
}

#[test]
fn a_steady_run_in_which_a_test_found_a_change_is_only_possible() {
    let with = |form: (f64, f64), pace: (f64, f64)| {
        let mut run = steady();
        run.set_form(form.0, form.1, 0.05);
        run.set_pace(pace.0, pace.1, 0.05);
        run.certainty([0.1, 0.0, 0.0, 0.0])
    };
    assert_eq!(with((0.5, 0.03), (0.5, -0.05)), Certainty::Likely);
    assert_eq!(with((0.01, 0.03), (0.5, 0.0)), Certainty::Possible);
    assert_eq!(with((0.01, -0.03), (0.5, 0.0)), Certainty::Possible);
    assert_eq!(with((0.01, 0.01), (0.5, 0.0)), Certainty::Likely);
    assert_eq!(with((0.5, 0.0), (0.01, -0.05)), Certainty::Possible);
    assert_eq!(with((0.5, 0.0), (0.01, -0.03)), Certainty::Likely);
    assert_eq!(with((0.5, 0.0), (0.01, 0.05)), Certainty::Likely);
}

#[test]
fn the_onset_is_the_earliest_and_the_best_known_of_those_at_one_place() {
    let run = given(|mile| (0.0, -0.18 * ramp(mile, 11.0), 0.0));
    let pace = run.answers.pace.as_ref().expect("tested").onset();
    let at = |mile: f64| onset_at(mile, mile - 0.05, mile + 0.05);
    let of = |form: Option<Onset>, walking: Option<Onset>, fade: f64, kind| {
        let mut out = run.blank();
        out.form.onset = form;
        out.walking = walking_from(walking);
        out.pace.fade_onset = Some(pace);
        onset(
            &out,
            kind,
            &probabilities([0.9, fade, 0.0, 0.6]),
            &run.answers,
        )
    };
    let breakdown = Kind::FormBreakdown;
    let late = at(17.0);
    assert_eq!(of(Some(late), None, 0.9, breakdown), Some(pace));
    assert_eq!(of(Some(late), None, 0.3, breakdown), Some(late), "no fade");
    assert_eq!(of(Some(late), Some(at(3.0)), 0.9, breakdown), Some(at(3.0)));
    assert_eq!(of(Some(at(5.0)), Some(late), 0.9, breakdown), Some(at(5.0)));
    // Their intervals overlap: the narrower one names the place. One further on does not.
    let wide = onset_at(8.0, 5.0, 12.0);
    let near = onset_at(12.2, 11.9, 12.5);
    assert_eq!(of(Some(wide), Some(near), 0.3, breakdown), Some(near));
    let apart = at(12.1);
    assert_eq!(of(Some(wide), Some(apart), 0.3, breakdown), Some(wide));
    // A fade's own onset; that of a slowdown of unknown cause only without walking.
    let fade = Kind::PaceFade;
    assert_eq!(of(Some(at(5.0)), None, 0.9, fade), Some(pace));
    assert_eq!(of(None, None, 0.3, fade), Some(pace));
    assert_eq!(of(None, Some(late), 0.3, fade), Some(late));
    for kind in [Kind::Steady, Kind::EasedOff, Kind::GradualDrift] {
        assert_eq!(of(Some(late), Some(late), 0.9, kind), None);
    }
}

#[test]
fn the_pattern_of_a_fade_says_what_took_the_speed() {
    let mut run = steady();
    let split = Stretches {
        fresh_to: 12.0,
        late_from: 12.0,
    };
    let level = run.series.ln_cadence.clone();
    let mut of = |walking: Option<f64>, walked_pct: f64, cadence: f64| {
        for (i, value) in run.series.ln_cadence.iter_mut().enumerate() {
            *value = level[0]
                + if run.series.at_mi[i] > 12.0 {
                    cadence
                } else {
                    0.0
                };
        }
        let mut out = run.blank();
        out.walking = walking_from(walking.map(|mile| onset_at(mile, mile, mile)));
        out.attribution = Some(Attribution {
            slowdown_pct: 10.0,
            from_walking_pct: walked_pct,
            from_step_length_pct: 10.0 - walked_pct,
            from_cadence_pct: 0.0,
            step_length_expected_pct: 0.0,
            step_length_beyond_pct: 0.0,
            from: Metres(0.0),
            to: Metres(0.0),
        });
        let onset = onset_at(12.0, 11.0, 13.0);
        let (kind, answers) = (Kind::PaceFade, &run.answers);
        let found = lasting_change(&out, kind, onset, &run.series, split, None, answers);
        found.expect("a fade has one").pattern
    };
    assert_eq!(of(None, 0.0, 0.0), Pattern::StrideShortening);
    assert_eq!(of(None, 0.0, -0.019), Pattern::StrideShortening);
    assert_eq!(of(None, 0.0, -0.021), Pattern::CadenceAndStride);
    // Walking that came later has no part in the onset, unless it took more than half.
    assert_eq!(of(Some(12.0), 1.0, 0.0), Pattern::RunWalk);
    assert_eq!(of(Some(14.0), 1.0, 0.0), Pattern::StrideShortening);
    assert_eq!(of(Some(14.0), 4.9, 0.0), Pattern::StrideShortening);
    assert_eq!(of(Some(14.0), 5.1, 0.0), Pattern::RunWalk);
}

#[test]
fn the_shape_is_that_of_the_test_that_found_the_change() {
    let mut run = given(|mile| (if mile > 13.0 { -0.06 } else { 0.0 }, 0.0, 0.0));
    let split = stretches(&run.series, None);
    let of = |run: &Given, kind| {
        let form = run.answers.form.as_ref().expect("tested");
        let form = FittedForm::new(form, &run.series);
        let (out, onset) = (run.blank(), onset_at(13.0, 12.9, 13.1));
        let form = Some(&form);
        lasting_change(&out, kind, onset, &run.series, split, form, &run.answers)
            .expect("both kinds have one")
            .shape
    };
    let pace = run.answers.pace.as_ref().expect("tested").shape();
    assert_eq!(of(&run, Kind::FormBreakdown), Some(Shape::Abrupt));
    assert_eq!(of(&run, Kind::PaceFade), Some(pace));
    run.answers.pace = None;
    assert_eq!(of(&run, Kind::FormBreakdown), Some(Shape::Abrupt));
    assert_eq!(of(&run, Kind::PaceFade), None, "only walking was tested");
}

#[test]
fn late_running_without_an_onset_is_three_miles_and_never_the_fresh_ones() {
    let mut series = steady().series;
    let mut of = |finish_mi: f64| {
        series.finish_mi = finish_mi;
        stretches(&series, None)
    };
    let long = of(20.0);
    assert_eq!((long.fresh_to, long.late_from), (12.0, 17.0));
    let short = of(6.0);
    assert!((short.fresh_to - 3.6).abs() < 1e-12 && short.late_from == short.fresh_to);
}

#[test]
fn fresh_running_ends_at_the_onset_or_where_the_pace_came_down() {
    let fresh_to = |said: &Verdict| said.fresh.expect("long enough").1;
    let down = |mile: f64| -0.16 * (ramp(mile, 16.0) * 10.0).min(1.0);
    let eased = made(15, |mile| (0.0, down(mile), 0.8 * down(mile)));
    let phases = Phases::whole(&eased);
    let said = super::super::detect(&eased, &phases, &DetectOptions::default());
    assert_eq!(said.kind(), Kind::EasedOff);
    assert_eq!(Some(fresh_to(&said)), said.pace.fade_onset.map(|o| o.at));
    let both = made(11, |mile| {
        (-0.08 * ramp(mile, 8.0), -0.25 * ramp(mile, 15.0), 0.0)
    });
    let phases = Phases::whole(&both);
    let said = super::super::detect(&both, &phases, &DetectOptions::default());
    let onset = said.onset().expect("a breakdown").at;
    assert_eq!(said.kind(), Kind::FormBreakdown);
    assert_ne!(Some(onset), said.pace.fade_onset.map(|o| o.at));
    assert_eq!(fresh_to(&said), onset);
}

#[test]
fn a_verdict_states_what_its_outcome_carries() {
    let mut said = steady().blank();
    let sure = Confidence {
        certainty: Certainty::Likely,
        probability: 0.9,
    };
    let change = LastingChange {
        onset: onset_at(12.0, 11.0, 13.0),
        pattern: Pattern::Overstriding,
        shape: Some(Shape::Abrupt),
    };
    let outcomes = [
        (Outcome::FormBreakdown(change, sure), Kind::FormBreakdown),
        (Outcome::PaceFade(change, sure), Kind::PaceFade),
        (
            Outcome::GradualDrift(DriftIn::Form, sure),
            Kind::GradualDrift,
        ),
        (Outcome::EasedOff(sure), Kind::EasedOff),
        (Outcome::Steady(sure), Kind::Steady),
    ];
    for (outcome, kind) in outcomes {
        said.outcome = outcome;
        assert_eq!(said.kind(), kind);
        assert_eq!(said.certainty(), Some(Certainty::Likely), "{kind:?}");
        assert_eq!(said.probability(), Some(0.9), "{kind:?}");
        let changed = matches!(kind, Kind::FormBreakdown | Kind::PaceFade);
        assert_eq!(said.onset(), changed.then_some(change.onset));
        assert_eq!(said.pattern(), changed.then_some(change.pattern));
        assert_eq!(said.shape(), changed.then_some(Shape::Abrupt));
        assert!(said.undecided_because().is_none());
    }
    said.outcome = Outcome::Undecided(UndecidedBecause::NoCadence);
    assert_eq!((said.certainty(), said.probability()), (None, None));
    // Too rough from where not even 5 % would show, or where nothing is known of it.
    let mut is_too_rough = |smallest: Option<f64>| {
        said.smallest_detectable_pct = smallest;
        said.is_too_rough()
    };
    assert!(is_too_rough(None) && is_too_rough(Some(5.1)) && !is_too_rough(Some(4.9)));
    assert_eq!(said.min_effect, Percent(2.0));
}

#[test]
fn findings_name_a_place_from_an_even_chance() {
    let mut run = steady();
    let mut of = |probability: f64| {
        let onset = onset_at(14.0, 13.0, 15.0);
        run.answers.walking = Some(WalkingAnswer {
            onset,
            before: 0.01,
            after: 0.4,
            probability,
        });
        let (mut out, none) = (run.blank(), probabilities([0.0; 4]));
        fill_findings(&mut out, &none, None, &run.answers);
        let walking = out.walking.expect("walks");
        assert_eq!(
            (walking.share_before_pct, walking.share_after_pct),
            (1.0, 40.0)
        );
        walking.onset == Some(onset)
    };
    assert!(of(0.6) && !of(0.4));
}

#[test]
fn a_loss_has_walks_where_they_came_up_with_it() {
    let mut run = given(|mile| (0.0, -0.18 * ramp(mile, 11.0), 0.0));
    let mut of = |before: f64, after: f64, fade: f64| {
        let pace = run.answers.pace.as_mut().expect("tested");
        let at = pace.total.best().onset;
        for i in 0..pace.moving.len() {
            let share = if pace.moving.at_mi[i] < at {
                before
            } else {
                after
            };
            pace.moving.walked_s[i] = share * pace.moving.moving_s[i];
        }
        let (mut out, of) = (run.blank(), probabilities([0.0, fade, 0.0, 0.1]));
        fill_findings(&mut out, &of, None, &run.answers);
        assert_eq!(out.pace.fade_onset.is_some(), fade > 0.4);
        out.pace.walks
    };
    assert!(of(0.01, 0.06, 0.9) && of(0.05, 0.16, 0.9));
    assert!(!of(0.01, 0.04, 0.9), "under a twentieth");
    assert!(
        !of(0.05, 0.14, 0.9),
        "less than three times the share before"
    );
    assert!(!of(0.01, 0.06, 0.2), "nothing was lost");
}

#[test]
fn a_fade_without_a_heart_says_that_its_cause_is_unknown() {
    let run = steady();
    let of = |pattern| {
        let mut out = run.blank();
        let change = LastingChange {
            onset: onset_at(12.0, 11.0, 13.0),
            pattern,
            shape: None,
        };
        let sure = Confidence {
            certainty: Certainty::Likely,
            probability: 0.9,
        };
        out.outcome = Outcome::PaceFade(change, sure);
        caveats(&out, None)
            .iter()
            .any(|c| c.code == "cause_unknown")
    };
    assert!(of(Pattern::StrideShortening));
    assert!(!of(Pattern::RunWalk), "walks are not chosen");
}

#[test]
fn a_choice_explains_a_fade_where_it_is_the_likelier_cause_and_never_a_change_of_form() {
    let run = steady();
    let of = |fade: f64, chosen: f64, outcome: fn(LastingChange, Confidence) -> Outcome| {
        let mut out = run.blank();
        let change = LastingChange {
            onset: onset_at(12.0, 11.0, 13.0),
            pattern: Pattern::StrideShortening,
            shape: Some(Shape::Gradual),
        };
        let sure = Confidence {
            certainty: Certainty::Possible,
            probability: 0.5,
        };
        out.outcome = outcome(change, sure);
        let of = probabilities([0.0, fade, 0.0, chosen]);
        explain(&mut out, &run.measures, &run.series, &of);
        let found = out.considered.iter();
        found
            .filter(|c| c.explanation == Explanation::EasingOff)
            .map(|c| c.finding)
            .next()
    };
    // 0.4 of 0.6 is more than half, of a whole it would not be.
    assert_eq!(of(0.2, 0.4, Outcome::PaceFade), Some(Finding::Explains));
    assert_ne!(of(0.4, 0.2, Outcome::PaceFade), Some(Finding::Explains));
    assert_ne!(
        of(0.2, 0.4, Outcome::FormBreakdown),
        Some(Finding::Explains)
    );
}
