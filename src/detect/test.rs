//! The test for an onset: the statistic of [`super::search`], its p-value by simulating
//! the fitted no-onset model through the whole search, and the posterior of the onset.

use super::search::{Search, Weighed, Width, log_sum};
use crate::stats::Estimate;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// Simulated runs behind a p-value at most: the smallest p that can be stated is 1/200.
const SIMULATIONS: usize = 199;
/// Simulations as extreme as the run after which the answer is clear (Besag & Clifford
/// 1991, doi 10.1093/biomet/78.2.301).
const ENOUGH: usize = 10;

/// The share of runs simulated from the fitted no-onset model with a statistic as large.
pub fn p_value(search: &Search, centred: &[f64], statistic: f64, seed: u64) -> f64 {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let none = search.weigh_none(centred);
    let total = log_sum(none.iter().map(|&(_, _, log)| log));
    let fitted = fitted_null(search, centred, &none);
    let mut as_large = 0;
    for done in 1..=SIMULATIONS {
        let scale = draw_scale(&none, total, rng.random());
        let (mean, sd) = &fitted[scale];
        let mut series = search.whitener(scale).simulate(&mut rng);
        for (x, m) in series.iter_mut().zip(mean) {
            *x = *x * sd + m;
        }
        if search.scan(&series).statistic() >= statistic {
            as_large += 1;
            if as_large == ENOUGH {
                return ENOUGH as f64 / done as f64;
            }
        }
    }
    (as_large + 1) as f64 / (SIMULATIONS + 1) as f64
}

fn draw_scale(none: &[(usize, Option<usize>, f64)], total: f64, at: f64) -> usize {
    let mut passed = 0.0;
    for &(scale, _, log) in none {
        passed += (log - total).exp();
        if passed >= at {
            return scale;
        }
    }
    none.last().map_or(0, |&(scale, ..)| scale)
}

/// Fitted mean and noise scale of the no-onset model, by amount of slow noise.
fn fitted_null(
    search: &Search,
    centred: &[f64],
    none: &[(usize, Option<usize>, f64)],
) -> Vec<(Vec<f64>, f64)> {
    (0..search.problem().slow.len())
        .map(|scale| {
            let best_shift = none
                .iter()
                .filter(|&&(s, ..)| s == scale)
                .max_by(|a, b| a.2.total_cmp(&b.2))
                .and_then(|&(_, shift, _)| shift);
            search.fitted_null(scale, best_shift, centred)
        })
        .collect()
}

/// The posterior of the onset over places and shapes, given that there is one.
#[derive(Debug, Clone)]
pub struct OnsetPosterior {
    /// Rising onsets, miles, with their probabilities.
    pub places: Vec<(f64, f64)>,
    /// Probability of each width, in the order of the problem.
    pub widths: Vec<(Width, f64)>,
    /// The likeliest combination.
    pub best: Weighed,
    /// Change once complete (for a ramp to the finish: at the finish), with its 95 %
    /// interval, over all combinations.
    pub change: Estimate,
}

impl OnsetPosterior {
    /// Computes the posterior of a centred series.
    pub fn new(search: &Search, centred: &[f64]) -> Option<Self> {
        let weighed = search.weigh(centred);
        let total = log_sum(weighed.iter().map(|w| w.log_weight));
        let best = *weighed
            .iter()
            .max_by(|a, b| a.log_weight.total_cmp(&b.log_weight))?;
        let mut places: Vec<(f64, f64)> = Vec::new();
        let mut widths: Vec<(Width, f64)> = search
            .problem()
            .widths
            .iter()
            .map(|&(w, _)| (w, 0.0))
            .collect();
        let (mut mean, mut square) = (0.0, 0.0);
        for w in &weighed {
            let p = (w.log_weight - total).exp();
            let candidate = &search.candidates()[w.candidate];
            places.push((candidate.onset, p));
            if let Some(slot) = widths
                .iter_mut()
                .find(|(width, _)| *width == candidate.width)
            {
                slot.1 += p;
            }
            mean += p * w.change;
            square += p * (w.change * w.change + w.variance);
        }
        places.sort_by(|a, b| a.0.total_cmp(&b.0));
        places.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        let sd = (square - mean * mean).max(0.0).sqrt();
        Some(Self {
            places,
            widths,
            best,
            change: Estimate::symmetric(mean, 1.96 * sd),
        })
    }

    /// The place below which a share `p` of the probability lies, interpolated within the
    /// cell of each place.
    pub fn quantile(&self, p: f64) -> f64 {
        let half = 0.5 * self.spacing();
        let mut passed = 0.0;
        for &(place, probability) in &self.places {
            if passed + probability >= p && probability > 0.0 {
                return place - half + 2.0 * half * (p - passed) / probability;
            }
            passed += probability;
        }
        self.places.last().map_or(0.0, |&(place, _)| place + half)
    }

    /// The shortest stretch of miles that holds a share `level` of the probability.
    pub fn shortest(&self, level: f64) -> (f64, f64) {
        let half = 0.5 * self.spacing();
        let mut best = (f64::NEG_INFINITY, f64::INFINITY);
        let (mut from, mut held) = (0, 0.0);
        for &(end, probability) in &self.places {
            held += probability;
            while held - self.places[from].1 >= level {
                held -= self.places[from].1;
                from += 1;
            }
            let start = self.places[from].0;
            if held >= level && end - start < best.1 - best.0 {
                best = (start, end);
            }
        }
        (best.0 - half, best.1 + half)
    }

    fn spacing(&self) -> f64 {
        let gaps = self.places.windows(2).map(|w| w[1].0 - w[0].0);
        let least = gaps.fold(f64::INFINITY, f64::min);
        if least.is_finite() { least } else { 0.0 }
    }
}
