//! What a page is made of: pieces that know their height and draw themselves.

use super::chart;
use super::font::{CAP_HEIGHT, Fonts, Run};
use super::sheet::{Sheet, Type};
use super::table::Grid;
use crate::report::chart::list::DisplayList;
use crate::report::chart::style::{self, Ink};
use crate::report::document::{Emphasis, Paint, Strip, Text};
use crate::report::words::typeset;
use pdf_writer::types::StructRole;

/// A piece of a page.
#[derive(Clone)]
pub enum Piece {
    /// A paragraph or heading, broken into lines as it is placed.
    Words(Words),
    /// White space, in points; none at the top of a page.
    Gap(f32),
    /// A hairline as wide as the text.
    Rule,
    /// Pieces beside each other, of equal width.
    Beside(Vec<Vec<Piece>>),
    /// Pieces on a tinted ground.
    Tinted(Vec<Piece>),
    /// Pieces with a bar of a colour at their left.
    Barred(Ink, Vec<Piece>),
    /// A table, which can be cut between its rows.
    Grid(Grid),
    /// A bar with spans.
    Strip(Strip),
    /// A chart, with what it shows in words.
    Chart(DisplayList, String),
}

/// A paragraph or heading with its type size, colour and tag.
#[derive(Clone)]
pub struct Words {
    /// The words, some of them bold.
    pub runs: Vec<Run>,
    /// Type size in points.
    pub size: f32,
    /// Colour from the charts' palette.
    pub ink: Ink,
    /// What it is to a reader who cannot see it.
    pub role: StructRole,
    /// Bullet or number that hangs at its left.
    pub mark: Option<String>,
    /// True where it stays on the page of what follows it.
    pub keeps: bool,
}

/// Space between columns that stand beside each other, points.
pub const GUTTER: f32 = 22.0;
/// Distance between baselines over the type size: text, and headlines.
const LEADING: f32 = 1.36;
const TIGHT: f32 = 1.22;
/// Inner margin of a tinted ground, points.
const PADDING: f32 = 11.0;
/// Room that a bullet or number takes, in type sizes.
const HANG: f32 = 1.7;

/// A paragraph of a size in full ink.
pub fn words(text: &Text, size: f32) -> Words {
    let mut runs: Vec<Run> = Vec::new();
    for (emphasis, words) in &text.0 {
        let bold = *emphasis == Emphasis::Strong;
        match runs.last_mut() {
            // Runs are set with a blank between them: a full stop behind a title is in its run.
            Some(last) if last.1 == bold => last.0.push_str(&typeset(words)),
            _ => runs.push((typeset(words), bold)),
        }
    }
    Words {
        runs,
        size,
        ink: style::INK,
        role: StructRole::P,
        mark: None,
        keeps: false,
    }
}

impl Words {
    /// All of it in bold.
    pub fn bold(mut self) -> Self {
        self.runs.iter_mut().for_each(|run| run.1 = true);
        self
    }

    /// The same in another colour.
    pub fn ink(mut self, ink: Ink) -> Self {
        self.ink = ink;
        self
    }

    /// In the colour of what stands back.
    pub fn muted(self) -> Self {
        self.ink(style::MUTED)
    }

    /// As a heading, which stays with what follows.
    pub fn heading(mut self, role: StructRole) -> Self {
        self.role = role;
        self.keeps = true;
        self.bold()
    }

    /// With a bullet or number hanging at its left.
    pub fn mark(mut self, mark: impl Into<String>) -> Self {
        self.mark = Some(mark.into());
        self
    }

    /// On the page of what follows.
    pub fn keep(mut self) -> Self {
        self.keeps = true;
        self
    }

    /// As a piece of a page.
    pub fn piece(self) -> Piece {
        Piece::Words(self)
    }

    fn step(&self) -> f32 {
        // Larger type needs less room between its lines.
        self.size * if self.size > 12.0 { TIGHT } else { LEADING }
    }

    fn hang(&self) -> f32 {
        self.mark.as_ref().map_or(0.0, |_| HANG * self.size)
    }

    fn lines(&self, fonts: &Fonts, width: f32) -> Vec<Vec<Run>> {
        fonts.wrap(&self.runs, self.size, width - self.hang())
    }

