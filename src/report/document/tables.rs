//! The tables of the report: splits, their changes, and every metric fresh against late.

use super::tree::{Block, Cell, Column, Medium, Table, Text};
use crate::Analysis;
use crate::advise::Comparison;
use crate::derive;
use crate::detect::Kind;
use crate::measure::metrics::{CADENCE, GRADE_ADJUSTED_PACE, HEART_RATE, PACE, STEP_LENGTH};
use crate::measure::{Changes, Measures, Split};
use crate::report::words::{self, stretch};
use crate::stats::Estimate;
use crate::units::DisplayUnits;
use crate::units::format::{self as f, stretch as stretch_of};

/// Picks one change of a split.
type Change = fn(&Changes) -> Option<Estimate>;

impl Cell {
    /// A value, or the sign for none.
    fn measured(value: Option<f64>, show: impl Fn(f64) -> String) -> Self {
        Self::plain(value.map_or_else(|| f::ABSENT.to_owned(), show))
    }

    /// A change in percent with its interval; `largest` scales the bar.
    fn change(estimate: Option<Estimate>, largest: f64) -> Self {
        let Some(e) = estimate else {
            return Self::plain(f::ABSENT);
        };
        Self {
            detail: Some(interval(e)),
            bar: (largest > 0.0).then(|| (e.value / largest).clamp(-1.0, 1.0)),
            ..Self::plain(f::signed(e.value, 1))
        }
    }

    /// A change in percent without its interval: strong where that excludes zero.
    fn short_change(estimate: Option<Estimate>) -> Self {
        let cell = Self::measured(estimate.map(|e| e.value), |v| f::signed(v, 1));
        Self {
            strong: estimate.map(|e| !e.contains(0.0)),
            ..cell
        }
    }
}

/// An interval with signs: `-5.0 to -3.2`.
pub fn interval(e: Estimate) -> String {
    format!("{} to {}", f::signed(e.low, 1), f::signed(e.high, 1))
}

/// Every table that has something to show.
pub fn all(analysis: &Analysis, units: DisplayUnits) -> Vec<Block> {
    let m = &analysis.measures;
    let first = changes(m, units, "from-first", "Change from the first split", |s| {
        s.from_first
    });
    let title = "Change from the split before";
    let previous = changes(m, units, "from-previous", title, |s| s.from_previous)
        .filter(|_| m.splits.len() > 2);
    let beside = [first, previous].into_iter().flatten();
    let beside: Vec<Vec<Block>> = beside.map(|t| vec![Block::Table(t)]).collect();
    let mut blocks = Vec::new();
    if !m.splits.is_empty() {
        blocks.push(Block::Table(splits(analysis, units)));
    }
    let mut page = Vec::new();
    if !beside.is_empty() {
        page.push(Block::Columns(beside));
    }
    page.extend(witnesses(analysis, units).map(Block::Table));
    if !page.is_empty() {
        blocks.push(Block::on_page(page));
    }
    blocks
}

/// Less walking or standing in a split, in seconds, is a drinks table's or a traffic light's
/// worth and tells a reader nothing.
const LEAST_PAUSE_S: f64 = 10.0;

