//! Stage two: turns a raw activity into a run in SI units with a rising clock. Decides what cadence counts,
//! chooses the source of distance, and separates pauses, stops and walks from running.

mod along;
mod altitude;
mod cadence;
mod cadence_faults;
mod carried;
mod carry;
mod catch_up;
mod caveats;
mod clock;
mod clock_set;
mod damage;
mod device_distance;
mod distance;
mod evidence;
mod heart_rate;
mod laps;
mod limits;
mod local_scale;
mod local_time;
mod lone;
mod motion;
mod order;
mod plausible;
mod positions;
mod samples;
mod sensors;
mod speed_unit;
mod sport;
mod stalls;
mod steps;
mod stretches;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod timeline;
mod track;

pub use caveats::{Caveat, DATA_CAVEATS};
pub use local_time::{LocalTime, TimeZoneChoice, TimeZoneSource};

use crate::read::{Format, Position, RawActivity};
use crate::units::{BeatsPerMinute, Metres, MetresPerSecond, Seconds, StepsPerMinute};
use chrono::{DateTime, FixedOffset, Utc};

/// A run, ready to be measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Format of the file it came from.
    pub format: Format,
    /// Device or program that wrote it.
    pub device: Option<String>,
    /// Sport as the file names it.
    pub sport: Option<String>,
    /// Time of the first sample.
    pub start: DateTime<Utc>,
    /// The clock the runner went by, see [`Run::start_local`].
    pub local_time: LocalTime,
    /// How hard the runner found it, on Borg's scale of 0 to 10 (CR10), as told to the watch.
    pub perceived_exertion: Option<f32>,
    /// How the runner felt, 0 (very weak) to 100 (very strong), as told to the watch.
    pub feel_pct: Option<f32>,
    /// Samples in order of time; `elapsed` rises strictly, `distance` never falls.
    pub samples: Vec<Sample>,
    /// Lap ends as distance from the start, rising, without the finish.
    pub lap_ends: Vec<Metres>,
    /// How stored cadence became steps per minute.
    pub cadence_unit: CadenceUnit,
    /// Where distance came from.
    pub distance_source: DistanceSource,
    /// True if speed is measured independently of cadence. False on a treadmill, where speed is
    /// computed from cadence, and where distance rises by a constant amount: only cadence is
    /// judged then.
    pub pace_is_evidence: bool,
    /// True if heart rate may be used as evidence (present, not locked or flat).
    pub heart_rate_is_evidence: bool,
    /// Rides in a vehicle that were recorded too and cut out, in order of time.
    pub carried: Vec<Carried>,
}

/// A ride in a vehicle that the device recorded: fast, and without steps. It is in no distance,
/// time or split of the run; one within the run is a stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Carried {
    /// When it began, on the clock of [`Sample::elapsed`]; below 0 before the run.
    pub from: Seconds,
    /// When it ended, on the same clock as `from`.
    pub to: Seconds,
    /// How far it went.
    pub metres: Metres,
    /// Distance of the run at which it was cut out.
    pub at: Metres,
}

/// The part of a run to look at. The default is all of it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Part {
    /// Where it begins; the start when `None`.
    pub from: Option<Mark>,
    /// Where it ends; the finish when `None`.
    pub to: Option<Mark>,
}

/// A place in a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Mark {
    /// Distance from the start.
    Distance(Metres),
    /// Time since the start, stops included.
    Time(Seconds),
}

impl Run {
    /// Time of the first sample on the runner's clock; on UTC's where no time zone is known.
    pub fn start_local(&self) -> DateTime<FixedOffset> {
        self.start.with_timezone(&self.local_time.offset)
    }
}

/// One moment of a run. It stands for the time since the sample before it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Sample {
    /// Time since the start.
    pub elapsed: Seconds,
    /// Time this sample stands for (0 in the first).
    pub duration: Seconds,
    /// Distance since the start.
    pub distance: Metres,
    /// What the runner was doing.
    pub motion: Motion,
    /// Smoothed speed as the device states it, else from distance; `None` where doubtful.
    pub speed: Option<MetresPerSecond>,
    /// Steps per minute, both feet; `None` where absent or masked.
    pub cadence: Option<StepsPerMinute>,
    /// Heart rate; `None` where absent or masked.
    pub heart_rate: Option<BeatsPerMinute>,
    /// Altitude above sea level.
    pub altitude: Option<Metres>,
    /// Latitude and longitude; `None` where missing or impossible.
    pub position: Option<Position>,
    /// Power as the device estimates it, watts.
    pub power_w: Option<f32>,
    /// Contact time, oscillation and other values of a foot pod, strap or watch.
    pub dynamics: crate::read::RawDynamics,
    /// False where position and so speed are in doubt (spike, drop-out, under-reading).
    pub pace_trusted: bool,
}

