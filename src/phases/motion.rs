//! Walking, standing and being carried, with the clock at their ends.

use super::{Phase, PhaseKind};
use crate::measure::Measures;
use crate::normalise::{Motion, Run};
use crate::units::{Metres, Seconds};

/// Every stretch of walking or standing, in order.
pub(super) fn walks_and_stands(measures: &Measures) -> impl Iterator<Item = Phase> {
    measures.interruptions.iter().map(|stretch| Phase {
        kind: if stretch.motion == Motion::Walk {
            PhaseKind::Walk
        } else {
            PhaseKind::Stand
        },
        from: stretch.from,
        to: stretch.to,
        from_s: stretch.from_s,
        to_s: stretch.to_s,
    })
}

/// Rides in a vehicle, in order. They take no distance of the run; one before the start has
/// times below 0.
pub(super) fn rides(run: &Run) -> impl Iterator<Item = Phase> {
    run.carried.iter().map(|ride| Phase {
        kind: PhaseKind::Carried,
        from: ride.at,
        to: ride.at,
        from_s: ride.from,
        to_s: ride.to,
    })
}

/// Elapsed time at a distance.
pub(super) struct Clock<'a> {
    run: &'a Run,
}

impl<'a> Clock<'a> {
    /// The clock of `run`.
    pub(super) const fn new(run: &'a Run) -> Self {
        Self { run }
    }

    /// Elapsed time when `distance` was reached, interpolated between samples.
    pub(super) fn at(&self, distance: Metres) -> Seconds {
        let samples = &self.run.samples;
        let next = samples.partition_point(|s| s.distance.value() < distance.value());
        let Some(s) = samples.get(next) else {
            return samples.last().map_or(Seconds(0.0), |s| s.elapsed);
        };
        let Some(before) = next.checked_sub(1).map(|i| &samples[i]) else {
            return s.elapsed;
        };
        let step = s.distance.value() - before.distance.value();
        let share = (distance.value() - before.distance.value()) / step.max(f64::MIN_POSITIVE);
        let seconds = s.elapsed.value() - before.elapsed.value();
        Seconds(before.elapsed.value() + share.clamp(0.0, 1.0) * seconds)
    }
}
