//! FIT's checksum: CRC-16 with the reflected polynomial 0xA001 (FIT protocol, "CRC").

/// What each byte adds to the sum.
const TABLE: [u16; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut sum = byte as u16;
        let mut bit = 0;
        while bit < 8 {
            sum = if sum & 1 == 1 {
                sum >> 1 ^ 0xA001
            } else {
                sum >> 1
            };
            bit += 1;
        }
        table[byte] = sum;
        byte += 1;
    }
    table
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
    bytes.iter().fold(0, |sum: u16, byte| {
        sum >> 8 ^ TABLE[usize::from((sum ^ u16::from(*byte)) & 0xFF)]
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
