//! A finishing kick: faster over the last mile or less.

use super::profile::{Profile, quantile};

/// Longest kick that is looked for, miles.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The windows of the kick of a run of `windows`, whose last `fast` have a higher ln speed.
    fn found(windows: usize, fast: usize, gain: f64) -> Option<usize> {
        let does = |k| {
            (
                if k + fast >= windows { 1.0 + gain } else { 1.0 },
                None,
                0.0,
            )
        };
        let profile = Profile::made(windows, does);
        from(&profile).map(|at| (10.0 * (profile.finish_mi - at)).round() as usize)
    }

    #[test]
    fn a_kick_is_two_windows_to_a_mile_long_and_faster_by_a_twentieth() {
        for fast in [2, 5, 10] {
            // Of six windows and more the slowest may be none of it.
            let found_fast = found(60, fast, 0.055).expect("a kick");
            assert!(
                (fast..=fast + fast / 5).contains(&found_fast),
                "{found_fast}"
            );
            assert_eq!(found(60, fast, 0.045), None);
        }
        assert_eq!(found(60, 1, 0.2), None);
        assert_eq!(
            found(60, 25, 0.2),
            None,
            "a fast finish of two miles and a half"
        );
        assert_eq!(found(5, 2, 0.2), Some(2), "a run shorter than a mile");
    }
}
