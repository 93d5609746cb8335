//! Cadence, step length and pace along the run, with what the pace called for.

use super::axis::Axis;
use super::canvas::Rect;
use super::series::{self, track};
use super::stack::{self, Quantity};
use super::{Figure, Sketch, Width, alt_text, style};
use crate::Analysis;
use crate::derive;
use crate::measure::metrics::{CADENCE, PACE, STEP_LENGTH};
use crate::report::words;
use crate::units::DisplayUnits;

/// Cadence, step length and pace over distance.
pub const FIGURE: Figure = Figure {
    name: "drift",
    title: "Cadence, stride length and pace",
    size: |_, width| match width {
        Width::Wide => (800, 600),
        Width::Narrow => (420, 680),
    },
    // Where step length is known, so is pace.
    applies: |analysis| {
        [derive::CADENCE, derive::PACE]
            .iter()
            .any(|signal| signal.is_known(&analysis.measures))
    },
    alt: alt_text::drift,
    draw,
};

fn draw(sketch: &Sketch) {
    let quantities = quantities(sketch.analysis, sketch.units());
    let title = match quantities.as_slice() {
        [only] if only.name == "pace" => "Pace",
        [_, _] => "Cadence and pace",
        _ => FIGURE.title,
    };
    stack::draw(sketch, (title, reading(sketch.analysis)), &quantities)
}

/// Draws one quantity alone within `area`: the one named, or the first there is.
pub fn panel(sketch: &Sketch, name: &str, area: Rect) {
    let quantities = quantities(sketch.analysis, sketch.units());
    let named = quantities.iter().find(|q| q.name == name);
    if let Some(quantity) = named.or(quantities.first()) {
        stack::alone(sketch, quantity, area);
    }
}

/// How the chart is read.
fn reading(analysis: &Analysis) -> &'static str {
    match analysis.verdict.curve {
        None => "Measured while running, over the distance run.",
        Some(_) if !analysis.measures.pace_is_evidence => {
            "Where the line leaves the dashed one, cadence is not what it was when fresh. The \
             pace was not judged."
        }
        // Else the page would show a departure that the verdict does not speak of.
        Some(_) if words::has_shift(analysis) => {
            "Where a line leaves its dashed one, your steps are no longer those you take fresh at \
             that pace. A gap that came with the lasting shift named under data quality was not \
             counted."
        }
        Some(_) => {
            "Where a line leaves its dashed one, your steps are no longer those you take fresh at \
             that pace and grade."
        }
    }
}

/// The quantities this run has.
fn quantities(analysis: &Analysis, units: DisplayUnits) -> Vec<Quantity> {
    [
        cadence(analysis, units),
        step_length(analysis, units),
        pace(analysis, units),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn cadence(analysis: &Analysis, units: DisplayUnits) -> Option<Quantity> {
    let along = track(&derive::CADENCE, &analysis.measures, units)?;
    let usual = derive::usual_cadence(&analysis.measures, &analysis.verdict);
    let heading = "Cadence, steps per minute";
    Some(Quantity {
        metric: CADENCE.key,
        expected: usual.map(|usual| series::points(usual, units)),
        ..Quantity::new("cadence", heading, style::CADENCE, along)
    })
}

fn step_length(analysis: &Analysis, units: DisplayUnits) -> Option<Quantity> {
    let measures = &analysis.measures;
    if !measures.pace_is_evidence {
        return None;
    }
    let along = track(&derive::STEP_LENGTH, measures, units)?;
    let usual = derive::usual_step_length(measures, &analysis.verdict);
    let heading = "Stride length, metres per step";
    Some(Quantity {
        metric: STEP_LENGTH.key,
        expected: usual.map(|usual| series::points(usual, units)),
        ..Quantity::new("step_length", heading, style::STEP, along)
    })
}

fn pace(analysis: &Analysis, units: DisplayUnits) -> Option<Quantity> {
    let measures = &analysis.measures;
    let mut along = derive::PACE.track(measures)?;
    let on_flat = derive::hilly_pace(measures, &along);
    if let Some(on_flat) = &on_flat {
        along.range.0 = along.range.0.min(on_flat.range.0);
        along.range.1 = along.range.1.max(on_flat.range.1);
    }
    let judged = match measures.pace_is_evidence {
        true => "",
        false => " (not judged)",
    };
    let heading = format!("Pace, min/{units}{judged}");
    Some(Quantity {
        metric: PACE.key,
        on_flat: on_flat.map(|track| series::pace(track, units).smooth),
        axis: Axis::pace,
        ..Quantity::new("pace", heading, style::PACE, series::pace(along, units))
    })
}
