//! Parts of the stage against values found another way: dense algebra, or the made run itself.

use super::*;
use crate::detect::certainty::{FormEvidence, FormMargins, form};
use crate::detect::heart;
use crate::detect::kalman::SpeedAndGrade;
use nalgebra::{DMatrix, DVector};

#[test]
fn the_smoother_gives_the_expectation_of_the_whole_series() {
    let smoother = SpeedAndGrade {
        slope: -2.5,
        error: [4e-4, 1e-3],
        process: [1e-4, 2e-4],
    };
    let mut normal = normals(3);
    let n = 25;
    let grade: Vec<f64> = (0..n)
        .map(|i| 0.03 * (i as f64 / 4.0).sin() + 0.02 * normal())
        .collect();
    let speed: Vec<f64> = (0..n).map(|_| 1.1 + 0.03 * normal()).collect();
    // Least squares over all grades and all speeds at once: each term is a row, weighed by its
    // variance.
    let mut a = DMatrix::<f64>::zeros(2 * n, 2 * n);
    let mut b = DVector::<f64>::zeros(2 * n);
    let mut row = |of: &[(usize, f64)], value: f64, variance: f64| {
        for &(i, x) in of {
            b[i] += x * value / variance;
            for &(j, y) in of {
                a[(i, j)] += x * y / variance;
            }
        }
    };
    for i in 0..n {
        row(&[(i, 1.0)], grade[i], smoother.error[0]);
        row(
            &[(i, smoother.slope), (n + i, 1.0)],
            speed[i],
            smoother.error[1],
        );
        if i + 1 < n {
            row(&[(i, -1.0), (i + 1, 1.0)], 0.0, smoother.process[0]);
            row(&[(n + i, -1.0), (n + i + 1, 1.0)], 0.0, smoother.process[1]);
        }
    }
    let dense = a.lu().solve(&b).expect("each state is observed");
    let smooth = smoother.smooth(&grade, &speed);
    for i in 0..n {
        assert!((smooth.grade[i] - dense[i]).abs() < 1e-9, "grade {i}");
        let ln_speed = smoother.slope * dense[i] + dense[n + i];
        assert!((smooth.ln_speed[i] - ln_speed).abs() < 1e-9, "speed {i}");
    }
}

/// A run at one speed whose heart rate is so many times higher from a mile on.
fn beating(from_mi: f64, times: f64) -> Measures {
    run(200, |mile| Doing {
        heart_bpm: Some(150.0 * if mile > from_mi { times } else { 1.0 }),
        ..USUAL
    })
}

#[test]
fn decoupling_begins_where_the_heart_leaves_the_speed() {
    // 2.5 % counts; 4 % are well below ten.
    for (times, from_mi) in [(1.04, 12.0), (1.08, 9.0)] {
        let measures = beating(from_mi, times);
        let onset = heart::decoupling(&series(&measures)).decoupling_onset;
        let at = onset.expect("above the threshold to the end").miles();
        assert!((at - from_mi).abs() < 0.25, "{times}: {at}");
    }
    let onset = heart::decoupling(&series(&beating(12.0, 1.02))).decoupling_onset;
    assert_eq!(onset, None);
}

#[test]
fn decoupling_is_the_fall_of_speed_over_heart_rate_between_the_halves() {
    // The halves meet in the middle of the time behind the first ten minutes.
    let minutes = |miles: f64| miles * 1609.344 / USUAL.speed_m_per_s / 60.0;
    let middle_mi = 20.0 * (0.5 * (10.0 + minutes(20.0)) / minutes(20.0));
    let measures = beating(middle_mi, 1.10);
    let pct = heart::decoupling(&series(&measures))
        .decoupling_pct
        .expect("a heart rate in both halves");
    let expected = 100.0 * (1.0 - 1.0 / 1.10);
    assert!((pct - expected).abs() < 0.2, "{pct} {expected}");
}

#[test]
fn a_change_no_larger_than_the_smallest_has_poor_odds() {
    let evidence = FormEvidence {
        log_bayes_factor: 0.0,
        change: -0.02,
        change_sd: 0.01,
        least: 0.02,
        hours: 2.0,
        margins: FormMargins {
            no_line: 0.0,
            size: 0.0,
            sign: 3.0,
            sustained: 1.0,
            departs: 1.0,
            observed: 3.0,
        },
    };
    // Against it by much, where neither the test nor the size says anything.
    let p = form(&evidence);
    assert!((0.02..0.06).contains(&p), "{p}");
    // Hours count by their logarithm: twice as many are worth as much from anywhere.
    let defined = FormMargins {
        size: 3.0,
        sign: 9.0,
        observed: 9.0,
        ..evidence.margins
    };
    let odds = |hours: f64| {
        let p = form(&FormEvidence {
            hours,
            margins: defined,
            ..evidence
        });
        (p / (1.0 - p)).ln()
    };
    let (once, twice) = (odds(2.0) - odds(1.0), odds(4.0) - odds(2.0));
    assert!(once > 0.5 && (once - twice).abs() < 1e-6, "{once} {twice}");
}

