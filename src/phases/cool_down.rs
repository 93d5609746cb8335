//! The cool-down: the runner eases off for the last miles, the heart with them, or walks home.

use super::profile::{Profile, mean, quantile};

/// Longest cool-down, miles and share of the run: what lasts longer is judged by its heart rate
/// (docs/method.md, chosen or not).
const LONGEST: (f64, f64) = (3.0, 0.25);
/// Shortest, miles.
const SHORTEST_MI: f64 = 0.3;
/// Running that a cool-down is compared with, miles before it.
const BEFORE_MI: f64 = 2.0;
/// Loss of ln speed: cool-downs are run 10-20 % slower and more.
const LEAST_LOSS: f64 = 0.10;
/// A cool-down stays slow: nine tenths of it are slower than what came before by this much.
const STAYS_SLOW: f64 = 0.03;
/// ln heart rate falls by this share of the fall of ln speed when a runner eases off: 0.75 on
/// average (docs/method.md), of which three fifths must be seen.
const HEART_FALL: f64 = 0.75 * 0.6;
/// Without heart rate a cool-down may be this long, miles.
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
    // The heart needs a minute or so to follow.
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
