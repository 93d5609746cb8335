//! Did the runner break into walks? Who has to walk has not chosen an easier pace, however
//! far the heart came down with it.

use crate::measure::{Measures, Window};
use crate::units::Metres;

/// Share of moving time walked from an onset on that is more than drinking on the move: a
/// table every two miles walked through for half a minute is 3 %.
const WALKED: f64 = 0.05;
/// ... and this many times the share before it: a course of steep climbs is walked from the
/// start.
const TIMES_BEFORE: f64 = 3.0;

/// True when walks came up from `onset` on.
pub fn came_up(measures: &Measures, onset: Metres) -> bool {
    let share = |keep: &dyn Fn(&Window) -> bool| {
        let (mut walked, mut moving) = (0.0, 0.0);
        for window in measures.windows.iter().filter(|w| keep(w)) {
            walked += window.tally.walked_s;
            moving += window.tally.moving_s();
        }
        if moving > 0.0 { walked / moving } else { 0.0 }
    };
    let after = share(&|w| w.from.0 >= onset.0);
    after >= WALKED && after >= TIMES_BEFORE * share(&|w| w.from.0 < onset.0)
}
