//! Stage three: cuts a run into windows of a tenth of a mile and into splits of any length (five miles by default).
//! Means of cadence, step length, heart rate and other quantities of form use running only.

mod changes;
mod cut;
pub mod grade;
mod interruptions;
pub mod metrics;
mod splits;
mod tally;
mod terrain;
#[cfg(test)]
mod tests;
mod windows;

pub use changes::noise_of;
pub use metrics::{METRICS, Metric};
pub use tally::{Channel, Tally};

use crate::normalise::{Motion, Run};
use crate::stats::Estimate;
use crate::units::{METRES_PER_MILE, Metres, Seconds};

/// Length of the windows that detection and charts work on. A tenth of a mile is 45-70 s
/// of running: long enough to average the 2 spm steps of an integer cadence, short enough
/// to place an onset.
pub const WINDOW: Metres = Metres(METRES_PER_MILE / 10.0);

/// How a run is cut into splits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SplitLength {
    /// Equal distances; the last one may be partial.
    Every(Metres),
    /// The device's own laps.
    Lap,
}

impl Default for SplitLength {
    fn default() -> Self {
        Self::Every(Metres::from_miles(5.0))
    }
}

/// Everything measured on a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Measures {
    /// Sums over the whole run.
    pub total: Tally,
    /// Splits in order; the last may be partial.
    pub splits: Vec<Split>,
    /// Windows of [`WINDOW`] in order of distance, from 0 to the finish, none missing;
    /// one without running has an empty running tally.
    pub windows: Vec<Window>,
    /// Walks and stops, in order.
    pub interruptions: Vec<Interruption>,
    /// False if pace is not measured independently of cadence, see [`Run::pace_is_evidence`].
    pub pace_is_evidence: bool,
    /// False if heart rate is missing or faulty, see [`Run::heart_rate_is_evidence`].
    pub heart_rate_is_evidence: bool,
}

/// A window of [`WINDOW`] (the last one shorter or longer) with its sums.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    /// Start, distance from the start of the run.
    pub from: Metres,
    /// End, distance from the start of the run.
    pub to: Metres,
    /// Elapsed seconds at its middle, stops included.
    pub elapsed_mid_s: f64,
    /// Seconds of moving time before its middle.
    pub moving_mid_s: f64,
    /// Time, distance and sensor sums within the window.
    pub tally: Tally,
    /// Smoothed altitude at its middle, metres.
    pub altitude_m: Option<f64>,
    /// Mean grade over it, from smoothed altitude: 0.05 climbs 5 m in 100 m. `None` without altitude.
    pub grade: Option<f64>,
    /// True where running speed is in doubt here (GPS spike, drop-out).
    pub pace_doubtful: bool,
}

/// A split with its changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// Number of the split, from 1.
    pub index: usize,
    /// Start, distance from the start of the run.
    pub from: Metres,
    /// End, distance from the start of the run.
    pub to: Metres,
    /// True if shorter than the length of the splits: the remainder at the end.
    pub partial: bool,
    /// Time, distance and sensor sums within the split.
    pub tally: Tally,
    /// Change from the first split; `None` in the first and where either is under 0.25 mi
    /// or cannot be measured.
    pub from_first: Changes,
    /// Change from the split before; `None` under the same conditions.
    pub from_previous: Changes,
}

/// Relative changes in percent with 95 % intervals; pace > 0 is slower.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Changes {
    /// Seconds per metre while running.
    pub pace_pct: Option<Estimate>,
    /// Change of steps per minute, percent.
    pub cadence_pct: Option<Estimate>,
    /// Change of metres per step, percent.
    pub step_length_pct: Option<Estimate>,
}

/// A stretch that was not running.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interruption {
    /// Walking or standing, never running.
    pub motion: Motion,
    /// Distance where it began.
    pub from: Metres,
    /// Distance where it ended; equal to `from` for a stop.
    pub to: Metres,
    /// Elapsed time at its start.
    pub from_s: Seconds,
    /// Elapsed time at its end.
    pub to_s: Seconds,
    /// How long it lasted, seconds.
    pub duration_s: f64,
}

/// Cuts a run into windows and into splits of the given length, with changes between splits.
pub fn measure(run: &Run, split: SplitLength) -> Measures {
    let terrain = terrain::Terrain::of(run);
    let finish = run.samples.last().map_or(0.0, |s| s.distance.value());
    let (mut windows, mut splits) = (Vec::new(), Vec::new());
    if finish > 0.0 {
        windows = windows::windows(run, finish, terrain.as_ref());
        splits = splits::splits(run, finish, terrain.as_ref(), split, &windows);
    }
    let mut total = Tally::default();
    for split in &splits {
        total.merge(&split.tally);
    }
    Measures {
        total,
        splits,
        windows,
        interruptions: interruptions::interruptions(run),
        pace_is_evidence: run.pace_is_evidence,
        heart_rate_is_evidence: run.heart_rate_is_evidence,
    }
}
