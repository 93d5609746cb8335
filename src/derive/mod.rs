//! Before the report: what a report shows of a run and is not measured directly. Series smoothed for the
//! eye, the cadence that is usual at each speed, heart rate for the speed, running dynamics by the
//! mile, the route in metres: all from measures and verdict, in SI units. The report adds units,
//! words and ink.

mod comparison;
mod dynamics;
mod heart;
mod plane;
mod route;
mod track;
mod usual;

pub use comparison::{compared, is_judged, tallies_by_unit};
pub use dynamics::{DynamicsMile, SPREAD, dynamics, dynamics_by_mile, dynamics_track, metric_ends};
pub use heart::{HEART_RATE, heart_for_speed};
pub use plane::{Stride, strides};
pub use route::{HOME_M, Residuals, Route, Station, are_within, has_route};
pub use track::{
    CADENCE, GRADE_ADJUSTED_PACE, MOST_POINTS, PACE, Points, STEP_LENGTH, SeriesPoint, Signal,
    Track, hilly_pace, middle, point, robust_range, thinned,
};
pub use usual::{form_residual_pct, usual_cadence, usual_step_length};
