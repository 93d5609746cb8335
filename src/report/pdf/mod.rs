//! `report.pdf`: the document on paper, written without a browser. Text is text,
//! charts are vectors, and the structure (headings, tables, descriptions of figures) is
//! marked for screen readers.

mod chart;
mod flow;
mod font;
mod piece;
mod sheet;
mod structure;
mod table;

use super::chart::{drawer, style};
use super::document::{COLOPHON, Document, Draw};
use super::{Output, Render, RenderError};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::{Dict, Filter, Finish, Name, Pdf, Ref, Stream, TextStr};
use piece::Piece;
use sheet::{Book, HEIGHT, Sheet, Type, WIDTH};
use std::io::Write as _;

/// The PDF, among the outputs.
pub const OUTPUT: Output = Output {
    name: "pdf",
    about: "report.pdf: the same report on paper, for A4 and Letter",
    render: Render::Whole("report.pdf", |g| {
        let draw = drawer(g.analysis, g.options, TALLEST_CHART);
        render(g.document(), &draw, "report.pdf").map(Some)
    }),
};

/// Margin of a page on every side, points: half an inch, so that charts are wide enough for
/// their smallest type to be 7 points.
const MARGIN: f32 = 36.0;
/// Width of what a page holds, points.
const MEASURE: f32 = WIDTH - 2.0 * MARGIN;
/// Lower edge of what a page holds; the foot of the page stands below.
const FOOT: f32 = HEIGHT - MARGIN - 12.0;

/// Most height of a chart, px of its layout: the wide one and a pair fill a page, and so do two
/// pairs.
pub const TALLEST_CHART: u32 = 505;

/// A document as a PDF; `name` is the file's, for the error.
///
/// # Errors
/// The embedded fonts could not be read.
pub fn render(document: &Document, draw: Draw<'_>, name: &str) -> Result<Vec<u8>, RenderError> {
    bytes(document, draw).ok_or_else(|| RenderError::Fonts(name.to_owned()))
}

fn bytes(document: &Document, draw: Draw<'_>) -> Option<Vec<u8>> {
    let mut book = Book::new()?;
    let fonts = &book.fonts;
    let pages = flow::Flow { draw, fonts }.pages(document);
    let write = |(at, pieces): (usize, &Vec<(f32, Piece)>)| {
        let mut sheet = Sheet::new(&mut book);
        for (y, piece) in pieces {
            piece.draw(&mut sheet, [MARGIN, *y, MEASURE]);
        }
        foot(&mut sheet, at + 1);
        sheet.finish()
    };
    let sheets: Vec<Vec<u8>> = pages.iter().enumerate().map(write).collect();
    assemble(&book, document, &sheets)
}

/// The foot of a page: the colophon, and the number of the page.
fn foot(sheet: &mut Sheet<'_>, number: usize) {
    let t = Type {
        size: 7.2,
        bold: false,
        ink: style::MUTED,
    };
    let number = number.to_string();
    let wide = sheet.book.fonts.face(false).width(&number, t.size);
    let base = HEIGHT - MARGIN + 6.0;
    sheet.decoration(|s| {
        s.label(COLOPHON, (MARGIN, base), t);
        s.label(&number, (MARGIN + MEASURE - wide, base), t);
    });
}

/// Writes a compressed stream; `more` adds to its dictionary.
fn stream(pdf: &mut Pdf, id: Ref, bytes: &[u8], more: impl FnOnce(&mut Stream<'_>)) {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing to memory cannot fail; if it did, the bytes go in as they are.
    let packed = encoder.write_all(bytes).and_then(|()| encoder.finish());
    match packed {
        Ok(packed) => {
            let mut out = pdf.stream(id, &packed);
            out.filter(Filter::FlateDecode);
            more(&mut out);
        }
        Err(_) => more(&mut pdf.stream(id, bytes)),
    }
}

fn assemble(book: &Book, document: &Document, sheets: &[Vec<u8>]) -> Option<Vec<u8>> {
    let mut pdf = Pdf::new();
    let mut next = Ref::new(1);
    let [catalog, pages, info, regular, bold, resources] = [(); 6].map(|()| next.bump());
    let ids: Vec<Ref> = sheets.iter().map(|_| next.bump()).collect();
    for (face, id) in book.fonts.0.iter().zip([regular, bold]) {
        face.write(&mut pdf, id, &mut next)?;
    }
    let tree = book.structure.write(&mut pdf, &ids, &mut next);

    let mut dict = pdf.indirect(resources).dict();
    let named = book.fonts.0.iter().map(|face| face.resource);
    let mut fonts = dict.insert(Name(b"Font")).dict();
    fonts.pairs(named.zip([regular, bold]));
    fonts.finish();
    alphas(&mut dict, book);
    dict.finish();

    for (number, (id, content)) in ids.iter().zip(sheets).enumerate() {
        let body = next.bump();
        let mut out = pdf.page(*id);
        out.parent(pages)
            .media_box(pdf_writer::Rect::new(0.0, 0.0, WIDTH, HEIGHT))
            .contents(body)
            .struct_parents(i32::try_from(number).unwrap_or(0))
            .pair(Name(b"Resources"), resources)
            .pair(Name(b"Tabs"), Name(b"S"));
        out.finish();
        stream(&mut pdf, body, content, |_| {});
    }
    pdf.pages(pages)
        .kids(ids.iter().copied())
        .count(i32::try_from(ids.len()).unwrap_or(0));
    pdf.document_info(info)
        .title(TextStr(&document.title))
        .subject(TextStr(&document.description))
        .creator(TextStr("formdrift"))
        .producer(TextStr(concat!("formdrift ", env!("CARGO_PKG_VERSION"))));
    let mut root = pdf.catalog(catalog);
    root.pages(pages).pair(Name(b"StructTreeRoot"), tree);
    root.mark_info().marked(true);
    root.viewer_preferences().display_doc_title(true);
    root.lang(TextStr("en"));
    root.finish();
    Some(pdf.finish())
}

fn alphas(resources: &mut Dict<'_>, book: &Book) {
    let mut states = resources.insert(Name(b"ExtGState")).dict();
    for hundredths in &book.alphas {
        let alpha = f32::from(*hundredths) / 100.0;
        states
            .insert(Name(sheet::alpha_name(*hundredths).as_bytes()))
            .dict()
            .pair(Name(b"ca"), alpha)
            .pair(Name(b"CA"), alpha);
    }
}

#[cfg(test)]
mod tests;
