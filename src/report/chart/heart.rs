//! Heart rate along the run, and heart rate for the speed against its own early level.

use super::axis::Axis;
use super::canvas::Canvas;
use super::series::{self, in_units, track};
use super::stack::{self, Quantity};
use super::{Figure, Width, alt_text, style};
use crate::Analysis;
use crate::measure::metrics::HEART_RATE;
use crate::measure::{Channel, Tally, Window};
use crate::report::ReportOptions;
use crate::units::format::{self, Interval};
use crate::units::{DisplayUnits, Metres};

/// Heart rate, and heart rate for the speed, over distance.
pub const FIGURE: Figure = Figure {
    name: "heart",
    title: "Heart rate, and heart rate for the speed",
    size: |_, width| match width {
        Width::Wide => (800, 500),
        Width::Narrow => (420, 560),
    },
    applies: |analysis| {
        let measures = &analysis.measures;
        measures.heart_rate_is_evidence && series::is_known(measures, beats)
    },
    alt: alt_text::heart,
    draw,
};

/// Smallest spans of the axes.
const LEAST_BPM: f64 = 20.0;
const LEAST_PCT: f64 = 10.0;
/// Where the level is taken, and from where on a rise counts as decoupling: km 5 to 10 and
/// a ratio of 1.025 (Smyth 2022, doi 10.1007/s40279-022-01680-5).
const LEVEL_KM: (f64, f64) = (5.0, 10.0);
pub const DECOUPLED_PCT: f64 = 2.5;

fn draw(canvas: &Canvas, analysis: &Analysis, options: &ReportOptions) {
    let units = options.units;
    let rows: Vec<Quantity> = [rate(analysis, units), ratio(analysis, units)]
        .into_iter()
        .flatten()
        .collect();
    let title = match rows.as_slice() {
        [_] => ("Heart rate", "Over the distance run."),
        _ => (
            FIGURE.title,
            "When the lower line rises, the same pace costs more heartbeats.",
        ),
    };
    stack::draw(canvas, analysis, options, title, &rows)
}

fn beats(window: &Window) -> Option<f64> {
    window.tally.mean(Channel::HeartRate)
}

fn rate(analysis: &Analysis, units: DisplayUnits) -> Option<Quantity> {
    Some(Quantity {
        name: "heart_rate",
        heading: "Heart rate, beats per minute".into(),
        metric: HEART_RATE.key,
        ink: style::HEART,
        track: track(&analysis.measures, units, LEAST_BPM, beats)?,
        expected: None,
        on_flat: None,
        level: None,
        place: None,
        axis: Axis::number,
    })
}

/// Where the level is taken, in words: `km 5-10`, `mile 3.1-6.2`.
pub fn level_place(units: DisplayUnits) -> String {
    let level = Interval {
        low: Metres(LEVEL_KM.0 * 1000.0),
        high: Metres(LEVEL_KM.1 * 1000.0),
        low_open: false,
        high_open: false,
    };
    format!("{} {}", format::noun(units), level.text(units))
}

/// Heart beats for a metre on the flat; only its changes are shown.
fn beats_per_metre(tally: &Tally) -> Option<f64> {
    let metres = if tally.has_altitude {
        tally.flat_equivalent_m
    } else {
        tally.running_m
    };
    let beats = tally.mean(Channel::HeartRate)? / 60.0 * tally.running_s;
    (metres > 0.0).then(|| beats / metres)
}

fn ratio(analysis: &Analysis, units: DisplayUnits) -> Option<Quantity> {
    let measures = &analysis.measures;
    if !measures.pace_is_evidence {
        return None;
    }
    let mut early = Tally::default();
    let within = |w: &&Window| {
        w.from.kilometres() >= LEVEL_KM.0 && w.to.kilometres() <= LEVEL_KM.1 && !w.pace_doubtful
    };
    measures
        .windows
        .iter()
        .filter(within)
        .for_each(|w| early.merge(&w.tally));
    let level = beats_per_metre(&early)?;
    let value = |w: &Window| {
        let ratio = beats_per_metre(&w.tally)? / level;
        (!w.pace_doubtful).then_some((ratio - 1.0) * 100.0)
    };
    let heart = analysis.verdict.heart.as_ref();
    let onset = heart.and_then(|h| h.decoupling_onset);
    let place = onset.map(|at| {
        let words = format!("decoupled from {}", format::place(at, units));
        (in_units(at, units), words)
    });
    let percent = format::signed(DECOUPLED_PCT, 1);
    Some(Quantity {
        name: "decoupling",
        heading: "Heart rate for the speed, %".into(),
        metric: "",
        ink: style::EXTRA,
        track: track(measures, units, LEAST_PCT, value)?,
        expected: None,
        on_flat: None,
        level: Some((
            DECOUPLED_PCT,
            format!("against {}; dashed at {percent} %", level_place(units)),
        )),
        place,
        axis: Axis::change,
    })
}
