//! The search for an onset: every place, every shape and every plausible amount of slow
//! noise is tried, and the answers are weighed by their marginal likelihood.
//!
//! A candidate is a column that is 0 before its onset and 1 once the change is complete.
//! Its product with a whitened residual needs only suffix sums, so one scan of all
//! candidates costs time linear in the number of windows.

use super::candidate::{Candidate, Width, candidates};
use super::view::{Scale, View};
use crate::stats::{Column, NoiseShape, Whitener};

/// A level shift that is no onset: shoe, surface, sensor.
#[derive(Debug, Clone)]
pub struct Shifts {
    /// Where shifts are looked for, miles.
    pub at: Vec<f64>,
    /// Prior standard deviation of their size.
    pub sd: f64,
    /// Prior probability that a run has one.
    pub probability: f64,
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
    pub shifts: Shifts,
    /// Shapes with their prior weights.
    pub widths: Vec<(Width, f64)>,
    /// First and last onset, miles.
    pub range: (f64, f64),
    /// First onset of a step, miles.
    pub steps_from: f64,
    /// Distance between neighbouring onsets, miles.
    pub spacing: f64,
    /// Prior standard deviation of the change.
    pub effect_sd: f64,
    /// Medium part of the noise, with `slow_variance` left at 0.
    pub noise: NoiseShape,
    /// Slow variances to weigh, with their prior weights.
    pub slow: Vec<(f64, f64)>,
    /// Variance of the white part: the scale of the priors.
    pub white_variance: f64,
}

/// A search prepared once for a run and used for it and for every simulated one.
#[derive(Debug, Clone)]
pub struct Search {
    problem: Problem,
    candidates: Vec<Candidate>,
    line: Candidate,
    /// First window after each shift.
    shift_first: Vec<usize>,
    scales: Vec<Scale>,
}

/// Log marginal likelihoods, up to a common constant.
#[derive(Debug, Clone, Copy)]
pub struct Scan {
    /// No onset.
    pub none: f64,
    /// A line from the start.
    pub line: f64,
    /// An onset, averaged over places and shapes.
    pub onset: f64,
}

impl Scan {
    /// The test's statistic: how much better a change explains the run than none.
    pub fn statistic(&self) -> f64 {
        self.onset - self.none
    }
}

