//! What the recording is, in words: the parts of the session, walks and stops.

use crate::Analysis;
use crate::phases::{Phase, PhaseKind};
use crate::units::{DisplayUnits, format};

/// Name of a part of a session.
pub const fn phase(kind: PhaseKind) -> &'static str {
    match kind {
        PhaseKind::WarmUp => "warm-up",
        PhaseKind::Main => "main part",
        PhaseKind::Repetitions => "repetitions",
        PhaseKind::CoolDown => "cool-down",
        PhaseKind::Kick => "finishing kick",
        PhaseKind::Walk => "walk",
        PhaseKind::Stand => "stop",
        PhaseKind::Carried => "vehicle",
    }
}

/// The parts of the session in order: `warm-up to mile 1.2, main part to mile 12.0, cool-down
/// to mile 13.1`; `None` where the run is all main part.
pub fn session(analysis: &Analysis, units: DisplayUnits) -> Option<String> {
    let parts: Vec<&Phase> = (analysis.phases.list.iter())
        .filter(|p| {
            !matches!(
                p.kind,
                PhaseKind::Walk | PhaseKind::Stand | PhaseKind::Carried
            )
        })
        .collect();
    let said: Vec<String> = parts
        .iter()
        .map(|p| format!("{} to {}", phase(p.kind), format::place(p.to, units)))
        .collect();
    (parts.len() > 1).then(|| said.join(", "))
}

/// Walks, stops and rides: `6 walks, 4:10 in all, the first at mile 12.3`; one line a kind.
pub fn pauses(analysis: &Analysis, units: DisplayUnits) -> Vec<(&'static str, String)> {
    let named = [
        (PhaseKind::Walk, "Walked"),
        (PhaseKind::Stand, "Stopped"),
        (PhaseKind::Carried, "In a vehicle"),
    ];
    let line = |(kind, name)| {
        let all: Vec<&Phase> = analysis.phases.of(kind).collect();
        let seconds: f64 = all.iter().map(|p| p.to_s.0 - p.from_s.0).sum();
        // Shorter is a traffic light's worth and tells a reader nothing.
        let first = all.first().filter(|_| seconds >= 10.0)?;
        let times = match all.len() {
            1 => "once".to_owned(),
            n => format!("{n} times"),
        };
        let at = match all.len() {
            1 => "at",
            _ => "the first at",
        };
        Some((
            name,
            format!(
                "{times}, {} in all, {at} {}",
                format::duration(seconds),
                format::place(first.from, units)
            ),
        ))
    };
    named.into_iter().filter_map(line).collect()
}
