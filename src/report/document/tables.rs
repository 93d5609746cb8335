//! The tables of the report: splits, their changes, and every metric fresh against late.

use super::tree::{Block, Cell, Column, Medium, Table, Text};
use crate::Analysis;
use crate::advise::Comparison;
use crate::derive;
use crate::detect::{Kind, Witness};
use crate::measure::metrics::{CADENCE, GRADE_ADJUSTED_PACE, HEART_RATE, PACE, STEP_LENGTH};
use crate::measure::{Changes, Measures, Metric, Split};
use crate::report::words::{self, stretch};
use crate::stats::Estimate;
use crate::units::DisplayUnits;
use crate::units::format::{self as f, stretch as stretch_of};

/// A change of a split: its name, its metric, from when on it is dropped where room is short, and
/// where it stands.
type Change = (
    &'static str,
    &'static Metric,
    u8,
    fn(&Changes) -> Option<Estimate>,
);

/// The changes of a split that are shown.
const CHANGES: [Change; 3] = [
    ("pace", &PACE, 3, |c| c.pace_pct),
    ("cadence", &CADENCE, 2, |c| c.cadence_pct),
    ("stride", &STEP_LENGTH, 2, |c| c.step_length_pct),
];

impl Cell {
    /// A change in percent with its interval; `largest` scales the bar.
    fn change(estimate: Option<Estimate>, largest: f64) -> Self {
        let Some(e) = estimate else {
            return Self::plain(f::ABSENT);
        };
        Self {
            detail: Some(format!(
                "{} to {}",
                f::signed(e.low, 1),
                f::signed(e.high, 1)
            )),
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

/// Every table that has something to show.
pub fn all(analysis: &Analysis, units: DisplayUnits) -> Vec<Block> {
    let m = &analysis.measures;
    let title = "Change from the first split";
    let first = changes(m, units, ("from-first", title), |s| s.from_first);
    let title = "Change from the split before";
    let previous = changes(m, units, ("from-previous", title), |s| s.from_previous);
    let previous = previous.filter(|_| m.splits.len() > 2);
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
    let mut table = Table::new("splits", "Splits");
    let walks = m.splits.iter().any(|s| s.tally.walked_s >= LEAST_PAUSE_S);
    table.notes = splits_notes(analysis, walks, units);
    let mut add = |name: &str, unit: String, drop, only, cell: &dyn Fn(usize, &Split) -> Cell| {
        let splits = m.splits.iter().enumerate();
        let cells: Vec<Cell> = splits.map(|(at, split)| cell(at, split)).collect();
        // A column without any value is left out.
        if cells.iter().any(|cell| cell.text != f::ABSENT) {
            let column = Column {
                drop,
                only,
                ..Column::numbers(name, unit)
            };
            table.add(column, cells);
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
    for (name, metric, drop, change) in CHANGES {
        // Beside a pace with walking, the change of running alone has its own name.
        let name = if walks && metric.key == PACE.key {
            "run pace"
        } else {
            name
        };
        if derive::is_judged(metric.key, m) {
            let name = format!("\u{394} {name}");
            add(&name, percent(), drop, terminal, &|_, s| {
                Cell::short_change(change(&s.from_first))
            });
        }
    }
    table
}

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
    let hides = |s: &Split| {
        s.tally.flat_pace_s_per_km().is_some() && s.tally.grade_adjusted_pace_s_per_km().is_none()
    };
    let hills_hide = measures.splits.iter().any(hides);
    let [pace, steps, usual, change] = match measures.pace_is_evidence {
        true => [
            "Pace leaves out stops.",
            "Cadence and stride (one step, as your watch shows it) are from running only.",
            "Vs usual: mean cadence against what you take fresh at that pace and grade.",
            "\u{394}: mean of the split against the first, running only; pace above 0 is slower.",
        ],
        false => [
            "Pace leaves out stops, is by the recorded distance, and was not judged.",
            "Cadence is from running only.",
            "Vs usual: mean cadence against its level while fresh.",
            "\u{394}: mean of the split against the first, running only.",
        ],
    };
    let flat = match (walks, hills_hide) {
        (true, true) => {
            "On flat: running pace of equal effort without hills; left out where hills change it by \
             more than 10 %, since it would be a guess."
        }
        (false, true) => {
            "On flat: pace of equal effort without hills; left out where hills change it by more \
             than 10 %, since it would be a guess."
        }
        (true, false) => "On flat: running pace of equal effort without hills.",
        (false, false) => "On flat: pace of equal effort without hills.",
    };
    let mut notes: Vec<(Option<&'static str>, Text)> = Vec::new();
    // The headline's paces are those of no split.
    let verdict = &analysis.verdict;
    let is_compared = match verdict.kind() {
        Kind::Steady | Kind::Undecided => false,
        // Of a cool-down no size is said.
        Kind::EasedOff => verdict.pace.fade_onset.is_some(),
        Kind::FormBreakdown | Kind::PaceFade | Kind::GradualDrift => true,
    };
    if let Some(c) = Comparison::new(measures, verdict).filter(|_| is_compared) {
        let [fresh, late] = [c.fresh, c.late].map(|part| stretch_of(part, units));
        let compared = format!("The headline compares {late} (late) with {fresh} (fresh).");
        notes.push((None, compared.into()));
    }
    let mut fixed = vec![
        (None, pace),
        (Some(CADENCE.name), steps),
        (Some("On flat"), flat),
        (Some("Vs usual"), usual),
        (Some("\u{394} cadence"), change),
    ];
    if measures.splits.iter().any(|s| s.partial) {
        fixed.push((None, "* The remainder, shorter than the others."));
    }
    notes.extend(fixed.into_iter().map(|(of, note)| (of, note.into())));
    notes
}

/// The changes of the splits against another; `None` where there are none.
fn changes(
    measures: &Measures,
    units: DisplayUnits,
    (id, title): (&str, &str),
    pick: fn(&Split) -> Changes,
) -> Option<Table> {
    let splits = measures.splits.iter();
    // Without cadence there are no columns for it, without a pace of its own none for speed.
    let is_known = |(_, metric, _, change): &&Change| {
        let known = splits.clone().any(|s| change(&pick(s)).is_some());
        derive::is_judged(metric.key, measures) && known
    };
    let known: Vec<&Change> = CHANGES.iter().filter(is_known).collect();
    let of = |s: &Split| -> Vec<Estimate> {
        let all = known.iter().map(|(.., change)| change(&pick(s)));
        all.flatten().collect()
    };
    let splits: Vec<&Split> = splits.clone().filter(|s| !of(s).is_empty()).collect();
    let sizes = splits.iter().flat_map(|s| of(s)).map(|e| e.value.abs());
    let largest = sizes.fold(0.0, f64::max);
    let of_pace = match derive::is_judged(PACE.key, measures) {
        true => "; pace above zero is slower.",
        false => ".",
    };
    let mut table = Table::new(id, title).noted(format!(
        "Means of whole splits in percent, hills included, with 95 % intervals over the same \
         ground{of_pace}"
    ));
    let places = splits.iter().map(|s| Cell::plain(stretch(s, units)));
    table.add(Column::numbers("Split", units.abbreviation()), places);
    let walks = (measures.splits.iter()).any(|s| s.tally.walked_s >= LEAST_PAUSE_S);
    for (name, metric, _, change) in known {
        let cell = |s: &&Split| Cell::change(change(&pick(s)), largest);
        let name = if walks && metric.key == PACE.key {
            "Running pace".to_owned()
        } else {
            words::capital(name)
        };
        let column = Column::numbers(name, "%");
        table.add(column, splits.iter().map(cell));
    }
    (!table.rows.is_empty()).then_some(table)
}

/// Every metric fresh against late, with the numbers of the tiles.
fn witnesses(analysis: &Analysis, units: DisplayUnits) -> Option<Table> {
    let compared = derive::compared(&analysis.measures, &analysis.verdict);
    let all: Vec<(&Metric, &Witness)> = (compared.iter())
        .filter_map(|w| Some((words::metric_by_key(w.metric)?, w)))
        .collect();
    let mut table = Table::new("witnesses", "Fresh against late");
    let mut add = |name, unit, cell: &dyn Fn(&Metric, &Witness) -> Cell| {
        let cells = all.iter().map(|(metric, w)| cell(metric, w));
        table.add(Column::numbers(name, unit), cells);
    };
    let shown = |metric: &Metric, value| Cell::plain(words::metric(metric, value, units));
    add("Measure", "", &|metric, _| Cell {
        detail: Some(words::metric_unit(metric, units)),
        ..Cell::plain(metric.name)
    });
    add("Fresh", "", &|metric, w| shown(metric, w.fresh));
    add("Late", "", &|metric, w| shown(metric, w.late));
    add("Change", "%", &|_, w| Cell::change(Some(w.change_pct), 0.0));
    (!all.is_empty()).then_some(table)
}
