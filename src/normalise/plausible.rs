//! Checks whether distance is plausible, by comparing the device's distance, its speed, the positions and the
//! steps, in this order:
//!
//! 1. speed against distance (or positions): a speed in another unit is converted; a speed that disagrees for any
//!    other reason is not used;
//! 2. the device's total against positions, else speed, else steps: a total in another unit is converted; an
//!    implausible one is replaced by the next source;
//! 3. a distance that rises by the same amount every minute while the positions do not: the positions are used.
//!
//! Stretches in which the total does not rise are handled in `stalls.rs`.

use super::along::Along;
use super::caveats::Caveat;
use super::device_distance::Known;
use super::limits::LONGEST_M;
use super::steps::Steps;
use super::timeline::Timeline;
use super::track::Track;
use super::{DistanceSource, NotARun, evidence};
use crate::units::format::count;
use crate::units::{METRES_PER_FOOT, METRES_PER_MILE};

/// Units in which exporters write distance though metres are asked for, in metres. Yards are too
/// near to metres to be told from them.
const DISTANCE_UNITS: &[(f64, &str)] = &[
    (1000.0, "kilometres"),
    (METRES_PER_MILE, "miles"),
    (METRES_PER_FOOT, "feet"),
    (0.01, "centimetres"),
    (0.001, "millimetres"),
];

/// Sources of one run are within this share of each other once the unit is right.
const UNIT_WITHIN: f64 = 0.12;

/// Two sources that differ by more than this factor contradict each other: positions and speeds of published
/// runs are within a tenth of the device's distance.
const APART: f64 = 2.0;

/// Sources of less than this (m) are not compared.
pub(super) const SOME_WAY_M: f64 = 200.0;

/// Positions are compared with the total if they are known for this share of the run.
const PLACED: f64 = 0.8;

/// Steps at running cadence are this long (m): a slow shuffle is 0.4 m, an elite's step at race
/// pace 1.9 m.
pub(super) const STEP_M: std::ops::RangeInclusive<f64> = 0.3..=2.0;

/// A distance in steps this coarse, as a share of moving records without a step, says nothing of
/// seconds.
const COARSE: f64 = 0.3;

/// Sources of distance, each as metres since the start at every record.
pub(super) struct Sources {
    /// Distance that the device states at each record.
    pub device: Option<Known>,
    /// Speed of the device, integrated over time.
    pub speed: Option<Vec<f64>>,
    /// Distance measured from position to position.
    pub along: Option<Along>,
}

/// Metres from the first record to the last.
pub(super) fn total(metres: &[f64]) -> f64 {
    metres.last().copied().unwrap_or(0.0) - metres.first().copied().unwrap_or(0.0)
}

/// True where `ratio` is about `factor`.
pub(super) fn about(ratio: f64, factor: f64) -> bool {
    (ratio / factor - 1.0).abs() < UNIT_WITHIN
}

/// Chooses the source of distance. Gives the track without its speed, and the metres along the positions
/// if there are positions beside another source.
///
/// # Errors
/// When there is none, or it does not move.
pub(super) fn choose(
    timeline: &Timeline,
    sources: Sources,
    caveats: &mut Vec<Caveat>,
) -> Result<(Track, Option<Vec<f64>>), NotARun> {
    let Sources {
        device,
        speed,
        along,
    } = sources;
    let all_s = timeline.time_s.last().copied().unwrap_or(0.0);
    let is_placed = |a: &Along| a.known_s >= PLACED * all_s && total(&a.metres) > SOME_WAY_M;
    let placed = along.as_ref().filter(|a| is_placed(a));
    let by_speed = speed.as_deref().filter(|m| total(m) > SOME_WAY_M);
    if let Some(mut known) = device {
        let witness = placed.map(|a| a.metres.as_slice()).or(by_speed);
        let verdict = judge(timeline, &known, witness, by_speed);
        if let Judgement::Unit(factor, name) = verdict {
            for m in &mut known.metres {
                *m *= factor;
            }
            caveats.push(Caveat::new(
                "distance_unit",
                format!("Distance is stored in {name} instead of metres and was converted."),
            ));
        }
        let replace = match verdict {
            Judgement::False => true,
            Judgement::Unit(..) => witness.is_some() && is_coarse(timeline, &known.metres),
            Judgement::True => false,
        };
        if verdict == Judgement::False {
            caveats.push(Caveat::new(
                "distance_replaced",
                format!(
                    "The device's own distance of {:.2} km cannot be true beside its {}; these were used instead.",
                    total(&known.metres) / 1000.0,
                    if placed.is_some() { "positions" } else { "speeds" }
                ),
            ));
        } else {
            caveats.extend(counted_otherwise(&known));
        }
        let ruled = |metres: &[f64]| evidence::is_ruled(timeline, metres);
        let ruled = !replace && placed.is_some_and(|a| ruled(&known.metres) && !ruled(&a.metres));
        if ruled {
            caveats.push(Caveat::new(
                "distance_replaced",
                "The device's own distance rises by the same amount every minute, as no runner's does; it was measured along the positions instead.",
            ));
        }
        if !replace && !ruled {
            let track = Track::new(DistanceSource::Device, known.metres, known.trusted);
            return Ok((track, along.map(|a| a.metres)));
        }
        if let Some(along) = along.filter(is_placed) {
            return Ok((by_positions(along), None));
        }
        if let Some(metres) = speed {
            return Ok((by_speeds(metres), None));
        }
    } else if let Some(metres) = speed {
        let stated = timeline.points.iter().any(|p| p.distance_m.is_some());
        caveats.push(Caveat::new(
            "distance_from_speed",
            format!(
                "{}; it was integrated from the device's speed.",
                if stated {
                    "The device's own distance is missing for most of the run or impossible"
                } else {
                    "The file has no distance"
                }
            ),
        ));
        return Ok((by_speeds(metres), None));
    } else if let Some(along) = along {
        caveats.push(Caveat::new(
            "distance_from_positions",
            "The file has no distance of the device's own; it was measured along the positions, which can be some percent off.",
        ));
        return Ok((by_positions(along), None));
    }
    let stated = timeline.points.iter().filter_map(|p| p.distance_m);
    let most = stated.filter(|d| d.is_finite()).fold(0.0, f64::max);
    if most > LONGEST_M {
        return Err(NotARun::Unusable(
            "covers thousands of kilometres, which no run does: its distances are damaged; export it again".into(),
        ));
    }
    let stands = timeline
        .points
        .iter()
        .any(|p| p.position.is_some() || p.distance_m.is_some() || p.speed_m_per_s.is_some());
    Err(NotARun::Unusable(if stands {
        "covers no distance, so there is no run to analyse".into()
    } else {
        "has no distance, speed or positions, so pace and stride length cannot be computed; export it with GPS or foot-pod data".into()
    }))
}

