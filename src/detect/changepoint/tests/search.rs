//! The search against noise and against a series everybody knows.

use super::normals;
use crate::detect::changepoint::bootstrap::p_value;
use crate::detect::changepoint::posterior::OnsetPosterior;
use crate::detect::changepoint::problem::{LevelShifts, Problem};
use crate::detect::changepoint::search::{Search, WeightedChange};
use crate::detect::changepoint::shape::{Candidate, ChangeShape, SuffixSums};
use crate::stats::{Column, Estimate, Noise, NoiseShape};
use rand::SeedableRng;

fn column(values: Vec<f64>, sd: f64) -> Column {
    Column {
        values,
        mean: 0.0,
        sd,
    }
}

/// A posterior of these onsets (place, probability) and of no change.
pub(super) fn posterior_over(places: Vec<(f64, f64)>) -> OnsetPosterior {
    OnsetPosterior {
        places,
        widths: Vec::new(),
        best: WeightedChange {
            candidate: 0,
            slow: 0,
            shift: None,
            log_weight: 0.0,
            change: 0.0,
            variance: 0.0,
        },
        change: Estimate::symmetric(0.0, 0.0),
    }
}

/// A small problem with a gap, two columns beside the level, two shifts, every shape.
pub(super) fn small() -> Problem {
    let positions: Vec<f64> = (0..25)
        .map(|i| 0.1 * f64::from(i) + if i > 11 { 0.25 } else { 0.0 })
        .collect();
    let n = positions.len();
    Problem {
        white: (0..n).map(|i| 1.0 + 0.4 * (i % 3) as f64).collect(),
        columns: vec![
            column(vec![1.0; n], f64::INFINITY),
            column(positions.iter().map(|s| (3.0 * s).sin()).collect(), 0.01),
            column(positions.iter().map(|s| (-s).exp()).collect(), 0.02),
        ],
        shifts: LevelShifts {
            at: vec![0.35, 0.72],
            sd: 0.015,
            probability: 0.3,
        },
        widths: vec![
            (ChangeShape::ToFinish, 0.5),
            (ChangeShape::Over(0.5), 0.2),
            (ChangeShape::Step, 0.3),
        ],
        favoured: Vec::new(),
        range: (0.62, 2.2),
        steps_from: 0.9,
        spacing: 0.17,
        effect_sd: 0.05,
        only_losses: false,
        noise: Noise {
            white_variance: 1e-4,
            short: NoiseShape {
                medium_variance: 1.5,
                medium_length: 0.25,
                slow_variance: 0.0,
                slow_length: 1.2,
            },
            slow: vec![(0.4, 0.7), (2.0, 0.3)],
            degrees: 30.0,
        },
        positions,
    }
}

/// A problem of white and slow noise about a level, with room for onsets.
pub(super) fn plain(n: usize) -> Problem {
    Problem {
        positions: (0..n).map(|i| 0.1 * i as f64).collect(),
        white: vec![1.0; n],
        columns: vec![column(vec![1.0; n], f64::INFINITY)],
        shifts: LevelShifts {
            at: Vec::new(),
            sd: 1.0,
            probability: 0.0,
        },
        widths: vec![(ChangeShape::ToFinish, 0.5), (ChangeShape::Step, 0.5)],
        favoured: Vec::new(),
        range: (1.0, 0.1 * n as f64 - 1.0),
        steps_from: 0.0,
        spacing: 0.2,
        effect_sd: 2.0,
        only_losses: false,
        noise: Noise {
            white_variance: 1.0,
            short: NoiseShape {
                medium_variance: 0.5,
                medium_length: 0.2,
                slow_variance: 0.0,
                slow_length: 1.5,
            },
            slow: vec![(0.05, 0.6), (0.6, 0.4)],
            degrees: 30.0,
        },
    }
}

#[test]
fn fast_products_are_those_with_the_columns() {
    let search = Search::new(small());
    let mut normal = normals(4);
    let values: Vec<f64> = (0..25).map(|_| normal()).collect();
    let suffix = SuffixSums::<1>::new(values.as_chunks().0, &search.problem().positions);
    for candidate in search.candidates_and_line() {
        let column = search.column(candidate);
        let slow: f64 = column.iter().zip(&values).map(|(c, v)| c * v).sum();
        let fast = suffix.product(candidate, search.problem().finish())[0];
        assert!((slow - fast).abs() < 1e-10, "{candidate:?} {slow} {fast}");
    }
    let widths = |of: ChangeShape| search.candidates().iter().filter(|c| c.width == of).count();
    assert!(widths(ChangeShape::Step) > 3 && widths(ChangeShape::Over(0.5)) > 3);
    let steps = search
        .candidates()
        .iter()
        .filter(|c| c.width == ChangeShape::Step);
    assert!(steps.map(|c| c.onset).fold(f64::INFINITY, f64::min) >= 0.9);
    let total: f64 = search.candidates().iter().map(|c| c.log_prior.exp()).sum();
    assert!((total - 1.0).abs() < 1e-12, "priors sum to one: {total}");
}

