//! Leg spring stiffness, kN/m, which Stryd pods record.

use super::Metric;
use crate::measure::Channel;

/// Stiffness of the leg as a spring (Stryd).
pub const LEG_STIFFNESS: Metric = Metric {
    key: "leg_stiffness_kn_per_m",
    name: "Leg spring stiffness",
    unit: "kN/m",
    about: "Stiffness of the leg as a spring (Stryd).",
    value: |t| t.mean(Channel::LegStiffness),
};
