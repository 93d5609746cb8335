//! The charts, in a wide and a narrow drawing each, and the readings that the page's script
//! shows for a place on the run.

use super::blocks::Blocks;
use crate::Analysis;
use crate::measure::{Channel, Window};
use crate::report::ReportOptions;
use crate::report::chart::{PanelGeometry, Setting, Width};
use crate::report::document::{Data, Draw, Figure};
use crate::report::words::{labels, typeset};
use crate::units::format as f;
use crate::units::{DisplayUnits, Metres};
use maud::{Markup, PreEscaped, html};
use serde_json::json;

/// The charts of a page and what its script reads of them.
pub struct Charts<'a> {
    draw: Draw<'a>,
    /// Length of the run in display units: where panels along it end.
    length: f64,
    readings: Option<String>,
}

impl<'a> Charts<'a> {
    /// The charts of a run.
    pub fn new(analysis: &Analysis, options: &ReportOptions, draw: Draw<'a>) -> Self {
        Self {
            draw,
            length: f::length(Metres(analysis.measures.total.distance_m()), options.units),
            readings: readings(analysis, options.units),
        }
    }

    /// Where the script writes what it reads; without it there is nothing to see here.
    pub fn readout(&self) -> Markup {
        html! {
            @if self.readings.is_some() {
                div.readout #readout aria-live="polite" hidden {
                    p { (labels::READ_CHARTS) }
                }
            }
        }
    }

    /// What the script reads.
    pub fn data(&self) -> Markup {
        html! {
            @if let Some(readings) = &self.readings {
                script type="application/json" #readings { (PreEscaped(readings)) }
            }
        }
    }
}

/// A chart in a wide and a narrow drawing, with the numbers behind it folded.
pub fn figure(f: &Figure, blocks: &Blocks<'_>) -> Markup {
    let charts = blocks.charts;
    let drawn = [("wide", Width::Wide), ("narrow", Width::Narrow)].map(|(class, width)| {
        let drawing = (charts.draw)(f.name, width)?;
        let id = format!("{}-{class}", f.name);
        let svg = drawing.svg(&id, f.title, &f.alt, Setting::Inline);
        Some((class, svg, panels(&drawing.panels, charts.length)))
    });
    let along = drawn.iter().flatten().any(|(.., panels)| panels.is_some());
    html! {
        figure id={ "chart-" (f.name) } {
            div.plot data-distance[along] {
                @for (class, svg, panels) in drawn.iter().flatten() {
                    div class=(class) data-panels=[panels.as_ref()] { (PreEscaped(svg)) }
                }
            }
            @match &f.data {
                Data::In(id) => p.data { a href={ "#" (id) } { (labels::NUMBERS_ELSEWHERE) } },
                Data::Own(table) => details.data {
                    summary { (table.title) }
                    (blocks.table(table))
                },
            }
        }
    }
}

/// The panels that have distance across, as JSON.
fn panels(all: &[PanelGeometry], length: f64) -> Option<String> {
    let along: Vec<_> = all
        .iter()
        // Distance runs from the start to the finish, no other axis does.
        .filter(|p| p.x.0 == 0.0 && (p.x.1 - length).abs() < 1e-6 * length.max(1.0))
        .map(|p| {
            json!({
                "left": p.plot.left, "right": p.plot.right,
                "top": p.plot.top, "bottom": p.plot.bottom,
                "from": p.x.0, "to": p.x.1,
            })
        })
        .collect();
    (!along.is_empty()).then(|| json!(along).to_string())
}

/// Every window of the run in words, or nothing for a run without windows. The script
/// shows these as they are: numbers are formatted in one place only.
fn readings(analysis: &Analysis, units: DisplayUnits) -> Option<String> {
    let windows = &analysis.measures.windows;
    if windows.is_empty() {
        return None;
    }
    let columns = columns(analysis, units);
    let rows: Vec<Vec<String>> = windows
        .iter()
        .map(|w| columns.iter().map(|c| (c.show)(w, units)).collect())
        .collect();
    let ends: Vec<f64> = windows
        .iter()
        .map(|w| (f::length(w.to, units) * 1e4).round() / 1e4)
        .collect();
    let whole = windows
        .iter()
        .take_while(|w| w.to.0 <= units.length().0 + 1.0);
    let text = json!({
        "names": columns.iter().map(|c| c.name).collect::<Vec<_>>(),
        "units": columns.iter().map(|c| c.unit.as_str()).collect::<Vec<_>>(),
        "absent": f::ABSENT,
        "page": whole.count().max(1),
        "ends": ends,
        "rows": rows,
    })
    .to_string();
    // Within a script element only this sequence could end it early.
    Some(text.replace("</", "<\\/"))
}

struct Reading {
    name: &'static str,
    unit: String,
    show: fn(&Window, DisplayUnits) -> String,
}

fn columns(analysis: &Analysis, units: DisplayUnits) -> Vec<Reading> {
    let windows = &analysis.measures.windows;
    let has = |get: fn(&Window) -> Option<f64>| windows.iter().any(|w| get(w).is_some());
    let per = format!("/{units}");
    let all = [
        (
            true,
            "Distance",
            units.to_string(),
            distance as fn(&Window, DisplayUnits) -> String,
        ),
        (true, "Pace", per, pace),
        (true, "Cadence", "spm".into(), cadence),
        (
            analysis.measures.pace_is_evidence,
            "Stride length",
            "m".into(),
            step,
        ),
        (has(heart_bpm), "Heart rate", "bpm".into(), heart),
        (has(|w| w.grade), "Grade", "%".into(), grade),
    ];
    all.into_iter()
        .filter(|c| c.0)
        .map(|(_, name, unit, show)| Reading { name, unit, show })
        .collect()
}

fn shown(value: Option<f64>, show: impl Fn(f64) -> String) -> String {
    value.map_or_else(|| f::ABSENT.to_owned(), |v| typeset(&show(v)))
}

fn distance(w: &Window, units: DisplayUnits) -> String {
    f::decimal(f::length(Metres((w.from.0 + w.to.0) / 2.0), units), 2)
}

fn pace(w: &Window, units: DisplayUnits) -> String {
    shown(w.tally.pace_s_per_km(), |v| f::pace(v, units))
}

fn cadence(w: &Window, _: DisplayUnits) -> String {
    shown(w.tally.cadence_spm(), |v| f::decimal(v, 0))
}

fn step(w: &Window, _: DisplayUnits) -> String {
    shown(w.tally.step_length_m(), |v| f::decimal(v, 2))
}

fn heart_bpm(w: &Window) -> Option<f64> {
    w.tally.mean(Channel::HeartRate)
}

fn heart(w: &Window, _: DisplayUnits) -> String {
    shown(heart_bpm(w), |v| f::decimal(v, 0))
}

fn grade(w: &Window, _: DisplayUnits) -> String {
    shown(w.grade, |v| f::signed(v * 100.0, 1))
}
