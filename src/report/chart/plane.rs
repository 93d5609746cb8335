//! Cadence against step length: curves of equal pace, the runner's own curve, and the run
//! across them from start to finish.

use super::axis::Axis;
use super::canvas::{Rect, TextStyle};
use super::frame::{self, EDGE, LINE, Sign};
use super::list::{Align, Height};
use super::panel::Panel;
use super::style;
use super::{Figure, Sketch};
use crate::Analysis;
use crate::derive::{self, SeriesPoint, Stride, point, robust_range};
use crate::report::{ReportOptions, words};
use crate::units::{DisplayUnits, Metres, format};

/// Cadence against step length, a dot a window.
pub const FIGURE: Figure = Figure {
    name: "plane",
    title: "Cadence and stride length, mile by mile",
    heights: |_| [600, 560],
    applies: |analysis| {
        analysis.measures.pace_is_evidence && derive::strides(&analysis.measures).len() > 4
    },
    alt,
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

fn alt(analysis: &Analysis, _: &ReportOptions) -> String {
    let mut text = String::from("Cadence against stride length, from start to finish.");
    let cadence = derive::CADENCE.ends(&analysis.measures);
    let step = derive::STEP_LENGTH.ends(&analysis.measures);
    if let (Some((from, to)), Some((first, last))) = (cadence, step) {
        text += &format!(
            " It begins at {from:.0} steps per minute of {first:.2} m and ends at {to:.0} of \
             {last:.2} m."
        );
    }
    if let Some(change) = &analysis.verdict.form_change_at_finish {
        let change = words::change(change);
        text += &format!(
            " At the finish cadence is {change} from what is usual for the runner at that pace."
        );
    }
    text
}

fn draw(sketch: &Sketch) {
    let (canvas, analysis, units) = (sketch.canvas, sketch.analysis, sketch.units());
    let dots = derive::strides(&analysis.measures);
    let title = match units {
        DisplayUnits::Miles => FIGURE.title,
        DisplayUnits::Kilometres => "Cadence and stride length, km by km",
    };
    let mut entries = vec![(Sign::Raw(style::INK), format!("equal pace, min/{units}"))];
    let mut reading = READING_ALONE;
    if analysis.verdict.curve.is_some() {
        reading = READING;
        let usual = (Sign::Line(style::INK), "your usual steps when fresh".into());
        entries.insert(0, usual);
    }
    if numbered(analysis) {
        entries.push((Sign::Disc, "mean of a split".into()));
    }
    let mut top = frame::header(sketch, (title, reading));
    top = frame::legend(canvas, top, &entries);
    let (beside, below, across) = match canvas.is_narrow() {
        true => (40.0, 3.0 * LINE, 6),
        false => (96.0, 0.0, 8),
    };
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
    let x = Axis::number(steps.0, steps.1, across);
    let y = Axis::number(cadences.0, cadences.1, 8);
    let panel = Panel::new(canvas, "plane", plot, &x, &y);
    panel.y_axis();
    panel.x_axis();
    equal_paces(&panel, units);
    let length = sketch.length();
    canvas.group("series", || {
        for dot in &dots {
            if x.holds(dot.step_m) && y.holds(dot.cadence_spm) {
                let ink = style::sequence(format::length(Metres(dot.at_m), units) / length);
                panel.dot(dot.step_m, dot.cadence_spm, 3.2, ink, 0.8);
            }
        }
        own_curve(&panel, analysis, &dots)
    });
    if numbered(analysis) {
        split_means(&panel, sketch);
    }
    names(&panel);
    colour_bar(&panel, length, units)
}

/// Cadence at a step length and a pace (seconds per display unit).
fn cadence_at(step: f64, pace: f64, units: DisplayUnits) -> f64 {
    units.length().0 / pace / step * 60.0
}

/// Curves of equal pace, labelled where they leave the plot: above it or right of it.
fn equal_paces(panel: &Panel<'_>, units: DisplayUnits) {
    let (canvas, plot, small) = (panel.canvas, panel.plot, TextStyle::note());
    let pace = |step: f64, cadence: f64| units.length().0 / (step * cadence / 60.0);
    let slow = pace(panel.x.from, panel.y.from);
    let fast = pace(panel.x.to, panel.y.to);
    let (mut last_x, mut last_y) = (f64::INFINITY, f64::NEG_INFINITY);
    for tick in Axis::pace(fast, slow, 9).ticks {
        let cadence_at = |step| cadence_at(step, tick.at, units);
        panel.series(&equal_pace(panel, cadence_at), style::AXIS, 0.6, 1.0);
        let leaves = cadence_at(panel.x.to);
        if panel.y.holds(leaves) {
            let y = panel.py(leaves);
            if y - last_y >= LINE {
                let right = small.at(Align::Start, Height::Centre);
                canvas.text(&tick.label, (plot.right + 6.0, y), right);
                last_y = y;
            }
            continue;
        }
        let x = panel.px(cadence_at(panel.y.to));
        let wide = small.room(&tick.label);
        // Ticks come from fast to slow, which runs from right to left above the plot.
        if x > plot.left && x < plot.right - 12.0 && last_x - x >= wide + 6.0 {
            let above = small.at(Align::Middle, Height::Baseline);
            canvas.text(&tick.label, (x, plot.top - 6.0), above);
            last_x = x;
        } else if x <= plot.left {
            // A curve that comes in at the left and goes out below has its label within the plot,
            // left of its lower end, where there is room.
            let right = panel.px(cadence_at(panel.y.from)) - 9.0;
            if right - wide >= plot.left + 4.0 {
                let before = small.at(Align::End, Height::Baseline);
                canvas.text(&tick.label, (right, plot.bottom - 6.0), before);
            }
        }
    }
}

/// The curve of a pace, with its crossings of the upper and lower edge, so that it ends there.
fn equal_pace(panel: &Panel<'_>, cadence_at: impl Fn(f64) -> f64) -> Vec<SeriesPoint> {
    let step = |k| panel.x.from + k as f64 / CURVE as f64 * (panel.x.to - panel.x.from);
    let mut curve: Vec<_> = (0..=CURVE)
        .map(|k| point(step(k), Some(cadence_at(step(k)))))
        .collect();
    for edge in [panel.y.from, panel.y.to] {
        // On a hyperbola, step length and cadence change places.
        let step = cadence_at(edge);
        if panel.x.holds(step) {
            curve.push(point(step, Some(edge)));
        }
    }
    curve.sort_by(|a, b| a.x.total_cmp(&b.x));
    curve
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
fn split_means(panel: &Panel<'_>, sketch: &Sketch) {
    let mut taken: Vec<(f64, f64)> = Vec::new();
    for split in &sketch.analysis.measures.splits {
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
        let middle = format::length((split.from + split.to) * 0.5, sketch.units());
        panel.canvas.line(&[true_place, at], style::INK, 1.0, 1.0);
        let ink = style::sequence(middle / sketch.length());
        frame::disc(panel.canvas, at, 10.0, ink, &split.index.to_string());
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

fn names(panel: &Panel<'_>) {
    let plot = panel.plot;
    let heading = TextStyle::heading(style::CADENCE);
    let above = (EDGE, plot.top - LINE - 6.0);
    panel
        .canvas
        .text("Cadence, steps per minute", above, heading);
    let below = TextStyle::heading(style::STEP).at(Align::Middle, Height::Top);
    let middle = (plot.left + plot.right) / 2.0;
    let at = (middle, plot.bottom + 8.0 + LINE + 2.0);
    panel
        .canvas
        .text("Stride length, metres per step", at, below)
}

/// Which colour is which part of the run.
fn colour_bar(panel: &Panel<'_>, length: f64, units: DisplayUnits) {
    let (canvas, plot, label) = (panel.canvas, panel.plot, TextStyle::note());
    let steps = f64::from(style::SEQUENCE_STEPS);
    let bar = |place: &dyn Fn(f64) -> Rect| {
        for k in (0..style::SEQUENCE_STEPS).map(f64::from) {
            canvas.fill(place(k), style::sequence((k + 0.5) / steps), 1.0);
        }
    };
    if canvas.is_narrow() {
        let (top, wide) = (canvas.height - EDGE - LINE - 4.0, plot.width());
        bar(&|k| {
            let from = plot.left + wide * k / steps;
            Rect::new(from, top, from + wide / steps, top + 8.0)
        });
        let (y, end) = (
            top + 22.0,
            format!("{} {units}", format::decimal(length, 1)),
        );
        canvas.text("start", (plot.left, y), label);
        let right = label.at(Align::End, Height::Baseline);
        return canvas.text(&end, (plot.right, y), right);
    }
    let (left, high) = (canvas.width - EDGE - 44.0, plot.height() * 0.6);
    let top = plot.top + (plot.height() - high) / 2.0;
    bar(&|k| {
        let from = top + high * k / steps;
        Rect::new(left, from, left + BAR, from + high / steps)
    });
    let beside = label.at(Align::Start, Height::Centre);
    for tick in Axis::distance(length, 6).ticks {
        let y = top + high * tick.at / length;
        canvas.text(&tick.label, (left + BAR + 6.0, y), beside);
    }
    let name = label.at(Align::Middle, Height::Baseline);
    canvas.text(format::noun(units), (left + BAR, top - 10.0), name)
}
