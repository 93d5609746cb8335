//! Change shapes, their priors over onsets, and fast products with their columns.

use crate::stats::Row;

/// How often form and pace give at one place, before seeing the run: where a threshold of
/// tolerance is crossed both may go, and as often only one does.
pub(super) const SAME_PLACE: f64 = 0.5;
/// A change complete within so many miles may be a level shift.
pub(super) const QUICK_MI: f64 = 2.0;
/// Sd of the distance between the two places then, miles.
pub(super) const APART_MI: f64 = 0.5;

/// How a change unfolds after its onset.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ChangeShape {
    /// Complete from one window to the next.
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
    /// How the change unfolds from its onset on.
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
