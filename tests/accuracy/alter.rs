//! What is done to real files and must not matter.

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
