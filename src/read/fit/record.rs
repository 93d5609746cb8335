//! Record messages of FIT as points.

use super::developer::{Descriptions, Meaning};
use super::value;
use super::wanted::record;
use crate::read::{Position, RawPoint};
use fitparser::Value;
use fitparser::de::FitDataMessage;

/// A record message as a point.
#[derive(Default)]
pub(super) struct Record {
    /// Values of the record's fields, without its time.
    pub(super) point: RawPoint,
    /// What developer fields say beside native ones that hold a value.
    pub(super) beside_native: Vec<(Meaning, f64)>,
    plain: Plain,
}

/// Fields that need another to make sense, or give way to another.
#[derive(Default)]
struct Plain {
    latitude: Option<f64>,
    longitude: Option<f64>,
    speed_m_per_s: Option<f32>,
    altitude_m: Option<f32>,
    cadence_fraction: f32,
}

impl Record {
    /// Reads a record message. Enhanced fields are preferred to plain ones, native fields to a developer's.
    pub(super) fn read(message: &FitDataMessage, descriptions: &Descriptions) -> Self {
        let mut record = Self::default();
        for (number, value) in message.fields() {
            record.native(*number, value);
        }
        record.complete();
        for (key, field) in descriptions.iter() {
            let value = message.developer_fields().get(&key);
            if let Some(value) = value.and_then(value::number) {
                let value = value * field.factor;
                if developer(&mut record.point, field.meaning, value) {
                    record.beside_native.push((field.meaning, value));
                }
            }
        }
        record
    }

    /// Sets what a field of the profile stands for; scales and offsets are the profile's.
    fn native(&mut self, number: u8, value: &Value) {
        let (point, plain) = (&mut self.point, &mut self.plain);
        if number == record::COMPRESSED_SPEED_DISTANCE {
            let speed = value::compressed_speed(value);
            plain.speed_m_per_s = plain.speed_m_per_s.or(speed);
            return;
        }
        let Some(raw) = value::number(value) else {
            return;
        };
        let scaled = |scale: f64| Some((raw / scale) as f32);
        match number {
            record::LATITUDE => plain.latitude = Some(value::degrees(raw)),
            record::LONGITUDE => plain.longitude = Some(value::degrees(raw)),
            record::ALTITUDE => plain.altitude_m = scaled(5.0).map(|metres| metres - 500.0),
            record::ENHANCED_ALTITUDE => {
                point.altitude_m = scaled(5.0).map(|metres| metres - 500.0)
            }
            record::HEART_RATE => point.heart_rate_bpm = scaled(1.0),
            record::CADENCE => point.cadence_raw = scaled(1.0),
            record::FRACTIONAL_CADENCE => plain.cadence_fraction = (raw / 128.0) as f32,
            record::DISTANCE => point.distance_m = Some(raw / 100.0),
            record::SPEED => plain.speed_m_per_s = scaled(1000.0),
            record::ENHANCED_SPEED => point.speed_m_per_s = scaled(1000.0),
            record::POWER => point.power_w = scaled(1.0),
            record::TEMPERATURE => point.temperature_c = scaled(1.0),
            record::GPS_ACCURACY => point.gps_accuracy_m = scaled(1.0),
            record::OSCILLATION => point.dynamics.oscillation_mm = scaled(10.0),
            record::CONTACT_TIME => point.dynamics.contact_time_ms = scaled(10.0),
            record::VERTICAL_RATIO => point.dynamics.vertical_ratio_pct = scaled(100.0),
            record::CONTACT_BALANCE => point.dynamics.contact_balance_pct = scaled(100.0),
            record::STEP_LENGTH => point.dynamics.step_length_mm = scaled(10.0),
            _ => {}
        }
    }

    /// Puts together what stood in several fields.
    fn complete(&mut self) {
        let (point, plain) = (&mut self.point, &self.plain);
        let place = plain.latitude.zip(plain.longitude);
        point.position = place.and_then(|(latitude, longitude)| Position::new(latitude, longitude));
        let cadence = point.cadence_raw;
        point.cadence_raw = cadence.map(|whole| whole + plain.cadence_fraction);
        point.speed_m_per_s = point.speed_m_per_s.or(plain.speed_m_per_s);
        point.altitude_m = point.altitude_m.or(plain.altitude_m);
    }
}

/// Sets what a developer's field stands for where the watch itself says nothing; true where it
/// says something.
fn developer(point: &mut RawPoint, meaning: Meaning, value: f64) -> bool {
    let native = native(point, meaning);
    if native.is_none() {
        set(point, meaning, value);
    }
    native.is_some()
}

/// What the watch's own field of a meaning says.
pub(super) fn native(point: &RawPoint, meaning: Meaning) -> Option<f64> {
    let mut point = *point;
    match field(&mut point, meaning) {
        Some(value) => value.map(f64::from),
        None => point.distance_m,
    }
}

/// Sets the field of a meaning.
pub(super) fn set(point: &mut RawPoint, meaning: Meaning, value: f64) {
    match field(point, meaning) {
        Some(field) => *field = Some(value as f32),
        None => point.distance_m = Some(value),
    }
}

/// The field of a meaning; `None` for distance, which has more digits than an `f32`.
fn field(point: &mut RawPoint, meaning: Meaning) -> Option<&mut Option<f32>> {
    Some(match meaning {
        Meaning::Distance => return None,
        Meaning::Power => &mut point.power_w,
        Meaning::Cadence => &mut point.cadence_raw,
        Meaning::Speed => &mut point.speed_m_per_s,
        Meaning::HeartRate => &mut point.heart_rate_bpm,
        Meaning::Altitude => &mut point.altitude_m,
        Meaning::ContactTime => &mut point.dynamics.contact_time_ms,
        Meaning::Oscillation => &mut point.dynamics.oscillation_mm,
        Meaning::LegStiffness => &mut point.dynamics.leg_stiffness_kn_per_m,
        Meaning::FormPower => &mut point.dynamics.form_power_w,
    })
}
