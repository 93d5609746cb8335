//! Tables: a header row, rows whose first cell is their header, hairlines between.

use super::font::{CAP_HEIGHT, Fonts};
use super::sheet::{Sheet, Type};
use crate::report::chart::style::{self, Ink};
use pdf_writer::types::{StructRole, TableHeaderScope};

/// A table.
#[derive(Clone)]
pub struct Table {
    /// Shares of the width, one a column.
    pub shares: Vec<f32>,
    /// Size of its type in points.
    pub size: f32,
    /// True where cells hold words: they are set from the left and wrapped.
    pub words: bool,
    /// The header row; may be empty.
    pub head: Vec<Cell>,
    /// The other rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Clone, Default)]
pub struct Cell {
    /// What it shows.
    pub text: String,
    /// A quieter addition.
    pub detail: String,
}

/// Space between cells, points.
const GAP: f32 = 6.0;
/// Distance between lines, over the type size.
const LEADING: f32 = 1.22;
/// Space above and below the text of a row, over the type size.
const AIR: f32 = 0.24;
/// Size of the header row, over the type size.
const HEAD: f32 = 0.86;
/// Size of the addition, over the type size.
const SMALL: f32 = 0.86;

impl Table {
    /// The same table with some of its rows.
    pub fn part(&self, rows: std::ops::Range<usize>) -> Self {
        Self {
            rows: self.rows[rows].to_vec(),
            ..self.clone()
        }
    }

    fn widths(&self, width: f32) -> Vec<f32> {
        let whole: f32 = self.shares.iter().sum();
        let free = width - GAP * (self.shares.len().saturating_sub(1)) as f32;
        self.shares.iter().map(|s| free * s / whole).collect()
    }

    /// The lines of a cell: its words wrapped, or number and addition, on one line if they
    /// fit.
    fn lines(
        &self,
        cell: &Cell,
        (head, bold): (bool, bool),
        fonts: &Fonts,
        width: f32,
        size: f32,
    ) -> Vec<Line> {
        let plain = |text: String| Line {
            text,
            detail: String::new(),
        };
        if head && !self.words {
            let mut lines: Vec<_> = fonts
                .wrap(&cell.text, size, bold, width)
                .into_iter()
                .map(plain)
                .collect();
            lines.push(Line {
                text: String::new(),
                detail: cell.detail.clone(),
            });
            return lines;
        }
        if self.words {
            return fonts
                .wrap(&cell.text, size, bold, width)
                .into_iter()
                .map(plain)
                .collect();
        }
        let one = Line {
            text: cell.text.clone(),
            detail: cell.detail.clone(),
        };
        if one.width(fonts, size, bold) <= width || cell.detail.is_empty() {
            return vec![one];
        }
        vec![
            plain(cell.text.clone()),
            Line {
                text: String::new(),
                detail: cell.detail.clone(),
            },
        ]
    }

    fn row_height(
        &self,
        (head, row): (bool, &[Cell]),
        fonts: &Fonts,
        widths: &[f32],
        size: f32,
    ) -> f32 {
        let most = row
            .iter()
            .zip(widths)
            .enumerate()
            .map(|(i, (cell, w))| {
                self.lines(cell, (head, i == 0 && !head), fonts, *w, size)
                    .len()
            })
            .max()
            .unwrap_or(1);
        size * (most as f32 * LEADING + 2.0 * AIR)
    }

    /// Height of the header row and of each other row.
    pub fn heights(&self, fonts: &Fonts, width: f32, scale: f32) -> Vec<f32> {
        let widths = self.widths(width);
        let size = self.size * scale;
        std::iter::once(&self.head)
            .chain(&self.rows)
            .enumerate()
            .map(|(i, row)| {
                if row.is_empty() {
                    0.0
                } else {
                    let size = if i == 0 { size * HEAD } else { size };
                    self.row_height((i == 0, row), fonts, &widths, size)
                }
            })
            .collect()
    }

    /// Its height.
    pub fn height(&self, fonts: &Fonts, width: f32, scale: f32) -> f32 {
        self.heights(fonts, width, scale).iter().sum()
    }

    /// Draws it with its upper left corner at `(x, y)`.
    pub fn draw(&self, sheet: &mut Sheet<'_>, [x, y, width]: [f32; 3], scale: f32) {
        let heights = self.heights(&sheet.book.fonts, width, scale);
        let widths = self.widths(width);
        let mut top = y;
        sheet.element(StructRole::Table, |sheet| {
            for (i, row) in std::iter::once(&self.head).chain(&self.rows).enumerate() {
                if row.is_empty() {
                    continue;
                }
                sheet.element(StructRole::TR, |sheet| {
                    self.row(sheet, row, i == 0, (x, top), &widths, scale);
                });
                top += heights[i];
                let line = [x, top - 0.3, width, 0.5];
                sheet.decoration(|s| s.fill(line, style::GRID));
            }
        });
    }

    fn row(
        &self,
        sheet: &mut Sheet<'_>,
        row: &[Cell],
        head: bool,
        (x, top): (f32, f32),
        widths: &[f32],
        scale: f32,
    ) {
        let size = self.size * scale * if head { HEAD } else { 1.0 };
        let mut left = x;
        for (i, (cell, width)) in row.iter().zip(widths).enumerate() {
            let first = i == 0;
            let t = Type {
                size,
                bold: first && !head,
                ink: if head { style::MUTED } else { style::INK },
            };
            let lines = self.lines(cell, (head, t.bold), &sheet.book.fonts, *width, size);
            let from_left = first || self.words;
            let write = |sheet: &mut Sheet<'_>| {
                for (k, line) in lines.iter().enumerate() {
                    let at = if from_left {
                        left
                    } else {
                        left + width - line.width(&sheet.book.fonts, size, t.bold)
                    };
                    let base = top
                        + size * (AIR + k as f32 * LEADING)
                        + size * (LEADING + CAP_HEIGHT) / 2.0;
                    line.write(sheet, (at, base), t);
                }
            };
            match (head, first) {
                (true, _) => sheet.header(TableHeaderScope::Column, write),
                (false, true) => sheet.header(TableHeaderScope::Row, write),
                _ => sheet.element(StructRole::TD, write),
            }
            left += width + GAP;
        }
    }
}

struct Line {
    text: String,
    detail: String,
}

impl Line {
    /// Space between text and addition, over the type size.
    const SPACE: f32 = 0.35;

    fn space(&self, size: f32) -> f32 {
        if self.text.is_empty() || self.detail.is_empty() {
            0.0
        } else {
            size * Self::SPACE
        }
    }

    fn width(&self, fonts: &Fonts, size: f32, bold: bool) -> f32 {
        fonts.face(bold).width(&self.text, size)
            + self.space(size)
            + fonts.face(false).width(&self.detail, size * SMALL)
    }

    fn write(&self, sheet: &mut Sheet<'_>, (x, y): (f32, f32), t: Type) {
        if !self.text.is_empty() {
            sheet.text(&self.text, (x, y), t);
        }
        if !self.detail.is_empty() {
            let wide = sheet.book.fonts.face(t.bold).width(&self.text, t.size);
            let quiet = Type {
                size: t.size * SMALL,
                bold: false,
                ink: DETAIL,
            };
            sheet.text(&self.detail, (x + wide + self.space(t.size), y), quiet);
        }
    }
}

const DETAIL: Ink = style::MUTED;
