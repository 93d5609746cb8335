//! The FIT files within the bytes: one, or several chained one behind the other, each with
//! its header, its messages and its checksum.

use super::checksum;
use super::developer::Descriptions;
use super::pack::Groups;
use super::sieve::Sieve;
use crate::read::{Damage, Place};

/// One FIT file within the bytes: files may be chained, one behind the other.
pub(super) struct Part {
    /// A well-formed FIT file with what is read of it.
    pub(super) clean: Vec<u8>,
    /// Names of the developer fields in it.
    pub(super) descriptions: Descriptions,
    /// Which fields of records are passed on together.
    pub(super) groups: Groups,
    /// What could not be passed on.
    pub(super) damage: Vec<Damage>,
}

/// A FIT header is 12 bytes, or 14 with a checksum of its own.
const HEADER_SIZES: [usize; 2] = [12, 14];
/// Every part ends in a checksum of two bytes.
const CHECKSUM: usize = 2;

/// True if a FIT header stands at the start of `bytes`.
pub(super) fn header_at(bytes: &[u8]) -> bool {
    bytes.get(8..12) == Some(b".FIT")
        && bytes
            .first()
            .is_some_and(|size| HEADER_SIZES.contains(&usize::from(*size)))
}

/// Splits `bytes` into its chained parts, cleaned. Bytes between or behind them that are
/// no FIT header are noted as damage of the part before.
pub(super) fn parts(bytes: &[u8]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !header_at(&bytes[at..]) {
            let next = next_header(bytes, at).unwrap_or(bytes.len());
            if let Some(part) = parts.last_mut() {
                part.damage.extend(stray(bytes, at, next));
            }
            at = next;
            continue;
        }
        let (part, end) = part(bytes, at);
        parts.push(part);
        at = end;
    }
    parts
}

fn next_header(bytes: &[u8], from: usize) -> Option<usize> {
    (from + 1..bytes.len().saturating_sub(12)).find(|at| header_at(&bytes[*at..]))
}

/// Damage for bytes that belong to no part. Padding and a spare checksum are none.
fn stray(bytes: &[u8], from: usize, to: usize) -> Option<Damage> {
    let lost = &bytes[from..to];
    let padding = lost.len() <= CHECKSUM || lost.iter().all(|b| *b == lost[0]);
    (!padding).then(|| Damage {
        place: Place::Byte(from as u64),
        what: format!("{} bytes follow that are no FIT data", lost.len()),
        bytes_lost: lost.len() as u64,
        bytes_whole: bytes.len() as u64,
    })
}

/// Cleans the part whose header is at `at`; gives it and where the next one would begin.
fn part(bytes: &[u8], at: usize) -> (Part, usize) {
    let header = usize::from(bytes[at]);
    let start = (at + header).min(bytes.len());
    let stated = u32::from_le_bytes([bytes[at + 4], bytes[at + 5], bytes[at + 6], bytes[at + 7]]);
    let stated_end = start + stated as usize;
    // A header of size 0 is one that was never completed: the recorder stopped without
    // saving, and the messages run to the end of the file.
    let unfinished = stated == 0 && !header_at(&bytes[(start + CHECKSUM).min(bytes.len())..]);
    let end = if unfinished {
        bytes.len()
    } else {
        stated_end.min(bytes.len())
    };
    let sieve = Sieve::through(bytes, start, end);
    let mut damage = sieve.damage;
    if unfinished && end > start + CHECKSUM {
        damage.push(Damage {
            place: Place::Byte((at + 4) as u64),
            what: "the file was never closed: the recording stopped without being saved".into(),
            bytes_lost: 0,
            bytes_whole: bytes.len() as u64,
        });
    } else if stated_end > bytes.len() {
        let lost = stated_end - bytes.len();
        damage.push(Damage {
            place: Place::Byte(bytes.len() as u64),
            what: format!("the file ends {lost} bytes early: it was cut off"),
            bytes_lost: lost as u64,
            bytes_whole: (stated_end + CHECKSUM) as u64,
        });
    } else if damage.is_empty() && !checksum::holds(&bytes[at..], end - at) {
        damage.push(Damage {
            place: Place::Byte(end as u64),
            what: "its checksum does not match: single values may be wrong".into(),
            bytes_lost: 0,
            bytes_whole: bytes.len() as u64,
        });
    }
    let part = Part {
        clean: with_header(&sieve.outlet.out),
        descriptions: sieve.descriptions,
        groups: sieve.groups,
        damage,
    };
    (part, (end + CHECKSUM).min(bytes.len()).max(at + 1))
}

/// A FIT file around cleaned messages. Checksums of 0 mean that there is none.
fn with_header(messages: &[u8]) -> Vec<u8> {
    let mut file = Vec::with_capacity(messages.len() + 16);
    file.extend([14, 0x20, 0, 0]);
    file.extend(
        u32::try_from(messages.len())
            .unwrap_or(u32::MAX)
            .to_le_bytes(),
    );
    file.extend(b".FIT");
    file.extend([0, 0]);
    file.extend(messages);
    file.extend([0, 0]);
    file
}
