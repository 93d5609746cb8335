//! What stands around the panels of a figure: title, verdict, legend.

use super::Sketch;
use super::axis::distance_name;
use super::canvas::{Canvas, Rect, TextStyle};
use super::font;
use super::list::{Align, Height};
use super::style::{self, Ink};
use super::svg::Setting;
use crate::report::words;
use crate::units::DisplayUnits;

/// Room between the drawing's edge and what is in it, px.
pub const EDGE: f64 = 14.0;
/// Height of a line of label text, px.
pub const LINE: f64 = 16.0;

/// Room for the labels of the axis along, px.
pub fn left(canvas: &Canvas) -> f64 {
    if canvas.is_narrow() { 48.0 } else { 56.0 }
}

/// Most ticks of a distance axis.
pub fn most_x_ticks(canvas: &Canvas) -> usize {
    if canvas.is_narrow() { 6 } else { 10 }
}

/// Writes the title and a line under it; returns where they end. A chart that stands alone
/// says the verdict there; within a report, which has said it, how the chart is read.
pub fn header(sketch: &Sketch, (title, reading): (&str, &str)) -> f64 {
    let canvas = sketch.canvas;
    let heading = TextStyle::new(style::TITLE, style::INK).bold();
    let note = TextStyle::label();
    let room = canvas.width - 2.0 * EDGE;
    let mut y = EDGE + 14.0;
    for line in wrap(title, room, heading) {
        canvas.text(&line, (EDGE, y), heading);
        y += 20.0;
    }
    let said = match canvas.setting {
        Setting::Alone => words::headline(sketch.analysis, sketch.units()),
        Setting::Inline => reading.to_owned(),
    };
    for line in wrap(&words::typeset(&said), room, note) {
        canvas.text(&line, (EDGE, y), note);
        y += LINE;
    }
    y - LINE + 6.0
}

/// Names the axis of distance, in the middle below everything.
pub fn across(canvas: &Canvas, units: DisplayUnits) {
    let name = TextStyle::label().at(Align::Middle, Height::Baseline);
    let middle = (left(canvas) + canvas.width - EDGE) / 2.0;
    canvas.text(
        distance_name(units),
        (middle, canvas.height - EDGE + 3.0),
        name,
    )
}

/// Cuts text whose numbers are set into lines of at most `room` px.
pub fn wrap(text: &str, room: f64, of: TextStyle) -> Vec<String> {
    // A unit stays with its number: the blank between them is no place to break.
    let words = text.split(' ').filter(|w| !w.is_empty());
    words::in_lines(words, |line| {
        font::width(line, of.size, of.bold) * font::WIDER <= room
    })
}

/// A sign in a legend.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sign {
    /// A thin pale line.
    Raw(Ink),
    /// A line as strong as that of a series.
    Line(Ink),
    /// A line of half that strength.
    Thin(Ink),
    /// A dashed line, for what was to be expected.
    Dashed(Ink),
    /// A shaded box, with its opacity.
    Box(Ink, f64),
    /// An upright stroke with a head: a stop.
    Pin(Ink),
    /// An upright line in a shaded box: an estimate in its interval.
    Interval(Ink),
    /// A ring with a number in it: a split.
    Disc,
}

/// Width of a sign and the air after it, px.
const SIGN: f64 = 22.0;

/// Writes a legend below `top`, in as many rows as it needs; returns where it ends.
pub fn legend(canvas: &Canvas, top: f64, entries: &[(Sign, String)]) -> f64 {
    let note = TextStyle::note().at(Align::Start, Height::Centre);
    let mut x = EDGE;
    let mut y = top + LINE / 2.0;
    for (sign, text) in entries {
        let wide = SIGN + 5.0 + note.room(text);
        if x > EDGE && x + wide > canvas.width - EDGE {
            x = EDGE;
            y += LINE;
        }
        draw_sign(canvas, *sign, x, y);
        canvas.text(text, (x + SIGN + 5.0, y), note);
        x += wide + 14.0;
    }
    y + LINE / 2.0
}

fn draw_sign(canvas: &Canvas, sign: Sign, x: f64, y: f64) {
    let level = [(x, y), (x + SIGN, y)];
    let middle = x + SIGN / 2.0;
    let upright = [(middle, y - 6.0), (middle, y + 6.0)];
    let area = Rect::new(x, y - 6.0, x + SIGN, y + 6.0);
    match sign {
        Sign::Raw(ink) => canvas.line(&level, ink, 0.4, style::LIGHT),
        Sign::Line(ink) => canvas.line(&level, ink, 1.0, style::STRONG),
        Sign::Thin(ink) => canvas.line(&level, ink, 1.0, style::THIN),
        Sign::Dashed(ink) => canvas.dashes(&level, ink, 1.4, style::Dash::EXPECTED),
        Sign::Box(ink, alpha) => canvas.fill(area, ink, alpha),
        Sign::Pin(ink) => pin(canvas, middle, y - 6.0, y + 6.0, ink),
        Sign::Interval(ink) => {
            canvas.fill(area, ink, style::BAND);
            canvas.line(&upright, ink, 1.0, 1.6)
        }
        Sign::Disc => disc(canvas, (middle, y), 8.0, style::MUTED, "1"),
    }
}

/// A number in a ring. Ink on paper within the colour: no colour has to carry the number's
/// contrast, on a light page or a dark one.
pub fn disc(canvas: &Canvas, at: (f64, f64), radius: f64, ink: Ink, number: &str) {
    let bold = TextStyle::new(style::LABEL - 1.0, style::INK)
        .bold()
        .at(Align::Middle, Height::Centre);
    canvas.dot(at, radius + 1.0, style::PAPER, 1.0);
    canvas.dot(at, radius, ink, 1.0);
    canvas.dot(at, 0.76 * radius, style::PAPER, 1.0);
    canvas.text(number, at, bold)
}

/// An upright stroke with a small head at its top.
pub fn pin(canvas: &Canvas, x: f64, top: f64, bottom: f64, ink: Ink) {
    canvas.line(&[(x, top), (x, bottom)], ink, 1.0, 1.0);
    canvas.area(&[(x - 3.5, top), (x + 3.5, top), (x, top + 5.0)], ink, 1.0)
}
