//! From the results of the three tests to one of six verdicts, in the order of their
//! definitions (docs/method.md), and all that is stated beside it.

use super::attribution::{self, Stretches, WARM_UP_MIN, witnesses};
use super::certainty::{self, CLEAR, Certainty, LEAST_LOSS, POSSIBLE};
use super::changepoint::{Candidate, ChangeShape, Fit};
use super::explanations::{Change, consider};
use super::fitted_form::{FittedForm, NINETY};
use super::form::FormColumn;
use super::heart;
use super::heart_fall::HeartFall;
use super::level_shift::FormAnswer;
use super::options::DetectOptions;
use super::pace::PaceAnswer;
use super::types::*;
use super::walking::WalkingAnswer;
use super::windows::Series;
use crate::measure::Measures;
use crate::normalise::Caveat;
use crate::phases::{PhaseKind, Phases};
use crate::stats::Estimate;
use crate::units::{DisplayUnits, METRES_PER_MILE, Metres, format};

/// Share of the run that is fresh when there is no onset.
const FRESH_SHARE: f64 = 0.6;
/// Late running without an onset is judged over this many miles.
pub const LATE_MI: f64 = 3.0;
/// Where the ramp begins that `smallest_detectable_pct` speaks of, as a share of the run.
const RAMP_FROM: f64 = 2.0 / 3.0;
/// A ramp is found (p, size and all) with 80 % power when it is this many of its own
/// standard errors: read off simulated power (docs/accuracy.md). The search's critical
/// value of about 2.5 and the normal's upper fifth of 0.84 alone would give 3.4.
const DETECTABLE_SDS: f64 = 6.7;
/// The posterior takes the short-range noise for known. Its 95 % interval of the change held
/// the truth in 84-88 % of simulated runs, as one of 1.5 standard errors would: this much
/// wider it holds it in 95 %.
const UNDERSTATED: f64 = 1.3;
/// Change of ln cadence within which it held through a fade: 2 %.
const CADENCE_HELD: f64 = 0.02;
/// A cool-down of this length, miles, is worth saying instead of "steady".
const LEAST_COOL_DOWN_MI: f64 = 0.5;

/// The results of the three tests of one run: form, pace, walking.
pub struct Answers {
    /// Did cadence leave the curve? `None` where too little running is left to fit one.
    pub form: Option<FormAnswer>,
    /// Was speed lost for good? `None` where speed is no evidence.
    pub pace: Option<PaceAnswer>,
    /// Did running give way to walking? `None` where there is no walking.
    pub walking: Option<WalkingAnswer>,
}

/// Probabilities of what may have happened, and the smallest change that is reported.
struct Probabilities {
    form: f64,
    fade: f64,
    walking: f64,
    chosen: f64,
}

/// The verdict on a run that cannot be tested.
pub fn undecided(
    measures: &Measures,
    series: &Series,
    options: &DetectOptions,
    why: UndecidedBecause,
) -> Verdict {
    let stretches = stretches(series, None);
    let mut out = blank(measures, options, why);
    out.heart = heart_finding(measures, series, None);
    out.witnesses = witnesses(measures, stretches);
    out
}

/// The verdict on a run that was tested.
pub fn verdict(
    measures: &Measures,
    phases: &Phases,
    series: &Series,
    options: &DetectOptions,
    answers: &Answers,
) -> Verdict {
    let least = options.min_effect.value() / 100.0;
    let hours = measures.total.moving_s() / 3600.0;
    let form = answers.form.as_ref().map(|of| FittedForm::new(of, series));
    let pace = answers.pace.as_ref();
    let walking = answers.walking.as_ref();
    let evidence = form
        .as_ref()
        .map(|form| form.evidence(series, least, hours));
    let probabilities = Probabilities {
        form: evidence.as_ref().map_or(0.0, certainty::form),
        fade: pace.map_or(0.0, |pace| pace.loss.fade),
        walking: walking.map_or(0.0, |walking| walking.probability),
        chosen: pace.map_or(0.0, |pace| pace.loss.chosen),
    };
    let mut out = blank(measures, options, UndecidedBecause::Unidentified);
    fill_findings(&mut out, &probabilities, form.as_ref(), answers);
    out.form.evidence = evidence;
    let decision = decide(&probabilities, form.as_ref(), answers, phases, least);
    let onset = onset(&out, decision.kind, &probabilities, answers);
    out.heart = heart_finding(measures, series, pace.and_then(|pace| pace.evidence.heart));
    let split = stretches(series, onset.or(out.pace.fade_onset));
    out.witnesses = witnesses(measures, split);
    out.fresh = fresh_span(series, split);
    if let Some(form) = &form {
        fill_curve(&mut out, decision.kind, measures, series, split, form);
    }
    let change = onset.and_then(|onset| {
        lasting_change(
            &out,
            decision.kind,
            onset,
            series,
            split,
            form.as_ref(),
            answers,
        )
    });
    out.outcome = decision.outcome(change);
    explain(&mut out, measures, series, &probabilities);
    out.caveats = caveats(&out, form.as_ref());
    out
}

