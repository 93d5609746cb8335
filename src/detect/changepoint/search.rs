//! The search for an onset: every place, every shape and every plausible slow-noise variance is
//! tried, and each is weighted by its marginal likelihood.
//!
//! A candidate is a column that is 0 before its onset and 1 once the change is complete.
//! Its product with a whitened residual needs only suffix sums, so one scan of all
//! candidates costs time linear in the number of windows.

use super::design::{DesignUnderNoise, SharedDesign};
use super::problem::{Problem, candidates};
use super::shape::{Candidate, ChangeShape};
use crate::stats::Whitener;
use std::ops::Range;

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
    /// Of the model without an onset.
    pub none: f64,
    /// Of a line from the start.
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
    /// Computes all that does not depend on the series: candidates, shifts and designs.
    pub fn new(problem: Problem) -> Self {
        let first_after = |&at: &f64| problem.positions.partition_point(|&s| s <= at);
        let shift_first: Vec<usize> = problem.shifts.at.iter().map(first_after).collect();
        let slow = problem.noise.slow.iter();
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

    /// The problem that the search was prepared for, with its range of onsets.
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
