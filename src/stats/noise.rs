//! Noise along a line: a white part, a medium part and a slow part, each with its own
//! variance. Both coloured parts are stationary first-order autoregressions
//! (Ornstein-Uhlenbeck processes sampled at the given positions), so whitening, its
//! adjoint, the log-determinant and simulation all take time linear in the number of
//! observations through the Kalman filter's innovations form (Durbin & Koopman 2012,
//! Time Series Analysis by State Space Methods, ch. 4).

use rand::Rng;
use rand_distr::{Distribution, StandardNormal};

/// Variances of the coloured parts relative to the white part's unit variance, and their
/// correlation lengths in the unit of the positions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NoiseShape {
    /// Variance of the medium part over that of the white part.
    pub medium_variance: f64,
    /// Distance over which the medium part's correlation falls to 1/e.
    pub medium_length: f64,
    /// Variance of the slow part over that of the white part.
    pub slow_variance: f64,
    /// Distance over which the slow part's correlation falls to 1/e.
    pub slow_length: f64,
}

impl NoiseShape {
    /// White noise; `slow_length` for a slow part to be added.
    pub fn white(slow_length: f64) -> Self {
        Self {
            medium_variance: 0.0,
            medium_length: 1.0,
            slow_variance: 0.0,
            slow_length,
        }
    }
}

/// The values of `L` series at one position. A filter is a chain of steps that wait for each
/// other: `L` chains side by side take hardly longer than one.
pub type Row<const L: usize> = [f64; L];

/// One step of the filter: what is needed to whiten, and nothing more.
#[derive(Debug, Clone, Copy)]
struct Step {
    /// Kalman gains of the two states.
    gain: [f64; 2],
    /// Decay of the two states to the next position.
    decay: [f64; 2],
    /// Standard deviation of the innovation.
    sd: f64,
}

impl Step {
    /// Moves the two states past an innovation to the next position.
    fn advance<const L: usize>(&self, state: &mut [Row<L>; 2], innovation: &Row<L>) {
        for ((values, decay), gain) in state.iter_mut().zip(self.decay).zip(self.gain) {
            for (value, innovation) in values.iter_mut().zip(innovation) {
                *value = decay * (*value + gain * innovation);
            }
        }
    }

    /// Whitens a row and moves the states past it.
    fn whiten<const L: usize>(&self, state: &mut [Row<L>; 2], row: &Row<L>) -> Row<L> {
        let innovation = std::array::from_fn(|lane| row[lane] - state[0][lane] - state[1][lane]);
        self.advance(state, &innovation);
        innovation.map(|x| x / self.sd)
    }
}

/// Whitens series observed at fixed positions: multiplies by the inverse of the Cholesky
/// factor of the noise's covariance.
#[derive(Debug, Clone)]
pub struct Whitener {
    steps: Vec<Step>,
    log_det: f64,
}

impl Whitener {
    /// A whitener for `positions` (rising) whose white part has the given relative
    /// variances (1 is usual; larger where an observation rests on less).
    pub fn new(shape: NoiseShape, positions: &[f64], white_variance: &[f64]) -> Self {
        let stationary = [shape.medium_variance, shape.slow_variance];
        let mut p = [stationary[0], 0.0, stationary[1]];
        let mut steps = Vec::with_capacity(positions.len());
        let mut log_det = 0.0;
        for (i, &white) in white_variance.iter().enumerate().take(positions.len()) {
            let f = p[0] + 2.0 * p[1] + p[2] + white;
            let gain = [(p[0] + p[1]) / f, (p[1] + p[2]) / f];
            let distance = positions.get(i + 1).map_or(0.0, |next| next - positions[i]);
            let decay = [
                (-distance / shape.medium_length).exp(),
                (-distance / shape.slow_length).exp(),
            ];
            steps.push(Step {
                gain,
                decay,
                sd: f.sqrt(),
            });
            log_det += f.ln();
            let updated = [
                p[0] - gain[0] * gain[0] * f,
                p[1] - gain[0] * gain[1] * f,
                p[2] - gain[1] * gain[1] * f,
            ];
            p = [
                decay[0] * decay[0] * updated[0] + (1.0 - decay[0] * decay[0]) * stationary[0],
                decay[0] * decay[1] * updated[1],
                decay[1] * decay[1] * updated[2] + (1.0 - decay[1] * decay[1]) * stationary[1],
            ];
        }
        Self { steps, log_det }
    }

    /// Natural logarithm of the determinant of the covariance (white part at unit scale).
    pub fn log_det(&self) -> f64 {
        self.log_det
    }

    /// `series` whitened: independent with unit variance if it is this noise.
    pub fn whiten(&self, series: &[f64]) -> Vec<f64> {
        let mut out = series.to_vec();
        self.whiten_rows(out.as_chunks_mut::<1>().0);
        out
    }

    /// Whitens series side by side, in place.
    pub fn whiten_rows<const L: usize>(&self, rows: &mut [Row<L>]) {
        let mut state = [[0.0; L]; 2];
        for (step, row) in self.steps.iter().zip(rows) {
            *row = step.whiten(&mut state, row);
        }
    }

