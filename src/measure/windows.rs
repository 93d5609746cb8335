//! Windows of a tenth of a mile, from the start to the finish.

use super::terrain::Terrain;
use super::{WINDOW, Window, cut};
use crate::normalise::{Motion, Run};
use crate::units::Metres;

/// A window is doubtful when this share of its running time is.
const DOUBTFUL_SHARE: f64 = 0.1;

/// Rising cuts every `length` metres from 0 to `finish`; a remainder shorter than `least`
/// joins the last stretch.
pub(super) fn cuts(finish: f64, length: f64, least: f64) -> Vec<f64> {
    let whole = ((finish + 1e-9) / length).floor() as usize;
    let mut cuts: Vec<f64> = (0..=whole).map(|k| k as f64 * length).collect();
    if whole == 0 || finish - whole as f64 * length >= least {
        cuts.push(finish);
    } else if let Some(last) = cuts.last_mut() {
        *last = finish;
    }
    cuts
}

/// The windows of a run with its finish (m) beyond 0.
pub(super) fn windows(run: &Run, finish: f64, terrain: Option<&Terrain>) -> Vec<Window> {
    // A last window under a metre is too short for a mean.
    let cuts = cuts(finish, WINDOW.value(), 1.0);
    let tallies = cut::tallies(run, terrain, &cuts);
    let doubt = doubtful_s(run, &cuts);
    let mut clock = Clock::new(run);
    cuts.windows(2)
        .zip(tallies)
        .zip(doubt)
        .map(|((pair, tally), doubtful_s)| {
            let (from, to) = (pair[0], pair[1]);
            let mid = f64::midpoint(from, to);
            let (elapsed_mid_s, moving_mid_s) = clock.at(mid);
            Window {
                from: Metres(from),
                to: Metres(to),
                elapsed_mid_s,
                moving_mid_s,
                tally,
                altitude_m: terrain.map(|g| g.altitude_m(mid)),
                grade: terrain.and_then(|g| g.grade(from, to)),
                pace_doubtful: doubtful_s > DOUBTFUL_SHARE * tally.running_s,
            }
        })
        .collect()
}

/// Seconds of running in doubt in each stretch, by where a sample ends.
fn doubtful_s(run: &Run, cuts: &[f64]) -> Vec<f64> {
    let mut out = vec![0.0; cuts.len() - 1];
    for s in &run.samples {
        if !s.pace_trusted && s.motion == Motion::Run {
            let ends_before = cuts.partition_point(|cut| *cut < s.distance.value());
            out[ends_before.saturating_sub(1)] += s.duration.value();
        }
    }
    out
}

/// Elapsed and moving time at rising distances.
struct Clock<'a> {
    run: &'a Run,
    next: usize,
    moving_s: f64,
}

impl<'a> Clock<'a> {
    fn new(run: &'a Run) -> Self {
        Self {
            run,
            next: 1,
            moving_s: 0.0,
        }
    }

    fn at(&mut self, metres: f64) -> (f64, f64) {
        let samples = &self.run.samples;
        while let Some(s) = samples.get(self.next) {
            let moving = match s.motion {
                Motion::Stop => 0.0,
                _ => s.duration.value(),
            };
            let (from, to) = (samples[self.next - 1].distance.value(), s.distance.value());
            if to >= metres && to > from {
                let share = ((metres - from) / (to - from)).clamp(0.0, 1.0);
                let begin = s.elapsed.value() - s.duration.value();
                let elapsed = begin + share * s.duration.value();
                return (elapsed, self.moving_s + share * moving);
            }
            self.moving_s += moving;
            self.next += 1;
        }
        let elapsed = samples.last().map_or(0.0, |s| s.elapsed.value());
        (elapsed, self.moving_s)
    }
}
