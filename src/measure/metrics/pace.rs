//! Pace, seconds per kilometre, as a watch shows it.

use super::Metric;

/// Moving time per kilometre, walking included.
pub const PACE: Metric = Metric {
    key: "pace_s_per_km",
    name: "Pace",
    unit: "s/km",
    about: "Moving time per kilometre, walking included.",
    value: |t| t.pace_s_per_km(),
};
