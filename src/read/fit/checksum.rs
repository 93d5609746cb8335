//! FIT's checksum: CRC-16 with the reflected polynomial 0xA001 (FIT protocol, "CRC").

/// Bytes taken in at a time: each has a table of its own, so that no look-up waits for the
/// one before it.
const AT_ONCE: usize = 8;

/// What a byte adds to the sum when `n` bytes follow it, by `n` and byte.
const TABLES: [[u16; 256]; AT_ONCE] = {
    let mut tables = [[0; 256]; AT_ONCE];
    let mut byte = 0;
    while byte < 256 {
        let mut sum = byte as u16;
        let mut n = 0;
        while n < AT_ONCE {
            let mut bit = 0;
            while bit < 8 {
                sum = if sum & 1 == 1 {
                    sum >> 1 ^ 0xA001
                } else {
                    sum >> 1
                };
                bit += 1;
            }
            tables[n][byte] = sum;
            n += 1;
        }
        byte += 1;
    }
    tables
};

/// True if the two bytes at `end` are the checksum of what stands before them. A missing
/// one, and one of 0, which recorders write that do not compute it, hold as well.
pub(super) fn holds(file: &[u8], end: usize) -> bool {
    let Some(&[low, high]) = file.get(end..end + 2) else {
        return true;
    };
    let stored = u16::from_le_bytes([low, high]);
    stored == 0 || stored == sum(&file[..end])
}

fn sum(bytes: &[u8]) -> u16 {
    let (eights, rest) = bytes.as_chunks::<AT_ONCE>();
    let sum = eights.iter().fold(0, |sum: u16, eight| {
        let mut eight = *eight;
        // The sum so far goes into the next two bytes.
        for (byte, sum) in eight.iter_mut().zip(sum.to_le_bytes()) {
            *byte ^= sum;
        }
        let added = eight.iter().zip(TABLES.iter().rev());
        added.fold(0, |sum, (byte, table)| sum ^ table[usize::from(*byte)])
    });
    rest.iter().fold(sum, |sum, byte| {
        sum >> 8 ^ TABLES[0][usize::from((sum ^ u16::from(*byte)) & 0xFF)]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_of_this_checksum_is_the_published_one() {
        // CRC-16/ARC of "123456789" is 0xBB3D (catalogue of parametrised CRC algorithms).
        assert_eq!(sum(b"123456789"), 0xBB3D);
        assert!(holds(b"123456789\x3D\xBB", 9));
        assert!(!holds(b"123456788\x3D\xBB", 9));
        assert!(holds(b"123456788\0\0", 9));
        assert!(holds(b"1234", 4));
    }
}
