//! `report.html`: one page that stands alone. It asks nothing of any server, reads without
//! scripts, and prints with every chart.

mod blocks;
mod charts;
mod notes_form;
mod readings;

use super::document::{self, Block, Document, Draw};
use super::words::{labels, typeset};
use super::{Artefact, Output, Render, ReportOptions, chart, standalone};
use crate::Analysis;
use blocks::Blocks;
use charts::Charts;
use maud::{DOCTYPE, Markup, PreEscaped, html};

const PARTS: &str = include_str!("parts.css");
const PRINT: &str = include_str!("print.css");
const SCRIPT: &str = include_str!("hover.js");
/// What only pages on more than one run have.
const MANY: &str = include_str!("many.css");
const SORT: &str = include_str!("sort.js");
/// Opens the folded part of the page that a link points to.
const UNFOLD: &str = include_str!("unfold.js");

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
    let mut scripts = vec![SCRIPT];
    let has_form = (document.all().iter()).any(|block| matches!(block, Block::NotesForm(_)));
    scripts.extend(has_form.then_some(notes_form::SCRIPT));
    let dress = Dress {
        class: "",
        styles: &[PARTS, PRINT],
        scripts: &scripts,
    };
    Artefact {
        name: FILE_NAME.to_owned(),
        bytes: standalone::sealed(page(document, &charts, &dress)).into_bytes(),
    }
}

/// A document on more than one run as a page; its tables sort.
pub fn of_many(document: &Document, draw: Draw<'_>) -> String {
    let dress = Dress {
        class: "many",
        styles: &[PARTS, PRINT, MANY],
        scripts: &[SORT, UNFOLD],
    };
    standalone::sealed(page(document, &Charts::without_readings(draw), &dress))
}

/// What a page has beside its document.
struct Dress<'a> {
    /// Class of its body.
    class: &'static str,
    styles: &'a [&'static str],
    scripts: &'a [&'static str],
}

fn page(document: &Document, charts: &Charts<'_>, dress: &Dress<'_>) -> Markup {
    let label = document.answer().map(|answer| answer.label);
    let title: Vec<&str> = [Some(document.title.as_str()), label]
        .into_iter()
        .flatten()
        .collect();
    html! {
        (DOCTYPE)
        html lang="en" {
            (standalone::head(&title.join(" - "), Some(&document.description), dress.styles))
            body class={ "tone-" (document.tone.name()) " " (dress.class) } {
                @if label.is_some() { a.skip href="#verdict" { (labels::SKIP) } }
                header.masthead {
                    p.brand { "formdrift" span { " " (document.kind) } }
                    h1 { (document.title) }
                    ul.byline { @for item in &document.byline { li { (item) } } }
                    @if let Some((name, address)) = &document.back {
                        p.back { a href=(address) { "\u{2190} " (name) } }
                    }
                    @let contents = document.contents();
                    @if contents.len() > 1 {
                        nav.contents aria-label=(labels::CONTENTS) {
                            ul { @for (id, title) in contents {
                                li { a href={ "#" (id) } { (title) } }
                            } }
                        }
                    }
                }
                main { (Blocks { charts, level: 2 }.all(&document.blocks)) }
                footer { p { (document.colophon) } }
                (charts.data())
                @for script in dress.scripts { script { (PreEscaped(script)) } }
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
