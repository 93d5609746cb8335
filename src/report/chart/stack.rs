//! Panels over distance, one above the other on one axis, with what happened along the run
//! marked in all of them and the ground below.

use super::Sketch;
use super::axis::{Axis, distance_name};
use super::canvas::{Rect, TextStyle};
use super::frame::{self, EDGE, LINE, Sign};
use super::list::{Align, Height};
use super::marks::Marks;
use super::panel::Panel;
use super::style::{self, Ink};
use crate::Analysis;
use crate::advise::Comparison;
use crate::derive::{self, MOST_POINTS, Points, Track};
use crate::measure::metrics::PACE;
use crate::measure::{WINDOW, Window};
use crate::report::words;
use crate::units::{DisplayUnits, format};

/// Height of the elevation strip, px: four labels have room beside it.
const STRIP: f64 = 46.0;
/// One tick for about this much height, px.
pub const PER_TICK: f64 = 19.0;

/// A panel to draw.
pub struct Quantity {
    /// Name of the panel.
    pub name: &'static str,
    /// Its heading, with the unit.
    pub heading: String,
    /// Key of the metric, for the numbers fresh and late; empty for none.
    pub metric: &'static str,
    /// Colour of its lines and heading.
    pub ink: Ink,
    /// Values along the run, raw and smoothed.
    pub track: Track,
    /// What was to be expected.
    pub expected: Option<Points>,
    /// The same quantity on flat ground, where hills make it another.
    pub on_flat: Option<Track>,
    /// A level worth a line, with its name.
    pub level: Option<(f64, String)>,
    /// A place worth a mark, with its name.
    pub place: Option<(f64, String)>,
    /// Makes its axis from the lowest value, the highest and the most ticks.
    pub axis: fn(f64, f64, usize) -> Axis,
}

impl Quantity {
    /// A panel with nothing but the lines of a track; `name` is the panel's, `metric` the key.
    pub fn new(
        (name, metric): (&'static str, &'static str),
        heading: impl Into<String>,
        ink: Ink,
        track: Track,
    ) -> Self {
        Self {
            name,
            heading: heading.into(),
            metric,
            ink,
            track,
            expected: None,
            on_flat: None,
            level: None,
            place: None,
            axis: Axis::number,
        }
    }
}

/// Draws title, legend, rows and ground.
pub fn draw(sketch: &Sketch, title: (&str, &str), rows: &[Quantity]) {
    let (canvas, units) = (sketch.canvas, sketch.units());
    let marks = Marks::of(sketch.analysis, units);
    let mut top = frame::header(sketch, title);
    top = frame::legend(canvas, top, &entries(sketch, &marks, rows));
    // A line each for the onset, the bands and the splits.
    let names = if marks.has_band_names() { LINE } else { 0.0 };
    let onset = if marks.has_onset() { LINE } else { 0.0 };
    top += onset + names + LINE + 5.0;
    let ground = elevation(sketch.analysis, units);
    // Below the last row stand the foot of its axis and the strip's own heading.
    let strip = ground.as_ref().map_or(0.0, |_| STRIP + LINE + 8.0);
    let bottom = canvas.height - EDGE - 2.0 * LINE;
    let each = (bottom - strip - top) / rows.len() as f64;
    let (left, right) = (frame::left(canvas), canvas.width - EDGE);
    let mut has_star = false;
    for (k, row) in rows.iter().enumerate() {
        let from = top + each * k as f64;
        let last = k + 1 == rows.len() && ground.is_none();
        // Half a tick's label hangs below a panel, over the next one's heading.
        let below = if last { 0.0 } else { 12.0 };
        let plot = Rect::new(left, from + LINE + 4.0, right, from + each - below);
        let panel = row_panel(sketch, row, plot, &marks);
        if k == 0 {
            canvas.group(Panel::ACROSS, || {
                marks.edge(&panel);
                marks.band_names(&panel, top - LINE - 6.0);
                has_star = marks.split_names(&panel, top - 6.0);
                marks.onset_label(&panel, top - names - LINE - 5.0);
            });
        }
        heading(sketch, row, &panel);
        if last {
            panel.x_axis();
        }
    }
    if let Some((ground, name)) = ground {
        let plot = Rect::new(left, bottom - STRIP, right, bottom);
        let panel = ground_panel(sketch, &ground, plot);
        marks.over(&panel);
        panel.x_axis();
        let bold = TextStyle::label().bold();
        canvas.text(name, (EDGE, plot.top - 9.0), bold);
    }
    frame::across(canvas, units);
    if has_star {
        let note = TextStyle::note().at(Align::End, Height::Baseline);
        let corner = (right, canvas.height - EDGE + 3.0);
        canvas.text("* partial split", corner, note);
    }
}

