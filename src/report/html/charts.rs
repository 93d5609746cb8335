//! The charts of a page, in a wide and a narrow drawing each, and what the page's script knows of
//! the run: a reading for each window in words, the sums behind the means of a stretch, and where
//! each panel lies.

use crate::Analysis;
use crate::derive::{form_residual_pct, is_judged};
use crate::measure::metrics::CADENCE;
use crate::measure::{Channel, Tally, Window};
use crate::report::ReportOptions;
use crate::report::chart::{Drawing, PanelGeometry, Setting, Width};
use crate::report::document::{Draw, Figure};
use crate::report::words::{labels, typeset};
use crate::units::format as f;
use crate::units::{DisplayUnits, Metres};
use maud::{Markup, PreEscaped, html};
use serde_json::{Value, json};

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

    /// Charts that no script reads.
    pub fn without_readings(draw: Draw<'a>) -> Self {
        Self {
            draw,
            length: f64::NAN,
            readings: None,
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

    /// A chart in both widths, as far as it can be drawn, with its panels for the script: those
    /// with distance across, and the others.
    pub fn plot(&self, f: &Figure) -> Markup {
        let widths = [("wide", Width::Wide), ("narrow", Width::Narrow)].into_iter();
        let draw = |(class, width)| Some((class, (self.draw)(&f.name, width)?));
        let drawn: Vec<(&str, Drawing)> = widths.filter_map(draw).collect();
        let panels = |d: &Drawing, along| self::panels(&d.panels, self.length, along);
        let along = drawn.iter().any(|(_, d)| panels(d, true).is_some());
        html! {
            div.plot data-figure=(f.name) data-distance[along] {
                @for (class, d) in &drawn {
                    div class=(class) data-panels=[panels(d, true)] data-others=[panels(d, false)] {
                        @let id = format!("{}-{class}", f.name);
                        (PreEscaped(d.svg(&id, &f.title, &f.alt, Setting::Inline)))
                    }
                }
            }
        }
    }
}

/// True for a panel with distance across: it runs from the start to the finish, as no other axis
/// does.
fn is_along(p: &PanelGeometry, length: f64) -> bool {
    p.x.0 == 0.0 && (p.x.1 - length).abs() < 1e-6 * length.max(1.0)
}

/// The panels that have distance across, or those that have something else, as JSON.
fn panels(all: &[PanelGeometry], length: f64, along: bool) -> Option<String> {
    let wanted = all.iter().filter(|p| is_along(p, length) == along);
    let panel = |p: &PanelGeometry| {
        json!({
            "name": p.name,
            "left": p.plot.left, "right": p.plot.right,
            "top": p.plot.top, "bottom": p.plot.bottom,
            "from": p.x.0, "to": p.x.1, "above": p.y.0, "below": p.y.1,
        })
    };
    let panels: Vec<Value> = wanted.map(panel).collect();
    (!panels.is_empty()).then(|| json!(panels).to_string())
}

/// Every window of the run in words and in sums, or nothing for a run without windows. What is
/// shown of one window is formatted here; the means of a stretch are the script's.
fn readings(analysis: &Analysis, units: DisplayUnits) -> Option<String> {
    let windows = &analysis.measures.windows;
    if windows.is_empty() {
        return None;
    }
    let columns = columns(analysis, units);
    let row = |at: usize| columns.iter().map(|c| c.cells[at].as_str()).collect();
    let rows: Vec<Vec<&str>> = (0..windows.len()).map(row).collect();
    let place = |m: Metres| rounded(f::length(m, units), 4);
    let ends: Vec<f64> = windows.iter().map(|w| place(w.to)).collect();
    let splits = analysis.measures.splits.iter();
    let splits: Vec<[f64; 2]> = splits.map(|s| [s.from, s.to].map(place)).collect();
    let whole = windows.iter();
    let whole = whole.take_while(|w| w.to.0 <= units.length().0 + 1.0);
    let text = json!({
        "names": columns.iter().map(|c| c.name).collect::<Vec<_>>(),
        "units": columns.iter().map(|c| c.unit.as_str()).collect::<Vec<_>>(),
        "keys": columns.iter().map(|c| c.key).collect::<Vec<_>>(),
        "unit": units.to_string(),
        "noun": f::noun(units),
        "per": units.length().0,
        "absent": f::ABSENT,
        "page": whole.count().max(1),
        "ends": ends,
        "rows": rows,
        "sums": sums(analysis),
        "splits": splits,
    })
    .to_string();
    // Within a script element only this sequence could end it early.
    Some(text.replace("</", "<\\/"))
}

fn rounded(value: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    (value * scale).round() / scale
}

/// The sums of each window, an array a quantity; `null` where a value is not known. A tenth of a
/// metre, of a second and of a step is finer than any mean of them that is shown.
fn sums(analysis: &Analysis) -> Value {
    let windows = &analysis.measures.windows;
    let all = |of: &dyn Fn(&Tally) -> f64| -> Vec<f64> {
        windows.iter().map(|w| rounded(of(&w.tally), 1)).collect()
    };
    let off: Vec<Option<f64>> = (windows.iter())
        .map(|w| form_residual_pct(&analysis.measures, &analysis.verdict, w).map(|v| rounded(v, 2)))
        .collect();
    let heart = |t: &Tally| t.channels[Channel::HeartRate as usize].weight_s();
    json!({
        "m": all(&|t| t.distance_m()),
        "moving_s": all(&|t| t.moving_s()),
        "walked_s": all(&|t| t.walked_s),
        "stepped_s": all(&|t| t.stepped_s),
        "stepped_m": all(&|t| t.stepped_m),
        "steps": all(&|t| t.steps),
        "heart_s": all(&heart),
        "beats": all(&|t| heart(t) * t.mean(Channel::HeartRate).unwrap_or(0.0)),
        "climb_m": all(&|t| t.ascent_m),
        "off": off,
    })
}

/// A column of the readout, with a cell for each window.
struct Column {
    key: &'static str,
    name: &'static str,
    unit: String,
    cells: Vec<String>,
}

fn columns(analysis: &Analysis, units: DisplayUnits) -> Vec<Column> {
    let (measures, verdict) = (&analysis.measures, &analysis.verdict);
    let windows = &measures.windows;
    let mut columns = Vec::new();
    let mut add = |key, name, unit: &str, cell: &dyn Fn(&Window) -> String| {
        columns.push(Column {
            key,
            name,
            unit: unit.to_owned(),
            cells: windows.iter().map(cell).collect(),
        });
    };
    let has = |value: fn(&Window) -> Option<f64>| windows.iter().any(|w| value(w).is_some());
    let heart: fn(&Window) -> Option<f64> = |w| w.tally.mean(Channel::HeartRate);
    add("at", "Distance", &units.to_string(), &|w| {
        f::decimal(f::length((w.from + w.to) * 0.5, units), 2)
    });
    add("pace", "Pace", &format!("/{units}"), &|w| {
        shown(w.tally.pace_s_per_km(), |v| f::pace(v, units))
    });
    add("cadence", "Cadence", "spm", &|w| {
        shown(w.tally.cadence_spm(), |v| f::decimal(v, 0))
    });
    // What the verdict does not go by is not set against what is usual.
    let usual = is_judged(CADENCE.key, measures) && verdict.curve.is_some();
    if usual && !verdict.series.at_m.is_empty() {
        // The residual that verdict and splits go by.
        add("off", "Against usual", "%", &|w| {
            shown(form_residual_pct(measures, verdict, w), |v| f::signed(v, 1))
        });
    }
    if measures.pace_is_evidence {
        add("step", "Stride length", "m", &|w| {
            shown(w.tally.step_length_m(), |v| f::decimal(v, 2))
        });
    }
    if has(heart) {
        add("heart", "Heart rate", "bpm", &|w| {
            shown(heart(w), |v| f::decimal(v, 0))
        });
    }
    if has(|w| w.altitude_m) {
        add("elevation", "Elevation", f::climb_unit(units), &|w| {
            shown(w.altitude_m, |v| f::climb(v, units))
        });
    }
    if has(|w| w.grade) {
        add("grade", "Grade", "%", &|w| {
            shown(w.grade, |v| f::signed(v * 100.0, 1))
        });
    }
    if windows.iter().any(|w| w.tally.walked_s > 0.0) {
        add("walked", "Walking", "", &|w| match w.tally.walked_s {
            walked if walked >= 0.5 => f::duration(walked),
            _ => "none".to_owned(),
        });
    }
    columns
}

fn shown(value: Option<f64>, show: impl Fn(f64) -> String) -> String {
    value.map_or_else(|| f::ABSENT.to_owned(), |v| typeset(&show(v)))
}