/// The result of each test, whatever the verdict.
fn fill_findings(
    out: &mut Verdict,
    probabilities: &Probabilities,
    form: Option<&FittedForm>,
    answers: &Answers,
) {
    let percent = |x: f64| 100.0 * (x.exp() - 1.0);
    if let Some(form) = form {
        out.p_value = form.test().p_value;
        out.form = FormFinding {
            onset: (probabilities.form >= POSSIBLE).then(|| form.test().onset()),
            change_pct: Some(form.change().widened(UNDERSTATED).map(percent)),
            probability: Some(probabilities.form),
            evidence: None,
        };
    }
    if let Some(pace) = &answers.pace {
        let lost = probabilities.fade + probabilities.chosen >= POSSIBLE;
        let share = |before: bool| {
            let at = pace.total.best().onset;
            pace.moving.walked_share(|mi| (mi < at) == before)
        };
        out.pace = PaceFinding {
            fade_onset: lost.then(|| pace.onset()),
            fade_pct: Some(pace.change().map(|c| -percent(c))),
            p_value: pace.total.p_value,
            probability: Some(probabilities.fade),
            chosen: Some(probabilities.chosen),
            evidence: Some(pace.evidence),
            walks: lost && share(false) >= 0.05 && share(false) >= 3.0 * share(true),
        };
    }
    out.walking = answers.walking.map(|walking| WalkingFinding {
        onset: (walking.probability >= POSSIBLE).then_some(walking.onset),
        share_before_pct: 100.0 * walking.before,
        share_after_pct: 100.0 * walking.after,
        probability: walking.probability,
    });
}

/// The kind and certainty of a verdict, before its change is described.
struct Decision {
    kind: Kind,
    confidence: Confidence,
    drift_in: DriftIn,
}

impl Decision {
    /// The outcome with its change. Whatever makes a breakdown or a fade probable has an onset, so that
    /// neither is without one.
    fn outcome(self, change: Option<LastingChange>) -> Outcome {
        let sure = self.confidence;
        match (self.kind, change) {
            (Kind::FormBreakdown, Some(change)) => Outcome::FormBreakdown(change, sure),
            (Kind::PaceFade, Some(change)) => Outcome::PaceFade(change, sure),
            (Kind::GradualDrift, _) => Outcome::GradualDrift(self.drift_in, sure),
            (Kind::EasedOff, _) => Outcome::EasedOff(sure),
            (Kind::Steady, _) => Outcome::Steady(sure),
            (Kind::FormBreakdown | Kind::PaceFade | Kind::Undecided, _) => {
                Outcome::Undecided(UndecidedBecause::Unidentified)
            }
        }
    }
}

