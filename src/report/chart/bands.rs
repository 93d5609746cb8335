//! Bands: stretches of the run that are shaded and named alike in every chart over distance.

use super::frame::Sign;
use super::style::{self, Ink};
use crate::Analysis;
use crate::detect::WARM_UP_MIN;
use crate::normalise::Motion;
use crate::phases::PhaseKind;
use crate::units::{DisplayUnits, Metres, format};

/// A stretch of the run.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Where it begins, in display units from the start.
    pub from: f64,
    /// Where it ends; equal to `from` for what happened at one place.
    pub to: f64,
    /// What it is, in a runner's words.
    pub label: &'static str,
    /// How it is drawn.
    pub style: BandStyle,
}

/// How a band is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum BandStyle {
    /// Shaded in a colour with an opacity; the legend says what it is.
    Shaded(Ink, f64),
    /// Shaded, with its label over the first panel.
    Named(Ink, f64),
    /// A pin at the upper edge of the first panel.
    Pinned(Ink),
}

impl BandStyle {
    /// The first ten minutes.
    pub const WARM_UP: Self = Self::Shaded(style::WARM_UP, 0.28);
    /// Walks, mostly too short to be seen in a paler shade.
    pub const WALK: Self = Self::Shaded(style::WALK, 0.42);
    /// Stretches without a speed to go by.
    pub const EXCLUDED: Self = Self::Shaded(style::GROUND, 0.28);
    /// A stop, which has no length on an axis of distance.
    pub const STOP: Self = Self::Pinned(style::STOP);

    /// Its sign in a legend; a band with its label over it needs none.
    pub fn sign(self) -> Option<Sign> {
        match self {
            Self::Shaded(ink, alpha) => Some(Sign::Box(ink, alpha)),
            Self::Named(..) => None,
            Self::Pinned(ink) => Some(Sign::Pin(ink)),
        }
    }
    /// Colour and opacity of its shade; a pin has none.
    pub fn shade(self) -> Option<(Ink, f64)> {
        match self {
            Self::Shaded(ink, alpha) | Self::Named(ink, alpha) => Some((ink, alpha)),
            Self::Pinned(_) => None,
        }
    }
}

/// Stops shorter than this are not marked, seconds: a watch's timer makes many.
const LEAST_STOP_S: f64 = 20.0;
/// Fewer windows in a row without a speed are a gap in the lines that needs no explanation.
const LEAST_EXCLUDED: usize = 3;
/// Opacity of a part of the session: paler than what lies within it.
const PART_OF_SESSION: f64 = 0.16;

/// What a part of the session is called over it; the main part needs no name, walks and stands
/// have bands of their own, and a ride takes no distance.
const fn named(kind: PhaseKind) -> Option<&'static str> {
    match kind {
        PhaseKind::WarmUp => Some("warm-up"),
        PhaseKind::Repetitions => Some("repetitions"),
        PhaseKind::CoolDown => Some("cool-down"),
        PhaseKind::Kick => Some("kick"),
        PhaseKind::Main | PhaseKind::Walk | PhaseKind::Stand | PhaseKind::Carried => None,
    }
}

/// The bands of a run in display units, each kind in order of distance.
pub fn bands(analysis: &Analysis, units: DisplayUnits) -> Vec<Band> {
    let measures = &analysis.measures;
    let mut all = Vec::new();
    let mut add = |from: Metres, to: Metres, label, style| {
        let [from, to] = [from, to].map(|at| format::length(at, units));
        all.push(Band {
            from,
            to,
            label,
            style,
        });
    };
    let windows = measures.windows.iter();
    let settling = windows.take_while(|w| w.moving_mid_s < 60.0 * WARM_UP_MIN);
    if let Some(w) = settling.last() {
        add(Metres(0.0), w.to, "first 10 min", BandStyle::WARM_UP);
    }
    for phase in &analysis.phases.list {
        if let Some(label) = named(phase.kind) {
            let style = BandStyle::Named(style::GROUND, PART_OF_SESSION);
            add(phase.from, phase.to, label, style);
        }
    }
    let same = (measures.windows).chunk_by(|a, b| a.pace_doubtful == b.pace_doubtful);
    for windows in same.filter(|s| s[0].pace_doubtful && s.len() >= LEAST_EXCLUDED) {
        let (from, to) = (windows[0].from, windows[windows.len() - 1].to);
        add(from, to, "speed in doubt", BandStyle::EXCLUDED);
    }
    for stretch in &measures.interruptions {
        let (from, to) = (stretch.from, stretch.to);
        match stretch.motion {
            Motion::Walk => add(from, to, "walking", BandStyle::WALK),
            Motion::Stop if stretch.duration_s >= LEAST_STOP_S => {
                add(from, to, "stop", BandStyle::STOP);
            }
            _ => {}
        }
    }
    all
}
