//! Sheet one: the verdict and what it rests on.

use super::block::{self, Block, Drawing, text};
use super::sheet::{Sheet, Type};
use super::table::{Cell, Table};
use super::{FLOOR, MEASURE, SIDE, TOP};
use crate::advise::Ladder;
use crate::advise::article::NAMED;
use crate::report::chart::style::{self, Ink};
use crate::report::page::{
    Considered, LADDER_SECTION, Meter, NO_FAULT, Number, Page, Slowdown, Suggestion, TO_DO, Tone,
    Verdict, typeset,
};
use crate::report::words::{HOW_JUDGED, capital};
use pdf_writer::types::StructRole;

/// Writes the sheet, smaller where there is much to say.
pub fn write(sheet: &mut Sheet<'_>, page: &Page) {
    let blocks = blocks(page);
    let scale = super::details::fitting(|k| {
        TOP + block::height(&blocks, &sheet.book.fonts, MEASURE, k) <= FLOOR
    });
    block::draw(&blocks, sheet, [SIDE, TOP, MEASURE], scale);
    super::details::foot(sheet, page, 1);
}

fn blocks(page: &Page) -> Vec<Block> {
    let v = &page.verdict;
    let mut all = vec![
        text("formdrift form report", 8.0).muted().block(),
        text(page.title.as_str(), 17.0)
            .bold()
            .role(StructRole::H1)
            .block(),
        Block::Gap(2.0),
        text(page.byline.join(" \u{b7} "), 9.2).muted().block(),
        Block::Gap(9.0),
        Block::Rule,
        Block::Gap(16.0),
        Block::Barred(tone(v.tone), verdict(v)),
        Block::Gap(20.0),
        heading(&v.numbers_title),
        Block::Gap(3.0),
        Block::Beside(v.numbers.iter().map(|n| (1.0, number(n))).collect()),
        Block::Gap(20.0),
    ];
    let left = v.slowdown.as_ref().map(slowdown).unwrap_or_default();
    let right = v.ladder.as_ref().map(ladder).unwrap_or_default();
    beside([left, right], &mut all);
    beside([judged(v), rest(v, page)], &mut all);
    all
}

/// Two columns, or one where the other is empty.
fn beside(columns: [Vec<Block>; 2], all: &mut Vec<Block>) {
    let full: Vec<_> = columns.into_iter().filter(|c| !c.is_empty()).collect();
    if !full.is_empty() {
        all.push(Block::Beside(full.into_iter().map(|c| (1.0, c)).collect()));
        all.push(Block::Gap(20.0));
    }
}

/// How the run was judged.
fn judged(v: &Verdict) -> Vec<Block> {
    let mut all = vec![heading(HOW_JUDGED), Block::Gap(2.0)];
    if let Some(detail) = &v.detail {
        all.push(text(format!("{}.", capital(detail)), 8.8).muted().block());
    }
    all.push(text(v.reason.as_str(), 8.8).block());
    all
}

/// Other explanations, and what a reader should know about the data.
fn rest(v: &Verdict, page: &Page) -> Vec<Block> {
    let mut all = Vec::new();
    if !v.considered.is_empty() {
        all.extend(considered(&v.considered));
    }
    apart(&mut all);
    all.extend(quality(&page.caveats));
    all
}

/// Room before what follows, if anything stands before it.
fn apart(blocks: &mut Vec<Block>) {
    if !blocks.is_empty() {
        blocks.push(Block::Gap(20.0));
    }
}

/// A section's heading.
pub fn heading(words: &str) -> Block {
    text(words, 10.2).bold().role(StructRole::H3).block()
}

/// The colour of a tone on paper.
const fn tone(tone: Tone) -> Ink {
    match tone {
        Tone::Alert => style::ONSET,
        Tone::Notice => style::STEP,
        Tone::Calm => style::FRESH,
        Tone::Unknown => style::MUTED,
    }
}

fn verdict(v: &Verdict) -> Vec<Block> {
    let label = match v.certainty {
        Some(certainty) => format!("{} \u{b7} {certainty}", v.label),
        None => v.label.to_owned(),
    };
    let mut all = vec![
        text(label, 11.0)
            .bold()
            .ink(tone(v.tone))
            .role(StructRole::H2)
            .block(),
        Block::Gap(3.0),
        text(v.headline.as_str(), 17.0).bold().block(),
        Block::Gap(9.0),
    ];
    all.extend(v.suggestion.as_ref().map(suggestion));
    all.extend([
        Block::Gap(9.0),
        text(format!("How sure: {}", v.confidence), 9.6).block(),
        Block::Gap(9.0),
        meter(&v.meter),
    ]);
    if let Some(session) = &v.session {
        all.push(Block::Gap(4.0));
        all.push(text(format!("Session: {session}."), 8.6).muted().block());
    }
    all
}

fn meter(m: &Meter) -> Block {
    let m = m.clone();
    Block::Drawing(Drawing {
        height: 40.0,
        alt: typeset(&m.text),
        draw: Box::new(move |sheet, area| draw_meter(sheet, &m, area)),
    })
}

