//! The document as pieces, and the pieces on pages.

use super::font::Fonts;
use super::piece::{self, Piece, Words, words};
use super::table::Grid;
use super::{FOOT, MARGIN, MEASURE};
use crate::report::chart::Width;
use crate::report::document::*;
use crate::report::words::labels::{FROM_ARTICLE, HOW_SURE, SESSION, TO_DO};
use pdf_writer::types::StructRole;

/// Type sizes in points: text, and what is quieter.
const BODY: f32 = 9.2;
const QUIET: f32 = 8.2;
/// Room before a section, by its level, and between other blocks, points.
const BEFORE: [f32; 2] = [22.0, 16.0];
const BETWEEN: f32 = 5.0;
/// Fewest rows of a table at the foot of a page.
const LEAST_ROWS: usize = 3;
/// As many definitions stand in two columns.
const TWO_COLUMNS: usize = 6;

/// Pieces with the height at which each stands, page by page.
pub type Pages = Vec<Vec<(f32, Piece)>>;

/// Turns the document's blocks into pieces that are placed down the pages.
pub struct Flow<'a> {
    /// Draws the charts by name.
    pub draw: Draw<'a>,
    /// The fonts, for the widths of words.
    pub fonts: &'a Fonts,
}

impl Flow<'_> {
    /// The whole document on pages.
    pub fn pages(&self, document: &Document) -> Pages {
        let byline = document.byline.join(" \u{b7} ");
        let mut pieces = vec![
            words(&format!("formdrift {}", document.kind).into(), 8.0)
                .muted()
                .piece(),
            words(&document.title.as_str().into(), 17.0)
                .heading(StructRole::H1)
                .piece(),
            Piece::Gap(2.0),
            words(&byline.into(), BODY).muted().piece(),
            Piece::Gap(9.0),
            Piece::Rule,
        ];
        pieces.extend(self.all(&document.blocks, 0));
        Paper::new(self.fonts).fill(pieces)
    }

    /// Blocks above each other, in sections of a depth.
    fn all(&self, blocks: &[Block], depth: usize) -> Vec<Piece> {
        let mut pieces = Vec::new();
        // The first chart is as wide as the page, the others stand in pairs.
        let is_figure = |block: &&Block| matches!(block, Block::Figure(_));
        let first = blocks.iter().position(|block| is_figure(&block));
        let (blocks, figures) = match first {
            Some(first) => blocks.split_at(first + 1),
            None => (blocks, [].as_slice()),
        };
        for block in blocks {
            let own = self.block(block, depth);
            // A section brings its own room.
            let begins = matches!(own.first(), Some(Piece::Gap(_)) | None);
            if !pieces.is_empty() && !begins {
                pieces.push(Piece::Gap(BETWEEN));
            }
            pieces.extend(own);
        }
        let narrow = figures.iter().filter_map(|block| match block {
            Block::Figure(figure) => self.chart(figure, Width::Narrow),
            _ => None,
        });
        let mut narrow: Vec<Piece> = narrow.collect();
        while !narrow.is_empty() {
            let rest = narrow.split_off(narrow.len().min(2));
            let mut pair: Vec<Vec<Piece>> = narrow.drain(..).map(|chart| vec![chart]).collect();
            pair.resize(2, Vec::new());
            pieces.extend([Piece::Gap(14.0), Piece::Beside(pair)]);
            narrow = rest;
        }
        pieces
    }

    fn chart(&self, figure: &Figure, width: Width) -> Option<Piece> {
        let drawing = (self.draw)(&figure.name, width)?;
        Some(Piece::Chart(drawing.list, figure.alt.clone()))
    }

    fn block(&self, block: &Block, depth: usize) -> Vec<Piece> {
        match block {
            Block::Section(section) => {
                let mut pieces = heading(&section.title, depth);
                pieces.extend(self.all(&section.blocks, depth + 1));
                pieces
            }
            Block::Answer(a) => self.answer(a, depth),
            Block::Paragraph(voice, text) => vec![paragraph(*voice, text).piece()],
            Block::Link(link) => {
                let text = format!("{}{}: {}", link.before, link.name, link.address);
                vec![paragraph(Voice::Source, &text.into()).piece()]
            }
            Block::List(of) => list(of),
            Block::Definitions(all) => definitions(all),
            Block::Tiles(all) => vec![Piece::Beside(all.iter().map(tile).collect())],
            Block::Strip(strip) => vec![Piece::Strip(strip.clone())],
            Block::Table(table) => {
                let table = table.for_medium(Medium::Page);
                let mut pieces = heading(&table.title, depth);
                if let Some(note) = table.note() {
                    pieces.push(words(&note, QUIET).muted().keep().piece());
                    pieces.push(Piece::Gap(2.0));
                }
                pieces.push(Piece::Grid(Grid::new(&table)));
                pieces
            }
            Block::Figure(figure) => self.chart(figure, Width::Wide).into_iter().collect(),
            Block::Columns(columns) => self.columns(columns, depth),
            Block::Only(Medium::Page, blocks) => self.all(blocks, depth),
            Block::NotesForm(_) | Block::Only(Medium::Terminal, _) => Vec::new(),
        }
    }

    /// Columns beside each other under the room that the first of them brings; above each other
    /// where they are taller than most of a page, which cannot be cut across.
    fn columns(&self, columns: &[Vec<Block>], depth: usize) -> Vec<Piece> {
        let columns: Vec<Vec<Piece>> = columns.iter().map(|c| self.all(c, depth)).collect();
        let beside = Piece::Beside(columns);
        let height = beside.height(self.fonts, MEASURE);
        match beside {
            Piece::Beside(columns) if height > (FOOT - MARGIN) * 0.6 => columns.concat(),
            beside => vec![beside],
        }
    }

    fn answer(&self, a: &Answer, depth: usize) -> Vec<Piece> {
        let label = match a.certainty {
            Some(certainty) => format!("{} \u{b7} {certainty}", a.label),
            None => a.label.to_owned(),
        };
        let mut inner = vec![
            words(&label.into(), 11.0)
                .heading(StructRole::H2)
                .ink(a.tone.ink())
                .piece(),
            Piece::Gap(3.0),
            words(&a.headline.as_str().into(), 17.0).bold().piece(),
            Piece::Gap(9.0),
        ];
        if let Some((action, section)) = &a.action {
            let from = Text::from(FROM_ARTICLE).cite(*section);
            inner.push(Piece::Tinted(vec![
                words(&TO_DO.into(), 10.2).heading(StructRole::H3).piece(),
                Piece::Gap(2.0),
                words(&action.as_str().into(), 11.5).bold().piece(),
                Piece::Gap(3.0),
                words(&from, QUIET).muted().piece(),
            ]));
            inner.push(Piece::Gap(9.0));
        }
        inner.extend([
            words(&format!("{HOW_SURE}: {}", a.confidence).into(), 9.6).piece(),
            Piece::Gap(7.0),
            Piece::Strip(a.meter.clone()),
        ]);
        if let Some(session) = &a.session {
            inner.push(Piece::Gap(4.0));
            let session = format!("{SESSION}: {session}.");
            inner.push(words(&session.into(), QUIET).muted().piece());
        }
        let mut pieces = vec![Piece::Gap(14.0), Piece::Barred(a.tone.ink(), inner)];
        pieces.extend(self.all(&a.blocks, depth + 1));
        pieces
    }
}

