//! Everything that is reported of a stretch of running, one metric a file.

mod cadence;
mod cadence_spread;
mod contact_balance;
mod contact_time;
mod device_step_length;
mod form_power;
mod grade_adjusted_pace;
mod heart_rate;
mod leg_stiffness;
mod oscillation;
mod pace;
mod power;
mod step_length;
mod vertical_ratio;

pub use cadence::CADENCE;
pub use cadence_spread::CADENCE_SPREAD;
pub use device_step_length::DEVICE_STEP_LENGTH;
pub use grade_adjusted_pace::GRADE_ADJUSTED_PACE;
pub use heart_rate::HEART_RATE;
pub use pace::PACE;
pub use step_length::STEP_LENGTH;
pub use vertical_ratio::VERTICAL_RATIO;

use super::Tally;

/// Something measured on a stretch of running.
#[derive(Debug, Clone, Copy)]
pub struct Metric {
    /// Its key in the result; the unit stands in it.
    pub key: &'static str,
    /// Its name as a runner knows it.
    pub name: &'static str,
    /// Unit of `value`, as printed after a number (`spm`, `m`, `%`).
    pub unit: &'static str,
    /// What it is, one sentence.
    pub about: &'static str,
    /// Its value over a stretch; `None` where it cannot be measured.
    pub value: fn(&Tally) -> Option<f64>,
}

/// Every metric, in the order reports show them.
pub const METRICS: &[Metric] = &[
    cadence::CADENCE,
    step_length::STEP_LENGTH,
    pace::PACE,
    grade_adjusted_pace::GRADE_ADJUSTED_PACE,
    heart_rate::HEART_RATE,
    contact_time::CONTACT_TIME,
    contact_balance::CONTACT_BALANCE,
    oscillation::OSCILLATION,
    vertical_ratio::VERTICAL_RATIO,
    device_step_length::DEVICE_STEP_LENGTH,
    power::POWER,
    form_power::FORM_POWER,
    leg_stiffness::LEG_STIFFNESS,
    cadence_spread::CADENCE_SPREAD,
];

#[cfg(test)]
mod tests {
    use super::METRICS;
    use crate::normalise::DATA_CAVEATS;

    #[test]
    fn every_metric_and_caveat_is_documented() {
        let page = include_str!("../../../docs/metrics.md");
        let has = |row: String| assert!(page.contains(&row), "docs/metrics.md lacks: {row}");
        for metric in METRICS {
            has(format!("| `{}` | {} |", metric.key, metric.unit));
        }
        for (code, when) in DATA_CAVEATS {
            has(format!("| `{code}` | {when} |"));
        }
    }

    #[test]
    fn keys_carry_their_unit_and_are_unique() {
        for (i, metric) in METRICS.iter().enumerate() {
            let key = metric.key;
            let unit = metric
                .unit
                .to_lowercase()
                .replace('/', "_per_")
                .replace('%', "pct");
            assert!(key.ends_with(&unit), "{key} {unit}");
            assert!(METRICS[..i].iter().all(|m| m.key != key), "{key} twice");
        }
    }
}