#[test]
fn a_heart_is_weighed_against_the_prior_by_precision() {
    // A normal of 0.6 and 0.45 before, one of 0.2 and 0.3 measured.
    let weighed = heart::HeartFall {
        ratio: 0.2,
        sd: 0.3,
    }
    .weighed();
    let (before, own) = (1.0 / (0.45 * 0.45), 1.0 / (0.3 * 0.3));
    let mean = (0.6 * before + 0.2 * own) / (before + own);
    let half = 1.645 / f64::sqrt(before + own);
    assert!((weighed.value - mean).abs() < 1e-12, "{weighed:?}");
    assert!((weighed.low - mean + half).abs() < 1e-12, "{weighed:?}");
    assert!((weighed.high - mean - half).abs() < 1e-12, "{weighed:?}");
}

#[test]
fn the_fall_of_the_heart_is_that_of_a_regression_on_the_miles_before() {
    // Late, what follows is shorter than the wander's memory.
    for onset_mi in [12.0, 18.4] {
        assert_fall_is_that_of_a_regression(onset_mi);
    }
}

fn assert_fall_is_that_of_a_regression(onset_mi: f64) {
    let measures = made(31, |mile| {
        let hours = mile * 1609.344 / 3.1 / 3600.0;
        // Pace rolls by several percent, so that the run itself says how the heart follows.
        let speed = 0.05 * (mile / 1.5).sin() - 0.12 * f64::from(u8::from(mile > onset_mi));
        (0.0, speed, 0.05 * hours + 0.6 * speed)
    });
    let series = series(&measures);
    let said = heart::fall(&series, onset_mi).expect("heart rate on both sides");

    // Effort is speed as seen through a lag of 1.2 min.
    let mut effort = Vec::new();
    let (mut state, mut last) = (series.ln_flat_speed[0], series.moving_min[0]);
    for i in 0..series.len() {
        let apart = (series.moving_min[i] - last).max(0.5);
        state += (1.0 - (-apart / 1.2).exp()) * (series.ln_flat_speed[i] - state);
        last = series.moving_min[i];
        effort.push(state);
    }
    let heart = |i: usize| series.ln_heart[i].expect("a strap was worn");
    let warm = (0..series.len()).filter(|&i| series.moving_min[i] > 10.0);
    let (before, after): (Vec<usize>, Vec<usize>) = warm.partition(|&i| series.at_mi[i] < onset_mi);
    let onset_min = series.moving_min[before[before.len() - 1]];
    let after: Vec<usize> = after
        .into_iter()
        .filter(|&i| series.moving_min[i] > onset_min + 3.0)
        .collect();
    let mean = |of: &[usize], value: &dyn Fn(usize) -> f64| {
        of.iter().map(|&i| value(i)).sum::<f64>() / of.len() as f64
    };
    // ln heart rate is level + drift x hours + beta x effort; its noise is white (0.8 %) and wanders (1.2 % with a
    // memory of 8 min), so that each window counts for less than one.
    let minute = |i: usize| series.moving_min[i];
    let variance_of_mean = |of: &[usize]| {
        let n = of.len() as f64;
        let pairs = of.iter().flat_map(|&i| of.iter().map(move |&j| (i, j)));
        let wander: f64 = pairs
            .map(|(i, j)| 0.012 * 0.012 * (-(minute(i) - minute(j)).abs() / 8.0).exp())
            .sum();
        0.008 * 0.008 / n + wander / (n * n)
    };
    let variance = before.len() as f64 * variance_of_mean(&before);
    let (mid_min, mid_effort) = (mean(&before, &minute), mean(&before, &|i| effort[i]));
    let mid_heart = mean(&before, &heart);
    let design = DMatrix::from_fn(before.len(), 2, |row, column| {
        let i = before[row];
        [(minute(i) - mid_min) / 60.0, effort[i] - mid_effort][column]
    });
    let hearts = DVector::from_iterator(before.len(), before.iter().map(|&i| heart(i) - mid_heart));
    let prior = DMatrix::from_diagonal(&DVector::from_row_slice(&[
        1.0 / (0.015 * 0.015),
        1.0 / (0.2 * 0.2),
    ]));
    let precision = design.transpose() * &design / variance + &prior;
    let covariance = precision.try_inverse().expect("positive definite");
    let expected = DVector::from_row_slice(&[0.02, 0.75]);
    let fitted = &covariance * (design.transpose() * hearts / variance + prior * expected);
    let (drift, beta) = (fitted[0], fitted[1]);

    let loss = mean(&before, &|i| series.ln_flat_speed[i]) - mean(&after, &|i| effort[i]);
    let hours = (mean(&after, &minute) - mid_min) / 60.0;
    let fall = mid_heart + drift * hours - mean(&after, &heart);
    let ratio = fall / (beta * loss);
    assert!((said.ratio - ratio).abs() < 1e-9, "{said:?} {ratio}");
    // The noise of the mean after the onset, that of the level, and the errors of the slopes.
    let wander = variance_of_mean(&after);
    let level = variance_of_mean(&before) + covariance[(0, 0)] * hours * hours;
    let sd = ((wander + level) / (beta * loss).powi(2)
        + ratio * ratio * covariance[(1, 1)] / (beta * beta))
        .sqrt();
    assert!((said.sd - sd).abs() < 1e-9, "{said:?} {sd}");
}