/// Room for the tick labels left of a panel that stands alone, px.
const LABELS: f64 = 42.0;

/// Draws one quantity within `area`, with its heading, its axes and the marks of the run.
pub fn alone(sketch: &Sketch, quantity: &Quantity, area: Rect) {
    let canvas = sketch.canvas;
    let (top, foot) = (area.top + LINE + 8.0, 10.0 + 2.0 * LINE);
    let plot = Rect::new(area.left + LABELS, top, area.right, area.bottom - foot);
    let marks = Marks::of(sketch.analysis, sketch.units());
    let panel = row_panel(sketch, quantity, plot, &marks);
    marks.edge(&panel);
    panel.x_axis();
    let bold = TextStyle::heading(quantity.ink);
    canvas.text(&quantity.heading, (area.left, plot.top - 9.0), bold);
    let other = match (&quantity.expected, &quantity.on_flat) {
        (Some(_), _) => "dashed: usual for that pace",
        (None, Some(_)) => "thin: on flat ground",
        (None, None) => "",
    };
    let note = TextStyle::note().at(Align::End, Height::Baseline);
    canvas.text(other, (area.right, plot.top - 9.0), note);
    let name = TextStyle::label().at(Align::Middle, Height::Top);
    let below = ((plot.left + plot.right) / 2.0, plot.bottom + 10.0 + LINE);
    canvas.text(distance_name(sketch.units()), below, name);
}

fn entries(sketch: &Sketch, marks: &Marks, rows: &[Quantity]) -> Vec<(Sign, String)> {
    let (analysis, measures) = (sketch.analysis, &sketch.analysis.measures);
    let mut entries = Vec::new();
    if let Some(first) = rows.first() {
        let each = measures.windows.len().div_ceil(MOST_POINTS);
        // Very long runs are drawn by several windows at once.
        let each = WINDOW * each.max(1) as f64;
        let raw = match sketch.units() {
            DisplayUnits::Miles => format!("each {} mi", format::decimal(each.miles(), 1)),
            DisplayUnits::Kilometres => format!("each {} m", format::decimal(each.0, 0)),
        };
        entries.push((Sign::Raw(first.ink), raw));
        entries.push((Sign::Line(first.ink), "smoothed".into()));
    }
    if rows.iter().any(|r| r.expected.is_some()) {
        let mut name = match measures.pace_is_evidence {
            true => "usual for that pace".to_owned(),
            false => "its own level".to_owned(),
        };
        if words::has_shift(analysis) {
            name += " (lasting shift not counted)";
        }
        entries.push((Sign::Dashed(style::INK), name));
    }
    if rows.iter().any(|r| r.on_flat.is_some()) {
        let sign = Sign::Thin(style::ON_FLAT);
        entries.push((sign, "grade-adjusted pace (GAP)".into()));
    }
    entries.extend(marks.legend());
    entries
}

fn row_panel<'a>(sketch: &Sketch<'a>, row: &Quantity, plot: Rect, marks: &Marks) -> Panel<'a> {
    let canvas = sketch.canvas;
    let most = ((plot.height() / PER_TICK) as usize).clamp(2, 6);
    let (mut low, mut high) = row.track.range;
    if let Some(on_flat) = &row.on_flat {
        (low, high) = (low.min(on_flat.range.0), high.max(on_flat.range.1));
    }
    let y = (row.axis)(low, high, most);
    let panel = Panel::new(canvas, row.name, plot, &sketch.distance_axis(), &y);
    marks.behind(&panel);
    panel.y_axis();
    if let Some((level, _)) = row.level.as_ref().filter(|l| y.holds(l.0)) {
        let y = panel.py(*level);
        let ends = [(plot.left, y), (plot.right, y)];
        canvas.dashes(&ends, style::MUTED, 1.2, style::Dash::EXPECTED);
    }
    marks.over(&panel);
    canvas.group("series", || {
        panel.series(&row.track.raw, row.ink, 0.4, style::LIGHT);
        panel.series(&row.track.smooth, row.ink, 1.0, style::STRONG);
        if let Some(on_flat) = &row.on_flat {
            panel.series(&on_flat.smooth, style::ON_FLAT, 1.0, style::THIN);
        }
        if let Some(expected) = &row.expected {
            panel.dashed(expected, style::INK, 1.2);
        }
    });
    if let Some((at, _)) = &row.place {
        panel.upright(*at, row.ink);
    }
    panel
}

