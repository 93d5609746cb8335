//! Developer fields, which apps on the watch and foot pods add to records, as described by the file itself.

use super::value::is_base_type;
use super::wanted::message;
use crate::read::declared_unit;
use std::collections::BTreeMap;

/// The quantity that a developer field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Meaning {
    Power,
    Cadence,
    Speed,
    Distance,
    HeartRate,
    Altitude,
    ContactTime,
    Oscillation,
    LegStiffness,
    FormPower,
}

/// Developer fields that are read, by name in lower case (Stryd's, unless said).
const NAMES: &[(&str, Meaning)] = &[
    ("power", Meaning::Power),
    ("cadence", Meaning::Cadence),
    ("speed", Meaning::Speed),
    ("distance", Meaning::Distance),
    ("heart rate", Meaning::HeartRate),
    ("elevation", Meaning::Altitude),
    ("ground time", Meaning::ContactTime),
    ("vertical oscillation", Meaning::Oscillation),
    ("leg spring stiffness", Meaning::LegStiffness),
    ("form power", Meaning::FormPower),
];

/// A developer field that a field description names and that is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    pub(super) meaning: Meaning,
    /// Factor from the stated unit to ours.
    pub(super) factor: f64,
    base_type: u8,
}

/// The developer fields a file describes and that are read, by developer index and number.
#[derive(Debug, Default)]
pub(super) struct Descriptions(BTreeMap<(u8, u8), Field>);

impl Descriptions {
    /// Base type of a field; `None` if it is not used.
    pub(super) fn base_type(&self, developer: u8, number: u8) -> Option<u8> {
        self.0
            .get(&(developer, number))
            .map(|field| field.base_type)
    }

    /// The fields that are read, in the order of developer and number.
    pub(super) fn iter(&self) -> impl Iterator<Item = ((u8, u8), &Field)> {
        self.0.iter().map(|(key, field)| (*key, field))
    }

    /// Takes in a description message, whose fields `field` gives by number, and writes a
    /// plain one for the decoder to `out`, as message `local`, if the field is read.
    pub(super) fn add<'a>(
        &mut self,
        local: u8,
        field: impl Fn(u8) -> Option<&'a [u8]>,
        out: &mut Vec<u8>,
    ) {
        let byte = |number| field(number).and_then(|bytes| bytes.first().copied());
        let (Some(developer), Some(number), Some(base_type)) = (byte(0), byte(1), byte(2)) else {
            return;
        };
        let name = text(field(3).unwrap_or_default());
        let named = NAMES.iter().find(|(known, _)| *known == name);
        self.0.remove(&(developer, number));
        if let Some(&(_, meaning)) = named
            && number < 255
            && developer < 255
            && known(base_type)
        {
            let field = Field {
                meaning,
                factor: factor(meaning, &text(field(8).unwrap_or_default())),
                base_type,
            };
            self.0.insert((developer, number), field);
            out.extend([0x40 | local, 0, 0]);
            out.extend(message::FIELD_DESCRIPTION.to_le_bytes());
            out.extend([3, 0, 1, 2, 1, 1, 2, 2, 1, 2]);
            out.extend([local, developer, number, base_type]);
        }
    }
}

/// Base types of the FIT profile that hold numbers.
fn known(base_type: u8) -> bool {
    const STRING: u8 = 7;
    is_base_type(base_type) && base_type != STRING
}

fn text(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|b| *b == 0).unwrap_or(bytes.len());
    String::from_utf8_lossy(&bytes[..end]).trim().to_lowercase()
}

/// Factor from the stated unit to the unit of the record's field.
fn factor(meaning: Meaning, unit: &str) -> f64 {
    match (meaning, unit) {
        (Meaning::Oscillation, "centimeters" | "cm") => 10.0,
        (Meaning::Oscillation, "meters" | "m") => 1000.0,
        (Meaning::ContactTime, "seconds" | "s") => 1000.0,
        (Meaning::Speed, unit) => declared_unit::metres_per_second(unit).unwrap_or(1.0),
        (Meaning::Distance | Meaning::Altitude, unit) => declared_unit::metres(unit).unwrap_or(1.0),
        _ => 1.0,
    }
}
