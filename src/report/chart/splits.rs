//! Change of cadence, step length and pace by split against the first, with intervals.

use super::axis::{Axis, Tick};
use super::canvas::{Rect, TextStyle};
use super::frame::{self, EDGE, LINE};
use super::list::{Align, Height};
use super::panel::Panel;
use super::style::{self, Ink};
use super::{Figure, Sketch};
use crate::Analysis;
use crate::derive;
use crate::measure::metrics::{CADENCE, PACE, STEP_LENGTH};
use crate::measure::{Changes, Measures, Split};
use crate::report::{ReportOptions, words};
use crate::stats::Estimate;
use crate::units::{DisplayUnits, format};

/// Change of each split against the first, as bars.
pub const FIGURE: Figure = Figure {
    name: "splits",
    title: "Change by split, against the first",
    heights: |analysis| {
        // A picture has 450 px of height at least, with a single row too.
        let rows = rows(&analysis.measures).count() as u32;
        [(110 + 150 * rows).max(450), 125 + 165 * rows]
    },
    applies: |analysis| rows(&analysis.measures).next().is_some(),
    alt,
    draw,
};

/// How it is read.
const READING: &str =
    "A bar whose whisker crosses zero may be no change at all. Each row has its own scale.";

/// A row of bars.
struct Bars {
    name: &'static str,
    metric: &'static str,
    /// What it is called in the text for those who do not see the chart.
    spoken: &'static str,
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
        spoken: "cadence",
        heading: "Cadence, %",
        ink: style::CADENCE,
        sign: 1.0,
        change: |c| c.cadence_pct,
        first: |s, _| s.tally.cadence_spm().map(format::cadence),
    },
    Bars {
        name: "step_length",
        metric: STEP_LENGTH.key,
        spoken: "stride length",
        heading: "Stride length, %",
        ink: style::STEP,
        sign: 1.0,
        change: |c| c.step_length_pct,
        first: |s, _| s.tally.step_length_m().map(format::step_length),
    },
    Bars {
        name: "pace",
        metric: PACE.key,
        spoken: "running pace (+ is slower)",
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

fn alt(analysis: &Analysis, options: &ReportOptions) -> String {
    let (measures, noun) = (&analysis.measures, format::noun(options.units));
    let mut lines = Vec::new();
    for split in &measures.splits {
        let change = |bars: &Bars| Some((bars.spoken, (bars.change)(&split.from_first)?));
        let changes = rows(measures).filter_map(change);
        let of: Vec<String> = changes
            .map(|(name, change)| format!("{name} {}", words::change(&change)))
            .collect();
        if !of.is_empty() {
            let to = format::decimal(format::length(split.to, options.units), 1);
            let partial = if split.partial { ", partial" } else { "" };
            let (index, of) = (split.index, of.join(", "));
            lines.push(format!("split {index} to {noun} {to}{partial}: {of}"));
        }
    }
    let lines = lines.join("; ");
    format!("Change from the first split, with 95 % intervals. {lines}.")
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

fn draw(sketch: &Sketch) {
    let (canvas, splits) = (sketch.canvas, &sketch.analysis.measures.splits);
    let rows: Vec<&Bars> = rows(&sketch.analysis.measures).collect();
    let top = frame::header(sketch, (FIGURE.title, READING));
    let bottom = canvas.height - EDGE - 2.0 * LINE - 2.0;
    let each = (bottom - top) / rows.len() as f64;
    let (left, right) = (frame::left(canvas), canvas.width - EDGE);
    for (k, bars) in rows.iter().enumerate() {
        let from = top + each * k as f64;
        let plot = Rect::new(left, from + LINE + 6.0, right, from + each - 6.0);
        let panel = row(sketch, bars, plot);
        if k + 1 == rows.len() {
            names(&panel, splits, sketch.units());
        }
    }
}

fn row<'a>(sketch: &Sketch<'a>, bars: &Bars, plot: Rect) -> Panel<'a> {
    let (canvas, splits) = (sketch.canvas, &sketch.analysis.measures.splits);
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
    let changes = splits.iter().map(|split| (bars.change)(&split.from_first));
    let changes: Vec<(usize, Estimate)> = (changes.enumerate())
        .filter_map(|(k, change)| Some((k, change?)))
        .collect();
    canvas.group("series", || {
        for (k, change) in &changes {
            bar(&panel, *k, change, bars);
        }
    });
    // What the first split was, where its bar would be.
    let first = splits.first().filter(|_| changes.iter().all(|c| c.0 > 0));
    if let Some(text) = first.and_then(|split| (bars.first)(split, sketch.units())) {
        let at = (panel.px(0.5), panel.py(0.0) - 5.0);
        over_column(&panel, &text, at, TextStyle::label(), Height::Baseline);
    }
    for (k, change) in &changes {
        value(&panel, *k, change, bars);
    }
    let heading = TextStyle::heading(bars.ink);
    canvas.text(bars.heading, (EDGE, plot.top - 9.0), heading);
    panel
}

