//! The warm-up: slower running before the main part.

use super::profile::{Profile, quantile};

/// Longest warm-up, miles and share of the run.
const LONGEST: (f64, f64) = (3.0, 0.25);
/// Shortest, miles: the first steps of every run are slow.
const SHORTEST_MI: f64 = 0.5;
/// Running that a warm-up is compared with, miles after it.
const AFTER_MI: f64 = 2.0;
/// Gain of ln speed from warm-up to main part: less is an everyday start.
const LEAST_GAIN: f64 = 0.08;

/// The mile up to which the run is a warm-up.
pub(super) fn to(profile: &Profile) -> Option<f64> {
    let longest = LONGEST.0.min(LONGEST.1 * profile.finish_mi);
    let steps = ((longest - SHORTEST_MI) / 0.1).floor();
    if steps < 0.0 {
        return None;
    }
    let gain = |at: f64| {
        let speed = |from: f64, to: f64| profile.between(from, to).map(|p| p.ln_speed);
        // The main part is faster than nine tenths of the warm-up.
        let (slow, fast) = (
            quantile(speed(0.0, at), 0.9)?,
            quantile(speed(at, at + AFTER_MI), 0.5)?,
        );
        Some(fast - slow)
    };
    let candidates = (0..=steps as usize).filter_map(|k| {
        let at = SHORTEST_MI + 0.1 * k as f64;
        gain(at).map(|gain| (at, gain))
    });
    let (at, gain) = candidates.max_by(|a, b| a.1.total_cmp(&b.1))?;
    (gain >= LEAST_GAIN).then_some(at)
}
