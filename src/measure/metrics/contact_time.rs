//! Ground contact time, milliseconds, as a foot pod, strap or watch measures it.

use super::Metric;
use crate::measure::Channel;

/// Mean time a foot is on the ground at each step.
pub const CONTACT_TIME: Metric = Metric {
    key: "contact_time_ms",
    name: "Ground contact time",
    unit: "ms",
    about: "Mean time a foot is on the ground at each step.",
    value: |t| t.mean(Channel::ContactTime),
};
