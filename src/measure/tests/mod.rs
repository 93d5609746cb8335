//! The stage as a whole.

mod changes;
mod splits;
mod sums;

use super::*;
use crate::normalise::testing::{assert_near, run_of, steady};
use crate::normalise::{CadenceChoice, normalise};
use crate::read::RawActivity;

fn measured(raw: &RawActivity, split: SplitLength) -> Measures {
    let (run, _) = normalise(raw, CadenceChoice::Auto).unwrap();
    measure(&run, split)
}

#[test]
fn steady_running_gives_equal_splits_and_a_partial_last_one() {
    let m = measured(
        &run_of(7200, |s| steady(s, 3.0, 88.0)),
        SplitLength::default(),
    );
    assert_eq!(m.splits.len(), 3);
    assert_eq!(m.windows.len(), 135);
    for t in m.splits.iter().map(|split| &split.tally) {
        assert_near(t.cadence_spm().unwrap(), 176.0, 0.01);
        assert_near(t.step_length_m().unwrap(), 3.0 * 60.0 / 176.0, 1e-4);
        assert_near(t.pace_s_per_km().unwrap(), 1000.0 / 3.0, 1e-6);
        assert_near(
            t.grade_adjusted_pace_s_per_km().unwrap(),
            1000.0 / 3.0,
            1e-6,
        );
    }
    let partial: Vec<bool> = m.splits.iter().map(|s| s.partial).collect();
    assert_eq!(partial, [false, false, true]);
    assert!(m.splits[0].from_first.pace_pct.is_none());
    assert_near(m.splits[1].from_first.pace_pct.unwrap().value, 0.0, 0.01);
}

#[test]
fn windows_and_splits_sum_to_the_whole() {
    let raw = run_of(7200, |s| {
        let standing = (2000.0..2100.0).contains(&s);
        let mut p = steady(s, 3.0, if standing { 0.0 } else { 88.0 });
        p.distance_m = Some(3.0 * (s.min(2000.0) + (s - 2100.0).max(0.0)));
        p.speed_m_per_s = Some(if standing { 0.0 } else { 3.0 });
        p
    });
    let m = measured(&raw, SplitLength::default());
    let mut from_windows = Tally::default();
    for w in &m.windows {
        from_windows.merge(&w.tally);
    }
    for (a, b) in [
        (m.total.elapsed_s(), 7200.0),
        (m.total.stopped_s, 100.0),
        (m.total.distance_m(), 21_300.0),
        (from_windows.elapsed_s(), m.total.elapsed_s()),
        (from_windows.distance_m(), m.total.distance_m()),
        (from_windows.steps, m.total.steps),
    ] {
        assert!((a - b).abs() < 1.01, "{a} {b}");
    }
}

/// A run over hills of half a mile, uphill slower by `slowed` times what they cost, with a
/// wandering of 1 % in speed; altitude is recorded if `known`.
fn hilly(slowed: f64, known: bool) -> Measures {
    let at = std::cell::Cell::new(0.0);
    let raw = run_of(7200, |s| {
        let metres: f64 = at.get();
        let climb = |m: f64| 8.0 * (m / 130.0).sin();
        let grade = (climb(metres + 5.0) - climb(metres - 5.0)) / 10.0;
        let wander = 0.01 * (s / 37.0).sin() * (s / 191.0).cos();
        let speed = 3.0 * grade::relative_cost(grade).powf(-slowed) * (1.0 + wander);
        let mut p = steady(s, speed, 88.0);
        p.distance_m = Some(metres);
        p.altitude_m = known.then(|| (100.0 + climb(metres)) as f32);
        at.set(metres + speed);
        p
    });
    measured(&raw, SplitLength::default())
}

#[test]
fn hills_widen_no_interval_however_far_they_slow_this_runner() {
    let width = |m: &Measures| {
        let change = m.splits[1].from_first.pace_pct.unwrap();
        change.high - change.low
    };
    let flat = width(&hilly(0.0, true));
    for slowed in [0.5, 1.0] {
        let known = width(&hilly(slowed, true));
        let unknown = width(&hilly(slowed, false));
        let widths = format!("{slowed}: {flat} on the flat, {known} and {unknown} on hills");
        assert!(known < 2.0 * flat && unknown > 3.0 * known, "{widths}");
    }
}

#[test]
fn a_change_between_splits_has_the_interval_of_students_t() {
    use crate::stats::Segment;
    use statrs::distribution::{ContinuousCDF, StudentsT};
    // Few windows, so that t and the normal's 1.96 differ.
    let m = measured(
        &run_of(1300, |s| {
            let speed = 3.0 * (1.0 + 0.02 * (s / 37.0).sin() * (s / 191.0).cos());
            steady(s, speed, 88.0)
        }),
        SplitLength::Every(Metres::from_miles(1.0)),
    );
    let middle = |w: &Window| 0.5 * (w.from.value() + w.to.value());
    let stretches: Vec<Segment> = m
        .splits
        .iter()
        .map(|split| {
            let (from, to) = (split.from.value(), split.to.value());
            let held = m.windows.iter();
            let held = held.filter(|w| (from..to).contains(&middle(w)));
            // Less than a quarter of a minute is not worth comparing.
            let held = held.filter(|w| w.tally.running_s >= 15.0);
            let (at, values) = held
                .map(|w| {
                    let pace = w.tally.stepped_s / w.tally.stepped_m;
                    (middle(w) / 1609.344, pace.ln())
                })
                .unzip();
            Segment::with_line(at, values)
        })
        .collect();
    let lines: Vec<Segment> = stretches
        .iter()
        .filter(|s| s.values.len() >= 4)
        .cloned()
        .collect();
    let noise = noise_of(&lines);
    let free: usize = lines.iter().map(|s| s.values.len() - 2).sum();
    let t = StudentsT::new(0.0, 1.0, free as f64).expect("windows");
    let t = t.inverse_cdf(0.975);
    assert!(t > 2.0, "{t}");
    let share = |k: usize, sign: f64| {
        let at = &stretches[k].positions;
        at.iter().map(move |&mi| (mi, sign / at.len() as f64))
    };
    let weights: Vec<(f64, f64)> = share(0, -1.0).chain(share(1, 1.0)).collect();
    let change = m.splits[1].from_first.pace_pct.expect("measured");
    let ln = |pct: f64| (pct / 100.0).ln_1p();
    let half = 0.5 * (ln(change.high) - ln(change.low));
    let want = t * noise.variance_of_sum(&weights).sqrt();
    // The cost of the ground is taken out first, and on the flat hardly anything with it; 1.96 in
    // place of t would be 6 % less.
    assert!((half / want - 1.0).abs() < 0.03, "{half} {want}");
    let above = ln(change.high) - ln(change.value);
    assert!((above / half - 1.0).abs() < 1e-9, "{above} {half}");
}
