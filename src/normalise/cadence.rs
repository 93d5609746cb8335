//! Decides whether stored cadence counts strides or steps, by its value while running.

use super::caveats::Caveat;
use super::stretches::{median_over_time, seconds_where};
use super::timeline::Timeline;
use super::{CadenceChoice, CadenceSource, CadenceUnit};

/// A median of stored cadence from here on counts steps. Runners take 140-200 steps a
/// minute, so strides lie at 70-100 and steps at 140-200: 120 parts them with a fifth to
/// spare on either side.
pub(super) const STEPS_FROM: f64 = 120.0;

/// Between these the value alone does not decide well: 105 strides are 210 steps a minute,
/// more than nearly anyone takes; 130 steps are fewer than nearly anyone takes.
const AMBIGUOUS: std::ops::RangeInclusive<f64> = 105.0..=130.0;

/// Above this speed (m/s) a person runs: walking turns to running at 2.0-2.1 m/s
/// (Hreljac 1993, Med Sci Sports Exerc 25:1158).
pub(super) const SURELY_RUNNING_M_PER_S: f64 = 2.2;

/// True where a record's speed is that of someone who surely runs.
pub(super) fn runs(speed: &[Option<f64>], i: usize) -> bool {
    speed[i].is_some_and(|v| v >= SURELY_RUNNING_M_PER_S)
}

/// Least running time (s) that says more about the unit than the whole file.
const ENOUGH_RUNNING_S: f64 = 60.0;

/// What stored cadence counts.
pub(super) fn unit(
    timeline: &Timeline,
    speed: &[Option<f64>],
    choice: CadenceChoice,
    caveats: &mut Vec<Caveat>,
) -> CadenceUnit {
    let Some(median) = running_median(timeline, speed) else {
        let zeros = timeline.points.iter().any(|p| p.cadence_raw.is_some());
        let what = if zeros {
            "the file's cadence is zero throughout"
        } else {
            "the file has no cadence"
        };
        caveats.push(Caveat::new(
            "no_cadence",
            format!("T{}, so form cannot be judged.", &what[1..]),
        ));
        return CadenceUnit {
            source: CadenceSource::None,
            how: what.into(),
        };
    };
    let by_step_length = step_length_ratio(timeline, speed);
    let too_many = choice == CadenceChoice::Auto
        && median < STEPS_FROM
        && strides_would_be_too_many(timeline, speed, median);
    let source = match choice {
        CadenceChoice::Steps => CadenceSource::Steps,
        CadenceChoice::Strides => CadenceSource::Strides,
        CadenceChoice::Auto if too_many => CadenceSource::Steps,
        CadenceChoice::Auto => by_value(median, by_step_length),
    };
    let counts = match source {
        CadenceSource::Steps => "steps of both feet",
        _ => "strides of one leg, doubled",
    };
    if let Some(ratio) = by_step_length {
        check_step_length(ratio, source, caveats);
    }
    if choice == CadenceChoice::Auto && !too_many && AMBIGUOUS.contains(&median) {
        caveats.push(Caveat::new("cadence_unit_ambiguous", format!(
            "Stored cadence has a median of {median:.0} a minute, which could be strides or steps; it was read as {counts}, and --cadence steps or --cadence strides overrides that."
        )));
    }
    let how = if choice != CadenceChoice::Auto {
        format!("{counts}, as --cadence says (median while running {median:.0})")
    } else if too_many {
        format!(
            "{counts}: a median of {median:.0} would be {:.0} steps a minute if it were strides, and no one moves so at these speeds",
            2.0 * median
        )
    } else {
        let margin = 100.0 * (median / STEPS_FROM - 1.0).abs();
        let side = match median >= STEPS_FROM {
            true => "above",
            false => "below",
        };
        format!(
            "{counts}: the median while running is {median:.0}, {margin:.0} % {side} the {STEPS_FROM:.0} that parts strides from steps"
        )
    };
    CadenceUnit { source, how }
}

