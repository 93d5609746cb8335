//! Where splits are cut, which of them is partial, and what changes between them.

use super::super::*;
use crate::normalise::Sample;
use crate::normalise::testing::{assert_near, run_from};
use crate::units::{Seconds, StepsPerMinute};

/// A run of `metres`, a sample every 5 m. `does` gives speed (m/s) and cadence (steps/min) at a distance;
/// speed wanders by a hundredth and cadence by a two-hundredth, so that intervals have a width.
fn run(metres: f64, does: impl Fn(f64) -> (f64, Option<f64>)) -> Run {
    let mut samples = vec![Sample::default()];
    let mut elapsed = 0.0;
    let steps = (metres / 5.0).ceil() as usize;
    for k in 1..=steps {
        let at = (5.0 * k as f64).min(metres);
        let from = samples[k - 1].distance.0;
        let (speed, cadence) = does(from);
        let wander = (at / 90.0).sin() * (at / 410.0).cos();
        let duration = (at - from) / (speed * (1.0 + 0.01 * wander));
        elapsed += duration;
        samples.push(Sample {
            elapsed: Seconds(elapsed),
            duration: Seconds(duration),
            distance: Metres(at),
            cadence: cadence.map(|spm| StepsPerMinute(spm * (1.0 + 0.005 * wander))),
            pace_trusted: true,
            ..Sample::default()
        });
    }
    run_from(samples)
}

fn steady(metres: f64) -> Run {
    run(metres, |_| (3.0, Some(176.0)))
}

/// Ends of the splits, m, and which of them are partial.
fn cuts(run: &Run, split: SplitLength) -> (Vec<f64>, Vec<bool>) {
    let splits = measure(run, split).splits;
    for (k, pair) in splits.windows(2).enumerate() {
        assert_eq!(pair[0].to, pair[1].from);
        assert_eq!(pair[0].index, k + 1);
    }
    let ends = splits.iter().map(|s| s.to.0).collect();
    (ends, splits.iter().map(|s| s.partial).collect())
}

#[test]
fn the_remainder_is_a_partial_split_unless_it_is_rounding() {
    let every = |metres: f64| SplitLength::Every(Metres(metres));
    let of = |length: f64| cuts(&steady(length), every(1000.0));
    assert_eq!(of(3000.0), (vec![1000.0, 2000.0, 3000.0], vec![false; 3]));
    assert_eq!(of(3000.5), (vec![1000.0, 2000.0, 3000.5], vec![false; 3]));
    assert_eq!(of(2999.5), (vec![1000.0, 2000.0, 2999.5], vec![false; 3]));
    let (ends, partial) = of(3001.0);
    assert_eq!(ends, [1000.0, 2000.0, 3000.0, 3001.0]);
    assert_eq!(partial, [false, false, false, true]);
    assert_eq!(of(2998.0).1, [false, false, true]);
    assert_eq!(of(400.0), (vec![400.0], vec![true]));
}

#[test]
fn splits_are_no_shorter_than_a_hundred_metres() {
    let run = steady(450.0);
    let hundred = cuts(&run, SplitLength::Every(Metres(100.0)));
    assert_eq!(hundred.0, [100.0, 200.0, 300.0, 400.0, 450.0]);
    for length in [99.0, 1.0, 0.0, -5.0, f64::NAN] {
        assert_eq!(cuts(&run, SplitLength::Every(Metres(length))), hundred);
    }
    let longer = cuts(&run, SplitLength::Every(Metres(150.0)));
    assert_eq!(longer.0, [150.0, 300.0, 450.0]);
}

#[test]
fn laps_are_splits_and_a_shorter_last_one_is_partial_where_the_others_are_alike() {
    let of = |laps: &[f64], finish: f64| {
        let mut run = steady(finish);
        run.lap_ends = laps.iter().map(|m| Metres(*m)).collect();
        cuts(&run, SplitLength::Lap)
    };
    // Laps at the start, at the finish and behind it cut nothing.
    let (ends, partial) = of(&[0.0, 1000.0, 1990.0, 2600.0, 9000.0], 2600.0);
    assert_eq!(ends, [1000.0, 1990.0, 2600.0]);
    assert_eq!(partial, [false, false, true]);
    // A last lap as long as the others, and laps of any length.
    assert_eq!(of(&[1000.0, 2000.0], 2990.0).1, [false; 3]);
    assert_eq!(of(&[1000.0, 1500.0], 1700.0).1, [false; 3]);
    assert_eq!(of(&[], 1700.0), (vec![1700.0], vec![false]));
    assert_eq!(of(&[1000.0], 1400.0).1, [false, true]);
}

