//! Running dynamics and whatever else the watch measured, as small charts side by side.

use super::axis::{Axis, distance_name};
use super::canvas::{Rect, TextStyle};
use super::frame::{self, EDGE, LINE};
use super::list::{Align, Height};
use super::marks::Marks;
use super::panel::Panel;
use super::stack::PER_TICK;
use super::{Figure, Sketch, style};
use crate::Analysis;
use crate::derive::{self, DynamicsMile, SPREAD};
use crate::measure::Metric;
use crate::report::{ReportOptions, words};
use crate::units::{DisplayUnits, format};

/// Metrics that no other chart shows, over distance.
pub const FIGURE: Figure = Figure {
    name: "dynamics",
    title: "Running dynamics",
    heights: |analysis| {
        let count = shown(analysis).count();
        [height(count.div_ceil(2), 150).max(450), height(count, 130)]
    },
    applies: |analysis| shown(analysis).any(|metric| metric.key != SPREAD),
    alt,
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

fn alt(analysis: &Analysis, options: &ReportOptions) -> String {
    let said = |metric: &Metric| {
        let (a, b) = derive::metric_ends(&analysis.measures, metric)?;
        let a = words::metric(metric, a, options.units);
        let b = words::metric_with_unit(metric, b, options.units);
        Some(format!("{} from {a} to {b}", metric.name.to_lowercase()))
    };
    let said: Vec<String> = shown(analysis).filter_map(said).collect();
    let said = said.join(", ");
    format!("Small charts over distance, start to finish: {said}.")
}

fn draw(sketch: &Sketch) {
    let (canvas, measures) = (sketch.canvas, &sketch.analysis.measures);
    let units = sketch.units();
    let marks = Marks::of(sketch.analysis, units);
    let metrics: Vec<&Metric> = shown(sketch.analysis).collect();
    let top = frame::header(sketch, (FIGURE.title, READING));
    let top = frame::legend(canvas, top, &marks.shading_legend());
    let columns = if canvas.is_narrow() { 1 } else { 2 };
    let rows = metrics.len().div_ceil(columns);
    let bottom = canvas.height - EDGE - LINE + 6.0;
    let each = (bottom - top) / rows as f64;
    let wide = (canvas.width - 2.0 * EDGE + BESIDE) / columns as f64;
    let x = Axis::distance(sketch.length(), 6);
    for (k, metric) in metrics.iter().enumerate() {
        let left = EDGE + wide * (k % columns) as f64;
        let from = top + each * (k / columns) as f64;
        let right = left + wide - BESIDE;
        let plot = Rect::new(left + 42.0, from + LINE + 8.0, right, from + each - 22.0);
        let framed = |low, high| {
            let most = ((plot.height() / PER_TICK) as usize).clamp(2, 5);
            let y = Axis::number(low, high, most);
            let panel = Panel::new(canvas, metric.key, plot, &x, &y);
            marks.behind(&panel);
            panel.y_axis();
            panel.x_axis();
            marks.over(&panel);
            panel
        };
        let panel = if metric.key == SPREAD {
            let miles = derive::dynamics_by_mile(measures, metric);
            let highest = miles.iter().map(|m| m.quartiles[2]).fold(1.0, f64::max);
            let panel = framed(0.0, highest * 1.08);
            canvas.group("series", || medians(&panel, &miles, units));
            panel
        } else if let Some(track) = derive::dynamics_track(measures, metric) {
            let track = track.in_units(units.length(), 1.0);
            let panel = framed(track.range.0, track.range.1);
            let of = |points| derive::thinned(points, MOST_POINTS);
            canvas.group("series", || {
                panel.series(&of(&track.raw), style::EXTRA, 0.35, style::LIGHT);
                panel.series(&of(&track.smooth), style::EXTRA, 1.0, style::STRONG)
            });
            panel
        } else {
            continue;
        };
        heading(sketch, metric, left, &panel);
    }
    let name = TextStyle::label().at(Align::Middle, Height::Baseline);
    let at = (canvas.width / 2.0, canvas.height - EDGE + 3.0);
    canvas.text(distance_name(units), at, name)
}

/// A dot a mile at the median, with a line over the middle half of its windows.
fn medians(panel: &Panel<'_>, miles: &[DynamicsMile], units: DisplayUnits) {
    for mile in miles {
        let at = format::length(mile.at, units);
        let [low, middle, high] = mile.quartiles;
        let across = panel.px(at);
        let ends = [(across, panel.py(low)), (across, panel.py(high))];
        panel.canvas.line(&ends, style::EXTRA, 0.5, style::STRONG);
        panel.dot(at, middle, 3.0, style::EXTRA, 1.0);
    }
}

/// Name, unit, and the change from fresh where the verdict has it.
fn heading(sketch: &Sketch, metric: &Metric, left: f64, panel: &Panel<'_>) {
    let (canvas, analysis) = (sketch.canvas, sketch.analysis);
    let bold = TextStyle::new(style::HEADING - 1.0, style::EXTRA).bold();
    let by = match metric.key {
        SPREAD => ", by mile",
        _ => "",
    };
    let unit = words::metric_unit(metric, sketch.units());
    let text = format!("{}, {unit}{by}", metric.name);
    let y = panel.plot.top - 9.0;
    canvas.text(&text, (left, y), bold);
    let witnesses = derive::compared(&analysis.measures, &analysis.verdict);
    if let Some(witness) = witnesses.iter().find(|w| w.metric == metric.key) {
        let change = words::change(&witness.change_pct);
        let short = format::signed_percent(witness.change_pct.value);
        let note = TextStyle::note().at(Align::End, Height::Baseline);
        let room = panel.plot.right - left - bold.room(&text) - 10.0;
        if let Some(said) = [change, short].iter().find(|said| note.room(said) <= room) {
            canvas.text(said, (panel.plot.right, y), note);
        }
    }
}
