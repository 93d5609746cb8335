//! Other explanations of a change (hill, stop, GPS, warm-up, ...) and whether the recording
//! supports each.

use super::types::{Consideration, Explanation, Finding, Shape};
use super::windows::Series;
use crate::measure::{Measures, Window};
use crate::stats::Estimate;
use crate::units::METRES_PER_MILE;

/// The heart follows speed by at least this share of what it usually does: eased off.
pub const EASED: f64 = 0.75;
/// A choice less probable than this is ruled out, whatever the heart did: walks speak too.
const HARDLY_CHOSEN: f64 = 0.05;
/// Around an onset, miles: what lies within may have brought it about.
const NEAR_MI: f64 = 1.0;
/// A stop this short before the onset may have stiffened the legs, miles.
const BEFORE_MI: f64 = 0.5;
/// A stop of this length, seconds, is more than a drink in passing.
const STOP_S: f64 = 20.0;
/// Mean grade from which a hill may show in form: 1 % moves cadence by 0.6 %.
const HILL: f64 = 0.01;
/// Cadence has settled by then, minutes.
const SETTLED_MIN: f64 = 35.0;

/// What is known about the change that is being explained.
pub struct Change {
    /// Where the change began, miles.
    pub onset_mi: f64,
    /// How fast it came.
    pub shape: Shape,
    /// True for a change of form, false for a fade.
    pub of_form: bool,
    /// Fall of heart rate over what the loss of speed calls for, with its 90 % interval.
    pub eased: Option<Estimate>,
    /// Probability of a choice, of a choice or a fade.
    pub chosen: f64,
}

/// Goes through every explanation.
pub fn consider(measures: &Measures, series: &Series, change: &Change) -> Vec<Consideration> {
    let found = [
        (Explanation::Hill, hill(measures, change)),
        (Explanation::Stop, stop(measures, change)),
        (Explanation::GpsDoubt, gps(measures, change)),
        (Explanation::EasingOff, easing(change)),
        (Explanation::WarmUp, warm_up(series, change)),
        (Explanation::LevelShift, level_shift(change)),
        (Explanation::Treadmill, treadmill(measures)),
        (Explanation::Weather, Finding::CannotTell),
    ];
    found
        .into_iter()
        .map(|(explanation, finding)| Consideration {
            explanation,
            finding,
        })
        .collect()
}

fn near<'a>(measures: &'a Measures, change: &'a Change) -> impl Iterator<Item = &'a Window> + 'a {
    measures.windows.iter().filter(|w| {
        let at = 0.5 * (w.from.0 + w.to.0) / METRES_PER_MILE;
        (at - change.onset_mi).abs() <= NEAR_MI
    })
}

fn hill(measures: &Measures, change: &Change) -> Finding {
    let grades: Vec<f64> = near(measures, change).filter_map(|w| w.grade).collect();
    if grades.is_empty() {
        return Finding::CannotTell;
    }
    let mean = grades.iter().sum::<f64>() / grades.len() as f64;
    if mean.abs() >= HILL {
        Finding::Possible
    } else {
        Finding::RuledOut
    }
}

fn stop(measures: &Measures, change: &Change) -> Finding {
    let close = measures.interruptions.iter().any(|stop| {
        let before = change.onset_mi - stop.to.0 / METRES_PER_MILE;
        (-0.1..=BEFORE_MI).contains(&before) && stop.duration_s >= STOP_S
    });
    possible_if(close)
}

fn gps(measures: &Measures, change: &Change) -> Finding {
    possible_if(near(measures, change).any(|w| w.pace_doubtful))
}

fn easing(change: &Change) -> Finding {
    // A chosen pace stays on the habitual curve, so it explains no departure from it.
    if change.of_form {
        return Finding::RuledOut;
    }
    match change.eased {
        Some(ratio) if ratio.high < EASED => Finding::RuledOut,
        Some(_) if change.chosen < HARDLY_CHOSEN => Finding::RuledOut,
        _ if change.chosen > 0.5 => Finding::Explains,
        None => Finding::CannotTell,
        Some(_) => Finding::Possible,
    }
}

fn warm_up(series: &Series, change: &Change) -> Finding {
    let at = series.at_mi.partition_point(|&mi| mi < change.onset_mi);
    let minutes = series.moving_min.get(at).copied().unwrap_or(f64::INFINITY);
    possible_if(minutes < SETTLED_MIN)
}

fn level_shift(change: &Change) -> Finding {
    possible_if(change.of_form && change.shape == Shape::Abrupt)
}

fn treadmill(measures: &Measures) -> Finding {
    possible_if(!measures.pace_is_evidence)
}

fn possible_if(condition: bool) -> Finding {
    if condition {
        Finding::Possible
    } else {
        Finding::RuledOut
    }
}
