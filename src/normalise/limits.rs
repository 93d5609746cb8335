//! What no runner exceeds.

/// No distance runner is faster (m/s): the mean speed of the 400 m world record (43.03 s).
pub(super) const FASTEST_M_PER_S: f64 = 9.3;

/// No recording of a run is longer (m): the longest six-day race is 1,047 km.
pub(super) const LONGEST_M: f64 = 2.0e6;
