//! Cadence: what the file's number counts is decided once, by its value while running.

use super::clock::Timeline;
use super::{CadenceChoice, CadenceSource, CadenceUnit, Caveat};

/// A median of stored cadence from here on counts steps. Runners take 140-200 steps a
/// minute, so strides lie at 70-100 and steps at 140-200; 120 parts them by the same ratio
/// on both sides. Of 222 published running files none lies between 105 and 130.
pub(super) const STEPS_FROM: f64 = 120.0;

/// Between these the value alone does not decide well: 105 strides are 210 steps a minute,
/// more than nearly anyone takes; 130 steps are fewer than nearly anyone takes.
const AMBIGUOUS: std::ops::RangeInclusive<f64> = 105.0..=130.0;

/// Running is sure above this speed (m/s): people change from walking to running near
/// 2.0 m/s (Hreljac 1993, doi 10.1249/00005768-199310000-00012).
const SURELY_RUNNING_M_PER_S: f64 = 2.2;

/// What stored cadence counts.
pub(super) fn unit(
    timeline: &Timeline,
    speed: &[Option<f64>],
    choice: CadenceChoice,
    caveats: &mut Vec<Caveat>,
) -> CadenceUnit {
    let Some(median) = running_median(timeline, speed) else {
        caveats.push(Caveat {
            code: "no_cadence",
            text: "The file has no cadence, so form cannot be judged.".into(),
        });
        return CadenceUnit {
            source: CadenceSource::None,
            how: "the file has no cadence".into(),
        };
    };
    let by_value = if median >= STEPS_FROM {
        CadenceSource::Steps
    } else {
        CadenceSource::Strides
    };
    let source = match choice {
        CadenceChoice::Auto => by_value,
        CadenceChoice::Steps => CadenceSource::Steps,
        CadenceChoice::Strides => CadenceSource::Strides,
    };
    let counts = match source {
        CadenceSource::Steps => "steps of both feet",
        _ => "one leg, doubled",
    };
    if choice != CadenceChoice::Auto {
        return CadenceUnit {
            source,
            how: format!("as told by --cadence: {counts} (median while running {median:.0})"),
        };
    }
    let margin = 100.0 * (median / STEPS_FROM - 1.0).abs();
    let side = if median >= STEPS_FROM {
        "above"
    } else {
        "below"
    };
    if AMBIGUOUS.contains(&median) {
        caveats.push(Caveat {
            code: "cadence_unit_ambiguous",
            text: format!(
                "Stored cadence has a median of {median:.0} a minute, which could be strides or steps; it was read as {counts}, and --cadence steps or --cadence strides overrides that."
            ),
        });
    }
    CadenceUnit {
        source,
        how: format!(
            "{counts}: median while running {median:.0}, {margin:.0} % {side} the {STEPS_FROM:.0} that parts strides from steps"
        ),
    }
}

/// Time-weighted median of stored cadence while surely running, else of all that is not 0.
fn running_median(timeline: &Timeline, speed: &[Option<f64>]) -> Option<f64> {
    let collect = |sure: bool| -> Vec<(f64, f64)> {
        (1..timeline.len())
            .filter_map(|i| {
                let raw = f64::from(timeline.points[i].cadence_raw?);
                let runs = speed[i].is_some_and(|v| v >= SURELY_RUNNING_M_PER_S);
                (raw > 0.0 && raw.is_finite() && (runs || !sure))
                    .then(|| (raw, timeline.step_s(i).min(super::clock::GAP_S)))
            })
            .collect()
    };
    let sure = collect(true);
    // A minute of sure running is the least that says more than all the values together.
    let enough = sure.iter().map(|(_, w)| w).sum::<f64>() >= 60.0;
    weighted_median(if enough { sure } else { collect(false) })
}

/// Median of values with weights.
pub(super) fn weighted_median(mut values: Vec<(f64, f64)>) -> Option<f64> {
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = values.iter().map(|(_, w)| w).sum::<f64>() / 2.0;
    let mut seen = 0.0;
    for (value, weight) in &values {
        seen += weight;
        if seen >= half {
            return Some(*value);
        }
    }
    None
}

/// Steps per minute of every record.
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
