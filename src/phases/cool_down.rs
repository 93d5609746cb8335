//! The cool-down: the runner eases off over the last miles, with a falling heart rate, or walks home.

use super::profile::{Profile, mean, quantile};

/// Longest cool-down, miles and share of the run. Longer easing off is part of the main part, where heart rate
/// decides whether it was chosen (docs/method.md).
const LONGEST: (f64, f64) = (3.0, 0.25);
/// Shortest cool-down that is looked for, miles.
const SHORTEST_MI: f64 = 0.3;
/// Running that a cool-down is compared with, miles before it.
const BEFORE_MI: f64 = 2.0;
/// Loss of ln speed: cool-downs are run 10-20 % slower and more.
const LEAST_LOSS: f64 = 0.10;
/// A cool-down stays slow: nine tenths of it are slower than the running before by this much, ln speed.
const STAYS_SLOW: f64 = 0.03;
/// ln heart rate falls by this share of the fall of ln speed when a runner eases off: 0.75 on
/// average (docs/method.md), of which three fifths must be seen.
const HEART_FALL: f64 = 0.75 * 0.6;
/// Longest cool-down without heart rate, miles.
const UNSEEN_MI: f64 = 1.0;
/// Walking home: this share of moving time walked, over at most so many miles.
const WALK_HOME: (f64, f64) = (0.5, 1.5);
/// A runner who walked before, this share of moving time, or who walks this share of the
/// slower part, did not simply ease off.
const WALKED: (f64, f64) = (0.06, 0.35);

/// The mile from which the run is a cool-down.
pub(super) fn from(profile: &Profile) -> Option<f64> {
    let finish = profile.finish_mi;
    let longest = LONGEST.0.min(LONGEST.1 * finish);
    let steps = ((longest - SHORTEST_MI) / 0.1).floor();
    if steps < 0.0 {
        return None;
    }
    let candidates = (0..=steps as usize).filter_map(|k| {
        let at = finish - longest + 0.1 * k as f64;
        contrast(profile, at).map(|contrast| (at, contrast))
    });
    let (at, _) = candidates.max_by(|a, b| a.1.total_cmp(&b.1))?;
    is_cool_down(profile, at).then_some(at)
}

/// Loss of ln speed at `at` in units of its standard error, up to a factor.
fn contrast(profile: &Profile, at: f64) -> Option<f64> {
    let speed = |from: f64, to: f64| profile.between(from, to).map(|p| p.ln_speed);
    let before = mean(speed(at - BEFORE_MI, at), 5)?;
    let after = mean(speed(at, profile.finish_mi), 2)?;
    let (m, n) = (BEFORE_MI, profile.finish_mi - at);
    Some((before - after) * (m * n / (m + n)).sqrt())
}

