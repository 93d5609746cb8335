//! One page: text, boxes and lines in points from the upper left corner.

use super::font::Fonts;
use super::structure::Structure;
use crate::report::chart::style::Ink;
use pdf_writer::types::{LineCapStyle, LineJoinStyle, StructRole, TableHeaderScope};
use pdf_writer::{Content, Name, Str};
use std::collections::BTreeSet;

/// Width of a page in points: A4's.
pub const WIDTH: f32 = 595.0;
/// Height of a page in points: Letter's. A page of A4's width and Letter's height prints
/// on either paper without being scaled.
pub const HEIGHT: f32 = 792.0;

/// How a line of text looks.
#[derive(Debug, Clone, Copy)]
pub struct Type {
    /// Type size in points.
    pub size: f32,
    /// True for bold type, false for regular.
    pub bold: bool,
    /// Colour from the charts' palette.
    pub ink: Ink,
}

/// What all pages share.
pub struct Book {
    /// The fonts with what was used of them.
    pub fonts: Fonts,
    /// What each piece of content is, for screen readers.
    pub structure: Structure,
    /// Opacities used, in hundredths.
    pub alphas: BTreeSet<u8>,
}

/// A page being written.
pub struct Sheet<'a> {
    /// What all pages share.
    pub book: &'a mut Book,
    content: Content,
}

impl Book {
    /// Without pages; `None` if the fonts cannot be read.
    pub fn new() -> Option<Self> {
        Some(Self {
            fonts: Fonts::new()?,
            structure: Structure::new(),
            alphas: BTreeSet::new(),
        })
    }
}

impl<'a> Sheet<'a> {
    /// Begins a page of the book.
    pub fn new(book: &'a mut Book) -> Self {
        book.structure.new_page();
        Self {
            book,
            content: Content::new(),
        }
    }

    /// The content stream of the page.
    pub fn finish(self) -> Vec<u8> {
        self.content.finish().into_vec()
    }

    /// What `write` writes is an element of the document's structure.
    pub fn element<T>(&mut self, role: StructRole, write: impl FnOnce(&mut Self) -> T) -> T {
        self.book.structure.open(role);
        let done = write(self);
        self.book.structure.close();
        done
    }

    /// As [`Sheet::element`], for the header of a row or a column.
    pub fn header(&mut self, scope: TableHeaderScope, write: impl FnOnce(&mut Self)) {
        let id = self.book.structure.open(StructRole::TH);
        self.book.structure.scope(id, scope);
        write(self);
        self.book.structure.close();
    }

    /// What `draw` draws is a picture that shows `alt`.
    pub fn figure(&mut self, alt: &str, draw: impl FnOnce(&mut Self)) {
        let id = self.book.structure.open(StructRole::Figure);
        self.book.structure.describe(id, alt);
        let number = self.book.structure.content();
        self.content
            .begin_marked_content_with_properties(Name(b"Figure"))
            .properties()
            .identify(number);
        draw(self);
        self.content.end_marked_content();
        self.book.structure.close();
    }

    /// What `draw` draws is decoration.
    pub fn decoration(&mut self, draw: impl FnOnce(&mut Self)) {
        self.content.begin_marked_content(Name(b"Artifact"));
        draw(self);
        self.content.end_marked_content();
    }

    /// A line of text of the open element, its baseline starting at `(x, y)`.
    pub fn text(&mut self, text: &str, (x, y): (f32, f32), t: Type) {
        let number = self.book.structure.content();
        self.content
            .begin_marked_content_with_properties(Name(b"Span"))
            .properties()
            .identify(number);
        self.label(text, (x, y), t);
        self.content.end_marked_content();
    }

    /// Text without an element of its own: within a figure.
    pub fn label(&mut self, text: &str, (x, y): (f32, f32), t: Type) {
        let face = self.book.fonts.face_mut(t.bold);
        let codes = face.encode(text);
        let name = face.resource;
        self.fill_color(t.ink);
        self.content
            .begin_text()
            .set_font(name, t.size)
            .set_text_matrix([1.0, 0.0, 0.0, 1.0, x, HEIGHT - y])
            .show(Str(&codes))
            .end_text();
    }

    fn fill_color(&mut self, ink: Ink) {
        let [r, g, b] = rgb(ink);
        self.content.set_fill_rgb(r, g, b);
    }

    /// What `draw` draws is this opaque, 0 to 1.
    pub fn faded(&mut self, alpha: f32, draw: impl FnOnce(&mut Self)) {
        if alpha >= 0.995 {
            return draw(self);
        }
        // Within 0 and 100, so the cast keeps the value.
        let hundredths = (alpha.max(0.0) * 100.0).round() as u8;
        self.book.alphas.insert(hundredths);
        self.content.save_state();
        self.content
            .set_parameters(Name(alpha_name(hundredths).as_bytes()));
        draw(self);
        self.content.restore_state();
    }

    /// A filled rectangle: left, top, width, height.
    pub fn fill(&mut self, [x, y, w, h]: [f32; 4], ink: Ink) {
        self.fill_color(ink);
        self.content.rect(x, HEIGHT - y - h, w, h).fill_nonzero();
    }

    /// Fills the inside of an outline.
    pub fn area(&mut self, points: &[(f32, f32)], ink: Ink) {
        self.fill_color(ink);
        self.trace(points);
        self.content.close_path().fill_nonzero();
    }

    /// Lines of one look, with round ends and corners.
    pub fn lines(&mut self, lines: impl Iterator<Item = Vec<(f32, f32)>>, width: f32, ink: Ink) {
        let [r, g, b] = rgb(ink);
        self.content
            .set_stroke_rgb(r, g, b)
            .set_line_width(width)
            .set_line_cap(LineCapStyle::RoundCap)
            .set_line_join(LineJoinStyle::RoundJoin);
        lines.for_each(|line| self.trace(&line));
        self.content.stroke();
    }

    /// Fills a disc around a point, its radius in points.
    pub fn disc(&mut self, (x, y): (f32, f32), r: f32, ink: Ink) {
        // Four cubic arcs: the control points that come closest to a circle.
        let k = 0.5523 * r;
        let y = HEIGHT - y;
        self.fill_color(ink);
        self.content
            .move_to(x + r, y)
            .cubic_to(x + r, y + k, x + k, y + r, x, y + r)
            .cubic_to(x - k, y + r, x - r, y + k, x - r, y)
            .cubic_to(x - r, y - k, x - k, y - r, x, y - r)
            .cubic_to(x + k, y - r, x + r, y - k, x + r, y)
            .close_path()
            .fill_nonzero();
    }

    fn trace(&mut self, points: &[(f32, f32)]) {
        for (i, (x, y)) in points.iter().enumerate() {
            if i == 0 {
                self.content.move_to(*x, HEIGHT - y);
            } else {
                self.content.line_to(*x, HEIGHT - y);
            }
        }
    }
}

/// Name of an opacity in page resources.
pub fn alpha_name(hundredths: u8) -> String {
    format!("A{hundredths}")
}

fn rgb(ink: Ink) -> [f32; 3] {
    let (r, g, b) = ink.rgb();
    [r, g, b].map(|v| f32::from(v) / 255.0)
}
