//! Files with a single fault that knows their structure: one bit, one digit or value, one record.
#![allow(dead_code)]

use crate::mutation::Random;

/// What kind of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// One bit of the file is another.
    Bit,
    /// One digit of a text, or one field of a FIT record, is another.
    Digit,
    /// One record is gone, doubled, elsewhere, or holds a value that says "unknown".
    Record,
}

/// Every kind, and its name in tables.
pub const FAULTS: &[(Fault, &str)] = &[
    (Fault::Bit, "bit"),
    (Fault::Digit, "digit or field"),
    (Fault::Record, "record"),
];

/// The copy of `bytes` with the fault of a seed.
pub fn faulty(bytes: &[u8], fault: Fault, seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed);
    let mut out = bytes.to_vec();
    if fault == Fault::Bit {
        let at = random.below(out.len());
        out[at] ^= 1 << random.below(8);
        return out;
    }
    if bytes.get(8..12) == Some(b".FIT") {
        in_fit(&mut out, fault, &mut random);
    } else {
        in_text(&mut out, fault, &mut random);
    }
    out
}

/// A field of a FIT message: where it stands, and how long it is.
#[derive(Debug, Clone)]
struct Message {
    from: usize,
    to: usize,
    fields: Vec<(usize, usize)>,
    /// Which definition it follows: a copy is at home only among its own.
    definition: usize,
}

/// Record messages of a FIT file, by walking its framing.
fn fit_records(bytes: &[u8]) -> Vec<Message> {
    const RECORD: u16 = 20;
    let mut defined: [Option<(u16, Vec<usize>)>; 16] = Default::default();
    let (mut out, mut definition) = (Vec::new(), 0);
    let mut at = usize::from(bytes[0]);
    let size = u32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]) as usize;
    let end = (at + size).min(bytes.len());
    while at < end {
        let header = bytes[at];
        let local = usize::from(if header & 0x80 != 0 {
            header >> 5 & 3
        } else {
            header & 0xF
        });
        if header & 0xC0 == 0x40 {
            let global = [bytes[at + 3], bytes[at + 4]];
            let global = if bytes[at + 2] == 1 {
                u16::from_be_bytes(global)
            } else {
                u16::from_le_bytes(global)
            };
            let count = usize::from(bytes[at + 5]);
            let mut sizes: Vec<usize> = (0..count)
                .map(|k| usize::from(bytes[at + 7 + 3 * k]))
                .collect();
            at += 6 + 3 * count;
            if header & 0x20 != 0 {
                let count = usize::from(bytes[at]);
                sizes.extend((0..count).map(|k| usize::from(bytes[at + 2 + 3 * k])));
                at += 1 + 3 * count;
            }
            defined[local] = Some((global, sizes));
            definition += 1;
            continue;
        }
        let Some((global, sizes)) = &defined[local] else {
            break;
        };
        let from = at;
        at += 1;
        let mut fields = Vec::new();
        for size in sizes {
            fields.push((at, *size));
            at += size;
        }
        if *global == RECORD && at <= end {
            out.push(Message {
                from,
                to: at,
                fields,
                definition,
            });
        }
    }
    out
}

fn in_fit(bytes: &mut Vec<u8>, fault: Fault, random: &mut Random) {
    let records = fit_records(bytes);
    let record = &records[random.below(records.len())];
    let content = bytes[record.from..record.to].to_vec();
    match (fault, random.below(4)) {
        (Fault::Digit, how) => {
            let (at, size) = record.fields[random.below(record.fields.len())];
            for byte in &mut bytes[at..at + size] {
                *byte = match how {
                    0 => 0,
                    1 => 0xFF,
                    2 => random.below(256) as u8,
                    _ => *byte,
                };
            }
            if how == 3 {
                bytes[at + random.below(size)] ^= 1 << random.below(8);
            }
        }
        (_, 0) => drop(bytes.drain(record.from..record.to)),
        (_, 1) => drop(bytes.splice(record.to..record.to, content)),
        (_, 2) => {
            let home: Vec<&Message> = records
                .iter()
                .filter(|other| other.definition == record.definition)
                .collect();
            let to = home[random.below(home.len())].from;
            bytes.splice(to..to, content);
        }
        _ => bytes[record.from + 1..record.to].fill(if random.below(2) == 0 { 0 } else { 0xFF }),
    }
    close_fit(bytes);
}

/// Puts size and checksum right, as a program that writes such a record does.
fn close_fit(bytes: &mut Vec<u8>) {
    let header = usize::from(bytes[0]);
    let data = bytes.len() - header - 2;
    bytes[4..8].copy_from_slice(&(data as u32).to_le_bytes());
    bytes.truncate(bytes.len() - 2);
    if header == 14 {
        let sum = checksum(&bytes[..12]);
        bytes[12..14].copy_from_slice(&sum.to_le_bytes());
    }
    let sum = checksum(bytes);
    bytes.extend(sum.to_le_bytes());
}

/// FIT's checksum, nibble by nibble (FIT protocol, CRC-16 with polynomial 0x8005 reflected).
fn checksum(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0u16, |sum, byte| {
        (0..8).fold(sum ^ u16::from(*byte), |sum, _| {
            if sum & 1 == 1 {
                sum >> 1 ^ 0xA001
            } else {
                sum >> 1
            }
        })
    })
}

/// Values that programs write for "unknown", or that a slip makes.
const VALUES: &[&str] = &[
    "0",
    "",
    "-1",
    "NaN",
    "4294967.295",
    "42949672.95",
    "65535",
    "-500",
    "1e9",
    "1970-01-01T00:00:00Z",
    "1989-12-31T00:00:00Z",
    "2026-04-12T07:00:00Z",
    "2106-02-07T06:28:15Z",
];

fn in_text(bytes: &mut Vec<u8>, fault: Fault, random: &mut Random) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let close = if text.contains("</trkpt>") {
        ("<trkpt", "</trkpt>")
    } else {
        ("<Trackpoint", "</Trackpoint>")
    };
    let begins: Vec<usize> = text.match_indices(close.0).map(|(at, _)| at).collect();
    let from = begins[random.below(begins.len())];
    let to = from + text[from..].find(close.1).unwrap_or(0) + close.1.len();
    let record = &text[from..to];
    if fault == Fault::Digit {
        let digits: Vec<usize> = (from..to)
            .filter(|at| bytes[*at].is_ascii_digit())
            .collect();
        let at = digits[random.below(digits.len())];
        bytes[at] = b'0' + (bytes[at] - b'0' + 1 + random.below(9) as u8) % 10;
        return;
    }
    match random.below(4) {
        0 => drop(bytes.drain(from..to)),
        1 => drop(bytes.splice(to..to, record.bytes().collect::<Vec<u8>>())),
        2 => {
            let other = begins[random.below(begins.len())];
            bytes.splice(other..other, record.bytes().collect::<Vec<u8>>());
        }
        _ => {
            // The text of one of its elements.
            let values: Vec<(usize, usize)> = record
                .match_indices('>')
                .filter_map(|(at, _)| {
                    let end = record[at..].find('<')? + at;
                    (!record[at + 1..end].trim().is_empty()).then_some((from + at + 1, from + end))
                })
                .collect();
            let (from, to) = values[random.below(values.len())];
            let value = VALUES[random.below(VALUES.len())];
            bytes.splice(from..to, value.bytes());
        }
    }
}
