//! Faults of heart rate: drop-outs, flat lines and optical sensors that lock onto cadence. They are masked and
//! give a caveat, and heart rate with such faults is not used as evidence.

use super::caveats::{Caveat, duration, percent};
use super::stretches::{frozen, mask, seconds_where, stretches};
use super::timeline::Timeline;
use std::ops::Range;

/// Heart rates of someone running, beats per minute: below the least is a sensor without
/// contact, above the most is beyond any adult's maximum.
const PLAUSIBLE_BPM: std::ops::RangeInclusive<f64> = 40.0..=230.0;

/// A heart that does not change by one beat for this long (s) is a stuck sensor. The longest
/// such stretch in 18 real long runs is 138 s.
const FLAT_S: f64 = 300.0;

/// Locked to cadence: within this many beats of the steps ...
const LOCK_BPM: f64 = 4.0;
/// ... for at least this long (s) ...
const LOCK_S: f64 = 180.0;
/// ... and either moving with them (correlation of means over 15 s) ...
const LOCK_CORRELATION: f64 = 0.6;
const LOCK_BLOCK_S: f64 = 15.0;
/// ... or having leapt there by this much within a minute: a heart needs minutes.
const LOCK_LEAP_BPM: f64 = 20.0;

/// Heart rate is not used as evidence if it is known for less than this share of the time.
const EVIDENCE_FROM: f64 = 0.7;

/// Heart rate of every record, and whether it may be used as evidence.
pub(super) fn beats(
    timeline: &Timeline,
    cadence: &[Option<f64>],
    caveats: &mut Vec<Caveat>,
) -> (Vec<Option<f64>>, bool) {
    let stated = timeline
        .points
        .iter()
        .map(|p| p.heart_rate_bpm.map(f64::from));
    let mut beats: Vec<Option<f64>> = stated
        .map(|bpm| bpm.filter(|b| PLAUSIBLE_BPM.contains(b)))
        .collect();
    if beats.iter().all(Option::is_none) {
        return (beats, false);
    }
    let all = seconds_where(timeline, |_| true);
    let missing = seconds_where(timeline, |i| beats[i].is_none());
    let frozen = frozen(timeline, &beats, FLAT_S);
    let flat = mask(timeline, &mut beats, &frozen);
    let locked = locked_stretches(timeline, &beats, cadence);
    let locked = mask(timeline, &mut beats, &locked);
    let left = seconds_where(timeline, |i| beats[i].is_some());
    let is_evidence = left >= EVIDENCE_FROM * all;
    let consequence = if is_evidence {
        "that part was left out"
    } else {
        "heart rate was not used as evidence"
    };
    if missing > (1.0 - EVIDENCE_FROM) * all {
        caveats.push(Caveat::new(
            "heart_rate_dropouts",
            format!(
                "Heart rate is missing for {} of the time; {consequence}.",
                percent(missing, all)
            ),
        ));
    }
    if flat > 0.0 {
        caveats.push(Caveat::new(
            "heart_rate_flat",
            format!(
                "Heart rate does not change by a beat for {}, which no heart does; {consequence}.",
                duration(flat)
            ),
        ));
    }
    if locked > 0.0 {
        caveats.push(Caveat::new("heart_rate_cadence_lock", format!(
            "For {} heart rate follows cadence, as optical sensors do when they count steps; {consequence}.",
            duration(locked)
        )));
    }
    (beats, is_evidence)
}

/// Stretches in which the sensor counts steps.
fn locked_stretches(
    timeline: &Timeline,
    beats: &[Option<f64>],
    cadence: &[Option<f64>],
) -> Vec<Range<usize>> {
    let close = |i: usize| {
        matches!((beats[i], cadence[i]), (Some(b), Some(c)) if (b - c).abs() <= LOCK_BPM)
            && timeline.step_s(i) <= timeline.gap_s
    };
    let mut found = stretches(timeline, LOCK_S, close);
    found.retain(|s| leapt(timeline, beats, s) || moves_with(timeline, beats, cadence, s));
    found
}

/// True when heart rate was far away within the minute before the stretch.
fn leapt(timeline: &Timeline, beats: &[Option<f64>], stretch: &Range<usize>) -> bool {
    let begun = timeline.time_s[stretch.start];
    let Some(locked) = beats[stretch.start] else {
        return false;
    };
    (0..stretch.start)
        .rev()
        .take_while(|i| begun - timeline.time_s[*i] <= 60.0)
        .filter_map(|i| beats[i])
        .any(|b| (b - locked).abs() >= LOCK_LEAP_BPM)
}

