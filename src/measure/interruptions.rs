//! Stretches that were not running: walks and stops, with their places and times.

use super::Interruption;
use crate::normalise::{Motion, Run};

/// Running this short (s) between two walks, or two stops, is part of the break: a shuffle
/// along the table of an aid station.
const BRIDGED_S: f64 = 10.0;

/// Every stretch of walking or standing, in order; two of a kind with next to no running between them
/// are one.
pub(super) fn interruptions(run: &Run) -> Vec<Interruption> {
    let mut out: Vec<Interruption> = Vec::new();
    let mut ran_s = f64::INFINITY;
    for pair in run.samples.windows(2) {
        let (before, s) = (&pair[0], &pair[1]);
        let seconds = s.duration.value();
        if s.motion == Motion::Run {
            ran_s += seconds;
            continue;
        }
        let stands = s.motion == Motion::Stop;
        match out.last_mut() {
            Some(last) if last.motion == s.motion && ran_s < BRIDGED_S => {
                last.duration_s += ran_s + seconds;
                last.to_s = s.elapsed;
                if !stands {
                    last.to = s.distance;
                }
            }
            _ => out.push(Interruption {
                motion: s.motion,
                from: before.distance,
                to: if stands { before.distance } else { s.distance },
                from_s: s.elapsed - s.duration,
                to_s: s.elapsed,
                duration_s: seconds,
            }),
        }
        ran_s = 0.0;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{run_of, steady};
    use crate::normalise::{CadenceChoice, normalise};

    #[test]
    fn two_walks_with_a_few_steps_between_are_one() {
        // Walks from 300 s and from 345 s for 40 s each, stands at 600 s for a minute.
        let speed = |s: f64| match s {
            s if (300.0..340.0).contains(&s) || (345.0..385.0).contains(&s) => 1.2,
            s if (600.0..660.0).contains(&s) => 0.0,
            _ => 3.0,
        };
        let mut metres = 0.0;
        let track: Vec<f64> = (0..=900)
            .map(|s| {
                metres += speed(f64::from(s));
                metres
            })
            .collect();
        let raw = run_of(900, |s| {
            let mut p = steady(s, speed(s), if speed(s) < 2.0 { 55.0 } else { 88.0 });
            p.distance_m = Some(track[s as usize]);
            p
        });
        let (run, _) = normalise(&raw, CadenceChoice::Auto).unwrap();
        let found = interruptions(&run);
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(
            (found[0].motion, found[1].motion),
            (Motion::Walk, Motion::Stop)
        );
        assert!((found[0].duration_s - 85.0).abs() < 1.5, "{found:?}");
        assert_eq!((found[1].duration_s, found[1].from), (60.0, found[1].to));
    }
}
