//! Record messages of FIT: a point each, or one for each record that was joined.

use super::developer::{Descriptions, Meaning};
use super::pack::Groups;
use super::value::{self, Scalar as _};
use super::wanted::{TIMESTAMP, record};
use crate::read::{Position, RawPoint};
use fitparser::Value;
use fitparser::de::FitDataMessage;

/// Reads the records of a message: several whose fields are lists, their times among them, or one
/// whose time is left to the caller, who knows the timestamps before. Enhanced fields go before
/// plain ones, native ones before a developer's.
pub(super) fn points(
    message: &FitDataMessage,
    groups: &Groups,
    descriptions: &Descriptions,
) -> Vec<Read> {
    let count = joined(message, groups);
    let mut read = vec![Read::default(); count.unwrap_or(1)];
    for (number, value) in message.fields() {
        match (groups.fields(*number), value) {
            // The timestamp of a record that was not joined with others.
            ([], _) => {}
            // A list in it is one value.
            ([field], value) if count.is_none() => read[0].native(*field, value),
            (fields, Value::Array(values)) => {
                for (read, values) in read.iter_mut().zip(values.chunks(fields.len())) {
                    for (field, value) in fields.iter().zip(values) {
                        read.native(*field, value);
                    }
                }
            }
            ([field], value) => read[0].native(*field, value),
            // A list of several is one.
            _ => {}
        }
    }
    for read in &mut read {
        read.complete();
    }
    for (key, value) in message.developer_fields() {
        let Some(field) = descriptions.get(*key) else {
            continue;
        };
        let values = match value {
            Value::Array(values) => values.as_slice(),
            one => std::slice::from_ref(one),
        };
        let each = (values.len() / read.len()).max(1);
        for (read, values) in read.iter_mut().zip(values.chunks(each)) {
            if let Some(value) = values.iter().find_map(value::Scalar::number) {
                let value = value * field.factor;
                if developer(&mut read.point, field.meaning, value) {
                    read.beside_native.push((field.meaning, value));
                }
            }
        }
    }
    read
}

/// How many records were joined in a message: as many as it has times. `None` for a record by
/// itself, whose timestamp is in no group.
fn joined(message: &FitDataMessage, groups: &Groups) -> Option<usize> {
    message.fields().iter().find_map(|(number, value)| {
        let fields = groups.fields(*number);
        fields.contains(&TIMESTAMP).then(|| match value {
            Value::Array(values) => (values.len() / fields.len()).max(1),
            _ => 1,
        })
    })
}

/// A record as it is read.
#[derive(Default, Clone)]
pub(super) struct Read {
    /// Values of the record's fields.
    pub(super) point: RawPoint,
    /// FIT seconds, where records were joined.
    pub(super) time_s: Option<u32>,
    /// What developer fields say beside native ones that hold a value.
    pub(super) beside_native: Vec<(Meaning, f64)>,
    plain: Plain,
}

/// Fields that need another to make sense, or give way to another.
#[derive(Default, Clone)]
struct Plain {
    latitude: Option<f64>,
    longitude: Option<f64>,
    speed_m_per_s: Option<f32>,
    altitude_m: Option<f32>,
    cadence_fraction: f32,
}

impl Plain {
    fn position(&self) -> Option<Position> {
        let (latitude, longitude) = self.latitude.zip(self.longitude)?;
        Position::new(latitude, longitude)
    }
}

impl Read {
    /// Sets what a field of the profile stands for; scales and offsets are the profile's.
    fn native(&mut self, number: u8, value: &Value) {
        let (point, plain) = (&mut self.point, &mut self.plain);
        if number == record::COMPRESSED_SPEED_DISTANCE {
            let speed = value::compressed_speed(value);
            plain.speed_m_per_s = plain.speed_m_per_s.or(speed);
            return;
        }
        let Some(raw) = value.number() else {
            return;
        };
        let scaled = |scale: f64| Some((raw / scale) as f32);
        match number {
            TIMESTAMP => self.time_s = Some(raw as u32),
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
        point.position = plain.position();
        point.cadence_raw = point
            .cadence_raw
            .map(|whole| whole + plain.cadence_fraction);
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
    let value = match meaning {
        Meaning::Distance => return point.distance_m,
        Meaning::Power => point.power_w,
        Meaning::Cadence => point.cadence_raw,
        Meaning::Speed => point.speed_m_per_s,
        Meaning::HeartRate => point.heart_rate_bpm,
        Meaning::Altitude => point.altitude_m,
        Meaning::ContactTime => point.dynamics.contact_time_ms,
        Meaning::Oscillation => point.dynamics.oscillation_mm,
        Meaning::LegStiffness => point.dynamics.leg_stiffness_kn_per_m,
        Meaning::FormPower => point.dynamics.form_power_w,
    };
    value.map(f64::from)
}

/// Sets the field of a meaning.
pub(super) fn set(point: &mut RawPoint, meaning: Meaning, value: f64) {
    let slot = match meaning {
        Meaning::Distance => {
            point.distance_m = Some(value);
            return;
        }
        Meaning::Power => &mut point.power_w,
        Meaning::Cadence => &mut point.cadence_raw,
        Meaning::Speed => &mut point.speed_m_per_s,
        Meaning::HeartRate => &mut point.heart_rate_bpm,
        Meaning::Altitude => &mut point.altitude_m,
        Meaning::ContactTime => &mut point.dynamics.contact_time_ms,
        Meaning::Oscillation => &mut point.dynamics.oscillation_mm,
        Meaning::LegStiffness => &mut point.dynamics.leg_stiffness_kn_per_m,
        Meaning::FormPower => &mut point.dynamics.form_power_w,
    };
    *slot = Some(value as f32);
}
