//! The simulator is honest: its runs are as rough as real ones and hold what they claim.

use crate::sim::{SCENARIOS, Scenario};
use formdrift::normalise::Motion;

#[test]
fn the_same_seed_gives_the_same_run() {
    for scenario in SCENARIOS {
        let (one, two) = (scenario.run(3), scenario.run(3));
        assert_eq!(one.raw_fit(), two.raw_fit(), "{}", scenario.name);
        assert_ne!(
            one.raw_fit(),
            scenario.run(4).raw_fit(),
            "{}",
            scenario.name
        );
    }
}

#[test]
fn steps_and_metres_multiply_to_speed_and_distances_rise() {
    for scenario in SCENARIOS {
        let run = scenario.run(11);
        let miles = run.seconds.last().unwrap().distance_m / 1609.344;
        assert!((miles - run.spec.miles).abs() < 0.01, "{}", scenario.name);
        let read = run.raw_fit();
        let rises = read
            .points
            .windows(2)
            .all(|p| p[0].distance_m <= p[1].distance_m);
        assert!(rises, "{}", scenario.name);
        let shown = read.totals.distance_m.unwrap() / 1609.344;
        assert!((shown / miles - 1.0).abs() < 0.02, "{}", scenario.name);
    }
}

#[test]
fn changes_are_where_and_as_large_as_the_truth_says() {
    for seed in 0..20 {
        let run = Scenario::named("overstriding").unwrap().run(seed);
        let form = run.truth.form.unwrap();
        let share = form.onset_miles / run.spec.miles;
        assert!((0.35..=0.85).contains(&share));
        let mut before = run
            .seconds
            .iter()
            .filter(|s| s.distance_m < form.onset_miles * 1609.0);
        let shift = before.next_back().unwrap().form;
        let change = (run.seconds.last().unwrap().form - shift).exp_m1() * 100.0;
        assert!((change - form.change_pct).abs() < 0.1, "{change} {form:?}");
    }
}

#[test]
fn stops_and_walks_are_in_the_run() {
    let runs: Vec<_> = (0..10)
        .map(|seed| Scenario::named("stops").unwrap().run(seed))
        .collect();
    for motion in [Motion::Stop, Motion::Walk] {
        assert!(
            runs.iter()
                .any(|r| r.seconds.iter().any(|s| s.motion == motion))
        );
    }
}
