//! Speed held against distance: another unit is converted, what says something else is not used.

use super::caveats::{Caveat, percent};
use super::clock::Timeline;
use super::plausible::{SOME_WAY_M, Sources, about, total};

/// Units in which exporters write speed though metres a second are asked for: how many of them
/// are one metre a second.
const SPEED_UNITS: &[(f64, &str)] = &[
    (3.6, "kilometres an hour"),
    (2.236_94, "miles an hour"),
    (60.0, "metres a minute"),
    (100.0, "centimetres a second"),
    (1000.0, "millimetres a second"),
];

/// Speed and distance further apart than this factor are not of one sensor.
const SPEED_APART: f64 = 1.6;

/// Converts stated speeds from another unit, and takes out speeds that contradict the distance.
pub(super) fn mend_speed(timeline: &mut Timeline, sources: &Sources, caveats: &mut Vec<Caveat>) {
    let along = sources.along.as_ref().map(|a| a.metres.as_slice());
    let device = sources.device.as_ref().map(|d| d.metres.as_slice());
    // Positions cannot be in another unit.
    let Some(reference) = along.filter(|m| total(m) > SOME_WAY_M).or(device) else {
        return;
    };
    let (mut by_speed, mut by_distance) = (0.0, 0.0);
    for (i, p) in timeline.points.iter().enumerate().skip(1) {
        let step = timeline.step_s(i);
        if let Some(v) = p.speed_m_per_s.map(f64::from)
            && v.is_finite()
            && v >= 0.0
            && step <= timeline.gap_s
        {
            by_speed += v * step;
            by_distance += reference[i] - reference[i - 1];
        }
    }
    if by_distance < SOME_WAY_M {
        return;
    }
    let ratio = by_speed / by_distance;
    if (1.0 / SPEED_APART..SPEED_APART).contains(&ratio) {
        return;
    }
    let unit = SPEED_UNITS.iter().find(|(factor, _)| about(ratio, *factor));
    // Without positions it may be the distance that is in another unit.
    let seconds: f64 = timeline.time_s.last().copied().unwrap_or(0.0);
    let runs = |metres: f64| (0.5..7.0).contains(&(metres / seconds));
    if along.is_none() && runs(by_speed) && !runs(by_distance) {
        return;
    }
    match unit {
        Some((factor, name)) => {
            for p in &mut timeline.points {
                p.speed_m_per_s = p.speed_m_per_s.map(|v| (f64::from(v) / factor) as f32);
            }
            caveats.push(Caveat::new(
                "speed_unit",
                format!("Speed is stored in {name} instead of metres a second and was converted."),
            ));
        }
        None => {
            let said = by_speed > 0.0;
            for p in &mut timeline.points {
                p.speed_m_per_s = None;
            }
            // A file that holds nothing but zeros says nothing wrong.
            if said {
                caveats.push(Caveat::new(
                    "speed_disagrees",
                    format!(
                        "The device's speed gives {} of the distance; speed was taken from distance instead.",
                        percent(by_speed, by_distance)
                    ),
                ));
            }
        }
    }
}
