//! Running dynamics and whatever else the watch measured, as small charts side by side.

use super::axis::{Axis, distance_name};
use super::canvas::{Canvas, Rect, TextStyle};
use super::frame::{self, EDGE, LINE};
use super::list::{Align, Height};
use super::marks::Marks;
use super::panel::Panel;
use super::series;
use super::stack::PER_TICK;
use super::{Figure, Width, alt_text, style};
use crate::Analysis;
use crate::derive::{self, DynamicsMile, SPREAD, Track};
use crate::measure::Metric;
use crate::report::{ReportOptions, words};
use crate::units::DisplayUnits;

/// Metrics that no other chart shows, over distance.
pub const FIGURE: Figure = Figure {
    name: "dynamics",
    title: "Running dynamics",
    size: |analysis, width| {
        let count = shown(analysis).count();
        match width {
            Width::Wide => (800, height(count.div_ceil(2), 150).max(450)),
            Width::Narrow => (420, height(count, 130)),
        }
    },
    applies: |analysis| shown(analysis).any(|metric| metric.key != SPREAD),
    alt: alt_text::dynamics,
    draw,
};

/// How it is read.
const READING: &str = "What else the watch measured, with its change from fresh to late.";
/// Room between charts side by side, px.
const BESIDE: f64 = 26.0;
/// A small chart is at most this many points wide.
const MOST_POINTS: usize = 200;
/// Height of the figure for this many rows, px.
fn height(rows: usize, each: u32) -> u32 {
    // Title, legend and axis take about 130 px.
    130 + each * u32::try_from(rows).unwrap_or(1)
}

/// The metrics of this run that no other chart shows.
fn shown(analysis: &Analysis) -> impl Iterator<Item = &'static Metric> {
    derive::dynamics(&analysis.measures, &analysis.verdict)
}

fn draw(canvas: &Canvas, analysis: &Analysis, options: &ReportOptions) {
    let units = options.units;
    let marks = Marks::of(analysis, units);
    let metrics: Vec<&Metric> = shown(analysis).collect();
    let top = frame::header(canvas, (FIGURE.title, READING), analysis, options);
    let top = frame::legend(canvas, top, &marks.shading_legend());
    let columns = if canvas.is_narrow() { 1 } else { 2 };
    let rows = metrics.len().div_ceil(columns);
    let bottom = canvas.height - EDGE - LINE + 6.0;
    let each = (bottom - top) / rows as f64;
    let wide = (canvas.width - 2.0 * EDGE + BESIDE) / columns as f64;
    let x = Axis::distance(series::length(&analysis.measures, units), 6);
    for (k, metric) in metrics.iter().enumerate() {
        let left = EDGE + wide * (k % columns) as f64;
        let from = top + each * (k / columns) as f64;
        let plot = Rect::new(
            left + 42.0,
            from + LINE + 8.0,
            left + wide - BESIDE,
            from + each - 22.0,
        );
        let panel = if metric.key == SPREAD {
            let miles = derive::dynamics_by_mile(&analysis.measures, metric);
            by_mile(canvas, metric, &miles, plot, &x, &marks)
        } else if let Some(track) = derive::dynamics_track(&analysis.measures, metric) {
            let track = track.in_units(units.length(), 1.0);
            small(canvas, metric, &track, plot, &x, &marks)
        } else {
            continue;
        };
        heading(canvas, metric, left, &panel, analysis, units);
    }
    let name = TextStyle::label().at(Align::Middle, Height::Baseline);
    let at = (canvas.width / 2.0, canvas.height - EDGE + 3.0);
    canvas.text(distance_name(units), at, name)
}

fn small<'a>(
    canvas: &'a Canvas,
    metric: &Metric,
    track: &Track,
    plot: Rect,
    x: &Axis,
    marks: &Marks,
) -> Panel<'a> {
    let most = ((plot.height() / PER_TICK) as usize).clamp(2, 5);
    let y = Axis::number(track.range.0, track.range.1, most);
    let panel = framed(canvas, metric, plot, (x, &y), marks);
    canvas.group("series", || {
        let of = |points| derive::thinned(points, MOST_POINTS);
        panel.series(&of(&track.raw), style::EXTRA, 0.35, style::LIGHT);
        panel.series(&of(&track.smooth), style::EXTRA, 1.0, style::STRONG)
    });
    panel
}

/// A panel with its axes and marks, before its series.
fn framed<'a>(
    canvas: &'a Canvas,
    metric: &Metric,
    plot: Rect,
    (x, y): (&Axis, &Axis),
    marks: &Marks,
) -> Panel<'a> {
    let panel = Panel::new(canvas, metric.key, plot, x, y);
    marks.behind(&panel);
    panel.y_axis();
    panel.x_axis();
    marks.over(canvas, &panel);
    panel
}

/// A dot a mile at the median, with a line over the middle half of its windows.
fn by_mile<'a>(
    canvas: &'a Canvas,
    metric: &Metric,
    miles: &[DynamicsMile],
    plot: Rect,
    x: &Axis,
    marks: &Marks,
) -> Panel<'a> {
    let highest = miles.iter().map(|m| m.quartiles[2]).fold(1.0, f64::max);
    let most = ((plot.height() / PER_TICK) as usize).clamp(2, 5);
    let y = Axis::number(0.0, highest * 1.08, most);
    let panel = framed(canvas, metric, plot, (x, &y), marks);
    canvas.group("series", || {
        for mile in miles {
            let at = series::in_units(mile.at, marks.units());
            let [low, middle, high] = mile.quartiles;
            let across = panel.px(at);
            let ends = [(across, panel.py(low)), (across, panel.py(high))];
            canvas.line(&ends, style::EXTRA, 0.5, style::STRONG);
            panel.dot(at, middle, 3.0, style::EXTRA, 1.0);
        }
    });
    panel
}

/// Name, unit, and the change from fresh where the verdict has it.
fn heading(
    canvas: &Canvas,
    metric: &Metric,
    left: f64,
    panel: &Panel<'_>,
    analysis: &Analysis,
    units: DisplayUnits,
) {
    let bold = TextStyle::new(style::HEADING - 1.0, style::EXTRA).bold();
    let by = match metric.key {
        SPREAD => ", by mile",
        _ => "",
    };
    let text = format!("{}, {}{by}", metric.name, words::metric_unit(metric, units));
    let y = panel.plot.top - 9.0;
    canvas.text(&text, (left, y), bold);
    let witnesses = derive::compared(&analysis.measures, &analysis.verdict);
    if let Some(witness) = witnesses.iter().find(|w| w.metric == metric.key) {
        let change = words::change(&witness.change_pct);
        let note = TextStyle::note().at(Align::End, Height::Baseline);
        let room = panel.plot.right - left - bold.room(&text) - 10.0;
        let short = crate::units::format::signed_percent(witness.change_pct.value);
        for said in [change, short] {
            if note.room(&said) <= room {
                return canvas.text(&said, (panel.plot.right, y), note);
            }
        }
    }
}
