//! The noise of one series: its short-range part fitted by restricted maximum likelihood, its slow part
//! left open. The short-range part shows in hundreds of windows and is fitted once; the slow part
//! shows in a handful, so that its variance keeps a prior and is averaged over (the change-point search,
//! contrasts). See "Noise" in docs/method.md.

use super::{Base, Column, NoiseShape, Whitener};
use statrs::distribution::{ContinuousCDF, StudentsT};

/// Variances of the medium part relative to the white part that are tried: none to nearly all of
/// the short-range noise.
const MEDIUM: [f64; 5] = [0.0, 0.5, 1.5, 4.0, 12.0];
/// Correlation lengths of the medium part that are tried, miles: real runs lose half of
/// their autocorrelation between 0.1 and 0.3 mi (docs/method.md).
const LENGTHS: [f64; 3] = [0.1, 0.2, 0.4];
/// Shares of the slow part while the short-range part of a series with an onset is fitted: any of
/// them may soak up the onset.
pub const SLOW_BESIDE_ONSET: &[f64] = &[0.1, 0.5, 2.0];

/// What is believed of the slow part before the series is seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SlowPart {
    /// Distance over which its correlation falls to 1/e, miles.
    pub length: f64,
    /// Variances as shares of the short-range variance, with their prior weights.
    pub shares: &'static [(f64, f64)],
    /// The shares that are tried while the short-range part is fitted.
    pub tried: &'static [f64],
}

/// A segment of a series with the columns that are fitted to it.
#[derive(Debug, Clone)]
pub struct Segment {
    /// Middle of each window, miles, rising.
    pub positions: Vec<f64>,
    /// Relative variance of each window's white noise.
    pub white: Vec<f64>,
    /// Columns fitted in this segment alone.
    pub columns: Vec<Column>,
    /// Values of the series at the positions.
    pub values: Vec<f64>,
}

impl Segment {
    /// A segment with a level and a slope of its own, all windows alike.
    pub fn with_line(positions: Vec<f64>, values: Vec<f64>) -> Self {
        let n = positions.len();
        let middle = positions.iter().sum::<f64>() / n.max(1) as f64;
        let flat = |values| Column {
            values,
            mean: 0.0,
            sd: f64::INFINITY,
        };
        let slope = positions.iter().map(|at| at - middle).collect();
        Self {
            white: vec![1.0; n],
            columns: vec![flat(vec![1.0; n]), flat(slope)],
            positions,
            values,
        }
    }

    /// The series without what the prior means of the columns explain.
    fn centred(&self) -> Vec<f64> {
        let mut out = self.values.clone();
        for column in &self.columns {
            for (x, c) in out.iter_mut().zip(&column.values) {
                *x -= column.mean * c;
            }
        }
        out
    }
}

/// The fitted noise of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct Noise {
    /// Variance of the white part of a window with relative variance 1.
    pub white_variance: f64,
    /// The medium part; the variance of the slow part is left at 0.
    pub short: NoiseShape,
    /// Variances of the slow part relative to the white part, with their weights.
    pub slow: Vec<(f64, f64)>,
    /// Degrees of freedom behind the white variance.
    pub degrees: f64,
}

impl Noise {
    /// Fits the short-range part to segments whose noise is alike and independent. `white_guess` is a
    /// first guess at the white variance: the priors of the columns are stated in units of it.
    pub fn fit(segments: &[Segment], slow: SlowPart, white_guess: f64) -> Self {
        let centred: Vec<Vec<f64>> = segments.iter().map(Segment::centred).collect();
        let mut best = (
            f64::NEG_INFINITY,
            white_guess,
            NoiseShape::white(slow.length),
        );
        for medium_variance in MEDIUM {
            for medium_length in LENGTHS {
                if medium_variance == 0.0 && medium_length > LENGTHS[0] {
                    continue;
                }
                for share in slow.tried {
                    let shape = NoiseShape {
                        medium_variance,
                        medium_length,
                        slow_variance: share * (1.0 + medium_variance),
                        slow_length: slow.length,
                    };
                    let scale = white_guess / (1.0 + medium_variance);
                    let (log, variance) = restricted_likelihood(segments, &centred, shape, scale);
                    if log > best.0 {
                        best = (log, variance, shape);
                    }
                }
            }
        }
        let (_, white_variance, shape) = best;
        let degrees = degrees(segments);
        let short = 1.0 + shape.medium_variance;
        Self {
            white_variance,
            short: NoiseShape {
                slow_variance: 0.0,
                ..shape
            },
            slow: slow
                .shares
                .iter()
                .map(|&(share, weight)| (share * short, weight))
                .collect(),
            degrees,
        }
    }

