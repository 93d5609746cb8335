//! Vertical oscillation, millimetres, as a foot pod, strap or watch measures it.

use super::Metric;
use crate::measure::Channel;

/// Mean rise and fall of the trunk at each step.
pub const OSCILLATION: Metric = Metric {
    key: "oscillation_mm",
    name: "Vertical oscillation",
    unit: "mm",
    about: "Mean rise and fall of the trunk at each step.",
    value: |t| t.mean(Channel::Oscillation),
};
