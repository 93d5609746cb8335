//! The accuracy table in small: fails when a bar is missed by more than chance allows. The
//! full table is made by the accuracy example and stands in docs/accuracy.md.

use crate::bars::{BARS, Bar, Limit, Measure};
use crate::judge::{Door, Outcome, judge};
use crate::sim::{SCENARIOS, Scenario};
use rayon::prelude::*;
use statrs::distribution::{Binomial, DiscreteCDF};

/// Seeds of this test: neither those of tuning nor those of the documentation.
const SEEDS: std::ops::Range<u64> = 500_000..500_024;

/// A bar just met fails this test once in ten thousand; some fifty are checked.
const CHANCE: f64 = 1e-4;

#[test]
fn no_bar_is_plainly_missed() {
    let jobs: Vec<(&Scenario, u64)> = SCENARIOS
        .iter()
        .flat_map(|scenario| SEEDS.map(move |seed| (scenario, seed)))
        .collect();
    let outcomes: Vec<(&str, Outcome)> = jobs
        .into_par_iter()
        .map(|(scenario, seed)| {
            let run = scenario.run(seed);
            (scenario.name, judge(&run, seed, Door::of_seed(seed)))
        })
        .collect();
    let mut missed = Vec::new();
    for bar in BARS {
        for name in bar.scenarios {
            let of: Vec<&Outcome> = outcomes
                .iter()
                .filter(|(scenario, _)| scenario == name)
                .map(|(_, outcome)| outcome)
                .collect();
            assert_eq!(of.len(), SEEDS.count(), "{name} is no scenario");
            missed.extend(complaint(bar, &of).map(|why| format!("{name}: {why}")));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

/// Why a bar is plainly missed, if it is.
fn complaint(bar: &Bar, outcomes: &[&Outcome]) -> Option<String> {
    let figure = bar.figure;
    match bar.measure {
        Measure::Share(of) => {
            let counted: Vec<bool> = outcomes.iter().filter_map(|o| of(o)).collect();
            let (k, n) = (counted.iter().filter(|yes| **yes).count(), counted.len());
            let (least, most) = match bar.bar {
                Limit::AtMost(most) => (0, likely(most, n).1),
                Limit::AtLeast(least) => (likely(least, n).0, n),
                Limit::Within(least, most) => (likely(least, n).0, likely(most, n).1),
                Limit::None => (0, n),
            };
            let fine = (least..=most).contains(&k);
            (!fine).then(|| format!("{figure}: {k} of {n}, {least} to {most} would do"))
        }
        Measure::Median(of) => {
            // Were the median at the bar, half of the values would lie above it.
            let Limit::AtMost(bar) = bar.bar else {
                return None;
            };
            let values: Vec<f64> = outcomes.iter().filter_map(|o| of(o)).collect();
            let above = values.iter().filter(|value| **value > bar).count();
            let most = likely(50.0, values.len()).1;
            let n = values.len();
            (above > most).then(|| format!("{figure}: {above} of {n} above {bar}, {most} would do"))
        }
    }
}

/// Counts of `n` that a share of `pct` percent gives but for `CHANCE` at either end.
pub fn likely(pct: f64, n: usize) -> (usize, usize) {
    let counts = Binomial::new(pct / 100.0, n as u64).unwrap();
    let least = counts.inverse_cdf(CHANCE) as usize;
    let most = counts.inverse_cdf(1.0 - CHANCE) as usize;
    (least, most.min(n))
}

#[test]
fn likely_counts_are_the_binomial_ones() {
    // One in 24 at 5 %: P(X > 7) is 3e-5, P(X > 6) 2.5e-4.
    assert_eq!(likely(5.0, 24), (0, 7));
    assert_eq!(likely(0.0, 24).1, 0);
    assert_eq!(likely(80.0, 24).0, 11);
}