/// The first kind that holds, in the order of the definitions, with its certainty.
fn decide(
    probabilities: &Probabilities,
    form: Option<&FittedForm>,
    answers: &Answers,
    phases: &Phases,
    least: f64,
) -> Decision {
    let form_p = form.and_then(|form| form.test().p_value);
    let pace_p = answers.pace.as_ref().and_then(|pace| pace.total.p_value);
    let significant = |p: Option<f64>| p.is_some_and(|p| p < super::changepoint::SIGNIFICANT);
    let cooled = phases
        .of(PhaseKind::CoolDown)
        .any(|cool| cool.to.miles() - cool.from.miles() >= LEAST_COOL_DOWN_MI);
    // Probability that nothing happened: form or pace may have changed without a claim that is even possible.
    let none = (1.0 - probabilities.form)
        * (1.0 - (probabilities.fade + probabilities.chosen).min(1.0))
        * (1.0 - probabilities.walking);
    let drifts_in_form = form.is_some_and(|form| form.drifts(least));
    let drifts_in_pace = answers.pace.as_ref().is_some_and(PaceAnswer::drifts);
    let fade = probabilities.fade.max(probabilities.walking);
    // The first that holds, among those that hold most surely.
    let likelier = fade.max(probabilities.chosen) >= certainty::LIKELY;
    let form_holds = probabilities.form
        >= if likelier {
            certainty::LIKELY
        } else {
            POSSIBLE
        };
    let (kind, probability, agrees) = if form_holds {
        (Kind::FormBreakdown, probabilities.form, significant(form_p))
    } else if fade >= POSSIBLE {
        (
            Kind::PaceFade,
            fade,
            significant(pace_p) || probabilities.walking >= CLEAR,
        )
    } else if probabilities.fade + probabilities.chosen >= POSSIBLE {
        // More likely a choice than a fade; which of the two stays open below likely.
        let probability = probabilities.chosen / (probabilities.fade + probabilities.chosen);
        if probability >= POSSIBLE {
            (Kind::EasedOff, probability, significant(pace_p))
        } else {
            (Kind::PaceFade, POSSIBLE, false)
        }
    } else if drifts_in_form || drifts_in_pace {
        (Kind::GradualDrift, certainty::LIKELY, false)
    } else if cooled {
        (Kind::EasedOff, certainty::LIKELY, false)
    } else {
        (Kind::Steady, none, excludes_changes(form, answers, least))
    };
    let mut certainty = Certainty::of(probability, agrees).unwrap_or(Certainty::Possible);
    // Something changed, but another condition failed.
    let changed = significant(form_p)
        && form.is_some_and(|form| form.change().value.abs() >= least)
        || significant(pace_p)
            && answers
                .pace
                .as_ref()
                .is_some_and(|pace| -pace.change().value >= LEAST_LOSS);
    if kind == Kind::Steady && changed {
        certainty = Certainty::Possible;
    }
    // A steady run whose intervals exclude a change large enough to report is as sure as can be.
    if kind == Kind::Steady && agrees && probability >= certainty::LIKELY {
        certainty = Certainty::Clear;
    }
    Decision {
        kind,
        confidence: Confidence {
            certainty,
            probability,
        },
        drift_in: if drifts_in_form {
            DriftIn::Form
        } else {
            DriftIn::Pace
        },
    }
}

/// True when the 90 % intervals of the change of form and of the loss of pace leave out the
/// smallest change that is reported.
fn excludes_changes(form: Option<&FittedForm>, answers: &Answers, least: f64) -> bool {
    let within = |estimate: Estimate, low: f64, high: f64| {
        let half = NINETY / 1.96 * 0.5 * (estimate.high - estimate.low);
        estimate.value - half > low && estimate.value + half < high
    };
    let form = form.is_some_and(|form| within(form.change(), -least, least));
    let pace = answers.pace.as_ref();
    form && pace.is_none_or(|pace| within(pace.change(), -LEAST_LOSS, f64::INFINITY))
}

/// The earliest onset among the tests that found a change; `None` for kinds without one.
fn onset(
    out: &Verdict,
    kind: Kind,
    probabilities: &Probabilities,
    answers: &Answers,
) -> Option<Onset> {
    let fades = probabilities.fade >= POSSIBLE;
    let walking = out.walking.and_then(|walking| walking.onset);
    let pace = answers
        .pace
        .as_ref()
        .filter(|_| fades)
        .map(PaceAnswer::onset);
    let found = match kind {
        Kind::FormBreakdown => [out.form.onset, pace, walking],
        Kind::PaceFade => [
            None,
            pace.or_else(|| out.pace.fade_onset.filter(|_| walking.is_none())),
            walking,
        ],
        _ => [None; 3],
    };
    let held = || found.into_iter().flatten();
    let earliest = held().min_by(|a, b| a.at.0.total_cmp(&b.at.0))?;
    // Onsets whose intervals overlap with the earliest one's cannot be told from it and are one
    // point of the run: the best known of them names it.
    let same = |onset: &Onset| onset.low.0 <= earliest.high.0;
    let width = |onset: &Onset| onset.high.0 - onset.low.0;
    held()
        .filter(same)
        .min_by(|a, b| width(a).total_cmp(&width(b)))
}

