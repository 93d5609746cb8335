//! Two runs on one axis: cadence, step length and pace of both along the distance, and
//! where each broke down. Not among the figures of a run; the comparison draws it.

use super::axis::Axis;
use super::canvas::{Canvas, Rect, TextStyle};
use super::frame::{self, EDGE, LINE, Sign};
use super::panel::Panel;
use super::series::{self, in_units};
use super::style::{self, Ink};
use super::svg::Setting;
use super::{Drawing, Width};
use crate::Analysis;
use crate::derive::{self, Signal, Track};
use crate::report::words;
use crate::units::DisplayUnits;

/// A run and what it is called.
pub type Side<'a> = (&'a str, &'a Analysis);

/// The first run's colour and the second's, which is dashed as well.
const INKS: [Ink; 2] = [style::CADENCE, style::STEP];
/// Height of a panel and the room above it, px.
const HIGH: f64 = 130.0;
const HEAD: f64 = 34.0;
/// One tick for about this much height, px.
const PER_TICK: f64 = 24.0;
/// Longest name in the legend, characters.
const LONGEST_NAME: usize = 40;

/// A quantity both runs have.
struct SharedQuantity {
    name: &'static str,
    heading: String,
    tracks: [Track; 2],
    axis: fn(f64, f64, usize) -> Axis,
}

fn rows(sides: [Side; 2], units: DisplayUnits) -> Vec<SharedQuantity> {
    let both = |signal: Signal| {
        let [a, b] = sides.map(|(_, run)| signal.track(&run.measures));
        Some([a?, b?])
    };
    let shared = |name, heading: &str, tracks: [Track; 2]| SharedQuantity {
        name,
        heading: heading.to_owned(),
        tracks: tracks.map(|track| track.in_units(units.length(), 1.0)),
        axis: Axis::number,
    };
    let cadence = both(derive::CADENCE);
    let cadence = cadence.map(|both| shared("cadence", "Cadence, steps per minute", both));
    let judged = sides.iter().all(|(_, run)| run.measures.pace_is_evidence);
    let step = both(derive::STEP_LENGTH).filter(|_| judged);
    let step = step.map(|both| shared("step_length", "Stride length, metres per step", both));
    let pace = both(derive::PACE).map(|tracks| SharedQuantity {
        name: "pace",
        heading: format!("Pace, min/{units}"),
        tracks: tracks.map(|track| series::pace(track, units)),
        axis: Axis::pace,
    });
    [cadence, step, pace].into_iter().flatten().collect()
}

/// What the figure is called.
pub const TITLE: &str = "Cadence, stride length and pace of both runs";

/// What the figure shows, in words.
pub fn alt(sides: [Side; 2], units: DisplayUnits) -> String {
    let alt = sides.map(|(name, run)| format!("{name}: {}", words::headline(run, units)));
    alt.join(" ")
}

/// The figure; `None` where the runs have nothing in common.
pub fn drawing(sides: [Side; 2], units: DisplayUnits, width: Width) -> Option<Drawing> {
    let rows = rows(sides, units);
    if rows.is_empty() {
        return None;
    }
    // Two names may each need a line of the legend.
    let high = 2.0 * LINE + rows.len() as f64 * (HIGH + HEAD) + 2.0 * LINE + EDGE;
    let canvas = Canvas::new((width.px(), high as u32), Setting::Inline);
    draw(&canvas, sides, &rows, units);
    Some(Drawing::of(canvas))
}

fn draw(canvas: &Canvas, sides: [Side; 2], rows: &[SharedQuantity], units: DisplayUnits) {
    let name = |k: usize| sides[k].0.chars().take(LONGEST_NAME).collect::<String>();
    let legend = [
        (Sign::Line(INKS[0]), name(0)),
        (Sign::Dashed(INKS[1]), name(1)),
    ];
    let mut top = frame::legend(canvas, 2.0, &legend);
    let longest = sides
        .iter()
        .map(|(_, run)| series::length(&run.measures, units))
        .fold(0.0, f64::max);
    let x = Axis::distance(longest, frame::most_x_ticks(canvas));
    for (k, row) in rows.iter().enumerate() {
        let (left, right) = (frame::left(canvas), canvas.width - EDGE);
        let plot = Rect::new(left, top + HEAD, right, top + HEAD + HIGH);
        let panel = row_panel(canvas, row, plot, &x, sides, units);
        let bold = TextStyle::heading(style::INK);
        canvas.text(&row.heading, (EDGE, plot.top - 9.0), bold);
        if k + 1 == rows.len() {
            panel.x_axis();
        }
        top = plot.bottom;
    }
    frame::across(canvas, units)
}

fn row_panel<'a>(
    canvas: &'a Canvas,
    row: &SharedQuantity,
    plot: Rect,
    x: &Axis,
    sides: [Side; 2],
    units: DisplayUnits,
) -> Panel<'a> {
    let [a, b] = [row.tracks[0].range, row.tracks[1].range];
    let most = ((plot.height() / PER_TICK) as usize).max(2);
    let y = (row.axis)(a.0.min(b.0), a.1.max(b.1), most);
    let panel = Panel::new(canvas, row.name, plot, x, &y);
    panel.y_axis();
    for ((_, run), ink) in sides.into_iter().zip(INKS) {
        if let Some(onset) = run.verdict.onset {
            let [low, at, high] = [onset.low, onset.at, onset.high].map(|m| in_units(m, units));
            panel.shade(low, high, ink, style::BAND);
            panel.upright(at, ink);
        }
    }
    canvas.group("series", || {
        panel.series(&row.tracks[0].smooth, INKS[0], 1.0, style::STRONG);
        panel.dashed(&row.tracks[1].smooth, INKS[1], style::STRONG)
    });
    panel
}
