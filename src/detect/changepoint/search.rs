//! The search for an onset: every place, every shape and every plausible slow-noise variance is
//! tried, and each is weighted by its marginal likelihood.
//!
//! A candidate is a column that is 0 before its onset and 1 once the change is complete.
//! Its product with a whitened residual needs only suffix sums, so one scan of all
//! candidates costs time linear in the number of windows.

use super::design::{DesignUnderNoise, SharedDesign};
use super::evidence::Evidence;
use super::evidence::MarginalLikelihood;
use super::shape::{Candidate, ChangeShape, candidates};
use crate::stats::{Column, NoiseShape, Whitener};
use std::ops::Range;

/// A level shift that is no onset: shoe, surface, sensor.
#[derive(Debug, Clone)]
pub struct LevelShifts {
    /// Where shifts are looked for, miles.
    pub at: Vec<f64>,
    /// Prior standard deviation of their size.
    pub sd: f64,
    /// Prior probability that a run has one.
    pub probability: f64,
}

impl LevelShifts {
    /// Log prior of one of them, or of none.
    pub(super) fn log_prior(&self, shift: Option<usize>) -> f64 {
        match shift {
            _ if self.at.is_empty() => 0.0,
            None => (1.0 - self.probability).ln(),
            Some(_) => (self.probability / self.at.len() as f64).ln(),
        }
    }
}

/// What is searched.
#[derive(Debug, Clone)]
pub struct Problem {
    /// Middle of each window, miles, rising.
    pub positions: Vec<f64>,
    /// Relative variance of each window's white noise.
    pub white: Vec<f64>,
    /// Columns that every model has.
    pub columns: Vec<Column>,
    /// Level shifts that the no-onset model may use.
    pub shifts: LevelShifts,
    /// Shapes with their prior weights.
    pub widths: Vec<(ChangeShape, f64)>,
    /// Places (miles) that something else speaks for, with their probabilities; empty where
    /// nothing does.
    pub favoured: Vec<(f64, f64)>,
    /// First and last onset, miles.
    pub range: (f64, f64),
    /// First onset of a step, miles.
    pub steps_from: f64,
    /// Distance between neighbouring onsets, miles.
    pub spacing: f64,
    /// Prior standard deviation of the change.
    pub effect_sd: f64,
    /// Whether changes of both signs are searched, or only losses (negative changes).
    pub only_losses: bool,
    /// Medium part of the noise, with `slow_variance` left at 0.
    pub noise: NoiseShape,
    /// Slow variances to weigh, with their prior weights.
    pub slow: Vec<(f64, f64)>,
    /// Variance of the white part: the scale of the priors.
    pub white_variance: f64,
}

impl Problem {
    /// Where the run ends, miles.
    pub(super) fn finish(&self) -> f64 {
        self.positions.last().copied().unwrap_or(0.0)
    }

    /// What the prior of a change adds to its column's squared norm.
    pub(super) fn effect_penalty(&self) -> f64 {
        self.white_variance / self.effect_sd.powi(2)
    }

    /// What the prior of a level shift adds to its column's squared norm.
    pub(super) fn shift_penalty(&self) -> f64 {
        self.white_variance / self.shifts.sd.powi(2)
    }
}

/// A search prepared once for a run and used for it and for every simulated one.
#[derive(Debug, Clone)]
pub struct Search {
    problem: Problem,
    /// The onsets, shape by shape, followed by the line from the start.
    candidates: Vec<Candidate>,
    shapes: Vec<Range<usize>>,
    /// First window after each shift.
    shift_first: Vec<usize>,
    designs: Vec<DesignUnderNoise>,
}

/// Log marginal likelihoods, up to a common constant.
#[derive(Debug, Clone, Copy)]
pub struct LogEvidence {
    /// No onset.
    pub none: f64,
    /// A line from the start.
    pub line: f64,
    /// An onset, averaged over places and shapes.
    pub onset: f64,
}

impl LogEvidence {
    /// The test's statistic: how much better a change explains the run than none.
    pub fn statistic(&self) -> f64 {
        self.onset - self.none
    }
}

/// The nuisance part of a model, with its weight.
#[derive(Debug, Clone, Copy)]
pub struct NuisanceSetting {
    /// Index of the slow variance.
    pub slow: usize,
    /// Index of the level shift, if one is in the model.
    pub shift: Option<usize>,
    /// Log weight, not normalised.
    pub log_weight: f64,
}

/// One combination's weight in the posterior.
#[derive(Debug, Clone, Copy)]
pub struct WeightedChange {
    /// Index of the candidate.
    pub candidate: usize,
    /// Index of the slow variance.
    pub slow: usize,
    /// Index of the level shift, if one is in the model.
    pub shift: Option<usize>,
    /// Log weight, not normalised.
    pub log_weight: f64,
    /// Posterior mean of the change.
    pub change: f64,
    /// Posterior variance of the change.
    pub variance: f64,
}

impl Search {
    /// Prepares a search.
    pub fn new(problem: Problem) -> Self {
        let first_after = |&at: &f64| problem.positions.partition_point(|&s| s <= at);
        let shift_first: Vec<usize> = problem.shifts.at.iter().map(first_after).collect();
        let slow = problem.slow.iter();
        let shared_designs = slow
            .map(|&(slow, weight)| SharedDesign::new(&problem, &shift_first, slow, weight))
            .collect();
        Self::on(shared_designs, problem, shift_first)
    }

