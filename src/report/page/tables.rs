//! The tables of the report: splits, their changes, and every metric fresh against late.

use crate::Analysis;
use crate::advise::Comparison;
use crate::detect::Witness;
use crate::measure::metrics::{CADENCE, PACE, STEP_LENGTH};
use crate::measure::{Changes, Channel, Measures, Split};
use crate::report::words::{self, stretch};
use crate::stats::Estimate;
use crate::units::DisplayUnits;
use crate::units::format as f;

/// A table with a header row and a header column.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Name in addresses and style sheets.
    pub id: &'static str,
    /// What it shows, in words.
    pub title: String,
    /// A line under the title.
    pub note: Option<String>,
    /// The columns; the first one holds each row's header.
    pub columns: Vec<Column>,
    /// Cells, as many a row as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

/// Header of a column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Its unit, empty if it has none.
    pub unit: String,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// What it shows.
    pub text: String,
    /// A second, quieter line: the interval.
    pub detail: Option<String>,
    /// Length of its bar, from -1 to 1 of the table's largest.
    pub bar: Option<f64>,
}

impl Cell {
    fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    fn measured(value: Option<f64>, show: impl Fn(f64) -> String) -> Self {
        Self::plain(value.map_or_else(|| f::ABSENT.to_owned(), show))
    }

    /// A change in percent with its interval; `largest` scales the bar.
    fn change(estimate: Option<Estimate>, largest: f64) -> Self {
        let Some(e) = estimate else {
            return Self::plain(f::ABSENT);
        };
        Self {
            text: f::signed(e.value, 1),
            detail: Some(interval(e)),
            bar: (largest > 0.0).then(|| (e.value / largest).clamp(-1.0, 1.0)),
        }
    }
}

/// `-5.0 to -3.2`.
pub fn interval(e: Estimate) -> String {
    format!("{} to {}", f::signed(e.low, 1), f::signed(e.high, 1))
}

fn column(name: &'static str, unit: impl Into<String>) -> Column {
    Column {
        name,
        unit: unit.into(),
    }
}

/// Every table that has something to show.
pub fn all(analysis: &Analysis, units: DisplayUnits) -> Vec<Table> {
    let m = &analysis.measures;
    [
        Some(splits(analysis, units)),
        changes(m, units, "from-first", "Change from the first split", |s| {
            s.from_first
        }),
        (m.splits.len() > 2)
            .then(|| {
                changes(
                    m,
                    units,
                    "from-previous",
                    "Change from the split before",
                    |s| s.from_previous,
                )
            })
            .flatten(),
        witnesses(analysis, units),
    ]
    .into_iter()
    .flatten()
    .filter(|t| !t.rows.is_empty())
    .collect()
}

fn splits(analysis: &Analysis, units: DisplayUnits) -> Table {
    let all = &analysis.measures.splits;
    let heart = all
        .iter()
        .any(|s| s.tally.mean(Channel::HeartRate).is_some());
    let altitude = all.iter().any(|s| s.tally.has_altitude);
    let judged = analysis.measures.pace_is_evidence;
    let flat = altitude && judged;
    let stepped = all.iter().any(|s| s.tally.cadence_spm().is_some());
    let residual = &analysis.verdict.split_residual_pct;
    let off_curve = residual.iter().any(Option::is_some);
    // Less is a drinks table's worth and tells a reader nothing.
    let walked = all.iter().any(|s| s.tally.walked_s >= 10.0);
    let per = format!("/{units}");

    let mut columns = vec![column("Split", units.abbreviation()), column("Pace", &*per)];
    if flat {
        columns.push(column("On the flat", &*per));
    }
    if stepped {
        columns.push(column("Cadence", "spm"));
    }
    if stepped && judged {
        columns.push(column("Stride", "m"));
    }
    if off_curve {
        columns.push(column("Vs usual", "%"));
    }
    if walked {
        columns.push(column("Walked", "min:s"));
    }
    if heart {
        columns.push(column("Heart", "bpm"));
    }
    if altitude {
        columns.push(column("Climb", f::climb_unit(units)));
    }
    let row = |(i, s): (usize, &Split)| {
        let t = &s.tally;
        let pace = |v: f64| f::pace(v, units);
        let mut cells = vec![
            Cell::plain(stretch(s, units)),
            Cell::measured(t.pace_s_per_km(), pace),
        ];
        if flat {
            cells.push(Cell::measured(t.grade_adjusted_pace_s_per_km(), pace));
        }
        if stepped {
            cells.push(Cell::measured(t.cadence_spm(), |v| f::decimal(v, 0)));
        }
        if stepped && judged {
            cells.push(Cell::measured(t.step_length_m(), |v| f::decimal(v, 2)));
        }
        if off_curve {
            let value = residual.get(i).copied().flatten();
            cells.push(Cell::measured(value, |v| f::signed(v, 1)));
        }
        if walked {
            cells.push(Cell::plain(f::minutes_seconds(t.walked_s)));
        }
        if heart {
            cells.push(Cell::measured(t.mean(Channel::HeartRate), |v| {
                f::decimal(v, 0)
            }));
        }
        if altitude {
            cells.push(Cell::measured(t.has_altitude.then_some(t.ascent_m), |v| {
                f::climb(v, units)
            }));
        }
        cells
    };
    Table {
        id: "splits",
        title: "Splits".into(),
        note: Some(splits_note(&analysis.measures, flat, off_curve)),
        columns,
        rows: all.iter().enumerate().map(row).collect(),
    }
}

