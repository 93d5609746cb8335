//! The split table: aligned, and as wide as the terminal allows. The least important
//! columns go first where room is short.

use super::wrap::wrapped;
use super::{QUIET, STRONG, TextStyle};
use crate::Analysis;
use crate::measure::{Split, metrics};
use crate::report::words;
use crate::stats::Estimate;
use crate::units::{DisplayUnits, format};
use anstyle::Style;

/// Columns that stand only where speed is evidence, and their metrics.
const OF_SPEED: [(&str, &str); 4] = [
    ("on flat", metrics::GRADE_ADJUSTED_PACE.key),
    ("stride", metrics::STEP_LENGTH.key),
    ("Δ stride", metrics::STEP_LENGTH.key),
    ("Δ pace", metrics::PACE.key),
];

/// Blanks between columns.
const GAP: usize = 2;

struct Column {
    name: &'static str,
    unit: String,
    /// Columns with higher numbers are dropped first.
    drop: u8,
    cells: Vec<Cell>,
}

struct Cell {
    text: String,
    style: Option<Style>,
}

impl Cell {
    fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            style: None,
        }
    }

    fn measured(value: Option<f64>, show: impl Fn(f64) -> String) -> Self {
        Self::plain(value.map_or_else(|| format::ABSENT.to_owned(), show))
    }

    /// A change in percent: strong where its interval excludes zero, quiet elsewhere.
    fn change(estimate: Option<Estimate>) -> Self {
        let Some(e) = estimate else {
            return Self::plain(format::ABSENT);
        };
        let clear = e.low > 0.0 || e.high < 0.0;
        Self {
            text: format::signed(e.value, 1),
            style: Some(if clear { STRONG } else { QUIET }),
        }
    }
}

impl Column {
    fn width(&self) -> usize {
        let longest = self.cells.iter().map(|c| c.text.chars().count()).max();
        longest
            .unwrap_or(0)
            .max(self.name.chars().count())
            .max(self.unit.chars().count())
    }

    fn is_empty(&self) -> bool {
        self.cells.iter().all(|c| c.text == format::ABSENT)
    }
}

/// The table with its footnotes; `None` when there are no splits.
pub fn render(analysis: &Analysis, units: DisplayUnits, style: TextStyle) -> Option<String> {
    let splits = &analysis.measures.splits;
    if splits.is_empty() {
        return None;
    }
    let judged = |c: &Column| {
        let key = OF_SPEED.iter().find(|(name, _)| *name == c.name);
        key.is_none_or(|(_, key)| words::is_judged(key, &analysis.measures))
    };
    let mut columns: Vec<Column> = columns(analysis, units)
        .into_iter()
        .filter(|c| !c.is_empty() && judged(c))
        .collect();
    let width = |columns: &[Column]| columns.iter().map(|c| c.width() + GAP).sum::<usize>() - GAP;
    while columns.len() > 3 && width(&columns) > style.columns() {
        let least = columns.iter().map(|c| c.drop).max()?;
        columns.retain(|c| c.drop != least);
    }
    let mut text = heading(&columns, style);
    for row in 0..splits.len() {
        text.push_str(&line(
            &columns,
            |c| {
                c.cells.get(row).map_or((String::new(), None), |cell| {
                    (cell.text.clone(), cell.style)
                })
            },
            style,
        ));
    }
    let mut notes = Vec::new();
    if columns.iter().any(|c| c.name.starts_with('Δ')) {
        notes.push(if analysis.measures.pace_is_evidence {
            "Δ: mean of the split against the first, running only; pace above 0 is slower"
        } else {
            "Δ: mean of the split against the first, running only"
        });
    }
    if columns.iter().any(|c| c.name == "vs usual") {
        notes.push("vs usual: cadence against what you take fresh at that pace and grade");
    }
    if splits.iter().any(|s| s.partial) {
        notes.push("*: the remainder, shorter than the others");
    }
    for line in notes.iter().flat_map(|note| wrapped(note, style.columns())) {
        text.push_str(&style.paint(QUIET, &line));
        text.push('\n');
    }
    Some(text)
}

