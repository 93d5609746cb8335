//! `splits.csv`: a row a split. Values are plain numbers, `true` or `false`; a field is
//! empty where nothing could be measured. Nothing in it ever needs quoting.
//!
//! Units are in the names of the columns and do not follow the display units, so that
//! files of different runners go into one table.

use super::json::Number;
use super::{Artefact, Output, Render, ReportOptions};
use crate::Analysis;
use crate::measure::{Changes, METRICS, Split};
use crate::stats::Estimate;

/// Name of the file in a report folder.
pub const FILE_NAME: &str = "splits.csv";

/// The table of splits, among the outputs.
pub const OUTPUT: Output = Output {
    name: "csv",
    about: "splits.csv: one row per split, for spreadsheets",
    render: Render::Whole(FILE_NAME, |g| Ok(render(g.analysis, g.options))),
};

/// How a column fills its field in a row.
type Field = Box<dyn Fn(&Row) -> Option<String>>;

/// A column: its header, what it holds, and its value in a row.
pub struct Column {
    /// Name of the column, as in the header row.
    pub name: String,
    /// What it holds, one sentence.
    pub about: String,
    value: Field,
}

/// What a row is made from.
struct Row<'a> {
    split: &'a Split,
    residual_pct: Option<f64>,
}

impl Column {
    fn new(
        name: impl Into<String>,
        about: impl Into<String>,
        value: impl Fn(&Row) -> Option<String> + 'static,
    ) -> Self {
        Self {
            name: name.into(),
            about: about.into(),
            value: Box::new(value),
        }
    }

    fn number(name: &str, about: &str, value: impl Fn(&Row) -> Option<f64> + 'static) -> Self {
        Self::new(name, about, move |row| number(value(row)?))
    }
}

/// A number as it stands in a field; none when it is not finite.
fn number(value: f64) -> Option<String> {
    Some(Number(value).rounded()?.to_string())
}

/// Every column in order.
pub fn columns() -> Vec<Column> {
    let mut all = vec![
        Column::new("index", "Number of the split, from 1.", |row| {
            Some(row.split.index.to_string())
        }),
        Column::number("from_m", "Where it starts, metres from the start.", |row| {
            Some(row.split.from.0)
        }),
        Column::number("to_m", "Where it ends.", |row| Some(row.split.to.0)),
        Column::new(
            "partial",
            "`true` for the remainder at the end, shorter than the others.",
            |row| Some(row.split.partial.to_string()),
        ),
        Column::number("moving_s", "Running and walking, seconds.", |row| {
            Some(row.split.tally.moving_s())
        }),
        Column::number(
            "stopped_s",
            "Standing or with the timer off, seconds.",
            |row| Some(row.split.tally.stopped_s),
        ),
        Column::number("walked_s", "Walking, seconds.", |row| {
            Some(row.split.tally.walked_s)
        }),
    ];
    all.extend(METRICS.iter().map(|metric| {
        Column::number(metric.key, metric.about, |row| {
            (metric.value)(&row.split.tally)
        })
    }));
    all.push(Column::number(
        "ascent_m",
        "Metres climbed, from smoothed altitude.",
        |row| {
            let tally = &row.split.tally;
            tally.has_altitude.then_some(tally.ascent_m)
        },
    ));
    all.push(Column::number(
        "descent_m",
        "Metres descended, as a positive number.",
        |row| {
            let tally = &row.split.tally;
            tally.has_altitude.then_some(tally.descent_m)
        },
    ));
    all.push(Column::number(
        "form_residual_pct",
        "Cadence against what is usual for the runner at that speed and grade, percent.",
        |row| row.residual_pct,
    ));
    all.extend(changes("from_first", "the first split", |s| &s.from_first));
    all.extend(changes("from_previous", "the split before", |s| {
        &s.from_previous
    }));
    all
}

/// Three columns for each change: the value and the ends of its 95 % interval.
fn changes(prefix: &str, from: &str, pick: fn(&Split) -> &Changes) -> Vec<Column> {
    type Part = (&'static str, fn(&Changes) -> Option<Estimate>);
    let parts: [Part; 3] = [
        ("pace", |c| c.pace_pct),
        ("cadence", |c| c.cadence_pct),
        ("step_length", |c| c.step_length_pct),
    ];
    type End = (&'static str, &'static str, fn(Estimate) -> f64);
    let ends: [End; 3] = [
        ("", "", |e| e.value),
        ("_low", ", lower end of the 95 % interval", |e| e.low),
        ("_high", ", upper end of the 95 % interval", |e| e.high),
    ];
    let mut all = Vec::new();
    for (what, part) in parts {
        for (suffix, says, end) in ends {
            let slower = if what == "pace" {
                " (above zero is slower)"
            } else {
                ""
            };
            all.push(Column::number(
                &format!("{prefix}_{what}_pct{suffix}"),
                &format!(
                    "Change of {} from {from} in percent{slower}{says}.",
                    what.replace('_', " ")
                ),
                move |row| Some(end(part(pick(row.split))?)),
            ));
        }
    }
    all
}

/// The splits as a table for spreadsheets.
pub fn render(analysis: &Analysis, _options: &ReportOptions) -> Vec<Artefact> {
    let columns = columns();
    let header: Vec<&str> = columns.iter().map(|c| c.name.as_str()).collect();
    let mut text = header.join(",");
    text.push('\n');
    for (i, split) in analysis.measures.splits.iter().enumerate() {
        let row = Row {
            split,
            residual_pct: analysis
                .verdict
                .split_residual_pct
                .get(i)
                .copied()
                .flatten(),
        };
        let fields: Vec<String> = columns
            .iter()
            .map(|column| (column.value)(&row).unwrap_or_default())
            .collect();
        text.push_str(&fields.join(","));
        text.push('\n');
    }
    vec![Artefact {
        name: FILE_NAME.to_owned(),
        bytes: text.into_bytes(),
    }]
}
