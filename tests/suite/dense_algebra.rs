//! The statistics against dense linear algebra: the same quantities from whole covariance
//! matrices, with no filter, no orthogonalisation and no sum taken apart.

use formdrift::stats::{Base, Column, Estimate, Noise, NoiseShape, Segment, SlowPart, Whitener};
use nalgebra::{DMatrix, DVector};

/// Numbers between -1 and 1 that repeat for nobody (a linear congruential generator).
fn scattered(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(1);
    move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    }
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-8 * (1.0 + a.abs().max(b.abs()))
}

#[test]
fn a_posterior_is_that_of_the_whole_covariance() {
    let shape = NoiseShape {
        medium_variance: 0.8,
        medium_length: 0.3,
        slow_variance: 1.7,
        slow_length: 4.0,
    };
    let mut number = scattered(1);
    let n = 30;
    let at: Vec<f64> = (0..n).map(|i| 0.1 * i as f64 + 0.04 * number()).collect();
    let white: Vec<f64> = (0..n).map(|_| 1.3 + 0.5 * number()).collect();
    let noise = DMatrix::from_fn(n, n, |i, j| {
        let apart = (at[i] - at[j]).abs();
        let own = if i == j { white[i] } else { 0.0 };
        own + shape.medium_variance * (-apart / shape.medium_length).exp()
            + shape.slow_variance * (-apart / shape.slow_length).exp()
    });
    let white_variance: f64 = 0.49;
    let sds = [f64::INFINITY, 0.5, 2.0, f64::INFINITY];
    let columns: Vec<Column> = sds
        .iter()
        .map(|&sd| Column {
            values: (0..n).map(|_| number()).collect(),
            mean: 0.0,
            sd,
        })
        .collect();
    let series: Vec<f64> = (0..n).map(|_| number()).collect();

    let whitener = Whitener::new(shape, &at, &white);
    let base = Base::new(&columns, &whitener, white_variance);
    let posterior = base.posterior(&whitener.whiten(&series), white_variance);

    let x = DMatrix::from_fn(n, sds.len(), |i, k| columns[k].values[i]);
    let inverse = noise.clone().try_inverse().unwrap();
    let prior = DMatrix::from_diagonal(&DVector::from_iterator(
        sds.len(),
        sds.iter().map(|sd| white_variance / (sd * sd)),
    ));
    let precision = x.transpose() * &inverse * &x + prior;
    let covariance = precision.clone().try_inverse().unwrap();
    let mean = &covariance * x.transpose() * &inverse * DVector::from_vec(series);
    for i in 0..sds.len() {
        assert!(near(posterior.mean[i], mean[i]), "mean {i}");
        for j in 0..sds.len() {
            let (ours, dense) = (
                posterior.covariance[i][j],
                white_variance * covariance[(i, j)],
            );
            assert!(near(ours, dense), "covariance {i} {j}: {ours} {dense}");
        }
    }
    let priors: f64 = sds
        .iter()
        .filter(|sd| sd.is_finite())
        .map(|sd| (white_variance.sqrt() / sd).ln())
        .sum();
    let half_log_det = 0.5 * noise.determinant().ln() + 0.5 * precision.determinant().ln() - priors;
    assert!(near(base.half_log_det(), half_log_det));
}

/// Covariance of a series under a noise, in units of the white variance.
fn dense_noise(shape: &NoiseShape, at: &[f64]) -> DMatrix<f64> {
    DMatrix::from_fn(at.len(), at.len(), |i, j| {
        let apart = (at[i] - at[j]).abs();
        f64::from(u8::from(i == j))
            + shape.medium_variance * (-apart / shape.medium_length).exp()
            + shape.slow_variance * (-apart / shape.slow_length).exp()
    })
}

/// Restricted log-likelihood of stretches with a level and a slope each, the variance integrated out, and the variance at
/// which it is largest (Patterson & Thompson 1971, doi 10.1093/biomet/58.3.545), from whole matrices.
fn dense_likelihood(stretches: &[Segment], shape: &NoiseShape) -> (f64, f64) {
    let (mut log, mut squares, mut degrees) = (0.0, 0.0, 0.0);
    for stretch in stretches {
        let at = &stretch.positions;
        let noise = dense_noise(shape, at);
        let inverse = noise.clone().try_inverse().unwrap();
        let middle = at.iter().sum::<f64>() / at.len() as f64;
        let x = DMatrix::from_fn(at.len(), 2, |i, k| (at[i] - middle).powi(k as i32));
        let y = DVector::from_vec(stretch.values.clone());
        let precision = x.transpose() * &inverse * &x;
        let fit = precision.clone().try_inverse().unwrap() * x.transpose() * &inverse * &y;
        let rest = &y - &x * fit;
        log -= 0.5 * (noise.determinant().ln() + precision.determinant().ln());
        squares += (rest.transpose() * inverse * &rest)[(0, 0)];
        degrees += at.len() as f64 - 2.0;
    }
    (log - 0.5 * degrees * squares.ln(), squares / degrees)
}

