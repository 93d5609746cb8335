//! Faults of cadence sensors: drop-outs, frozen values, and a change of unit within the run. Each gives a
//! caveat; a change of unit is corrected.

use super::cadence::runs;
use super::caveats::{Caveat, duration, percent};
use super::lone::lone;
use super::steps::RUNNING_SPM;
use super::stretches::{frozen, mask, median_over_time, seconds, seconds_where, stretches};
use super::timeline::Timeline;
use std::ops::Range;

/// A sensor that states the same value for this long is frozen (s) where it has fractions of a
/// stride: the longest such stretch in 18 real long runs is 88 s ...
const FROZEN_S: f64 = 300.0;
/// ... and, among files with whole strides a minute, 317 s ...
const FROZEN_WHOLE_S: f64 = 900.0;
/// ... and sooner where the file's other stretches are short: in 52 real long runs the longest is
/// at most 132 s ...
const FROZEN_SOONEST_S: f64 = 180.0;
/// ... and below this many times the tenth longest of the file.
const FROZEN_TIMES: f64 = 4.0;
const FROZEN_RANK: usize = 10;

/// Doubling or halving that lasts this long (s) is the sensor's and not a slip of seconds.
const CHANGED_UNIT_S: f64 = 30.0;

/// Fewer steps a minute than this are half of a runner's.
const HALVED_BELOW_SPM: f64 = 110.0;
/// At half of a runner's cadence steps longer than this (m) are two: a walker's is below 1 m.
const HALVED_STEP_M: f64 = 1.15;

/// How far from exactly twice or half the median a changed unit may lie, as a factor: a
/// runner's cadence varies by some 8 % with speed and grade.
const AROUND: f64 = 1.08;

/// No one runs with fewer steps a minute, or more: a value outside is a sensor that is just
/// starting, or counts arms. Slow running has 140 and more, sprinting up to 270.
pub(super) const PLAUSIBLE_SPM: std::ops::RangeInclusive<f64> = 100.0..=280.0;

/// A single value so far from those beside it, as a share of these, is a slip of the sensor where
/// speed stays within as much: nobody changes cadence for one record.
const ALONE: f64 = 0.15;

/// Drop-outs give a caveat from this share of running time, or from this long without a break.
const WORTH_A_WORD: f64 = 0.02;
const WORTH_A_WORD_S: f64 = 60.0;

/// Repairs and masks cadence in place.
pub(super) fn repair(
    timeline: &Timeline,
    speed: &[Option<f64>],
    cadence: &mut [Option<f64>],
    caveats: &mut Vec<Caveat>,
) {
    let running = |i: usize| runs(speed, i);
    let had_any = cadence.iter().flatten().any(|c| *c > 0.0);
    if !had_any {
        return;
    }
    changed_unit(timeline, speed, cadence, caveats);
    let frozen = mask_frozen(timeline, cadence, caveats);
    mask_alone(timeline, speed, cadence);
    for (i, c) in cadence.iter_mut().enumerate() {
        if running(i) {
            *c = c.filter(|c| PLAUSIBLE_SPM.contains(c));
        }
    }
    let is_frozen = |i: usize| {
        let at = frozen.partition_point(|stretch| stretch.end <= i);
        frozen.get(at).is_some_and(|stretch| stretch.contains(&i))
    };
    // Frozen stretches already have a caveat.
    let missing = |i: usize| {
        running(i) && cadence[i].is_none() && timeline.step_s(i) <= timeline.gap_s && !is_frozen(i)
    };
    say_dropouts(timeline, &running, &missing, caveats);
}