/// By the value; in the ambiguous band by the device's own step length, where it has one.
fn by_value(median: f64, step_length_ratio: Option<f64>) -> CadenceSource {
    match step_length_ratio {
        // Read as steps, the device's step length should be speed over cadence.
        Some(ratio) if AMBIGUOUS.contains(&median) => {
            if (ratio - 1.0).abs() < (ratio - 0.5).abs() {
                CadenceSource::Steps
            } else {
                CadenceSource::Strides
            }
        }
        _ if median >= STEPS_FROM => CadenceSource::Steps,
        _ => CadenceSource::Strides,
    }
}

/// True where stored values below [`STEPS_FROM`] are steps all the same: those of the fastest
/// tenth of the time would be more steps than anyone takes, or each step would be far shorter than
/// a walker's. So it is in sessions of walking and running, whose median is a walk's.
fn strides_would_be_too_many(timeline: &Timeline, speed: &[Option<f64>], median: f64) -> bool {
    /// Twice this many steps a minute: sprinters reach 270 for seconds.
    const NO_STRIDES_FROM: f64 = 125.0;
    /// Steps shorter than this (m) at the cadence of a sprint are no one's ...
    const NO_STEP_M: f64 = 0.45;
    /// ... while these are a walker's.
    const WALKING_STEP_M: std::ops::RangeInclusive<f64> = 0.5..=1.0;
    /// Fewest steps a minute of a brisk walk.
    const WALK_SPM: f64 = 90.0;
    if median < WALK_SPM {
        return false;
    }
    let moving = |i: usize| {
        let raw = timeline.points[i].cadence_raw.map(f64::from)?;
        let v = speed[i].filter(|v| *v > 0.5)?;
        (raw > 0.0 && raw.is_finite()).then_some((raw, v))
    };
    let all = seconds_where(timeline, |i| moving(i).is_some());
    let many = |i| moving(i).is_some_and(|(raw, _)| raw >= NO_STRIDES_FROM);
    if seconds_where(timeline, many) >= 0.1 * all {
        return true;
    }
    let step_m = |i| moving(i).map(|(raw, v)| v / (raw / 60.0));
    median_over_time(timeline, step_m)
        .is_some_and(|step_m| step_m / 2.0 < NO_STEP_M && WALKING_STEP_M.contains(&step_m))
}

/// Median over time of stored cadence while surely running, else of all that is not 0.
fn running_median(timeline: &Timeline, speed: &[Option<f64>]) -> Option<f64> {
    let stored = |i: usize| {
        let raw = timeline.points[i].cadence_raw.map(f64::from);
        raw.filter(|raw| *raw > 0.0 && raw.is_finite())
    };
    let running = |i: usize| stored(i).filter(|_| runs(speed, i));
    let enough = seconds_where(timeline, |i| running(i).is_some()) >= ENOUGH_RUNNING_S;
    median_over_time(timeline, |i| if enough { running(i) } else { stored(i) })
}

/// Median of the device's step length over speed / stored cadence: 1 where the stored
/// value counts steps, 0.5 where it counts strides.
fn step_length_ratio(timeline: &Timeline, speed: &[Option<f64>]) -> Option<f64> {
    median_over_time(timeline, |i| {
        let p = &timeline.points[i];
        let raw = f64::from(p.cadence_raw?);
        let step_m = f64::from(p.dynamics.step_length_mm?) / 1000.0;
        let v = speed[i].filter(|_| runs(speed, i))?;
        let ratio = step_m / (v / (raw / 60.0));
        (raw > 0.0 && ratio.is_finite() && ratio > 0.0).then_some(ratio)
    })
}

/// Adds a caveat if the device's step length contradicts the unit.
fn check_step_length(ratio: f64, source: CadenceSource, caveats: &mut Vec<Caveat>) {
    let expected = if source == CadenceSource::Strides {
        0.5
    } else {
        1.0
    };
    let off = ratio / expected;
    // Watches agree with themselves within 5 %; a wrong unit is off by a factor of two.
    if !(0.7..=1.4).contains(&off) {
        caveats.push(Caveat::new("cadence_disagrees_with_step_length", format!(
            "The device's own step length is {off:.1} times what its speed and cadence give; if cadence looks doubled or halved, use --cadence."
        )));
    }
}