#[test]
fn fitted_noise_is_that_of_the_largest_restricted_likelihood() {
    const SLOW: SlowPart = SlowPart {
        length: 2.0,
        shares: &[(0.05, 0.25), (0.4, 0.75)],
        tried: &[0.1, 0.5, 2.0],
    };
    let mut fitted = Vec::new();
    // How much of the last value stays in the next: from white to nearly a trend.
    for (seed, stays) in [(1, 0.0), (2, 0.3), (3, 0.6), (4, 0.9), (5, -0.5)] {
        let mut number = scattered(seed);
        let mut x = 0.0;
        let mut stretch = |from: usize, count: usize, missing: usize| {
            let kept = (from..from + count).filter(|i| i % 11 != missing);
            let at: Vec<f64> = kept.map(|i| 0.1 * i as f64).collect();
            let values = at.iter().map(|at| {
                x = stays * x + number();
                x + 0.3 * at
            });
            Segment::with_line(at.clone(), values.collect())
        };
        let stretches = [stretch(0, 40, 5), stretch(40, 37, 7)];
        let noise = Noise::fit(&stretches, SLOW, 1.0);
        // Every shape of the grid: medium part, its length, slow part.
        let mut best = (f64::NEG_INFINITY, 0.0, 0.0, 0.0);
        for medium_variance in [0.0, 0.5, 1.5, 4.0, 12.0] {
            for medium_length in [0.1, 0.2, 0.4] {
                for share in [0.1, 0.5, 2.0] {
                    let (log, variance) = dense_likelihood(
                        &stretches,
                        &NoiseShape {
                            medium_variance,
                            medium_length,
                            slow_variance: share * (1.0 + medium_variance),
                            slow_length: 2.0,
                        },
                    );
                    if log > best.0 {
                        best = (log, variance, medium_variance, medium_length);
                    }
                }
            }
        }
        assert!(
            near(noise.white_variance, best.1),
            "{stays}: {noise:?} {best:?}"
        );
        assert_eq!(noise.short.medium_variance, best.2, "{stays}");
        assert!(
            best.2 == 0.0 || noise.short.medium_length == best.3,
            "{stays}"
        );
        assert_eq!(noise.short.slow_variance, 0.0);
        assert_eq!(
            noise.degrees,
            stretches.iter().map(|s| s.values.len() - 2).sum::<usize>() as f64
        );

        let given = noise.clone().given(&stretches);
        let short = 1.0 + noise.short.medium_variance;
        let likelihoods: Vec<f64> = SLOW
            .shares
            .iter()
            .map(|&(share, weight)| {
                let slow_variance = share * short;
                let (log, _) = dense_likelihood(
                    &stretches,
                    &NoiseShape {
                        slow_variance,
                        ..noise.short
                    },
                );
                weight * (log - best.0).exp()
            })
            .collect();
        let total: f64 = likelihoods.iter().sum();
        for (k, &(share, _)) in SLOW.shares.iter().enumerate() {
            assert!(near(given.slow[k].0, share * short), "{stays}: {given:?}");
            assert!(
                near(given.slow[k].1, likelihoods[k] / total),
                "{stays}: {given:?} {likelihoods:?}"
            );
        }

        // A sum of the noise with weights of both signs, at uneven places.
        let at: Vec<f64> = (0..9)
            .map(|i| 0.3 * f64::from(i) + 0.05 * number())
            .collect();
        let weights: Vec<f64> = (0..9).map(|_| number()).collect();
        let dense: f64 = given
            .slow
            .iter()
            .map(|&(slow_variance, weight)| {
                let matrix = dense_noise(
                    &NoiseShape {
                        slow_variance,
                        ..given.short
                    },
                    &at,
                );
                let w = DVector::from_vec(weights.clone());
                weight * given.white_variance * (w.transpose() * matrix * &w)[(0, 0)]
            })
            .sum();
        let pairs: Vec<(f64, f64)> = at.iter().copied().zip(weights).collect();
        assert!(near(given.variance_of_sum(&pairs), dense), "{stays}");
        fitted.push(noise.short.medium_variance);
    }
    // White noise and coloured noise have both been fitted.
    assert!(fitted.contains(&0.0), "{fitted:?}");
    assert!(fitted.iter().any(|m| *m > 1.0), "{fitted:?}");
}

