//! Series side by side against each alone, and the upper bound against the statistic itself.

use super::normals;
use super::search::{plain, small};
use crate::detect::changepoint::evidence::Evidence;
use crate::detect::changepoint::problem::Problem;
use crate::detect::changepoint::search::Search;
use crate::detect::changepoint::upper_bound::UpperBound;
use rand::SeedableRng;

#[test]
fn series_side_by_side_are_what_they_are_alone_and_the_bound_holds() {
    let mut rng = rand_pcg::Pcg64Mcg::seed_from_u64(31);
    for problem in [small(), plain(60)] {
        let search = Search::new(problem);
        let n = search.problem().positions.len();
        let usual = vec![1.0; n];
        let unit = search.problem().noise.white_variance.sqrt();
        let mut evidence = Evidence::<4>::new(&search);
        let mut upper_bound = UpperBound::new(&search);
        let mut reached = 0;
        for round in 0..50 {
            let mut rows = vec![[0.0; 4]; n];
            for lane in 0..4 {
                // Nothing, a step, a step early on, a ramp: of no size up to a large one.
                let size = unit * 0.3 * f64::from(round);
                let noise = search.whitener(lane % 2).simulate(&usual, &mut rng);
                for (i, (row, x)) in rows.iter_mut().zip(noise).enumerate() {
                    row[lane] = unit * x
                        + match lane {
                            0 => 0.0,
                            1 => size * f64::from(u8::from(i > 15)),
                            2 => size * f64::from(u8::from(i > 5)),
                            _ => size * (i as f64 / n as f64 - 0.5).max(0.0),
                        };
                }
            }
            evidence.set_series(&rows);
            for lane in 0..4 {
                let alone: Vec<f64> = rows.iter().map(|row| row[lane]).collect();
                let statistic = search.log_evidence(&alone).statistic();
                assert_eq!(evidence.log_evidence(lane).statistic(), statistic);
                let bound = upper_bound.statistic(&evidence, lane);
                let above = bound - statistic;
                // What the average over a shape's onsets loses against its best: at most
                // the logarithm of their number.
                assert!((-1e-7..5.0).contains(&above), "{lane} {statistic} {bound}");
                assert!(upper_bound.reaches(&evidence, lane, statistic));
                assert!(!upper_bound.reaches(&evidence, lane, statistic + 1e-9));
                reached += usize::from(upper_bound.reaches(&evidence, lane, 1.0));
                assert_eq!(upper_bound.reaches(&evidence, lane, 1.0), statistic >= 1.0);
            }
        }
        assert!(
            (20..180).contains(&reached),
            "both answers occur: {reached}"
        );
    }
}

#[test]
fn another_spacing_is_another_search() {
    let other = Problem {
        spacing: 0.05,
        ..small()
    };
    let mut normal = normals(17);
    let z: Vec<f64> = (0..25).map(|_| 0.01 * normal()).collect();
    let spaced = Search::new(small()).spaced(0.05);
    assert_eq!(
        spaced.log_evidence(&z).onset,
        Search::new(other).log_evidence(&z).onset
    );
}