/// The heading of a section, with the room before it.
fn heading(title: &str, depth: usize) -> Vec<Piece> {
    let (size, role) = match depth {
        0 => (14.0, StructRole::H2),
        1 => (10.4, StructRole::H3),
        _ => (9.4, StructRole::H4),
    };
    vec![
        Piece::Gap(BEFORE[depth.min(1)]),
        words(&title.into(), size).heading(role).piece(),
        Piece::Gap(2.0),
    ]
}

fn paragraph(voice: Voice, text: &Text) -> Words {
    match voice {
        Voice::Body => words(text, BODY),
        Voice::Conclusion => words(text, BODY).bold(),
        Voice::Note => words(text, QUIET).muted(),
        // It stands above what it is about.
        Voice::Source => words(text, QUIET).muted().keep(),
    }
}

fn list(list: &List) -> Vec<Piece> {
    let item = |(at, item): (usize, &Item)| {
        let (size, mark) = match list.marks {
            Marks::Bullets => (BODY, "\u{2022}".to_owned()),
            Marks::Numbers => (BODY, format!("{}", at + 1)),
            Marks::References => (QUIET, format!("[{}]", at + 1)),
        };
        let text = words(&item.text, size).mark(mark);
        let mut pieces = vec![match list.marks {
            Marks::References => text.muted().piece(),
            _ if item.source.is_some() => text.keep().piece(),
            _ => text.piece(),
        }];
        let source = item.source.as_ref();
        pieces.extend(source.map(|source| words(source, QUIET).muted().mark("").piece()));
        pieces.push(Piece::Gap(3.0));
        pieces
    };
    let mut items: Vec<Vec<Piece>> = list.items.iter().enumerate().map(item).collect();
    if list.wide && items.len() > 1 {
        if items.len() % 2 == 1 {
            items.push(Vec::new());
        }
        let rows = items.chunks(2).map(|pair| Piece::Beside(pair.to_vec()));
        return rows.flat_map(|row| [row, Piece::Gap(BETWEEN)]).collect();
    }
    items.concat()
}