/// Halves what is doubled for a while and doubles what is halved.
fn changed_unit(
    timeline: &Timeline,
    speed: &[Option<f64>],
    cadence: &mut [Option<f64>],
    caveats: &mut Vec<Caveat>,
) {
    let running =
        |i: usize| cadence[i].filter(|c| *c > 0.0 && (runs(speed, i) || *c >= RUNNING_SPM));
    let Some(mut median) = median_over_time(timeline, running) else {
        return;
    };
    let near = |c: f64, centre: f64| c > centre / AROUND && c < centre * AROUND;
    if median < HALVED_BELOW_SPM {
        // So few steps are no runner's: it is the larger part of the run that is halved, or all.
        median *= 2.0;
    }
    // No one covers so much ground with so few steps, walking or running.
    let too_long = |i: usize, c: f64| speed[i].is_some_and(|v| v / (c / 60.0) > HALVED_STEP_M);
    for (factor, word) in [(2.0, "doubled"), (0.5, "halved")] {
        let centre = median * factor;
        let mut total = 0.0;
        // Where neither value could be a runner's, nothing is certain.
        if PLAUSIBLE_SPM.contains(&centre) && factor < 1.0 && centre > 120.0 {
            continue;
        }
        for stretch in stretches(timeline, CHANGED_UNIT_S, |i| {
            cadence[i].is_some_and(|c| {
                near(c, centre) && (runs(speed, i) || factor < 1.0 && too_long(i, c))
            })
        }) {
            total += seconds(timeline, &stretch);
            for c in &mut cadence[stretch] {
                *c = c.map(|c| c / factor);
            }
        }
        if total > 0.0 {
            caveats.push(Caveat::new("cadence_doubled", format!(
                "Cadence is {word} for {} of running, as when a sensor changes from one foot to both; it was put right.",
                duration(total)
            )));
        }
    }
}

/// Masks single values far from those beside them, unless speed changes with them.
fn mask_alone(timeline: &Timeline, speed: &[Option<f64>], cadence: &mut [Option<f64>]) {
    let known = cadence.iter().enumerate();
    let known = known.filter_map(|(i, c)| Some((i, c.filter(|c| *c > 0.0)?)));
    let known: Vec<(usize, f64)> = known.collect();
    for i in lone(timeline, &known, |line| ALONE * line) {
        let beside = (i > 0 && i + 1 < speed.len()).then(|| speed[i - 1].zip(speed[i + 1]));
        let speed_stays = match (speed[i], beside.flatten()) {
            (Some(v), Some((a, b))) => (v / (0.5 * (a + b)) - 1.0).abs() <= ALONE,
            _ => true,
        };
        if speed_stays {
            cadence[i] = None;
        }
    }
}

/// Masks cadence that does not change for minutes. Returns the stretches.
fn mask_frozen(
    timeline: &Timeline,
    cadence: &mut [Option<f64>],
    caveats: &mut Vec<Caveat>,
) -> Vec<Range<usize>> {
    let has_fractions = timeline
        .points
        .iter()
        .filter_map(|p| p.cadence_raw)
        .any(|c| c.fract() != 0.0);
    let longest_s = if has_fractions {
        FROZEN_S
    } else {
        FROZEN_WHOLE_S
    };
    let mut found = frozen(timeline, cadence, FROZEN_SOONEST_S);
    if !found.is_empty() {
        let mut usual: Vec<f64> = frozen(timeline, cadence, 0.0)
            .iter()
            .map(|stretch| seconds(timeline, stretch))
            .collect();
        usual.sort_by(|a, b| b.total_cmp(a));
        let tenth = usual.get(FROZEN_RANK - 1).copied().unwrap_or(0.0);
        let least_s = (FROZEN_TIMES * tenth).clamp(FROZEN_SOONEST_S, longest_s);
        found.retain(|stretch| seconds(timeline, stretch) >= least_s);
    }
    let total = mask(timeline, cadence, &found);
    if total > 0.0 {
        caveats.push(Caveat::new("cadence_frozen", format!(
            "Cadence does not change at all for {} and was left out there: the sensor was stuck or the values are made up.",
            duration(total)
        )));
    }
    found
}

