//! The same run by different doors, and against the truth that the simulator knows.

use crate::judge::{Door, measures_of};
use crate::sim::{Scenario, SimulatedRun};
use formdrift::measure::Measures;
use formdrift::normalise::Motion;

fn through(door: Door, run: &SimulatedRun) -> Measures {
    measures_of(&door.raw(run).unwrap()).unwrap()
}

fn close(one: f64, other: f64, pct: f64, what: &str) {
    let off = 100.0 * (one / other - 1.0);
    assert!(
        off.abs() <= pct,
        "{what}: {one} against {other}, {off:.2} %"
    );
}

/// Distance by positions is a little longer than by the device (noise across the track adds
/// length), cadence in XML is rounded to whole strides.
#[test]
fn fit_and_gpx_of_a_run_measure_alike() {
    for (scenario, seed) in [
        ("plain", 1),
        ("hills", 2),
        ("stops", 3),
        ("stops", 4),
        ("trees", 5),
        ("wall", 6),
    ] {
        let run = Scenario::named(scenario).unwrap().run(seed);
        let (fit, gpx) = (through(Door::FitBytes, &run), through(Door::GpxBytes, &run));
        let what = |figure: &str| format!("{scenario} {seed}: {figure}");
        close(
            gpx.total.distance_m(),
            fit.total.distance_m(),
            1.0,
            &what("distance"),
        );
        close(
            gpx.total.moving_s(),
            fit.total.moving_s(),
            1.0,
            &what("moving time"),
        );
        let cadence = |m: &Measures| m.total.cadence_spm().unwrap();
        close(cadence(&gpx), cadence(&fit), 0.3, &what("cadence"));
        for (theirs, ours) in gpx
            .splits
            .iter()
            .zip(&fit.splits)
            .filter(|(_, s)| !s.partial)
        {
            let pace = |s: &formdrift::measure::Split| s.tally.pace_s_per_km().unwrap();
            close(pace(theirs), pace(ours), 1.5, &what("pace of a split"));
        }
    }
}

#[test]
fn what_is_measured_is_what_the_runner_did() {
    for seed in 0..6 {
        let run = Scenario::named("stops").unwrap().run(seed);
        let measured = through(Door::Fit, &run);
        let true_seconds =
            |motion| run.seconds.iter().filter(|s| s.motion == motion).count() as f64;
        let (running, still) = (true_seconds(Motion::Run), true_seconds(Motion::Stop));
        close(measured.total.running_s, running, 1.5, "seconds of running");
        // Slowing down and starting take a few seconds at every stop.
        let stops = run.spec.breaks.len() as f64;
        assert!(
            (measured.total.stopped_s - still).abs() <= 6.0 * stops + 5.0,
            "{seed}: stood for {still} s, measured {}",
            measured.total.stopped_s
        );
        let steps: f64 = run
            .seconds
            .iter()
            .filter(|s| s.motion == Motion::Run)
            .map(|s| s.cadence_spm / 60.0)
            .sum();
        let cadence = steps / running * 60.0;
        close(
            measured.total.cadence_spm().unwrap(),
            cadence,
            0.5,
            "cadence",
        );
    }
}