/// Pattern and shape of a breakdown or a fade that began at `onset`.
fn lasting_change(
    out: &Verdict,
    kind: Kind,
    onset: Onset,
    series: &Series,
    split: Stretches,
    form: Option<&FittedForm>,
    answers: &Answers,
) -> Option<LastingChange> {
    if kind == Kind::FormBreakdown {
        let form = form?;
        return Some(LastingChange {
            onset,
            pattern: form.pattern(),
            shape: Some(form.shape()),
        });
    }
    let walking = out.walking.and_then(|walking| walking.onset);
    let starts_walking = walking.is_some_and(|walking| walking.at.0 <= onset.at.0);
    // The larger part of the loss is walking's.
    let walked = out
        .attribution
        .is_some_and(|a| a.from_walking_pct > 0.5 * a.slowdown_pct);
    let cadence = split.change(series, &series.ln_cadence).unwrap_or(0.0);
    Some(LastingChange {
        onset,
        pattern: if starts_walking || walked {
            Pattern::RunWalk
        } else if cadence > -CADENCE_HELD {
            Pattern::StrideShortening
        } else {
            Pattern::CadenceAndStride
        },
        shape: answers.pace.as_ref().map(PaceAnswer::shape),
    })
}

/// A verdict without any finding.
fn blank(measures: &Measures, options: &DetectOptions, why: UndecidedBecause) -> Verdict {
    Verdict {
        outcome: Outcome::Undecided(why),
        p_value: None,
        min_effect: options.min_effect,
        form_change_at_finish: None,
        smallest_detectable_pct: None,
        form: FormFinding::default(),
        pace: PaceFinding::default(),
        walking: None,
        heart: None,
        attribution: None,
        curve: None,
        fresh: None,
        series: FormSeries::default(),
        split_residual_pct: vec![None; measures.splits.len()],
        witnesses: Vec::new(),
        considered: Vec::new(),
        caveats: Vec::new(),
    }
}

/// Fresh and late running for an onset, or for none.
fn stretches(series: &Series, onset: Option<Onset>) -> Stretches {
    match onset {
        Some(onset) => Stretches {
            fresh_to: onset.at.miles(),
            late_from: onset.at.miles(),
        },
        None => Stretches {
            fresh_to: FRESH_SHARE * series.finish_mi,
            late_from: (series.finish_mi - LATE_MI).max(FRESH_SHARE * series.finish_mi),
        },
    }
}

/// The runner's curve, the attribution that rests on it, and the departure from it.
fn fill_curve(
    out: &mut Verdict,
    kind: Kind,
    measures: &Measures,
    series: &Series,
    split: Stretches,
    form: &FittedForm,
) {
    let test = form.test();
    let ramp = Candidate::new(RAMP_FROM * series.finish_mi, ChangeShape::ToFinish);
    let ramp_fit = test.fit(Some(test.search.column(&ramp)));
    let plain;
    let shown = if kind == Kind::FormBreakdown {
        &form.fit
    } else {
        plain = test.fit(None);
        &plain
    };
    let percent = |x: f64| 100.0 * (x.exp() - 1.0);
    let change = if matches!(kind, Kind::FormBreakdown | Kind::GradualDrift) {
        test.posterior.change
    } else {
        ramp_fit.change()
    };
    out.form_change_at_finish = Some(change.widened(UNDERSTATED).map(percent));
    out.smallest_detectable_pct =
        Some((DETECTABLE_SDS * ramp_fit.change_sd() * 100.0).max(out.min_effect.value()));
    let elasticity = shown.coefficient(FormColumn::Speed.index());
    if measures.pace_is_evidence {
        out.attribution = attribution::attribute(measures, series, split, elasticity);
    }
    out.curve = Some(curve(series, split, form, shown));
    fill_series(out, kind, measures, series, form, shown, split);
}

fn fresh_span(series: &Series, split: Stretches) -> Option<(Metres, Metres)> {
    let first = series.moving_min.partition_point(|&m| m <= WARM_UP_MIN);
    let from = series.at_mi.get(first)?;
    Some((
        Metres::from_miles(from - 0.5 * series.window_mi),
        Metres::from_miles(split.fresh_to),
    ))
}

