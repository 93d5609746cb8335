//! What the benchmarks are run on.

use crate::sim::shape::Profile;
use crate::sim::{RunSpec, SimulatedRun, Truth, simulate};
use crate::write::{FitStyle, fit_file};
use formdrift::measure::{Measures, measure};
use formdrift::normalise::normalise;
use formdrift::read::{RawActivity, read};
use formdrift::report::ReportOptions;
use formdrift::{Analysis, Options, analyse};

/// A marathon of 3 h 51 min, one record a second, with heart rate and running dynamics, in
/// which form breaks down.
pub const MARATHON_FIT: &[u8] = include_bytes!("../../fixtures/marathon.fit");
/// The same run, a point every 3 s.
pub const MARATHON_GPX: &[u8] = include_bytes!("../../fixtures/marathon.gpx");
/// The same run, a point every 6 s.
pub const MARATHON_TCX: &[u8] = include_bytes!("../../fixtures/marathon.tcx");
/// The marathon's FIT file, gzipped.
pub const MARATHON_GZ: &[u8] = include_bytes!("../../fixtures/marathon.fit.gz");
/// A marathon in which pace fades.
pub const FADE_FIT: &[u8] = include_bytes!("../../fixtures/fade.fit");
/// Twenty miles in which nothing happens.
pub const STEADY_FIT: &[u8] = include_bytes!("../../fixtures/steady.fit");

/// The one run of a file.
pub fn raw(bytes: &[u8]) -> RawActivity {
    read(bytes).expect("a fixture").remove(0)
}

/// What is measured on it.
pub fn measured(bytes: &[u8]) -> Measures {
    let options = Options::default();
    let (run, _) = normalise(&raw(bytes), options.cadence).expect("a fixture");
    measure(&run, options.split)
}

/// The whole analysis of it.
pub fn analysed(bytes: &[u8]) -> Analysis {
    analyse(bytes, &Options::default()).expect("a fixture")
}

/// A report's settings.
pub fn dressed() -> ReportOptions {
    ReportOptions {
        file_name: "marathon.fit".into(),
        ..ReportOptions::default()
    }
}

/// A run of so many hours as a FIT file, one record a second. Form changes over its last
/// third, so that every simulation behind a p-value is needed.
pub fn hours(hours: u64) -> Vec<u8> {
    let mut spec = RunSpec::plain(hours);
    spec.miles = spec.speed_m_per_s * 3600.0 * hours as f64 / formdrift::units::METRES_PER_MILE;
    let third = spec.miles * 2.0 / 3.0;
    let end = spec.miles;
    let run: SimulatedRun = simulate(
        spec.with_off_curve(Profile::ramp(third, end, -7.0)),
        Truth::default(),
    );
    fit_file(&run.raw_fit(), &FitStyle::default())
}