#[test]
fn p_values_of_series_without_an_onset_are_uniform() {
    let search = Search::new(plain(80));
    let usual = [1.0; 80];
    let mut rng = rand_pcg::Pcg64Mcg::seed_from_u64(21);
    let found: Vec<f64> = (0..80)
        .map(|seed| {
            // Slow noise as often as its prior says: two in five.
            let z = search
                .whitener(usize::from(seed % 5 < 2))
                .simulate(&usual, &mut rng);
            p_value(&search, &z, search.log_evidence(&z).statistic(), seed)
        })
        .collect();
    let below = found.iter().filter(|&&p| p < 0.2).count();
    // Binomial(80, 0.2): mean 16, sd 3.6; the mean of 80 uniforms has sd 0.032.
    assert!((6..=26).contains(&below), "{below} of 80 below 0.2");
    let mean = found.iter().sum::<f64>() / 80.0;
    assert!((mean - 0.5).abs() < 0.11, "{mean}");
}

#[test]
fn a_rough_stretch_is_no_change() {
    let search = Search::new(plain(80));
    // Four times as rough over the last mile and a half.
    let sizes: Vec<f64> = (0..80).map(|i| if i < 65 { 1.0 } else { 4.0 }).collect();
    let mut rng = rand_pcg::Pcg64Mcg::seed_from_u64(77);
    let found = (0..200).filter(|&seed| {
        let z = search.whitener(0).simulate(&sizes, &mut rng);
        p_value(&search, &z, search.log_evidence(&z).statistic(), seed) < 0.05
    });
    let found = found.count();
    // Binomial(200, 0.05): mean 10, sd 3.1.
    assert!(found <= 19, "{found} of 200 called a change");
}

#[test]
fn a_planted_step_is_found_where_it_is() {
    let search = Search::new(plain(80));
    let usual = [1.0; 80];
    let mut rng = rand_pcg::Pcg64Mcg::seed_from_u64(5);
    let mut z = search.whitener(0).simulate(&usual, &mut rng);
    z[45..].iter_mut().for_each(|x| *x += 4.0);
    let p = p_value(&search, &z, search.log_evidence(&z).statistic(), 1);
    assert!(p <= 0.005 + 1e-12, "the least p that can be stated: {p}");
    let posterior = OnsetPosterior::new(&search, &z).expect("an onset");
    let (low, high) = posterior.shortest(0.95);
    assert!(low < 4.5 && high > 4.4, "{low} {high}");
    let best = &search.candidates()[posterior.best.candidate];
    assert!((best.onset - 4.45).abs() < 0.3, "{best:?}");
    assert!(
        (posterior.change.value - 4.0).abs() < 1.0,
        "{:?}",
        posterior.change
    );
    assert_eq!(best.width, ChangeShape::Step);
}

/// Annual flow of the Nile at Aswan 1871-1970, 1e8 cubic metres (Cobb 1978, doi
/// 10.1093/biomet/65.2.243): it fell after 1898.
#[rustfmt::skip]
const NILE: [f64; 100] = [
    1120., 1160., 963., 1210., 1160., 1160., 813., 1230., 1370., 1140., 995., 935., 1110., 994.,
    1020., 960., 1180., 799., 958., 1140., 1100., 1210., 1150., 1250., 1260., 1220., 1030., 1100.,
    774., 840., 874., 694., 940., 833., 701., 916., 692., 1020., 1050., 969., 831., 726., 456.,
    824., 702., 1120., 1100., 832., 764., 821., 768., 845., 864., 862., 698., 845., 744., 796.,
    1040., 759., 781., 865., 845., 944., 984., 897., 822., 1010., 771., 676., 649., 846., 812.,
    742., 801., 1040., 860., 874., 848., 890., 744., 749., 838., 1050., 918., 986., 797., 923.,
    975., 815., 1020., 906., 901., 1170., 912., 746., 919., 718., 714., 740.,
];

#[test]
fn the_nile_falls_after_1898() {
    let years: Vec<f64> = (1871..=1970).map(f64::from).collect();
    let search = Search::new(Problem {
        positions: years,
        widths: vec![(ChangeShape::Step, 1.0)],
        favoured: Vec::new(),
        range: (1876.0, 1965.0),
        spacing: 1.0,
        effect_sd: 300.0,
        noise: Noise {
            white_variance: 130.0 * 130.0,
            short: NoiseShape {
                medium_variance: 0.0,
                medium_length: 1.0,
                slow_variance: 0.0,
                slow_length: 10.0,
            },
            slow: vec![(1e-9, 1.0)],
            degrees: 30.0,
        },
        ..plain(100)
    });
    let posterior = OnsetPosterior::new(&search, &NILE).expect("an onset");
    let best: Candidate = search.candidates()[posterior.best.candidate];
    assert_eq!(best.onset, 1898.0, "the last year of the high flow");
    // Means 1097.75 before and 849.97 after; the prior shrinks the difference a little.
    let change = posterior.best.change;
    assert!((change + 247.8).abs() < 5.0, "{change}");
    let (low, high) = posterior.shortest(0.95);
    assert!(low > 1893.0 && high < 1903.0, "{low} {high}");
    let p = p_value(&search, &NILE, search.log_evidence(&NILE).statistic(), 1);
    assert!(p <= 0.005 + 1e-12, "{p}");
}

#[test]
fn the_shortest_stretch_of_a_known_distribution() {
    let places = vec![(1.0, 0.1), (2.0, 0.2), (3.0, 0.4), (4.0, 0.2), (5.0, 0.1)];
    let posterior = posterior_over(places);
    for (level, want) in [(0.39, (2.5, 3.5)), (0.79, (1.5, 4.5)), (0.99, (0.5, 5.5))] {
        let got = posterior.shortest(level);
        assert!(
            (got.0 - want.0).abs() + (got.1 - want.1).abs() < 1e-9,
            "{level}: {got:?}"
        );
    }
}
