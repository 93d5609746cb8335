//! Cadence against step length: curves of equal pace, the runner's own curve, and the run
//! across them from start to finish.

use super::axis::Axis;
use super::canvas::{Canvas, Rect, TextStyle};
use super::frame::{self, EDGE, LINE, Sign};
use super::list::{Align, Height};
use super::panel::Panel;
use super::series::{self, in_units};
use super::style;
use super::{Figure, Width, alt_text};
use crate::Analysis;
use crate::derive::{self, SeriesPoint, Stride, point, robust_range};
use crate::report::ReportOptions;
use crate::units::{DisplayUnits, Metres, format};

/// Cadence against step length, a dot a window.
pub const FIGURE: Figure = Figure {
    name: "plane",
    title: "Cadence and stride length, mile by mile",
    size: |_, width| match width {
        Width::Wide => (800, 600),
        Width::Narrow => (420, 560),
    },
    applies: |analysis| {
        analysis.measures.pace_is_evidence && derive::strides(&analysis.measures).len() > 4
    },
    alt: alt_text::plane,
    draw,
};

/// How it is read, where the runner's usual steps are known and where they are not.
const READING: &str =
    "Dots along the line are a change of pace; dots away from it are a change of form.";
const READING_ALONE: &str = "Each dot is a tenth of a mile, coloured from start to finish.";

/// Points on a curve: enough to look round.
const CURVE: usize = 24;
/// Smallest spans of the axes.
const LEAST_STEP_M: f64 = 0.15;
const LEAST_CADENCE_SPM: f64 = 12.0;
/// Width of the colour bar, px.
const BAR: f64 = 12.0;

fn draw(canvas: &Canvas, analysis: &Analysis, options: &ReportOptions) {
    let units = options.units;
    let dots = derive::strides(&analysis.measures);
    let title = match units {
        DisplayUnits::Miles => FIGURE.title,
        DisplayUnits::Kilometres => "Cadence and stride length, km by km",
    };
    let reading = match analysis.verdict.curve {
        Some(_) => READING,
        None => READING_ALONE,
    };
    let mut top = frame::header(canvas, (title, reading), analysis, options);
    let mut entries = vec![(Sign::Raw(style::INK), format!("equal pace, min/{units}"))];
    if analysis.verdict.curve.is_some() {
        entries.insert(
            0,
            (Sign::Line(style::INK), "your usual steps when fresh".into()),
        );
    }
    if numbered(analysis) {
        entries.push((Sign::Disc, "mean of a split".into()));
    }
    top = frame::legend(canvas, top, &entries);
    let beside = if canvas.is_narrow() { 40.0 } else { 96.0 };
    let below = if canvas.is_narrow() { 3.0 * LINE } else { 0.0 };
    let plot = Rect::new(
        frame::left(canvas),
        top + 2.0 * LINE + 6.0,
        canvas.width - EDGE - beside,
        canvas.height - EDGE - 2.0 * LINE - 6.0 - below,
    );
    let steps = robust_range(dots.iter().map(|d| d.step_m), LEAST_STEP_M);
    let cadences = robust_range(dots.iter().map(|d| d.cadence_spm), LEAST_CADENCE_SPM);
    let (Some(steps), Some(cadences)) = (steps, cadences) else {
        return;
    };
    let across = if canvas.is_narrow() { 6 } else { 8 };
    let x = Axis::number(steps.0, steps.1, across);
    let y = Axis::number(cadences.0, cadences.1, 8);
    let panel = Panel::new(canvas, "plane", plot, &x, &y);
    panel.y_axis();
    panel.x_axis();
    equal_paces(canvas, &panel, units);
    let length = series::length(&analysis.measures, units);
    canvas.group("series", || {
        for dot in &dots {
            if x.holds(dot.step_m) && y.holds(dot.cadence_spm) {
                let ink = style::sequence(in_units(Metres(dot.at_m), units) / length);
                panel.dot(dot.step_m, dot.cadence_spm, 3.2, ink, 0.8);
            }
        }
        own_curve(&panel, analysis, &dots)
    });
    split_means(canvas, &panel, analysis, length, units);
    names(canvas, &panel);
    colour_bar(canvas, &panel, length, units)
}

/// Cadence at a step length and a pace (seconds per display unit).
fn cadence_at(step: f64, pace: f64, units: DisplayUnits) -> f64 {
    units.length().0 / pace / step * 60.0
}

