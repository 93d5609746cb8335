//! The sieve in front of the FIT decoder. It walks the message framing of the file and
//! passes on a clean copy: only the messages and fields that are read, each one complete
//! and well formed. So the decoder is spared what it would give up or panic on (field
//! sizes that do not fit their type, developer fields nobody described, messages cut
//! short, headers that are none), and half of its work. What is lost is noted here, with
//! its place in the real file.

use super::developer::Descriptions;
use super::wanted::{self, TIMESTAMP, message};
use crate::read::{Damage, Place};

/// One FIT file within the bytes: files may be chained, one behind the other.
pub(super) struct Part {
    /// A well-formed FIT file with what is read of it.
    pub(super) clean: Vec<u8>,
    /// Names of the developer fields in it.
    pub(super) descriptions: Descriptions,
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
    let mut sieve = Sieve::new(bytes, start, end, false);
    sieve.run();
    if sieve.saw_compressed {
        sieve = Sieve::new(bytes, start, end, true);
        sieve.run();
    }
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
    }
    let part = Part {
        clean: with_header(&sieve.out),
        descriptions: sieve.descriptions,
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

/// A definition message, as far as the sieve needs it.
#[derive(Clone, Default)]
struct Definition {
    /// Bytes of a data message behind its header byte.
    size: usize,
    global: u16,
    big_endian: bool,
    /// Ranges of a data message that are passed on; none if nothing in it is read.
    keep: Vec<(usize, usize)>,
    /// Ranges of the fields of a field description, by field number.
    description: Vec<(u8, usize, usize)>,
}

struct Sieve<'a> {
    bytes: &'a [u8],
    at: usize,
    end: usize,
    definitions: [Option<Definition>; 16],
    /// True if messages with compressed timestamps are known to occur: they count from the
    /// timestamp before, in whatever message it stood, so none of those may be dropped.
    compressed: bool,
    saw_compressed: bool,
    descriptions: Descriptions,
    out: Vec<u8>,
    damage: Vec<Damage>,
}

impl<'a> Sieve<'a> {
    fn new(bytes: &'a [u8], start: usize, end: usize, compressed: bool) -> Self {
        Self {
            bytes,
            at: start,
            end,
            definitions: Default::default(),
            compressed,
            saw_compressed: false,
            descriptions: Descriptions::default(),
            out: Vec::new(),
            damage: Vec::new(),
        }
    }

    fn run(&mut self) {
        self.out.reserve((self.end - self.at) / 2);
        while self.at < self.end {
            let before = self.at;
            let header = self.bytes[self.at];
            let step = if header & 0x80 != 0 {
                self.saw_compressed = true;
                self.data(header, usize::from(header >> 5 & 3))
            } else if header & 0x40 != 0 {
                self.definition(header)
            } else {
                self.data(header, usize::from(header & 0xF))
            };
            match step {
                Ok(()) => {}
                Err(Stop::Cut) => break,
                Err(Stop::Undefined(local)) => {
                    let lost = self.end - before;
                    self.damage.push(Damage {
                        place: Place::Byte(before as u64),
                        what: format!("a message of the undefined type {local} follows"),
                        bytes_lost: lost as u64,
                        bytes_whole: self.bytes.len() as u64,
                    });
                    break;
                }
            }
        }
    }

