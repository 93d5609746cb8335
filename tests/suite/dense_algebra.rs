//! The statistics against dense linear algebra: the same quantities from whole covariance
//! matrices, with no filter, no orthogonalisation and no sum taken apart.

use formdrift::stats::wander::{Segment, Shape, Wander};
use formdrift::stats::{Base, Column, Estimate, NoiseShape, Whitener};
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

/// Variance, share of the coloured part and degrees of freedom of a wander, from whole matrices.
fn dense_wander(segments: &[Segment], parts: &[(f64, f64)]) -> (f64, f64, f64) {
    let all: f64 = parts.iter().map(|(weight, _)| weight).sum();
    let colour = |lag: usize| -> f64 {
        let at = |(weight, decay): &(f64, f64)| weight * (-(lag as f64) / decay).exp();
        parts.iter().map(at).sum::<f64>() / all
    };
    let (mut seen, mut coloured, mut white) = ([0.0; 2], [0.0; 2], [0.0; 2]);
    for segment in segments.iter().filter(|s| s.at.len() >= 4) {
        let n = segment.at.len();
        let basis = DMatrix::from_fn(n, 2, |i, k| (segment.at[i] as f64).powi(k as i32));
        let inner = (basis.transpose() * &basis).try_inverse().unwrap();
        let keep = DMatrix::identity(n, n) - &basis * inner * basis.transpose();
        let rest = &keep * DVector::from_vec(segment.values.clone());
        let r = DMatrix::from_fn(n, n, |i, j| colour(segment.at[i].abs_diff(segment.at[j])));
        let of_colour = &keep * r * &keep;
        let beside = (1..n).filter(|i| segment.at[*i] - segment.at[i - 1] == 1);
        let beside: Vec<usize> = beside.collect();
        for (sums, matrix) in [
            (&mut seen, &rest * rest.transpose()),
            (&mut coloured, of_colour),
            (&mut white, keep.clone()),
        ] {
            sums[0] += matrix.trace();
            sums[1] += beside.iter().map(|&i| matrix[(i - 1, i)]).sum::<f64>();
        }
    }
    let both = DMatrix::from_row_slice(2, 2, &[coloured[0], white[0], coloured[1], white[1]]);
    let sizes = both.try_inverse().unwrap() * DVector::from_row_slice(&seen);
    let share = sizes[0] / (sizes[0] + sizes[1]);
    // At least three tenths are coloured; without any size all of it is.
    let share = if sizes[0] + sizes[1] > 0.0 {
        share.clamp(0.3, 1.0)
    } else {
        1.0
    };
    let memory = |m: [f64; 2]| {
        let r = (m[1] / m[0]).clamp(0.0, 0.95);
        (1.0 + r) / (1.0 - r)
    };
    let raised = if share < 1.0 {
        1.0
    } else {
        (memory(seen) / memory(coloured)).clamp(1.0, 3.0)
    };
    let expected = share * coloured[0] + (1.0 - share) * white[0];
    let last = segments.iter().flat_map(|s| s.at.last()).max().unwrap();
    let squared: f64 = (1..=*last).map(|lag| (share * colour(lag)).powi(2)).sum();
    (
        seen[0] / expected * raised,
        share,
        (expected / (1.0 + 2.0 * squared)).max(1.0),
    )
}

#[test]
fn a_wander_is_that_of_the_whole_covariance() {
    let parts = [(0.60, 1.3), (0.22, 20.0)];
    let shape = Shape { parts: &parts };
    let mut shares = Vec::new();
    // How much of the last value stays in the next: from white to nearly a trend.
    for (seed, stays) in [
        (1, 0.0),
        (2, 0.3),
        (3, 0.45),
        (4, 0.6),
        (5, 0.97),
        (6, -0.5),
    ] {
        let mut number = scattered(seed);
        let mut x = 0.0;
        let mut segment = |from: usize, count: usize, missing: usize| {
            let at: Vec<usize> = (from..from + count).filter(|i| i % 11 != missing).collect();
            let values = at.iter().map(|i| {
                x = stays * x + number();
                x + 0.03 * *i as f64
            });
            Segment {
                values: values.collect(),
                at: at.clone(),
            }
        };
        // The short one says nothing.
        let segments = [segment(0, 40, 5), segment(40, 3, 99), segment(43, 37, 7)];
        let wander = Wander::fit(&segments, shape).unwrap();
        let (variance, share, degrees) = dense_wander(&segments, &parts);
        let lag = |places: usize| wander.covariance_of_means(&[0], &[places]);
        assert!(near(lag(0), variance), "{stays}: {} {variance}", lag(0));
        let colour = (0.60 * (-3.0_f64 / 1.3).exp() + 0.22 * (-3.0_f64 / 20.0).exp()) / 0.82;
        assert!(near(lag(3), variance * share * colour), "{stays}");
        assert!(
            near(wander.degrees, degrees),
            "{stays}: {} {degrees}",
            wander.degrees
        );
        shares.push(share);
    }
    // All three cases have been seen: hardly coloured, both, and all coloured.
    assert!(shares.iter().any(|s| *s <= 0.3), "{shares:?}");
    assert!(shares.iter().any(|s| *s > 0.3 && *s < 1.0), "{shares:?}");
    assert!(shares.iter().any(|s| *s >= 1.0), "{shares:?}");
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