/// Curves of equal pace, labelled where they leave the plot: above it or right of it.
fn equal_paces(canvas: &Canvas, panel: &Panel<'_>, units: DisplayUnits) {
    let slow = cadence_to_pace(panel.x.from, panel.y.from, units);
    let fast = cadence_to_pace(panel.x.to, panel.y.to, units);
    let small = TextStyle::note();
    let (mut last_x, mut last_y) = (f64::INFINITY, f64::NEG_INFINITY);
    for tick in Axis::pace(fast, slow, 9).ticks {
        let curve: Vec<_> = (0..=CURVE)
            .map(|k| {
                let share = k as f64 / CURVE as f64;
                panel.x.from + share * (panel.x.to - panel.x.from)
            })
            .map(|step| point(step, Some(cadence_at(step, tick.at, units))))
            .collect();
        panel.series(
            &clipped(&curve, panel, tick.at, units),
            style::AXIS,
            0.6,
            1.0,
        );
        let leaves = cadence_at(panel.x.to, tick.at, units);
        let label = format::minutes_seconds(tick.at);
        if panel.y.holds(leaves) {
            let y = panel.py(leaves);
            if y - last_y >= LINE {
                let right = small.at(Align::Start, Height::Centre);
                canvas.text(&label, (panel.plot.right + 6.0, y), right);
                last_y = y;
            }
        } else {
            let x = panel.px(cadence_at(panel.y.to, tick.at, units));
            let wide = small.room(&label) + 6.0;
            // Ticks come from fast to slow, which runs from right to left above the plot.
            if x > panel.plot.left && x < panel.plot.right - 12.0 && last_x - x >= wide {
                let above = small.at(Align::Middle, Height::Baseline);
                canvas.text(&label, (x, panel.plot.top - 6.0), above);
                last_x = x;
            } else if x <= panel.plot.left {
                low_label(canvas, panel, (&label, tick.at), small, units);
            }
        }
    }
}

/// The label of a curve that comes in at the left and goes out below, within the plot: left
/// of its lower end, where there is room.
fn low_label(
    canvas: &Canvas,
    panel: &Panel<'_>,
    (label, pace): (&str, f64),
    of: TextStyle,
    units: DisplayUnits,
) {
    let right = panel.px(cadence_at(panel.y.from, pace, units)) - 9.0;
    if right - of.room(label) < panel.plot.left + 4.0 {
        return;
    }
    let at = (right, panel.plot.bottom - 6.0);
    canvas.text(label, at, of.at(Align::End, Height::Baseline))
}

fn cadence_to_pace(step: f64, cadence: f64, units: DisplayUnits) -> f64 {
    units.length().0 / (step * cadence / 60.0)
}

/// The curve with its crossings of the upper and lower edge added, so that it ends there.
fn clipped(
    curve: &[SeriesPoint],
    panel: &Panel<'_>,
    pace: f64,
    units: DisplayUnits,
) -> Vec<SeriesPoint> {
    let mut all = curve.to_vec();
    for edge in [panel.y.from, panel.y.to] {
        // On a hyperbola, step length and cadence change places.
        let step = cadence_at(edge, pace, units);
        if panel.x.holds(step) {
            all.push(point(step, Some(edge)));
        }
    }
    all.sort_by(|a, b| a.x.total_cmp(&b.x));
    all
}

/// The habitual curve over the speeds of this run.
fn own_curve(panel: &Panel<'_>, analysis: &Analysis, dots: &[Stride]) {
    let Some(curve) = &analysis.verdict.curve else {
        return;
    };
    let speeds = dots.iter().map(|d| d.step_m * d.cadence_spm / 60.0);
    let Some((slow, fast)) = robust_range(speeds, 0.0) else {
        return;
    };
    let points: Vec<_> = (0..=CURVE)
        .map(|k| slow + (fast - slow) * k as f64 / CURVE as f64)
        .map(|speed| {
            let cadence = curve.cadence_spm(speed, 0.0);
            point(speed * 60.0 / cadence, Some(cadence))
        })
        .collect();
    panel.series(&points, style::INK, 1.0, style::STRONG)
}

/// True when splits get discs: more than a dozen would cover the dots.
fn numbered(analysis: &Analysis) -> bool {
    analysis.measures.splits.len() <= 12
}

