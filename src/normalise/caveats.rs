//! Caveats about the data: the list of codes, and wording for counts, durations and shares.

use crate::units::format::count;
use std::fmt;

/// Something a reader should know about the data or the verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caveat {
    /// Stable name, snake case.
    pub code: &'static str,
    /// One sentence for the reader of a report.
    pub text: String,
}

impl Caveat {
    /// A caveat of this stage; its code stands in [`DATA_CAVEATS`].
    pub(super) fn new(code: &'static str, text: impl fmt::Display) -> Self {
        debug_assert!(
            DATA_CAVEATS.iter().any(|(known, _)| *known == code),
            "{code} is not listed"
        );
        Self {
            code,
            text: text.to_string(),
        }
    }
}

/// Codes of caveats about the data, and when each is given.
#[rustfmt::skip]
pub const DATA_CAVEATS: &[(&str, &str)] = &[
    ("damaged_file", "part of the file could not be read"),
    ("sport_by_values", "the file names no sport; speed and cadence are a runner's"),
    ("records_without_time", "records without a time were left out"),
    ("clock_backward", "the clock jumps back"),
    ("clock_jump", "records whose time does not fit the others were left out"),
    ("clock_set", "the clock was set while recording; times were put on one footing"),
    ("duplicate_times", "more than 1 % of the records repeat a moment"),
    ("recording_gaps", "gaps in recording hold more than 5 % of the moving time"),
    ("unrecorded_gap", "minutes without a record in which the position moved on are in no distance"),
    ("carried", "a ride in a vehicle was left out"),
    ("speed_unit", "speed is in another unit and was converted"),
    ("speed_disagrees", "speed and distance contradict each other; speed was not used"),
    ("distance_unit", "distance is in another unit or counted otherwise and was converted"),
    ("distance_outliers", "distances that do not fit the others were left out"),
    ("distance_replaced", "the device's distance cannot be true and was replaced by another source"),
    ("distance_stalls", "distance does not rise for a while and catches up at the end"),
    ("distance_stuck", "distance is stuck while the runner goes on and was filled in"),
    ("altitude_outliers", "altitudes that cannot be true were left out"),
    ("coarse_recording", "records are so far apart that short stops and walks do not show"),
    ("distance_from_speed", "distance was integrated from the device's speed"),
    ("distance_from_positions", "distance was measured along the positions"),
    ("distance_disagrees", "distance and the device's total differ by more than 2 %"),
    ("gps_spikes", "impossible positions or jumps of distance were masked"),
    ("gps_dropouts", "positions are missing for more than 5 % of the time"),
    ("distance_is_a_ruler", "distance rises by the same amount every second"),
    ("treadmill", "the run was on a treadmill or indoors"),
    ("speed_from_cadence", "speed is computed from cadence"),
    ("no_cadence", "the file has no cadence"),
    ("cadence_unit_ambiguous", "the cadence unit is not clear from its values"),
    ("cadence_disagrees_with_step_length", "cadence and the device's own step length contradict each other"),
    ("cadence_dropouts", "cadence is missing or zero while running"),
    ("cadence_frozen", "cadence does not change for minutes"),
    ("cadence_doubled", "cadence is doubled or halved for part of the run and was put right"),
    ("heart_rate_dropouts", "heart rate is missing for much of the run"),
    ("heart_rate_flat", "heart rate does not change for minutes"),
    ("heart_rate_cadence_lock", "heart rate follows cadence"),
];

/// Things that were left out, in words: `1 position was`, `3 positions were`.
pub(super) fn left_out(n: usize, thing: &str, which: &str) -> String {
    let were = if n == 1 { "was" } else { "were" };
    format!("{} {which} {were} left out.", count(n, thing))
}

/// A duration in words: `40 seconds`, `7 minutes`.
pub(super) fn duration(seconds: f64) -> String {
    match seconds < 89.5 {
        true => count(seconds.round() as usize, "second"),
        false => count((seconds / 60.0).round() as usize, "minute"),
    }
}

/// A share in words: `3 %`, never a 0 for something that is there.
pub(super) fn percent(part: f64, whole: f64) -> String {
    let pct = if whole > 0.0 {
        100.0 * part / whole
    } else {
        0.0
    };
    if pct < 1.0 {
        "under 1 %".into()
    } else {
        format!("{pct:.0} %")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        assert_eq!(duration(1.0), "1 second");
        assert_eq!(duration(59.6), "60 seconds");
        assert_eq!(duration(424.0), "7 minutes");
        assert_eq!(percent(0.001, 1.0), "under 1 %");
        assert_eq!(percent(0.25, 1.0), "25 %");
    }
}
