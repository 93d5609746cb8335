//! Alt text: what each chart shows, in words, for readers who cannot see it.

use crate::Analysis;
use crate::derive::{self, HOME_M};
use crate::detect::{DECOUPLED_PCT, DECOUPLING_LEVEL_KM};
use crate::measure::metrics::{CADENCE, PACE, STEP_LENGTH};
use crate::report::{ReportOptions, words};
use crate::units::format::{self, Interval};
use crate::units::{DisplayUnits, Metres};

/// For the chart over distance.
pub fn drift(analysis: &Analysis, options: &ReportOptions) -> String {
    let units = options.units;
    let mut parts = Vec::new();
    if let Some((a, b)) = derive::CADENCE.ends(&analysis.measures) {
        parts.push(format!("cadence from {a:.0} to {b:.0} steps per minute"));
    }
    let judged = analysis.measures.pace_is_evidence;
    if let Some((a, b)) = derive::STEP_LENGTH
        .ends(&analysis.measures)
        .filter(|_| judged)
    {
        parts.push(format!("stride length from {a:.2} to {b:.2} m per step"));
    }
    if let Some((a, b)) = derive::PACE.ends(&analysis.measures) {
        let [a, b] = [a, b].map(|pace| format::pace(pace, units));
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
        for (name, key, change) in [
            ("cadence", CADENCE.key, c.cadence_pct),
            ("stride length", STEP_LENGTH.key, c.step_length_pct),
            ("pace (+ is slower)", PACE.key, c.pace_pct),
        ] {
            let judged = derive::is_judged(key, &analysis.measures);
            if let Some(change) = change.filter(|_| judged) {
                of.push(format!("{name} {}", words::change(&change)));
            }
        }
        if !of.is_empty() {
            let to = format::decimal(format::length(split.to, options.units), 1);
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
pub fn plane(analysis: &Analysis, _: &ReportOptions) -> String {
    let mut text = String::from("Cadence against stride length, from start to finish.");
    let cadence = derive::CADENCE.ends(&analysis.measures);
    let step = derive::STEP_LENGTH.ends(&analysis.measures);
    if let (Some(c), Some(s)) = (cadence, step) {
        text.push_str(&format!(
            " It begins at {:.0} steps per minute of {:.2} m and ends at {:.0} of {:.2} m.",
            c.0, s.0, c.1, s.1
        ));
    }
    if let Some(change) = &analysis.verdict.form_change_at_finish {
        text.push_str(&format!(
            " At the finish cadence is {} from what is usual for the runner at that pace.",
            words::change(change)
        ));
    }
    text
}

/// For the chart of heart rate.
pub fn heart(analysis: &Analysis, options: &ReportOptions) -> String {
    let mut text = String::from("Heart rate over distance");
    let rate = derive::HEART_RATE.ends(&analysis.measures);
    if let Some((a, b)) = rate {
        text.push_str(&format!(", from {a:.0} to {b:.0} beats per minute"));
    }
    if analysis.measures.pace_is_evidence {
        let level = level_place(options.units);
        text.push_str(&format!(
            ", and heart rate for the speed against its level of {level}"
        ));
    }
    text.push('.');
    let heart = analysis.verdict.heart.as_ref();
    if let Some(pct) = heart.and_then(|h| h.decoupling_pct) {
        let pct = format::signed_percent(pct);
        text.push_str(&format!(
            " Decoupling from the first to the second half: {pct}."
        ));
    }
    if let Some(at) = heart.and_then(|h| h.decoupling_onset) {
        let place = format::place(at, options.units);
        text.push_str(&format!(
            " It stays {DECOUPLED_PCT} % above that level from {place}."
        ));
    }
    text
}

/// Where the level is taken, in words: `km 5-10`, `mile 3.1-6.2`.
pub fn level_place(units: DisplayUnits) -> String {
    let level = Interval {
        low: Metres(DECOUPLING_LEVEL_KM.0 * 1000.0),
        high: Metres(DECOUPLING_LEVEL_KM.1 * 1000.0),
        low_open: false,
        high_open: false,
    };
    format!("{} {}", format::noun(units), level.text(units))
}

/// For the small charts of running dynamics.
pub fn dynamics(analysis: &Analysis, options: &ReportOptions) -> String {
    let units = options.units;
    let said: Vec<String> = derive::dynamics(&analysis.measures, &analysis.verdict)
        .filter_map(|metric| {
            let (a, b) = derive::metric_ends(&analysis.measures, metric)?;
            let (a, b) = (
                words::metric(metric, a, units),
                words::metric_with_unit(metric, b, units),
            );
            Some(format!("{} from {a} to {b}", metric.name.to_lowercase()))
        })
        .collect();
    format!(
        "Small charts over distance, start to finish: {}.",
        said.join(", ")
    )
}

/// For the chart of the route.
pub fn route(analysis: &Analysis, options: &ReportOptions) -> String {
    let mut text = String::from(
        "The route without a map, coloured by how far cadence was from what is usual for the \
         runner at that pace.",
    );
    if let Some(onset) = &analysis.verdict.onset {
        let onset = words::onset(onset, options.units);
        text.push_str(&format!(" The onset is marked at {onset}."));
    }
    if options.private {
        text.push_str(&format!(" The first and last {HOME_M} m are left out."));
    }
    text
}
