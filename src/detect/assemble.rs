//! Puts the verdict together from the answers.

use super::account::{Stretches, WARM_UP_MIN, attribute, witnesses};
use super::answer::{Answer, Fit};
use super::candidate::{Candidate, Width};
use super::caveats::caveats;
use super::considered::{Change, consider};
use super::decide::{FormView, LATE_MI, PaceView, Slowdown, decide, fade_pattern};
use super::form::{GRADE, LEVEL, SPEED};
use super::heart;
use super::options::DetectOptions;
use super::series::Series;
use super::shift::FormAnswer;
use super::types::*;
use super::walks::came_up;
use crate::measure::Measures;
use crate::stats::Estimate;
use crate::units::{METRES_PER_MILE, Metres};

/// Share of the run that is fresh when there is no onset.
const FRESH_SHARE: f64 = 0.6;
/// Where the ramp begins that `smallest_detectable_pct` speaks of, as a share of the run.
const RAMP_FROM: f64 = 2.0 / 3.0;
/// A ramp is found (p, size and all) with 80 % power when it is this many of its own
/// standard errors: read off simulated power (docs/accuracy.md). The search's critical
/// value of about 2.5 and the normal's upper fifth of 0.84 alone would give 3.4.
const DETECTABLE_SDS: f64 = 6.0;
/// The posterior takes the short-range noise for known. Its 95 % interval of the change held
/// the truth in 84-88 % of simulated runs, as one of 1.5 standard errors would: this much
/// wider it holds it in 95 %.
const UNDERSTATED: f64 = 1.3;

/// The verdict on a run of which the question cannot be asked.
pub fn undecided(
    measures: &Measures,
    series: &Series,
    options: &DetectOptions,
    why: UndecidedBecause,
) -> Verdict {
    let stretches = stretches(series, None);
    let mut out = blank(measures, options, Kind::Undecided);
    out.undecided_because = Some(why);
    out.heart = heart_finding(measures, series, None);
    out.witnesses = witnesses(measures, stretches);
    out
}

/// The verdict on a run of which it can.
pub fn verdict(
    measures: &Measures,
    series: &Series,
    options: &DetectOptions,
    least: f64,
    form: FormAnswer,
    pace: Option<Answer>,
) -> Verdict {
    let best = form.answer.best();
    let fit = form.answer.fit(Some(form.answer.search.column(&best)));
    let residual = fit.residual(&series.ln_cadence);
    let form_view = FormView {
        answer: &form.answer,
        fit: &fit,
        change: form.answer.posterior.change,
        residual: &residual,
    };
    let pace_residual = pace.as_ref().map(|answer| {
        let column = answer.search.column(&answer.best());
        answer.fit(Some(column)).residual(&series.ln_speed)
    });
    let pace_view = pace
        .as_ref()
        .zip(pace_residual.as_ref())
        .map(|(answer, residual)| PaceView {
            answer,
            change: answer.posterior.change,
            residual,
        });
    let fade_onset = pace_view
        .as_ref()
        .filter(|view| view.fades(series))
        .map(|view| view.answer.onset());
    let eased = fade_onset
        .filter(|_| measures.heart_rate_is_evidence)
        .and_then(|onset| heart::eased_ratio(series, onset.at.miles()));
    let walks = fade_onset.is_some_and(|onset| came_up(measures, onset.at));
    let slowdown = Slowdown { eased, walks };
    let decision = decide(&form_view, pace_view.as_ref(), slowdown, series, least);
    let mut out = blank(measures, options, decision.kind);
    out.drift_in_pace = decision.drift_in_pace;
    out.p_value = Some(form.answer.p_value);
    out.pace = PaceFinding {
        fade_onset,
        fade_pct: pace_view
            .as_ref()
            .map(|view| view.change.map(|c| -100.0 * (c.exp() - 1.0))),
        p_value: pace.as_ref().map(|answer| answer.p_value),
        walks,
    };
    out.heart = heart_finding(measures, series, eased);
    name_onset(&mut out, &form_view, pace_view.as_ref());
    let split = stretches(series, out.onset.or(fade_onset));
    fill_account(&mut out, measures, series, split, &form, &fit);
    if let (Kind::PaceFade, Some(view)) = (out.kind, &pace_view) {
        out.shape = Some(view.shape());
        let cadence = split.change(series, &series.ln_cadence).unwrap_or(0.0);
        out.pattern = Some(fade_pattern(cadence));
    }
    explain(&mut out, measures, series, slowdown);
    let has_heart = out.heart.is_some();
    out.caveats = caveats(&form, &decision, series, has_heart);
    out
}