fn draw_meter(sheet: &mut Sheet<'_>, m: &Meter, [x, y, width, height]: [f32; 4]) {
    let k = height / 40.0;
    let at = |share: f64| x + width * share as f32;
    let (top, thick) = (y + 6.0 * k, 9.0 * k);
    sheet.fill([x, top, width, thick], style::GRID);
    if let Some((from, to)) = m.fresh {
        let fresh = [at(from), top, at(to) - at(from), thick];
        sheet.faded(0.4, |s| s.fill(fresh, style::FRESH));
    }
    if let Some((low, mark, high)) = m.onset {
        let band = [
            at(low),
            top - 3.0 * k,
            (at(high) - at(low)).max(2.0),
            thick + 6.0 * k,
        ];
        sheet.faded(0.3, |s| s.fill(band, style::ONSET));
        let needle = [at(mark) - 1.0, top - 5.0 * k, 2.0, thick + 10.0 * k];
        sheet.fill(needle, style::ONSET);
    }
    let quiet = Type {
        size: 7.2 * k,
        bold: false,
        ink: style::MUTED,
    };
    let last = m.ticks.len().saturating_sub(1);
    for (i, (share, label)) in m.ticks.iter().enumerate() {
        let wide = sheet.book.fonts.face(false).width(label, quiet.size);
        let left = match i {
            0 => x,
            _ if i == last => x + width - wide,
            _ => at(*share) - wide / 2.0,
        };
        sheet.label(label, (left, top + thick + 13.0 * k), false, quiet);
    }
    let legend = match (m.fresh, m.onset) {
        (Some(_), Some(_)) => "Green: fresh running. Red: onset and its interval.",
        (Some(_), None) => "Green: fresh running.",
        (None, Some(_)) => "Red: onset and its interval.",
        (None, None) => "",
    };
    sheet.label(legend, (x, y + height - 2.0 * k), false, quiet);
}

fn number(n: &Number) -> Vec<Block> {
    let values = match &n.late {
        Some(late) => format!("{} \u{2192} {late} {}", n.fresh, n.unit),
        None => format!("{} {}", n.fresh, n.unit),
    };
    let mut all = vec![
        Block::Rule,
        Block::Gap(5.0),
        text(n.name.as_str(), 9.0).muted().block(),
        text(values, 15.0).bold().block(),
    ];
    if let Some(change) = &n.change {
        all.push(text(change.as_str(), 8.6).muted().block());
    }
    all
}

fn slowdown(s: &Slowdown) -> Vec<Block> {
    let mut all = vec![
        heading("Where the slowdown came from"),
        text(s.text.as_str(), 9.6).block(),
    ];
    if !s.parts.is_empty() {
        let parts = s.parts.clone();
        let alt: Vec<String> = parts.iter().map(|p| p.text.clone()).collect();
        all.extend([
            Block::Gap(3.0),
            Block::Drawing(Drawing {
                height: 15.0,
                alt: typeset(&alt.join(", ")),
                draw: Box::new(move |sheet, area| {
                    let bars: Vec<_> = parts
                        .iter()
                        .map(|p| (part_ink(p.series), p.percent))
                        .collect();
                    stack(sheet, &bars, area);
                }),
            }),
            Block::Gap(3.0),
        ]);
        for p in &s.parts {
            let line = text(p.text.as_str(), 9.2).ink(part_ink(p.series)).bold();
            all.push(line.block());
        }
    }
    if let Some(note) = &s.note {
        all.extend([Block::Gap(3.0), text(note.as_str(), 8.6).muted().block()]);
    }
    all
}

fn part_ink(series: &str) -> Ink {
    match series {
        "step" => style::STEP,
        "walking" => style::MUTED,
        _ => style::CADENCE,
    }
}

/// Parts beside each other; one that made the runner faster is pale.
fn stack(sheet: &mut Sheet<'_>, parts: &[(Ink, f64)], [x, y, width, height]: [f32; 4]) {
    let whole: f64 = parts.iter().map(|p| p.1.abs()).sum();
    let mut left = x;
    for (ink, percent) in parts {
        let wide = (percent.abs() / whole.max(f64::MIN_POSITIVE)) as f32 * width;
        let alpha = if *percent < 0.0 { 0.35 } else { 1.0 };
        sheet.faded(alpha, |s| {
            s.fill([left, y, (wide - 1.0).max(0.5), height], *ink);
        });
        left += wide;
    }
}

fn suggestion(s: &Suggestion) -> Block {
    Block::Tinted(vec![
        heading(TO_DO),
        Block::Gap(2.0),
        text(s.action.as_str(), 11.5).bold().block(),
        Block::Gap(3.0),
        text(format!("From the article: {}", s.section), 8.6)
            .muted()
            .block(),
    ])
}

fn ladder(l: &Ladder) -> Vec<Block> {
    let from = format!("From {NAMED}: {}", l.section);
    let mut all = vec![
        heading(LADDER_SECTION),
        text(from, 8.2).muted().block(),
        Block::Gap(3.0),
    ];
    for (i, step) in l.steps.iter().enumerate() {
        let words = format!("{}. {}", step.when, step.what);
        all.push(text(words, 9.2).mark(format!("{}", i + 1)).block());
        all.push(Block::Gap(3.0));
    }
    all.push(text(l.stood.as_str(), 9.2).bold().block());
    all
}

fn considered(all: &[Considered]) -> Vec<Block> {
    let cell = |words: &str| Cell {
        text: capital(words),
        detail: String::new(),
    };
    let rows = all
        .iter()
        .map(|c| vec![cell(c.name), cell(c.finding)])
        .collect();
    vec![
        heading("Other explanations looked at"),
        Block::Gap(2.0),
        Block::Table(Table {
            shares: vec![2.0, 1.0],
            size: 8.8,
            words: true,
            head: Vec::new(),
            rows,
        }),
    ]
}

fn quality(caveats: &[String]) -> Vec<Block> {
    let mut all = vec![heading("Data quality"), Block::Gap(2.0)];
    if caveats.is_empty() {
        all.push(text(NO_FAULT, 8.8).block());
    }
    for caveat in caveats {
        all.push(text(caveat.as_str(), 8.8).mark("\u{2022}").block());
        all.push(Block::Gap(2.0));
    }
    all
}
