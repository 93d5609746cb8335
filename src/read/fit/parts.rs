//! The FIT files within the bytes: one, or several chained one behind the other, each with
//! its header, its messages and its checksum.

use super::checksum;
use super::developer::Descriptions;
use super::resync;
use super::sieve::Sieve;
use crate::read::{Damage, Place};

/// One FIT file within the bytes: files may be chained, one behind the other.
pub(super) struct Part {
    /// A well-formed FIT file with the messages and fields that are used.
    pub(super) clean: Vec<u8>,
    /// Names of the developer fields in it.
    pub(super) descriptions: Descriptions,
    /// Parts that could not be copied.
    pub(super) damage: Vec<Damage>,
}

/// A FIT header is 12 bytes, or 14 with a checksum of its own; the first byte says which.
const HEADER_SIZES: [usize; 2] = [12, 14];
/// Every part ends in a checksum of two bytes.
const CHECKSUM: usize = 2;

/// True if a FIT header stands at the start of `bytes`, whatever size it states.
pub(super) fn header_at(bytes: &[u8]) -> bool {
    bytes.get(8..12) == Some(b".FIT")
}

/// The chained parts of the bytes, cleaned one after another. Bytes between or behind them that
/// are no FIT header are noted as damage of the part before.
pub(super) fn parts(bytes: &[u8]) -> impl Iterator<Item = Part> {
    let mut at = 0;
    std::iter::from_fn(move || {
        if !header_at(bytes.get(at..)?) {
            at = next_header(bytes, at)?;
        }
        let (mut part, end) = part(bytes, at);
        at = end;
        if end < bytes.len() && !header_at(&bytes[end..]) {
            at = next_header(bytes, end).unwrap_or(bytes.len());
            part.damage.extend(stray(bytes, end, at));
        }
        Some(part)
    })
}

/// Where the messages begin after the header at `at`. The first message must be a definition; if there is none at
/// the stated end of the header, the other header size is tried.
fn messages_at(bytes: &[u8], at: usize) -> usize {
    let stated = usize::from(bytes[at]);
    let begins = |size: &usize| resync::definition_end(bytes, at + size).is_some();
    let fits = |size: &usize| *size >= HEADER_SIZES[0] && begins(size);
    let size = [stated, HEADER_SIZES[1], HEADER_SIZES[0]]
        .into_iter()
        .find(fits);
    let fallback = if HEADER_SIZES.contains(&stated) {
        stated
    } else {
        HEADER_SIZES[1]
    };
    (at + size.unwrap_or(fallback)).min(bytes.len())
}

/// The end of the part at `at`, and whether it is beyond the end that the header states. A stated end before the
/// end of the file is believed only if the checksum or another header confirms it.
fn real_end(bytes: &[u8], at: usize, stated_end: usize) -> (usize, bool) {
    let behind = stated_end.saturating_add(CHECKSUM);
    let sound = behind >= bytes.len()
        || header_at(&bytes[behind..])
        || checksum::holds(&bytes[at..], stated_end - at);
    if sound {
        return (stated_end.min(bytes.len()), false);
    }
    let end = next_header(bytes, stated_end).unwrap_or(bytes.len());
    (end.saturating_sub(CHECKSUM).max(stated_end), true)
}

fn next_header(bytes: &[u8], from: usize) -> Option<usize> {
    (from + 1..bytes.len().saturating_sub(12)).find(|at| header_at(&bytes[*at..]))
}

/// Damage for bytes that belong to no part. Padding and a spare checksum are not damage.
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

/// Cleans the part whose header is at `at`. Returns it with the place where the next one would begin.
fn part(bytes: &[u8], at: usize) -> (Part, usize) {
    let start = messages_at(bytes, at);
    let stated = u32::from_le_bytes([bytes[at + 4], bytes[at + 5], bytes[at + 6], bytes[at + 7]]);
    let stated_end = start + stated as usize;
    // A header of size 0 is one that was never completed: the recorder stopped without
    // saving, and the messages run to the end of the file.
    let unfinished = stated == 0 && !header_at(&bytes[(start + CHECKSUM).min(bytes.len())..]);
    let (end, longer) = if unfinished {
        (bytes.len(), false)
    } else {
        real_end(bytes, at, stated_end)
    };
    let sieve = Sieve::through(bytes, start, end);
    let mut damage = sieve.damage;
    if start != (at + usize::from(bytes[at])).min(bytes.len()) {
        let what = "its header states a size that no header has";
        damage.insert(0, faulty(bytes, at, what));
    }
    if longer {
        let what = "its header states fewer bytes than there are";
        damage.push(faulty(bytes, at + 4, what));
    } else if unfinished && end > start + CHECKSUM {
        let what = "the file was never closed: the recording stopped without being saved";
        damage.push(faulty(bytes, at + 4, what));
    } else if stated_end > bytes.len() {
        let lost = stated_end - bytes.len();
        damage.push(Damage {
            place: Place::Byte(bytes.len() as u64),
            what: format!("the file ends {lost} bytes early: it was cut off"),
            bytes_lost: lost as u64,
            bytes_whole: (stated_end + CHECKSUM) as u64,
        });
    } else if damage.is_empty() && !checksum::holds(&bytes[at..], end - at) {
        let what = "its checksum does not match: single values may be wrong";
        damage.push(faulty(bytes, end, what));
    }
    let part = Part {
        clean: with_header(&sieve.copy.bytes),
        descriptions: sieve.descriptions,
        damage,
    };
    (part, (end + CHECKSUM).min(bytes.len()).max(at + 1))
}

/// A fault at `at` that costs no bytes.
fn faulty(bytes: &[u8], at: usize, what: &str) -> Damage {
    Damage {
        bytes_whole: bytes.len() as u64,
        ..Damage::at(Place::Byte(at as u64), what)
    }
}

/// A FIT file around cleaned messages. Checksums of 0 mean that there is none.
fn with_header(messages: &[u8]) -> Vec<u8> {
    let mut file = Vec::with_capacity(messages.len() + 16);
    file.extend([14, 0x20, 0, 0]);
    let size = u32::try_from(messages.len()).unwrap_or(u32::MAX);
    file.extend(size.to_le_bytes());
    file.extend(b".FIT");
    file.extend([0, 0]);
    file.extend(messages);
    file.extend([0, 0]);
    file
}
