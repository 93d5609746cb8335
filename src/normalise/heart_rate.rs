//! Heart rate: what cannot be a heart's is masked, and said.

use super::clock::Timeline;

/// Plausible heart rates of someone running, beats per minute.
const PLAUSIBLE_BPM: std::ops::RangeInclusive<f64> = 35.0..=240.0;

/// Heart rate of every record, implausible values masked.
pub(super) fn beats(timeline: &Timeline) -> Vec<Option<f64>> {
    timeline
        .points
        .iter()
        .map(|p| {
            p.heart_rate_bpm
                .map(f64::from)
                .filter(|b| PLAUSIBLE_BPM.contains(b))
        })
        .collect()
}