    /// Squared norms of whitened series side by side: `rows` holds them from position `first`
    /// on, and all before it is 0.
    pub fn whitened_squares<const L: usize>(&self, first: usize, rows: &[Row<L>]) -> Row<L> {
        let mut state = [[0.0; L]; 2];
        let mut sums = [0.0; L];
        for (step, row) in self.steps.iter().skip(first).zip(rows) {
            for (sum, x) in sums.iter_mut().zip(step.whiten(&mut state, row)) {
                *sum += x * x;
            }
        }
        sums
    }

    /// The transpose of [`whiten`](Self::whiten) applied to whitened series side by side, in
    /// place, so that `whiten(a) . b == a . adjoint(b)`.
    pub fn adjoint_rows<const L: usize>(&self, rows: &mut [Row<L>]) {
        // Cotangents of the two states after the current step.
        let mut after = [[0.0; L]; 2];
        for (step, row) in self.steps.iter().zip(rows).rev() {
            let through = [step.decay[0] * step.gain[0], step.decay[1] * step.gain[1]];
            for (lane, out) in row.iter_mut().enumerate() {
                let direct = *out / step.sd;
                let through = through[0] * after[0][lane] + through[1] * after[1][lane];
                *out = direct + through;
                for (cotangent, decay) in after.iter_mut().zip(step.decay) {
                    cotangent[lane] = decay * cotangent[lane] - direct - through;
                }
            }
        }
    }

    /// [`adjoint_rows`](Self::adjoint_rows) of one series.
    pub fn adjoint(&self, whitened: &[f64]) -> Vec<f64> {
        let mut out = whitened.to_vec();
        self.adjoint_rows(out.as_chunks_mut::<1>().0);
        out
    }

    /// Draws one series of this noise (white part at unit scale), the innovation at each
    /// position `sizes` times as large as usual there.
    pub fn simulate(&self, sizes: &[f64], rng: &mut impl Rng) -> Vec<f64> {
        let mut state = [[0.0]; 2];
        self.steps
            .iter()
            .zip(sizes)
            .map(|(step, size)| {
                let unit: f64 = StandardNormal.sample(rng);
                let innovation = unit * size * step.sd;
                let value = state[0][0] + state[1][0] + innovation;
                step.advance(&mut state, &[innovation]);
                value
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    const SHAPE: NoiseShape = NoiseShape {
        medium_variance: 1.5,
        medium_length: 0.3,
        slow_variance: 0.5,
        slow_length: 3.0,
    };

    fn positions() -> Vec<f64> {
        // Two gaps, as walk breaks leave them.
        (0..40)
            .map(|i| f64::from(i) * 0.1 + if i > 20 { 0.7 } else { 0.0 })
            .collect()
    }

    fn covariance(at: &[f64], white: &[f64]) -> nalgebra::DMatrix<f64> {
        nalgebra::DMatrix::from_fn(at.len(), at.len(), |i, j| {
            let d = (at[i] - at[j]).abs();
            let same = if i == j { white[i] } else { 0.0 };
            same + SHAPE.medium_variance * (-d / SHAPE.medium_length).exp()
                + SHAPE.slow_variance * (-d / SHAPE.slow_length).exp()
        })
    }

    #[test]
    fn whitening_is_the_inverse_cholesky_factor() {
        let at = positions();
        let white: Vec<f64> = (0..at.len()).map(|i| 1.0 + 0.5 * (i % 3) as f64).collect();
        let whitener = Whitener::new(SHAPE, &at, &white);
        let factor = covariance(&at, &white).cholesky().expect("positive");
        let series: Vec<f64> = (0..at.len()).map(|i| (i as f64 * 0.7).sin()).collect();
        let expected = factor
            .l()
            .solve_lower_triangular(&nalgebra::DVector::from_vec(series.clone()))
            .expect("regular");
        for (got, want) in whitener.whiten(&series).iter().zip(expected.iter()) {
            assert!((got - want).abs() < 1e-9, "{got} {want}");
        }
        assert!((whitener.log_det() - factor.determinant().ln()).abs() < 1e-9);
    }

    #[test]
    fn the_adjoint_is_the_transpose() {
        let at = positions();
        let whitener = Whitener::new(SHAPE, &at, &vec![1.0; at.len()]);
        let a: Vec<f64> = (0..at.len()).map(|i| (i as f64).cos()).collect();
        let b: Vec<f64> = (0..at.len()).map(|i| (i as f64 * 1.3).sin()).collect();
        let dot = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(x, y)| x * y).sum::<f64>();
        let (left, right) = (
            dot(&whitener.whiten(&a), &b),
            dot(&a, &whitener.adjoint(&b)),
        );
        assert!((left - right).abs() < 1e-9, "{left} {right}");
    }

    #[test]
    fn simulated_noise_is_white_after_whitening_and_has_the_stated_variance() {
        let at = positions();
        let whitener = Whitener::new(SHAPE, &at, &vec![1.0; at.len()]);
        let mut rng = rand_pcg::Pcg64Mcg::seed_from_u64(7);
        let runs = 4000;
        let usual = vec![1.0; at.len()];
        let mut sum_of_squares = 0.0;
        for _ in 0..runs {
            sum_of_squares += whitener.simulate(&usual, &mut rng)[25].powi(2);
        }
        let variance = sum_of_squares / f64::from(runs);
        // Standard error of a variance from 4000 draws is 2.2 %.
        assert!((variance / 3.0 - 1.0).abs() < 0.09, "{variance}");
    }
}
