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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::Sample;
    use crate::normalise::testing::run_from;

    #[test]
    fn the_time_at_a_distance_is_interpolated_between_samples() {
        let sample = |metres: f64, seconds: f64| Sample {
            distance: Metres(metres),
            elapsed: Seconds(seconds),
            ..Sample::default()
        };
        // A stop of a minute at 110 m.
        let run = run_from(vec![
            sample(0.0, 0.0),
            sample(100.0, 30.0),
            sample(110.0, 34.0),
            sample(110.0, 94.0),
            sample(130.0, 104.0),
        ]);
        let clock = Clock::new(&run);
        for (metres, seconds) in [
            (0.0, 0.0),
            (50.0, 15.0),
            (100.0, 30.0),
            (105.0, 32.0),
            (110.0, 34.0),
            (115.0, 96.5),
            (130.0, 104.0),
            (200.0, 104.0),
        ] {
            assert_eq!(clock.at(Metres(metres)), Seconds(seconds), "{metres} m");
        }
        let empty = run_from(Vec::new());
        assert_eq!(Clock::new(&empty).at(Metres(5.0)), Seconds(0.0));
    }

    #[test]
    fn a_ride_is_at_the_place_where_it_was_cut_out() {
        let mut run = run_from(vec![Sample::default()]);
        run.carried.push(crate::normalise::Carried {
            from: Seconds(100.0),
            to: Seconds(400.0),
            metres: Metres(5000.0),
            at: Metres(1200.0),
        });
        let rides: Vec<Phase> = rides(&run).collect();
        let ride = Phase {
            kind: PhaseKind::Carried,
            from: Metres(1200.0),
            to: Metres(1200.0),
            from_s: Seconds(100.0),
            to_s: Seconds(400.0),
        };
        assert_eq!(rides, [ride]);
    }
}
