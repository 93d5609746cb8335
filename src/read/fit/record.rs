//! Record messages of FIT: one point each.

use super::developer::{Descriptions, Meaning};
use super::pack::Groups;
use super::value::{self, Scalar as _};
use super::wanted::record;
use crate::read::{Position, RawPoint};
use fitparser::Value;
use fitparser::de::FitDataMessage;

/// Reads a record. Enhanced fields go before plain ones, native ones before a developer's.
/// The time is left to the caller, who knows the timestamps before.
pub(super) fn point(
    message: &FitDataMessage,
    groups: &Groups,
    descriptions: &Descriptions,
) -> RawPoint {
    let mut point = RawPoint::default();
    let mut plain = Plain::default();
    for (number, value) in message.fields() {
        match (groups.fields(*number), value) {
            // The timestamp.
            ([], _) => {}
            ([field], value) => native(&mut point, &mut plain, *field, value),
            (fields, Value::Array(values)) => {
                for (field, value) in fields.iter().zip(values) {
                    native(&mut point, &mut plain, *field, value);
                }
            }
            // A list of several is one.
            _ => {}
        }
    }
    point.position = plain.position();
    point.cadence_raw = point
        .cadence_raw
        .map(|whole| whole + plain.cadence_fraction);
    point.speed_m_per_s = point.speed_m_per_s.or(plain.speed_m_per_s);
    point.altitude_m = point.altitude_m.or(plain.altitude_m);
    for (key, value) in message.developer_fields() {
        if let Some((field, value)) = descriptions.get(*key).zip(value.number()) {
            developer(&mut point, field.meaning, value * field.factor);
        }
    }
    point
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

impl Plain {
    fn position(&self) -> Option<Position> {
        let (latitude, longitude) = self.latitude.zip(self.longitude)?;
        Position::new(latitude, longitude)
    }
}

/// Sets what a field of the profile stands for; scales and offsets are the profile's.
fn native(point: &mut RawPoint, plain: &mut Plain, number: u8, value: &Value) {
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
        record::LATITUDE => plain.latitude = Some(value::degrees(raw)),
        record::LONGITUDE => plain.longitude = Some(value::degrees(raw)),
        record::ALTITUDE => plain.altitude_m = scaled(5.0).map(|metres| metres - 500.0),
        record::ENHANCED_ALTITUDE => point.altitude_m = scaled(5.0).map(|metres| metres - 500.0),
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

/// Sets what a developer's field stands for, where the watch itself says nothing.
fn developer(point: &mut RawPoint, meaning: Meaning, value: f64) {
    let slot = match meaning {
        Meaning::Distance => {
            point.distance_m.get_or_insert(value);
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
    slot.get_or_insert(value as f32);
}
