//! Change shapes, their priors over onsets, and fast products with their columns.

use super::search::Problem;
use crate::stats::Row;

/// How often form and pace give at one place, before seeing the run: where a threshold of
/// tolerance is crossed both may go, and as often only one does.
const SAME_PLACE: f64 = 0.5;
/// A change complete within so many miles may be a level shift.
const QUICK_MI: f64 = 2.0;
/// Sd of the distance between the two places then, miles.
const APART_MI: f64 = 0.5;

/// How a change unfolds after its onset.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ChangeShape {
    /// At once.
    Step,
    /// Evenly over this many miles, then it stays.
    Over(f64),
    /// Evenly up to the finish.
    ToFinish,
}

/// One onset and shape.
#[derive(Debug, Clone, Copy)]
pub struct Candidate {
    /// Miles from the start.
    pub onset: f64,
    /// How it unfolds.
    pub width: ChangeShape,
    pub(super) log_prior: f64,
    /// First window after the onset, and after the change is complete.
    pub(super) first: usize,
    pub(super) complete: usize,
}

impl Candidate {
    /// An onset and shape outside any search, for its column.
    pub fn new(onset: f64, width: ChangeShape) -> Self {
        Self {
            onset,
            width,
            log_prior: 0.0,
            first: 0,
            complete: 0,
        }
    }

    /// How much of the change is there at `at` miles of a run that ends at `finish`.
    pub(super) fn value(&self, at: f64, finish: f64) -> f64 {
        match self.width {
            ChangeShape::Step => f64::from(u8::from(at > self.onset)),
            ChangeShape::Over(width) => ((at - self.onset) / width).clamp(0.0, 1.0),
            ChangeShape::ToFinish => {
                ((at - self.onset) / (finish - self.onset).max(1e-9)).clamp(0.0, 1.0)
            }
        }
    }
}

/// SuffixSums sums of vectors side by side, plain and times position: the product with any
/// candidate's column follows from two or four of them.
#[derive(Debug, Clone, Default)]
pub(super) struct SuffixSums<const L: usize> {
    pub(super) plain: Vec<Row<L>>,
    weighted: Vec<Row<L>>,
}

impl<const L: usize> SuffixSums<L> {
    pub(super) fn new(rows: &[Row<L>], positions: &[f64]) -> Self {
        let mut out = Self::default();
        out.fill(rows, positions);
        out
    }

    /// Makes these the sums of other vectors.
    pub(super) fn fill(&mut self, rows: &[Row<L>], positions: &[f64]) {
        for sums in [&mut self.plain, &mut self.weighted] {
            sums.resize(rows.len() + 1, [0.0; L]);
            sums[rows.len()] = [0.0; L];
        }
        let (mut plain, mut weighted) = ([0.0; L], [0.0; L]);
        let sums = self.plain.iter_mut().zip(&mut self.weighted);
        for ((row, at), out) in rows.iter().zip(positions).zip(sums.take(rows.len())).rev() {
            for (lane, value) in row.iter().enumerate() {
                plain[lane] += value;
                weighted[lane] += value * at;
            }
            (*out.0, *out.1) = (plain, weighted);
        }
    }

    /// Product of a candidate's column with each vector.
    pub(super) fn product(&self, candidate: &Candidate, finish: f64) -> Row<L> {
        let hinge = |from: usize, at: f64| -> Row<L> {
            let (plain, weighted) = (&self.plain[from], &self.weighted[from]);
            std::array::from_fn(|lane| weighted[lane] - at * plain[lane])
        };
        match candidate.width {
            ChangeShape::Step => self.plain[candidate.first],
            ChangeShape::Over(width) => {
                let end = hinge(candidate.complete, candidate.onset + width);
                let start = hinge(candidate.first, candidate.onset);
                std::array::from_fn(|lane| (start[lane] - end[lane]) / width)
            }
            ChangeShape::ToFinish => {
                let width = (finish - candidate.onset).max(1e-9);
                hinge(candidate.first, candidate.onset).map(|x| x / width)
            }
        }
    }
}

/// Every onset and shape of a problem.
pub(super) fn candidates(problem: &Problem) -> Vec<Candidate> {
    let (from, to) = problem.range;
    let count = ((to - from) / problem.spacing).floor().max(0.0) as usize + 1;
    let finish = problem.finish();
    let mut out = Vec::new();
    for &(width, weight) in &problem.widths {
        let start = out.len();
        for step in 0..count {
            let onset = from + step as f64 * problem.spacing;
            // A quick change in the first third is a level shift, never an onset.
            let quick = match width {
                ChangeShape::Step => true,
                ChangeShape::Over(miles) => miles <= QUICK_MI,
                ChangeShape::ToFinish => false,
            };
            if quick && onset < problem.steps_from {
                continue;
            }
            let end = match width {
                ChangeShape::Step => onset,
                ChangeShape::Over(w) => onset + w,
                ChangeShape::ToFinish => finish,
            };
            // A ramp that is cut off by the finish is the ramp to the finish.
            if matches!(width, ChangeShape::Over(_)) && end > finish {
                continue;
            }
            out.push(Candidate {
                onset,
                width,
                log_prior: weight.ln(),
                first: problem.positions.partition_point(|&s| s <= onset),
                complete: problem.positions.partition_point(|&s| s <= end),
            });
        }
        share_out(&mut out[start..], &problem.favoured);
    }
    out
}

/// Shares a shape's prior weight among its onsets: evenly, or [`SAME_PLACE`] of it by what
/// speaks for each place and the rest evenly.
fn share_out(shape: &mut [Candidate], favoured: &[(f64, f64)]) {
    let even = 1.0 / shape.len().max(1) as f64;
    let near = |onset: f64| -> f64 {
        let at = |&(place, probability): &(f64, f64)| {
            probability * (-0.5 * ((onset - place) / APART_MI).powi(2)).exp()
        };
        favoured.iter().map(at).sum()
    };
    let near: Vec<f64> = shape.iter().map(|c| near(c.onset)).collect();
    let all: f64 = near.iter().sum();
    for (candidate, near) in shape.iter_mut().zip(near) {
        let share = if all > 0.0 {
            (1.0 - SAME_PLACE) * even + SAME_PLACE * near / all
        } else {
            even
        };
        candidate.log_prior += share.ln();
    }
}
