//! Running dynamics and whatever else the watch measured, as small charts side by side.

use super::axis::{Axis, distance_name};
use super::canvas::{Canvas, Rect, TextStyle};
use super::frame::{self, EDGE, LINE};
use super::list::{Align, Height};
use super::marks::Marks;
use super::panel::Panel;
use super::series::{self, Track, track};
use super::stack::PER_TICK;
use super::{Figure, Width, alt_text, style};
use crate::Analysis;
use crate::measure::metrics::{CADENCE, GRADE_ADJUSTED_PACE, HEART_RATE, PACE, STEP_LENGTH};
use crate::measure::{METRICS, Metric, Window};
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

/// Shown with others and where it changed, but not worth a figure of its own: every run with
/// cadence has it. A window holds a hundred steps, too few for their spread to be more than
/// noise, so it is drawn by the mile.
const SPREAD: &str = "cadence_spread_spm";
/// Windows in a mile, and the least of them that give one a value.
const MILE: usize = 10;
const LEAST_OF_MILE: usize = 5;
/// How it is read.
const READING: &str = "What else the watch measured, with its change from fresh to late.";
/// Room between charts side by side, px.
const BESIDE: f64 = 26.0;
/// Metrics that other charts show.
const ELSEWHERE: &[&str] = &[
    CADENCE.key,
    STEP_LENGTH.key,
    PACE.key,
    GRADE_ADJUSTED_PACE.key,
    HEART_RATE.key,
    // Step length again, by the watch itself.
    "device_step_length_m",
];
/// A metric is shown if this share of the windows has it.
const LEAST_SHARE: f64 = 0.3;
/// A small chart is at most this many points wide.
const MOST_POINTS: usize = 200;
/// Smallest span of an axis, as a share of the level: 8 % is about what fatigue changes.
const LEAST_SPAN: f64 = 0.08;

/// Height of the figure for this many rows, px.
fn height(rows: usize, each: u32) -> u32 {
    // Title, legend and axis take about 130 px.
    130 + each * u32::try_from(rows).unwrap_or(1)
}

/// The metrics of this run that no other chart shows.
pub fn shown(analysis: &Analysis) -> impl Iterator<Item = &'static Metric> {
    let windows = &analysis.measures.windows;
    let least = windows.len() as f64 * LEAST_SHARE;
    METRICS.iter().filter(move |metric| {
        let known = windows
            .iter()
            .filter(|w| (metric.value)(&w.tally).is_some());
        !ELSEWHERE.contains(&metric.key)
            && words::is_judged(metric.key, &analysis.measures)
            && known.count() as f64 > least
            && (metric.key != SPREAD || changed(analysis, metric))
    })
}

/// True where the interval of a measure's change from fresh to late leaves out zero.
fn changed(analysis: &Analysis, metric: &Metric) -> bool {
    (words::compared(analysis).iter())
        .any(|w| w.metric == metric.key && !w.change_pct.contains(0.0))
}

/// Lower quartile, median and upper quartile of a mile's windows.
type Mile = (f64, [f64; 3]);

/// A metric mile by mile.
fn miles(analysis: &Analysis, units: DisplayUnits, metric: &Metric) -> Vec<Mile> {
    let of_mile = |windows: &[Window]| {
        let mut values: Vec<f64> = windows
            .iter()
            .filter(|w| series::runs_enough(w))
            .filter_map(|w| (metric.value)(&w.tally))
            .collect();
        values.sort_by(f64::total_cmp);
        let quarter = |k: usize| values[(values.len() - 1) * k / 4];
        let at = series::middle(&windows[windows.len() / 2], units);
        (values.len() >= LEAST_OF_MILE).then(|| (at, [1, 2, 3].map(quarter)))
    };
    let windows = analysis.measures.windows.chunks(MILE);
    windows.filter_map(of_mile).collect()
}

/// One metric along the run.
pub fn metric_track(analysis: &Analysis, units: DisplayUnits, metric: &Metric) -> Option<Track> {
    let windows = &analysis.measures.windows;
    let known: Vec<f64> = windows
        .iter()
        .filter_map(|w| (metric.value)(&w.tally))
        .collect();
    let level = known.iter().sum::<f64>() / known.len().max(1) as f64;
    let least = (level * LEAST_SPAN).abs().max(1e-3);
    track(&analysis.measures, units, least, |w: &Window| {
        (metric.value)(&w.tally)
    })
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
            let miles = miles(analysis, units, metric);
            by_mile(canvas, metric, &miles, plot, &x, &marks)
        } else if let Some(track) = metric_track(analysis, units, metric) {
            small(canvas, metric, &track, plot, &x, &marks)
        } else {
            continue;
        };
        heading(canvas, metric, left, &panel, analysis, units);
    }
    let name = TextStyle::new(style::LABEL, style::MUTED).at(Align::Middle, Height::Baseline);
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
        let of = |points| series::thinned(points, MOST_POINTS);
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
    miles: &[Mile],
    plot: Rect,
    x: &Axis,
    marks: &Marks,
) -> Panel<'a> {
    let highest = miles.iter().map(|m| m.1[2]).fold(1.0, f64::max);
    let most = ((plot.height() / PER_TICK) as usize).clamp(2, 5);
    let y = Axis::number(0.0, highest * 1.08, most);
    let panel = framed(canvas, metric, plot, (x, &y), marks);
    canvas.group("series", || {
        for (at, [low, middle, high]) in miles {
            let across = panel.px(*at);
            let ends = [(across, panel.py(*low)), (across, panel.py(*high))];
            canvas.line(&ends, style::EXTRA, 0.5, style::STRONG);
            panel.dot(*at, *middle, 3.0, style::EXTRA, 1.0);
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
    let witnesses = words::compared(analysis);
    if let Some(witness) = witnesses.iter().find(|w| w.metric == metric.key) {
        let change = words::change(&witness.change_pct);
        let note =
            TextStyle::new(style::LABEL - 1.0, style::MUTED).at(Align::End, Height::Baseline);
        let room = panel.plot.right - left - bold.room(&text) - 10.0;
        let short = crate::units::format::signed_percent(witness.change_pct.value);
        for said in [change, short] {
            if note.room(&said) <= room {
                return canvas.text(&said, (panel.plot.right, y), note);
            }
        }
    }
}
