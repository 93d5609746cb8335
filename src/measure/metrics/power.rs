//! Power, watts, as a watch or foot pod estimates it.

use super::Metric;
use crate::measure::Channel;

/// Mean power while running, as the device estimates it.
pub const POWER: Metric = Metric {
    key: "power_w",
    name: "Power",
    unit: "W",
    about: "Mean power while running, as the device estimates it.",
    value: |t| t.mean(Channel::Power),
};