/// Adds a caveat if cadence is missing for much of the running.
fn say_dropouts(
    timeline: &Timeline,
    running: &impl Fn(usize) -> bool,
    missing: &impl Fn(usize) -> bool,
    caveats: &mut Vec<Caveat>,
) {
    let lost = seconds_where(timeline, missing);
    let all = seconds_where(timeline, running);
    let longest = stretches(timeline, WORTH_A_WORD_S, missing)
        .iter()
        .map(|s| seconds(timeline, s))
        .fold(0.0, f64::max);
    if lost >= WORTH_A_WORD * all && lost > 0.0 || longest > 0.0 {
        let in_one = if longest > 0.0 {
            format!(", {} of it in one piece", duration(longest))
        } else {
            String::new()
        };
        caveats.push(Caveat::new("cadence_dropouts", format!(
            "Cadence is missing, zero or impossible for {} of the running time{in_one}; means leave that out.",
            percent(lost, all)
        )));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{from_600_to, run_of, steady};
    use crate::normalise::{CadenceSource, cadence, clock, distance};
    use crate::read::RawPoint;

    /// Repairs a run of 30 min at 3 m/s whose stored cadence is `raw(second)`.
    fn repaired(raw: impl Fn(f64) -> f32) -> (Vec<Option<f64>>, Vec<Caveat>) {
        let mut caveats = Vec::new();
        let run = run_of(1800, |s| RawPoint {
            cadence_raw: Some(raw(s)),
            ..steady(s, 3.0, 0.0)
        });
        let mut timeline = clock::timeline(&run, &mut caveats).unwrap();
        let track = distance::track(&mut timeline, &mut caveats).unwrap();
        let mut spm = cadence::steps_per_minute(&timeline, CadenceSource::Strides);
        repair(&timeline, &track.speed, &mut spm, &mut caveats);
        (spm, caveats)
    }

    fn wobble(s: f64) -> f32 {
        86.0 + (s * 0.7).sin() as f32
    }

    #[test]
    fn sound_cadence_is_left_alone() {
        let (spm, caveats) = repaired(wobble);
        assert_eq!(caveats, []);
        assert!(spm.iter().flatten().count() == 1801);
    }

    #[test]
    fn zeros_while_running_are_masked_and_said() {
        let (spm, caveats) = repaired(|s| from_600_to(700.0, s, 0.0, wobble(s)));
        assert_eq!(spm[650], None);
        assert_eq!((caveats.len(), caveats[0].code), (1, "cadence_dropouts"));
        let said = "6 % of the running time, 2 minutes of it";
        assert!(caveats[0].text.contains(said), "{caveats:?}");
    }

    #[test]
    fn a_frozen_sensor_is_masked_but_two_steady_minutes_are_not() {
        let (spm, caveats) = repaired(|s| from_600_to(800.0, s, 86.5, wobble(s)));
        assert_eq!(spm[780], None);
        let codes: Vec<&str> = caveats.iter().map(|c| c.code).collect();
        assert_eq!(codes, ["cadence_frozen"], "one caveat");
        let (spm, caveats) = repaired(|s| from_600_to(750.0, s, 86.5, wobble(s)));
        assert_eq!(spm[650], Some(173.0));
        assert_eq!(caveats, []);
    }

    #[test]
    fn a_single_value_far_off_is_masked() {
        let (spm, caveats) = repaired(|s| if s == 700.0 { 58.0 } else { wobble(s) });
        let masked: Vec<usize> = (0..spm.len()).filter(|i| spm[*i].is_none()).collect();
        assert_eq!((masked, caveats.len()), (vec![700], 0));
        // A runner who changes cadence does so for longer.
        let (spm, _) = repaired(|s| wobble(s) * if s >= 700.0 { 0.8 } else { 1.0 });
        assert!(spm.iter().all(Option::is_some));
    }

    #[test]
    fn doubling_and_halving_halfway_are_put_right() {
        for factor in [2.0, 0.5] {
            let (spm, caveats) = repaired(|s| wobble(s) * if s >= 1200.0 { factor } else { 1.0 });
            assert_eq!(caveats[0].code, "cadence_doubled");
            assert!((spm[1500].unwrap() - 2.0 * f64::from(wobble(1500.0))).abs() < 1e-4);
        }
    }
}
