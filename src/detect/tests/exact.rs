//! Parts of the stage against values found another way: dense algebra, or the made run itself.

use super::*;
use crate::detect::certainty::{FormEvidence, form};
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
        conditions: true,
    };
    // One to three against it, where neither the test nor the size says anything.
    let p = form(&evidence);
    assert!((0.2..0.34).contains(&p), "{p}");
    // Hours count by their logarithm: twice as many are worth as much from anywhere.
    let odds = |hours: f64| {
        let p = form(&FormEvidence { hours, ..evidence });
        (p / (1.0 - p)).ln()
    };
    let (once, twice) = (odds(2.0) - odds(1.0), odds(4.0) - odds(2.0));
    assert!(once > 0.5 && (once - twice).abs() < 1e-9, "{once} {twice}");
}
