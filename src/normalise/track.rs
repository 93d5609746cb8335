//! Distance and speed along the records.

use super::DistanceSource;
use super::positions::Faults;

/// Distance and speed of every record.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Track {
    /// Where distance came from.
    pub source: DistanceSource,
    /// Metres since the start, never falling.
    pub metres: Vec<f64>,
    /// Speed in m/s, smoothed over neighbouring records; `None` where unknown.
    pub speed: Vec<Option<f64>>,
    /// False where distance is in doubt.
    pub trusted: Vec<bool>,
    /// Where nothing was recorded for minutes: the record before, and the metres to the next,
    /// which are not in `metres`.
    pub unrecorded: Vec<(usize, f64)>,
    /// What was wrong with the positions.
    pub faults: Faults,
}

impl Track {
    /// The track by one source; its speed is not known yet.
    pub(super) fn new(source: DistanceSource, metres: Vec<f64>, trusted: Vec<bool>) -> Self {
        Self {
            source,
            metres,
            speed: Vec::new(),
            trusted,
            unrecorded: Vec::new(),
            faults: Faults::default(),
        }
    }
}
