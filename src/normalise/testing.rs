//! Small raw activities and runs for unit tests.

use super::{CadenceSource, CadenceUnit, DistanceSource, LocalTime, Run, Sample};
use crate::read::{Format, RawActivity, RawPoint};
use chrono::DateTime;

/// 2020-01-01T08:00:00Z, as milliseconds since 1970.
pub(crate) const START_MS: i64 = 1_577_865_600_000;

/// A run of `seconds` at 1 Hz, every record made by `point(second)` and given its time.
pub(crate) fn run_of(seconds: usize, point: impl Fn(f64) -> RawPoint) -> RawActivity {
    RawActivity {
        format: Some(Format::Fit),
        sport: Some("running".into()),
        points: (0..=seconds)
            .map(|s| RawPoint {
                time_ms: Some(START_MS + 1000 * s as i64),
                ..point(s as f64)
            })
            .collect(),
        ..RawActivity::default()
    }
}

/// A record of steady running: distance, speed, cadence per leg (no fault of its own: it
/// trembles by a twentieth, so no sensor looks stuck), heart rate, flat.
pub(crate) fn steady(second: f64, speed: f64, strides: f32) -> RawPoint {
    RawPoint {
        distance_m: Some(second * speed),
        speed_m_per_s: Some(speed as f32),
        cadence_raw: Some(
            strides + 0.05 * (second * 1.7).sin() as f32 * (strides > 0.0) as u8 as f32,
        ),
        heart_rate_bpm: Some(150.0 + (second * 0.01).sin() as f32 * 3.0),
        altitude_m: Some(100.0),
        ..RawPoint::default()
    }
}

/// Fails unless a number is within so much of the expected one.
#[track_caller]
pub(crate) fn assert_near(got: f64, want: f64, within: f64) {
    assert!((got - want).abs() <= within, "{got}, not {want}");
}

/// The first value from second 600 up to `end`, the other before and after: a fault of a sensor.
pub(crate) fn from_600_to<T>(end: f64, second: f64, fault: T, sound: T) -> T {
    match (600.0..end).contains(&second) {
        true => fault,
        false => sound,
    }
}

/// A run that consists of these samples, its pace and heart rate taken as evidence.
pub(crate) fn run_from(samples: Vec<Sample>) -> Run {
    Run {
        format: Format::Fit,
        device: None,
        sport: None,
        start: DateTime::UNIX_EPOCH,
        local_time: LocalTime::default(),
        perceived_exertion: None,
        feel_pct: None,
        samples,
        lap_ends: Vec::new(),
        cadence_unit: CadenceUnit {
            source: CadenceSource::Steps,
            how: String::new(),
        },
        distance_source: DistanceSource::Device,
        pace_is_evidence: true,
        heart_rate_is_evidence: true,
        carried: Vec::new(),
    }
}
