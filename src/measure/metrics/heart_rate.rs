//! Heart rate, beats per minute, weighted by time.

use super::Metric;
use crate::measure::Channel;

/// Mean heart rate while running.
pub const HEART_RATE: Metric = Metric {
    key: "heart_rate_bpm",
    name: "Heart rate",
    unit: "bpm",
    about: "Mean heart rate while running.",
    value: |t| t.mean(Channel::HeartRate),
};
