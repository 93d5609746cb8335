//! Is it a run? By what the file says, else by speed and cadence.

use super::NotARun;
use crate::read::RawActivity;

/// Words in a sport's name that mean running.
const RUNNING: &[&str] = &[
    "run",
    "jog",
    "treadmill",
    "laufen",
    "course à pied",
    "carrera",
];

/// Names that say nothing: the values decide.
const SAYS_NOTHING: &[&str] = &[
    "",
    "generic",
    "other",
    "unknown",
    "workout",
    "training",
    "fitness_equipment",
    "all",
    "9",
];

/// Refuses activities that are named as something else.
///
/// # Errors
/// When the file names another sport.
pub(super) fn check(raw: &RawActivity) -> Result<(), NotARun> {
    let Some(sport) = raw.sport.as_deref().map(|s| s.trim().to_lowercase()) else {
        return Ok(());
    };
    if SAYS_NOTHING.contains(&sport.as_str()) || RUNNING.iter().any(|word| sport.contains(word)) {
        return Ok(());
    }
    Err(NotARun::OtherSport(sport.replace('_', " ")))
}
