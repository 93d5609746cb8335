//! What speaks for a change of form: the fitted model of the form question and by how much
//! each condition of a breakdown holds.

use super::attribution::Stretches;
use super::certainty::{FormEvidence, FormMargins, LIKELY_SDS};
use super::changepoint::{Fit, OnsetTest};
use super::form::{FormColumn, settling};
use super::level_shift::FormAnswer;
use super::types::{Pattern, Shape};
use super::windows::Series;
use crate::stats::Estimate;

/// The first miles, moving minutes: from where, as the first steps are no running yet, and to
/// where.
const FIRST_MIN: (f64, [f64; 3]) = (3.0, [10.0, 15.0, 25.0]);
/// Share of the smallest change by which late running must also differ from the first miles:
/// their mean is known to half of it.
const FROM_THE_FIRST: f64 = 0.75;
/// Rise of ln cadence that shuffling needs: 1 %. Cadence that merely holds through a loss of
/// speed is a fade with shorter strides.
const CADENCE_ROSE: f64 = 0.01;
/// A form change is abrupt when complete within 0.3 mi; the nearest shape is the step.
const ABRUPT_FORM_MI: f64 = 0.3;
/// Standard deviations at the ends of a 90 % interval.
pub const NINETY: f64 = 1.645;

/// The test of form and its fitted model.
pub struct FittedForm<'a> {
    /// The answer that is fitted: model and test.
    pub of: &'a FormAnswer,
    /// The model at the likeliest candidate, change included.
    pub fit: Fit,
    residual: Vec<f64>,
}

impl<'a> FittedForm<'a> {
    /// Fits `of` with its likeliest change.
    pub fn new(of: &'a FormAnswer, series: &Series) -> Self {
        let best = of.test.best();
        let fit = of.test.fit(Some(of.test.search.column(&best)));
        Self {
            residual: fit.residual(&series.ln_cadence),
            of,
            fit,
        }
    }

    /// The test for an onset.
    pub fn test(&self) -> &OnsetTest {
        &self.of.test
    }

    /// Change of ln cadence beside the curve at the finish.
    pub fn change(&self) -> Estimate {
        self.test().posterior.change
    }

    /// The evidence for a breakdown of at least `least` (ln cadence) in a run of so many moving hours.
    pub fn evidence(&self, series: &Series, least: f64, hours: f64) -> FormEvidence {
        let change = self.change();
        let margins = FormMargins {
            no_line: self.test().no_line(),
            size: self.in_sds(change.value.abs() - least),
            sign: self.same_sign_over_elasticity(),
            sustained: self.sustained(series, least),
            departs: self.leaves_the_first_miles(series, least),
            observed: self.observed(series),
        };
        FormEvidence {
            log_bayes_factor: self.test().evidence.statistic(),
            change: change.value,
            change_sd: (change.high - change.low) / (2.0 * 1.96),
            least,
            hours,
            margins,
        }
    }

    /// `excess` in standard errors of the change.
    fn in_sds(&self, excess: f64) -> f64 {
        excess / self.fit.change_sd().max(f64::MIN_POSITIVE)
    }

    /// By how much the change keeps its sign at both ends of the elasticity's 90 % interval,
    /// standard errors.
    fn same_sign_over_elasticity(&self) -> f64 {
        let sign = self.change().value.signum();
        let at = |sds: f64| sign * self.fit.change_at(FormColumn::Speed.index(), sds);
        self.in_sds(at(-NINETY).min(at(NINETY)))
    }

    /// By how much the mean after the onset exceeds what the smallest change of this shape would
    /// leave there (half of it for a ramp to the finish, all of it for a step), less the
    /// standard error of the change; in standard errors.
    fn sustained(&self, series: &Series, least: f64) -> f64 {
        let best = self.test().best();
        let column = self.test().search.column(&best);
        let after = |i: usize| series.at_mi[i] > best.onset;
        let (Some(mean), Some(share)) = (
            series.mean(&self.residual, after),
            series.mean(&column, after),
        ) else {
            return f64::NEG_INFINITY;
        };
        self.in_sds(mean * self.change().value.signum() / share.max(f64::MIN_POSITIVE) - least)
            + 1.0
    }

    /// By how much, in standard errors, the change also leads away from the first miles: cadence
    /// that rose early and came back has not left the curve that the runner began on.
    fn leaves_the_first_miles(&self, series: &Series, least: f64) -> f64 {
        let best = self.test().best();
        // Settling is a fall: a cadence that began low was the runner's own.
        let began_low = self.fit.coefficient(FormColumn::Settling.index()).min(0.0);
        let departure: Vec<f64> = self
            .fit
            .departure(&series.ln_cadence)
            .iter()
            .zip(&series.moving_min)
            .map(|(departure, &minutes)| departure + began_low * settling(minutes))
            .collect();
        let column = self.test().search.column(&best);
        let after = |i: usize| series.at_mi[i] > best.onset;
        let (Some(late), Some(share)) =
            (series.mean(&departure, after), series.mean(&column, after))
        else {
            return f64::INFINITY;
        };
        // Where the rise began is not known: the first minutes alone, or more of them.
        let away = FIRST_MIN.1.iter().filter_map(|&to| {
            let first = |i: usize| {
                (FIRST_MIN.0..to).contains(&series.moving_min[i]) && series.at_mi[i] < best.onset
            };
            let early = series.mean(&departure, first)?;
            let away = (late - early) * self.change().value.signum();
            Some(self.in_sds(away / share.max(f64::MIN_POSITIVE) - FROM_THE_FIRST * least))
        });
        away.fold(f64::INFINITY, f64::min)
    }

    /// By how much, in standard errors of the change, the recorded values agree: cadence itself
    /// fell (overstriding), or rose while steps got shorter (shuffling).
    fn observed(&self, series: &Series) -> f64 {
        let onset = self.test().best().onset;
        let stretches = Stretches {
            fresh_to: onset,
            late_from: onset,
        };
        let (Some(cadence), Some(speed)) = (
            stretches.change(series, &series.ln_cadence),
            stretches.change(series, &series.ln_speed),
        ) else {
            return f64::NEG_INFINITY;
        };
        self.in_sds(match self.pattern() {
            Pattern::Overstriding => -cadence,
            _ => (cadence - CADENCE_ROSE).min(cadence - speed),
        })
    }

    /// Overstriding where cadence fell below the curve, else shuffling.
    pub fn pattern(&self) -> Pattern {
        if self.change().value < 0.0 {
            Pattern::Overstriding
        } else {
            Pattern::Shuffling
        }
    }

    /// Abrupt where complete within 0.3 mi, probably.
    pub fn shape(&self) -> Shape {
        if self.test().probability_within(ABRUPT_FORM_MI) > 0.5 {
            Shape::Abrupt
        } else {
            Shape::Gradual
        }
    }

    /// A slow trend from the start, probably of the smallest change or more.
    pub fn drifts(&self, least: f64) -> bool {
        let change = self.change();
        let sd = (change.high - change.low) / (2.0 * 1.96);
        self.test().significant()
            && self.test().is_line()
            && change.value.abs() >= least + LIKELY_SDS * sd
    }
}