fn definitions(all: &[Definition]) -> Vec<Piece> {
    let grid = |part: &[Definition]| {
        Piece::Grid(Grid::pairs(
            part.iter().map(|d| (d.term.as_str(), d.text.as_str())),
        ))
    };
    if all.len() < TWO_COLUMNS {
        return vec![grid(all)];
    }
    let (left, right) = all.split_at(all.len().div_ceil(2));
    vec![Piece::Beside(
        [left, right].map(|part| vec![grid(part)]).to_vec(),
    )]
}

fn tile(tile: &Tile) -> Vec<Piece> {
    let values = match &tile.late {
        Some(late) => format!("{} \u{2192} {late}", tile.fresh),
        None => tile.fresh.clone(),
    };
    let name = match tile.unit.as_str() {
        "" => tile.name.clone(),
        unit => format!("{} ({unit})", tile.name),
    };
    let mut pieces = vec![
        Piece::Rule,
        Piece::Gap(5.0),
        words(&name.into(), 9.0).muted().piece(),
        words(&values.into(), 15.0).bold().piece(),
    ];
    let change = tile.change.as_deref();
    pieces.extend(change.map(|change| words(&change.into(), 8.6).muted().piece()));
    pieces
}

/// Fills pages from the top.
struct Paper<'a> {
    fonts: &'a Fonts,
    pages: Pages,
    y: f32,
}

impl<'a> Paper<'a> {
    fn new(fonts: &'a Fonts) -> Self {
        Self {
            fonts,
            pages: vec![Vec::new()],
            y: MARGIN,
        }
    }

    fn fill(mut self, pieces: Vec<Piece>) -> Pages {
        let mut group = Vec::new();
        for piece in pieces {
            let keeps = piece.keeps();
            group.push(piece);
            if !keeps {
                self.place(std::mem::take(&mut group));
            }
        }
        // The last piece has nothing to stay with.
        self.place(group);
        self.pages
    }

    /// Places pieces that stay together; of the last of them, if it can be cut, the part that
    /// fits.
    fn place(&mut self, mut group: Vec<Piece>) {
        let room = FOOT - self.y;
        if piece::height(&group, self.fonts, MEASURE) <= room {
            return self.put(group);
        }
        let Some(last) = group.pop() else {
            return;
        };
        let above = piece::height(&group, self.fonts, MEASURE);
        let at_top = self.pages.last().is_none_or(Vec::is_empty);
        let parts = match &last {
            Piece::Grid(grid) => {
                let least = if at_top { 0 } else { LEAST_ROWS };
                let parts = grid.cut(self.fonts, MEASURE, room - above, least);
                let parts = parts.filter(|(_, rest)| !rest.is_empty());
                parts.map(|(first, rest)| (Piece::Grid(first), Piece::Grid(rest)))
            }
            // Paragraphs are cut where they are longer than a page alone.
            Piece::Words(text) if at_top => {
                let (first, rest) = text.cut(self.fonts, MEASURE, room - above);
                Some((first.piece(), rest.piece()))
            }
            _ => None,
        };
        if let Some((first, rest)) = parts {
            group.push(first);
            self.put(group);
            self.next_page();
            return self.place(vec![rest]);
        }
        group.push(last);
        // What is taller than a page and cannot be cut ends where the page does.
        if at_top {
            return self.put(group);
        }
        self.next_page();
        self.place(group);
    }

    fn next_page(&mut self) {
        self.pages.push(Vec::new());
        self.y = MARGIN;
    }

    fn put(&mut self, group: Vec<Piece>) {
        for piece in group {
            if let Some(page) = self.pages.last_mut() {
                if page.is_empty() && matches!(piece, Piece::Gap(_)) {
                    continue;
                }
                let height = piece.height(self.fonts, MEASURE);
                page.push((self.y, piece));
                self.y += height;
            }
        }
    }
}