    /// The lines that fit into `room` points of height, and the rest.
    pub fn cut(&self, fonts: &Fonts, width: f32, room: f32) -> (Self, Self) {
        let mut lines = self.lines(fonts, width);
        let fit = (room / self.step()).max(0.0) as usize;
        let rest = lines.split_off(fit.min(lines.len()));
        let of = |lines: Vec<Vec<Run>>| Self {
            runs: lines.into_iter().flatten().collect(),
            ..self.clone()
        };
        (of(lines), of(rest))
    }

    fn draw(&self, sheet: &mut Sheet<'_>, [x, y, width]: [f32; 3]) {
        let lines = self.lines(&sheet.book.fonts, width);
        let step = self.step();
        let of = |bold| Type {
            size: self.size,
            bold,
            ink: self.ink,
        };
        // Half of what is left beside the capitals stands above them.
        let first = y + (step + self.size * CAP_HEIGHT) / 2.0;
        sheet.element(self.role, |sheet| {
            if let Some(mark) = &self.mark {
                sheet.text(mark, (x, first), of(false));
            }
            for (i, line) in lines.iter().enumerate() {
                let mut left = x + self.hang();
                for (text, bold) in line {
                    sheet.text(text, (left, first + i as f32 * step), of(*bold));
                    let face = sheet.book.fonts.face(*bold);
                    left += face.width(text, self.size) + face.width(" ", self.size);
                }
            }
        });
    }
}

/// Height of pieces above each other.
pub fn height(pieces: &[Piece], fonts: &Fonts, width: f32) -> f32 {
    pieces.iter().map(|piece| piece.height(fonts, width)).sum()
}

/// Draws pieces above each other.
pub fn draw(pieces: &[Piece], sheet: &mut Sheet<'_>, [x, mut y, width]: [f32; 3]) {
    for piece in pieces {
        piece.draw(sheet, [x, y, width]);
        y += piece.height(&sheet.book.fonts, width);
    }
}

/// Width of each of some columns.
fn share(columns: usize, width: f32) -> f32 {
    (width + GUTTER) / columns.max(1) as f32 - GUTTER
}

impl Piece {
    /// True where it stays on the page of what follows it.
    pub fn keeps(&self) -> bool {
        match self {
            Self::Words(words) => words.keeps,
            Self::Gap(_) | Self::Rule => true,
            _ => false,
        }
    }

    /// Height in points at a width.
    pub fn height(&self, fonts: &Fonts, width: f32) -> f32 {
        match self {
            Self::Words(words) => words.lines(fonts, width).len() as f32 * words.step(),
            Self::Gap(points) => *points,
            Self::Rule => 1.0,
            Self::Beside(columns) => {
                let width = share(columns.len(), width);
                let heights = columns.iter().map(|pieces| height(pieces, fonts, width));
                heights.fold(0.0, f32::max)
            }
            Self::Tinted(pieces) => height(pieces, fonts, width - 2.0 * PADDING) + 2.0 * PADDING,
            Self::Barred(_, pieces) => height(pieces, fonts, width - PADDING * 1.4),
            Self::Grid(grid) => grid.height(fonts, width),
            Self::Strip(strip) => strip_layout(strip, fonts, width).1,
            Self::Chart(list, _) => chart::height(list, width),
        }
    }

    /// Draws it with its upper left corner at `(x, y)`.
    pub fn draw(&self, sheet: &mut Sheet<'_>, [x, y, width]: [f32; 3]) {
        match self {
            Self::Words(words) => words.draw(sheet, [x, y, width]),
            Self::Gap(_) => {}
            Self::Rule => sheet.decoration(|s| s.fill([x, y, width, 0.6], style::GRID)),
            Self::Beside(columns) => {
                let wide = share(columns.len(), width);
                for (i, pieces) in columns.iter().enumerate() {
                    draw(pieces, sheet, [x + i as f32 * (wide + GUTTER), y, wide]);
                }
            }
            Self::Tinted(pieces) => {
                let high = self.height(&sheet.book.fonts, width);
                sheet.decoration(|s| {
                    s.faded(0.55, |s| s.fill([x, y, width, high], style::GRID));
                });
                draw(
                    pieces,
                    sheet,
                    [x + PADDING, y + PADDING, width - 2.0 * PADDING],
                );
            }
            Self::Barred(ink, pieces) => {
                let high = self.height(&sheet.book.fonts, width);
                sheet.decoration(|s| s.fill([x, y, 3.0, high], *ink));
                draw(pieces, sheet, [x + PADDING * 1.4, y, width - PADDING * 1.4]);
            }
            Self::Grid(grid) => grid.draw(sheet, [x, y, width]),
            Self::Strip(strip) => {
                sheet.figure(&typeset(&strip.alt), |s| {
                    draw_strip(s, strip, [x, y, width])
                });
            }
            Self::Chart(list, alt) => sheet.figure(alt, |s| chart::write(s, list, [x, y, width])),
        }
    }
}

