//! Cadence, step length and pace along the run, one above the other, with what the pace
//! called for, the onset, and the ground below.

use super::axis::{Axis, distance_name};
use super::canvas::{Canvas, Drawn, Fault, Panel, Rect, Type};
use super::frame::{self, EDGE, LINE, Sign};
use super::marks::Marks;
use super::series::{self, Points, Track, track};
use super::style::{self, Ink};
use super::{Figure, words_for};
use crate::Analysis;
use crate::measure::Window;
use crate::report::ReportOptions;
use crate::units::{DisplayUnits, METRES_PER_MILE};
use plotters::style::text_anchor::{HPos, VPos};

/// The figure.
pub const FIGURE: Figure = Figure {
    name: "drift",
    title: "Cadence, stride length and pace",
    wide: (800, 600),
    narrow: (420, 680),
    applies: |analysis| measured(analysis, DisplayUnits::Miles).next().is_some(),
    alt: words_for::drift,
    draw,
};

/// Height of the elevation strip, px.
const STRIP: f64 = 40.0;
/// Smallest spans of the axes: below them noise would look like change.
const LEAST_CADENCE_SPM: f64 = 10.0;
const LEAST_STEP_M: f64 = 0.12;
const LEAST_PACE_S_PER_MI: f64 = 60.0;

/// A panel to draw.
struct Quantity {
    name: &'static str,
    heading: String,
    ink: Ink,
    track: Track,
    expected: Option<Points>,
    axis: fn(f64, f64, usize) -> Axis,
}

/// The quantities this run has.
fn measured(analysis: &Analysis, units: DisplayUnits) -> impl Iterator<Item = Quantity> {
    let measures = &analysis.measures;
    let curve = analysis.verdict.curve.as_ref();
    let called_for = |w: &Window| {
        let speed = w.tally.speed_m_per_s()?;
        let cadence = curve?.cadence_spm(speed, w.grade.unwrap_or(0.0));
        (!w.pace_doubtful).then_some((cadence, speed * 60.0 / cadence))
    };
    let smooth = |value: &dyn Fn(&Window) -> Option<f64>, least| {
        track(measures, units, least, value).map(|t| t.smooth)
    };
    let cadence = track(measures, units, LEAST_CADENCE_SPM, |w| {
        w.tally.cadence_spm()
    });
    let judged = measures.pace_is_evidence;
    let step = track(measures, units, LEAST_STEP_M, series::step_length).filter(|_| judged);
    let per_mile = units.length().0 / METRES_PER_MILE;
    let pace = track(measures, units, LEAST_PACE_S_PER_MI * per_mile, |w| {
        series::pace(w, units)
    });
    let quantities = [
        cadence.map(|track| Quantity {
            name: "cadence",
            heading: "Cadence, steps per minute".into(),
            ink: style::CADENCE,
            track,
            expected: smooth(&|w| called_for(w).map(|c| c.0), LEAST_CADENCE_SPM),
            axis: Axis::number,
        }),
        step.map(|track| Quantity {
            name: "step_length",
            heading: "Stride length, metres per step".into(),
            ink: style::STEP,
            track,
            expected: smooth(&|w| called_for(w).map(|c| c.1), LEAST_STEP_M),
            axis: Axis::number,
        }),
        pace.map(|track| Quantity {
            name: "pace",
            heading: format!("Pace, min/{units}"),
            ink: style::PACE,
            track,
            expected: None,
            axis: Axis::pace,
        }),
    ];
    quantities.into_iter().flatten()
}

fn draw(canvas: &Canvas, analysis: &Analysis, options: &ReportOptions) -> Drawn {
    let units = options.units;
    let marks = Marks::of(analysis, units);
    let quantities: Vec<Quantity> = measured(analysis, units).collect();
    let mut top = frame::header(canvas, FIGURE.title, analysis, options)?;
    top = frame::legend(canvas, top, &entries(&marks, &quantities))?;
    if marks.has_onset() {
        top += LINE;
    }
    top += LINE + 2.0;
    let x = Axis::distance(
        series::length(&analysis.measures, units),
        frame::most_x_ticks(canvas),
    );
    let ground = elevation(analysis, units);
    let strip = if ground.is_some() { STRIP + LINE } else { 0.0 };
    let bottom = canvas.height - EDGE - 2.0 * LINE;
    let each = (bottom - strip - top) / quantities.len() as f64;
    let (left, right) = (frame::left(canvas), canvas.width - EDGE);
    for (k, quantity) in quantities.iter().enumerate() {
        let from = top + each * k as f64;
        let plot = Rect::new(left, from + LINE + 4.0, right, from + each - 8.0);
        let panel = quantity_panel(canvas, quantity, plot, &x, &marks)?;
        if k == 0 {
            marks.edge(canvas, &panel)?;
            marks.split_names(canvas, &panel, top - 3.0)?;
            marks.onset_label(canvas, &panel, top - LINE - 5.0)?;
        }
        if k + 1 == quantities.len() && ground.is_none() {
            panel.x_axis()?;
        }
    }
    if let Some((ground, name)) = ground {
        let plot = Rect::new(left, bottom - STRIP, right, bottom);
        ground_panel(canvas, &ground, name, plot, &x, &marks)?;
    }
    x_name(canvas, units, &marks, (left + right) / 2.0)
}

