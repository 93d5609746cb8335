//! Walking, standing and being carried, with the clock at their ends.

use super::{Phase, PhaseKind};
use crate::normalise::{Motion, Run};
use crate::units::{Metres, Seconds};

/// Running this short (s) between two walks, or two stops, is part of the break: a shuffle
/// along the table of an aid station.
const BRIDGED_S: f64 = 10.0;

/// Every stretch of walking or standing, in order; two of a kind with next to no running
/// between them are one.
pub(super) fn walks_and_stands(run: &Run) -> Vec<Phase> {
    let mut out: Vec<Phase> = Vec::new();
    let mut ran_s = f64::INFINITY;
    for pair in run.samples.windows(2) {
        let (before, s) = (&pair[0], &pair[1]);
        let kind = match s.motion {
            Motion::Run => {
                ran_s += s.duration.value();
                continue;
            }
            Motion::Walk => PhaseKind::Walk,
            Motion::Stop => PhaseKind::Stand,
        };
        let stands = kind == PhaseKind::Stand;
        let begin_s = Seconds(s.elapsed.value() - s.duration.value());
        match out.last_mut() {
            Some(last) if last.kind == kind && ran_s < BRIDGED_S => {
                last.to_s = s.elapsed;
                if !stands {
                    last.to = s.distance;
                }
            }
            _ => out.push(Phase {
                kind,
                from: before.distance,
                to: if stands { before.distance } else { s.distance },
                from_s: begin_s,
                to_s: s.elapsed,
            }),
        }
        ran_s = 0.0;
    }
    out
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