/// What the runner was doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Motion {
    /// Running: enters every mean.
    #[default]
    Run,
    /// Walking: in the clock and in moving time, in no mean of form.
    Walk,
    /// Standing, or the timer was off: in the elapsed time only.
    Stop,
}

/// How stored cadence became steps per minute.
#[derive(Debug, Clone, PartialEq)]
pub struct CadenceUnit {
    /// What the file stores.
    pub source: CadenceSource,
    /// How that was decided, one clause with the numbers.
    pub how: String,
}

/// What a file's cadence counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CadenceSource {
    /// Revolutions of one leg: doubled.
    Strides,
    /// Steps of both feet: taken as it is.
    Steps,
    /// No cadence in the file.
    None,
}

/// Where distance came from, in order of preference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DistanceSource {
    /// The device's own distance.
    Device,
    /// The device's speed, integrated.
    Speed,
    /// Geodesic distance between positions, spikes filtered.
    Positions,
}

/// The user's word on the cadence unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CadenceChoice {
    /// Decide from the values.
    #[default]
    Auto,
    /// The file stores steps of both feet.
    Steps,
    /// The file stores strides: one leg.
    Strides,
}

/// Why an activity is not analysed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotARun {
    /// The file or the values say that it is another sport, which is named here.
    #[error("is {0}, not a run; formdrift looks at runs only")]
    OtherSport(String),
    /// The recording cannot be analysed: without times, distance or movement, or with values that
    /// no runner reaches. Holds the half sentence that follows the file's name, with what to do.
    #[error("{0}")]
    Unusable(String),
}

/// Turns a raw activity into a run.
///
/// # Errors
/// When the activity is not a run, or has no clock or no way to know distance.
pub fn normalise(raw: &RawActivity, cadence: CadenceChoice) -> Result<(Run, Vec<Caveat>), NotARun> {
    normalise_part(raw, cadence, &Part::default())
}

/// Turns a part of a raw activity into a run; its distance and clock begin at 0.
///
/// # Errors
/// As [`normalise`], and when the part holds nothing.
pub fn normalise_part(
    raw: &RawActivity,
    cadence: CadenceChoice,
    part: &Part,
) -> Result<(Run, Vec<Caveat>), NotARun> {
    let is_named_run = sport::is_named_run(raw)?;
    let mut caveats = Vec::new();
    damage::say(raw, &mut caveats);
    let mut timeline = clock::timeline(raw, &mut caveats)?;
    let mut track = distance::track(&mut timeline, &mut caveats)?;
    evidence::disagreement(raw, &track, &mut caveats);
    altitude::clean(&mut timeline, &mut caveats);
    let cadence_unit = cadence::unit(&timeline, &track.speed, cadence, &mut caveats);
    let steps = cadence::steps_per_minute(&timeline, cadence_unit.source);
    let carried = carried::cut_rides(&mut timeline, &mut track, &steps, &mut caveats)?;
    carried::trim(&mut timeline, &mut track, part)?;
    distance::doubt(&timeline, &mut track, &mut caveats);
    let mut steps = cadence::steps_per_minute(&timeline, cadence_unit.source);
    if !is_named_run {
        sport::by_values(&timeline, &track, &steps, &mut caveats)?;
    }
    cadence_faults::repair(&timeline, &track.speed, &mut steps, &mut caveats);
    sport::moves_as_a_runner(&timeline, &track, &steps)?;
    let (beats, heart_rate_is_evidence) = heart_rate::beats(&timeline, &steps, &mut caveats);
    let motion = motion::classify(&timeline, &track.speed, &steps);
    let pace_is_evidence = evidence::pace(raw, &timeline, &track, &steps, &mut caveats);
    let samples = samples::samples(&samples::Columns {
        timeline: &timeline,
        track: &track,
        cadence: &steps,
        heart_rate: &beats,
        motion: &motion,
    });
    samples::say_gaps(&samples, &timeline, &track, &mut caveats);
    let start = DateTime::from_timestamp_millis(timeline.start_ms).ok_or_else(|| {
        NotARun::Unusable("has a start time outside the calendar; check the device's clock".into())
    })?;
    let run = Run {
        format: raw.format.unwrap_or(Format::Fit),
        device: raw.device.clone(),
        sport: raw.sport.clone(),
        start,
        local_time: local_time::of(raw, &samples, start),
        perceived_exertion: raw.perceived_exertion,
        feel_pct: raw.feel_pct,
        lap_ends: laps::ends(raw, &timeline, &track.metres),
        samples,
        cadence_unit,
        distance_source: track.source,
        pace_is_evidence,
        heart_rate_is_evidence,
        carried,
    };
    Ok((run, caveats))
}