/// What the axis across is called, and what the star means.
fn x_name(canvas: &Canvas, units: DisplayUnits, marks: &Marks, middle: f64) -> Drawn {
    let name = Type::new(style::LABEL, style::MUTED).at(HPos::Center, VPos::Bottom);
    let y = canvas.height - EDGE + 4.0;
    canvas.text(distance_name(units), (middle, y), name)?;
    if marks.has_partial() {
        let note = Type::new(style::LABEL - 1.0, style::MUTED).at(HPos::Right, VPos::Bottom);
        canvas.text("* partial split", (canvas.width - EDGE, y), note)?;
    }
    Ok(())
}

fn entries(marks: &Marks, quantities: &[Quantity]) -> Vec<(Sign, String)> {
    let mut entries = Vec::new();
    if let Some(first) = quantities.first() {
        entries.push((Sign::Raw(first.ink), "each 0.1 mi".into()));
        entries.push((Sign::Line(first.ink), "smoothed".into()));
        if first.expected.is_some() {
            entries.push((Sign::Dashed(style::INK), "what the pace calls for".into()));
        }
    }
    entries.extend(marks.legend());
    entries
}

fn quantity_panel<'a>(
    canvas: &'a Canvas,
    quantity: &Quantity,
    plot: Rect,
    x: &Axis,
    marks: &Marks,
) -> Result<Panel<'a>, Fault> {
    let most = ((plot.height() / 19.0) as usize).clamp(2, 6);
    let (low, high) = quantity.track.range;
    let y = (quantity.axis)(low, high, most);
    let panel = canvas.panel(quantity.name, plot, x, &y);
    marks.behind(&panel)?;
    panel.y_axis()?;
    marks.over(canvas, &panel)?;
    canvas.group("series", || {
        panel.series(&quantity.track.raw, quantity.ink, 0.4, style::LIGHT)?;
        panel.series(&quantity.track.smooth, quantity.ink, 1.0, style::STRONG)?;
        if let Some(expected) = &quantity.expected {
            panel.dashed(expected, style::INK, 1.2)?;
        }
        Ok(())
    })?;
    let heading = Type::new(style::HEADING, quantity.ink).bold();
    canvas.text(&quantity.heading, (EDGE, plot.top - 7.0), heading)?;
    Ok(panel)
}

/// Altitude along the run and its name, where the file has one.
fn elevation(analysis: &Analysis, units: DisplayUnits) -> Option<(Points, &'static str)> {
    let (scale, name) = match units {
        DisplayUnits::Miles => (1.0 / 0.3048, "Elevation, ft"),
        DisplayUnits::Kilometres => (1.0, "Elevation, m"),
    };
    let points: Points = analysis
        .measures
        .windows
        .iter()
        .map(|w| (series::middle(w, units), w.altitude_m.map(|a| a * scale)))
        .collect();
    let known = points.iter().filter(|p| p.1.is_some()).count();
    // A strip with holes in most places tells nothing.
    (known * 2 > points.len()).then_some((points, name))
}

fn ground_panel(
    canvas: &Canvas,
    ground: &Points,
    name: &str,
    plot: Rect,
    x: &Axis,
    marks: &Marks,
) -> Drawn {
    let known = ground.iter().filter_map(|p| p.1);
    let low = known.clone().fold(f64::INFINITY, f64::min);
    let high = known.fold(f64::NEG_INFINITY, f64::max);
    // A flat course should look flat: at least 30 m (100 ft) from floor to top.
    let least = if marks.units() == DisplayUnits::Miles {
        100.0
    } else {
        30.0
    };
    let top = high.max(low + least);
    let y = Axis::number(low - (top - low) * 0.15, top + (top - low) * 0.08, 2);
    let panel = canvas.panel("elevation", plot, x, &y);
    panel.y_axis()?;
    canvas.group("series", || panel.under(ground, style::GROUND, 1.0))?;
    marks.over(canvas, &panel)?;
    panel.x_axis()?;
    let heading = Type::new(style::LABEL, style::MUTED).bold();
    canvas.text(name, (EDGE, plot.top - 7.0), heading)
}
