//! The stage as a whole.

use super::testing::{run_of, steady};
use super::*;

#[test]
fn a_steady_run_comes_out_as_it_is() {
    let (run, caveats) =
        normalise(&run_of(3600, |s| steady(s, 3.0, 88.0)), CadenceChoice::Auto).expect("a run");
    let codes: Vec<_> = caveats.iter().map(|c| c.code).collect();
    assert_eq!(codes, ["distance_is_a_ruler"]);
    assert_eq!(run.samples.len(), 3601);
    assert_eq!(run.cadence_unit.source, CadenceSource::Strides);
    assert_eq!(run.distance_source, DistanceSource::Device);
    let last = run.samples[3600];
    assert_eq!(last.elapsed, Seconds(3600.0));
    assert!((last.distance.value() - 10_800.0).abs() < 1e-6);
    assert!((last.cadence.unwrap().value() - 176.0).abs() <= 0.1001);
    assert!(run.samples.iter().all(|s| s.motion == Motion::Run));
}

#[test]
fn a_ride_is_refused_by_name() {
    let mut ride = run_of(600, |s| steady(s, 8.0, 88.0));
    ride.sport = Some("cycling".into());
    let why = normalise(&ride, CadenceChoice::Auto).expect_err("no run");
    assert_eq!(
        why.to_string(),
        "is a ride, not a run; formdrift looks at runs only"
    );
}
