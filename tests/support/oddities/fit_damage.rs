//! FIT files whose header says what is not so, and such that are damaged in many places.

use super::fit_parts::*;
use super::{Gives, Oddity, plain, plain_but};

/// Bytes of the header of a plain file.
const HEADER: usize = 14;

/// Every oddity of damage.
pub const ODDITIES: &[Oddity] = &[
    Oddity {
        name: "formats/header-size-too-small.fit",
        shows: "A header that says it has 5 bytes: the messages are found, and the damage is reported.",
        make: || header_of_size(5),
        gives: Gives::Runs(|| vec![plain()], &["states a size that no header has"]),
    },
    Oddity {
        name: "formats/header-size-12-for-14.fit",
        shows: "A header of 14 bytes that says it has 12.",
        make: || header_of_size(12),
        gives: Gives::Runs(|| vec![plain()], &["states a size that no header has"]),
    },
    Oddity {
        name: "formats/data-size-too-small.fit",
        shows: "A header that counts 900 bytes too few: all is read, and the damage is reported.",
        make: || {
            let mut bytes = file(Kind::default());
            let stated = u32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]);
            bytes[4..8].copy_from_slice(&(stated - 900).to_le_bytes());
            bytes
        },
        gives: Gives::Runs(|| vec![plain()], &["states fewer bytes than there are"]),
    },
    Oddity {
        name: "formats/damaged-first.fit",
        shows: "The messages before the records are overwritten: reading begins at the first definition after them.",
        make: || {
            let mut bytes = file(Kind::default());
            bytes[HEADER..HEADER + 20].fill(0x9C);
            bytes
        },
        gives: Gives::Runs(
            || {
                plain_but(|run| {
                    run.device = None;
                })
            },
            &["could not be read"],
        ),
    },
];

/// The plain file under a header that states another size.
fn header_of_size(size: u8) -> Vec<u8> {
    let mut bytes = file(Kind::default());
    bytes[0] = size;
    bytes
}
