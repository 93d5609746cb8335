//! Stretches that were not running, for shading.

use super::Interruption;
use crate::normalise::{Motion, Run};

/// Every unbroken stretch of walking or standing.
pub(super) fn interruptions(run: &Run) -> Vec<Interruption> {
    let mut out: Vec<Interruption> = Vec::new();
    let mut open = false;
    for pair in run.samples.windows(2) {
        let s = &pair[1];
        if s.motion == Motion::Run {
            open = false;
            continue;
        }
        let end = if s.motion == Motion::Stop {
            pair[0].distance
        } else {
            s.distance
        };
        match out.last_mut() {
            Some(last) if open && last.motion == s.motion => {
                last.duration_s += s.duration.value();
                if s.motion == Motion::Walk {
                    last.to = end;
                }
            }
            _ => out.push(Interruption {
                motion: s.motion,
                from: pair[0].distance,
                to: end,
                duration_s: s.duration.value(),
            }),
        }
        open = true;
    }
    out
}
