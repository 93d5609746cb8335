//! Tables: a header row, rows whose first cell is their header, hairlines between.

use super::font::{CAP_HEIGHT, Fonts, Run};
use super::sheet::{Sheet, Type};
use crate::report::chart::style;
use crate::report::document::{Holds, Table};
use crate::report::words::typeset;
use pdf_writer::types::{StructRole, TableHeaderScope};

/// A table as it is set.
#[derive(Clone)]
pub struct Grid {
    /// Columns of words are set from the left, others from the right.
    words: Vec<bool>,
    /// The header row; may be empty.
    head: Vec<Cell>,
    rows: Vec<Vec<Cell>>,
}

/// A cell: its text and a quieter addition.
#[derive(Clone, Default)]
struct Cell {
    text: String,
    detail: String,
}

/// Space between cells, points.
const GAP: f32 = 6.0;
/// Type size of cells, points.
const SIZE: f32 = 8.4;
/// Type size of the header row and of additions, points.
const SMALL: f32 = 7.1;
/// Distance from one line of text to the next in a table, points.
const LEADING: f32 = 10.6;
/// Space above and below the text of a row, points.
const AIR: f32 = 2.1;
/// Space between a number and its addition, points.
const SPACE: f32 = 3.0;

impl Grid {
    /// A table of the document.
    pub fn new(table: &Table) -> Self {
        let cell = |text: &str, detail: &str| Cell {
            text: typeset(text),
            detail: typeset(detail),
        };
        let cells = |row: &Vec<crate::report::document::Cell>| {
            let of = row
                .iter()
                .map(|c| cell(&c.text, c.detail.as_deref().unwrap_or("")));
            of.collect()
        };
        Self {
            words: (table.columns.iter().enumerate())
                .map(|(at, column)| at == 0 || column.holds == Holds::Words)
                .collect(),
            head: (table.columns.iter())
                .map(|column| cell(&column.name, &column.unit))
                .collect(),
            rows: table.rows.iter().map(cells).collect(),
        }
    }

    /// Pairs of words without a header row.
    pub fn pairs<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let cell = |text: &str| Cell {
            text: typeset(text),
            detail: String::new(),
        };
        Self {
            words: vec![true, true],
            head: Vec::new(),
            rows: pairs.map(|(a, b)| vec![cell(a), cell(b)]).collect(),
        }
    }

    /// The rows that fit into `room` points of height, and the rest under the same header;
    /// `None` where fewer than `least` rows fit.
    pub fn cut(&self, fonts: &Fonts, width: f32, room: f32, least: usize) -> Option<(Self, Self)> {
        let mut used = 0.0;
        let heights = self.heights(fonts, width);
        let fits = |height: &&f32| {
            used += **height;
            used <= room
        };
        // The header row is the first.
        let rows = heights.iter().take_while(fits).count().checked_sub(1)?;
        let part = |rows: &[Vec<Cell>]| Self {
            rows: rows.to_vec(),
            ..self.clone()
        };
        let (first, rest) = self.rows.split_at(rows.min(self.rows.len()));
        (rows >= least.min(self.rows.len())).then(|| (part(first), part(rest)))
    }

    /// True where no row is left.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Columns as wide as their longest cell where all have room, and the room that is left
    /// to columns of words; else those that are longer than an equal share get less.
    fn widths(&self, fonts: &Fonts, width: f32) -> Vec<f32> {
        let count = self.words.len();
        let natural: Vec<f32> = (0..count)
            .map(|at| {
                let of = |row: &Vec<Cell>| row.get(at).map_or(0.0, |c| c.width(fonts, at == 0));
                let head = self.head.get(at).map_or(0.0, |c| {
                    let wide = |text: &str| fonts.face(false).width(text, SMALL);
                    wide(&c.text).max(wide(&c.detail))
                });
                // A hair more than the text, which must not wrap for a rounding.
                self.rows.iter().map(of).fold(head, f32::max) + 0.1
            })
            .collect();
        let free = width - GAP * count.saturating_sub(1) as f32;
        let spare = free - natural.iter().sum::<f32>();
        let share = free / count.max(1) as f32;
        if spare < 0.0 {
            let over = |w: &f32| (w - share).max(0.0);
            let whole: f32 = natural.iter().map(over).sum();
            return natural
                .iter()
                .map(|w| w + spare * over(w) / whole)
                .collect();
        }
        // The first column names the row and stands apart from words behind it, not from numbers.
        let words = self.words.iter().skip(1).filter(|words| **words).count();
        let grows = |at: usize| words == 0 || (at > 0 && self.words[at]);
        let growing = (0..count).filter(|at| grows(*at)).count().max(1) as f32;
        (natural.iter().enumerate())
            .map(|(at, w)| w + if grows(at) { spare / growing } else { 0.0 })
            .collect()
    }

    /// Height of the header row and of each other row.
    fn heights(&self, fonts: &Fonts, width: f32) -> Vec<f32> {
        let widths = self.widths(fonts, width);
        let row = |(i, row): (usize, &Vec<Cell>)| {
            let cells = row.iter().zip(&widths).enumerate();
            let lines = cells.map(|(at, (cell, w))| cell.lines(fonts, i == 0, at == 0, *w).len());
            lines
                .max()
                .map_or(0.0, |lines| lines as f32 * LEADING + 2.0 * AIR)
        };
        let rows = std::iter::once(&self.head).chain(&self.rows);
        rows.enumerate().map(row).collect()
    }

    /// Height in points at a width.
    pub fn height(&self, fonts: &Fonts, width: f32) -> f32 {
        self.heights(fonts, width).iter().sum()
    }

    /// Draws it with its upper left corner at `(x, y)`.
    pub fn draw(&self, sheet: &mut Sheet<'_>, [x, y, width]: [f32; 3]) {
        let heights = self.heights(&sheet.book.fonts, width);
        let widths = self.widths(&sheet.book.fonts, width);
        let rows = std::iter::once(&self.head).chain(&self.rows);
        let mut top = y;
        sheet.element(StructRole::Table, |sheet| {
            for ((i, row), height) in rows.enumerate().zip(heights) {
                if row.is_empty() {
                    continue;
                }
                sheet.element(StructRole::TR, |sheet| {
                    let mut left = x;
                    for (at, (cell, width)) in row.iter().zip(&widths).enumerate() {
                        self.cell(sheet, cell, (i == 0, at), [left, top, *width]);
                        left += width + GAP;
                    }
                });
                top += height;
                let line = [x, top - 0.3, width, 0.5];
                sheet.decoration(|s| s.fill(line, style::GRID));
            }
        });
    }

    /// Draws a cell of the header row or another, in the column `at`.
    fn cell(
        &self,
        sheet: &mut Sheet<'_>,
        cell: &Cell,
        (head, at): (bool, usize),
        [left, top, width]: [f32; 3],
    ) {
        let lines = cell.lines(&sheet.book.fonts, head, at == 0, width);
        let write = |sheet: &mut Sheet<'_>| {
            for (k, line) in lines.iter().enumerate() {
                let from = match self.words[at] {
                    true => left,
                    false => left + width - line.width(&sheet.book.fonts),
                };
                let middle = top + AIR + (k as f32 + 0.5) * LEADING;
                line.write(sheet, (from, middle + SIZE * CAP_HEIGHT / 2.0));
            }
        };
        match (head, at) {
            (true, _) => sheet.header(TableHeaderScope::Column, write),
            (false, 0) => sheet.header(TableHeaderScope::Row, write),
            _ => sheet.element(StructRole::TD, write),
        }
    }
}

