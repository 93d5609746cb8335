//! Onsets and shapes to try, and fast products with their columns.

use super::search::Problem;

/// How a change unfolds after its onset.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Width {
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
    pub width: Width,
    pub(super) log_prior: f64,
    /// First window after the onset, and after the change is complete.
    pub(super) first: usize,
    pub(super) complete: usize,
}

impl Candidate {
    /// An onset and shape outside any search, for its column.
    pub fn new(onset: f64, width: Width) -> Self {
        Self {
            onset,
            width,
            log_prior: 0.0,
            first: 0,
            complete: 0,
        }
    }
}

/// Suffix sums of a vector, plain and times position: the product with any candidate's
/// column follows from two or four of them.
pub(super) struct Suffix<'a> {
    positions: &'a [f64],
    pub(super) plain: Vec<f64>,
    weighted: Vec<f64>,
}

impl<'a> Suffix<'a> {
    pub(super) fn new(values: &[f64], positions: &'a [f64]) -> Self {
        let n = values.len();
        let mut plain = vec![0.0; n + 1];
        let mut weighted = vec![0.0; n + 1];
        for i in (0..n).rev() {
            plain[i] = plain[i + 1] + values[i];
            weighted[i] = weighted[i + 1] + values[i] * positions[i];
        }
        Self {
            positions,
            plain,
            weighted,
        }
    }

    pub(super) fn product(&self, candidate: &Candidate, finish: f64) -> f64 {
        debug_assert_eq!(self.positions.len() + 1, self.plain.len());
        let hinge = |from: usize, at: f64| self.weighted[from] - at * self.plain[from];
        match candidate.width {
            Width::Step => self.plain[candidate.first],
            Width::Over(width) => {
                (hinge(candidate.first, candidate.onset)
                    - hinge(candidate.complete, candidate.onset + width))
                    / width
            }
            Width::ToFinish => {
                hinge(candidate.first, candidate.onset) / (finish - candidate.onset).max(1e-9)
            }
        }
    }
}

/// Every onset and shape of a problem.
pub(super) fn candidates(problem: &Problem) -> Vec<Candidate> {
    let (from, to) = problem.range;
    let count = ((to - from) / problem.spacing).floor().max(0.0) as usize + 1;
    let finish = problem.positions.last().copied().unwrap_or(0.0);
    let mut out = Vec::new();
    for &(width, weight) in &problem.widths {
        let start = out.len();
        for step in 0..count {
            let onset = from + step as f64 * problem.spacing;
            // A step in the first third is a level shift, never an onset.
            if width == Width::Step && onset < problem.steps_from {
                continue;
            }
            let end = match width {
                Width::Step => onset,
                Width::Over(w) => onset + w,
                Width::ToFinish => finish,
            };
            // A ramp that is cut off by the finish is the ramp to the finish.
            if matches!(width, Width::Over(_)) && end > finish {
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
        let share = ((out.len() - start).max(1) as f64).ln();
        out[start..].iter_mut().for_each(|c| c.log_prior -= share);
    }
    out
}