/// One combination's weight in the posterior.
#[derive(Debug, Clone, Copy)]
pub struct Weighed {
    /// Index of the candidate.
    pub candidate: usize,
    /// Index of the slow variance.
    pub scale: usize,
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
        let candidates = candidates(&problem);
        let start = problem.positions.first().copied().unwrap_or(0.0);
        let line = Candidate {
            onset: start,
            width: Width::ToFinish,
            log_prior: 0.0,
            first: 0,
            complete: problem.positions.len(),
        };
        let shift_first = problem
            .shifts
            .at
            .iter()
            .map(|&at| problem.positions.partition_point(|&s| s <= at))
            .collect();
        let mut search = Self {
            problem,
            candidates,
            line,
            shift_first,
            scales: Vec::new(),
        };
        search.scales = search
            .problem
            .slow
            .iter()
            .map(|&(slow, weight)| Scale::new(&search, slow, weight))
            .collect();
        search
    }

    /// What is searched.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// The onsets and shapes.
    pub fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }

    /// The column of a candidate.
    pub fn column(&self, candidate: &Candidate) -> Vec<f64> {
        let finish = self.problem.positions.last().copied().unwrap_or(0.0);
        self.problem
            .positions
            .iter()
            .map(|&s| match candidate.width {
                Width::Step => f64::from(u8::from(s > candidate.onset)),
                Width::Over(width) => ((s - candidate.onset) / width).clamp(0.0, 1.0),
                Width::ToFinish => {
                    ((s - candidate.onset) / (finish - candidate.onset).max(1e-9)).clamp(0.0, 1.0)
                }
            })
            .collect()
    }

    /// The column of a level shift.
    pub fn shift_column(&self, shift: usize) -> Vec<f64> {
        let first = self.shift_first[shift];
        (0..self.problem.positions.len())
            .map(|i| f64::from(u8::from(i >= first)))
            .collect()
    }

    /// The whitener of a slow variance.
    pub fn whitener(&self, scale: usize) -> &Whitener {
        &self.scales[scale].whitener
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

    /// Log marginal likelihoods of a centred series.
    pub fn scan(&self, centred: &[f64]) -> Scan {
        let mut none = LogSum::default();
        let mut line = LogSum::default();
        let mut onset = LogSum::default();
        for scale in &self.scales {
            let view = View::new(self, scale, centred);
            for shift in view.shifts() {
                none.add(view.without(shift));
                line.add(view.with_line(shift));
            }
            for candidate in 0..self.candidates.len() {
                let score = view.score(candidate);
                for shift in view.shifts() {
                    onset.add(view.log_with(candidate, score, shift));
                }
            }
        }
        Scan {
            none: none.value(),
            line: line.value(),
            onset: onset.value(),
        }
    }

    /// Every combination with its weight, for a centred series.
    pub fn weigh(&self, centred: &[f64]) -> Vec<Weighed> {
        let mut out = Vec::new();
        for (index, scale) in self.scales.iter().enumerate() {
            let view = View::new(self, scale, centred);
            for shift in view.shifts() {
                out.extend(
                    (0..self.candidates.len()).map(|candidate| view.with(index, candidate, shift)),
                );
            }
        }
        out
    }

    /// Weights of (scale, shift) in the no-onset model, for a centred series.
    pub fn weigh_none(&self, centred: &[f64]) -> Vec<(usize, Option<usize>, f64)> {
        let mut out = Vec::new();
        for (index, scale) in self.scales.iter().enumerate() {
            let view = View::new(self, scale, centred);
            out.extend(
                view.shifts()
                    .map(|shift| (index, shift, view.without(shift))),
            );
        }
        out
    }

    /// Mean and noise scale of the no-onset model fitted to a centred series.
    pub fn fitted_null(
        &self,
        scale: usize,
        shift: Option<usize>,
        centred: &[f64],
    ) -> (Vec<f64>, f64) {
        let scale = &self.scales[scale];
        let mut mean = vec![0.0; centred.len()];
        if let Some(m) = shift {
            let view = View::new(self, scale, centred);
            let size = view.shift_scores[m] / scale.shift_norms[m];
            mean[self.shift_first[m]..]
                .iter_mut()
                .for_each(|x| *x = size);
        }
        let unshifted: Vec<f64> = centred.iter().zip(&mean).map(|(x, m)| x - m).collect();
        let (_, sum, scores) = scale.base.project(&scale.whitener.whiten(&unshifted));
        let coefficients = scale.base.coefficients(&scores);
        for (column, coefficient) in self.problem.columns.iter().zip(coefficients) {
            for (m, c) in mean.iter_mut().zip(&column.values) {
                *m += coefficient * c;
            }
        }
        (mean, (sum / centred.len().max(1) as f64).sqrt())
    }

    /// Where the run ends, miles.
    pub fn finish(&self) -> f64 {
        self.problem.positions.last().copied().unwrap_or(0.0)
    }

    /// The line from the start.
    pub(super) fn line(&self) -> &Candidate {
        &self.line
    }

    /// How many level shifts are looked for.
    pub(super) fn shift_count(&self) -> usize {
        self.shift_first.len()
    }

    /// First window after each level shift.
    pub(super) fn shift_starts(&self) -> &[usize] {
        &self.shift_first
    }
}

/// Log of a sum of exponentials, built up without overflow.
#[derive(Default)]
struct LogSum {
    terms: Vec<f64>,
}

impl LogSum {
    fn add(&mut self, log: f64) {
        self.terms.push(log);
    }
    fn value(&self) -> f64 {
        log_sum(self.terms.iter().copied())
    }
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
