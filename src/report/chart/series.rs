//! The series of a run in display units.

use crate::derive::{self, Signal, Track};
use crate::measure::Measures;
use crate::units::{DisplayUnits, Metres, format};

/// Length of the run in display units.
pub fn length(measures: &Measures, units: DisplayUnits) -> f64 {
    let windows = &measures.windows;
    windows.last().map_or(0.0, |w| format::length(w.to, units))
}

/// A signal along the run; `None` where it is nowhere measured.
pub fn track(signal: &Signal, measures: &Measures, units: DisplayUnits) -> Option<Track> {
    Some(signal.track(measures)?.in_units(units.length(), 1.0))
}

/// A series over distance that is not part of a [`Track`].
pub fn points(points: derive::Points, units: DisplayUnits) -> derive::Points {
    let place = |p: derive::SeriesPoint| derive::point(format::length(Metres(p.x), units), p.y);
    points.into_iter().map(place).collect()
}

/// A track of pace, seconds per display unit.
pub fn pace(track: Track, units: DisplayUnits) -> Track {
    track.in_units(units.length(), units.length().kilometres())
}