/// The caveat about a distance of the device that was usable only after a correction other than of its unit.
fn counted_otherwise(known: &Known) -> Option<Caveat> {
    if known.per_point {
        return Some(Caveat::new(
            "distance_unit",
            "Distance is stored from point to point instead of from the start; it was added up.",
        ));
    }
    if known.negative {
        return Some(Caveat::new(
            "distance_unit",
            "Distance is counted below zero; it was counted upward.",
        ));
    }
    (known.left_out > 0).then(|| {
        let distances = count(known.left_out, "distance");
        Caveat::new(
            "distance_outliers",
            format!("{distances} of the device that do not fit the others were left out."),
        )
    })
}

fn by_speeds(metres: Vec<f64>) -> Track {
    let trusted = vec![true; metres.len()];
    Track::new(DistanceSource::Speed, metres, trusted)
}

fn by_positions(along: Along) -> Track {
    Track {
        unrecorded: along.unrecorded,
        ..Track::new(DistanceSource::Positions, along.metres, along.trusted)
    }
}

/// Result of comparing the device's distance with the other sources.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Judgement {
    /// No other source contradicts it.
    True,
    /// It is in another unit: metres in one, and its name.
    Unit(f64, &'static str),
    /// It is implausible, and another source is plausible.
    False,
}

/// Compares the device's distance with a `witness` (positions, else speeds) and with the steps.
fn judge(
    timeline: &Timeline,
    known: &Known,
    witness: Option<&[f64]>,
    by_speed: Option<&[f64]>,
) -> Judgement {
    let device = total(&known.metres);
    if let Some(witness) = witness
        && (1.0 / APART..=APART).contains(&(total(witness) / device))
    {
        return Judgement::True;
    }
    let steps = Steps::of(timeline);
    let possible = |metres: &[f64]| steps.mean_m(metres).is_none_or(|m| STEP_M.contains(&m));
    let Some(witness) = witness.filter(|w| possible(w)) else {
        // Steps alone tell only units that are far apart.
        let Some(step_m) = steps.mean_m(&known.metres).filter(|m| !STEP_M.contains(m)) else {
            return Judgement::True;
        };
        let fits = DISTANCE_UNITS.iter().filter(|(factor, name)| {
            // Feet are near enough to metres to be mistaken for a ride.
            let usual = if *name == "feet" { 0.8..1.5 } else { 0.45..1.7 };
            *name != "miles" && usual.contains(&(step_m * factor))
        });
        let mut fits = fits.map(|(factor, name)| Judgement::Unit(*factor, name));
        return match (fits.next(), fits.next()) {
            (Some(only), None) => only,
            _ => Judgement::True,
        };
    };
    let ratio = total(witness) / device;
    if (1.0 / APART..=APART).contains(&ratio) {
        return Judgement::True;
    }
    if let Some((factor, name)) = DISTANCE_UNITS.iter().find(|(f, _)| about(ratio, *f)) {
        return Judgement::Unit(*factor, name);
    }
    let agree = by_speed.is_some_and(|s| about(total(s) / total(witness), 1.0));
    if agree || !possible(&known.metres) || known.per_point {
        Judgement::False
    } else {
        Judgement::True
    }
}

/// True where distance stands still in many of the records between which it moves on.
fn is_coarse(timeline: &Timeline, metres: &[f64]) -> bool {
    let n = timeline.len();
    let still = (1..n).filter(|i| metres[*i] <= metres[i - 1]).count();
    still as f64 > COARSE * n as f64
}
