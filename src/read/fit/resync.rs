//! Finding the messages again behind damage in the middle of a FIT file.

use super::definition::{Definition, Definitions};

/// A record this long after the last one before the damage (s) is still taken for a record
/// of the same activity; anything later, or earlier, for garbage that looks like one.
const WITHIN_S: u32 = 24 * 3600;
/// Messages that must fit one behind the other for a place to be believed. A wrong place
/// passes one timestamp by chance in 50 000 tries, three messages never in practice.
const CHAIN: usize = 3;

/// The first place from `from` on where messages can be read again, given the definitions
/// in force and the time of the last record.
pub(super) fn find(
    bytes: &[u8],
    from: usize,
    definitions: &Definitions,
    last_s: u32,
) -> Option<usize> {
    (from..bytes.len()).find(|at| {
        let begins_with_record =
            time_at(bytes, *at, definitions).is_some_and(|time_s| plausible(time_s, last_s));
        begins_with_record && chain(bytes, *at, definitions, last_s)
    })
}

/// True if `time_s` may follow `last_s`, by a day at most.
pub(super) const fn plausible(time_s: u32, last_s: u32) -> bool {
    time_s.wrapping_sub(last_s) <= WITHIN_S
}

/// The definition of the data message with a plain header at `at`.
fn defined<'a>(bytes: &[u8], at: usize, definitions: &'a Definitions) -> Option<&'a Definition> {
    let header = *bytes.get(at)?;
    // A plain data header has its four upper bits clear.
    (header & 0xF0 == 0)
        .then(|| definitions[usize::from(header)].as_ref())
        .flatten()
}

/// The time of the record at `at`, if that is what a message there would be.
pub(super) fn time_at(bytes: &[u8], at: usize, definitions: &Definitions) -> Option<u32> {
    let definition = defined(bytes, at, definitions)?;
    let content = bytes.get(at + 1..at + 1 + definition.size)?;
    definition.record_time(content)
}

fn chain(bytes: &[u8], mut at: usize, definitions: &Definitions, last_s: u32) -> bool {
    for _ in 0..CHAIN {
        if at == bytes.len() {
            return true;
        }
        let Some(definition) = defined(bytes, at, definitions) else {
            // A definition: reserved byte 0, byte order 0 or 1.
            return bytes[at] & 0xD0 == 0x40
                && matches!(bytes.get(at + 1..at + 3), Some([0, 0 | 1]));
        };
        let Some(content) = bytes.get(at + 1..at + 1 + definition.size) else {
            return false;
        };
        let time_s = definition.record_time(content);
        if time_s.is_some_and(|time_s| !plausible(time_s, last_s)) {
            return false;
        }
        at += 1 + definition.size;
    }
    true
}
