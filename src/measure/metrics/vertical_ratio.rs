//! Vertical ratio, percent, as the device states it.

use super::Metric;
use crate::measure::Channel;

/// Vertical oscillation over step length.
pub const VERTICAL_RATIO: Metric = Metric {
    key: "vertical_ratio_pct",
    name: "Vertical ratio",
    unit: "%",
    about: "Vertical oscillation over step length.",
    value: |t| t.mean(Channel::VerticalRatio),
};
