//! The display list of a figure, written onto a page.

use super::sheet::{Sheet, Type};
use crate::report::chart::frame::EDGE;
use crate::report::chart::list::{DisplayList, Label, Mark, Point, Shape, UNITS};

/// Where a figure goes: its upper left corner on the page, and points to a unit of the list.
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

/// Points to a unit of the list, for a figure whose content fills `width` points: the air that
/// a drawing has at either side is outside of it.
fn scale(list: &DisplayList, width: f32) -> f32 {
    let air = 2.0 * EDGE as f32 * UNITS as f32;
    width / (list.size.0 as f32 - air).max(1.0)
}

/// Height in points of a figure whose content is `width` points wide.
pub fn height(list: &DisplayList, width: f32) -> f32 {
    scale(list, width) * list.size.1 as f32
}

/// Writes a figure whose content is `width` points wide from `left`, with its upper edge at
/// `top`.
pub fn write(sheet: &mut Sheet<'_>, list: &DisplayList, [left, top, width]: [f32; 3]) {
    let scale = scale(list, width);
    let place = Place {
        left: left - EDGE as f32 * UNITS as f32 * scale,
        top,
        scale,
    };
    for mark in &list.marks {
        sheet.faded(mark.alpha as f32, |sheet| write_mark(sheet, mark, place));
    }
}

fn write_mark(sheet: &mut Sheet<'_>, mark: &Mark, place: Place) {
    match &mark.shape {
        Shape::Lines(lines, width) => {
            let lines = lines.iter().map(|line| place.points(line));
            sheet.lines(lines, place.length(*width), mark.ink);
        }
        Shape::Area(points) => sheet.area(&place.points(points), mark.ink),
        Shape::Disc(at, radius) => sheet.disc(place.point(*at), place.length(*radius), mark.ink),
        Shape::Text(label) => text(sheet, label, mark, place),
        Shape::Open(_) | Shape::Close => {}
    }
}

fn text(sheet: &mut Sheet<'_>, label: &Label, mark: &Mark, place: Place) {
    let t = Type {
        // Sizes are in px, the place's scale is points to a unit.
        size: (label.size * UNITS) as f32 * place.scale,
        bold: label.bold,
        ink: mark.ink,
    };
    let width = sheet.book.fonts.face(t.bold).width(&label.text, t.size);
    let (x, y) = place.point(label.at);
    let left = x - width * label.share_left() as f32;
    sheet.label(&label.text, (left, y), t);
}
