//! Broken files: copies of sound ones with a few seeded faults of the kinds that memory,
//! transfers and careless exporters make.
#![allow(dead_code)]

use crate::oddities;
use formdrift::read::Format;

/// A small seeded generator (SplitMix64: Steele, Lea and Flood 2014,
/// doi 10.1145/2660193.2660195), so that a failing input can be made again from its seed.
pub struct Random(u64);

impl Random {
    /// The generator of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`; 0 where that is 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % (end.max(1) as u64)) as usize
    }
}

/// The sound files of a format.
pub fn seeds(format: Format) -> Vec<Vec<u8>> {
    let ending = format!(".{}", format.name());
    let seeds: Vec<Vec<u8>> = oddities::all()
        .filter(|oddity| oddity.name.ends_with(&ending))
        .map(|oddity| (oddity.make)())
        .collect();
    assert!(!seeds.is_empty(), "tests/support/oddities has no {ending}");
    seeds
}

/// The broken file of a seed.
pub fn broken(seeds: &[Vec<u8>], seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed);
    let mut bytes = seeds[random.below(seeds.len())].clone();
    for _ in 0..=random.below(6) {
        fault(&mut bytes, &mut random, seeds);
    }
    bytes
}

/// Texts that parsers of XML and of numbers trip over.
const WORDS: &[&str] = &[
    "<",
    ">",
    "&",
    "\"",
    "'",
    "/>",
    "</trkpt>",
    "<trkpt>",
    "</Lap>",
    "<![CDATA[",
    "<!--",
    "-->",
    "<!DOCTYPE x [",
    "&#0;",
    "&#x110000;",
    "NaN",
    "inf",
    "-1e999",
    "1e308",
    "9999999999999999999",
    "0000-00-00T00:00:00Z",
    "9999-12-31T24:60:60Z",
    "\u{0}",
    "\u{FEFF}",
    "<gpx>",
    "<Activity>",
];

fn fault(bytes: &mut Vec<u8>, random: &mut Random, seeds: &[Vec<u8>]) {
    let at = random.below(bytes.len());
    let end = (at + 1 + random.below(64)).min(bytes.len());
    match random.below(11) {
        0 => change(bytes, at, |byte| byte ^ (1 << (at % 8))),
        1 => change(bytes, at, |_| 0xFF),
        2 => change(bytes, at, |_| 0),
        3 => {
            let value = random.below(256) as u8;
            change(bytes, at, |_| value);
        }
        4 => bytes[at.min(end)..end].fill(0xEE),
        5 => drop(bytes.drain(at.min(end)..end)),
        6 => {
            let copy = bytes[at.min(end)..end].to_vec();
            bytes.splice(at..at, copy);
        }
        7 => {
            let word = WORDS[random.below(WORDS.len())].as_bytes();
            bytes.splice(at..at, word.iter().copied());
        }
        8 => bytes.truncate(at),
        9 => {
            // A piece of another file.
            let other = &seeds[random.below(seeds.len())];
            let from = random.below(other.len());
            let to = (from + random.below(200)).min(other.len());
            bytes.splice(at..at, other[from..to].iter().copied());
        }
        _ => {
            // The beginning of a file is where its framing stands.
            let early = random.below(bytes.len().min(80));
            let value = [0, 1, 2, 7, 0x7F, 0x80, 0xFE, 0xFF][random.below(8)];
            change(bytes, early, |_| value);
        }
    }
}

fn change(bytes: &mut [u8], at: usize, to: impl Fn(u8) -> u8) {
    if let Some(byte) = bytes.get_mut(at) {
        *byte = to(*byte);
    }
}
