//! Change of cadence, step length and pace by split against the first, with intervals.

use super::axis::{Axis, Tick};
use super::canvas::{Canvas, Rect, TextStyle};
use super::frame::{self, EDGE, LINE};
use super::list::{Align, Height};
use super::panel::Panel;
use super::series::in_units;
use super::style::{self, Ink};
use super::{Figure, Width, alt_text};
use crate::Analysis;
use crate::derive;
use crate::measure::metrics::{CADENCE, PACE, STEP_LENGTH};
use crate::measure::{Changes, Measures, Split};
use crate::report::ReportOptions;
use crate::stats::Estimate;
use crate::units::{DisplayUnits, format};

/// Change of each split against the first, as bars.
pub const FIGURE: Figure = Figure {
    name: "splits",
    title: "Change by split, against the first",
    size: |analysis, width| {
        // A picture has 450 px of height at least, with a single row too.
        let rows = rows(&analysis.measures).count() as u32;
        match width {
            Width::Wide => (800, (110 + 150 * rows).max(450)),
            Width::Narrow => (420, 125 + 165 * rows),
        }
    },
    applies: |analysis| rows(&analysis.measures).next().is_some(),
    alt: alt_text::splits,
    draw,
};

/// How it is read.
const READING: &str =
    "A bar whose whisker crosses zero may be no change at all. Each row has its own scale.";

/// A row of bars.
struct Bars {
    name: &'static str,
    metric: &'static str,
    heading: &'static str,
    ink: Ink,
    /// -1 where more is worse, so that down is worse in every row.
    sign: f64,
    change: fn(&Changes) -> Option<Estimate>,
    first: fn(&Split, DisplayUnits) -> Option<String>,
}

const BARS: &[Bars] = &[
    Bars {
        name: "cadence",
        metric: CADENCE.key,
        heading: "Cadence, %",
        ink: style::CADENCE,
        sign: 1.0,
        change: |c| c.cadence_pct,
        first: |s, _| s.tally.cadence_spm().map(format::cadence),
    },
    Bars {
        name: "step_length",
        metric: STEP_LENGTH.key,
        heading: "Stride length, %",
        ink: style::STEP,
        sign: 1.0,
        change: |c| c.step_length_pct,
        first: |s, _| s.tally.step_length_m().map(format::step_length),
    },
    Bars {
        name: "pace",
        metric: PACE.key,
        heading: "Running pace, % (down is slower)",
        ink: style::PACE,
        sign: -1.0,
        change: |c| c.pace_pct,
        first: |s, units| {
            let speed = s.tally.speed_m_per_s()?;
            Some(format::pace_with_unit(1000.0 / speed, units))
        },
    },
];

/// The rows that the splits have changes for which were judged.
fn rows(measures: &Measures) -> impl Iterator<Item = &'static Bars> {
    let has = |b: &Bars| (measures.splits.iter()).any(|s| (b.change)(&s.from_first).is_some());
    BARS.iter()
        .filter(move |b| has(b) && derive::is_judged(b.metric, measures))
}

/// The scale of a row spans at least this many percent each way: a smaller change is within
/// what splits differ by anyway, and must not look large.
const LEAST_PCT: f64 = 2.0;
/// Width of a bar where there is much room, px.
const WIDEST: f64 = 56.0;

/// Lower and upper end of a row's scale; down is worse.
fn scale(splits: &[Split], bars: &Bars) -> (f64, f64) {
    let mut range = (-LEAST_PCT, LEAST_PCT);
    let changes = splits.iter().filter_map(|s| (bars.change)(&s.from_first));
    for end in changes.flat_map(|e| [e.low, e.value, e.high]) {
        range.0 = range.0.min(end * bars.sign);
        range.1 = range.1.max(end * bars.sign);
    }
    let air = (range.1 - range.0) * 0.16;
    (range.0 - air, range.1 + air)
}

fn draw(canvas: &Canvas, analysis: &Analysis, options: &ReportOptions) {
    let splits = &analysis.measures.splits;
    let rows: Vec<&Bars> = rows(&analysis.measures).collect();
    let top = frame::header(canvas, (FIGURE.title, READING), analysis, options);
    let bottom = canvas.height - EDGE - 2.0 * LINE - 2.0;
    let each = (bottom - top) / rows.len() as f64;
    for (k, bars) in rows.iter().enumerate() {
        let from = top + each * k as f64;
        let plot = Rect::new(
            frame::left(canvas),
            from + LINE + 6.0,
            canvas.width - EDGE,
            from + each - 6.0,
        );
        let panel = row(canvas, bars, splits, plot, options.units);
        if k + 1 == rows.len() {
            names(canvas, &panel, splits, options.units);
        }
    }
}

