//! `report.md`: the one-run report to paste into a training log. The same [`Page`] as the
//! HTML and the PDF, in Markdown that every dialect with tables understands.

use super::page::{ADVICE_SECTION, Cell, LADDER_SECTION, Page, SIGNS_SECTION, TO_DO, Table};
use super::words::{self, HOW_JUDGED};
use super::{Artefact, Output, Render, ReportOptions};
use crate::Analysis;
use crate::advise::article::NAMED;

/// Name of the file in a report folder.
pub const FILE_NAME: &str = "report.md";

/// See the module.
pub const OUTPUT: Output = Output {
    name: "md",
    about: "report.md: the report to paste into a training log",
    render: Render::Whole(FILE_NAME, render),
};

/// The report as Markdown.
pub fn render(analysis: &Analysis, options: &ReportOptions) -> Vec<Artefact> {
    let page = Page::new(analysis, options);
    let blocks: Vec<String> = [
        answer(&page),
        numbers(&page),
        ladder(&page),
        advice(&page),
        page.tables.iter().flat_map(table_with_title).collect(),
        signs(&page),
        judged(&page),
        data(&page),
    ]
    .concat();
    let mut text = blocks.join("\n\n");
    text.push('\n');
    vec![Artefact {
        name: FILE_NAME.to_owned(),
        bytes: text.into_bytes(),
    }]
}

/// Text with the characters that Markdown would take as its own made literal.
fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' => {
                out.push('\\');
                out.push(letter);
            }
            // A line end would end a heading or a table's row.
            '\n' | '\r' => out.push(' '),
            _ => out.push(letter),
        }
    }
    out
}

fn answer(page: &Page) -> Vec<String> {
    let verdict = &page.verdict;
    let byline: Vec<String> = page.byline.iter().map(|part| literal(part)).collect();
    let sure: Vec<&str> = [Some(verdict.label), verdict.certainty]
        .into_iter()
        .flatten()
        .collect();
    let mut blocks = vec![
        format!("# {}", literal(&page.title)),
        byline.join(" · "),
        format!("**{}**", literal(&verdict.headline)),
        format!("{} · How sure: {}", sure.join(", "), verdict.confidence),
    ];
    if let Some(todo) = &verdict.suggestion {
        blocks.push(format!("**{TO_DO}:** {}", literal(&todo.action)));
    }
    blocks
        .extend((verdict.session.as_ref()).map(|session| format!("Session: {}", literal(session))));
    blocks
}

fn judged(page: &Page) -> Vec<String> {
    let verdict = &page.verdict;
    let mut blocks = vec![format!("## {HOW_JUDGED}")];
    blocks.extend(
        (verdict.detail.as_deref()).map(|detail| format!("{}.", literal(&words::capital(detail)))),
    );
    blocks.push(literal(&verdict.reason));
    let considered: Vec<String> = verdict
        .considered
        .iter()
        .map(|c| format!("- {}: {}", c.name, c.finding))
        .collect();
    if !considered.is_empty() {
        blocks.push("Other explanations looked at:".to_owned());
        blocks.push(considered.join("\n"));
    }
    blocks
}

fn ladder(page: &Page) -> Vec<String> {
    let Some(ladder) = &page.verdict.ladder else {
        return Vec::new();
    };
    let steps: Vec<String> = (ladder.steps.iter().enumerate())
        .map(|(i, step)| format!("{}. **{}.** {}", i + 1, step.when, literal(&step.what)))
        .collect();
    vec![
        format!("## {LADDER_SECTION}"),
        format!("*From {NAMED}: {}*", ladder.section),
        steps.join("\n"),
        literal(&ladder.stood),
    ]
}

fn numbers(page: &Page) -> Vec<String> {
    let verdict = &page.verdict;
    let with_unit = |value: &str, unit: &str| match unit {
        "" => value.to_owned(),
        unit if unit.starts_with('/') => format!("{value}{unit}"),
        unit => format!("{value} {unit}"),
    };
    let compared = verdict.numbers.iter().any(|n| n.late.is_some());
    let rows: Vec<Vec<String>> = verdict
        .numbers
        .iter()
        .map(|n| {
            let mut row = vec![n.name.clone(), with_unit(&n.fresh, &n.unit)];
            if compared {
                let late = n.late.as_deref().map(|late| with_unit(late, &n.unit));
                row.push(late.unwrap_or_default());
                row.push(n.change.clone().unwrap_or_default());
            }
            row
        })
        .collect();
    let header = if compared {
        vec!["", "fresh", "late", "change"]
    } else {
        vec!["", "whole run"]
    };
    let mut blocks = vec![format!("*{}*", literal(&verdict.numbers_title))];
    blocks.push(table(header.into_iter().map(str::to_owned), rows));
    if let Some(slowdown) = &verdict.slowdown {
        let parts: Vec<String> = slowdown
            .parts
            .iter()
            .map(|part| part.text.clone())
            .collect();
        let mut said = literal(&slowdown.text);
        if !parts.is_empty() {
            said.push_str(&format!(" {}.", parts.join(", ")));
        }
        if let Some(note) = &slowdown.note {
            said.push(' ');
            said.push_str(&literal(note));
        }
        blocks.push(said);
    }
    blocks
}