/// The splits. A terminal has the changes from the first split here, for want of room for a
/// table of their own.
fn splits(analysis: &Analysis, units: DisplayUnits) -> Table {
    let m = &analysis.measures;
    let rows = vec![Vec::new(); m.splits.len()];
    let mut table = Table::new("splits", "Splits", Vec::new(), rows);
    let walks = m.splits.iter().any(|s| s.tally.walked_s >= LEAST_PAUSE_S);
    table.notes = splits_notes(analysis, walks, units);
    let mut add = |name: &str, unit: String, drop, only, cell: &dyn Fn(usize, &Split) -> Cell| {
        let splits = m.splits.iter().enumerate();
        let cells: Vec<Cell> = splits.map(|(at, split)| cell(at, split)).collect();
        // A column without any value is left out.
        if cells.iter().any(|cell| cell.text != f::ABSENT) {
            table.columns.push(Column {
                drop,
                only,
                ..Column::numbers(name, unit)
            });
            let rows = table.rows.iter_mut().zip(cells);
            rows.for_each(|(row, cell)| row.push(cell));
        }
    };
    let terminal = Some(Medium::Terminal);
    let percent = || "%".to_owned();
    add("Split", units.abbreviation().into(), 0, None, &|_, s| {
        Cell::plain(stretch(s, units))
    });
    let hilly = m.splits.iter().any(|s| s.tally.has_altitude);
    for (name, metric, drop) in [
        ("Pace", &PACE, 0),
        ("On flat", &GRADE_ADJUSTED_PACE, 7),
        ("Cadence", &CADENCE, 0),
        ("Stride", &STEP_LENGTH, 1),
        ("Heart", &HEART_RATE, 5),
    ] {
        // The pace stands all the same: it is what the runner saw.
        let judged = derive::is_judged(metric.key, m) || metric.key == PACE.key;
        if judged && (hilly || metric.key != GRADE_ADJUSTED_PACE.key) {
            let unit = words::metric_unit(metric, units);
            add(name, unit, drop, None, &|_, s| {
                let show = |value| words::metric(metric, value, units);
                Cell::measured((metric.value)(&s.tally), show)
            });
        }
    }
    let residual = &analysis.verdict.split_residual_pct;
    add("Vs usual", percent(), 6, None, &|at, _| {
        Cell::measured(residual.get(at).copied().flatten(), |v| f::signed(v, 1))
    });
    add("Climb", f::climb_unit(units).into(), 8, None, &|_, s| {
        let climbed = s.tally.has_altitude.then_some(s.tally.ascent_m);
        Cell::measured(climbed, |m| f::climb(m, units))
    });
    add("Walked", "min:s".into(), 4, None, &|_, s| {
        paused(s.tally.walked_s)
    });
    add("Stopped", "min:s".into(), 9, terminal, &|_, s| {
        paused(s.tally.stopped_s)
    });
    // Beside a pace with walking, the change of running alone has its own name.
    let pace = if walks {
        DELTA_RUNNING_PACE
    } else {
        DELTA_PACE
    };
    let changes: [(_, _, _, Change); 3] = [
        (pace, &PACE, 3, |c| c.pace_pct),
        ("\u{394} cadence", &CADENCE, 2, |c| c.cadence_pct),
        ("\u{394} stride", &STEP_LENGTH, 2, |c| c.step_length_pct),
    ];
    for (name, metric, drop, change) in changes {
        if derive::is_judged(metric.key, m) {
            add(name, percent(), drop, terminal, &|_, s| {
                Cell::short_change(change(&s.from_first))
            });
        }
    }
    table
}

/// Names of the column with the change of pace.
const DELTA_PACE: &str = "\u{394} pace";
/// The same where there is walking, which it leaves out.
const DELTA_RUNNING_PACE: &str = "\u{394} run pace";

/// Time walked or stood, where it is worth a number.
fn paused(seconds: f64) -> Cell {
    let seconds = Some(seconds).filter(|s| *s >= LEAST_PAUSE_S);
    Cell::measured(seconds, f::minutes_seconds)
}

