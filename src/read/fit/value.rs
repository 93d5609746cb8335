//! Raw FIT values: sizes of base types, and conversion to numbers.

use crate::read::{LARGEST_NUMBER, SMALLEST_NUMBER};
use fitparser::Value;
use fitparser::de::FitDataMessage;

/// Milliseconds between 1970 and FIT's epoch, 1989-12-31T00:00:00Z.
const EPOCH_MS: i64 = 631_065_600_000;

/// A value as one number.
pub(super) trait Scalar {
    /// The number, or the first valid number of a list. `None` for text and for values marked as invalid.
    fn number(&self) -> Option<f64>;
    /// The trimmed text; `None` if the value is not text or is empty.
    fn text(&self) -> Option<&str>;
}

impl Scalar for Value {
    fn number(&self) -> Option<f64> {
        let number = match self {
            Self::Byte(v) | Self::Enum(v) | Self::UInt8(v) | Self::UInt8z(v) => f64::from(*v),
            Self::SInt8(v) => f64::from(*v),
            Self::SInt16(v) => f64::from(*v),
            Self::UInt16(v) | Self::UInt16z(v) => f64::from(*v),
            Self::SInt32(v) => f64::from(*v),
            Self::UInt32(v) | Self::UInt32z(v) => f64::from(*v),
            Self::Float32(v) => f64::from(*v),
            Self::Float64(v) => *v,
            Self::SInt64(v) => *v as f64,
            Self::UInt64(v) | Self::UInt64z(v) => *v as f64,
            Self::Array(values) => return values.iter().find_map(Self::number),
            Self::Timestamp(_) | Self::String(_) | Self::Invalid => return None,
        };
        match number.abs() {
            ..SMALLEST_NUMBER => Some(0.0),
            size => (size <= LARGEST_NUMBER).then_some(number),
        }
    }

    fn text(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }
}

/// Fields of a message as numbers.
pub(super) struct Fields<'a>(pub(super) &'a FitDataMessage);

impl Fields<'_> {
    pub(super) fn number(&self, field: u8) -> Option<f64> {
        self.0.fields().get(&field).and_then(Scalar::number)
    }
    pub(super) fn text(&self, field: u8) -> Option<String> {
        let value = self.0.fields().get(&field);
        value.and_then(Scalar::text).map(str::to_owned)
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
    let raw = low.number()? + 256.0 * (high.number()? % 16.0);
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
