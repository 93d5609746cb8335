//! What each chart shows, in words: the text for those who cannot see it.

use super::series::{in_units, pace, step_length, track};
use crate::Analysis;
use crate::measure::Window;
use crate::report::{ReportOptions, words};
use crate::units::{Metres, format};

/// First and last smoothed value of a quantity.
fn ends(
    analysis: &Analysis,
    options: &ReportOptions,
    value: impl Fn(&Window) -> Option<f64>,
) -> Option<(f64, f64)> {
    let smooth = track(&analysis.measures, options.units, 0.0, value)?.smooth;
    let mut known = smooth.iter().filter_map(|p| p.1);
    let first = known.next()?;
    Some((first, known.next_back().unwrap_or(first)))
}

/// For the chart over distance.
pub fn drift(analysis: &Analysis, options: &ReportOptions) -> String {
    let units = options.units;
    let mut parts = Vec::new();
    if let Some((a, b)) = ends(analysis, options, |w| w.tally.cadence_spm()) {
        parts.push(format!("cadence from {a:.0} to {b:.0} steps per minute"));
    }
    if let Some((a, b)) = ends(analysis, options, step_length) {
        parts.push(format!("stride length from {a:.2} to {b:.2} m per step"));
    }
    if let Some((a, b)) = ends(analysis, options, |w| pace(w, units)) {
        let (a, b) = (format::minutes_seconds(a), format::minutes_seconds(b));
        parts.push(format!("pace from {a} to {b} per {units}"));
    }
    let onset = analysis.verdict.onset.as_ref().map_or_else(
        || "No onset is marked.".to_owned(),
        |o| format!("The onset is marked at {}.", words::onset(o, units)),
    );
    format!(
        "Over {}, start to finish: {}. {onset}",
        format::distance(Metres(analysis.measures.total.distance_m()), units),
        parts.join(", ")
    )
}

/// For the chart of splits.
pub fn splits(analysis: &Analysis, options: &ReportOptions) -> String {
    let mut lines = Vec::new();
    for split in &analysis.measures.splits {
        let c = &split.from_first;
        let mut of = Vec::new();
        for (name, change) in [
            ("cadence", c.cadence_pct),
            ("stride length", c.step_length_pct),
            ("pace (+ is slower)", c.pace_pct),
        ] {
            if let Some(change) = change {
                of.push(format!("{name} {}", words::change(&change)));
            }
        }
        if !of.is_empty() {
            let to = format::decimal(in_units(split.to, options.units), 1);
            let partial = if split.partial { ", partial" } else { "" };
            lines.push(format!(
                "split {} to {} {to}{partial}: {}",
                split.index,
                format::noun(options.units),
                of.join(", ")
            ));
        }
    }
    format!(
        "Change from the first split, with 95 % intervals. {}.",
        lines.join("; ")
    )
}

/// For the plane of cadence and step length.
pub fn plane(analysis: &Analysis, options: &ReportOptions) -> String {
    let mut text = String::from("Cadence against stride length, from start to finish.");
    let cadence = ends(analysis, options, |w| w.tally.cadence_spm());
    let step = ends(analysis, options, step_length);
    if let (Some(c), Some(s)) = (cadence, step) {
        text.push_str(&format!(
            " It begins at {:.0} steps per minute of {:.2} m and ends at {:.0} of {:.2} m.",
            c.0, s.0, c.1, s.1
        ));
    }
    if let Some(change) = &analysis.verdict.form_change_at_finish {
        text.push_str(&format!(
            " At the finish cadence is {} off the runner's own curve.",
            words::change(change)
        ));
    }
    text
}
