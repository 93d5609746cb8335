//! Stage one: bytes in, what the file says out. Nothing is judged here; values stay in
//! the vendor's meaning (cadence per leg or per step, as stored), and damage is reported,
//! not hidden.

use std::fmt;

/// File formats this program reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Garmin's binary activity format, written by most watches.
    Fit,
    /// GPS exchange format, XML.
    Gpx,
    /// Garmin Training Center, XML.
    Tcx,
}

impl Format {
    /// Lower-case name, as in the result's `file.format`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fit => "fit",
            Self::Gpx => "gpx",
            Self::Tcx => "tcx",
        }
    }
}

/// One recorded activity, as the file states it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RawActivity {
    /// Where it came from; `None` only in a default value.
    pub format: Option<Format>,
    /// Device or program that wrote the file, e.g. `Garmin Forerunner 945`.
    pub device: Option<String>,
    /// Sport as the file names it, lower case (`running`, `cycling`, ...).
    pub sport: Option<String>,
    /// Finer kind, e.g. `treadmill`, `trail`.
    pub sub_sport: Option<String>,
    /// Records in the order of the file.
    pub points: Vec<RawPoint>,
    /// Laps in the order of the file.
    pub laps: Vec<RawLap>,
    /// Timer starts and stops in the order of the file.
    pub timer: Vec<TimerEvent>,
    /// What the device's own summary says.
    pub totals: RawTotals,
    /// What could not be read.
    pub damage: Vec<Damage>,
}

/// One record. Every field may be missing. `f32` holds every sensor's resolution.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RawPoint {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub time_ms: Option<i64>,
    /// Latitude and longitude in degrees (WGS 84).
    pub position: Option<Position>,
    /// Altitude in metres.
    pub altitude_m: Option<f32>,
    /// The device's own distance since the start, metres.
    pub distance_m: Option<f64>,
    /// The device's own speed, m/s.
    pub speed_m_per_s: Option<f32>,
    /// Cadence as stored, with its fraction: strides or steps per minute.
    pub cadence_raw: Option<f32>,
    /// Heart rate, beats per minute.
    pub heart_rate_bpm: Option<f32>,
    /// Power, watts.
    pub power_w: Option<f32>,
    /// Temperature, degrees Celsius.
    pub temperature_c: Option<f32>,
    /// Running dynamics.
    pub dynamics: RawDynamics,
    /// True at the first point of a new track segment: the recorder was off before it.
    pub segment_start: bool,
}

/// Running dynamics of one record, where the device measures them.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RawDynamics {
    /// Ground contact time, milliseconds.
    pub contact_time_ms: Option<f32>,
    /// Share of ground contact time on the left foot, percent.
    pub contact_balance_pct: Option<f32>,
    /// Vertical oscillation, millimetres.
    pub oscillation_mm: Option<f32>,
    /// Oscillation over step length, percent.
    pub vertical_ratio_pct: Option<f32>,
    /// Step length as the device states it, millimetres.
    pub step_length_mm: Option<f32>,
    /// Leg spring stiffness (Stryd), kN/m.
    pub leg_stiffness_kn_per_m: Option<f32>,
    /// Form power (Stryd), watts.
    pub form_power_w: Option<f32>,
}

/// A place on the Earth, degrees (WGS 84).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// A lap as the device recorded it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RawLap {
    /// Start, milliseconds since 1970.
    pub start_ms: Option<i64>,
    /// End, milliseconds since 1970.
    pub end_ms: Option<i64>,
    /// The device's distance for it, metres.
    pub distance_m: Option<f64>,
    /// The device's timer time for it, seconds.
    pub timer_s: Option<f64>,
}

/// The timer was started or stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimerEvent {
    /// When, milliseconds since 1970.
    pub time_ms: i64,
    /// True when the timer runs from here on.
    pub running: bool,
}

/// The device's own summary of the activity.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RawTotals {
    /// Total distance, metres.
    pub distance_m: Option<f64>,
    /// Time with the timer running, seconds.
    pub timer_s: Option<f64>,
    /// Time from start to end, seconds.
    pub elapsed_s: Option<f64>,
}

/// Something in the file that could not be read; what stands around it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// Where.
    pub place: Place,
    /// What is wrong, as half a sentence.
    pub what: String,
    /// Bytes of the file that were not read because of it.
    pub bytes_lost: u64,
}

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Offset in a binary file.
    Byte(u64),
    /// Line of a text file, from 1.
    Line(u64),
    /// Track point, from 1.
    Point(u64),
    /// The file as a whole.
    File,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Byte(at) => write!(f, "byte {at}"),
            Self::Line(line) => write!(f, "line {line}"),
            Self::Point(point) => write!(f, "point {point}"),
            Self::File => f.write_str("the file"),
        }
    }
}

/// Why nothing could be read: place, fault and remedy, shown as one sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} (at {place}); {remedy}")]
pub struct ReadError {
    /// Where reading stopped.
    pub place: Place,
    /// What is wrong.
    pub what: String,
    /// What the user can do.
    pub remedy: String,
}

/// Reads every activity in `bytes`; the format is found from the content.
///
/// # Errors
/// When no record at all could be read: see [`ReadError`].
pub fn read(_bytes: &[u8]) -> Result<Vec<RawActivity>, ReadError> {
    Err(ReadError {
        place: Place::File,
        what: "reading is not built in yet".into(),
        remedy: "wait for it".into(),
    })
}
