//! `report.html`: one page that stands alone. It asks nothing of any server, reads without
//! scripts, and prints on three sheets: the verdict, the charts, the tables.

mod answer;
mod charts;
mod details;
mod notes_form;
mod readings;

use super::page::{AdviceItem, Cell, Page, Table, typeset};
use super::{Artefact, Output, Render, ReportOptions, standalone};
use crate::Analysis;
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
    render: Render::Whole(FILE_NAME, render),
};

/// The page of a run.
pub fn render(analysis: &Analysis, options: &ReportOptions) -> Vec<Artefact> {
    let page = Page::new(analysis, options);
    vec![Artefact {
        name: FILE_NAME.to_owned(),
        bytes: standalone::sealed(document(&page, &charts::Charts::new(analysis, options)))
            .into_bytes(),
    }]
}

fn document(page: &Page, charts: &charts::Charts) -> Markup {
    let title = format!("{} - {}", page.title, page.verdict.label);
    html! {
        (DOCTYPE)
        html lang="en" {
            (standalone::head(&title, Some(&page.verdict.headline), &[PARTS, PRINT]))
            body class={ "tone-" (page.verdict.tone.name()) } {
                a.skip href="#verdict" { "To the verdict" }
                (masthead(page))
                main {
                    (answer::section(page))
                    (charts.section())
                    (details::section(page, print_size(page)))
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

/// Type size in points for the sheet of tables when printed, so that it stays one sheet.
/// Browsers set the text, so its length can only be estimated: lines of a column at
/// [`LARGEST_PT`], against the lines that two columns on Letter, the shorter paper, hold.
fn print_size(page: &Page) -> f64 {
    // Characters to a line of text, and of a note in smaller type.
    let lines = |text: &str| (text.len() as f64 / 62.0).ceil();
    // A row of changes has its intervals on a second line.
    let row = |r: &Vec<Cell>| {
        if r.iter().any(|c| c.bar.is_some()) {
            2.2
        } else {
            1.25
        }
    };
    let table = |t: &Table| {
        let note = t.note.as_deref().map_or(0.0, lines);
        t.rows.iter().map(row).sum::<f64>() + note + 4.5
    };
    let advice = |a: &AdviceItem| {
        lines(&a.action)
            + lines(&a.text)
            + a.trigger.as_deref().map_or(0.0, lines)
            + lines(a.section)
            + 1.0
    };
    let fact = |f: &(&str, String)| (f.1.len() as f64 / 45.0).ceil() * 1.25;
    let whole = page
        .tables
        .iter()
        .filter(|t| t.id != "from-previous")
        .map(table)
        .sum::<f64>()
        + page.advice.iter().map(advice).sum::<f64>()
        + page.sources.iter().map(|s| lines(s)).sum::<f64>()
        + page.signs.len() as f64 * 2.8
        + page.method.iter().map(|m| lines(m) + 0.5).sum::<f64>()
        + page.facts.iter().map(fact).sum::<f64>()
        + 20.0;
    // Lines that the sheet holds at the largest size; both directions shrink with it.
    let room = 106.0;
    LARGEST_PT * (room / whole).min(1.0).sqrt()
}

/// Type size of printed tables where there is room, points.
const LARGEST_PT: f64 = 8.6;

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
