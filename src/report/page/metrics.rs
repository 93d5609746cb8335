//! Names, units and display of the measures that stand side by side, fresh and late.

use crate::measure::METRICS;
use crate::units::DisplayUnits;
use crate::units::format as f;

/// The unit by which a pace is known among the metrics.
const PACE_UNIT: &str = "s/km";

fn unit_of(key: &str) -> &'static str {
    METRICS.iter().find(|m| m.key == key).map_or("", |m| m.unit)
}

/// What a report calls a measure.
pub fn name(key: &'static str) -> &'static str {
    METRICS
        .iter()
        .find(|m| m.key == key)
        .map_or(key, |m| m.name)
}

/// Its unit, as displayed.
pub fn unit(key: &str, units: DisplayUnits) -> String {
    match unit_of(key) {
        PACE_UNIT => format!("/{units}"),
        other => other.to_owned(),
    }
}

/// A value of it, without its unit, in the precision a watch is good for.
pub fn number(key: &str, value: f64, units: DisplayUnits) -> String {
    match unit_of(key) {
        PACE_UNIT => f::pace(value, units),
        "m" => f::decimal(value, 2),
        "%" | "kN/m" => f::decimal(value, 1),
        // Beats, steps, watts, milliseconds: whole ones, unless there are few.
        _ if value.abs() < 10.0 => f::decimal(value, 1),
        _ => f::decimal(value, 0),
    }
}
