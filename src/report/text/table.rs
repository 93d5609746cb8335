//! A table on a terminal: aligned, and as wide as the terminal allows. The least important
//! columns go first where room is short.

use super::{QUIET, STRONG, TextStyle};
use crate::report::document::{Cell, Holds, Table};
use anstyle::Style;

/// Blanks between two columns of a table.
const GAP: usize = 2;

/// A column as text with styles: name, unit and cells.
struct Lines {
    cells: Vec<(String, Option<Style>)>,
    width: usize,
    left: bool,
}

/// The table with its note.
pub fn render(table: &Table, style: TextStyle) -> String {
    let mut table = table.clone();
    let columns = loop {
        let all = 0..table.columns.len();
        let columns: Vec<Lines> = all.map(|at| lines(&table, at)).collect();
        let width = columns.iter().map(|c| c.width + GAP).sum::<usize>();
        let least = table.columns.iter().map(|c| c.drop).max().unwrap_or(0);
        if width <= style.columns().saturating_add(GAP) || least == 0 {
            break columns;
        }
        table = table.with(|column| column.drop != least);
    };
    let mut text: String = (0..table.rows.len() + 2)
        .map(|row| line(&columns, row, style))
        .collect();
    if let Some(note) = table.note() {
        text += &style.lines(QUIET, &note.words());
    }
    text
}

/// A column of a table.
fn lines(table: &Table, at: usize) -> Lines {
    let column = &table.columns[at];
    let cell = |cell: &Cell| {
        let style = (cell.strong).map(|strong| if strong { STRONG } else { QUIET });
        (cell.text.clone(), style)
    };
    let mut cells = vec![
        (
            match column.holds {
                Holds::Numbers => column.name.to_ascii_lowercase(),
                // A name as it was given.
                Holds::Words => column.name.clone(),
            },
            None,
        ),
        (column.unit.clone(), Some(QUIET)),
    ];
    cells.extend(table.rows.iter().filter_map(|row| row.get(at)).map(cell));
    Lines {
        width: cells.iter().map(|c| c.0.chars().count()).max().unwrap_or(0),
        cells,
        left: at == 0 || column.holds == Holds::Words,
    }
}

/// One line of the table.
fn line(columns: &[Lines], row: usize, style: TextStyle) -> String {
    let mut text = String::new();
    for (i, column) in columns.iter().enumerate() {
        let Some((value, look)) = column.cells.get(row) else {
            continue;
        };
        let padding = " ".repeat(column.width.saturating_sub(value.chars().count()));
        let value = look.map_or(value.clone(), |look| style.paint(look, value));
        let gap = if i == 0 { 0 } else { GAP };
        text += &" ".repeat(gap);
        text += &match column.left {
            true => value + &padding,
            false => padding + &value,
        };
    }
    text.trim_end().to_owned() + "\n"
}
