//! The warm-up: slower running before the main part.

use super::profile::{Profile, quantile};

/// Longest warm-up, miles and share of the run.
const LONGEST: (f64, f64) = (3.0, 0.25);
/// Shortest, miles: the first steps of every run are slow.
const SHORTEST_MI: f64 = 0.5;
/// Running that a warm-up is compared with, miles after it.
const AFTER_MI: f64 = 2.0;
/// Smallest gain of ln speed from warm-up to main part; smaller gains are an ordinary start.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The windows of the warm-up of a run of `windows`, whose first `slow` have a lower ln speed.
    fn found(windows: usize, slow: usize, loss: f64) -> Option<usize> {
        let does = |k| (if k < slow { 1.0 - loss } else { 1.0 }, None, 0.0);
        last(&Profile::made(windows, does))
    }

    fn last(profile: &Profile) -> Option<usize> {
        to(profile).map(|mile| (10.0 * mile).round() as usize)
    }

    #[test]
    fn a_warm_up_is_half_a_mile_to_three_miles_long() {
        for slow in [5, 12, 30] {
            // A tenth of its windows may be fast.
            let found = found(140, slow, 0.1).expect("a warm-up");
            assert!(
                (slow..=slow + slow / 10).contains(&found),
                "{found} for {slow}"
            );
        }
        assert_eq!(found(140, 3, 0.1), None);
        assert_eq!(found(140, 45, 0.1), None);
        // A quarter of a shorter run.
        assert_eq!(found(80, 20, 0.1), Some(20));
        assert_eq!(found(80, 35, 0.1), None);
        assert_eq!(
            found(19, 5, 0.1),
            None,
            "a quarter is shorter than the shortest"
        );
    }

    #[test]
    fn the_run_after_it_is_faster_by_eight_percent_than_nine_tenths_of_it() {
        assert!(found(140, 12, 0.085).is_some());
        assert_eq!(found(140, 12, 0.075), None);
        let surges = |count: usize| {
            let does = |k: usize| match k {
                k if (5..5 + count).contains(&k) => (1.0, None, 0.0),
                ..20 => (0.9, None, 0.0),
                _ => (1.0, None, 0.0),
            };
            last(&Profile::made(140, does))
        };
        assert!(surges(1) >= Some(20), "one fast window in twenty");
        assert!(surges(4) < Some(20), "four");
        // Faster for most of two miles behind it.
        let again = |slow_from: usize| {
            let does = |k: usize| {
                let slow = k < 10 || (slow_from..slow_from + 30).contains(&k);
                (if slow { 0.9 } else { 1.0 }, None, 0.0)
            };
            last(&Profile::made(140, does))
        };
        assert!(again(22).is_some());
        assert_eq!(again(18), None);
    }
}
