//! Witnesses: means over the running of two stretches, and how far the noise of this run lets them differ.

use super::{Doing, USUAL, normals, run};
use crate::detect::attribution::{Stretches, witnesses};
use crate::detect::types::Witness;
use crate::measure::{Measures, Window, noise_of};
use crate::stats::{Column, Segment};

/// Miles 8 to 9 belong to neither side.
const SPLIT: Stretches = Stretches {
    fresh_to: 8.0,
    late_from: 9.0,
};

fn middle_mi(window: &Window) -> f64 {
    0.5 * (window.from.miles() + window.to.miles())
}

/// Twelve miles; a window out of four is mostly walked, with quicker steps in what is run of it.
fn uneven() -> Measures {
    let mut normal = normals(61);
    let mut count = 0;
    let mut measures = run(120, |mile| {
        count += 1;
        let beside_walk = f64::from(u8::from(count % 4 == 0));
        let late = f64::from(u8::from(mile > 9.0));
        Doing {
            cadence_spm: 176.0 * (0.03 * beside_walk - 0.02 * late + 0.006 * normal()).exp(),
            speed_m_per_s: 3.1 * (0.01 * normal()).exp(),
            ..USUAL
        }
    });
    for (i, window) in measures.windows.iter_mut().enumerate() {
        if (i + 1) % 4 == 0 {
            let tally = &mut window.tally;
            tally.walked_s = 1.6 * tally.running_s;
            tally.walked_m = 0.8 * tally.running_m;
            for part in [
                &mut tally.running_s,
                &mut tally.running_m,
                &mut tally.stepped_s,
                &mut tally.stepped_m,
                &mut tally.steps,
                &mut tally.flat_equivalent_m,
            ] {
                *part *= 0.2;
            }
        }
    }
    measures
}

fn find(measures: &Measures, key: &str) -> Option<Witness> {
    let all = witnesses(measures, SPLIT);
    all.into_iter().find(|witness| witness.metric == key)
}

/// Windows of the two sides: fresh running begins after ten minutes.
fn sides(measures: &Measures) -> [Vec<&Window>; 2] {
    let windows = measures.windows.iter();
    let fresh = windows.clone().filter(|w| middle_mi(w) < 8.0);
    [
        fresh.filter(|w| w.moving_mid_s > 600.0).collect(),
        windows.filter(|w| middle_mi(w) > 9.0).collect(),
    ]
}

#[test]
fn a_witness_is_the_mean_over_what_was_run() {
    let measures = uneven();
    let found = find(&measures, "cadence_spm").expect("a metric of every run with cadence");
    let [fresh, late] = sides(&measures).map(|windows| {
        let steps: f64 = windows.iter().map(|w| w.tally.steps).sum();
        steps / windows.iter().map(|w| w.tally.running_s).sum::<f64>() * 60.0
    });
    assert!((found.fresh - fresh).abs() < 1e-9, "{found:?} {fresh}");
    assert!((found.late - late).abs() < 1e-9, "{found:?} {late}");
    let change = 100.0 * (late / fresh - 1.0);
    assert!((found.change_pct.value - change).abs() < 1e-9, "{found:?}");
}

#[test]
fn a_window_mostly_walked_weighs_little_in_the_interval() {
    let measures = uneven();
    let found = find(&measures, "cadence_spm").expect("cadence");
    let sides = sides(&measures);
    // A level and a slope to each side; white noise is the larger the less was run.
    let lines: Vec<Segment> = sides
        .iter()
        .map(|windows| {
            let seconds = windows.iter().map(|w| w.tally.running_s);
            let usual = seconds.clone().sum::<f64>() / windows.len() as f64;
            let positions: Vec<f64> = windows.iter().map(|w| middle_mi(w)).collect();
            let flat = |values| Column {
                values,
                mean: 0.0,
                sd: f64::INFINITY,
            };
            Segment {
                white: seconds.map(|s| usual / s).collect(),
                columns: vec![flat(vec![1.0; windows.len()]), flat(positions.clone())],
                values: (windows.iter())
                    .map(|w| w.tally.steps / w.tally.stepped_s * 60.0)
                    .collect(),
                positions,
            }
        })
        .collect();
    let noise = noise_of(&lines);
    // Each window moves the ratio of the means by the derivative of that ratio.
    let run_s = |of: &[&Window]| of.iter().map(|w| w.tally.running_s).sum::<f64>();
    let ratio = |fresh: f64, late: f64| (found.late + late) / (found.fresh + fresh);
    let step = 1e-4;
    let slopes = [
        (ratio(step, 0.0) - ratio(-step, 0.0)) / (2.0 * step),
        (ratio(0.0, step) - ratio(0.0, -step)) / (2.0 * step),
    ];
    let weights: Vec<(f64, f64)> = (sides.iter().zip(slopes))
        .flat_map(|(windows, slope)| {
            let all = run_s(windows);
            let each = windows.iter();
            each.map(move |w| (middle_mi(w), slope * w.tally.running_s / all))
        })
        .collect();
    let want = 100.0 * noise.half_width_95(&weights);
    let half = 0.5 * (found.change_pct.high - found.change_pct.low);
    assert!((half / want - 1.0).abs() < 1e-6, "{half} {want}");
}

#[test]
fn a_metric_needs_five_windows_of_running_on_either_side() {
    let known_late = |windows: usize, walked: usize| {
        let mut measures = run(120, |mile| Doing {
            cadence_spm: 176.0 + (37.0 * mile).sin(),
            ..USUAL
        });
        let mut late = measures.windows.iter_mut().filter(|w| middle_mi(w) > 9.0);
        let blank = crate::measure::Tally::default();
        for window in late.by_ref().take(walked) {
            let seconds = window.tally.running_s;
            window.tally = blank;
            (window.tally.walked_s, window.tally.walked_m) = (seconds, 100.0);
        }
        late.skip(windows).for_each(|w| w.tally = blank);
        let said = witnesses(&measures, SPLIT);
        ["cadence_spm", "pace_s_per_km"].map(|key| said.iter().any(|witness| witness.metric == key))
    };
    assert_eq!(known_late(5, 0), [true; 2]);
    assert_eq!(known_late(4, 0), [false; 2]);
    assert_eq!(known_late(4, 3), [false; 2], "a walk is no running");
}

#[test]
fn a_metric_that_is_zero_throughout_has_no_relative_change() {
    let said = witnesses(&run(120, |_| USUAL), SPLIT);
    let spread = |w: &Witness| w.metric == "cadence_spread_spm";
    assert!(!said.iter().any(spread), "{said:?}");
    assert!(said.iter().all(|w| w.change_pct.value.is_finite()));
}
