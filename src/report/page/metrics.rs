//! Names, units and display of the measures that stand side by side, fresh and late.

use crate::units::DisplayUnits;
use crate::units::format as f;

/// True when a witness' key means `key`: keys may carry their unit (`cadence_spm`).
pub fn same(metric: &str, key: &str) -> bool {
    metric
        .strip_prefix(key)
        .is_some_and(|rest| rest.is_empty() || matches!(rest, "_spm" | "_m" | "_s_per_km"))
}

struct Metric {
    key: &'static str,
    name: &'static str,
    unit: &'static str,
    decimals: usize,
}

const fn metric(
    key: &'static str,
    name: &'static str,
    unit: &'static str,
    decimals: usize,
) -> Metric {
    Metric {
        key,
        name,
        unit,
        decimals,
    }
}

const PACE: &str = "pace";
const METRICS: &[Metric] = &[
    metric("cadence", "Cadence", "spm", 0),
    metric("step_length", "Step length", "m", 2),
    metric(PACE, "Pace", "", 0),
    metric("heart_rate", "Heart rate", "bpm", 0),
    metric("contact_time", "Ground contact", "ms", 0),
    metric("contact_balance", "Contact balance, left", "%", 1),
    metric("oscillation", "Vertical oscillation", "mm", 0),
    metric("vertical_ratio", "Vertical ratio", "%", 1),
    metric("power", "Power", "W", 0),
    metric("leg_stiffness", "Leg stiffness", "kN/m", 1),
    metric("form_power", "Form power", "W", 0),
];

fn find(key: &str) -> Option<&'static Metric> {
    METRICS.iter().find(|m| key.starts_with(m.key))
}

/// What a report calls a measure.
pub fn name(key: &str) -> &str {
    find(key).map_or(key, |m| m.name)
}

/// Its unit.
pub fn unit(key: &str, units: DisplayUnits) -> String {
    match find(key) {
        Some(m) if m.key == PACE => format!("/{units}"),
        Some(m) => m.unit.to_owned(),
        None => String::new(),
    }
}

/// A value of it, without its unit.
pub fn number(key: &str, value: f64, units: DisplayUnits) -> String {
    match find(key) {
        Some(m) if m.key == PACE => f::pace(value, units),
        Some(m) => f::decimal(value, m.decimals),
        None => f::decimal(value, 1),
    }
}
