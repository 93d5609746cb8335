//! `report.md`: the document to paste into a training log, in Markdown that every dialect with
//! tables understands. Charts are left out: a log takes text.

use super::document::*;
use super::words::labels::{COMPARED, FROM_ARTICLE, HOW_SURE, NOT_COMPARED, SESSION, TO_DO};
use super::{Output, Render};

/// The Markdown file, among the outputs.
pub const OUTPUT: Output = Output {
    name: "md",
    about: "report.md: the report to paste into a training log",
    render: Render::Whole("report.md", |g| {
        Ok(Some(markdown(g.document()).into_bytes()))
    }),
};

fn markdown(document: &Document) -> String {
    let byline: Vec<String> = document.byline.iter().map(|part| literal(part)).collect();
    let mut paragraphs = vec![
        format!("# {}", literal(&document.title)),
        byline.join(" · "),
    ];
    if let Some((name, address)) = &document.back {
        paragraphs.push(format!("[{name}](<{address}>)"));
    }
    paragraphs.extend(all(&document.blocks, 2));
    paragraphs.push(format!("*{}*", literal(COLOPHON)));
    paragraphs.join("\n\n") + "\n"
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

/// Blocks as paragraphs, their headings of one level.
fn all(blocks: &[Block], level: usize) -> Vec<String> {
    blocks.iter().flat_map(|b| block(b, level)).collect()
}

fn block(block: &Block, level: usize) -> Vec<String> {
    match block {
        Block::Section(section) => {
            let inner = all(&section.blocks, level + 1);
            match inner.is_empty() {
                true => inner,
                false => [vec![heading(&section.title, level)], inner].concat(),
            }
        }
        Block::Answer(a) => answer(a, level),
        Block::Paragraph(voice, words) => vec![match voice {
            Voice::Body | Voice::Conclusion | Voice::Note => text(words),
            Voice::Source => format!("*{}*", literal(&words.words())),
        }],
        Block::Link(link) => vec![format!(
            "*{}[{}](<{}>).*",
            link.before,
            literal(link.name),
            link.address.replace('<', "%3C").replace('>', "%3E")
        )],
        Block::List(of) => list(of),
        Block::Definitions(all) => {
            let line = |d: &Definition| format!("- {}: {}", literal(&d.term), literal(&d.text));
            vec![all.iter().map(line).collect::<Vec<_>>().join("\n")]
        }
        Block::Tiles(all) => vec![tiles(all)],
        Block::Strip(strip) => vec![literal(&strip.alt)],
        Block::Table(table) => titled(&table.for_medium(Medium::Page), level),
        Block::Figure(_) | Block::NotesForm(_) | Block::Only(Medium::Terminal, _) => Vec::new(),
        Block::Columns(columns) => columns.iter().flat_map(|c| all(c, level)).collect(),
        Block::Only(Medium::Page, blocks) => all(blocks, level),
    }
}

fn heading(title: &str, level: usize) -> String {
    format!("{} {}", "#".repeat(level), literal(title))
}

fn text(text: &Text) -> String {
    let part = |(emphasis, words): &(Emphasis, String)| match emphasis {
        Emphasis::None | Emphasis::Cite => literal(words),
        Emphasis::Strong => format!("**{}**", literal(words)),
    };
    text.0.iter().map(part).collect()
}

fn answer(a: &Answer, level: usize) -> Vec<String> {
    let certainty = a.certainty.map(|word| format!(" ({word})"));
    let mut paragraphs = vec![
        heading(
            &format!("{}{}", a.label, certainty.unwrap_or_default()),
            level,
        ),
        format!("**{}**", literal(&a.headline)),
    ];
    if let Some((action, section)) = &a.action {
        let action = literal(action);
        paragraphs.push(format!("**{TO_DO}:** {action} *({FROM_ARTICLE}{section})*"));
    }
    paragraphs.push(format!("{HOW_SURE}: {}", a.confidence));
    let session = a.session.as_ref();
    paragraphs.extend(session.map(|parts| format!("{SESSION}: {}", literal(parts))));
    paragraphs.extend(all(&a.blocks, level + 1));
    paragraphs
}

fn list(list: &List) -> Vec<String> {
    let item = |(at, item): (usize, &Item)| {
        let mark = list.mark(at);
        let source = (item.source.as_ref())
            .map(|source| format!(" *({})*", literal(&source.words())))
            .unwrap_or_default();
        format!("{mark} {}{source}", text(&item.text))
    };
    let items: Vec<String> = list.items.iter().enumerate().map(item).collect();
    let label = list.label.map(|label| format!("{label}:"));
    let between = if list.wide { "\n\n" } else { "\n" };
    label.into_iter().chain([items.join(between)]).collect()
}

fn tiles(all: &[Tile]) -> String {
    let compared = all.iter().any(|tile| tile.late.is_some());
    let columns = match compared {
        true => COMPARED.as_slice(),
        false => NOT_COMPARED.as_slice(),
    };
    let row = |tile: &Tile| {
        let with_unit = |value: &str| match tile.unit.as_str() {
            "" => value.to_owned(),
            unit if unit.starts_with('/') => format!("{value}{unit}"),
            unit => format!("{value} {unit}"),
        };
        let late = tile.late.as_deref().map(with_unit);
        let mut row = vec![tile.name.clone(), with_unit(&tile.fresh)];
        row.extend([late, tile.change.clone()].map(Option::unwrap_or_default));
        row.truncate(columns.len());
        row
    };
    let columns: Vec<Column> = (columns.iter())
        .map(|name| Column::numbers(*name, ""))
        .collect();
    table(&columns, all.iter().map(row))
}

fn titled(of: &Table, level: usize) -> Vec<String> {
    let cell = |cell: &Cell| match &cell.detail {
        Some(detail) => format!("{} ({detail})", cell.text),
        None => cell.text.clone(),
    };
    let rows = of.rows.iter().map(|row| row.iter().map(cell).collect());
    let mut paragraphs = vec![heading(&of.title, level), table(&of.columns, rows)];
    paragraphs.extend(of.note().as_ref().map(text));
    paragraphs
}

/// A table: the first column on the left, the others as what they hold.
fn table(columns: &[Column], rows: impl Iterator<Item = Vec<String>>) -> String {
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let header = columns.iter().map(|column| match column.unit.as_str() {
        "" => literal(&column.name),
        unit => literal(&format!("{} ({unit})", column.name)),
    });
    let rule = columns.iter().enumerate().map(|(at, column)| {
        let left = at == 0 || column.holds == Holds::Words;
        if left { ":--" } else { "--:" }.to_owned()
    });
    let mut lines = vec![line(header.collect()), line(rule.collect())];
    lines.extend(rows.map(|row| line(row.iter().map(|cell| literal(cell)).collect())));
    lines.join("\n")
}
