//! Sheet three: tables, advice with its sources, questions, method, and what was read, in
//! two columns.

use super::answer::heading;
use super::block::{Block, GUTTER, text};
use super::sheet::{HEIGHT, Sheet, Type};
use super::table::{Cell, Table};
use super::{BOTTOM, FLOOR, MEASURE, SIDE, TOP};
use crate::advise::Sign;
use crate::advise::article::NAMED;
use crate::report::chart::style;
use crate::report::page::{ADVICE_SECTION, Page, SIGNS_SECTION};
use crate::report::words::{self, capital, typeset};
use pdf_writer::types::StructRole;

/// Type sizes shrink by this factor until a page holds what it has to...
const STEP: f32 = 0.96;
/// ...but not below this share.
const LEAST: f32 = 0.3;
/// A longer table may go on in the next column, so many rows at a time.
const ROWS_TOGETHER: usize = 12;
const COLUMN: f32 = (MEASURE - GUTTER) / 2.0;

/// The largest scale at which `fits` holds.
pub fn fitting(fits: impl Fn(f32) -> bool) -> f32 {
    let mut scale = 1.0;
    while scale > LEAST && !fits(scale) {
        scale *= STEP;
    }
    scale
}

/// The page's foot.
pub fn foot(sheet: &mut Sheet<'_>, page: &Page, number: usize) {
    foot_line(sheet, &page.colophon, number);
}

/// The page's foot without the colophon.
pub fn foot_only(sheet: &mut Sheet<'_>, number: usize) {
    foot_line(sheet, "", number);
}

fn foot_line(sheet: &mut Sheet<'_>, words: &str, number: usize) {
    let t = Type {
        size: 7.0,
        bold: false,
        ink: style::MUTED,
    };
    let number = number.to_string();
    let wide = sheet.book.fonts.face(false).width(&number, t.size);
    let base = HEIGHT - BOTTOM + 6.0;
    sheet.decoration(|s| {
        s.label(words, (SIDE, base), false, t);
        s.label(&number, (SIDE + MEASURE - wide, base), false, t);
    });
}

/// Writes the sheet.
pub fn write(sheet: &mut Sheet<'_>, page: &Page) {
    let title = text("Tables, advice and method", 13.0)
        .bold()
        .role(StructRole::H2)
        .block();
    title.draw(sheet, [SIDE, TOP, MEASURE], 1.0);
    let top = TOP + 24.0;
    let groups = groups(page);
    let scale = fitting(|k| place(sheet, &groups, [top, FLOOR], k).is_some());
    let floor = balanced(
        |floor| place(sheet, &groups, [top, floor], scale).is_some(),
        top,
    );
    for piece in place(sheet, &groups, [top, floor], scale).unwrap_or_default() {
        let x = SIDE + piece.column as f32 * (COLUMN + GUTTER);
        piece.block.draw(sheet, [x, piece.top, COLUMN], scale);
    }
    foot(sheet, page, 3);
}

/// The highest floor at which both columns hold everything: they end about level.
fn balanced(fits: impl Fn(f32) -> bool, top: f32) -> f32 {
    // A line's height: finer steps show no difference.
    let step = 10.0;
    let mut floor = top + step;
    while floor < FLOOR && !fits(floor) {
        floor += step;
    }
    floor.min(FLOOR)
}

/// A block where it stands.
struct Piece<'a> {
    column: usize,
    top: f32,
    block: &'a Block,
}

/// Where every block goes in two columns; `None` if they do not fit.
fn place<'a>(
    sheet: &Sheet<'_>,
    groups: &'a [Vec<Block>],
    [top, floor]: [f32; 2],
    scale: f32,
) -> Option<Vec<Piece<'a>>> {
    let fonts = &sheet.book.fonts;
    let mut pieces = Vec::new();
    let (mut column, mut at) = (0, top);
    for group in groups {
        let high = super::block::height(group, fonts, COLUMN, scale);
        if at + high > floor {
            column += 1;
            at = top;
        }
        if column > 1 || at + high > floor {
            return None;
        }
        for block in group {
            pieces.push(Piece {
                column,
                top: at,
                block,
            });
            at += block.height(fonts, COLUMN, scale);
        }
    }
    Some(pieces)
}