/// Name and unit of a row, and what there is to say of it in numbers.
fn heading(sketch: &Sketch, row: &Quantity, panel: &Panel<'_>) {
    let canvas = panel.canvas;
    let bold = TextStyle::heading(row.ink);
    let y = panel.plot.top - 9.0;
    written(panel, &row.heading, (EDGE, y), bold);
    let note = TextStyle::note().at(Align::End, Height::Baseline);
    let named = [&row.level, &row.place].into_iter().flatten();
    let mut said: Vec<String> = named.map(|(_, name)| name.clone()).collect();
    said.extend(fresh_and_late(sketch, row.metric));
    // The longest that leaves a gap to the heading.
    let room = canvas.width - 2.0 * EDGE - bold.room(&row.heading) - 16.0;
    while !said.is_empty() && note.room(&said.join("; ")) > room {
        said.pop();
    }
    if !said.is_empty() {
        written(panel, &said.join("; "), (canvas.width - EDGE, y), note)
    }
}

/// A line of text on paper of its own: the onset's line comes down behind it.
fn written(panel: &Panel<'_>, text: &str, at: (f64, f64), of: TextStyle) {
    let wide = of.room(text);
    let left = match of.align {
        Align::End => at.0 - wide,
        Align::Start | Align::Middle => at.0,
    };
    let ground = Rect::new(left - 2.0, at.1 - LINE + 3.0, left + wide + 2.0, at.1 + 2.0);
    panel.canvas.fill(ground, style::PAPER, 1.0);
    panel.canvas.text(text, at, of)
}

/// `fresh 176, late 171 (-2.8 %)` from the verdict's witnesses. The line of pace is of running; where its
/// numbers, which are those of the headline, hold walking too, they say so.
fn fresh_and_late(sketch: &Sketch, key: &str) -> Option<String> {
    let (measures, verdict) = (&sketch.analysis.measures, &sketch.analysis.verdict);
    let witness = derive::compared(measures, verdict)
        .into_iter()
        .find(|w| w.metric == key)?;
    let metric = words::metric_by_key(key)?;
    let [fresh, late] =
        [witness.fresh, witness.late].map(|value| words::metric(metric, value, sketch.units()));
    let walks =
        Comparison::new(measures, verdict).is_some_and(|c| c.has_walking() && key == PACE.key);
    let walking = words::text_if(walks, "with walking: ");
    let change = format::signed_percent(witness.change_pct.value);
    Some(format!("{walking}fresh {fresh}, late {late} ({change})"))
}

/// Altitude along the run and its name, where the file has one.
fn elevation(analysis: &Analysis, units: DisplayUnits) -> Option<(Points, &'static str)> {
    let (scale, name) = match units {
        DisplayUnits::Miles => (format::FEET_PER_METRE, "Elevation, ft"),
        DisplayUnits::Kilometres => (1.0, "Elevation, m"),
    };
    let point = |w: &Window| {
        let at = format::length(derive::middle(w), units);
        derive::point(at, w.altitude_m.map(|a| a * scale))
    };
    let points: Points = analysis.measures.windows.iter().map(point).collect();
    let known = points.iter().filter(|p| p.y.is_some()).count();
    // A strip with holes in most places tells nothing.
    (known * 2 > points.len()).then_some((points, name))
}

fn ground_panel<'a>(sketch: &Sketch<'a>, ground: &Points, plot: Rect) -> Panel<'a> {
    let canvas = sketch.canvas;
    let known = ground.iter().filter_map(|p| p.y);
    let low = known.clone().fold(f64::INFINITY, f64::min);
    let high = known.fold(f64::NEG_INFINITY, f64::max);
    // A flat course should look flat: at least 30 m (100 ft) from floor to top.
    let least = match sketch.units() {
        DisplayUnits::Miles => 100.0,
        DisplayUnits::Kilometres => 30.0,
    };
    let span = (high - low).max(least);
    let y = Axis::number(low - span * 0.15, low + span * 1.08, 3);
    let panel = Panel::new(canvas, "elevation", plot, &sketch.distance_axis(), &y);
    panel.y_axis();
    canvas.group("series", || panel.under(ground, style::GROUND));
    panel
}
