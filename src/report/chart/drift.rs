//! Cadence, step length and pace along the run, with what the pace called for.

use super::axis::Axis;
use super::canvas::Rect;
use super::series::{self, track};
use super::stack::{self, Quantity};
use super::{Figure, Sketch, style};
use crate::Analysis;
use crate::derive;
use crate::measure::Measures;
use crate::measure::metrics::{CADENCE, PACE, STEP_LENGTH};
use crate::report::{ReportOptions, words};
use crate::units::{DisplayUnits, Metres, format};

/// Cadence, step length and pace over distance.
pub const FIGURE: Figure = Figure {
    name: "drift",
    title: "Cadence, stride length and pace",
    heights: |_| [600, 680],
    // Where step length is known, so is pace.
    applies: |analysis| {
        [derive::CADENCE, derive::PACE]
            .iter()
            .any(|signal| signal.is_known(&analysis.measures))
    },
    alt,
    draw,
};

fn alt(analysis: &Analysis, options: &ReportOptions) -> String {
    let (measures, units) = (&analysis.measures, options.units);
    let cadence = derive::CADENCE.ends(measures);
    let step = derive::STEP_LENGTH.ends(measures);
    let step = step.filter(|_| measures.pace_is_evidence);
    let pace = derive::PACE.ends(measures);
    let pace = pace.map(|(a, b)| [a, b].map(|pace| format::pace(pace, units)));
    let parts = [
        cadence.map(|(a, b)| format!("cadence from {a:.0} to {b:.0} steps per minute")),
        step.map(|(a, b)| format!("stride length from {a:.2} to {b:.2} m per step")),
        pace.map(|[a, b]| format!("pace from {a} to {b} per {units}")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let onset = analysis.verdict.onset().as_ref().map_or_else(
        || "No onset is marked.".to_owned(),
        |o| format!("The onset is marked at {}.", words::onset(o, units)),
    );
    let distance = format::distance(Metres(measures.total.distance_m()), units);
    let parts = parts.join(", ");
    format!("Over {distance}, start to finish: {parts}. {onset}")
}

fn draw(sketch: &Sketch) {
    let quantities = shown(sketch);
    let title = match quantities.as_slice() {
        [only] if only.name == "pace" => "Pace",
        [_, _] => "Cadence and pace",
        _ => FIGURE.title,
    };
    stack::draw(sketch, (title, reading(sketch.analysis)), &quantities)
}

/// Draws one quantity alone within `area`: the one named, or the first there is.
pub fn panel(sketch: &Sketch, name: &str, area: Rect) {
    let quantities = shown(sketch);
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

/// The quantities that the chart shows, with what the pace called for.
fn shown(sketch: &Sketch) -> Vec<Quantity> {
    let (measures, units) = (&sketch.analysis.measures, sketch.units());
    let mut quantities = quantities(measures, units);
    for quantity in &mut quantities {
        let usual = match quantity.name {
            "cadence" => derive::usual_cadence(measures, &sketch.analysis.verdict),
            "step_length" => derive::usual_step_length(measures, &sketch.analysis.verdict),
            _ => None,
        };
        quantity.expected = usual.map(|usual| series::points(usual, units));
        if quantity.name == "pace" {
            let pace = derive::PACE.track(measures);
            let on_flat = pace.and_then(|pace| derive::hilly_pace(measures, &pace));
            quantity.on_flat = on_flat.map(|track| series::pace(track, units));
            if !measures.pace_is_evidence {
                quantity.heading += " (not judged)";
            }
        }
    }
    quantities
}

/// The quantities that a run has.
pub fn quantities(measures: &Measures, units: DisplayUnits) -> Vec<Quantity> {
    let cadence = track(&derive::CADENCE, measures, units).map(|along| {
        let heading = "Cadence, steps per minute";
        Quantity::new(("cadence", CADENCE.key), heading, style::CADENCE, along)
    });
    let step = track(&derive::STEP_LENGTH, measures, units);
    let step = step.filter(|_| measures.pace_is_evidence);
    let step = step.map(|along| {
        let names = ("step_length", STEP_LENGTH.key);
        Quantity::new(names, "Stride length, metres per step", style::STEP, along)
    });
    let pace = derive::PACE.track(measures).map(|along| {
        let (heading, along) = (format!("Pace, min/{units}"), series::pace(along, units));
        Quantity {
            axis: Axis::pace,
            ..Quantity::new(("pace", PACE.key), heading, style::PACE, along)
        }
    });
    [cadence, step, pace].into_iter().flatten().collect()
}