fn row<'a>(
    canvas: &'a Canvas,
    bars: &Bars,
    splits: &[Split],
    plot: Rect,
    units: DisplayUnits,
) -> Panel<'a> {
    let (low, high) = scale(splits, bars);
    let most = ((plot.height() / 17.0) as usize).clamp(2, 6);
    let mut y = Axis::change(low, high, most);
    for tick in &mut y.ticks {
        tick.label = format::signed(tick.at * bars.sign, decimals(&tick.label));
    }
    let x = Axis {
        from: 0.0,
        to: splits.len() as f64,
        ticks: Vec::<Tick>::new(),
    };
    let panel = Panel::new(canvas, bars.name, plot, &x, &y);
    panel.y_axis();
    panel.level(0.0, style::AXIS);
    canvas.group("series", || {
        for (k, split) in splits.iter().enumerate() {
            if let Some(change) = (bars.change)(&split.from_first) {
                bar(canvas, &panel, k, &change, bars);
            }
        }
    });
    let column = panel.px(1.0) - panel.px(0.0);
    for (k, split) in splits.iter().enumerate() {
        match (bars.change)(&split.from_first) {
            Some(change) => value(canvas, &panel, k, &change, bars, column),
            None if k == 0 => {
                if let Some(text) = (bars.first)(split, units) {
                    baseline(canvas, &panel, &text, column);
                }
            }
            None => {}
        }
    }
    let heading = TextStyle::heading(bars.ink);
    canvas.text(bars.heading, (EDGE, plot.top - 9.0), heading);
    panel
}

/// Decimals of a written number.
fn decimals(label: &str) -> usize {
    label.split_once('.').map_or(0, |(_, rest)| rest.len())
}

fn bar(canvas: &Canvas, panel: &Panel<'_>, k: usize, change: &Estimate, bars: &Bars) {
    let middle = panel.px(k as f64 + 0.5);
    let column = panel.px(1.0) - panel.px(0.0);
    let half = (column * 0.62).min(WIDEST) / 2.0;
    let (zero, end) = (panel.py(0.0), panel.py(change.value * bars.sign));
    let body = Rect::new(middle - half, zero.min(end), middle + half, zero.max(end));
    canvas.fill(body, bars.ink, 0.85);
    let (low, high) = (
        panel.py(change.low * bars.sign),
        panel.py(change.high * bars.sign),
    );
    canvas.line(&[(middle, low), (middle, high)], style::INK, 1.0, 1.4);
    let cap = (half * 0.4).min(6.0);
    for y in [low, high] {
        let ends = [(middle - cap, y), (middle + cap, y)];
        canvas.line(&ends, style::INK, 1.0, 1.4);
    }
}

/// The change in numbers beyond the whisker, where there is room.
fn value(
    canvas: &Canvas,
    panel: &Panel<'_>,
    k: usize,
    change: &Estimate,
    bars: &Bars,
    column: f64,
) {
    let text = format::signed(change.value, 1);
    let bold = TextStyle::new(style::LABEL, style::INK).bold();
    if bold.room(&text) + 4.0 > column {
        return;
    }
    let middle = panel.px(k as f64 + 0.5);
    let ends = [change.low * bars.sign, change.high * bars.sign];
    if change.value * bars.sign < 0.0 {
        let y = panel.py(ends[0].min(ends[1])) + 4.0;
        canvas.text(&text, (middle, y), bold.at(Align::Middle, Height::Top))
    } else {
        let y = panel.py(ends[0].max(ends[1])) - 4.0;
        canvas.text(&text, (middle, y), bold.at(Align::Middle, Height::Baseline))
    }
}

/// What the first split was, where its bar would be.
fn baseline(canvas: &Canvas, panel: &Panel<'_>, text: &str, column: f64) {
    let of = TextStyle::label().at(Align::Middle, Height::Baseline);
    if of.room(text) + 4.0 > column {
        return;
    }
    canvas.text(text, (panel.px(0.5), panel.py(0.0) - 5.0), of)
}

/// Names of the splits below the last row: where each ends; as many as have room.
fn names(canvas: &Canvas, panel: &Panel<'_>, splits: &[Split], units: DisplayUnits) {
    let label = TextStyle::label().at(Align::Middle, Height::Top);
    let y = panel.plot.bottom + 8.0;
    let column = panel.px(1.0) - panel.px(0.0);
    let short = |v: f64| {
        let text = format::decimal(v, 1);
        text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
    };
    let name = |s: &Split, long: bool| {
        let star = if s.partial { "*" } else { "" };
        let to = short(in_units(s.to, units));
        if long {
            format!("{}\u{2013}{to}{star}", short(in_units(s.from, units)))
        } else {
            format!("{}{star}", s.index)
        }
    };
    let long = splits
        .iter()
        .all(|s| label.room(&name(s, true)) + 6.0 <= column);
    let mut free_from = 0.0;
    for (k, split) in splits.iter().enumerate() {
        let text = name(split, long);
        let half = label.room(&text) / 2.0 + 3.0;
        let x = panel.px(k as f64 + 0.5);
        if x - half >= free_from {
            canvas.text(&text, (x, y), label);
            free_from = x + half;
        }
    }
    let below = canvas.height - EDGE + 4.0;
    let title = match (long, units) {
        (true, DisplayUnits::Miles) => "Split, from mile to mile",
        (true, DisplayUnits::Kilometres) => "Split, from km to km",
        (false, _) => "Split",
    };
    let across = TextStyle::label().at(Align::Middle, Height::Baseline);
    let middle = (panel.plot.left + panel.plot.right) / 2.0;
    canvas.text(title, (middle, below), across);
    if splits.iter().any(|s| s.partial) {
        let note = TextStyle::note().at(Align::End, Height::Baseline);
        canvas.text("* partial split", (canvas.width - EDGE, below), note);
    }
    let note = TextStyle::note();
    canvas.text("whiskers: 95 % intervals", (EDGE, below), note)
}
