//! Cadence, step length and pace along the run, with what the pace called for.

use super::axis::Axis;
use super::canvas::{Canvas, Rect};
use super::series::{self, Points, SeriesPoint, Track, track};
use super::stack::{self, Quantity};
use super::{Figure, Width, alt_text, style};
use crate::Analysis;
use crate::measure::Window;
use crate::measure::metrics::{CADENCE, PACE, STEP_LENGTH};
use crate::report::ReportOptions;
use crate::units::{DisplayUnits, METRES_PER_MILE};

/// Cadence, step length and pace over distance.
pub const FIGURE: Figure = Figure {
    name: "drift",
    title: "Cadence, stride length and pace",
    size: |_, width| match width {
        Width::Wide => (800, 600),
        Width::Narrow => (420, 680),
    },
    applies: |analysis| {
        let measures = &analysis.measures;
        series::is_known(measures, |w| w.tally.cadence_spm())
            // Where step length is known, so is pace.
            || series::is_known(measures, |w| series::pace(w, DisplayUnits::Miles))
    },
    alt: alt_text::drift,
    draw,
};

/// Smallest span of a cadence axis, spm: below it noise would look like change.
pub const LEAST_CADENCE_SPM: f64 = 10.0;
/// The same of step length, metres.
pub const LEAST_STEP_M: f64 = 0.12;
/// The same of pace, seconds per mile.
const LEAST_PACE_S_PER_MI: f64 = 60.0;

/// Smallest span of a pace axis, seconds per display unit.
pub fn least_pace_s(units: DisplayUnits) -> f64 {
    LEAST_PACE_S_PER_MI * units.length().0 / METRES_PER_MILE
}

fn draw(canvas: &Canvas, analysis: &Analysis, options: &ReportOptions) {
    let quantities = quantities(analysis, options.units);
    let title = match quantities.as_slice() {
        [only] if only.name == "pace" => "Pace",
        [_, _] => "Cadence and pace",
        _ => FIGURE.title,
    };
    stack::draw(
        canvas,
        analysis,
        options,
        (title, reading(analysis)),
        &quantities,
    )
}

/// Draws one quantity alone within `area`: the one named, or the first there is.
pub fn panel(canvas: &Canvas, analysis: &Analysis, units: DisplayUnits, name: &str, area: Rect) {
    let quantities = quantities(analysis, units);
    let named = quantities.iter().find(|q| q.name == name);
    if let Some(quantity) = named.or(quantities.first()) {
        stack::alone(canvas, analysis, units, quantity, area);
    }
}

/// How the chart is read.
fn reading(analysis: &Analysis) -> &'static str {
    match analysis.verdict.curve {
        None => "Measured while running, over the distance run.",
        Some(_) if !analysis.measures.pace_is_evidence => {
            "Where the line leaves the dashed one, cadence is not what it was when fresh. The \
             pace was not judged."
        }
        // Else the page would show a departure that the verdict does not speak of.
        Some(_) if series::has_shift(analysis) => {
            "Where a line leaves its dashed one, your steps are no longer those you take fresh at \
             that pace. A gap that came with the lasting shift named under data quality was not \
             counted."
        }
        Some(_) => {
            "Where a line leaves its dashed one, your steps are no longer those you take fresh at \
             that pace and grade."
        }
    }
}

/// The quantities this run has.
fn quantities(analysis: &Analysis, units: DisplayUnits) -> Vec<Quantity> {
    [
        cadence(analysis, units),
        step_length(analysis, units),
        pace(analysis, units),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn cadence(analysis: &Analysis, units: DisplayUnits) -> Option<Quantity> {
    let measures = &analysis.measures;
    let value = |w: &Window| w.tally.cadence_spm();
    Some(Quantity {
        name: "cadence",
        heading: "Cadence, steps per minute".into(),
        metric: CADENCE.key,
        ink: style::CADENCE,
        track: track(measures, units, LEAST_CADENCE_SPM, value)?,
        expected: called_for(analysis, units, LEAST_CADENCE_SPM, |cadence, _| cadence),
        on_flat: None,
        level: None,
        place: None,
        axis: Axis::number,
    })
}

fn step_length(analysis: &Analysis, units: DisplayUnits) -> Option<Quantity> {
    let measures = &analysis.measures;
    if !measures.pace_is_evidence {
        return None;
    }
    Some(Quantity {
        name: "step_length",
        heading: "Stride length, metres per step".into(),
        metric: STEP_LENGTH.key,
        ink: style::STEP,
        track: track(measures, units, LEAST_STEP_M, series::step_length)?,
        expected: called_for(analysis, units, LEAST_STEP_M, |_, step| step),
        on_flat: None,
        level: None,
        place: None,
        axis: Axis::number,
    })
}

fn pace(analysis: &Analysis, units: DisplayUnits) -> Option<Quantity> {
    let mut along = track(&analysis.measures, units, least_pace_s(units), |w| {
        series::pace(w, units)
    })?;
    let on_flat = on_flat(analysis, units, &along);
    if let Some(on_flat) = &on_flat {
        along.range.0 = along.range.0.min(on_flat.range.0);
        along.range.1 = along.range.1.max(on_flat.range.1);
    }
    Some(Quantity {
        name: "pace",
        heading: if analysis.measures.pace_is_evidence {
            format!("Pace, min/{units}")
        } else {
            format!("Pace, min/{units} (not judged)")
        },
        metric: PACE.key,
        ink: style::PACE,
        track: along,
        expected: None,
        on_flat: on_flat.map(|track| track.smooth),
        level: None,
        place: None,
        axis: Axis::pace,
    })
}

/// Hills that change the pace by less than this need no second line.
const LEAST_HILLS: f64 = 0.01;

/// Grade-adjusted pace, where hills make it another than the pace; `None` also where the pace
/// was not judged.
fn on_flat(analysis: &Analysis, units: DisplayUnits, pace: &Track) -> Option<Track> {
    let value = |w: &Window| {
        let s_per_km = w.tally.grade_adjusted_pace_s_per_km()?;
        (!w.pace_doubtful).then_some(s_per_km * units.length().kilometres())
    };
    let measures = &analysis.measures;
    let on_flat = track(measures, units, least_pace_s(units), value)?;
    let ratio = |(a, b): (&SeriesPoint, &SeriesPoint)| Some(a.y? / b.y?);
    let mut ratios = pace.smooth.iter().zip(&on_flat.smooth).filter_map(ratio);
    let any = ratios.any(|r| (r - 1.0).abs() > LEAST_HILLS);
    (measures.pace_is_evidence && any).then_some(on_flat)
}

/// What the verdict's model gives for each window (the curve at its speed and grade, settling
/// in, and lasting shifts that are no change of form), smoothed: `pick` takes cadence (spm) or
/// step length (m). The line leaves it by the residual that verdict and splits go by.
fn called_for(
    analysis: &Analysis,
    units: DisplayUnits,
    least: f64,
    pick: impl Fn(f64, f64) -> f64,
) -> Option<Points> {
    analysis.verdict.curve?;
    let value = |w: &Window| {
        let speed = w.tally.speed_m_per_s()?;
        let off = series::form_residual_pct(analysis, w)?;
        let cadence = w.tally.cadence_spm()? * (-off / 100.0).exp();
        (!w.pace_doubtful).then(|| pick(cadence, speed * 60.0 / cadence))
    };
    track(&analysis.measures, units, least, value).map(|t| t.smooth)
}
