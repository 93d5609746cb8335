//! Paints a recorded figure onto a page.

use super::sheet::{Sheet, Type};
use crate::report::chart::record::{Align, Label, Mark, Point, Recorder, Shape, UNITS};

/// Where a figure is painted: its corner on the page and points to a recorded unit.
#[derive(Clone, Copy)]
struct Place {
    left: f32,
    top: f32,
    scale: f32,
}

impl Place {
    fn point(self, (x, y): Point) -> (f32, f32) {
        (
            self.left + x as f32 * self.scale,
            self.top + y as f32 * self.scale,
        )
    }
    fn points(self, all: &[Point]) -> Vec<(f32, f32)> {
        all.iter().map(|p| self.point(*p)).collect()
    }
    fn length(self, units: u32) -> f32 {
        units as f32 * self.scale
    }
}

/// Height of a figure painted `width` points wide.
pub fn height(recording: &Recorder, width: f32) -> f32 {
    width * recording.size.1 as f32 / recording.size.0.max(1) as f32
}

/// Paints a figure `width` points wide, its upper left corner at `(left, top)`.
pub fn paint(sheet: &mut Sheet<'_>, recording: &Recorder, [left, top, width]: [f32; 3]) {
    let place = Place {
        left,
        top,
        scale: width / recording.size.0.max(1) as f32,
    };
    for mark in &recording.marks {
        sheet.faded(mark.alpha as f32, |sheet| draw(sheet, mark, place));
    }
}

fn draw(sheet: &mut Sheet<'_>, mark: &Mark, place: Place) {
    match &mark.shape {
        Shape::Line(points, width) => {
            sheet.line(&place.points(points), place.length(*width), mark.ink);
        }
        Shape::Area(points) => sheet.area(&place.points(points), mark.ink),
        Shape::Disc(at, r) => sheet.circle(place.point(*at), place.length(*r), None, mark.ink),
        Shape::Ring(at, r, width) => {
            let width = Some(place.length(*width));
            sheet.circle(place.point(*at), place.length(*r), width, mark.ink);
        }
        Shape::Text(label) => text(sheet, label, mark, place),
        Shape::Open(_) | Shape::Close => {}
    }
}

fn text(sheet: &mut Sheet<'_>, label: &Label, mark: &Mark, place: Place) {
    let t = Type {
        // Recorded sizes are in px, the place's scale in units.
        size: (label.size * UNITS) as f32 * place.scale,
        bold: label.bold,
        ink: mark.ink,
    };
    let width = sheet.book.fonts.face(t.bold).width(&label.text, t.size);
    let back = match label.align {
        Align::Start => 0.0,
        Align::Middle => width / 2.0,
        Align::End => width,
    };
    let (x, y) = place.point(label.at);
    let at = if label.upwards {
        (x, y + back)
    } else {
        (x - back, y)
    };
    sheet.label(&label.text, at, label.upwards, t);
}
