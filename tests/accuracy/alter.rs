//! What is done to real files: changes that must not matter, and changes that must be found.

use formdrift::detect::Kind;
use formdrift::read::RawActivity;

/// A change to a file that leaves the run as it was; `None` where it cannot be made.
pub type Variant = (&'static str, fn(&RawActivity) -> Option<RawActivity>);

/// Changes that must not matter.
pub const VARIANTS: &[Variant] = &[
    ("every second record dropped", every_second),
    ("a hundred days later", later),
    ("first mile cut off", cut_first_mile),
];

fn every_second(raw: &RawActivity) -> Option<RawActivity> {
    let mut raw = raw.clone();
    let mut index = 0;
    raw.points.retain(|_| {
        index += 1;
        index % 2 == 1
    });
    Some(raw)
}

fn later(raw: &RawActivity) -> Option<RawActivity> {
    let mut raw = raw.clone();
    map_times(&mut raw, |ms| ms + 100 * 86_400_000);
    Some(raw)
}

fn map_times(raw: &mut RawActivity, map: impl Fn(i64) -> i64) {
    for point in &mut raw.points {
        point.time_ms = point.time_ms.map(&map);
    }
    for lap in &mut raw.laps {
        lap.start_ms = lap.start_ms.map(&map);
        lap.end_ms = lap.end_ms.map(&map);
    }
    for event in &mut raw.timer {
        event.time_ms = map(event.time_ms);
    }
}

fn cut_first_mile(raw: &RawActivity) -> Option<RawActivity> {
    let mut raw = raw.clone();
    let origin = raw.points.iter().find_map(|point| point.distance_m)?;
    let far = |metres: Option<f64>| metres.is_some_and(|m| m - origin >= 1609.344);
    let from = raw.points.iter().position(|point| far(point.distance_m))?;
    raw.points.drain(..from);
    let start = raw.points.first()?.time_ms?;
    let base = raw.points.first()?.distance_m?;
    for point in &mut raw.points {
        point.distance_m = point.distance_m.map(|metres| metres - base);
    }
    raw.laps
        .retain(|lap| lap.start_ms.is_some_and(|ms| ms >= start));
    raw.timer.retain(|event| event.time_ms >= start);
    raw.totals = Default::default();
    Some(raw)
}

/// A change that must be found.
pub struct Plant {
    /// What is done.
    pub name: &'static str,
    /// Verdicts that find it.
    pub expects: &'static [Kind],
    /// Does it; gives the place where it begins, metres.
    pub apply: fn(&RawActivity) -> Option<(RawActivity, f64)>,
}

const FORM: &[Kind] = &[Kind::FormBreakdown];
const LOSS: &[Kind] = &[Kind::FormBreakdown, Kind::PaceFade];

/// Changes that must be found.
pub const PLANTS: &[Plant] = &[
    Plant {
        name: "cadence sinks by 3 % to the finish",
        expects: FORM,
        apply: |raw| cadence(raw, -3.0, false),
    },
    Plant {
        name: "cadence sinks by 5 % to the finish",
        expects: FORM,
        apply: |raw| cadence(raw, -5.0, false),
    },
    Plant {
        name: "cadence rises by 3 % to the finish",
        expects: FORM,
        apply: |raw| cadence(raw, 3.0, false),
    },
    Plant {
        name: "cadence rises by 5 % to the finish",
        expects: FORM,
        apply: |raw| cadence(raw, 5.0, false),
    },
    Plant {
        name: "cadence 3 % lower at once",
        expects: FORM,
        apply: |raw| cadence(raw, -3.0, true),
    },
    Plant {
        name: "cadence 5 % lower at once",
        expects: FORM,
        apply: |raw| cadence(raw, -5.0, true),
    },
    Plant {
        name: "steps 5 % shorter by the finish, cadence as it was",
        expects: LOSS,
        apply: |raw| step_length(raw, -5.0),
    },
    Plant {
        name: "steps 10 % shorter by the finish, cadence as it was",
        expects: LOSS,
        apply: |raw| step_length(raw, -10.0),
    },
];

/// How far each point is into the stretch from 60 % of the distance to the finish (0 before,
/// 1 at the finish), and where that begins, metres from the first point.
fn progress(raw: &RawActivity) -> Option<(Vec<f64>, f64)> {
    let origin = raw.points.iter().find_map(|point| point.distance_m)?;
    let end = raw.points.iter().rev().find_map(|point| point.distance_m)?;
    let from = origin + 0.6 * (end - origin);
    let mut at = origin;
    let parts = raw.points.iter().map(|point| {
        at = point.distance_m.unwrap_or(at);
        ((at - from) / (end - from)).clamp(0.0, 1.0)
    });
    Some((parts.collect(), from - origin))
}

fn cadence(raw: &RawActivity, pct: f64, at_once: bool) -> Option<(RawActivity, f64)> {
    let (parts, from_m) = progress(raw)?;
    let mut raw = raw.clone();
    for (point, part) in raw.points.iter_mut().zip(parts) {
        let part = if at_once { f64::from(part > 0.0) } else { part };
        let factor = (1.0 + pct / 100.0 * part) as f32;
        point.cadence_raw = point.cadence_raw.map(|cadence| cadence * factor);
        point.dynamics.step_length_mm = point.dynamics.step_length_mm.map(|mm| mm / factor);
    }
    Some((raw, from_m))
}

/// Shorter steps at the same rate take longer for the same way: time is stretched.
fn step_length(raw: &RawActivity, pct: f64) -> Option<(RawActivity, f64)> {
    let (parts, from_m) = progress(raw)?;
    let mut raw = raw.clone();
    let mut added_ms = 0.0;
    let mut last = raw.points.first()?.time_ms?;
    for (point, part) in raw.points.iter_mut().zip(parts) {
        let factor = 1.0 + pct / 100.0 * part;
        let now = point.time_ms?;
        added_ms += (now - last) as f64 * (1.0 / factor - 1.0);
        last = now;
        point.time_ms = Some(now + added_ms as i64);
        point.speed_m_per_s = point.speed_m_per_s.map(|speed| speed * factor as f32);
        point.dynamics.step_length_mm = point.dynamics.step_length_mm.map(|mm| mm * factor as f32);
    }
    // Laps and timer events would have to be stretched too; nothing here needs them.
    raw.laps.clear();
    raw.timer.clear();
    Some((raw, from_m))
}
