//! A finishing kick: faster over the last mile or less.

use super::profile::{Profile, quantile};

/// Longest kick, miles.
const LONGEST_MI: f64 = 1.0;
/// Shortest, miles: two windows.
const SHORTEST_MI: f64 = 0.2;
/// Running that a kick is compared with, miles before it.
const BEFORE_MI: f64 = 2.0;
/// Gain of ln speed: runners who speed up for the finish gain 3-8 %.
const LEAST_GAIN: f64 = 0.05;

/// The mile from which the run is a kick.
pub(super) fn from(profile: &Profile) -> Option<f64> {
    let finish = profile.finish_mi;
    let steps = ((LONGEST_MI - SHORTEST_MI) / 0.1).round() as usize;
    // The longest stretch that is a kick all along.
    (0..=steps).find_map(|k| {
        let at = finish - LONGEST_MI + 0.1 * k as f64;
        let speed = |from: f64, to: f64| profile.between(from, to).map(|p| p.ln_speed);
        let before = quantile(speed(at - BEFORE_MI, at), 0.5)?;
        let slowest = quantile(speed(at, finish), 0.1)?;
        (at > 0.0 && slowest - before >= LEAST_GAIN).then_some(at)
    })
}