fn splits_note(measures: &Measures, flat: bool, off_curve: bool) -> String {
    let all = &measures.splits;
    let mut notes = vec![if measures.pace_is_evidence {
        "Pace is moving time. Cadence and stride length (per step, as your watch shows it) are \
         from running only."
    } else {
        "Pace is moving time by the recorded distance, and was not judged. Cadence is from \
         running only."
    }];
    if flat {
        notes.push("On the flat: the pace of equal effort without hills.");
    }
    if off_curve {
        notes.push(if measures.pace_is_evidence {
            "Vs usual: cadence against what you take fresh at that pace and grade."
        } else {
            "Vs usual: cadence against its level while fresh."
        });
    }
    if all.iter().any(|s| s.partial) {
        notes.push("* The remainder, shorter than the others.");
    }
    notes.join(" ")
}

fn changes(
    measures: &Measures,
    units: DisplayUnits,
    id: &'static str,
    title: &str,
    pick: fn(&Split) -> Changes,
) -> Option<Table> {
    let all = |c: Changes| [c.pace_pct, c.cadence_pct, c.step_length_pct];
    let judged = [&PACE, &CADENCE, &STEP_LENGTH].map(|m| words::is_judged(m.key, measures));
    let known =
        [0, 1, 2].map(|k| judged[k] && measures.splits.iter().any(|s| all(pick(s))[k].is_some()));
    // Without cadence there are no columns for it, without a pace of its own none for speed.
    let parts = |c: Changes| {
        let kept = all(c).into_iter().zip(known);
        kept.filter(|k| k.1).map(|k| k.0).collect::<Vec<_>>()
    };
    let largest = measures
        .splits
        .iter()
        .flat_map(|s| parts(pick(s)))
        .flatten()
        .fold(0.0, |most: f64, e| most.max(e.value.abs()));
    let rows: Vec<_> = measures
        .splits
        .iter()
        .filter(|s| parts(pick(s)).iter().any(Option::is_some))
        .map(|s| {
            let mut cells = vec![Cell::plain(stretch(s, units))];
            cells.extend(parts(pick(s)).into_iter().map(|e| Cell::change(e, largest)));
            cells
        })
        .collect();
    let mut columns = vec![column("Split", units.abbreviation())];
    let names = ["Pace", "Cadence", "Stride"].into_iter().zip(known);
    columns.extend(names.filter(|n| n.1).map(|n| column(n.0, "%")));
    (!rows.is_empty()).then(|| Table {
        id,
        title: title.into(),
        note: Some(changes_note(judged[0])),
        columns,
        rows,
    })
}

fn changes_note(of_pace: bool) -> String {
    let mut note = "Means of whole splits in percent, hills included, with 95 % intervals over \
                    the same ground"
        .to_owned();
    note.push_str(if of_pace {
        "; pace above zero is slower."
    } else {
        "."
    });
    note
}

/// A measure with the values and the change that the tiles show, where it stands there too:
/// the interval keeps its width.
fn as_in_the_tiles(witness: &Witness, compared: Option<&Comparison>) -> Witness {
    let pair = compared.and_then(|c| match witness.metric {
        key if key == CADENCE.key => Some(c.cadence_spm),
        key if key == STEP_LENGTH.key => Some(c.step_length_m),
        key if key == PACE.key => Some(c.pace_s_per_km),
        _ => None,
    });
    pair.map_or(*witness, |pair| {
        let moved = pair.change_pct() - witness.change_pct.value;
        Witness {
            fresh: pair.fresh,
            late: pair.late,
            change_pct: witness.change_pct.map(|pct| pct + moved),
            ..*witness
        }
    })
}

fn witnesses(analysis: &Analysis, units: DisplayUnits) -> Option<Table> {
    let tiles = Comparison::new(&analysis.measures, &analysis.verdict);
    let rows: Vec<_> = words::compared(analysis)
        .iter()
        .map(|witness| as_in_the_tiles(witness, tiles.as_ref()))
        .filter_map(|w| {
            let metric = words::metric_by_key(w.metric)?;
            Some(vec![
                Cell {
                    text: metric.name.to_owned(),
                    detail: Some(words::metric_unit(metric, units)),
                    bar: None,
                },
                Cell::plain(words::metric(metric, w.fresh, units)),
                Cell::plain(words::metric(metric, w.late, units)),
                Cell {
                    text: f::signed(w.change_pct.value, 1),
                    detail: Some(interval(w.change_pct)),
                    bar: None,
                },
            ])
        })
        .collect();
    (!rows.is_empty()).then(|| Table {
        id: "witnesses",
        title: "Fresh against late".into(),
        note: None,
        columns: vec![
            column("Measure", ""),
            column("Fresh", ""),
            column("Late", ""),
            column("Change", "%"),
        ],
        rows,
    })
}
