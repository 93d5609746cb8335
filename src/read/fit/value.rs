//! Raw FIT values: sizes of base types, and conversion to numbers.

use crate::read::{LARGEST_NUMBER, SMALLEST_NUMBER};
use fitparser::Value;
use fitparser::de::FitDataMessage;

/// Milliseconds between 1970 and FIT's epoch, 1989-12-31T00:00:00Z.
const EPOCH_MS: i64 = 631_065_600_000;

/// A value as one number, or the first valid number of a list. `None` for text and for values marked as invalid.
pub(super) fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Byte(v) | Value::Enum(v) | Value::UInt8(v) | Value::UInt8z(v) => f64::from(*v),
        Value::SInt8(v) => f64::from(*v),
        Value::SInt16(v) => f64::from(*v),
        Value::UInt16(v) | Value::UInt16z(v) => f64::from(*v),
        Value::SInt32(v) => f64::from(*v),
        Value::UInt32(v) | Value::UInt32z(v) => f64::from(*v),
        Value::Float32(v) => f64::from(*v),
        Value::Float64(v) => *v,
        Value::SInt64(v) => *v as f64,
        Value::UInt64(v) | Value::UInt64z(v) => *v as f64,
        Value::Array(values) => return values.iter().find_map(number),
        Value::Timestamp(_) | Value::String(_) | Value::Invalid => return None,
    };
    match number.abs() {
        ..SMALLEST_NUMBER => Some(0.0),
        size => (size <= LARGEST_NUMBER).then_some(number),
    }
}

/// The trimmed text of a value; `None` if it is no text or empty.
fn text(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text.trim()).filter(|text| !text.is_empty()),
        _ => None,
    }
}

/// Fields of a message as numbers.
pub(super) struct Fields<'a>(pub(super) &'a FitDataMessage);

impl Fields<'_> {
    pub(super) fn number(&self, field: u8) -> Option<f64> {
        self.0.fields().get(&field).and_then(number)
    }
    pub(super) fn text(&self, field: u8) -> Option<String> {
        let value = self.0.fields().get(&field);
        value.and_then(text).map(str::to_owned)
    }
    pub(super) fn integer<T: TryFrom<u64>>(&self, field: u8) -> Option<T> {
        let number = self.number(field)?;
        let is_whole = number >= 0.0 && number.fract() == 0.0;
        is_whole.then(|| T::try_from(number as u64).ok()).flatten()
    }
    pub(super) fn time_ms(&self, field: u8) -> Option<i64> {
        self.integer(field).map(time_ms)
    }
}

/// FIT seconds to milliseconds since 1970.
pub(super) const fn time_ms(seconds: u32) -> i64 {
    EPOCH_MS + seconds as i64 * 1000
}

/// Semicircles (2^31 to half a turn) to degrees.
pub(super) fn degrees(semicircles: f64) -> f64 {
    semicircles * (180.0 / 2_147_483_648.0)
}

/// Speed in m/s from the 3 bytes that hold speed (12 bits, 1/100 m/s) and distance.
pub(super) fn compressed_speed(value: &Value) -> Option<f32> {
    let Value::Array(bytes) = value else {
        return None;
    };
    let [low, high, _] = bytes.as_slice() else {
        return None;
    };
    let raw = number(low)? + 256.0 * (number(high)? % 16.0);
    (raw < 4095.0).then_some((raw / 100.0) as f32)
}

/// Bytes of one value of a base type; 1 for strings, bytes and unknown types.
pub(super) const fn base_size(kind: u8) -> usize {
    match kind & 0x1F {
        0x03 | 0x04 | 0x0B => 2,
        0x05 | 0x06 | 0x08 | 0x0C => 4,
        0x09 | 0x0E | 0x0F | 0x10 => 8,
        _ => 1,
    }
}

/// True for a base type of the FIT profile: a number up to 16, and bit 7 where its values have
/// several bytes.
pub(super) const fn is_base_type(kind: u8) -> bool {
    kind & 0x60 == 0 && kind & 0x1F <= 0x10 && (kind & 0x80 != 0) == (base_size(kind) > 1)
}
