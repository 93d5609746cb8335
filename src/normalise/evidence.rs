//! Decides whether speed is independent evidence. It is not if the device computes it from
//! cadence, or if distance rises by the same amount every second.

use super::caveats::Caveat;
use super::stretches::median;
use super::timeline::Timeline;
use super::track::Track;
use crate::read::RawActivity;

/// Words in a sport or sub-sport that mean the runner did not move over ground.
const INDOORS: &[&str] = &["treadmill", "indoor", "virtual"];

/// Length of the blocks compared, s: long enough that distance in whole metres is within
/// 0.3 % of itself.
const BLOCK_S: f64 = 60.0;
/// Fewest blocks for a decision.
const LEAST_BLOCKS: usize = 8;
/// A block within this of the rule (0.5 %) follows it. The pace of a runner varies by 1-3 % from minute to minute.
const FOLLOWS: f64 = 0.005;
/// Speed is computed by a rule if this share of the blocks follows it.
const MOST: f64 = 0.8;
/// Cadence must vary by this much (sd of its logarithm over blocks) for a rule to be detectable.
const CADENCE_VARIES: f64 = 0.01;

/// Two totals that differ by more than this share give a caveat, ...
const DISAGREES: f64 = 0.02;
/// ... if they also differ by more than this (m).
const DISAGREES_M: f64 = 100.0;

/// Decides whether pace is evidence; adds a caveat with the reason if not.
pub(super) fn pace(
    raw: &RawActivity,
    timeline: &Timeline,
    track: &Track,
    cadence: &[Option<f64>],
    caveats: &mut Vec<Caveat>,
) -> bool {
    let indoors = track.faults.nowhere
        || [&raw.sport, &raw.sub_sport].into_iter().flatten().any(|s| {
            let s = s.to_lowercase();
            INDOORS.iter().any(|word| s.contains(word))
        });
    let blocks = blocks(timeline, track, cadence);
    if indoors {
        caveats.push(Caveat::new(
            "treadmill",
            "The run was indoors, where a watch guesses speed from cadence: only cadence was judged, not pace or stride length.",
        ));
    } else if is_ruler(blocks.iter().map(|(speed, _)| *speed).collect()) {
        caveats.push(Caveat::new(
            "distance_is_a_ruler",
            "Distance rises by the same amount every second, as no runner's does: only cadence was judged, not pace or stride length.",
        ));
    } else if is_made_of_cadence(&blocks) {
        caveats.push(Caveat::new(
            "speed_from_cadence",
            "Speed follows cadence to the decimal, so the sensor made it from cadence: only cadence was judged, not pace or stride length.",
        ));
    } else {
        return true;
    }
    false
}

/// Adds a caveat if the device's own total differs.
pub(super) fn disagreement(raw: &RawActivity, track: &Track, caveats: &mut Vec<Caveat>) {
    let ours = track.metres.last().copied().unwrap_or(0.0);
    let Some(theirs) = raw.totals.distance_m.filter(|d| d.is_finite() && *d > 0.0) else {
        return;
    };
    let off = ours - theirs;
    if off.abs() > DISAGREES * theirs && off.abs() > DISAGREES_M {
        caveats.push(Caveat::new(
            "distance_disagrees",
            format!(
                "The records cover {:.1} % {} than the device's own total says.",
                100.0 * off.abs() / theirs,
                if off > 0.0 { "more" } else { "less" }
            ),
        ));
    }
}

/// Minutes of moving without gaps, as logarithms of speed and of cadence, where that is known throughout.
fn blocks(timeline: &Timeline, track: &Track, cadence: &[Option<f64>]) -> Vec<(f64, Option<f64>)> {
    let mut out = Vec::new();
    let (mut seconds, mut metres, mut steps, mut stepped) = (0.0, 0.0, 0.0, 0.0);
    for (i, spm) in cadence.iter().enumerate().skip(1) {
        let step = timeline.step_s(i);
        let moves = step <= timeline.gap_s && track.speed[i].is_some_and(|v| v >= 1.0);
        if moves {
            seconds += step;
            metres += track.metres[i] - track.metres[i - 1];
        }
        if let Some(c) = spm.filter(|c| moves && *c > 0.0) {
            steps += c / 60.0 * step;
            stepped += step;
        }
        if moves && seconds >= BLOCK_S && metres > 0.0 {
            let known = stepped >= seconds - 1.0 && steps > 0.0;
            let spm = known.then(|| f64::ln(steps / stepped));
            out.push(((metres / seconds).ln(), spm));
        }
        if !moves || seconds >= BLOCK_S {
            (seconds, metres, steps, stepped) = (0.0, 0.0, 0.0, 0.0);
        }
    }
    out
}