/// The mean of each split as a numbered disc.
fn split_means(
    canvas: &Canvas,
    panel: &Panel<'_>,
    analysis: &Analysis,
    length: f64,
    units: DisplayUnits,
) {
    if !numbered(analysis) {
        return;
    }
    let mut taken: Vec<(f64, f64)> = Vec::new();
    for split in &analysis.measures.splits {
        let (Some(step), Some(cadence)) = (split.tally.step_length_m(), split.tally.cadence_spm())
        else {
            continue;
        };
        if !panel.x.holds(step) || !panel.y.holds(cadence) {
            continue;
        }
        let true_place = (panel.px(step), panel.py(cadence));
        let Some(at) = free_place(true_place, &taken, panel.plot) else {
            continue;
        };
        taken.push(at);
        let middle = in_units((split.from + split.to) * 0.5, units);
        canvas.line(&[true_place, at], style::INK, 1.0, 1.0);
        let ink = style::sequence(middle / length);
        frame::disc(canvas, at, 10.0, ink, &split.index.to_string());
    }
}

/// The place nearest to `(x, y)` where a disc covers no other.
fn free_place((x, y): (f64, f64), taken: &[(f64, f64)], plot: Rect) -> Option<(f64, f64)> {
    let ring = |radius: f64| {
        (0..12).map(move |k| {
            let (sin, cos) = (f64::from(k) * std::f64::consts::TAU / 12.0).sin_cos();
            (x + radius * cos, y + radius * sin)
        })
    };
    let free = |p: &(f64, f64)| {
        let apart = taken.iter().all(|t| (p.0 - t.0).hypot(p.1 - t.1) >= 22.0);
        let across = (plot.left + 11.0..plot.right - 11.0).contains(&p.0);
        let along = (plot.top + 11.0..plot.bottom - 11.0).contains(&p.1);
        apart && across && along
    };
    [0.0, 22.0, 33.0, 44.0]
        .into_iter()
        .flat_map(ring)
        .find(free)
}

fn names(canvas: &Canvas, panel: &Panel<'_>) {
    let plot = panel.plot;
    let heading = TextStyle::heading(style::CADENCE);
    let above = (EDGE, plot.top - LINE - 6.0);
    canvas.text("Cadence, steps per minute", above, heading);
    let below = TextStyle::heading(style::STEP).at(Align::Middle, Height::Top);
    let at = (
        (plot.left + plot.right) / 2.0,
        plot.bottom + 8.0 + LINE + 2.0,
    );
    canvas.text("Stride length, metres per step", at, below)
}

/// Which colour is which part of the run.
fn colour_bar(canvas: &Canvas, panel: &Panel<'_>, length: f64, units: DisplayUnits) {
    let steps = f64::from(style::SEQUENCE_STEPS);
    let label = TextStyle::note();
    let plot = panel.plot;
    let ends = [(0.0, "start".to_owned()), (1.0, format::decimal(length, 1))];
    if canvas.is_narrow() {
        let (top, wide) = (canvas.height - EDGE - LINE - 4.0, plot.width());
        for k in 0..style::SEQUENCE_STEPS {
            let from = plot.left + wide * f64::from(k) / steps;
            let part = Rect::new(from, top, from + wide / steps, top + 8.0);
            canvas.fill(part, style::sequence((f64::from(k) + 0.5) / steps), 1.0);
        }
        let y = top + 22.0;
        canvas.text("start", (plot.left, y), label);
        let end = format!("{} {units}", ends[1].1);
        return canvas.text(
            &end,
            (plot.right, y),
            label.at(Align::End, Height::Baseline),
        );
    }
    let (left, high) = (canvas.width - EDGE - 44.0, plot.height() * 0.6);
    let top = plot.top + (plot.height() - high) / 2.0;
    for k in 0..style::SEQUENCE_STEPS {
        let from = top + high * f64::from(k) / steps;
        let part = Rect::new(left, from, left + BAR, from + high / steps);
        canvas.fill(part, style::sequence((f64::from(k) + 0.5) / steps), 1.0);
    }
    let beside = label.at(Align::Start, Height::Centre);
    for tick in Axis::distance(length, 6).ticks {
        let y = top + high * tick.at / length;
        canvas.text(&tick.label, (left + BAR + 6.0, y), beside);
    }
    let name = label.at(Align::Middle, Height::Baseline);
    let text = format::noun(units);
    canvas.text(text, (left + BAR, top - 10.0), name)
}
