//! What watch files are really like: one small file for every oddity met in published
//! files, with what reading it must give. To add one: an entry in the list of its format.
// The example that writes the files uses a part of this.
#![allow(dead_code)]

mod clocks;
mod doubles;
mod fit;
mod fit_damage;
mod fit_parts;
mod gpx;
mod sensors;
mod tcx;

use formdrift::read::{
    Format, Position, RawActivity, RawDynamics, RawLap, RawPoint, RawTotals, TimerEvent,
};

/// A file and what must come of it.
pub struct Oddity {
    /// Name below fixtures/.
    pub name: &'static str,
    /// What is odd about it, and what is read all the same.
    pub shows: &'static str,
    /// Writes it.
    pub make: fn() -> Vec<u8>,
    /// What reading it gives.
    pub gives: Gives,
}

/// What reading a file gives.
pub enum Gives {
    /// These activities, and damage whose text holds these words, in this order.
    Runs(fn() -> Vec<RawActivity>, &'static [&'static str]),
    /// No activity, but a sentence with these words.
    Sentence(&'static str),
}

/// Every oddity of every format.
pub fn all() -> impl Iterator<Item = &'static Oddity> {
    fit::ODDITIES
        .iter()
        .chain(gpx::ODDITIES)
        .chain(sensors::ODDITIES)
        .chain(tcx::ODDITIES)
        .chain(clocks::ODDITIES)
        .chain(doubles::ODDITIES)
        .chain(fit_damage::ODDITIES)
}

/// 2025-10-09T08:53:20Z.
pub const START_MS: i64 = 1_760_000_000_000;
/// Points of the plain run.
pub const POINTS: usize = 40;

/// The run that nearly every file holds: 40 s at 3 m/s and 85.5 strides a minute, with
/// everything a good watch records, in values that every format can hold exactly.
pub fn plain() -> RawActivity {
    let end_ms = START_MS + 1000 * (POINTS as i64 - 1);
    RawActivity {
        format: Some(Format::Fit),
        device: Some("Oddity Watch".into()),
        sport: Some("running".into()),
        points: (0..POINTS).map(point).collect(),
        laps: vec![RawLap {
            start_ms: Some(START_MS),
            end_ms: Some(end_ms),
            distance_m: Some(117.0),
            timer_s: Some(39.0),
        }],
        timer: vec![timer(0, true), timer(POINTS as i64 - 1, false)],
        totals: RawTotals {
            distance_m: Some(117.0),
            timer_s: Some(39.0),
            elapsed_s: Some(39.0),
        },
        ..RawActivity::default()
    }
}

fn point(index: usize) -> RawPoint {
    let i = index as f64;
    RawPoint {
        time_ms: Some(START_MS + 1000 * index as i64),
        position: Position::new(-40.0 + 0.000_027 * i, -120.0),
        altitude_m: Some((20.0 + 0.2 * i) as f32),
        distance_m: Some(3.0 * i),
        speed_m_per_s: Some(3.0),
        cadence_raw: Some(85.5),
        heart_rate_bpm: Some(140.0 + (index % 5) as f32),
        power_w: Some(250.0),
        temperature_c: Some(20.0),
        dynamics: RawDynamics {
            contact_time_ms: Some(240.0),
            contact_balance_pct: Some(50.5),
            oscillation_mm: Some(85.0),
            vertical_ratio_pct: Some(8.1),
            step_length_mm: Some(1050.0),
            ..RawDynamics::default()
        },
        ..RawPoint::default()
    }
}

/// A timer event so many seconds after the start.
pub fn timer(second: i64, running: bool) -> TimerEvent {
    TimerEvent {
        time_ms: START_MS + 1000 * second,
        running,
    }
}

/// The plain run, changed.
pub fn plain_but(change: impl FnOnce(&mut RawActivity)) -> Vec<RawActivity> {
    let mut run = plain();
    change(&mut run);
    vec![run]
}

/// The plain run with each point changed.
pub fn points_but(change: impl Fn(usize, &mut RawPoint)) -> Vec<RawActivity> {
    plain_but(|run| {
        for (index, point) in run.points.iter_mut().enumerate() {
            change(index, point);
        }
    })
}