/// True when a distance rises by the same amount every minute.
pub(super) fn is_ruled(timeline: &Timeline, metres: &[f64]) -> bool {
    let mut speeds = Vec::new();
    let (mut from, mut moved) = (0, 0.0);
    for (i, at) in metres.iter().enumerate().skip(1) {
        if timeline.step_s(i) > timeline.gap_s {
            (from, moved) = (i, *at);
            continue;
        }
        let seconds = timeline.time_s[i] - timeline.time_s[from];
        if seconds >= BLOCK_S {
            let covered = at - moved;
            if covered > seconds {
                speeds.push((covered / seconds).ln());
            }
            (from, moved) = (i, *at);
        }
    }
    is_ruler(speeds)
}

/// True when nearly all minutes have the same speed.
fn is_ruler(mut speeds: Vec<f64>) -> bool {
    let usual = median(&mut speeds).unwrap_or(0.0);
    speeds.len() >= LEAST_BLOCKS && mostly(speeds.iter().map(|v| v - usual))
}

/// True when a power law of cadence gives nearly every minute's speed.
fn is_made_of_cadence(blocks: &[(f64, Option<f64>)]) -> bool {
    let both: Vec<(f64, f64)> = blocks
        .iter()
        .filter_map(|(v, c)| Some((*v, (*c)?)))
        .collect();
    if both.len() < LEAST_BLOCKS {
        return false;
    }
    let n = both.len() as f64;
    let mean = |f: fn(&(f64, f64)) -> f64| both.iter().map(f).sum::<f64>() / n;
    let (v0, c0) = (mean(|b| b.0), mean(|b| b.1));
    let cc: f64 = both.iter().map(|(_, c)| (c - c0).powi(2)).sum();
    let vc: f64 = both.iter().map(|(v, c)| (v - v0) * (c - c0)).sum();
    if (cc / n).sqrt() < CADENCE_VARIES {
        return false;
    }
    let slope = vc / cc;
    // Speed made of cadence rises with it at least in proportion.
    slope > 0.8 && mostly(both.iter().map(|(v, c)| v - v0 - slope * (c - c0)))
}

/// True if most residuals are close to 0.
fn mostly(residuals: impl Iterator<Item = f64>) -> bool {
    let (near, all) = residuals.fold((0usize, 0usize), |(near, all), r| {
        (near + usize::from(r.abs() <= FOLLOWS), all + 1)
    });
    near as f64 >= MOST * all as f64
}

#[cfg(test)]
mod tests {
    use crate::normalise::testing::{run_of, steady};
    use crate::normalise::{CadenceChoice, normalise};

    /// Whether pace is evidence, and the codes, for a run at `speed` and `spm` of the second.
    fn judged(
        sub_sport: &str,
        speed: impl Fn(f64) -> f64,
        spm: impl Fn(f64) -> f64,
    ) -> (bool, Vec<&'static str>) {
        let mut metres = 0.0;
        let track: Vec<f64> = (0..=3600)
            .map(|s| {
                metres += speed(f64::from(s));
                metres
            })
            .collect();
        let mut raw = run_of(3600, |s| {
            let mut p = steady(s, speed(s), (spm(s) / 2.0) as f32);
            p.distance_m = Some(track[s as usize]);
            p
        });
        raw.sub_sport = Some(sub_sport.into());
        let (run, caveats) = normalise(&raw, CadenceChoice::Auto).unwrap();
        let codes = caveats.iter().map(|c| c.code).collect();
        (run.pace_is_evidence, codes)
    }

    fn wobbly(s: f64) -> f64 {
        3.0 + 0.15 * (s / 97.0).sin() + 0.1 * (s / 41.0).cos()
    }

    fn steps(s: f64) -> f64 {
        174.0 + 4.0 * (s / 131.0).sin() + (s / 7.0).sin()
    }

    #[test]
    fn pace_is_evidence_over_ground_and_not_where_it_is_made_up() {
        let of_cadence = |s: f64| 3.0 * (steps(s) / 174.0).powf(1.5);
        assert_eq!(judged("generic", wobbly, steps), (true, vec![]));
        for (found, code) in [
            (judged("treadmill", wobbly, steps), "treadmill"),
            (judged("generic", |_| 3.47, steps), "distance_is_a_ruler"),
            (judged("generic", of_cadence, steps), "speed_from_cadence"),
        ] {
            assert_eq!(found, (false, vec![code]));
        }
    }
}
