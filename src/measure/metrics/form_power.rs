//! Form power, watts, which Stryd pods record beside power.

use super::Metric;
use crate::measure::Channel;

/// Power spent on moving up and down (Stryd).
pub const FORM_POWER: Metric = Metric {
    key: "form_power_w",
    name: "Form power",
    unit: "W",
    about: "Power spent on moving up and down (Stryd).",
    value: |t| t.mean(Channel::FormPower),
};