fn blank(measures: &Measures, options: &DetectOptions, kind: Kind) -> Verdict {
    Verdict {
        kind,
        undecided_because: None,
        onset: None,
        pattern: None,
        shape: None,
        p_value: None,
        min_effect: options.min_effect,
        form_change_at_finish: None,
        smallest_detectable_pct: None,
        drift_in_pace: false,
        pace: PaceFinding::default(),
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

fn name_onset(out: &mut Verdict, form: &FormView, pace: Option<&PaceView>) {
    match out.kind {
        Kind::FormBreakdown => {
            out.onset = Some(form.answer.onset());
            out.pattern = Some(form.pattern());
            out.shape = Some(form.shape());
        }
        Kind::PaceFade => out.onset = pace.map(|view| view.answer.onset()),
        _ => {}
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

fn fill_account(
    out: &mut Verdict,
    measures: &Measures,
    series: &Series,
    split: Stretches,
    form: &FormAnswer,
    fit: &Fit,
) {
    let answer = &form.answer;
    let ramp = Candidate::ramp(RAMP_FROM * series.finish_mi);
    let ramp_fit = answer.fit(Some(answer.search.column(&ramp)));
    let plain;
    let shown = if out.kind == Kind::FormBreakdown {
        fit
    } else {
        plain = answer.fit(None);
        &plain
    };
    let percent = |x: f64| 100.0 * (x.exp() - 1.0);
    let change = if out.kind == Kind::FormBreakdown || out.kind == Kind::GradualDrift {
        answer.posterior.change
    } else {
        ramp_fit.change()
    };
    out.form_change_at_finish = Some(change.widened(UNDERSTATED).map(percent));
    out.smallest_detectable_pct =
        Some((DETECTABLE_SDS * ramp_fit.change_sd() * 100.0).max(out.min_effect.value()));
    let elasticity = shown.coefficient(SPEED);
    if measures.pace_is_evidence {
        out.attribution = attribute(series, split, elasticity);
    }
    out.witnesses = witnesses(measures, split);
    out.fresh = fresh_span(series, split);
    out.curve = Some(curve(series, split, form, shown));
    fill_series(out, measures, series, form, shown, split);
}

fn fresh_span(series: &Series, split: Stretches) -> Option<(Metres, Metres)> {
    let first = series.moving_min.partition_point(|&m| m <= WARM_UP_MIN);
    let from = series.at_mi.get(first)?;
    Some((
        Metres::from_miles(from - 0.5 * series.window_mi),
        Metres::from_miles(split.fresh_to),
    ))
}

fn curve(series: &Series, split: Stretches, form: &FormAnswer, fit: &Fit) -> HabitualCurve {
    let fresh = |i: usize| series.at_mi[i] < split.fresh_to && series.moving_min[i] > WARM_UP_MIN;
    let speed = series.mean(&form.model.speed, fresh).unwrap_or(0.0);
    // Without evidence on pace this is the prior's mean.
    let elasticity = fit.coefficient(SPEED);
    HabitualCurve {
        level_spm: (fit.coefficient(LEVEL) + elasticity * speed).exp(),
        reference_speed_m_per_s: (form.model.reference + speed).exp(),
        elasticity,
        elasticity_sd: fit.sd(SPEED),
        grade_effect: fit.coefficient(GRADE),
    }
}

fn fill_series(
    out: &mut Verdict,
    measures: &Measures,
    series: &Series,
    form: &FormAnswer,
    fit: &Fit,
    split: Stretches,
) {
    let residual = fit.residual(&series.ln_cadence);
    let fitted = if out.kind == Kind::FormBreakdown {
        let size = fit.change().value;
        let column = form.answer.search.column(&form.answer.best());
        column.iter().map(|f| 100.0 * size * f).collect()
    } else {
        vec![0.0; series.len()]
    };
    let fresh = |i: usize| series.at_mi[i] < split.fresh_to && series.moving_min[i] > WARM_UP_MIN;
    let reference = series.mean(&form.model.speed, fresh).unwrap_or(0.0);
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
        speed_pct: form
            .model
            .speed
            .iter()
            .map(|s| 100.0 * (s - reference).exp())
            .collect(),
    };
}

fn heart_finding(
    measures: &Measures,
    series: &Series,
    eased: Option<Estimate>,
) -> Option<HeartFinding> {
    if !measures.heart_rate_is_evidence || series.ln_heart.iter().all(Option::is_none) {
        return None;
    }
    if !measures.pace_is_evidence {
        return None;
    }
    Some(HeartFinding {
        eased_ratio: eased,
        ..heart::decoupling(series)
    })
}

fn explain(out: &mut Verdict, measures: &Measures, series: &Series, slowdown: Slowdown) {
    let Some(onset) = out.onset.or(out.pace.fade_onset) else {
        return;
    };
    let change = Change {
        onset_mi: onset.at.miles(),
        shape: out.shape.unwrap_or(Shape::Gradual),
        of_form: out.kind == Kind::FormBreakdown,
        slowdown,
    };
    out.considered = consider(measures, series, &change);
}

impl Candidate {
    /// A ramp to the finish from `onset` miles.
    fn ramp(onset: f64) -> Self {
        Self::new(onset, Width::ToFinish)
    }
}
