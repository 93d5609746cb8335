//! Small writers of watch files, for fixtures and tests: FIT, GPX and TCX from what a watch
//! recorded. Made from the public descriptions of the formats, not from any product's code.
// Tests, fixtures and the accuracy harness each use a part of it.
#![allow(dead_code, unused_imports)]

pub mod activity;
pub mod fit;
pub mod gpx;
pub mod tcx;

pub use activity::{FitStyle, fit_file};
pub use fit::{Base, Endian, Field, FitWriter, Header, Message};
pub use gpx::{GpxStyle, gpx_file};
pub use tcx::{TcxStyle, tcx_file};

use chrono::{DateTime, SecondsFormat, Utc};

/// A time as XML files write it: `2026-04-12T07:00:00Z`.
fn xml_time(time_ms: i64) -> String {
    DateTime::<Utc>::from_timestamp_millis(time_ms)
        .unwrap_or_default()
        .to_rfc3339_opts(SecondsFormat::Secs, true)
}
