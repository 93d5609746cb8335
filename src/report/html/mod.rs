//! `report.html`: one page that stands alone. It asks nothing of any server, reads without
//! scripts, and prints on three sheets: the verdict, the charts, the tables.

mod answer;
mod charts;
mod details;

use super::page::{Page, typeset};
use super::{Artefact, Output, ReportOptions, chart};
use crate::Analysis;
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("style.css");
const PARTS: &str = include_str!("parts.css");
const PRINT: &str = include_str!("print.css");
const SCRIPT: &str = include_str!("hover.js");

/// Nothing may be fetched: what the page shows is in the page.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/// The page of a run, among the outputs.
pub const OUTPUT: Output = Output {
    name: "html",
    about: "report.html: one page to read, print and send",
    render,
};

/// The page of a run.
pub fn render(analysis: &Analysis, options: &ReportOptions) -> Vec<Artefact> {
    let page = Page::new(analysis, options);
    vec![Artefact {
        name: "report.html".into(),
        bytes: document(&page, &charts::Charts::new(analysis, options))
            .into_string()
            .into_bytes(),
    }]
}

fn document(page: &Page, charts: &charts::Charts) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content={ "formdrift " (env!("CARGO_PKG_VERSION")) };
                meta name="description" content=(page.verdict.headline);
                title { (page.title) " - " (page.verdict.label) }
                style { (PreEscaped(chart::style::css())) (PreEscaped(STYLE)) (PreEscaped(PARTS)) (PreEscaped(PRINT)) }
            }
            body class={ "tone-" (page.verdict.tone.name()) " fill-" (fullness(page)) } {
                a.skip href="#verdict" { "To the verdict" }
                (masthead(page))
                main {
                    (answer::section(page))
                    (charts.section())
                    (details::section(page))
                }
                footer { p { (page.colophon) } }
                (charts.data())
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

fn masthead(page: &Page) -> Markup {
    html! {
        header.masthead {
            p.brand { "formdrift" span { " form report" } }
            h1 { (page.title) }
            ul.byline { @for item in &page.byline { li { (item) } } }
        }
    }
}

/// How much the sheet of tables has to hold when printed: the type size follows it, so
/// that the print stays on three sheets.
fn fullness(page: &Page) -> usize {
    let rows: usize = page.tables.iter().map(|t| t.rows.len() + 3).sum();
    let words: usize = page
        .advice
        .iter()
        .map(|a| a.text.len() + a.trigger.len() + a.evidence.iter().map(|e| e.len()).sum::<usize>())
        .sum();
    // Characters of advice to a table row's height, two columns beside each other.
    let lines = rows + words / 110;
    match lines {
        0..=45 => 0,
        46..=65 => 1,
        66..=100 => 2,
        _ => 3,
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
