//! Precomputed quantities for one slow-noise variance: whitened design, squared norms, products
//! and determinants. None of them depends on the series.

use super::problem::Problem;
use super::shape::{Candidate, SuffixSums};
use crate::stats::{Base, NoiseShape, Row, Whitener};

/// Columns or simulated runs that are whitened side by side: more than eight, and the
/// processor's registers no longer hold their states.
pub(super) const TOGETHER: usize = 8;

/// The shared columns and the level shifts under one slow variance; independent of the grid of
/// onsets.
#[derive(Debug, Clone)]
pub(super) struct SharedDesign {
    /// Whitens by the noise covariance.
    pub(super) whitener: Whitener,
    /// Whitened shared columns, orthonormalised with their priors.
    pub(super) base: Base,
    /// Log prior of the slow variance.
    pub(super) log_prior: f64,
    /// Penalised squared norm of each shift's column.
    pub(super) shift_norms: Vec<f64>,
    /// For products with the whitened shared columns.
    shared: Vec<SuffixSums<1>>,
    /// For products with what the shared columns leave of the shifts.
    shifts: Vec<SuffixSums<TOGETHER>>,
}

/// The whole design under one slow variance: shared columns, level shifts and candidates.
#[derive(Debug, Clone)]
pub(super) struct DesignUnderNoise {
    pub(super) shared_design: SharedDesign,
    /// Penalised squared norm of each candidate's column, then of the line from the start.
    pub(super) norms: Vec<f64>,
    /// Product of each shift with each candidate, then with the line.
    pub(super) cross: Vec<Vec<f64>>,
    /// Log-determinant of each candidate (then the line) without a shift, less the penalty's.
    pub(super) log_det: Vec<f64>,
}

impl SharedDesign {
    /// Computes the design for one slow variance of prior weight `weight`. `shift_first` is the first
    /// window after each shift.
    pub(super) fn new(problem: &Problem, shift_first: &[usize], slow: f64, weight: f64) -> Self {
        let shape = NoiseShape {
            slow_variance: slow,
            ..problem.noise.short
        };
        let positions = &problem.positions;
        let whitener = Whitener::new(shape, positions, &problem.white);
        let base = Base::new(&problem.columns, &whitener, problem.noise.white_variance);
        // The projection of a column onto the shared ones needs its products with their adjoints.
        let shared = base.orthonormal().iter().map(|q| {
            let adjoint = whitener.adjoint(q);
            SuffixSums::new(adjoint.as_chunks().0, positions)
        });
        let shared = shared.collect();
        let mut shift_norms = Vec::new();
        let mut shifts = Vec::new();
        for together in shift_first.chunks(TOGETHER) {
            let mut rows = rows_of(positions.len(), together, |&first, i| {
                f64::from(u8::from(i >= first))
            });
            whitener.whiten_rows(&mut rows);
            let (sums, _) = base.project_rows(&mut rows);
            shift_norms.extend(
                sums.iter()
                    .take(together.len())
                    .map(|s| s + problem.shift_penalty()),
            );
            whitener.adjoint_rows(&mut rows);
            shifts.push(SuffixSums::new(&rows, positions));
        }
        Self {
            whitener,
            base,
            log_prior: weight.ln(),
            shift_norms,
            shared,
            shifts,
        }
    }

    /// Squared norm of a candidate's projection onto the shared columns.
    fn lost(&self, candidate: &Candidate, finish: f64) -> f64 {
        let along = |s: &SuffixSums<1>| s.product(candidate, finish)[0].powi(2);
        self.shared.iter().map(along).sum()
    }

    /// Product of each shift with each candidate.
    fn cross(&self, problem: &Problem, candidates: &[Candidate]) -> Vec<Vec<f64>> {
        let mut out = vec![Vec::with_capacity(candidates.len()); self.shift_norms.len()];
        for (suffix, out) in self.shifts.iter().zip(out.chunks_mut(TOGETHER)) {
            for candidate in candidates {
                let products = suffix.product(candidate, problem.finish());
                for (out, product) in out.iter_mut().zip(products) {
                    out.push(product);
                }
            }
        }
        out
    }
}

impl DesignUnderNoise {
    /// Computes the design for each slow variance. The last of `candidates` is the line from
    /// the start.
    pub(super) fn all(
        shared_designs: Vec<SharedDesign>,
        problem: &Problem,
        candidates: &[Candidate],
    ) -> Vec<Self> {
        let norms = norms(&shared_designs, problem, candidates);
        let penalty = problem.effect_penalty();
        shared_designs
            .into_iter()
            .zip(norms)
            .map(|(shared_design, norms)| Self {
                cross: shared_design.cross(problem, candidates),
                log_det: norms.iter().map(|norm| (norm / penalty).ln()).collect(),
                norms,
                shared_design,
            })
            .collect()
    }

    /// Determinant of the two-by-two matrix of a shift and a candidate.
    pub(super) fn determinant(&self, shift: usize, candidate: usize) -> f64 {
        let (a, norm) = (self.shared_design.shift_norms[shift], self.norms[candidate]);
        determinant(a, norm, self.cross[shift][candidate])
    }
}

/// Penalised squared norm of each candidate's column under each slow variance.
fn norms(
    shared_designs: &[SharedDesign],
    problem: &Problem,
    candidates: &[Candidate],
) -> Vec<Vec<f64>> {
    let (penalty, finish) = (problem.effect_penalty(), problem.finish());
    let mut out = vec![Vec::with_capacity(candidates.len()); shared_designs.len()];
    for together in candidates.chunks(TOGETHER) {
        let first = together.iter().map(|c| c.first).min().unwrap_or(0);
        let rows = rows_of(problem.positions.len() - first, together, |c, i| {
            c.value(problem.positions[first + i], finish)
        });
        for (shared_design, out) in shared_designs.iter().zip(&mut out) {
            let squares = shared_design.whitener.whitened_squares(first, &rows);
            out.extend(together.iter().zip(squares).map(|(candidate, square)| {
                (square - shared_design.lost(candidate, finish)).max(0.0) + penalty
            }));
        }
    }
    out
}

/// Determinant of a two-by-two matrix of columns, kept off 0 where they are all but parallel.
pub(super) fn determinant(a: f64, norm: f64, cross: f64) -> f64 {
    (a * norm - cross * cross).max(1e-12 * a * norm)
}

/// `n` rows of columns side by side; lanes without a column are 0.
fn rows_of<T>(n: usize, columns: &[T], value: impl Fn(&T, usize) -> f64) -> Vec<Row<TOGETHER>> {
    let mut rows = vec![[0.0; TOGETHER]; n];
    for (lane, column) in columns.iter().enumerate() {
        for (i, row) in rows.iter_mut().enumerate() {
            row[lane] = value(column, i);
        }
    }
    rows
}