/// Width of the room that a split has, px.
fn column(panel: &Panel<'_>) -> f64 {
    panel.px(1.0) - panel.px(0.0)
}

/// Writes text over or under a bar, where its column is wide enough.
fn over_column(panel: &Panel<'_>, text: &str, at: (f64, f64), of: TextStyle, height: Height) {
    if of.room(text) + 4.0 <= column(panel) {
        panel.canvas.text(text, at, of.at(Align::Middle, height));
    }
}

/// Decimals of a written number.
fn decimals(label: &str) -> usize {
    label.split_once('.').map_or(0, |(_, rest)| rest.len())
}

fn bar(panel: &Panel<'_>, k: usize, change: &Estimate, bars: &Bars) {
    let (canvas, middle) = (panel.canvas, panel.px(k as f64 + 0.5));
    let half = (column(panel) * 0.62).min(WIDEST) / 2.0;
    let [low, value, high] =
        [change.low, change.value, change.high].map(|pct| panel.py(pct * bars.sign));
    let zero = panel.py(0.0);
    let body = Rect::new(
        middle - half,
        zero.min(value),
        middle + half,
        zero.max(value),
    );
    canvas.fill(body, bars.ink, 0.85);
    canvas.line(&[(middle, low), (middle, high)], style::INK, 1.0, 1.4);
    let cap = (half * 0.4).min(6.0);
    for y in [low, high] {
        let ends = [(middle - cap, y), (middle + cap, y)];
        canvas.line(&ends, style::INK, 1.0, 1.4);
    }
}

/// The change in numbers beyond the whisker.
fn value(panel: &Panel<'_>, k: usize, change: &Estimate, bars: &Bars) {
    let text = format::signed(change.value, 1);
    let bold = TextStyle::new(style::LABEL, style::INK).bold();
    let ends = [change.low * bars.sign, change.high * bars.sign];
    let (y, height) = match change.value * bars.sign < 0.0 {
        true => (panel.py(ends[0].min(ends[1])) + 4.0, Height::Top),
        false => (panel.py(ends[0].max(ends[1])) - 4.0, Height::Baseline),
    };
    over_column(panel, &text, (panel.px(k as f64 + 0.5), y), bold, height);
}

/// Names of the splits below the last row: where each ends; as many as have room.
fn names(panel: &Panel<'_>, splits: &[Split], units: DisplayUnits) {
    let canvas = panel.canvas;
    let label = TextStyle::label().at(Align::Middle, Height::Top);
    let y = panel.plot.bottom + 8.0;
    let name = |s: &Split, long: bool| match long {
        true => words::stretch(s, units).replace('-', "\u{2013}"),
        false => format!("{}{}", s.index, if s.partial { "*" } else { "" }),
    };
    let fits = |s: &Split| label.room(&name(s, true)) + 6.0 <= column(panel);
    let long = splits.iter().all(fits);
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
    let note = TextStyle::note();
    if splits.iter().any(|s| s.partial) {
        let right = (canvas.width - EDGE, below);
        let note = note.at(Align::End, Height::Baseline);
        canvas.text("* partial split", right, note);
    }
    canvas.text("whiskers: 95 % intervals", (EDGE, below), note)
}
