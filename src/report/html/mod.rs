//! `report.html`: one page that stands alone. It asks nothing of any server, reads without
//! scripts, and prints with every chart.

mod blocks;
mod charts;

use super::chart::style;
use super::document::{Block, COLOPHON, Document, Draw, Tone};
use super::words::{labels, typeset};
use super::{Output, Render, chart};
use base64::{Engine, engine::general_purpose::STANDARD};
use blocks::Blocks;
use charts::Charts;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

/// Type and layout that all pages share.
const STYLE: &str = concat!(
    include_str!("style.css"),
    include_str!("parts.css"),
    include_str!("print.css")
);
const SCRIPT: &str = include_str!("hover.js");
/// Turns what is typed into the form for notes into lines of `formdrift.toml`; it sends nothing.
const NOTES: &str = include_str!("notes.js");
/// What only pages on more than one run have.
const MANY: &str = include_str!("many.css");
const SORT: &str = include_str!("sort.js");
/// Opens the folded part of the page that a link points to.
const UNFOLD: &str = include_str!("unfold.js");

/// The page of a run, among the outputs: with its charts, and what the page's script reads of them.
pub const OUTPUT: Output = Output {
    name: "html",
    about: "report.html: one page to read, print and send",
    render: Render::Whole("report.html", |g| {
        let document = g.document();
        let draw = chart::drawer(g.analysis, g.options, u32::MAX);
        let charts = Charts::new(g.analysis, g.options, &draw);
        let mut scripts = vec![SCRIPT];
        let has_form = (document.all().iter()).any(|block| matches!(block, Block::NotesForm(_)));
        scripts.extend(has_form.then_some(NOTES));
        Ok(Some(page(document, &charts, false, &scripts).into_bytes()))
    }),
};

/// A document on more than one run as a page; its tables sort.
pub fn of_many(document: &Document, draw: Draw<'_>) -> String {
    let charts = Charts::without_readings(draw);
    page(document, &charts, true, &[SORT, UNFOLD])
}

/// A document on one run or on many as a page.
fn page(document: &Document, charts: &Charts<'_>, many: bool, scripts: &[&str]) -> String {
    let answer = document.answer();
    let label = answer.map(|answer| answer.label);
    let tone = answer.map_or(Tone::Unknown, |answer| answer.tone);
    let title: Vec<&str> = std::iter::once(document.title.as_str())
        .chain(label)
        .collect();
    let blocks = Blocks::new(charts);
    let main = blocks.all(&document.blocks);
    let (class, own) = if many { ("many", MANY) } else { ("", "") };
    let styles = [&style::css(), STYLE, own, &blocks.rules()].concat();
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy(&styles, scripts));
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content={ "formdrift " (env!("CARGO_PKG_VERSION")) };
                meta name="description" content=(document.description);
                title { (title.join(" - ")) }
                style { (PreEscaped(&styles)) }
            }
            body class={ "tone-" (tone.name()) " " (class) } {
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
                main { (main) }
                footer { p { (COLOPHON) } }
                (charts.data())
                @for script in scripts { script { (PreEscaped(script)) } }
            }
        }
    }
    .into_string()
}

/// The content security policy of a page: nothing is fetched, and only these styles and scripts
/// are admitted, by their hashes, so that text from a recording could not become one even if it
/// got past the escaping. Hashes do not cover `style` attributes, so a page has none.
fn policy(styles: &str, scripts: &[&str]) -> String {
    let hash = |content: &&str| {
        let hash = STANDARD.encode(Sha256::digest(content.as_bytes()));
        format!(" 'sha256-{hash}'")
    };
    let (styles, scripts) = (hash(&styles), scripts.iter().map(hash).collect::<String>());
    format!("default-src 'none'; img-src data:; style-src{styles}; script-src{scripts}")
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
