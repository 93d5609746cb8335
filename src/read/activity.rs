//! One activity as a file states it: records, laps and totals, with the vendor's meaning of each value.

use super::{Damage, Format, sanitise};

/// One recorded activity, as the file states it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RawActivity {
    /// Where it came from; `None` only in a default value.
    pub format: Option<Format>,
    /// Device or program that wrote the file, e.g. `Garmin Forerunner 945`.
    pub device: Option<String>,
    /// Sport as the file names it, lower case (`running`, `cycling`, ...).
    pub sport: Option<String>,
    /// Finer kind of the sport, e.g. `treadmill`, `trail`.
    pub sub_sport: Option<String>,
    /// Title the runner or the program gave it.
    pub name: Option<String>,
    /// Seconds by which the runner's clock was ahead of UTC, as the file states it: FIT beside
    /// its UTC time, GPX and TCX as the offset of a time. 0 is also written by programs that
    /// know no zone.
    pub utc_offset_s: Option<i32>,
    /// How hard the runner found it, on Borg's scale of 0 to 10 (CR10).
    pub perceived_exertion: Option<f32>,
    /// How the runner felt, 0 (very weak) to 100 (very strong).
    pub feel_pct: Option<f32>,
    /// Records in the order of the file.
    pub points: Vec<RawPoint>,
    /// Laps in the order of the file.
    pub laps: Vec<RawLap>,
    /// Timer starts and stops in the order of the file.
    pub timer: Vec<TimerEvent>,
    /// Totals from the device's own summary.
    pub totals: RawTotals,
    /// Parts of the file that could not be read.
    pub damage: Vec<Damage>,
}

impl RawActivity {
    /// [Sanitises](crate::read::sanitise) every text of the activity.
    pub(super) fn sanitise(&mut self) {
        let names = [
            &mut self.device,
            &mut self.sport,
            &mut self.sub_sport,
            &mut self.name,
        ];
        for name in names.into_iter().flatten() {
            sanitise::tidy(name, sanitise::NAME);
        }
        for damage in &mut self.damage {
            sanitise::tidy(&mut damage.what, sanitise::SENTENCE);
        }
    }
}

/// One record. Every field may be missing. `f32` holds every sensor's resolution.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RawPoint {
    /// Milliseconds since 1970-01-01T00:00:00Z, as the file states them.
    pub time_ms: Option<i64>,
    /// Latitude and longitude in degrees (WGS 84).
    pub position: Option<Position>,
    /// Altitude above sea level in metres, as the device states it.
    pub altitude_m: Option<f32>,
    /// The device's own distance since the start, metres.
    pub distance_m: Option<f64>,
    /// The device's own speed, m/s.
    pub speed_m_per_s: Option<f32>,
    /// Cadence as stored, with its fraction: strides or steps per minute.
    pub cadence_raw: Option<f32>,
    /// Heart rate, beats per minute.
    pub heart_rate_bpm: Option<f32>,
    /// Power as the device estimates it, watts.
    pub power_w: Option<f32>,
    /// Radius the device gives for its position, metres.
    pub gps_accuracy_m: Option<f32>,
    /// Temperature at the device, degrees Celsius; often warmed by the wrist.
    pub temperature_c: Option<f32>,
    /// Contact time, oscillation and other values of a foot pod, strap or watch.
    pub dynamics: RawDynamics,
    /// True at the first point of a new track segment: the recorder was off before it.
    pub segment_start: bool,
}

impl RawPoint {
    /// True if it holds no value at all.
    pub fn is_empty(&self) -> bool {
        let nothing = Self {
            segment_start: self.segment_start,
            ..Self::default()
        };
        *self == nothing
    }
}

/// Picks a sensor's field of a record.
pub(crate) type SensorField = fn(&mut RawPoint) -> &mut Option<f32>;

/// Every field of a record that a sensor gives from moment to moment.
pub(crate) const SENSORS: [SensorField; 12] = [
    |p| &mut p.cadence_raw,
    |p| &mut p.heart_rate_bpm,
    |p| &mut p.speed_m_per_s,
    |p| &mut p.altitude_m,
    |p| &mut p.power_w,
    |p| &mut p.dynamics.contact_time_ms,
    |p| &mut p.dynamics.contact_balance_pct,
    |p| &mut p.dynamics.oscillation_mm,
    |p| &mut p.dynamics.vertical_ratio_pct,
    |p| &mut p.dynamics.step_length_mm,
    |p| &mut p.dynamics.leg_stiffness_kn_per_m,
    |p| &mut p.dynamics.form_power_w,
];

/// Running dynamics of one record, where the device measures them.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RawDynamics {
    /// Ground contact time, milliseconds.
    pub contact_time_ms: Option<f32>,
    /// Share of ground contact time on the left foot, percent.
    pub contact_balance_pct: Option<f32>,
    /// Rise and fall of the trunk at each step, millimetres.
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
    /// Degrees north of the equator, -90 to 90.
    pub latitude: f64,
    /// Degrees east of Greenwich, -180 to 180.
    pub longitude: f64,
}

impl Position {
    /// A place, if the degrees are finite and on the globe.
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        let on_globe = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
        on_globe.then_some(Self {
            latitude,
            longitude,
        })
    }
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
    /// Distance of the whole activity, metres.
    pub distance_m: Option<f64>,
    /// Time with the timer running, seconds.
    pub timer_s: Option<f64>,
    /// Time from start to end, seconds.
    pub elapsed_s: Option<f64>,
}
