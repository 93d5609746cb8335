//! Changes between splits against a whole computation by their definition: means over what was run, and the
//! noise of the windows with the ground taken out.

use super::super::changes::{SplitWindows, changes};
use super::super::*;
use crate::normalise::testing::assert_near;
use crate::stats::Segment;

/// Where nothing else is said: running at about 3 m/s and 176 steps a minute.
fn window(k: usize, seconds: f64, flat_equivalent: f64) -> Window {
    let (from, to) = (WINDOW.0 * k as f64, WINDOW.0 * (k + 1) as f64);
    let wander = (1.7 * k as f64).sin() * (0.6 * k as f64).cos();
    let metres = 3.0 * (1.0 + 0.02 * wander) * seconds;
    Window {
        from: Metres(from),
        to: Metres(to),
        elapsed_mid_s: 0.0,
        moving_mid_s: 0.0,
        tally: Tally {
            running_s: seconds,
            running_m: metres,
            stepped_s: seconds,
            stepped_m: metres,
            steps: 176.0 / 60.0 * (1.0 + 0.01 * (2.3 * k as f64).sin()) * seconds,
            flat_equivalent_m: flat_equivalent * metres,
            has_altitude: true,
            ..Tally::default()
        },
        altitude_m: None,
        grade: None,
        pace_doubtful: false,
    }
}

/// Changes of splits of so many windows each.
fn of(windows: &[Window], counts: &[usize]) -> Vec<(Changes, Changes)> {
    let mut at = 0;
    let splits: Vec<(usize, usize, Tally)> = (counts.iter())
        .map(|count| {
            let from = at;
            at += count;
            let mut all = Tally::default();
            for window in &windows[from..at] {
                all.merge(&window.tally);
            }
            (from, at, all)
        })
        .collect();
    let stretches: Vec<SplitWindows<'_>> = (splits.iter())
        .map(|(from, to, all)| {
            SplitWindows::new(WINDOW.0 * *from as f64, WINDOW.0 * *to as f64, all, windows)
        })
        .collect();
    changes(&stretches)
}

/// Half of an interval in ln units.
fn half(change: crate::stats::Estimate) -> f64 {
    0.5 * ((change.high / 100.0).ln_1p() - (change.low / 100.0).ln_1p())
}

#[test]
fn an_interval_is_that_of_windows_with_the_ground_taken_out() {
    // Splits of 10, 8, 9 and 3 windows; ten seconds of running in window 5 say nothing, and three windows no noise.
    let counts = [10, 8, 9, 3];
    let mut windows: Vec<Window> = (0..30)
        .map(|k| {
            window(
                k,
                50.0,
                1.0 + 0.08 * (0.9 * k as f64).sin() + 0.002 * k as f64,
            )
        })
        .collect();
    windows[5] = window(5, 10.0, 1.0);
    windows[5].tally.steps *= 1.3;
    let pace = of(&windows, &counts)[1].0.pace_pct.expect("long enough");

    let mut from = 0;
    let mut splits: Vec<Vec<(f64, f64, f64)>> = Vec::new();
    for count in counts {
        let held = (from..from + count).filter(|k| *k != 5);
        let points = held.map(|k| {
            let t = &windows[k].tally;
            let ground = (t.flat_equivalent_m / t.running_m).ln();
            (
                0.1 * k as f64 + 0.05,
                (t.stepped_s / t.stepped_m).ln(),
                ground,
            )
        });
        splits.push(points.collect());
        from += count;
    }
    // One slope for the run, within the splits.
    let (mut products, mut squares) = (0.0, 0.0);
    for points in &splits {
        let n = points.len() as f64;
        let level = points.iter().map(|p| p.1).sum::<f64>() / n;
        let cost = points.iter().map(|p| p.2).sum::<f64>() / n;
        products += points
            .iter()
            .map(|p| (p.1 - level) * (p.2 - cost))
            .sum::<f64>();
        squares += points.iter().map(|p| (p.2 - cost).powi(2)).sum::<f64>();
    }
    let slope = products / squares;
    let lines: Vec<Segment> = (splits.iter().take(3))
        .map(|points| {
            let values = points.iter().map(|p| p.1 - slope * p.2);
            Segment::with_line(points.iter().map(|p| p.0).collect(), values.collect())
        })
        .collect();
    let noise = noise_of(&lines);
    assert_eq!(noise.degrees, 7.0 + 6.0 + 7.0);
    let share = |k: usize, sign: f64| {
        let n = splits[k].len() as f64;
        splits[k].iter().map(move |p| (p.0, sign / n))
    };
    let weights: Vec<(f64, f64)> = share(0, -1.0).chain(share(1, 1.0)).collect();
    let want = noise.half_width_95(&weights);
    assert!((half(pace) / want - 1.0).abs() < 1e-6, "{pace:?} {want}");
}

#[test]
fn pace_is_that_of_the_running_whose_cadence_is_known() {
    let mut windows: Vec<Window> = (0..20).map(|k| window(k, 50.0, 1.0)).collect();
    // Late a sensor is silent for three windows, which are run at half the speed.
    for window in &mut windows[14..17] {
        let tally = &mut window.tally;
        tally.running_m *= 0.5;
        (tally.stepped_s, tally.stepped_m, tally.steps) = (0.0, 0.0, 0.0);
    }
    let change = of(&windows, &[10, 10])[1].0;
    let parts = [change.pace_pct, change.cadence_pct, change.step_length_pct];
    let product: f64 = parts
        .iter()
        .flatten()
        .map(|c| 1.0 + c.value / 100.0)
        .product();
    assert_near(product, 1.0, 1e-9);
    assert!(
        change.pace_pct.expect("known").value.abs() < 2.0,
        "{change:?}"
    );
}

#[test]
fn a_split_that_is_walked_but_for_a_few_steps_has_no_change() {
    let mut windows: Vec<Window> = (0..30).map(|k| window(k, 50.0, 1.0)).collect();
    windows.splice(10..20, (10..20).map(|k| window(k, 5.0, 1.0)));
    let [_, walked, after] = of(&windows, &[10; 3])[..] else {
        panic!("three splits");
    };
    assert_eq!(walked, Default::default());
    assert!(after.0.pace_pct.is_some(), "from the first");
    assert_eq!(after.1.pace_pct, None, "from the walk");
}

#[test]
fn no_change_is_infinite() {
    // Metres with a cadence that took no time, as of records that share one second.
    let mut windows: Vec<Window> = (0..20).map(|k| window(k, 50.0, 1.0)).collect();
    for window in &mut windows[..10] {
        window.tally.stepped_s = 0.0;
    }
    let change = of(&windows, &[10, 10])[1].0;
    assert_eq!((change.pace_pct, change.cadence_pct), (None, None));
    assert!(change.step_length_pct.is_some());
}