/// A line of a cell: parts with their types, a space between them.
struct Line(Vec<(String, Type)>);

impl Line {
    fn width(&self, fonts: &Fonts) -> f32 {
        let wide = |(text, t): &(String, Type)| fonts.face(t.bold).width(text, t.size);
        let spaces = SPACE * self.0.len().saturating_sub(1) as f32;
        self.0.iter().map(wide).sum::<f32>() + spaces
    }

    fn write(&self, sheet: &mut Sheet<'_>, (mut x, y): (f32, f32)) {
        for (text, t) in &self.0 {
            sheet.text(text, (x, y), *t);
            x += sheet.book.fonts.face(t.bold).width(text, t.size) + SPACE;
        }
    }
}

impl Cell {
    /// Width of text and addition on one line.
    fn width(&self, fonts: &Fonts, first: bool) -> f32 {
        let detail = fonts.face(false).width(&self.detail, SMALL);
        let space = if self.detail.is_empty() { 0.0 } else { SPACE };
        fonts.face(first).width(&self.text, SIZE) + space + detail
    }

    /// Text and addition on one line where that is wide enough; else the words wrapped, and the
    /// addition below them. A header has its unit below its name.
    fn lines(&self, fonts: &Fonts, head: bool, first: bool, width: f32) -> Vec<Line> {
        let of = |size, bold, ink| Type { size, bold, ink };
        let quiet = of(SMALL, false, style::MUTED);
        let main = match head {
            true => quiet,
            false => of(SIZE, first, style::INK),
        };
        let detail = (!self.detail.is_empty()).then(|| (self.detail.clone(), quiet));
        if !head && self.width(fonts, first) <= width {
            let text = (self.text.clone(), main);
            return vec![Line(std::iter::once(text).chain(detail).collect())];
        }
        let runs: [Run; 1] = [(self.text.clone(), main.bold)];
        let lines = fonts.wrap(&runs, main.size, width).into_iter();
        let line = |runs: Vec<Run>| Line(runs.into_iter().map(|(text, _)| (text, main)).collect());
        lines
            .map(line)
            .chain(detail.map(|d| Line(vec![d])))
            .collect()
    }
}