/// How the columns of the splits are read.
fn splits_notes(
    analysis: &Analysis,
    walks: bool,
    units: DisplayUnits,
) -> Vec<(Option<&'static str>, Text)> {
    let measures = &analysis.measures;
    let judged = measures.pace_is_evidence;
    let hides = |s: &Split| {
        s.tally.flat_pace_s_per_km().is_some() && s.tally.grade_adjusted_pace_s_per_km().is_none()
    };
    let hills_hide = measures.splits.iter().any(hides);
    let mut notes: Vec<(Option<&'static str>, Text)> = Vec::new();
    // The headline's paces are those of no split.
    let compared = Comparison::new(measures, &analysis.verdict);
    let verdict = &analysis.verdict;
    let is_compared = match verdict.kind {
        Kind::Steady | Kind::Undecided => false,
        // Of a cool-down no size is said.
        Kind::EasedOff => verdict.pace.fade_onset.is_some(),
        Kind::FormBreakdown | Kind::PaceFade | Kind::GradualDrift => true,
    };
    if let Some(c) = compared.filter(|_| is_compared) {
        let [fresh, late] = [c.fresh, c.late].map(|part| stretch_of(part, units));
        notes.push((
            None,
            format!("The headline compares {late} (late) with {fresh} (fresh).").into(),
        ));
    }
    let mut fixed = vec![
        (
            None,
            match judged {
                true => "Pace leaves out stops.",
                false => "Pace leaves out stops, is by the recorded distance, and was not judged.",
            },
        ),
        (
            Some(CADENCE.name),
            match judged {
                true => {
                    "Cadence and stride (one step, as your watch shows it) are from running only."
                }
                false => "Cadence is from running only.",
            },
        ),
        (
            Some("On flat"),
            match (walks, hills_hide) {
                (true, true) => {
                    "On flat: running pace of equal effort without hills; left out where hills \
                     change it by more than 10 %, since it would be a guess."
                }
                (false, true) => {
                    "On flat: pace of equal effort without hills; left out where hills change it by \
                     more than 10 %, since it would be a guess."
                }
                (true, false) => "On flat: running pace of equal effort without hills.",
                (false, false) => "On flat: pace of equal effort without hills.",
            },
        ),
        (
            Some("Vs usual"),
            match judged {
                true => {
                    "Vs usual: mean cadence against what you take fresh at that pace and grade."
                }
                false => "Vs usual: mean cadence against its level while fresh.",
            },
        ),
        (
            Some("\u{394} cadence"),
            match judged {
                true => {
                    "\u{394}: mean of the split against the first, running only; pace above 0 is \
                     slower."
                }
                false => "\u{394}: mean of the split against the first, running only.",
            },
        ),
    ];
    if measures.splits.iter().any(|s| s.partial) {
        fixed.push((None, "* The remainder, shorter than the others."));
    }
    notes.extend(fixed.into_iter().map(|(of, note)| (of, note.into())));
    notes
}

fn changes(
    measures: &Measures,
    units: DisplayUnits,
    id: &'static str,
    title: &str,
    pick: fn(&Split) -> Changes,
) -> Option<Table> {
    let all = |c: Changes| [c.pace_pct, c.cadence_pct, c.step_length_pct];
    let judged = [&PACE, &CADENCE, &STEP_LENGTH].map(|m| derive::is_judged(m.key, measures));
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
    let mut columns = vec![Column::numbers("Split", units.abbreviation())];
    let walks = (measures.splits.iter()).any(|s| s.tally.walked_s >= LEAST_PAUSE_S);
    let pace = if walks { "Running pace" } else { "Pace" };
    let names = [pace, "Cadence", "Stride"].into_iter().zip(known);
    columns.extend(names.filter(|n| n.1).map(|n| Column::numbers(n.0, "%")));
    let note = changes_note(judged[0]);
    (!rows.is_empty()).then(|| Table::new(id, title, columns, rows).noted(note))
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

/// Every metric fresh against late, with the numbers of the tiles.
fn witnesses(analysis: &Analysis, units: DisplayUnits) -> Option<Table> {
    let rows: Vec<_> = derive::compared(&analysis.measures, &analysis.verdict)
        .iter()
        .filter_map(|w| {
            let metric = words::metric_by_key(w.metric)?;
            Some(vec![
                Cell {
                    detail: Some(words::metric_unit(metric, units)),
                    ..Cell::plain(metric.name)
                },
                Cell::plain(words::metric(metric, w.fresh, units)),
                Cell::plain(words::metric(metric, w.late, units)),
                Cell::change(Some(w.change_pct), 0.0),
            ])
        })
        .collect();
    let columns = [
        ("Measure", ""),
        ("Fresh", ""),
        ("Late", ""),
        ("Change", "%"),
    ];
    let columns = columns.map(|(name, unit)| Column::numbers(name, unit));
    let title = "Fresh against late";
    (!rows.is_empty()).then(|| Table::new("witnesses", title, columns.to_vec(), rows))
}
