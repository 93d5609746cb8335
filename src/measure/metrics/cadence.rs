//! Cadence, steps per minute: steps over the seconds in which they are known.

use super::Metric;

/// Steps per minute, both feet, while running.
pub const CADENCE: Metric = Metric {
    key: "cadence_spm",
    name: "Cadence",
    unit: "spm",
    about: "Steps per minute, both feet, while running.",
    value: |t| t.cadence_spm(),
};
