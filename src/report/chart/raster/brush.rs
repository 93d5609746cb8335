//! Marks made ready for painting: lines, outlines, boxes on whole pixels, and the rows that
//! each touches.

use super::pen::Pen;
use super::strip::PixelBox;
use super::{PIXELS_PER_UNIT, SCALE};
use crate::report::chart::font;
use crate::report::chart::record::{Label, Mark, Point, Shape};
use crate::report::chart::style::Ink;

/// A mark ready to be painted.
pub struct Brush<'a> {
    /// What is painted.
    pub what: What<'a>,
    /// Its colour.
    pub ink: Ink,
    /// How opaque, 0 to 1.
    pub alpha: f64,
    /// First row it touches, and the one behind its last.
    pub rows: (i32, i32),
}

pub enum What<'a> {
    /// A box on whole pixels.
    Box(PixelBox),
    /// An outline to fill, in pixels.
    Outline(Vec<(f32, f32)>),
    /// A line or a dot.
    Line(Pen),
    /// Text.
    Text(&'a Label),
}

/// The marks, ready to be painted. Opaque lines of one look that follow one another, such
/// as the dashes of a curve, become one outline.
pub fn brushes(marks: &[Mark]) -> Vec<Brush<'_>> {
    let mut all = Vec::with_capacity(marks.len());
    let mut rest = marks;
    while let Some(first) = rest.first() {
        let run = rest.iter().take_while(|m| joins(first, m)).count().max(1);
        all.extend(brush(&rest[..run]));
        rest = &rest[run..];
    }
    all
}

/// A dash bends a few times at most. Longer lines stay apart: together they would lie in
/// every strip, and be gone through for each.
const DASH_POINTS: usize = 4;

/// True where two lines may be painted as one: opaque dashes of one look, neither a sharp
/// box.
fn joins(a: &Mark, b: &Mark) -> bool {
    match (&a.shape, &b.shape) {
        (Shape::Line(of_a, wide_a), Shape::Line(of_b, wide_b)) => {
            let dash =
                |points: &[Point]| points.len() <= DASH_POINTS && sharp_line(points, 0).is_none();
            let same = wide_a == wide_b && a.ink == b.ink && a.alpha == 1.0 && b.alpha == 1.0;
            same && dash(of_a) && dash(of_b)
        }
        _ => false,
    }
}

/// One brush for marks that belong together. Marks without extent give none.
fn brush(marks: &[Mark]) -> Option<Brush<'_>> {
    let first = marks.first()?;
    let what = match &first.shape {
        Shape::Line(points, width) => match sharp_line(points, *width) {
            Some(sharp) => What::Box(sharp),
            None => {
                let lines = marks.iter().filter_map(|mark| match &mark.shape {
                    Shape::Line(points, _) => Some(points.as_slice()),
                    _ => None,
                });
                What::Line(Pen::lines(lines, *width))
            }
        },
        Shape::Area(points) => match sharp_box(points) {
            Some(sharp) => What::Box(sharp),
            None => What::Outline(
                points
                    .iter()
                    .map(|(x, y)| (pixels(*x), pixels(*y)))
                    .collect(),
            ),
        },
        Shape::Disc(center, radius) => What::Line(Pen::dot(*center, *radius)),
        Shape::Ring(center, radius, width) => What::Line(Pen::ring(*center, *radius, *width)),
        Shape::Text(label) => What::Text(label),
        Shape::Open(_) | Shape::Close => return None,
    };
    Some(Brush {
        rows: rows(&what),
        what,
        ink: first.ink,
        alpha: first.alpha,
    })
}

/// Rows that something may touch, with one to spare for antialiasing.
fn rows(what: &What<'_>) -> (i32, i32) {
    let (top, bottom) = match what {
        What::Box(sharp) => return (sharp.top, sharp.bottom),
        What::Outline(points) => {
            let heights = || points.iter().map(|p| p.1);
            (
                heights().fold(f32::INFINITY, f32::min),
                heights().fold(f32::NEG_INFINITY, f32::max),
            )
        }
        What::Line(pen) => pen.rows(),
        What::Text(label) => {
            let y = pixels(label.at.1);
            let size = (label.size * SCALE) as f32;
            // Upwards text runs up from its place by at most its length, or down by as much.
            let long = if label.upwards {
                font::width(&label.text, label.size * SCALE, label.bold) as f32
            } else {
                0.0
            };
            (y - size - long, y + size + long)
        }
    };
    (top.floor() as i32 - 1, bottom.ceil() as i32 + 1)
}

/// Recorded units as pixels.
pub fn pixels(units: i32) -> f32 {
    units as f32 * PIXELS_PER_UNIT
}

/// An upright or level line becomes a box on whole pixels, so that a thin one is sharp.
fn sharp_line(points: &[Point], width: u32) -> Option<PixelBox> {
    let [(x0, y0), (x1, y1)] = *points else {
        return None;
    };
    if x0 != x1 && y0 != y1 {
        return None;
    }
    let thick = (width as f32 * PIXELS_PER_UNIT).round().max(1.0) as i32;
    let PixelBox {
        left,
        top,
        right,
        bottom,
    } = rounded((x0, y0), (x1, y1));
    let back = thick / 2;
    Some(if x0 == x1 {
        PixelBox {
            left: left - back,
            top,
            right: left - back + thick,
            bottom: bottom.max(top + 1),
        }
    } else {
        PixelBox {
            left,
            top: top - back,
            right: right.max(left + 1),
            bottom: top - back + thick,
        }
    })
}

/// An upright rectangle as a box on whole pixels.
fn sharp_box(points: &[Point]) -> Option<PixelBox> {
    let [(x0, y0), (x1, y1), (x2, y2), (x3, y3)] = *points else {
        return None;
    };
    if y0 != y1 || x1 != x2 || y2 != y3 || x3 != x0 {
        return None;
    }
    let mut area = rounded((x0, y0), (x1, y2));
    area.right = area.right.max(area.left + 1);
    area.bottom = area.bottom.max(area.top + 1);
    Some(area)
}

/// Two opposite corners on whole pixels.
fn rounded((x0, y0): Point, (x1, y1): Point) -> PixelBox {
    let whole = |units: i32| pixels(units).round() as i32;
    PixelBox {
        left: whole(x0.min(x1)),
        top: whole(y0.min(y1)),
        right: whole(x0.max(x1)),
        bottom: whole(y0.max(y1)),
    }
}