fn advice(page: &Page) -> Vec<String> {
    if page.advice.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![
        format!("## {ADVICE_SECTION}"),
        format!("*From {NAMED}, in our words, with your numbers.*"),
    ];
    for (i, item) in page.advice.iter().enumerate() {
        let why = item.trigger.as_ref().or(page.called_for.as_ref());
        let mut source: Vec<String> = why
            .map(|w| literal(w.trim_end_matches('.')))
            .into_iter()
            .collect();
        source.push(format!("from the article: {}", item.section));
        if !item.sources.is_empty() {
            source.push(format!("evidence {}", words::numbers(&item.sources)));
        }
        let action = match item.action.as_str() {
            "" => String::new(),
            action => format!("**{}** ", literal(action)),
        };
        blocks.push(format!(
            "{}. {action}{} *({})*",
            i + 1,
            literal(&item.text),
            source.join("; ")
        ));
    }
    let sources = page.sources.iter().enumerate();
    let list: Vec<String> = sources
        .map(|(i, study)| format!("{}. {}", i + 1, literal(study)))
        .collect();
    if !list.is_empty() {
        blocks.push("Evidence:".to_owned());
        blocks.push(list.join("\n"));
    }
    blocks
}

fn table_with_title(of: &Table) -> Vec<String> {
    let header = of.columns.iter().map(|column| {
        if column.unit.is_empty() {
            column.name.to_owned()
        } else {
            format!("{} ({})", column.name, column.unit)
        }
    });
    let cell = |cell: &Cell| match &cell.detail {
        Some(detail) => format!("{} ({detail})", cell.text),
        None => cell.text.clone(),
    };
    let rows = of
        .rows
        .iter()
        .map(|row| row.iter().map(cell).collect())
        .collect();
    let mut blocks = vec![format!("## {}", literal(&of.title)), table(header, rows)];
    blocks.extend(of.note.as_deref().map(literal));
    blocks
}

/// A table of numbers: the first column on the left, the others on the right.
fn table(header: impl Iterator<Item = String>, rows: Vec<Vec<String>>) -> String {
    aligned("--:", header, rows)
}

/// A table: the first column on the left, the others as `others` says.
fn aligned(
    others: &'static str,
    header: impl Iterator<Item = String>,
    rows: Vec<Vec<String>>,
) -> String {
    let header: Vec<String> = header.collect();
    let rule: Vec<&str> = (0..header.len())
        .map(|i| if i == 0 { ":--" } else { others })
        .collect();
    let line = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| literal(cell)).collect();
        format!("| {} |", cells.join(" | "))
    };
    let mut lines = vec![line(&header), format!("| {} |", rule.join(" | "))];
    lines.extend(rows.iter().map(|row| line(row)));
    lines.join("\n")
}

fn signs(page: &Page) -> Vec<String> {
    let rows = page
        .signs
        .iter()
        .map(|s| [s.about, s.fatigue, s.care].map(words::capital).to_vec());
    let header = ["Look at", "Fits fatigue", "Asks for care"].map(str::to_owned);
    vec![
        "## What no watch sees".to_owned(),
        format!("*From the article: {SIGNS_SECTION}*"),
        aligned(":--", header.into_iter(), rows.collect()),
    ]
}

fn data(page: &Page) -> Vec<String> {
    let mut list: Vec<String> = page
        .facts
        .iter()
        .map(|(name, value)| format!("- {name}: {}", literal(value)))
        .collect();
    list.extend(page.caveats.iter().map(|c| format!("- {}", literal(c))));
    vec![
        "## The data".to_owned(),
        list.join("\n"),
        format!("*{}*", literal(&page.colophon)),
    ]
}
