//! Sheet three: tables, advice with its sources, questions, method, and what was read.

use super::set;
use crate::advise::Sign;
use crate::advise::article::NAMED;
use crate::report::page::{ADVICE_SECTION, Cell, Page, SIGNS_SECTION, Table};
use crate::report::words;
use crate::units::format as f;
use maud::{Markup, html};

/// The third sheet.
pub fn section(page: &Page, print_pt: f64) -> Markup {
    html! {
        section.sheet.details #details aria-labelledby="details-title"
            style={ "--fit:" (f::decimal(print_pt, 2)) "pt" } {
            h2 #details-title { "Tables, advice and method" }
            div.tables { @for t in &page.tables { (table(t)) } }
            div.text {
                @if !page.advice.is_empty() { (advice(page)) }
                (signs(page.signs))
                (method(&page.method))
                (facts(&page.facts))
            }
        }
    }
}

fn table(t: &Table) -> Markup {
    html! {
        div class={ "table t-" (t.id) } {
            table {
                caption {
                    h3 { (t.title) }
                    @if let Some(note) = &t.note { p { (set(note)) } }
                }
                thead {
                    tr {
                        @for c in &t.columns {
                            th scope="col" {
                                (c.name)
                                @if !c.unit.is_empty() { " " small { (c.unit) } }
                            }
                        }
                    }
                }
                tbody { @for row in &t.rows { (table_row(row)) } }
            }
        }
    }
}

fn table_row(row: &[Cell]) -> Markup {
    html! {
        tr {
            @for (i, cell) in row.iter().enumerate() {
                @if i == 0 {
                    th scope="row" { (cell_text(cell)) }
                } @else {
                    td { (cell_text(cell)) }
                }
            }
        }
    }
}

fn cell_text(cell: &Cell) -> Markup {
    html! {
        (set(&cell.text))
        @if let Some(detail) = &cell.detail { " " small { (set(detail)) } }
        @if let Some(bar) = cell.bar { (change_bar(bar)) }
    }
}

/// A bar from the middle: to the left below zero, to the right above.
fn change_bar(share: f64) -> Markup {
    let half = share.abs() * 50.0;
    let left = if share < 0.0 { 50.0 - half } else { 50.0 };
    html! {
        span.bar aria-hidden="true" {
            span style={ "left:" (f::decimal(left, 1)) "%;width:" (f::decimal(half, 1)) "%" } {}
        }
    }
}

fn advice(page: &Page) -> Markup {
    html! {
        section.advice aria-labelledby="advice-title" {
            h3 #advice-title { (ADVICE_SECTION) }
            p.note {
                "From " (NAMED) ", in our words, with your numbers."
                @if let Some(why) = &page.called_for { " " (set(why)) }
            }
            ol {
                @for a in &page.advice {
                    li {
                        p.do {
                            @if !a.action.is_empty() { strong { (set(&a.action)) } " " }
                            (set(&a.text))
                        }
                        p.source {
                            @if let Some(trigger) = &a.trigger { (set(trigger)) " " }
                            cite { (a.section) }
                            @if !a.sources.is_empty() { " [" (words::numbers(&a.sources)) "]" }
                        }
                    }
                }
            }
            @if !page.sources.is_empty() {
                ol.sources aria-label="Evidence" {
                    @for study in &page.sources { li { (set(study)) } }
                }
            }
        }
    }
}

fn signs(all: &[Sign]) -> Markup {
    html! {
        section.signs aria-labelledby="signs-title" {
            table {
                caption {
                    h3 #signs-title { "Fatigue or injury: what no watch can see" }
                    p {
                        "From the article, " cite { (SIGNS_SECTION) } ". It informs and does not \
                         diagnose: with pain that lasts, or a stride that stays changed, see \
                         someone who can examine you."
                    }
                }
                thead { tr {
                    th scope="col" { "Look at" }
                    th scope="col" { "Fits fatigue" }
                    th scope="col" { "Asks for care" }
                } }
                tbody { @for s in all { tr {
                    th scope="row" { (set(s.about)) }
                    td { (set(&words::capital(s.fatigue))) }
                    td { (set(&words::capital(s.care))) }
                } } }
            }
        }
    }
}

fn method(all: &[String]) -> Markup {
    html! {
        section.method aria-labelledby="method-title" {
            h3 #method-title { "Method in brief" }
            @for p in all { p { (set(p)) } }
        }
    }
}

fn facts(all: &[(&'static str, String)]) -> Markup {
    html! {
        section.facts aria-labelledby="facts-title" {
            h3 #facts-title { "What was read" }
            dl { @for (name, value) in all { div { dt { (name) } dd { (value) } } } }
        }
    }
}
