//! Sheet two: the charts. The first is as wide as the page, the others stand in pairs.

use super::sheet::Sheet;
use super::{FLOOR, MEASURE, SIDE, TOP, chart};
use crate::Analysis;
use crate::report::ReportOptions;
use crate::report::chart::list::DisplayList;
use crate::report::chart::{FIGURES, Setting, Width};
use pdf_writer::types::StructRole;

/// A figure with what it shows.
pub struct Drawn {
    list: DisplayList,
    alt: String,
    wide: bool,
}

/// Figures on the sheet: more of them would be too small to read.
const ON_PAPER: usize = 3;
/// Space between figures, points.
const GAP: f32 = 14.0;

/// The first figures the run has: the first in its wide drawing, the others in their narrow.
pub fn drawings(analysis: &Analysis, options: &ReportOptions) -> Vec<Drawn> {
    let mut all: Vec<Drawn> = Vec::new();
    for figure in FIGURES {
        if all.len() == ON_PAPER {
            break;
        }
        let width = if all.is_empty() {
            Width::Wide
        } else {
            Width::Narrow
        };
        if let Some(drawing) = figure.drawing(analysis, options, width, Setting::Inline) {
            all.push(Drawn {
                list: drawing.list,
                alt: (figure.alt)(analysis, options),
                wide: width == Width::Wide,
            });
        }
    }
    all
}

/// Rows of figures: the first alone, then pairs.
fn rows(all: &[Drawn]) -> Vec<&[Drawn]> {
    let (first, rest) = all.split_at(all.len().min(1));
    std::iter::once(first).chain(rest.chunks(2)).collect()
}

/// Height of a row whose figures share `width`.
fn height(row: &[Drawn], width: f32) -> f32 {
    row.iter()
        .map(|d| chart::height(&d.list, share(row, width)))
        .fold(0.0, f32::max)
}

/// Width of each figure of a row. One that is left over keeps the width of a pair's.
fn share(row: &[Drawn], width: f32) -> f32 {
    if row.first().is_some_and(|d| d.wide) {
        width
    } else {
        (width - GAP) / 2.0
    }
}

/// Writes the sheet.
pub fn write(sheet: &mut Sheet<'_>, all: &[Drawn]) {
    let rows = rows(all);
    let head = 22.0;
    let gaps = GAP * rows.len().saturating_sub(1) as f32;
    let free = FLOOR - TOP - head - gaps;
    let wanted: f32 = rows.iter().map(|row| height(row, MEASURE)).sum();
    // All figures shrink alike when there are too many for the page.
    let width = MEASURE * (free / wanted).min(1.0);
    let left = SIDE + (MEASURE - width) / 2.0;
    let title = super::block::text("Charts", 13.0)
        .bold()
        .role(StructRole::H2)
        .block();
    title.draw(sheet, [SIDE, TOP, MEASURE], 1.0);
    let mut top = TOP + head;
    for row in rows {
        let each = share(row, width);
        let used = row.len() as f32 * (each + GAP) - GAP;
        let left = left + (width - used) / 2.0;
        for (i, drawn) in row.iter().enumerate() {
            let at = [left + i as f32 * (each + GAP), top, each];
            sheet.figure(&drawn.alt, |s| chart::write(s, &drawn.list, at));
        }
        top += height(row, width) + GAP;
    }
    super::details::foot_only(sheet, 2);
}
