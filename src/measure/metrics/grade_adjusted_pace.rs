//! Grade-adjusted pace, seconds per kilometre: effort on hills, never evidence of form.

use super::Metric;

/// Running time per kilometre on the flat of the same cost (Minetti 2002).
pub const GRADE_ADJUSTED_PACE: Metric = Metric {
    key: "grade_adjusted_pace_s_per_km",
    name: "Grade-adjusted pace",
    unit: "s/km",
    about: "Running time per kilometre on the flat of the same cost (Minetti 2002).",
    value: |t| t.grade_adjusted_pace_s_per_km(),
};
