//! Heart rate along the run, and heart rate for the speed against its own early level.

use super::track::{Signal, Track};
use crate::detect::DECOUPLING_LEVEL_KM;
use crate::measure::{Channel, Measures, Tally, Window};

/// Heart rate, beats per minute.
pub const HEART_RATE: Signal<'static> = Signal {
    value: &|w: &Window| w.tally.mean(Channel::HeartRate),
    least: 20.0,
};

/// Smallest span that is shown of heart rate for the speed, percent.
const LEAST_PCT: f64 = 10.0;

/// Heart beats for a metre on the flat; only its changes are shown.
fn beats_per_metre(tally: &Tally) -> Option<f64> {
    let metres = if tally.has_altitude {
        tally.flat_equivalent_m
    } else {
        tally.running_m
    };
    let beats = tally.mean(Channel::HeartRate)? / 60.0 * tally.running_s;
    (metres > 0.0).then(|| beats / metres)
}

/// Heart rate for the speed along the run, percent above its level of [`DECOUPLING_LEVEL_KM`];
/// `None` where pace was not judged, or that part of the run has no heart rate.
pub fn heart_for_speed(measures: &Measures) -> Option<Track> {
    if !measures.pace_is_evidence {
        return None;
    }
    let mut early = Tally::default();
    let within = |w: &&Window| {
        w.from.kilometres() >= DECOUPLING_LEVEL_KM.0
            && w.to.kilometres() <= DECOUPLING_LEVEL_KM.1
            && !w.pace_doubtful
    };
    let windows = measures.windows.iter();
    windows.filter(within).for_each(|w| early.merge(&w.tally));
    let level = beats_per_metre(&early)?;
    let value = |w: &Window| {
        let ratio = beats_per_metre(&w.tally)? / level;
        (!w.pace_doubtful).then_some((ratio - 1.0) * 100.0)
    };
    let signal = Signal {
        value: &value,
        least: LEAST_PCT,
    };
    signal.track(measures)
}