    /// The same search with onsets `spacing` miles apart.
    pub fn spaced(self, spacing: f64) -> Self {
        let shared_designs = self
            .designs
            .into_iter()
            .map(|design| design.shared_design)
            .collect();
        let problem = Problem {
            spacing,
            ..self.problem
        };
        Self::on(shared_designs, problem, self.shift_first)
    }

    fn on(shared_designs: Vec<SharedDesign>, problem: Problem, shift_first: Vec<usize>) -> Self {
        let mut candidates = candidates(&problem);
        let shapes = shapes(&candidates);
        candidates.push(Candidate {
            log_prior: 0.0,
            first: 0,
            complete: problem.positions.len(),
            ..Candidate::new(
                problem.positions.first().copied().unwrap_or(0.0),
                ChangeShape::ToFinish,
            )
        });
        let designs = DesignUnderNoise::all(shared_designs, &problem, &candidates);
        Self {
            problem,
            candidates,
            shapes,
            shift_first,
            designs,
        }
    }

    /// What is searched.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// The onsets and shapes.
    pub fn candidates(&self) -> &[Candidate] {
        &self.candidates[..self.candidates.len() - 1]
    }

    /// The column of a candidate.
    pub fn column(&self, candidate: &Candidate) -> Vec<f64> {
        let finish = self.problem.finish();
        let positions = self.problem.positions.iter();
        positions.map(|&s| candidate.value(s, finish)).collect()
    }

    /// The column of a level shift.
    pub fn shift_column(&self, shift: usize) -> Vec<f64> {
        let first = self.shift_first[shift];
        (0..self.problem.positions.len())
            .map(|i| f64::from(u8::from(i >= first)))
            .collect()
    }

    /// The whitener of a slow variance.
    pub fn whitener(&self, slow: usize) -> &Whitener {
        &self.designs[slow].shared_design.whitener
    }

    /// Series with the prior means of the shared columns taken out.
    pub fn centred(&self, series: &[f64]) -> Vec<f64> {
        let mut out = series.to_vec();
        for column in &self.problem.columns {
            for (x, c) in out.iter_mut().zip(&column.values) {
                *x -= column.mean * c;
            }
        }
        out
    }

    /// Marginal likelihoods of a centred series.
    fn evidence(&self, centred: &[f64]) -> Evidence<'_, 1> {
        let mut evidence = Evidence::new(self);
        evidence.set_series(centred.as_chunks().0);
        evidence
    }

    /// Log marginal likelihoods of a centred series.
    pub fn log_evidence(&self, centred: &[f64]) -> LogEvidence {
        self.evidence(centred).log_evidence(0)
    }

    /// Every combination with its weight, for a centred series.
    pub fn weigh(&self, centred: &[f64]) -> Vec<WeightedChange> {
        let mut out = Vec::new();
        for (slow, whitened) in self.evidence(centred).by_slow_variance().iter().enumerate() {
            let likelihood = whitened.likelihood(0);
            for shift in likelihood.shifts() {
                out.extend(
                    (0..self.candidates().len())
                        .map(|c| likelihood.weighted_change(slow, c, shift)),
                );
            }
        }
        out
    }

    /// Weights of slow variance and level shift in the no-onset model, for a centred series.
    pub fn weigh_none(&self, centred: &[f64]) -> Vec<NuisanceSetting> {
        self.weigh_settings(centred, |likelihood, shift| likelihood.no_onset(shift))
    }

    /// The same in the model of a line from the start.
    pub fn weigh_line(&self, centred: &[f64]) -> Vec<NuisanceSetting> {
        self.weigh_settings(centred, |likelihood, shift| likelihood.line(shift))
    }

    fn weigh_settings(
        &self,
        centred: &[f64],
        weight: fn(MarginalLikelihood<'_, 1>, Option<usize>) -> f64,
    ) -> Vec<NuisanceSetting> {
        let mut out = Vec::new();
        for (slow, whitened) in self.evidence(centred).by_slow_variance().iter().enumerate() {
            let likelihood = whitened.likelihood(0);
            out.extend(likelihood.shifts().map(|shift| NuisanceSetting {
                slow,
                shift,
                log_weight: weight(likelihood, shift),
            }));
        }
        out
    }

    /// The onsets and shapes, followed by the line from the start.
    pub(super) fn candidates_and_line(&self) -> &[Candidate] {
        &self.candidates
    }

    /// The candidates of each shape.
    pub(super) fn shapes(&self) -> &[Range<usize>] {
        &self.shapes
    }

    /// The designs, one per slow variance.
    pub(super) fn designs(&self) -> &[DesignUnderNoise] {
        &self.designs
    }

    /// First window after each level shift.
    pub(super) fn shift_starts(&self) -> &[usize] {
        &self.shift_first
    }
}

/// Index range of the candidates of each shape; candidates are sorted by shape.
fn shapes(candidates: &[Candidate]) -> Vec<Range<usize>> {
    let mut from = 0;
    let runs = candidates.chunk_by(|a, b| a.width == b.width);
    runs.map(|run| {
        let range = from..from + run.len();
        from = range.end;
        range
    })
    .collect()
}

/// Log of the sum of the exponentials of `terms`.
pub fn log_sum(terms: impl Iterator<Item = f64> + Clone) -> f64 {
    let top = terms.clone().fold(f64::NEG_INFINITY, f64::max);
    if top == f64::NEG_INFINITY {
        return top;
    }
    // Terms e^-30 below the top one cannot change the sum in double precision by 1e-9.
    top + terms
        .map(|t| if t > top - 30.0 { (t - top).exp() } else { 0.0 })
        .sum::<f64>()
        .ln()
}