    /// The same noise with the slow part's weights as the segments that it was fitted to leave them.
    pub fn given(mut self, segments: &[Segment]) -> Self {
        let centred: Vec<Vec<f64>> = segments.iter().map(Segment::centred).collect();
        let shape = self.short;
        let log = |&(slow_variance, weight): &(f64, f64)| {
            let shape = NoiseShape {
                slow_variance,
                ..shape
            };
            let scale = self.white_variance;
            weight.ln() + restricted_likelihood(segments, &centred, shape, scale).0
        };
        let logs: Vec<f64> = self.slow.iter().map(log).collect();
        let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let total: f64 = logs.iter().map(|log| (log - most).exp()).sum();
        for ((_, weight), log) in self.slow.iter_mut().zip(logs) {
            *weight = (log - most).exp() / total;
        }
        self
    }

    /// Variance of a weighted sum of this noise, with the weights given by position (miles,
    /// rising), averaged over the slow part. White noise counts once for each entry.
    pub fn variance_of_sum(&self, weights: &[(f64, f64)]) -> f64 {
        let white: f64 = weights.iter().map(|(_, weight)| weight * weight).sum();
        let slow: f64 = self.slow.iter().map(|(slow, weight)| slow * weight).sum();
        let short = self.short;
        self.white_variance
            * (white
                + short.medium_variance * correlated(weights, short.medium_length)
                + slow * correlated(weights, short.slow_length))
    }

    /// Half of the 95 % interval of a weighted sum, by Student's t.
    pub fn half_width_95(&self, weights: &[(f64, f64)]) -> f64 {
        let t =
            StudentsT::new(0.0, 1.0, self.degrees).map_or(f64::INFINITY, |t| t.inverse_cdf(0.975));
        t * self.variance_of_sum(weights).sqrt()
    }
}

/// Windows beyond what the columns take up; at least 1.
fn degrees(segments: &[Segment]) -> f64 {
    let free = |s: &Segment| s.values.len().saturating_sub(s.columns.len());
    segments.iter().map(free).sum::<usize>().max(1) as f64
}

/// Logarithm of the restricted likelihood of independent segments under one noise, the variance
/// integrated out, and the white variance at which it is largest.
fn restricted_likelihood(
    segments: &[Segment],
    centred: &[Vec<f64>],
    shape: NoiseShape,
    scale: f64,
) -> (f64, f64) {
    let (mut half_log_det, mut squares) = (0.0, 0.0);
    for (segment, centred) in segments.iter().zip(centred) {
        let whitener = Whitener::new(shape, &segment.positions, &segment.white);
        let base = Base::new(&segment.columns, &whitener, scale);
        half_log_det += base.half_log_det();
        squares += base.project(&whitener.whiten(centred)).1;
    }
    let degrees = degrees(segments);
    (
        -half_log_det - 0.5 * degrees * squares.ln(),
        squares / degrees,
    )
}