/// Blocks that stay together, in the order of reading.
fn groups(page: &Page) -> Vec<Vec<Block>> {
    let mut all = Vec::new();
    // Against the split before stands on the page and in the result; here it would make
    // everything else too small to read.
    for table in page.tables.iter().filter(|t| t.id != "from-previous") {
        let mut head = vec![heading(&table.title)];
        if let Some(note) = &table.note {
            head.push(text(note.as_str(), 7.2).muted().block());
        }
        head.push(Block::Gap(2.0));
        cut(head, numbers(table), &mut all);
    }
    all.extend(advice(page));
    let mut head = vec![heading("Fatigue or injury: what no watch can see")];
    head.push(
        text(
            format!("From the article, {SIGNS_SECTION}. It informs and does not diagnose."),
            7.2,
        )
        .muted()
        .block(),
    );
    cut(head, signs(page.signs), &mut all);
    let mut method = vec![heading("Method in brief")];
    for paragraph in &page.method {
        method.extend([text(paragraph.as_str(), 7.8).block(), Block::Gap(3.0)]);
    }
    method.push(Block::Gap(8.0));
    all.push(method);
    all.push(facts(&page.facts));
    all
}

/// A table under its heading, in pieces if it is long.
fn cut(mut head: Vec<Block>, table: Table, all: &mut Vec<Vec<Block>>) {
    let count = table.rows.len();
    let mut from = 0;
    loop {
        let to = (from + ROWS_TOGETHER).min(count);
        let mut piece = table.part(from..to);
        if from > 0 {
            piece.head.clear();
        }
        head.push(Block::Table(piece));
        if to == count {
            head.push(Block::Gap(11.0));
            all.push(head);
            return;
        }
        all.push(std::mem::take(&mut head));
        from = to;
    }
}

fn numbers(table: &crate::report::page::Table) -> Table {
    let cell = |c: &crate::report::page::Cell| Cell {
        text: typeset(&c.text),
        detail: c.detail.as_deref().map(typeset).unwrap_or_default(),
    };
    let columns = table.columns.len();
    // The first column holds short names, except where it names measures.
    let first = match table.id {
        "witnesses" => 2.9,
        "splits" => 1.15,
        _ => 0.75,
    };
    let mut shares = vec![1.0; columns];
    if let Some(share) = shares.first_mut() {
        *share = first;
    }
    if let (true, Some(share)) = (table.id == "witnesses", shares.last_mut()) {
        *share = 1.9;
    }
    Table {
        shares,
        size: 7.8,
        words: false,
        head: table
            .columns
            .iter()
            .map(|c| Cell {
                text: c.name.to_owned(),
                detail: c.unit.clone(),
            })
            .collect(),
        rows: table
            .rows
            .iter()
            .map(|row| row.iter().map(cell).collect())
            .collect(),
    }
}

fn advice(page: &Page) -> Vec<Vec<Block>> {
    let mut groups = Vec::new();
    for (i, a) in page.advice.iter().enumerate() {
        let mut group = Vec::new();
        if i == 0 {
            group.push(heading(ADVICE_SECTION));
            let why = page.called_for.as_deref().unwrap_or_default();
            let from = format!("From {NAMED}, in our words, with your numbers. {why}");
            group.push(text(from, 7.2).muted().block());
            group.push(Block::Gap(2.0));
        }
        group.push(
            text(format!("{} {}", a.action, a.text).trim(), 7.8)
                .mark(format!("{}", i + 1))
                .block(),
        );
        let mut source = a.trigger.clone().map(|t| t + " ").unwrap_or_default();
        source.push_str(a.section);
        if !a.sources.is_empty() {
            source.push_str(&format!(" [{}]", words::numbers(&a.sources)));
        }
        group.push(text(source, 7.2).muted().mark("").block());
        group.push(Block::Gap(4.0));
        groups.push(group);
    }
    let sources = page.sources.iter().enumerate();
    let mut list: Vec<Block> = sources
        .map(|(i, study)| {
            text(*study, 7.2)
                .muted()
                .mark(format!("[{}]", i + 1))
                .block()
        })
        .collect();
    list.push(Block::Gap(11.0));
    groups.push(list);
    groups
}

fn signs(all: &[Sign]) -> Table {
    let cell = |words: &str| Cell {
        text: typeset(&capital(words)),
        detail: String::new(),
    };
    Table {
        shares: vec![0.7, 1.0, 1.15],
        size: 7.6,
        words: true,
        head: ["Look at", "Fits fatigue", "Asks for care"]
            .map(cell)
            .to_vec(),
        rows: all
            .iter()
            .map(|s| [s.about, s.fatigue, s.care].map(cell).to_vec())
            .collect(),
    }
}

fn facts(all: &[(&'static str, String)]) -> Vec<Block> {
    let cell = |words: &str| Cell {
        text: words.to_owned(),
        detail: String::new(),
    };
    vec![
        heading("What was read"),
        Block::Table(Table {
            shares: vec![0.4, 1.6],
            size: 7.6,
            words: true,
            head: Vec::new(),
            rows: all
                .iter()
                .map(|(name, value)| vec![cell(name), cell(value)])
                .collect(),
        }),
    ]
}
