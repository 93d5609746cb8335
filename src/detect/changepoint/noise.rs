//! How rough this run's series is at short range. The fast parts of the noise show in
//! hundreds of windows and are fitted once; the slow part shows in a handful and is
//! weighed against its prior in every comparison (see [`super::search`]).

use super::problem::Problem;
use crate::stats::{Base, Column, NoiseShape, Whitener};

/// The white part's variance and the medium part beside it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct ShortNoise {
    /// Variance of a full window's white part.
    white_variance: f64,
    /// Medium part, relative; its slow part is left at 0.
    shape: NoiseShape,
}

/// Medium variances relative to white that are tried.
const MEDIUM: [f64; 5] = [0.0, 0.5, 1.5, 4.0, 12.0];
/// Correlation lengths of the medium part that are tried, miles: real runs lose half of
/// their autocorrelation between 0.1 and 0.3 mi (docs/method.md).
const LENGTHS: [f64; 3] = [0.1, 0.2, 0.4];
/// Slow variances while the short part is fitted, as shares of the short part's: any of
/// them may soak up an onset that is in the series.
const SLOW_SHARES: [f64; 3] = [0.1, 0.5, 2.0];

/// Fits the short-range noise of a problem to its series and lays out the slow variances.
pub fn fit_noise(problem: &mut Problem, series: &[f64], slow_shares: &[(f64, f64)]) {
    let mut centred = series.to_vec();
    for column in &problem.columns {
        for (x, c) in centred.iter_mut().zip(&column.values) {
            *x -= column.mean * c;
        }
    }
    let fitted = fit(
        &centred,
        &problem.positions,
        &problem.white,
        &problem.columns,
        problem.noise.slow_length,
        problem.white_variance,
    );
    problem.white_variance = fitted.white_variance;
    problem.noise = fitted.shape;
    let short = 1.0 + fitted.shape.medium_variance;
    problem.slow = slow_shares
        .iter()
        .map(|&(share, weight)| (share * short, weight))
        .collect();
}

/// Fits the short-range noise of a series (prior means taken out) around `columns`.
/// `white_guess` is a first guess at the white variance: the priors are stated in units of it.
fn fit(
    centred: &[f64],
    positions: &[f64],
    white: &[f64],
    columns: &[Column],
    slow_length: f64,
    white_guess: f64,
) -> ShortNoise {
    let degrees = centred.len().saturating_sub(columns.len()).max(1) as f64;
    let mut best = (
        f64::NEG_INFINITY,
        white_guess,
        NoiseShape {
            medium_variance: 0.0,
            medium_length: LENGTHS[0],
            slow_variance: 0.0,
            slow_length,
        },
    );
    for medium_variance in MEDIUM {
        for medium_length in LENGTHS {
            if medium_variance == 0.0 && medium_length > LENGTHS[0] {
                continue;
            }
            for share in SLOW_SHARES {
                let shape = NoiseShape {
                    medium_variance,
                    medium_length,
                    slow_variance: share * (1.0 + medium_variance),
                    slow_length,
                };
                let whitener = Whitener::new(shape, positions, white);
                let base = Base::new(columns, &whitener, white_guess / (1.0 + medium_variance));
                let (_, sum, _) = base.project(&whitener.whiten(centred));
                let log = -base.half_log_det() - 0.5 * degrees * sum.ln();
                if log > best.0 {
                    best = (log, sum / degrees, shape);
                }
            }
        }
    }
    ShortNoise {
        white_variance: best.1,
        shape: NoiseShape {
            slow_variance: 0.0,
            ..best.2
        },
    }
}