/// Log-likelihood of a series whose columns all have proper priors, the variance integrated out, and the variance at which
/// it is largest, from the whole covariance: that of the noise plus what the priors add, stated in units of `scale`.
fn dense_likelihood_with_priors(stretch: &Segment, shape: &NoiseShape, scale: f64) -> (f64, f64) {
    let (n, p) = (stretch.values.len(), stretch.columns.len());
    let x = DMatrix::from_fn(n, p, |i, k| stretch.columns[k].values[i]);
    let mean = DVector::from_iterator(p, stretch.columns.iter().map(|c| c.mean));
    let priors = stretch.columns.iter().map(|c| c.sd * c.sd / scale);
    let priors = DMatrix::from_diagonal(&DVector::from_iterator(p, priors));
    let whole = dense_noise(shape, &stretch.positions) + &x * priors * x.transpose();
    let rest = DVector::from_vec(stretch.values.clone()) - &x * mean;
    let squares = (rest.transpose() * whole.clone().try_inverse().unwrap() * &rest)[(0, 0)];
    let degrees = (n - p) as f64;
    let log = -0.5 * whole.determinant().ln() - 0.5 * degrees * squares.ln();
    (log, squares / degrees)
}

#[test]
fn noise_is_fitted_beside_columns_whose_coefficients_are_known_roughly() {
    const SLOW: SlowPart = SlowPart {
        length: 2.0,
        shares: &[(0.05, 0.25), (0.4, 0.75)],
        tried: &[0.1, 0.5, 2.0],
    };
    for (seed, stays, guess) in [(1, 0.0, 0.3), (2, 0.6, 0.05), (4, 0.9, 2.0)] {
        let mut number = scattered(seed);
        let n = 35;
        let mut x = 0.0;
        let column = |values: Vec<f64>, mean, sd| Column { values, mean, sd };
        let columns = vec![
            column(vec![1.0; n], 5.0, 0.2),
            column((0..n).map(|_| number()).collect(), -2.0, 0.1),
        ];
        let stretch = Segment {
            positions: (0..n).map(|i| 0.1 * i as f64).collect(),
            white: vec![1.0; n],
            values: (0..n)
                .map(|i| {
                    x = stays * x + number();
                    x + 5.1 - 1.9 * columns[1].values[i]
                })
                .collect(),
            columns,
        };
        let stretches = [stretch];
        let noise = Noise::fit(&stretches, SLOW, guess);
        let mut best = (f64::NEG_INFINITY, 0.0, 0.0);
        for medium_variance in [0.0, 0.5, 1.5, 4.0, 12.0] {
            for medium_length in [0.1, 0.2, 0.4] {
                for share in [0.1, 0.5, 2.0] {
                    let shape = NoiseShape {
                        medium_variance,
                        medium_length,
                        slow_variance: share * (1.0 + medium_variance),
                        slow_length: 2.0,
                    };
                    let scale = guess / (1.0 + medium_variance);
                    let (log, variance) =
                        dense_likelihood_with_priors(&stretches[0], &shape, scale);
                    if log > best.0 {
                        best = (log, variance, medium_variance);
                    }
                }
            }
        }
        assert!(
            near(noise.white_variance, best.1),
            "{stays}: {noise:?} {best:?}"
        );
        assert_eq!(noise.short.medium_variance, best.2, "{stays}");

        let given = noise.clone().given(&stretches);
        let weights = SLOW.shares.iter().map(|&(share, weight)| {
            let shape = NoiseShape {
                slow_variance: share * (1.0 + noise.short.medium_variance),
                ..noise.short
            };
            let dense = dense_likelihood_with_priors(&stretches[0], &shape, noise.white_variance);
            weight * (dense.0 - best.0).exp()
        });
        let weights: Vec<f64> = weights.collect();
        let total: f64 = weights.iter().sum();
        for (ours, dense) in given.slow.iter().zip(&weights) {
            assert!(
                near(ours.1, dense / total),
                "{stays}: {given:?} {weights:?}"
            );
        }
    }
}

#[test]
fn half_of_an_interval_is_students_t_times_the_standard_error() {
    let noise = Noise {
        white_variance: 0.25,
        short: NoiseShape::white(2.0),
        slow: Vec::new(),
        degrees: 10.0,
    };
    // Two independent values; the quantile of 0.975 at 10 degrees is in every table.
    let half = noise.half_width_95(&[(0.0, 0.6), (1.0, -0.8)]);
    assert!((half - 2.228_138_85 * 0.5).abs() < 1e-6, "{half}");
}

#[test]
fn a_series_no_longer_than_its_columns_leaves_one_degree_of_freedom() {
    const SLOW: SlowPart = SlowPart {
        length: 2.0,
        shares: &[(0.1, 1.0)],
        tried: &[0.1],
    };
    let pair = Segment::with_line(vec![0.0, 0.1], vec![1.0, 2.0]);
    let noise = Noise::fit(&[pair], SLOW, 1.0);
    assert_eq!(noise.degrees, 1.0);
    assert!(noise.white_variance.is_finite(), "{noise:?}");
}

#[test]
fn an_estimate_is_widened_about_its_value() {
    let estimate = Estimate {
        value: 2.0,
        low: 1.0,
        high: 5.0,
    };
    let wider = estimate.widened(2.0);
    assert_eq!((wider.value, wider.low, wider.high), (2.0, 0.0, 8.0));
}
