//! `report.html`: one page that stands alone. It asks nothing of any server, reads without
//! scripts, and prints with every chart.

mod blocks;
mod charts;
mod notes_form;
mod readings;

use super::document::{self, Document};
use super::words::{labels, typeset};
use super::{Artefact, Output, Render, ReportOptions, chart, standalone};
use crate::Analysis;
use blocks::Blocks;
use charts::Charts;
use maud::{DOCTYPE, Markup, PreEscaped, html};

const PARTS: &str = include_str!("parts.css");
const PRINT: &str = include_str!("print.css");
const SCRIPT: &str = include_str!("hover.js");

/// Name of the file in a report folder.
pub const FILE_NAME: &str = "report.html";

/// The page of a run, among the outputs.
pub const OUTPUT: Output = Output {
    name: "html",
    about: "report.html: one page to read, print and send",
    render: Render::Whole(FILE_NAME, |g| {
        Ok(vec![file(g.document(), g.analysis, g.options)])
    }),
};

/// The page of a run.
pub fn render(analysis: &Analysis, options: &ReportOptions) -> Vec<Artefact> {
    vec![file(
        &document::report(analysis, options),
        analysis,
        options,
    )]
}

/// A document as a page, with the charts of the run and what the page's script reads of them.
fn file(document: &Document, analysis: &Analysis, options: &ReportOptions) -> Artefact {
    let draw = chart::drawer(analysis, options, u32::MAX);
    let charts = Charts::new(analysis, options, &draw);
    Artefact {
        name: FILE_NAME.to_owned(),
        bytes: standalone::sealed(page(document, &charts)).into_bytes(),
    }
}

fn page(document: &Document, charts: &Charts<'_>) -> Markup {
    let label = document.answer().map(|answer| answer.label);
    let title: Vec<&str> = [Some(document.title.as_str()), label]
        .into_iter()
        .flatten()
        .collect();
    html! {
        (DOCTYPE)
        html lang="en" {
            (standalone::head(&title.join(" - "), Some(&document.description), &[PARTS, PRINT]))
            body class={ "tone-" (document.tone.name()) } {
                a.skip href="#verdict" { (labels::SKIP) }
                header.masthead {
                    p.brand { "formdrift" span { " " (document.kind) } }
                    h1 { (document.title) }
                    ul.byline { @for item in &document.byline { li { (item) } } }
                    @if let Some((name, address)) = &document.back {
                        p.back { a href=(address) { "\u{2190} " (name) } }
                    }
                    nav.contents aria-label=(labels::CONTENTS) {
                        ul { @for (id, title) in document.contents() {
                            li { a href={ "#" (id) } { (title) } }
                        } }
                    }
                }
                main { (Blocks { charts, level: 2 }.all(&document.blocks)) }
                footer { p { (document.colophon) } }
                (charts.data())
                script { (PreEscaped(SCRIPT)) }
                @if document.all().iter().any(|block| matches!(block, document::Block::NotesForm(_))) {
                    script { (PreEscaped(notes_form::SCRIPT)) }
                }
            }
        }
    }
}

/// Text with its numbers set; a range stays on one line.
fn set(text: &str) -> Markup {
    html! {
        @for (i, word) in typeset(text).split(' ').enumerate() {
            @if i > 0 { " " }
            @if word.contains('\u{2013}') { span.n { (word) } } @else { (word) }
        }
    }
}

#[cfg(test)]
mod tests;
