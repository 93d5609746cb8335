//! Stride length by the device.

use super::Metric;
use crate::measure::Channel;

/// Mean step length as the device itself states it.
pub const DEVICE_STEP_LENGTH: Metric = Metric {
    key: "device_step_length_m",
    name: "Stride length by the device",
    unit: "m",
    about: "Mean step length as the device itself states it.",
    value: |t| t.mean(Channel::DeviceStepLength),
};
