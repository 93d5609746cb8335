//! The search's closed forms against dense matrices.

use super::normals;
use super::search::small;
use crate::detect::changepoint::problem::Problem;
use crate::detect::changepoint::search::{NuisanceSetting, Search};
use nalgebra::{DMatrix, DVector};

/// ln p(series) up to a constant, the flat level and the slow integrated out, and the last
/// column's posterior mean and variance: by dense matrices.
fn dense(problem: &Problem, slow: f64, extra: &[(Vec<f64>, f64)], z: &[f64]) -> [f64; 3] {
    let n = z.len();
    let s = &problem.positions;
    let noise = problem.noise.short;
    let mut v = DMatrix::from_fn(n, n, |i, j| {
        let d = (s[i] - s[j]).abs();
        let own = if i == j { problem.white[i] } else { 0.0 };
        own + noise.medium_variance * (-d / noise.medium_length).exp()
            + slow * (-d / noise.slow_length).exp()
    });
    let shared = problem.columns[1..]
        .iter()
        .map(|c| (c.values.clone(), c.sd));
    let (mut last, mut ratio) = (DVector::zeros(n), 0.0);
    for (values, sd) in shared.chain(extra.iter().cloned()) {
        last = DVector::from_vec(values);
        ratio = sd * sd / problem.noise.white_variance;
        v += ratio * &last * last.transpose();
    }
    let factor = v.cholesky().expect("positive definite");
    let ones = DVector::from_element(n, 1.0);
    let z = DVector::from_row_slice(z);
    let through = factor.solve(&ones);
    let flat = ones.dot(&through);
    let project = |x: &DVector<f64>| factor.solve(x) - &through * (through.dot(x) / flat);
    let sum = z.dot(&project(&z));
    let degrees = (n - 1) as f64;
    let log = -0.5 * (factor.determinant().ln() + flat.ln() + degrees * sum.ln());
    let mean = ratio * last.dot(&project(&z));
    let variance = sum / degrees * (ratio - ratio * ratio * last.dot(&project(&last)));
    [log, mean, variance]
}

#[test]
fn marginal_likelihoods_are_those_of_dense_algebra() {
    let problem = small();
    let search = Search::new(problem.clone());
    let mut normal = normals(9);
    let z: Vec<f64> = (0..25)
        .map(|i| 0.01 * normal() + if i > 14 { 0.04 } else { 0.0 } + if i > 4 { 0.02 } else { 0.0 })
        .collect();
    let shift = |m: Option<usize>| {
        m.map(|m| (search.shift_column(m), problem.shifts.sd))
            .into_iter()
            .collect::<Vec<_>>()
    };
    let prior = |slow: usize, m: Option<usize>| {
        let share = problem.shifts.probability;
        problem.noise.slow[slow].1.ln() + m.map_or((1.0 - share).ln(), |_| (share / 2.0).ln())
    };
    let none = search.weigh_none(&z);
    assert_eq!(
        none.len(),
        6,
        "two amounts of slow noise, no shift or one of two"
    );
    let origin =
        none[0].log_weight - dense(&problem, problem.noise.slow[0].0, &[], &z)[0] - prior(0, None);
    for &NuisanceSetting {
        slow,
        shift: m,
        log_weight: log,
    } in &none
    {
        let want = dense(&problem, problem.noise.slow[slow].0, &shift(m), &z)[0] + prior(slow, m);
        assert!(
            (log - want - origin).abs() < 1e-7,
            "{slow} {m:?} {log} {want}"
        );
    }
    let weighed = search.weigh(&z);
    assert_eq!(weighed.len(), 6 * search.candidates().len());
    for w in &weighed {
        let candidate = &search.candidates()[w.candidate];
        let mut extra = shift(w.shift);
        extra.push((search.column(candidate), problem.effect_sd));
        let [log, change, variance] = dense(&problem, problem.noise.slow[w.slow].0, &extra, &z);
        let want = log + prior(w.slow, w.shift) + candidate.log_prior + origin;
        assert!((w.log_weight - want).abs() < 1e-7, "{w:?} {want}");
        assert!((w.change - change).abs() < 1e-9, "{w:?} {change}");
        assert!(
            (w.variance / variance - 1.0).abs() < 1e-6,
            "{w:?} {variance}"
        );
    }
}

#[test]
fn the_evidence_is_the_sum_over_all_that_is_weighed() {
    let search = Search::new(small());
    let mut normal = normals(12);
    let z: Vec<f64> = (0..25).map(|_| 0.01 * normal()).collect();
    let scan = search.log_evidence(&z);
    let onset: f64 = search.weigh(&z).iter().map(|w| w.log_weight.exp()).sum();
    let none: f64 = search
        .weigh_none(&z)
        .iter()
        .map(|w| w.log_weight.exp())
        .sum();
    assert!((scan.onset - onset.ln()).abs() < 1e-9);
    assert!((scan.none - none.ln()).abs() < 1e-9);
    let line = search.weigh_line(&z);
    assert_eq!(line.len(), 6, "as many settings as without a change");
    let line: f64 = line.iter().map(|w| w.log_weight.exp()).sum();
    assert!((scan.line - line.ln()).abs() < 1e-9);
    assert!((scan.statistic() - (onset / none).ln()).abs() < 1e-9);
}