fn is_cool_down(profile: &Profile, at: f64) -> bool {
    let finish = profile.finish_mi;
    let speed = |from: f64, to: f64| profile.between(from, to).map(|p| p.ln_speed);
    let (Some(before), Some(after), Some(fastest)) = (
        quantile(speed(at - BEFORE_MI, at), 0.5),
        quantile(speed(at, finish), 0.5),
        quantile(speed(at, finish), 0.9),
    ) else {
        return false;
    };
    let loss = before - after;
    if loss < LEAST_LOSS || fastest > before - STAYS_SLOW {
        return false;
    }
    let length = finish - at;
    let (walked_before, walked) = (
        profile.walked_share(0.0, at),
        profile.walked_share(at, finish),
    );
    if walked >= WALK_HOME.0 {
        return length <= WALK_HOME.1 && walked_before < WALKED.0;
    }
    if walked_before >= WALKED.0 || walked >= WALKED.1 {
        return false;
    }
    // Heart rate follows speed after a minute or so.
    let heart = |from: f64, to: f64| profile.between(from, to).filter_map(|p| p.ln_heart);
    let hearts = (
        mean(heart(at - 1.0, at), 5),
        mean(heart(at + 0.2, finish), 2),
    );
    match hearts {
        (Some(before), Some(after)) => before - after >= HEART_FALL * loss.min(0.3),
        _ => length <= UNSEEN_MI,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The windows from the finish at which a run of `windows` has a cool-down: its last `slow` windows have
    /// another ln speed, ln heart rate and share of walking.
    fn found(windows: usize, slow: usize, after: (f64, Option<f64>, f64)) -> Option<usize> {
        let steady = (1.0, after.1.map(|_| 5.0), 0.0);
        let does = |k| if k + slow >= windows { after } else { steady };
        last(&Profile::made(windows, does))
    }

    fn last(profile: &Profile) -> Option<usize> {
        from(profile).map(|at| (10.0 * (profile.finish_mi - at)).round() as usize)
    }

    /// Slower by a loss of ln speed, with a heart that falls by so much.
    fn slower(loss: f64, fall: f64) -> (f64, Option<f64>, f64) {
        (1.0 - loss, Some(5.0 - fall), 0.0)
    }

    #[test]
    fn a_cool_down_is_three_windows_to_three_miles_long() {
        let easy = slower(0.2, 0.15);
        for slow in [3, 10, 29, 30] {
            assert_eq!(found(160, slow, easy), Some(slow));
        }
        assert_eq!(found(160, 2, easy), None);
        assert_eq!(found(160, 42, easy), None);
        // A quarter of a shorter run.
        assert_eq!(found(80, 20, easy), Some(20));
        assert_eq!(found(80, 31, easy), None);
        assert_eq!(
            found(10, 3, easy),
            None,
            "a quarter is shorter than the shortest"
        );
    }

    #[test]
    fn speed_falls_by_a_tenth_and_stays_there() {
        assert_eq!(found(100, 10, slower(0.11, 0.2)), Some(10));
        assert_eq!(found(100, 10, slower(0.09, 0.2)), None);
        let surges = |share: usize, surge: f64| {
            let does = |k: usize| match k {
                ..80 => (1.0, Some(5.0), 0.0),
                k if k >= 90 && k < 90 + share => (1.0 - surge, Some(4.8), 0.0),
                _ => (0.8, Some(4.8), 0.0),
            };
            last(&Profile::made(100, does))
        };
        assert_eq!(surges(1, 0.0), Some(20), "one window in twenty");
        assert_eq!(surges(3, 0.0), None);
        assert_eq!(
            surges(3, 0.04),
            Some(20),
            "a little slower than before is slow"
        );
        assert_eq!(surges(3, 0.02), None);
    }

    #[test]
    fn the_heart_falls_by_nearly_half_of_the_loss() {
        assert_eq!(found(100, 10, slower(0.2, 0.095)), Some(10));
        assert_eq!(found(100, 10, slower(0.2, 0.085)), None);
        // Of a loss beyond 0.3 no more is asked.
        assert_eq!(found(100, 10, slower(0.6, 0.14)), Some(10));
        assert_eq!(found(100, 10, slower(0.6, 0.13)), None);
        // The heart follows after some minutes.
        let late = |k: usize| match k {
            ..90 => (1.0, Some(5.0), 0.0),
            90 | 91 => (0.8, Some(5.0), 0.0),
            _ => (0.8, Some(4.9), 0.0),
        };
        assert_eq!(last(&Profile::made(100, late)), Some(10));
    }

    #[test]
    fn without_heart_rate_it_is_a_mile_long_at_most() {
        assert_eq!(found(100, 9, (0.8, None, 0.0)), Some(9));
        assert_eq!(found(100, 11, (0.8, None, 0.0)), None);
    }

    #[test]
    fn a_walk_home_is_half_walked_and_a_mile_and_a_half_at_most() {
        let home = |slow, walked| found(100, slow, (0.5, Some(5.0), walked));
        assert_eq!(home(14, 0.5), Some(14));
        assert_eq!(home(16, 0.5), None);
        assert_eq!(home(14, 0.49), None);
        // Whose heart falls is slower by choice unless more than a third is walked.
        assert_eq!(found(100, 14, (0.8, Some(4.8), 0.34)), Some(14));
        assert_eq!(found(100, 14, (0.8, Some(4.8), 0.36)), None);
    }

    #[test]
    fn a_runner_who_walked_before_did_not_simply_ease_off() {
        let walked = |before: f64, after: (f64, Option<f64>, f64)| {
            let does = |k| {
                if k < 90 {
                    (1.0, Some(5.0), before)
                } else {
                    after
                }
            };
            last(&Profile::made(100, does))
        };
        for after in [slower(0.2, 0.2), (0.5, Some(5.0), 1.0)] {
            assert_eq!(walked(0.05, after), Some(10));
            assert_eq!(walked(0.07, after), None);
        }
    }
}
