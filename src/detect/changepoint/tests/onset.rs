//! What is stated of an onset: its interval, its places, and the change over all of them.

use super::normals;
use super::search::{plain, posterior_over, small};
use crate::detect::changepoint::onset_test::OnsetTest;
use crate::detect::changepoint::posterior::OnsetPosterior;
use crate::detect::changepoint::problem::Problem;
use crate::detect::changepoint::search::{Search, WeightedChange};
use crate::detect::types::Onset;

/// White noise of unit size with a step of `size` at window `at`.
fn step(n: usize, at: usize, size: f64) -> Vec<f64> {
    let mut normal = normals(31);
    (0..n)
        .map(|i| normal() + if i >= at { size } else { 0.0 })
        .collect()
}

fn onset(at: usize) -> Onset {
    let problem = Problem {
        effect_sd: 30.0,
        ..plain(80)
    };
    let test = OnsetTest::locate(&problem, &step(80, at, 40.0), 0.1);
    test.expect("long enough").onset()
}

#[test]
fn an_interval_that_reaches_the_edge_of_the_search_is_open_there() {
    // Onsets are searched from mile 1 to mile 7.
    let open = |onset: Onset| (onset.low_open, onset.high_open);
    assert_eq!(open(onset(11)), (true, false));
    assert_eq!(open(onset(15)), (false, false));
    assert_eq!(open(onset(40)), (false, false));
    assert_eq!(open(onset(67)), (false, false));
    assert_eq!(open(onset(70)), (false, true));
    let held = onset(70);
    assert!(held.high.miles() <= 7.0 + 1e-9, "{held:?}");
    assert!(onset(11).low.miles() >= 1.0 - 1e-9);
}

#[test]
fn no_interval_is_narrower_than_a_window_on_either_side() {
    // A step forty times the noise: all of the probability is in one place.
    let sharp = onset(40);
    let (low, at, high) = (sharp.low.miles(), sharp.at.miles(), sharp.high.miles());
    assert!((at - 3.9).abs() < 0.11, "{sharp:?}");
    assert!((at - low - 0.1).abs() < 1e-9, "{sharp:?}");
    assert!((high - at - 0.1).abs() < 1e-9, "{sharp:?}");
}

#[test]
fn the_places_of_a_claimed_onset_hold_its_probability() {
    let of = |size: f64| OnsetTest::run(&plain(80), &step(80, 40, size), 0.1, 1);
    let claimed = of(6.0).expect("long enough");
    let places = claimed.places();
    let total: f64 = places.iter().map(|(_, p)| p).sum();
    assert!((total - 1.0).abs() < 1e-3, "{total}");
    let mean = places.iter().map(|(mile, p)| mile * p).sum::<f64>() / total;
    assert!((mean - 3.95).abs() < 0.3, "{mean}");
    let none = of(0.0).expect("long enough");
    assert!(!none.significant() && none.places().is_empty());
}

#[test]
fn a_change_is_as_unsure_as_its_size_and_its_place_together() {
    let search = Search::new(small());
    // A change of which neither place nor shape is plain.
    let mut normal = normals(9);
    let z: Vec<f64> = (0..25)
        .map(|i| 0.012 * normal() + if i > 14 { 0.03 } else { 0.0 })
        .collect();
    let weighed = search.weigh(&z);
    let total: f64 = weighed.iter().map(|w| w.log_weight.exp()).sum();
    let expectation = |of: &dyn Fn(&WeightedChange) -> f64| {
        let terms = weighed.iter().map(|w| w.log_weight.exp() * of(w));
        terms.sum::<f64>() / total
    };
    let mean = expectation(&|w| w.change);
    let within = expectation(&|w| w.variance);
    let between = expectation(&|w| (w.change - mean).powi(2));
    assert!(between > 0.1 * within, "{between} {within}");
    let said = OnsetPosterior::new(&search, &z).expect("places").change;
    assert!((said.value - mean).abs() < 1e-12, "{said:?} {mean}");
    let half = 1.96 * (within + between).sqrt();
    assert!((said.high - mean - half).abs() < 1e-9, "{said:?} {half}");
    assert!((mean - said.low - half).abs() < 1e-9, "{said:?} {half}");
}

#[test]
fn a_quantile_lies_within_the_cell_of_its_place() {
    // Cells of a fifth of a mile.
    let posterior = posterior_over(vec![(1.0, 0.1), (1.2, 0.2), (1.4, 0.4), (1.6, 0.3)]);
    for (share, mile) in [(0.05, 1.0), (0.1, 1.1), (0.2, 1.2), (0.5, 1.4), (0.7, 1.5)] {
        let got = posterior.quantile(share);
        assert!((got - mile).abs() < 1e-9, "{share}: {got}");
    }
}

#[test]
fn what_speaks_for_a_place_takes_half_of_its_shapes_weight_there() {
    let favoured = vec![(1.3, 0.6), (1.9, 0.4)];
    let search = Search::new(Problem {
        favoured: favoured.clone(),
        ..small()
    });
    for (width, weight) in small().widths {
        let of_shape = || search.candidates().iter().filter(|c| c.width == width);
        let count = of_shape().count() as f64;
        // Half of the weight goes by a normal of half a mile about each place.
        let near = |onset: f64| -> f64 {
            let at = |(place, p): &(f64, f64)| p * (-0.5 * ((onset - place) / 0.5).powi(2)).exp();
            favoured.iter().map(at).sum()
        };
        let all: f64 = of_shape().map(|c| near(c.onset)).sum();
        for candidate in of_shape() {
            let want = weight * (0.5 / count + 0.5 * near(candidate.onset) / all);
            let got = candidate.log_prior.exp();
            assert!((got - want).abs() < 1e-12, "{candidate:?} {want}");
        }
    }
}
