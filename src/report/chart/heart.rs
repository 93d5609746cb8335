//! Heart rate along the run, and heart rate for the speed against its own early level.

use super::axis::Axis;
use super::series::track;
use super::stack::{self, Quantity};
use super::{Figure, Sketch, style};
use crate::Analysis;
use crate::derive;
use crate::detect::{DECOUPLED_PCT, DECOUPLING_LEVEL_KM};
use crate::measure::metrics::HEART_RATE;
use crate::report::ReportOptions;
use crate::units::format::{self, Interval};
use crate::units::{DisplayUnits, Metres};

/// Heart rate, and heart rate for the speed, over distance.
pub const FIGURE: Figure = Figure {
    name: "heart",
    title: "Heart rate, and heart rate for the speed",
    heights: |_| [500, 560],
    applies: |analysis| {
        let measures = &analysis.measures;
        measures.heart_rate_is_evidence && derive::HEART_RATE.is_known(measures)
    },
    alt,
    draw,
};

fn alt(analysis: &Analysis, options: &ReportOptions) -> String {
    let mut text = String::from("Heart rate over distance");
    if let Some((a, b)) = derive::HEART_RATE.ends(&analysis.measures) {
        text += &format!(", from {a:.0} to {b:.0} beats per minute");
    }
    if analysis.measures.pace_is_evidence {
        let level = level_place(options.units);
        text += &format!(", and heart rate for the speed against its level of {level}");
    }
    text += ".";
    let heart = analysis.verdict.heart.as_ref();
    if let Some(pct) = heart.and_then(|h| h.decoupling_pct) {
        let pct = format::signed_percent(pct);
        text += &format!(" Decoupling from the first to the second half: {pct}.");
    }
    if let Some(at) = heart.and_then(|h| h.decoupling_onset) {
        let place = format::place(at, options.units);
        text += &format!(" It stays {DECOUPLED_PCT} % above that level from {place}.");
    }
    text
}

/// Where the level is taken, in words: `km 5-10`, `mile 3.1-6.2`.
fn level_place(units: DisplayUnits) -> String {
    let level = Interval {
        low: Metres(DECOUPLING_LEVEL_KM.0 * 1000.0),
        high: Metres(DECOUPLING_LEVEL_KM.1 * 1000.0),
        low_open: false,
        high_open: false,
    };
    format!("{} {}", format::noun(units), level.text(units))
}

fn draw(sketch: &Sketch) {
    let (analysis, units) = (sketch.analysis, sketch.units());
    let rows = [rate(analysis, units), ratio(analysis, units)];
    let rows: Vec<Quantity> = rows.into_iter().flatten().collect();
    let reading = match rows.as_slice() {
        [_] => ("Heart rate", "Over the distance run."),
        _ => (
            FIGURE.title,
            "When the lower line rises, the same pace costs more heartbeats.",
        ),
    };
    stack::draw(sketch, reading, &rows)
}

fn rate(analysis: &Analysis, units: DisplayUnits) -> Option<Quantity> {
    let along = track(&derive::HEART_RATE, &analysis.measures, units)?;
    let names = ("heart_rate", HEART_RATE.key);
    let heading = "Heart rate, beats per minute";
    Some(Quantity::new(names, heading, style::HEART, along))
}

fn ratio(analysis: &Analysis, units: DisplayUnits) -> Option<Quantity> {
    let along = derive::heart_for_speed(&analysis.measures)?;
    let heart = analysis.verdict.heart.as_ref();
    let onset = heart.and_then(|h| h.decoupling_onset);
    let place = onset.map(|at| {
        let words = format!("decoupled from {}", format::place(at, units));
        (format::length(at, units), words)
    });
    let percent = format::signed(DECOUPLED_PCT, 1);
    let level = level_place(units);
    let dashed = format!("against {level}; dashed at {percent} %");
    let along = along.in_units(units.length(), 1.0);
    let heading = "Heart rate for the speed, %";
    Some(Quantity {
        level: Some((DECOUPLED_PCT, dashed)),
        place,
        axis: Axis::change,
        ..Quantity::new(("decoupling", ""), heading, style::EXTRA, along)
    })
}