fn curve(series: &Series, split: Stretches, form: &FittedForm, fit: &Fit) -> HabitualCurve {
    let model = &form.of.model;
    let fresh = |i: usize| series.at_mi[i] < split.fresh_to && series.moving_min[i] > WARM_UP_MIN;
    let speed = series.mean(&model.speed, fresh).unwrap_or(0.0);
    // Without evidence on pace this is the prior's mean.
    let elasticity = fit.coefficient(FormColumn::Speed.index());
    HabitualCurve {
        level_spm: (fit.coefficient(FormColumn::Level.index()) + elasticity * speed).exp(),
        reference_speed_m_per_s: (model.reference + speed).exp(),
        elasticity,
        elasticity_sd: fit.sd(FormColumn::Speed.index()),
        grade_effect: fit.coefficient(FormColumn::Grade.index()),
    }
}

fn fill_series(
    out: &mut Verdict,
    kind: Kind,
    measures: &Measures,
    series: &Series,
    form: &FittedForm,
    fit: &Fit,
    split: Stretches,
) {
    let residual = fit.residual(&series.ln_cadence);
    let fitted = if kind == Kind::FormBreakdown {
        let size = fit.change().value;
        let column = form.test().search.column(&form.test().best());
        column.iter().map(|f| 100.0 * size * f).collect()
    } else {
        vec![0.0; series.len()]
    };
    let speed = &form.of.model.speed;
    let fresh = |i: usize| series.at_mi[i] < split.fresh_to && series.moving_min[i] > WARM_UP_MIN;
    let reference = series.mean(speed, fresh).unwrap_or(0.0);
    out.split_residual_pct = measures
        .splits
        .iter()
        .map(|s| {
            let (from, to) = (s.from.miles(), s.to.miles());
            series
                .mean(&residual, |i| (from..to).contains(&series.at_mi[i]))
                .map(|r| 100.0 * r)
        })
        .collect();
    out.series = FormSeries {
        at_m: series.at_mi.iter().map(|mi| mi * METRES_PER_MILE).collect(),
        residual_pct: residual.iter().map(|r| 100.0 * r).collect(),
        fitted_pct: fitted,
        speed_pct: speed
            .iter()
            .map(|s| 100.0 * (s - reference).exp())
            .collect(),
    };
}

fn heart_finding(
    measures: &Measures,
    series: &Series,
    fall: Option<HeartFall>,
) -> Option<HeartFinding> {
    let known = series.ln_heart.iter().any(Option::is_some);
    (measures.heart_rate_is_evidence && measures.pace_is_evidence && known).then(|| HeartFinding {
        eased_ratio: fall.map(HeartFall::weighed),
        ..heart::decoupling(series)
    })
}

fn explain(out: &mut Verdict, measures: &Measures, series: &Series, probabilities: &Probabilities) {
    let Some(onset) = out.onset().or(out.pace.fade_onset) else {
        return;
    };
    let change = Change {
        onset_mi: onset.at.miles(),
        shape: out.shape().unwrap_or(Shape::Gradual),
        of_form: out.kind() == Kind::FormBreakdown,
        eased: out.heart.and_then(|heart| heart.eased_ratio),
        chosen: probabilities.chosen
            / (probabilities.chosen + probabilities.fade).max(f64::MIN_POSITIVE),
    };
    out.considered = consider(measures, series, &change);
}

/// What a reader should know about the verdict.
fn caveats(out: &Verdict, form: Option<&FittedForm>) -> Vec<Caveat> {
    let mut caveats = Vec::new();
    for at in form.iter().flat_map(|form| &form.of.shifts_mi) {
        let place = Metres::from_miles(*at);
        let [mile, km] = [DisplayUnits::Miles, DisplayUnits::Kilometres]
            .map(|units| format::place(place, units));
        caveats.push(Caveat {
            code: "level_shift",
            text: format!(
                "Around {mile} ({km}) cadence moved to another level and stayed there, as a change \
                 of shoe, surface or sensor would do; it was not counted as a change of form."
            ),
        });
    }
    let open = out.kind() == Kind::PaceFade
        && out.pattern() != Some(Pattern::RunWalk)
        && out.heart.and_then(|heart| heart.eased_ratio).is_none();
    if open {
        let heart = if out.heart.is_some() {
            "Heart rate cannot tell"
        } else {
            "Without heart rate nobody can tell"
        };
        caveats.push(Caveat {
            code: "cause_unknown",
            text: format!("{heart} whether the runner faded or chose to slow down."),
        });
    }
    caveats
}

#[cfg(test)]
mod tests;