/// Variance of a weighted sum of an Ornstein-Uhlenbeck process of unit variance.
fn correlated(weights: &[(f64, f64)], length: f64) -> f64 {
    // Covariance of the weights before with the process here.
    let (mut before, mut last, mut sum) = (0.0, f64::NEG_INFINITY, 0.0);
    for &(at, weight) in weights {
        before *= (-(at - last) / length).exp();
        sum += weight * (weight + 2.0 * before);
        before += weight;
        last = at;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{Rng, SeedableRng};
    use rand_pcg::Pcg64Mcg;

    /// Coloured parts of the noise of 49 real long runs: shares, and memories in windows of 0.1 mi. With a
    /// fifth of white noise beside them autocorrelation is 0.5 at one window and 0.25 at three.
    const REAL: [(f64, f64); 2] = [(0.60, 1.3), (0.22, 20.0)];
    /// A prior around the slow part of [`REAL`], which is 0.28 of the rest.
    const SLOW: SlowPart = SlowPart {
        length: 2.0,
        shares: &[(0.03, 1.0 / 3.0), (0.15, 1.0 / 3.0), (0.6, 1.0 / 3.0)],
        tried: &[0.15],
    };

    /// Roughly normal: the sum of twelve uniforms.
    fn normal(rng: &mut Pcg64Mcg) -> f64 {
        let uniform = |rng: &mut Pcg64Mcg| rng.next_u64() as f64 / u64::MAX as f64;
        (0..12).map(|_| uniform(rng)).sum::<f64>() - 6.0
    }

    /// White noise plus two first-order series, with the shares and decays given.
    fn series(rng: &mut Pcg64Mcg, n: usize, white: f64, parts: &[(f64, f64)]) -> Vec<f64> {
        let mut out: Vec<f64> = (0..n).map(|_| white.sqrt() * normal(rng)).collect();
        for (share, decay) in parts {
            let keep = (-1.0 / decay).exp();
            let mut x = normal(rng);
            for value in &mut out {
                *value += share.sqrt() * x;
                x = keep * x + (1.0 - keep * keep).sqrt() * normal(rng);
            }
        }
        out
    }

    /// Share of runs of 5 segments of 50 in which the interval for the change from the first
    /// to the third holds the true one (none).
    fn coverage(white: f64, parts: &[(f64, f64)], slope: f64) -> f64 {
        let mut rng = Pcg64Mcg::seed_from_u64(11);
        let mut held = 0;
        let runs = 600;
        for _ in 0..runs {
            let all = series(&mut rng, 250, white, parts);
            let segments: Vec<Segment> = (0..5)
                .map(|k| {
                    let at = (50 * k..50 * (k + 1)).map(|i| 0.1 * i as f64);
                    // A slope of its own in each: a real change, not noise.
                    let values = (0..50).map(|i| all[50 * k + i] + slope * (i as f64 - 24.5));
                    Segment::with_line(at.collect(), values.collect())
                })
                .collect();
            let noise = Noise::fit(&segments, SLOW, 1.0).given(&segments);
            let mean = |s: &Segment| s.values.iter().sum::<f64>() / 50.0;
            let weights = |k: usize, weight: f64| {
                let at = segments[k].positions.iter();
                at.map(move |&at| (at, weight / 50.0)).collect::<Vec<_>>()
            };
            let error = noise.half_width_95(&[weights(0, -1.0), weights(2, 1.0)].concat());
            let change = mean(&segments[2]) - mean(&segments[0]);
            held += i32::from(change.abs() <= error);
        }
        f64::from(held) / f64::from(runs)
    }

    #[test]
    fn intervals_hold_the_truth_for_the_shape_itself() {
        for (white, slope) in [(0.18, 0.0), (0.18, 0.02), (0.0, 0.0)] {
            let held = coverage(white, &REAL, slope);
            assert!(
                (0.91..=0.985).contains(&held),
                "white {white}, slope {slope}: {held}"
            );
        }
    }

    #[test]
    fn intervals_hold_the_truth_for_other_memories() {
        // A first-order series, a slow part of three miles, mostly white, and all white.
        for (white, parts) in [
            (0.0, [(1.0, 2.0)].as_slice()),
            (0.3, &[(0.5, 1.5), (0.2, 30.0)]),
            (2.0, &REAL),
            (1.0, &[]),
        ] {
            let held = coverage(white, parts, 0.0);
            assert!(held >= 0.90, "{parts:?}: {held}");
        }
    }
}
