//! Metrics as a person reads them. How a value is shown follows from its unit, so that a
//! metric added to the list is shown without more ado.

use crate::measure::{METRICS, Metric, Split};
use crate::units::format;
use crate::units::{DisplayUnits, Metres};

/// From here on a tenth of a beat, step, watt, millisecond or millimetre is noise.
const WHOLE_FROM: f64 = 10.0;

/// The metric a key stands for, as witnesses name it.
pub fn metric_by_key(key: &str) -> Option<&'static Metric> {
    METRICS.iter().find(|metric| metric.key == key)
}

/// A value of a metric without its unit: `8:29`, `176`, `1.08`.
pub fn metric(metric: &Metric, value: f64, units: DisplayUnits) -> String {
    match metric.unit {
        "s/km" => format::pace(value, units),
        "m" => format::decimal(value, 2),
        "%" | "kN/m" => format::decimal(value, 1),
        _ => format::decimal(value, usize::from(value.abs() < WHOLE_FROM)),
    }
}

/// The unit a metric is shown in: `/mi`, `spm`, `m`.
pub fn metric_unit(metric: &Metric, units: DisplayUnits) -> String {
    match metric.unit {
        "s/km" => format!("/{units}"),
        unit => unit.to_owned(),
    }
}

/// A value of a metric with its unit: `8:29/mi`, `176 spm`.
pub fn metric_with_unit(of: &Metric, value: f64, units: DisplayUnits) -> String {
    let blank = if of.unit == "s/km" { "" } else { " " };
    format!(
        "{}{blank}{}",
        metric(of, value, units),
        metric_unit(of, units)
    )
}

/// Where a split lies: `0-5`, and `25-26.2*` for a remainder.
pub fn stretch(split: &Split, units: DisplayUnits) -> String {
    let short = |at: Metres| {
        let text = format::decimal(format::length(at, units), 1);
        text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
    };
    let mark = if split.partial { "*" } else { "" };
    format!("{}-{}{mark}", short(split.from), short(split.to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::metrics;

    #[test]
    fn a_value_is_shown_as_its_unit_asks() {
        let miles = DisplayUnits::Miles;
        let km = DisplayUnits::Kilometres;
        let show = |key, value, units| metric_with_unit(metric_by_key(key).unwrap(), value, units);
        assert_eq!(show("pace_s_per_km", 323.0, miles), "8:40/mi");
        assert_eq!(show("pace_s_per_km", 323.0, km), "5:23/km");
        assert_eq!(show("cadence_spm", 175.6, km), "176 spm");
        assert_eq!(show("cadence_spread_spm", 2.345, km), "2.3 spm");
        assert_eq!(show("step_length_m", 1.0849, miles), "1.08 m");
        assert_eq!(show("contact_balance_pct", 49.96, miles), "50.0 %");
        assert_eq!(metrics::CADENCE.key, "cadence_spm");
    }
}