/// Height of the track of a strip, with the room above and below it, points.
const TRACK: (f32, f32) = (10.0, 5.0);
/// Height of a line of a strip's scale or legend, points.
const STRIP_LINE: f32 = 12.0;
/// Side of a colour sample in a legend, points.
const SAMPLE: f32 = 6.0;

/// Type of a strip's scale and legend.
const fn strip_type() -> Type {
    Type {
        size: 7.6,
        bold: false,
        ink: style::MUTED,
    }
}

/// Places of the legend's entries, left and top, and the height of the strip.
fn strip_layout(strip: &Strip, fonts: &Fonts, width: f32) -> (Vec<(f32, f32)>, f32) {
    let scale = if strip.ticks.is_empty() {
        0.0
    } else {
        STRIP_LINE
    };
    let mut at = (0.0, TRACK.0 + 2.0 * TRACK.1 + scale);
    let mut places = Vec::new();
    for (_, words) in &strip.legend {
        let wide = fonts.face(false).width(&typeset(words), strip_type().size) + 2.0 * SAMPLE + 8.0;
        if at.0 > 0.0 && at.0 + wide > width {
            at = (0.0, at.1 + STRIP_LINE);
        }
        places.push(at);
        at.0 += wide;
    }
    let legend = if strip.legend.is_empty() {
        0.0
    } else {
        STRIP_LINE
    };
    (places, at.1 + legend)
}

fn draw_strip(sheet: &mut Sheet<'_>, strip: &Strip, [x, y, width]: [f32; 3]) {
    let at = |share: f64| x + width * share as f32;
    let top = y + TRACK.1;
    if !strip.ticks.is_empty() {
        sheet.fill([x, top, width, TRACK.0], style::GRID);
    }
    for span in &strip.spans {
        let (ink, alpha) = paint(span.paint);
        // The onset and its interval stand out of the track.
        let out = match span.paint {
            Paint::Onset => 5.0,
            Paint::Interval => 3.0,
            _ => 0.0,
        };
        let least = if span.from < span.to { 0.5 } else { 2.0 };
        let wide = (at(span.to) - at(span.from)).max(least);
        let area = [
            at(span.from) - (least - 0.5) * 0.67,
            top - out,
            wide,
            TRACK.0 + 2.0 * out,
        ];
        let alpha = if span.pale { 0.35 } else { alpha };
        sheet.faded(alpha, |s| s.fill(area, ink));
    }
    let t = strip_type();
    let last = strip.ticks.len().saturating_sub(1);
    for (i, (share, label)) in strip.ticks.iter().enumerate() {
        let wide = sheet.book.fonts.face(false).width(label, t.size);
        let back = match i {
            0 => 0.0,
            _ if i == last => wide,
            _ => wide / 2.0,
        };
        sheet.label(label, (at(*share) - back, top + TRACK.0 + TRACK.1 + 8.0), t);
    }
    let (places, _) = strip_layout(strip, &sheet.book.fonts, width);
    for ((of, words), (left, down)) in strip.legend.iter().zip(places) {
        let (ink, alpha) = paint(*of);
        let base = y + down + 9.0;
        sheet.faded(alpha, |s| {
            s.fill([x + left, base - SAMPLE, SAMPLE, SAMPLE], ink)
        });
        sheet.label(&typeset(words), (x + left + SAMPLE + 4.0, base), t);
    }
}

/// Colour and opacity of what a span stands for.
const fn paint(of: Paint) -> (Ink, f32) {
    match of {
        Paint::Fresh => (style::FRESH, 0.4),
        Paint::Interval => (style::ONSET, 0.3),
        Paint::Onset => (style::ONSET, 1.0),
        Paint::Walking => (style::MUTED, 1.0),
        Paint::StepLength => (style::STEP, 1.0),
        Paint::Cadence => (style::CADENCE, 1.0),
    }
}
