//! `report.pdf`: the three sheets of the report, written without a browser. Text is text,
//! charts are vectors, and the structure (headings, tables, descriptions of figures) is
//! marked for screen readers.

mod answer;
mod block;
mod chart;
mod charts;
mod details;
mod font;
mod sheet;
mod table;
mod tree;

use super::page::Page;
use super::{Artefact, Output, Render, ReportOptions};
use crate::Analysis;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::{Dict, Filter, Finish, Name, Pdf, Ref, Stream, TextStr};
use sheet::{Book, HEIGHT, Sheet, WIDTH};
use std::io::Write as _;

/// Name of the file in a report folder.
pub const FILE_NAME: &str = "report.pdf";

/// See the module.
pub const OUTPUT: Output = Output {
    name: "pdf",
    about: "report.pdf: the same report on three sheets, for A4 and Letter",
    render: Render::Whole(FILE_NAME, render),
};

/// Margins of a page: left and right, top, bottom, in points.
const SIDE: f32 = 44.0;
const TOP: f32 = 40.0;
const BOTTOM: f32 = 34.0;
/// Width of what a page holds.
const MEASURE: f32 = WIDTH - 2.0 * SIDE;
/// Lower edge of what a page holds; the page's foot stands below.
const FLOOR: f32 = HEIGHT - BOTTOM - 12.0;

/// The PDF of a run; nothing only if the embedded fonts could not be read.
pub fn render(analysis: &Analysis, options: &ReportOptions) -> Vec<Artefact> {
    let bytes = document(analysis, options);
    bytes
        .map(|bytes| Artefact {
            name: FILE_NAME.to_owned(),
            bytes,
        })
        .into_iter()
        .collect()
}

fn document(analysis: &Analysis, options: &ReportOptions) -> Option<Vec<u8>> {
    let page = Page::new(analysis, options);
    let mut book = Book {
        fonts: font::Fonts::new()?,
        tree: tree::Tree::new(),
        alphas: Default::default(),
    };
    let drawings = charts::drawings(analysis, options);
    let mut sheets = vec![one(&mut book, |s| answer::write(s, &page))];
    if !drawings.is_empty() {
        sheets.push(one(&mut book, |s| charts::write(s, &drawings)));
    }
    sheets.push(one(&mut book, |s| details::write(s, &page)));
    assemble(&book, &page, &sheets)
}

fn one(book: &mut Book, write: impl FnOnce(&mut Sheet<'_>)) -> Vec<u8> {
    let mut sheet = Sheet::new(book);
    write(&mut sheet);
    sheet.finish()
}

/// A stream, compressed.
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

fn assemble(book: &Book, page: &Page, sheets: &[Vec<u8>]) -> Option<Vec<u8>> {
    let mut pdf = Pdf::new();
    let mut next = Ref::new(1);
    let [catalog, pages, info, regular, bold, resources] = [(); 6].map(|()| next.bump());
    let ids: Vec<Ref> = sheets.iter().map(|_| next.bump()).collect();
    book.fonts.regular.write(&mut pdf, regular, &mut next)?;
    book.fonts.bold.write(&mut pdf, bold, &mut next)?;
    let tree = book.tree.write(&mut pdf, &ids, &mut next);

    let mut dict = pdf.indirect(resources).dict();
    dict.insert(Name(b"Font"))
        .dict()
        .pair(book.fonts.regular.resource, regular)
        .pair(book.fonts.bold.resource, bold);
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
        .title(TextStr(&page.title))
        .subject(TextStr(&page.verdict.headline))
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