/// True when means over some seconds of both rise and fall together, beyond a common trend.
fn moves_with(
    timeline: &Timeline,
    beats: &[Option<f64>],
    cadence: &[Option<f64>],
    stretch: &Range<usize>,
) -> bool {
    let mut blocks: Vec<(f64, f64, f64)> = Vec::new();
    let mut began = f64::NEG_INFINITY;
    for i in stretch.clone() {
        let (Some(b), Some(c)) = (beats[i], cadence[i]) else {
            continue;
        };
        if timeline.time_s[i] - began >= LOCK_BLOCK_S {
            began = timeline.time_s[i];
            blocks.push((0.0, 0.0, 0.0));
        }
        if let Some(block) = blocks.last_mut() {
            *block = (block.0 + b, block.1 + c, block.2 + 1.0);
        }
    }
    let (hearts, steps): (Vec<f64>, Vec<f64>) =
        blocks.iter().map(|(b, c, n)| (b / n, c / n)).unzip();
    // Differences between neighbours leave a slow drift of both out.
    let differences = |x: &[f64]| -> Vec<f64> { x.windows(2).map(|w| w[1] - w[0]).collect() };
    correlation(&differences(&hearts), &differences(&steps)).is_some_and(|r| r >= LOCK_CORRELATION)
}

/// Correlation around zero of two series of differences; `None` where one does not vary.
fn correlation(a: &[f64], b: &[f64]) -> Option<f64> {
    let dot = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(x, y)| x * y).sum::<f64>();
    let scale = (dot(a, a) * dot(b, b)).sqrt();
    (scale > 0.0).then(|| dot(a, b) / scale)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::clock;
    use crate::normalise::testing::{from_600_to, run_of, steady};

    fn spm(s: f64) -> f64 {
        172.0 + 3.0 * (s / 23.0).sin() + (s / 7.0).sin()
    }

    fn heart(s: f64) -> f64 {
        150.0 + 8.0 * (s / 400.0).sin()
    }

    fn judged(bpm: impl Fn(f64) -> f64) -> (Vec<Option<f64>>, bool, Vec<&'static str>) {
        let raw = run_of(3600, |s| {
            let mut p = steady(s, 3.0, 0.0);
            p.heart_rate_bpm = Some(bpm(s).round() as f32);
            p
        });
        let mut caveats = Vec::new();
        let timeline = clock::timeline(&raw, &mut caveats).unwrap();
        let cadence: Vec<Option<f64>> = timeline.time_s.iter().map(|s| Some(spm(*s))).collect();
        let (beats, evidence) = beats(&timeline, &cadence, &mut caveats);
        (beats, evidence, caveats.iter().map(|c| c.code).collect())
    }

    #[test]
    fn a_sound_heart_is_left_alone() {
        let (beats, evidence, codes) = judged(heart);
        assert!(beats.iter().all(Option::is_some) && evidence && codes.is_empty());
    }

    #[test]
    fn a_fast_heart_near_cadence_is_no_lock() {
        let (beats, evidence, codes) = judged(|s| heart(s) / 4.0 + 133.0 + 1.5 * (s / 50.0).sin());
        assert!(beats.iter().all(Option::is_some) && evidence, "{codes:?}");
    }

    #[test]
    fn counting_steps_is_found() {
        let (beats, evidence, codes) = judged(|s| if s < 1500.0 { heart(s) } else { spm(s) });
        assert_eq!(codes, ["heart_rate_cadence_lock"]);
        assert!(!evidence && beats[2000].is_none() && beats[1000].is_some());
    }

    #[test]
    fn a_flat_line_is_found() {
        let (beats, evidence, codes) = judged(|s| from_600_to(1200.0, s, 150.0, heart(s)));
        assert_eq!(codes, ["heart_rate_flat"]);
        assert!(evidence && beats[900].is_none());
    }

    #[test]
    fn drop_outs_are_no_evidence() {
        let (_, evidence, codes) = judged(|s| if s > 1800.0 { 0.0 } else { heart(s) });
        assert_eq!(codes, ["heart_rate_dropouts"]);
        assert!(!evidence);
    }
}
