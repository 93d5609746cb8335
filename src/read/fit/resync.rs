//! Finds the next messages after damage in the middle of a FIT file.

use super::definition::{Definition, Definitions};
use super::value::is_base_type;

/// A record this long after the last one before the damage, or before it (s), is still taken for
/// a record of the same activity: that last time may itself be damaged. Anything further away is
/// garbage that looks like a record.
const WITHIN_S: u32 = 24 * 3600;
/// Messages in a row that must fit at a place. A wrong place passes one timestamp by chance once in 25 000 tries,
/// three messages never in practice.
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

/// The first place from `from` on where a definition stands and a message of its type behind it:
/// where to begin when nothing is known yet.
pub(super) fn find_definition(bytes: &[u8], from: usize) -> Option<usize> {
    (from..bytes.len()).find(|at| {
        let Some(end) = definition_end(bytes, *at) else {
            return false;
        };
        let next = bytes.get(end).copied().unwrap_or_default();
        next == bytes[*at] & 0xF || definition_end(bytes, end).is_some()
    })
}

/// Where the definition message at `at` ends, if there is one whose fields all have a valid type and
/// size.
pub(super) fn definition_end(bytes: &[u8], at: usize) -> Option<usize> {
    let head: &[u8; 6] = bytes.get(at..)?.first_chunk()?;
    // Bit 6 marks a definition, bit 5 developer fields in it; then a reserved 0 and the byte order.
    let marked = head[0] & 0xD0 == 0x40 && head[1] == 0 && head[2] <= 1 && head[5] > 0;
    let fields = at + head.len()..at + head.len() + 3 * usize::from(head[5]);
    let native = bytes.get(fields.clone()).filter(|_| marked)?;
    if !native
        .chunks_exact(3)
        .all(|field| field[1] > 0 && is_base_type(field[2]))
    {
        return None;
    }
    if head[0] & 0x20 == 0 {
        return Some(fields.end);
    }
    let developer = usize::from(*bytes.get(fields.end)?);
    Some(fields.end + 1 + 3 * developer).filter(|end| *end <= bytes.len())
}

/// True if the times of two records may be of one activity: a day apart at most.
pub(super) const fn plausible(time_s: u32, last_s: u32) -> bool {
    time_s.abs_diff(last_s) <= WITHIN_S
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