/// Steps per minute of every record, as the file has them.
pub(super) fn steps_per_minute(timeline: &Timeline, source: CadenceSource) -> Vec<Option<f64>> {
    let factor = match source {
        CadenceSource::Strides => 2.0,
        CadenceSource::Steps => 1.0,
        CadenceSource::None => return vec![None; timeline.len()],
    };
    timeline
        .points
        .iter()
        .map(|p| {
            p.cadence_raw
                .map(|raw| f64::from(raw) * factor)
                .filter(|c| c.is_finite() && *c >= 0.0)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{run_of, steady};
    use crate::normalise::{clock, distance};
    use crate::read::RawPoint;

    fn decide(
        point: impl Fn(f64) -> RawPoint,
        choice: CadenceChoice,
    ) -> (CadenceUnit, Vec<Caveat>) {
        let mut caveats = Vec::new();
        let mut timeline = clock::timeline(&run_of(900, point), &mut caveats).unwrap();
        let track = distance::track(&mut timeline, &mut caveats).unwrap();
        let unit = unit(&timeline, &track.speed, choice, &mut caveats);
        (unit, caveats)
    }

    #[test]
    fn the_value_decides() {
        let (unit, caveats) = decide(|s| steady(s, 3.0, 86.0), CadenceChoice::Auto);
        assert_eq!(unit.source, CadenceSource::Strides);
        assert!(unit.how.contains("86, 28 % below"), "{}", unit.how);
        assert_eq!(caveats, []);
        let (unit, _) = decide(|s| steady(s, 3.0, 172.0), CadenceChoice::Auto);
        assert_eq!(unit.source, CadenceSource::Steps);
    }

    #[test]
    fn walking_does_not_decide_for_running() {
        // Two thirds of walking at 115 steps a minute, stored as steps, around a run at 170.
        let point = |s: f64| {
            let runs = (300.0..600.0).contains(&s);
            let (speed, cadence) = if runs { (3.0, 170.0) } else { (1.5, 115.0) };
            let mut p = steady(s, speed, cadence);
            p.distance_m = Some(1.5 * s + 1.5 * (s - 300.0).clamp(0.0, 300.0));
            p
        };
        let (unit, _) = decide(point, CadenceChoice::Auto);
        assert_eq!(unit.source, CadenceSource::Steps);
    }

    #[test]
    fn the_ambiguous_band_is_said_and_overruled() {
        let (unit, caveats) = decide(|s| steady(s, 3.0, 110.0), CadenceChoice::Auto);
        assert_eq!(unit.source, CadenceSource::Strides);
        assert_eq!(caveats[0].code, "cadence_unit_ambiguous");
        let (unit, caveats) = decide(|s| steady(s, 3.0, 110.0), CadenceChoice::Steps);
        assert_eq!((unit.source, caveats.len()), (CadenceSource::Steps, 0));
    }

    #[test]
    fn step_length_decides_in_the_ambiguous_band_and_is_checked_outside() {
        let with_step = |raw: f32, step_mm: f32| {
            move |s: f64| {
                let mut p = steady(s, 3.0, raw);
                p.dynamics.step_length_mm = Some(step_mm);
                p
            }
        };
        // 118 steps a minute at 3 m/s are 1.525 m each.
        let (unit, _) = decide(with_step(118.0, 1525.0), CadenceChoice::Auto);
        assert_eq!(unit.source, CadenceSource::Steps);
        let (unit, _) = decide(with_step(122.0, 737.0), CadenceChoice::Auto);
        assert_eq!(unit.source, CadenceSource::Strides);
        let (_, caveats) = decide(with_step(86.0, 1047.0), CadenceChoice::Auto);
        assert_eq!(caveats, []);
        let (_, caveats) = decide(with_step(86.0, 1047.0), CadenceChoice::Steps);
        assert_eq!(caveats[0].code, "cadence_disagrees_with_step_length");
    }
}
