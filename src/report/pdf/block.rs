//! What a page is made of: pieces that know their height and draw themselves. `scale`
//! multiplies every size, so that a page with much to say still fits.

use super::font::{CAP_HEIGHT, Fonts};
use super::sheet::{Sheet, Type};
use super::table::Table;
use crate::report::chart::style::{self, Ink};
use crate::report::page::typeset;
use pdf_writer::types::StructRole;

/// A piece of a page.
pub enum Block {
    /// A paragraph or heading.
    Text(Text),
    /// White space, in points.
    Gap(f32),
    /// A hairline.
    Rule,
    /// Pieces beside each other, with their shares of the width.
    Beside(Vec<(f32, Vec<Block>)>),
    /// Pieces on a tinted ground.
    Tinted(Vec<Block>),
    /// Pieces with a bar of a colour at their left.
    Barred(Ink, Vec<Block>),
    /// A table.
    Table(Table),
    /// A drawing of a fixed height: its description and what draws it.
    Drawing(Drawing),
}

/// Draws into a rectangle: left, top, width, height.
type Draw = Box<dyn Fn(&mut Sheet<'_>, [f32; 4])>;

/// A drawing of a fixed height.
pub struct Drawing {
    /// Height in points.
    pub height: f32,
    /// What it shows.
    pub alt: String,
    /// What draws it.
    pub draw: Draw,
}

/// A paragraph or heading.
pub struct Text {
    /// The words.
    pub text: String,
    /// Size in points.
    pub size: f32,
    /// Bold or regular.
    pub bold: bool,
    /// Colour.
    pub ink: Ink,
    /// What it is to a reader who cannot see it.
    pub role: StructRole,
    /// Bullet or number that hangs at its left.
    pub mark: Option<String>,
}

/// Space between columns that stand beside each other, points.
pub const GUTTER: f32 = 22.0;
/// Distance between baselines over the type size: text, and headlines.
const LEADING: f32 = 1.36;
const TIGHT: f32 = 1.22;
/// Inner margin of a tinted ground, points.
const PADDING: f32 = 11.0;
/// Room that a bullet or number takes, in type sizes.
const HANG: f32 = 1.5;

/// Text of a size, regular, in full ink.
pub fn text(words: impl Into<String>, size: f32) -> Text {
    Text {
        text: typeset(&words.into()),
        size,
        bold: false,
        ink: style::INK,
        role: StructRole::P,
        mark: None,
    }
}

impl Text {
    /// In bold.
    pub fn bold(mut self) -> Self {
        self.bold = true;
        self
    }
    /// In another colour.
    pub fn ink(mut self, ink: Ink) -> Self {
        self.ink = ink;
        self
    }
    /// Quieter.
    pub fn muted(self) -> Self {
        self.ink(style::MUTED)
    }
    /// As a heading or whatever else it is.
    pub fn role(mut self, role: StructRole) -> Self {
        self.role = role;
        self
    }
    /// With a bullet or number hanging at its left.
    pub fn mark(mut self, mark: impl Into<String>) -> Self {
        self.mark = Some(mark.into());
        self
    }
    /// As a piece of a page.
    pub fn block(self) -> Block {
        Block::Text(self)
    }

    fn leading(&self) -> f32 {
        // Larger type needs less room between its lines.
        if self.size > 12.0 { TIGHT } else { LEADING }
    }

    fn lines(&self, fonts: &Fonts, width: f32, scale: f32) -> Vec<String> {
        let size = self.size * scale;
        fonts.wrap(&self.text, size, self.bold, width - self.hang() * scale)
    }

    fn hang(&self) -> f32 {
        if self.mark.is_some() {
            HANG * self.size
        } else {
            0.0
        }
    }

    fn height(&self, fonts: &Fonts, width: f32, scale: f32) -> f32 {
        self.lines(fonts, width, scale).len() as f32 * self.size * scale * self.leading()
    }

    fn draw(&self, sheet: &mut Sheet<'_>, [x, y, width]: [f32; 3], scale: f32) {
        let lines = self.lines(&sheet.book.fonts, width, scale);
        let size = self.size * scale;
        let step = size * self.leading();
        let t = Type {
            size,
            bold: self.bold,
            ink: self.ink,
        };
        // Half of what is left beside the capitals stands above them.
        let first = y + (step + size * CAP_HEIGHT) / 2.0;
        let left = x + self.hang() * scale;
        sheet.element(self.role, |sheet| {
            if let Some(mark) = &self.mark {
                sheet.text(mark, (x, first), t);
            }
            for (i, line) in lines.iter().enumerate() {
                sheet.text(line, (left, first + i as f32 * step), t);
            }
        });
    }
}

/// Height of pieces above each other.
pub fn height(blocks: &[Block], fonts: &Fonts, width: f32, scale: f32) -> f32 {
    blocks.iter().map(|b| b.height(fonts, width, scale)).sum()
}

/// Draws pieces above each other; returns where they end.
pub fn draw(blocks: &[Block], sheet: &mut Sheet<'_>, [x, y, width]: [f32; 3], scale: f32) -> f32 {
    let mut at = y;
    for block in blocks {
        block.draw(sheet, [x, at, width], scale);
        at += block.height(&sheet.book.fonts, width, scale);
    }
    at
}

/// Width of each part of `width`.
fn parts(beside: &[(f32, Vec<Block>)], width: f32) -> impl Iterator<Item = f32> {
    let whole: f32 = beside.iter().map(|p| p.0).sum();
    let free = width - GUTTER * (beside.len().saturating_sub(1)) as f32;
    beside.iter().map(move |p| free * p.0 / whole)
}

impl Block {
    /// Its height at a width.
    pub fn height(&self, fonts: &Fonts, width: f32, scale: f32) -> f32 {
        match self {
            Self::Text(t) => t.height(fonts, width, scale),
            Self::Gap(points) => points * scale,
            Self::Rule => 1.0,
            Self::Beside(all) => all
                .iter()
                .zip(parts(all, width))
                .map(|((_, blocks), w)| height(blocks, fonts, w, scale))
                .fold(0.0, f32::max),
            Self::Tinted(blocks) => {
                height(blocks, fonts, width - 2.0 * PADDING, scale) + 2.0 * PADDING
            }
            Self::Barred(_, blocks) => height(blocks, fonts, width - PADDING * 1.4, scale),
            Self::Table(table) => table.height(fonts, width, scale),
            Self::Drawing(d) => d.height * scale,
        }
    }

    /// Draws it with its upper left corner at `(x, y)`.
    pub fn draw(&self, sheet: &mut Sheet<'_>, [x, y, width]: [f32; 3], scale: f32) {
        match self {
            Self::Text(t) => t.draw(sheet, [x, y, width], scale),
            Self::Gap(_) => {}
            Self::Rule => sheet.decoration(|s| s.fill([x, y, width, 0.6], style::GRID)),
            Self::Beside(all) => {
                let widths: Vec<f32> = parts(all, width).collect();
                let mut left = x;
                for ((_, blocks), w) in all.iter().zip(widths) {
                    draw(blocks, sheet, [left, y, w], scale);
                    left += w + GUTTER;
                }
            }
            Self::Tinted(blocks) => {
                let high = self.height(&sheet.book.fonts, width, scale);
                sheet.decoration(|s| {
                    s.faded(0.55, |s| s.fill([x, y, width, high], style::GRID));
                });
                let inner = [x + PADDING, y + PADDING, width - 2.0 * PADDING];
                draw(blocks, sheet, inner, scale);
            }
            Self::Barred(ink, blocks) => {
                let high = self.height(&sheet.book.fonts, width, scale);
                sheet.decoration(|s| s.fill([x, y, 3.0, high], *ink));
                let inner = [x + PADDING * 1.4, y, width - PADDING * 1.4];
                draw(blocks, sheet, inner, scale);
            }
            Self::Table(table) => table.draw(sheet, [x, y, width], scale),
            Self::Drawing(d) => sheet.figure(&d.alt, |s| {
                (d.draw)(s, [x, y, width, d.height * scale]);
            }),
        }
    }
}
