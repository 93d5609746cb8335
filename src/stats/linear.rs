//! Linear models with Gaussian priors on the coefficients under coloured noise. The
//! coefficients are integrated out in closed form, so that models with different columns
//! can be compared by their marginal likelihood (Rasmussen & Williams 2006, Gaussian
//! Processes for Machine Learning, section 2.7, for explicit basis functions).

use super::{Row, Whitener};

/// A column of a design with its coefficient's prior N(mean, sd^2); an infinite `sd` is a
/// flat prior.
#[derive(Debug, Clone)]
pub struct Column {
    /// Values at the observations.
    pub values: Vec<f64>,
    /// Prior mean of the coefficient.
    pub mean: f64,
    /// Prior standard deviation of the coefficient.
    pub sd: f64,
}

/// The columns every model shares, whitened and made orthonormal once. The rows that
/// stand for the priors are carried along, so that projections shrink as they should.
#[derive(Debug, Clone)]
pub struct Base {
    /// Orthonormal columns, observation rows only.
    q: Vec<Vec<f64>>,
    /// Upper triangle of the orthogonalisation, column by column.
    r: Vec<Vec<f64>>,
    log_det: f64,
}

/// A Gaussian posterior of coefficients.
#[derive(Debug, Clone)]
pub struct Posterior {
    /// Posterior means, in the order of the columns.
    pub mean: Vec<f64>,
    /// Posterior covariance, row by row.
    pub covariance: Vec<Vec<f64>>,
}

impl Base {
    /// Prepares `columns` under the noise of `whitener` with white variance
    /// `white_variance` (the scale of the priors).
    pub fn new(columns: &[Column], whitener: &Whitener, white_variance: f64) -> Self {
        let n = columns.first().map_or(0, |c| c.values.len());
        let mut full: Vec<Vec<f64>> = Vec::with_capacity(columns.len());
        let mut r = Vec::with_capacity(columns.len());
        let mut log_det = 0.5 * whitener.log_det();
        for (index, column) in columns.iter().enumerate() {
            let mut v = whitener.whiten(&column.values);
            v.resize(n + columns.len(), 0.0);
            if column.sd.is_finite() {
                v[n + index] = white_variance.sqrt() / column.sd;
                log_det -= v[n + index].ln();
            }
            let mut above = Vec::with_capacity(index + 1);
            // Gram-Schmidt twice keeps orthogonality to machine precision (Giraud et al.
            // 2005, doi 10.1007/s00211-005-0615-4).
            let mut totals = vec![0.0; index];
            for _ in 0..2 {
                for (previous, total) in full.iter().zip(&mut totals) {
                    let along = dot(previous, &v);
                    *total += along;
                    for (x, p) in v.iter_mut().zip(previous) {
                        *x -= along * p;
                    }
                }
            }
            above.extend(totals);
            let norm = dot(&v, &v).sqrt();
            let usable = norm > 1e-9;
            above.push(if usable { norm } else { f64::INFINITY });
            if usable {
                log_det += norm.ln();
                v.iter_mut().for_each(|x| *x /= norm);
            } else {
                v.iter_mut().for_each(|x| *x = 0.0);
            }
            full.push(v);
            r.push(above);
        }
        for column in &mut full {
            column.truncate(n);
        }
        Self {
            q: full,
            r,
            log_det,
        }
    }

    /// Half the log-determinant of the marginal covariance, up to a constant that all
    /// models of the same columns and scale share.
    pub fn half_log_det(&self) -> f64 {
        self.log_det
    }

    /// The orthonormal columns, observation rows only.
    pub fn orthonormal(&self) -> &[Vec<f64>] {
        &self.q
    }

    /// Takes the shared columns out of a whitened series. Returns the residual, the
    /// penalised residual sum of squares, and the scores to give to
    /// [`coefficients`](Self::coefficients).
    pub fn project(&self, whitened: &[f64]) -> (Vec<f64>, f64, Vec<f64>) {
        let mut residual = whitened.to_vec();
        let ([sum], scores) = self.project_rows(residual.as_chunks_mut().0);
        (residual, sum, scores.into_flattened())
    }

    /// [`project`](Self::project) for whitened series side by side, in place: the sums and
    /// scores of each.
    pub fn project_rows<const L: usize>(&self, rows: &mut [Row<L>]) -> (Row<L>, Vec<Row<L>>) {
        let scores: Vec<Row<L>> = self.q.iter().map(|q| scores_of(q, rows)).collect();
        let mut sum = [0.0; L];
        for row in rows.iter() {
            add_squares(&mut sum, row);
        }
        let mut explained = [0.0; L];
        for row in &scores {
            add_squares(&mut explained, row);
        }
        for (sum, explained) in sum.iter_mut().zip(explained) {
            *sum = (*sum - explained).max(f64::MIN_POSITIVE);
        }
        for (q, score) in self.q.iter().zip(&scores) {
            for (row, q) in rows.iter_mut().zip(q) {
                for (x, score) in row.iter_mut().zip(score) {
                    *x -= score * q;
                }
            }
        }
        (sum, scores)
    }

    /// Coefficients (as differences from their prior means) that belong to `scores`.
    pub fn coefficients(&self, scores: &[f64]) -> Vec<f64> {
        let p = scores.len();
        let mut out = vec![0.0; p];
        for i in (0..p).rev() {
            let known: f64 = (i + 1..p).map(|j| self.r[j][i] * out[j]).sum();
            out[i] = (scores[i] - known) / self.r[i][i];
        }
        out
    }

    /// Posterior of the coefficients for a whitened series from which the prior means'
    /// part has been taken, under noise of white variance `white_variance`.
    pub fn posterior(&self, whitened: &[f64], white_variance: f64) -> Posterior {
        let p = self.r.len();
        let (_, _, scores) = self.project(whitened);
        let mut inverse_columns = Vec::with_capacity(p);
        for i in 0..p {
            let mut unit = vec![0.0; p];
            unit[i] = 1.0;
            inverse_columns.push(self.coefficients(&unit));
        }
        let covariance = (0..p)
            .map(|i| {
                (0..p)
                    .map(|j| {
                        white_variance * inverse_columns.iter().map(|c| c[i] * c[j]).sum::<f64>()
                    })
                    .collect()
            })
            .collect();
        Posterior {
            mean: self.coefficients(&scores),
            covariance,
        }
    }
}

/// Products of one column with series side by side.
fn scores_of<const L: usize>(column: &[f64], rows: &[Row<L>]) -> Row<L> {
    let mut out = [0.0; L];
    for (row, c) in rows.iter().zip(column) {
        for (sum, x) in out.iter_mut().zip(row) {
            *sum += c * x;
        }
    }
    out
}

fn add_squares<const L: usize>(sums: &mut Row<L>, row: &Row<L>) {
    for (sum, x) in sums.iter_mut().zip(row) {
        *sum += x * x;
    }
}

/// Dot product of two series of equal length.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