fn heading(columns: &[Column], style: TextStyle) -> String {
    let names = line(columns, |c| (c.name.to_owned(), None), style);
    let units = line(columns, |c| (c.unit.clone(), Some(QUIET)), style);
    names + &units
}

/// One line of the table: the first column on the left, the others on the right.
fn line(
    columns: &[Column],
    cell: impl Fn(&Column) -> (String, Option<Style>),
    style: TextStyle,
) -> String {
    let mut text = String::new();
    for (i, column) in columns.iter().enumerate() {
        let (value, dress) = cell(column);
        let padding = " ".repeat(column.width().saturating_sub(value.chars().count()));
        let value = dress.map_or(value.clone(), |dress| style.paint(dress, &value));
        if i == 0 {
            text.push_str(&value);
            text.push_str(&padding);
        } else {
            text.push_str(&" ".repeat(GAP));
            text.push_str(&padding);
            text.push_str(&value);
        }
    }
    let mut text = text.trim_end().to_owned();
    text.push('\n');
    text
}

fn columns(analysis: &Analysis, units: DisplayUnits) -> Vec<Column> {
    let splits = &analysis.measures.splits;
    let of = |name, unit: String, drop, cell: &dyn Fn(&Split) -> Cell| Column {
        name,
        unit,
        drop,
        cells: splits.iter().map(cell).collect(),
    };
    let metric = |name, metric: &'static metrics::Metric, drop| {
        of(name, words::metric_unit(metric, units), drop, &|s| {
            Cell::measured((metric.value)(&s.tally), |v| {
                words::metric(metric, v, units)
            })
        })
    };
    let residual = &analysis.verdict.split_residual_pct;
    let vs_usual = Column {
        name: "vs usual",
        unit: "%".to_owned(),
        drop: 6,
        cells: (0..splits.len())
            .map(|i| {
                let value = residual.get(i).copied().flatten();
                Cell::measured(value, |v| format::signed(v, 1))
            })
            .collect(),
    };
    let percent = || "%".to_owned();
    vec![
        of("split", units.abbreviation().to_owned(), 0, &|s| {
            Cell::plain(words::stretch(s, units))
        }),
        metric("pace", &metrics::PACE, 0),
        metric("on flat", &metrics::GRADE_ADJUSTED_PACE, 7),
        metric("cadence", &metrics::CADENCE, 0),
        metric("stride", &metrics::STEP_LENGTH, 1),
        metric("heart", &metrics::HEART_RATE, 5),
        of("climb", format::climb_unit(units).to_owned(), 8, &|s| {
            Cell::measured(s.tally.has_altitude.then_some(s.tally.ascent_m), |m| {
                format::climb(m, units)
            })
        }),
        of("walked", "min:s".to_owned(), 4, &|s| {
            // Under ten seconds is a drinks table's worth and tells a reader nothing.
            let walked = (s.tally.walked_s >= 10.0).then_some(s.tally.walked_s);
            Cell::measured(walked, format::minutes_seconds)
        }),
        of("stopped", "min:s".to_owned(), 9, &|s| {
            // Under ten seconds is a traffic light's worth and tells a reader nothing.
            let stopped = (s.tally.stopped_s >= 10.0).then_some(s.tally.stopped_s);
            Cell::measured(stopped, format::minutes_seconds)
        }),
        of("Δ pace", percent(), 3, &|s| {
            Cell::change(s.from_first.pace_pct)
        }),
        of("Δ cadence", percent(), 2, &|s| {
            Cell::change(s.from_first.cadence_pct)
        }),
        of("Δ stride", percent(), 2, &|s| {
            Cell::change(s.from_first.step_length_pct)
        }),
        vs_usual,
    ]
}
