//! Step length, metres; reports and watches call it stride length.

use super::Metric;

/// Metres from one foot contact to the next contact of the other foot, while running.
pub const STEP_LENGTH: Metric = Metric {
    key: "step_length_m",
    name: "Stride length",
    unit: "m",
    about: "Metres from one foot contact to the next contact of the other foot, while running.",
    value: |t| t.step_length_m(),
};
