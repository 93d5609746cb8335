//! What the page's script knows of the run: a reading for each window in words, the sums behind
//! the means of a stretch, and where each panel lies.

use crate::Analysis;
use crate::derive::{form_residual_pct, is_judged};
use crate::measure::metrics::CADENCE;
use crate::measure::{Channel, Tally, Window};
use crate::report::chart::PanelGeometry;
use crate::report::words::typeset;
use crate::units::format as f;
use crate::units::{DisplayUnits, Metres};
use serde_json::{Value, json};

/// True for a panel with distance across: it runs from the start to the finish, as no other axis
/// does.
fn is_along(p: &PanelGeometry, length: f64) -> bool {
    p.x.0 == 0.0 && (p.x.1 - length).abs() < 1e-6 * length.max(1.0)
}

/// The panels that have distance across, as JSON.
pub fn panels(all: &[PanelGeometry], length: f64) -> Option<String> {
    as_json(all.iter().filter(|p| is_along(p, length)))
}

/// The panels that have something else across, as JSON.
pub fn other_panels(all: &[PanelGeometry], length: f64) -> Option<String> {
    as_json(all.iter().filter(|p| !is_along(p, length)))
}

fn as_json<'a>(panels: impl Iterator<Item = &'a PanelGeometry>) -> Option<String> {
    let all: Vec<Value> = panels
        .map(|p| {
            json!({
                "name": p.name,
                "left": p.plot.left, "right": p.plot.right,
                "top": p.plot.top, "bottom": p.plot.bottom,
                "from": p.x.0, "to": p.x.1, "above": p.y.0, "below": p.y.1,
            })
        })
        .collect();
    (!all.is_empty()).then(|| json!(all).to_string())
}

/// Every window of the run in words and in sums, or nothing for a run without windows. What is
/// shown of one window is formatted here; the means of a stretch are the script's.
pub fn readings(analysis: &Analysis, units: DisplayUnits) -> Option<String> {
    let windows = &analysis.measures.windows;
    if windows.is_empty() {
        return None;
    }
    let columns = columns(analysis, units);
    let rows: Vec<Vec<String>> = windows
        .iter()
        .map(|w| {
            let shown = columns
                .iter()
                .map(|c| (c.show)(&Seen { analysis, w, units }));
            shown.collect()
        })
        .collect();
    let ends: Vec<f64> = windows
        .iter()
        .map(|w| rounded(f::length(w.to, units), 4))
        .collect();
    let whole = windows
        .iter()
        .take_while(|w| w.to.0 <= units.length().0 + 1.0);
    let splits: Vec<[f64; 2]> = (analysis.measures.splits.iter())
        .map(|s| [s.from, s.to].map(|m| rounded(f::length(m, units), 4)))
        .collect();
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

/// A window with what it is read in.
struct Seen<'a> {
    analysis: &'a Analysis,
    w: &'a Window,
    units: DisplayUnits,
}

/// A column of the readout.
struct Reading {
    key: &'static str,
    name: &'static str,
    unit: String,
    show: fn(&Seen) -> String,
}

fn columns(analysis: &Analysis, units: DisplayUnits) -> Vec<Reading> {
    let windows = &analysis.measures.windows;
    let has = |get: fn(&Window) -> Option<f64>| windows.iter().any(|w| get(w).is_some());
    let reading = |key, name, unit: &str, show| Reading {
        key,
        name,
        unit: unit.to_owned(),
        show,
    };
    let per = format!("/{units}");
    // What the verdict does not go by is not set against what is usual.
    let usual = is_judged(CADENCE.key, &analysis.measures)
        && analysis.verdict.curve.is_some()
        && !analysis.verdict.series.at_m.is_empty();
    let walked = windows.iter().any(|w| w.tally.walked_s > 0.0);
    let all = [
        (
            true,
            reading("at", "Distance", &units.to_string(), distance),
        ),
        (true, reading("pace", "Pace", &per, pace)),
        (true, reading("cadence", "Cadence", "spm", cadence)),
        (usual, reading("off", "Against usual", "%", against_usual)),
        (
            analysis.measures.pace_is_evidence,
            reading("step", "Stride length", "m", step),
        ),
        (has(heart_bpm), reading("heart", "Heart rate", "bpm", heart)),
        (
            has(|w| w.altitude_m),
            reading("elevation", "Elevation", f::climb_unit(units), elevation),
        ),
        (has(|w| w.grade), reading("grade", "Grade", "%", grade)),
        (walked, reading("walked", "Walking", "", walking)),
    ];
    all.into_iter().filter(|c| c.0).map(|c| c.1).collect()
}

fn shown(value: Option<f64>, show: impl Fn(f64) -> String) -> String {
    value.map_or_else(|| f::ABSENT.to_owned(), |v| typeset(&show(v)))
}

fn distance(s: &Seen) -> String {
    let middle = Metres((s.w.from.0 + s.w.to.0) / 2.0);
    f::decimal(f::length(middle, s.units), 2)
}

fn pace(s: &Seen) -> String {
    shown(s.w.tally.pace_s_per_km(), |v| f::pace(v, s.units))
}

fn cadence(s: &Seen) -> String {
    shown(s.w.tally.cadence_spm(), |v| f::decimal(v, 0))
}

/// Cadence off what is usual for the runner at that pace and grade: the residual that verdict and
/// splits go by.
fn against_usual(s: &Seen) -> String {
    shown(
        form_residual_pct(&s.analysis.measures, &s.analysis.verdict, s.w),
        |v| f::signed(v, 1),
    )
}

fn step(s: &Seen) -> String {
    shown(s.w.tally.step_length_m(), |v| f::decimal(v, 2))
}

fn heart_bpm(w: &Window) -> Option<f64> {
    w.tally.mean(Channel::HeartRate)
}

fn heart(s: &Seen) -> String {
    shown(heart_bpm(s.w), |v| f::decimal(v, 0))
}

fn elevation(s: &Seen) -> String {
    shown(s.w.altitude_m, |v| f::climb(v, s.units))
}

fn grade(s: &Seen) -> String {
    shown(s.w.grade, |v| f::signed(v * 100.0, 1))
}

fn walking(s: &Seen) -> String {
    match s.w.tally.walked_s {
        walked if walked >= 0.5 => f::duration(walked),
        _ => "none".to_owned(),
    }
}
