//! The metrics of a stretch of running, as a table. Each is a mean that follows from the sums of a [`Tally`].

use super::{Channel, Tally};

/// A quantity that is reported for a stretch of running.
#[derive(Debug, Clone, Copy)]
pub struct Metric {
    /// Its key in the result, which ends in the unit.
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

/// Steps per minute, both feet, while running.
pub const CADENCE: Metric = Metric {
    key: "cadence_spm",
    name: "Cadence",
    unit: "spm",
    about: "Steps per minute, both feet, while running.",
    value: |t| t.cadence_spm(),
};

/// Metres from one foot contact to the next contact of the other foot, while running.
pub const STEP_LENGTH: Metric = Metric {
    key: "step_length_m",
    name: "Stride length",
    unit: "m",
    about: "Metres from one foot contact to the next contact of the other foot, while running.",
    value: |t| t.step_length_m(),
};

/// Moving time per kilometre, walking included.
pub const PACE: Metric = Metric {
    key: "pace_s_per_km",
    name: "Pace",
    unit: "s/km",
    about: "Moving time per kilometre, walking included.",
    value: |t| t.pace_s_per_km(),
};

/// Running time per kilometre on the flat of the same cost (Minetti 2002).
pub const GRADE_ADJUSTED_PACE: Metric = Metric {
    key: "grade_adjusted_pace_s_per_km",
    name: "Grade-adjusted pace",
    unit: "s/km",
    about: "Running time per kilometre on the flat of the same cost (Minetti 2002); none where hills \
            change the pace by more than a tenth.",
    value: |t| t.grade_adjusted_pace_s_per_km(),
};

/// Mean heart rate while running.
pub const HEART_RATE: Metric = Metric {
    key: "heart_rate_bpm",
    name: "Heart rate",
    unit: "bpm",
    about: "Mean heart rate while running.",
    value: |t| t.mean(Channel::HeartRate),
};

/// Every metric, in the order reports show them.
pub const METRICS: &[Metric] = &[
    CADENCE,
    STEP_LENGTH,
    PACE,
    GRADE_ADJUSTED_PACE,
    HEART_RATE,
    Metric {
        key: "contact_time_ms",
        name: "Ground contact time",
        unit: "ms",
        about: "Mean time a foot is on the ground at each step.",
        value: |t| t.mean(Channel::ContactTime),
    },
    Metric {
        key: "contact_balance_pct",
        name: "Contact balance, left",
        unit: "%",
        about: "Share of ground contact time on the left foot.",
        value: |t| t.mean(Channel::ContactBalance),
    },
    Metric {
        key: "oscillation_mm",
        name: "Vertical oscillation",
        unit: "mm",
        about: "Mean rise and fall of the trunk at each step.",
        value: |t| t.mean(Channel::Oscillation),
    },
    Metric {
        key: "vertical_ratio_pct",
        name: "Vertical ratio",
        unit: "%",
        about: "Vertical oscillation over step length.",
        value: |t| t.mean(Channel::VerticalRatio),
    },
    Metric {
        key: "device_step_length_m",
        name: "Stride length by the device",
        unit: "m",
        about: "Mean step length as the device itself states it.",
        value: |t| t.mean(Channel::DeviceStepLength),
    },
    Metric {
        key: "power_w",
        name: "Power",
        unit: "W",
        about: "Mean power while running, as the device estimates it.",
        value: |t| t.mean(Channel::Power),
    },
    Metric {
        key: "form_power_w",
        name: "Form power",
        unit: "W",
        about: "Power spent on moving up and down (Stryd).",
        value: |t| t.mean(Channel::FormPower),
    },
    Metric {
        key: "leg_stiffness_kn_per_m",
        name: "Leg spring stiffness",
        unit: "kN/m",
        about: "Stiffness of the leg as a spring (Stryd).",
        value: |t| t.mean(Channel::LegStiffness),
    },
    Metric {
        key: "cadence_spread_spm",
        name: "Cadence spread",
        unit: "spm",
        about: "Standard deviation of cadence around its mean over the stretch, while running.",
        value: |t| t.cadence_spread_spm(),
    },
];

#[cfg(test)]
mod tests {
    use super::METRICS;
    use crate::normalise::DATA_CAVEATS;

    #[test]
    fn every_metric_and_caveat_is_documented() {
        let page = include_str!("../../docs/metrics.md");
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