    /// The next `count` bytes, and on.
    fn take(&mut self, count: usize) -> Result<&'a [u8], Stop> {
        let taken = self.bytes[..self.end]
            .get(self.at..self.at + count)
            .ok_or(Stop::Cut)?;
        self.at += count;
        Ok(taken)
    }

    fn data(&mut self, header: u8, local: usize) -> Result<(), Stop> {
        let Some(definition) = self.definitions[local].take() else {
            return Err(Stop::Undefined(local));
        };
        let content = self.take(1 + definition.size).map(|message| &message[1..]);
        if let Ok(content) = content {
            if definition.global == message::FIELD_DESCRIPTION {
                self.describe(local, &definition, content);
            } else if !definition.keep.is_empty() {
                self.out.push(header);
                for &(from, to) in &definition.keep {
                    self.out.extend(&content[from..to]);
                }
            }
        }
        self.definitions[local] = Some(definition);
        content.map(|_| ())
    }

    fn describe(&mut self, local: usize, definition: &Definition, content: &[u8]) {
        let field = |number: u8| {
            let found = definition.description.iter().find(|(n, ..)| *n == number);
            found.map(|&(_, from, to)| &content[from..to])
        };
        let local = u8::try_from(local).unwrap_or(0);
        self.descriptions.add(local, field, &mut self.out);
    }

    fn definition(&mut self, header: u8) -> Result<(), Stop> {
        let fixed = self.take(6)?;
        let big_endian = fixed[2] == 1;
        let number = [fixed[3], fixed[4]];
        let global = if big_endian {
            u16::from_be_bytes(number)
        } else {
            u16::from_le_bytes(number)
        };
        let fields = self.take(3 * usize::from(fixed[5]))?;
        let developer = if header & 0x20 != 0 {
            let count = self.take(1)?[0];
            self.take(3 * usize::from(count))?
        } else {
            &[]
        };
        let local = usize::from(header & 0xF);
        let mut definition = Definition {
            global,
            big_endian,
            ..Definition::default()
        };
        let mut kept = Vec::new();
        let wanted = wanted::fields(global);
        for field in fields.chunks_exact(3) {
            let (number, size, kind) = (field[0], usize::from(field[1]), field[2]);
            let range = (definition.size, definition.size + size);
            definition.size += size;
            definition.description.push((number, range.0, range.1));
            let read = match wanted {
                Some(wanted) => wanted.contains(&number),
                None => self.compressed && number == TIMESTAMP,
            };
            if read && size > 0 && size % base_size(kind) == 0 {
                kept.extend(field);
                definition.keep.push(range);
            }
        }
        let mut kept_developer = Vec::new();
        for field in developer.chunks_exact(3) {
            let size = usize::from(field[1]);
            let range = (definition.size, definition.size + size);
            definition.size += size;
            let described = self.descriptions.base_type(field[2], field[0]);
            let fits = described.is_some_and(|kind| size > 0 && size % base_size(kind) == 0);
            if fits && global == message::RECORD {
                kept_developer.extend(field);
                definition.keep.push(range);
            }
        }
        if !definition.keep.is_empty() {
            self.emit(local, &definition, &kept, &kept_developer);
        }
        if global != message::FIELD_DESCRIPTION {
            definition.description = Vec::new();
        }
        self.definitions[local] = Some(definition);
        Ok(())
    }

    /// Writes a definition with the fields that are kept.
    fn emit(&mut self, local: usize, definition: &Definition, kept: &[u8], developer: &[u8]) {
        let count = |fields: &[u8]| u8::try_from(fields.len() / 3).unwrap_or(u8::MAX);
        let flag = if developer.is_empty() { 0x40 } else { 0x60 };
        let global = if definition.big_endian {
            definition.global.to_be_bytes()
        } else {
            definition.global.to_le_bytes()
        };
        self.out.extend([
            flag | u8::try_from(local).unwrap_or(0),
            0,
            u8::from(definition.big_endian),
        ]);
        self.out.extend(global);
        self.out.push(count(kept));
        self.out.extend(kept);
        if !developer.is_empty() {
            self.out.push(count(developer));
            self.out.extend(developer);
        }
    }
}

/// Why the sieve cannot go on.
enum Stop {
    /// The data ends within a message.
    Cut,
    /// A data message without a definition.
    Undefined(usize),
}

/// Bytes of one value of a base type; strings, bytes and unknown types count in ones.
pub(super) const fn base_size(kind: u8) -> usize {
    match kind & 0x1F {
        0x03 | 0x04 | 0x0B => 2,
        0x05 | 0x06 | 0x08 | 0x0C => 4,
        0x09 | 0x0E | 0x0F | 0x10 => 8,
        _ => 1,
    }
}