#[test]
fn a_run_without_distance_has_no_splits_and_no_windows() {
    let standing = run_from(vec![Sample::default(), Sample::default()]);
    for run in [standing, run_from(Vec::new())] {
        for split in [SplitLength::default(), SplitLength::Lap] {
            let m = measure(&run, split);
            assert!(m.splits.is_empty() && m.windows.is_empty());
        }
    }
}

#[test]
fn changes_are_those_of_the_means_and_multiply_to_one() {
    // Three splits of a mile: slower with fewer steps, then faster than at first.
    let mile = METRES_PER_MILE;
    let run = run(3.0 * mile, |m| match m {
        m if m < mile => (3.0, Some(176.0)),
        m if m < 2.0 * mile => (2.7, Some(170.0)),
        _ => (3.1, Some(180.0)),
    });
    let splits = measure(&run, SplitLength::Every(Metres(mile))).splits;
    let first = (splits[0].from_first, splits[0].from_previous);
    assert_eq!(first, Default::default());
    let pct = |ratio: f64| 100.0 * (ratio - 1.0);
    let step = |speed: f64, cadence: f64| speed / cadence;
    let cases = [
        (splits[1].from_first, (3.0, 176.0), (2.7, 170.0)),
        (splits[1].from_previous, (3.0, 176.0), (2.7, 170.0)),
        (splits[2].from_first, (3.0, 176.0), (3.1, 180.0)),
        (splits[2].from_previous, (2.7, 170.0), (3.1, 180.0)),
    ];
    for (changes, before, after) in cases {
        let [pace, cadence, length] = [
            changes.pace_pct,
            changes.cadence_pct,
            changes.step_length_pct,
        ]
        .map(|change| change.unwrap());
        // The wandering adds a little to each mean.
        assert_near(pace.value, pct(before.0 / after.0), 0.2);
        assert_near(cadence.value, pct(after.1 / before.1), 0.2);
        let want = step(after.0, after.1) / step(before.0, before.1);
        assert!((length.value - pct(want)).abs() < 0.3, "{length:?}");
        let product = [pace, cadence, length].map(|c| 1.0 + c.value / 100.0);
        assert!((product.iter().product::<f64>() - 1.0).abs() < 1e-9);
        for change in [pace, cadence, length] {
            assert!(change.low < change.value && change.value < change.high);
            let below = (1.0 + change.value / 100.0) / (1.0 + change.low / 100.0);
            let above = (1.0 + change.high / 100.0) / (1.0 + change.value / 100.0);
            assert!((below / above - 1.0).abs() < 1e-9, "even as a ratio");
        }
    }
}

#[test]
fn without_cadence_pace_is_that_of_all_running_and_the_rest_is_absent() {
    let mile = METRES_PER_MILE;
    let run = run(2.0 * mile, |m| (if m < mile { 3.0 } else { 2.7 }, None));
    let splits = measure(&run, SplitLength::Every(Metres(mile))).splits;
    let changes = splits[1].from_first;
    assert!((changes.pace_pct.unwrap().value - 100.0 / 9.0).abs() < 0.2);
    assert_eq!((changes.cadence_pct, changes.step_length_pct), (None, None));
}

#[test]
fn splits_of_less_than_a_quarter_mile_are_not_compared() {
    for (last_mi, is_compared) in [(0.26, true), (0.24, false)] {
        let run = steady((3.0 + last_mi) * METRES_PER_MILE);
        let splits = measure(&run, SplitLength::Every(Metres(METRES_PER_MILE))).splits;
        assert_eq!(splits.len(), 4);
        assert!(splits[2].from_previous.pace_pct.is_some());
        assert_eq!(splits[3].from_previous.pace_pct.is_some(), is_compared);
        assert_eq!(splits[3].from_first.cadence_pct.is_some(), is_compared);
    }
    // A first lap of a hundred metres leaves nothing to compare with it.
    let mut laps = steady(2.0 * METRES_PER_MILE);
    laps.lap_ends = vec![Metres(100.0), Metres(1700.0)];
    let splits = measure(&laps, SplitLength::Lap).splits;
    assert_eq!(splits[2].from_first.pace_pct, None);
    assert!(splits[2].from_previous.pace_pct.is_some());
}
