//! The p-value of the search's statistic, by simulating the fitted no-onset model through
//! the whole search.

use super::design::TOGETHER;
use super::evidence::Evidence;
use super::evidence::WhitenedSeries;
use super::search::{NuisanceSetting, Search, log_sum};
use super::upper_bound::UpperBound;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// Simulated runs behind a p-value at most: near the level of the test it is then known to
/// 0.007, so two recordings of one run rarely fall on either side by chance.
const SIMULATIONS: usize = 999;
/// With so many simulations as extreme as the run p is 0.05 and more, and no verdict hangs
/// on the rest (Besag & Clifford 1991, doi 10.1093/biomet/78.2.301).
const ENOUGH: usize = 50;
/// A p-value far above the level is settled early: with this many as extreme ...
const SOON: usize = 10;
/// ... among so many simulations, which happens once in 35 times at p = 0.05.
const EARLY: usize = 100;
/// A p-value far below the level is settled early too: after this many simulations ...
const FEW: usize = 199;
/// ... no more than this as extreme, which happens once in 380 times at p = 0.05.
const HARDLY: usize = 2;
/// Windows on either side from which the local size of the noise is estimated. Noise of real
/// cadence is correlated over about 0.3 mi (docs/accuracy.md), so its bursts are no shorter.
const NEAR: usize = 3;

/// Bootstrap p-value: the share of runs simulated from the fitted no-onset model whose statistic is
/// at least as large.
/// The innovations of simulated runs are as large, place by place, as the run's own: real
/// noise comes in bursts (a wild bootstrap: Liu 1988, doi 10.1214/aos/1176351062).
pub fn p_value(search: &Search, centred: &[f64], statistic: f64, seed: u64) -> f64 {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let none = search.weigh_none(centred);
    let total = log_sum(none.iter().map(|s| s.log_weight));
    let fitted = fitted_models(search, centred, &none);
    let mut evidence = Evidence::<TOGETHER>::new(search);
    let mut bound = UpperBound::new(search);
    let mut rows = vec![[0.0; TOGETHER]; centred.len()];
    let (mut done, mut as_large) = (0, 0);
    loop {
        for lane in 0..TOGETHER {
            let slow = draw_slow_variance(&none, total, rng.random());
            let model = &fitted[slow];
            let series = search.whitener(slow).simulate(&model.sizes, &mut rng);
            for ((row, x), m) in rows.iter_mut().zip(series).zip(&model.mean) {
                row[lane] = x + m;
            }
        }
        evidence.set_series(&rows);
        for lane in 0..TOGETHER {
            done += 1;
            as_large += usize::from(bound.reaches(&evidence, lane, statistic));
            if let Some(p) = settled(done, as_large) {
                return p;
            }
        }
    }
}

/// The p-value, once `as_large` of `done` simulations settle it.
fn settled(done: usize, as_large: usize) -> Option<f64> {
    let stopped = as_large == ENOUGH || (as_large == SOON && done <= EARLY);
    let counted = done == SIMULATIONS || (done == FEW && as_large <= HARDLY);
    if stopped {
        Some(as_large as f64 / done as f64)
    } else {
        counted.then(|| (as_large + 1) as f64 / (done + 1) as f64)
    }
}

fn draw_slow_variance(none: &[NuisanceSetting], total: f64, at: f64) -> usize {
    let mut passed = 0.0;
    for setting in none {
        passed += (setting.log_weight - total).exp();
        if passed >= at {
            return setting.slow;
        }
    }
    none.last().map_or(0, |setting| setting.slow)
}

/// The no-onset model fitted to the series, by slow variance.
fn fitted_models(search: &Search, centred: &[f64], none: &[NuisanceSetting]) -> Vec<NoOnsetModel> {
    (0..search.problem().noise.slow.len())
        .map(|slow| {
            let best_shift = none
                .iter()
                .filter(|setting| setting.slow == slow)
                .max_by(|a, b| a.log_weight.total_cmp(&b.log_weight))
                .and_then(|setting| setting.shift);
            NoOnsetModel::new(search, slow, best_shift, centred)
        })
        .collect()
}

/// Mean and noise of the no-onset model for one slow variance.
pub(super) struct NoOnsetModel {
    /// Mean of each window.
    pub(super) mean: Vec<f64>,
    /// Size of the innovation at each window, in units of the whitener's own.
    pub(super) sizes: Vec<f64>,
}

impl NoOnsetModel {
    /// Fits the model with `shift` (or none) to a centred series.
    pub(super) fn new(search: &Search, slow: usize, shift: Option<usize>, centred: &[f64]) -> Self {
        let design = &search.designs()[slow];
        let shared_design = &design.shared_design;
        let mut mean = vec![0.0; centred.len()];
        if let Some(m) = shift {
            let mut whitened = WhitenedSeries::<1>::new(search, design);
            whitened.set_series(centred.as_chunks().0);
            let size = whitened.likelihood(0).shift_score(m) / shared_design.shift_norms[m];
            mean[search.shift_starts()[m]..]
                .iter_mut()
                .for_each(|x| *x = size);
        }
        let unshifted: Vec<f64> = centred.iter().zip(&mean).map(|(x, m)| x - m).collect();
        let (rest, sum, scores) = shared_design
            .base
            .project(&shared_design.whitener.whiten(&unshifted));
        let coefficients = shared_design.base.coefficients(&scores);
        for (column, coefficient) in search.problem().columns.iter().zip(coefficients) {
            for (m, c) in mean.iter_mut().zip(&column.values) {
                *m += coefficient * c;
            }
        }
        let sd = (sum / centred.len().max(1) as f64).sqrt();
        Self {
            mean,
            sizes: local_sizes(&rest, sd),
        }
    }
}

/// Root mean squares of whitened residuals around each place, `sd` over all of them.
fn local_sizes(rest: &[f64], sd: f64) -> Vec<f64> {
    let mean_square = |part: &[f64]| part.iter().map(|r| r * r).sum::<f64>() / part.len() as f64;
    let all = mean_square(rest);
    let near = |i: usize| &rest[i.saturating_sub(NEAR)..(i + NEAR + 1).min(rest.len())];
    let size = |i: usize| sd * (mean_square(near(i)) / all).sqrt();
    if all > 0.0 {
        (0..rest.len()).map(size).collect()
    } else {
        vec![sd; rest.len()]
    }
}

#[cfg(test)]
mod tests {
    use super::{local_sizes, settled};

    #[test]
    fn a_clear_answer_is_given_early_and_a_close_one_late() {
        // One in ten: settled with the tenth.
        assert_eq!(settled(100, 10), Some(0.1));
        assert_eq!(settled(101, 10), None);
        assert_eq!(settled(199, 2), Some(3.0 / 200.0));
        assert_eq!(settled(199, 3), None);
        assert_eq!(settled(998, 50), Some(50.0 / 998.0));
        assert_eq!(settled(998, 49), None);
        assert_eq!(settled(999, 49), Some(0.05));
    }

    #[test]
    fn sizes_follow_the_roughness_of_the_place() {
        let rest: Vec<f64> = (0..40).map(|i| if i < 20 { 1.0 } else { -3.0 }).collect();
        // Mean square 5 over all, 1 and 9 in the halves.
        let sizes = local_sizes(&rest, 5.0_f64.sqrt());
        assert!((sizes[0] - 1.0).abs() < 1e-12 && (sizes[39] - 3.0).abs() < 1e-12);
        assert!(sizes[16] < sizes[19] && sizes[19] < sizes[22]);
        assert_eq!(local_sizes(&[0.0; 3], 0.0), [0.0; 3]);
    }
}
