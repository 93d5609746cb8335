//! `splits.csv`, a row a split, and how a CSV file is written. A column holds a value of the JSON:
//! plain numbers, `true` or `false`, or text; a field is empty where that is `null`.
//!
//! Units are in the names of the columns and do not follow the display units, so that
//! files of different runners go into one table.

use super::{Output, Render, json};
use crate::measure::METRICS;
use serde::Serialize;
use serde_json::Value;

/// The table of splits, among the outputs.
pub const OUTPUT: Output = Output {
    name: "csv",
    about: "splits.csv: one row per split, for spreadsheets",
    render: Render::Whole("splits.csv", |g| {
        let columns = columns();
        let columns = columns.iter().map(|c| (c.name.as_str(), c.path.as_str()));
        Ok(Some(table(columns, &json::splits(g.analysis)).into_bytes()))
    }),
};

/// A column of `splits.csv`.
pub struct Column {
    /// Name of the column, as in the header row.
    pub name: String,
    /// What it holds, one sentence.
    pub about: String,
    /// Where its value stands in a split of the JSON: a JSON pointer.
    path: String,
}

/// What a split has before the metrics, under the same name in the JSON.
const BEFORE: &[(&str, &str)] = &[
    ("index", "Number of the split, from 1."),
    ("from_m", "Where it starts, metres from the start."),
    ("to_m", "Where it ends."),
    (
        "partial",
        "`true` for the remainder at the end, shorter than the others.",
    ),
    ("moving_s", "Running and walking, seconds."),
    ("stopped_s", "Standing or with the timer off, seconds."),
    ("walked_s", "Walking, seconds."),
];

/// What a split has after the metrics.
const AFTER: &[(&str, &str)] = &[
    ("ascent_m", "Metres climbed, from smoothed altitude."),
    ("descent_m", "Metres descended, as a positive number."),
    (
        "form_residual_pct",
        "Cadence against what is usual for the runner at that speed and grade, percent.",
    ),
];

/// Every column in order.
pub fn columns() -> Vec<Column> {
    let metrics = METRICS.iter().map(|metric| (metric.key, metric.about));
    let plain = (BEFORE.iter().copied())
        .chain(metrics)
        .chain(AFTER.iter().copied());
    let mut all: Vec<Column> = plain
        .map(|(name, about)| Column {
            name: name.to_owned(),
            about: about.to_owned(),
            path: format!("/{name}"),
        })
        .collect();
    all.extend(changes("from_first", "the first split"));
    all.extend(changes("from_previous", "the split before"));
    all
}

/// Three columns for each change: the value and the ends of its 95 % interval.
fn changes(against: &str, split: &str) -> Vec<Column> {
    let ends = [
        ("", "", "value"),
        ("_low", ", lower end of the 95 % interval", "low"),
        ("_high", ", upper end of the 95 % interval", "high"),
    ];
    let mut all = Vec::new();
    for (key, what) in [
        ("pace", "pace"),
        ("cadence", "cadence"),
        ("step_length", "step length"),
    ] {
        let slower = match key {
            "pace" => " (above zero is slower)",
            _ => "",
        };
        all.extend(ends.map(|(suffix, says, end)| Column {
            name: format!("{against}_{key}_pct{suffix}"),
            about: format!("Change of {what} from {split} in percent{slower}{says}."),
            path: format!("/{against}/{key}_pct/{end}"),
        }));
    }
    all
}

/// A table with a header row. `columns` gives the name of each column and the JSON pointer to its
/// value in a row.
pub fn table<'a>(
    columns: impl Iterator<Item = (&'a str, &'a str)>,
    rows: &[impl Serialize],
) -> String {
    let (header, paths): (Vec<&str>, Vec<&str>) = columns.unzip();
    let mut text = header.join(",") + "\n";
    for row in rows {
        // Plain structs of numbers and strings: see `json::line`.
        let row = serde_json::to_value(row).unwrap_or_default();
        let fields: Vec<String> = paths.iter().map(|path| field(row.pointer(path))).collect();
        text += &(fields.join(",") + "\n");
    }
    text
}

fn field(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => quoted(text),
        // As short as it goes: `5`, not `5.0`.
        Some(Value::Number(number)) => number.as_f64().unwrap_or_default().to_string(),
        Some(Value::Array(all)) => {
            let words: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
            quoted(&words.join(" "))
        }
        Some(other) => other.to_string(),
    }
}

/// A field that may hold commas, quotes or line ends (RFC 4180). A leading `=`, `+`, `-`
/// or `@`, which a spreadsheet would take for a formula, gets an apostrophe before it:
/// file names come from strangers.
fn quoted(field: &str) -> String {
    let formula = field.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let field = format!("{}{field}", if formula { "'" } else { "" });
    match field.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", field.replace('"', "\"\"")),
        false => field,
    }
}
