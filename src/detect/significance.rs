//! The p-value of the search's statistic, by simulating the fitted no-onset model through
//! the whole search.

use super::panel::{Ceiling, Panel};
use super::scale::TOGETHER;
use super::search::{Search, log_sum};
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
    let mut panel = Panel::<TOGETHER>::new(search);
    let mut ceiling = Ceiling::new(search);
    let mut rows = vec![[0.0; TOGETHER]; centred.len()];
    let (mut done, mut as_large) = (0, 0);
    while done < SIMULATIONS {
        for lane in 0..TOGETHER {
            let scale = draw_scale(&none, total, rng.random());
            let (mean, sd) = &fitted[scale];
            let series = search.whitener(scale).simulate(&mut rng);
            for ((row, x), m) in rows.iter_mut().zip(series).zip(mean) {
                row[lane] = x * sd + m;
            }
        }
        panel.see(&rows);
        for lane in 0..TOGETHER.min(SIMULATIONS - done) {
            done += 1;
            if ceiling.reaches(&panel, lane, statistic) {
                as_large += 1;
                if as_large == ENOUGH {
                    return ENOUGH as f64 / done as f64;
                }
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
