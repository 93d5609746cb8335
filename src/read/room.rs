//! How much of a file is kept. A file can state a record in two bytes where one takes some
//! 640 in memory by the time a run is measured; this bounds memory by a small multiple of the file,
//! at a size that no recording of a run comes near.

use super::{Damage, Place};

/// Records of any file, however small: 28 hours at one a second. At 640 bytes each they take
/// 64 MB.
const FREE: usize = 100_000;
/// Beyond those one for so many bytes, which makes 20 bytes of memory for each of the file.
/// Watches write 30 bytes and more a record.
const BYTES_EACH: usize = 32;
/// The most of any file: 11 days at one a second. The longest races take six.
const MOST: usize = 1_000_000;

/// Room for records, and for laps, timer events and sessions, which count as one each.
#[derive(Debug)]
pub(super) struct Room {
    most: usize,
    left: usize,
    refused: bool,
}

impl Default for Room {
    fn default() -> Self {
        Self::of_file(0)
    }
}

impl Room {
    /// Room for what a file of so many bytes holds.
    pub(super) fn of_file(bytes: usize) -> Self {
        let most = (FREE + bytes / BYTES_EACH).min(MOST);
        Self {
            most,
            left: most,
            refused: false,
        }
    }

    /// Takes room for one; false where there is none left.
    pub(super) fn take(&mut self) -> bool {
        self.refused |= self.left == 0;
        let taken = self.left > 0;
        self.left = self.left.saturating_sub(1);
        taken
    }

    /// What to say where something was refused.
    pub(super) fn damage(&self) -> Option<Damage> {
        self.refused.then(|| Damage {
            place: Place::File,
            what: format!(
                "it holds more than {} records, which no run of its size does; the rest was left out",
                self.most
            ),
            bytes_lost: 0,
            bytes_whole: 0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_grows_with_the_file_up_to_a_bound() {
        for (bytes, most) in [(0, 100_000), (3_200_000, 200_000), (usize::MAX, 1_000_000)] {
            let mut room = Room::of_file(bytes);
            assert_eq!((0..most).filter(|_| room.take()).count(), most);
            assert_eq!(room.damage(), None);
            assert!(!room.take());
            assert!(
                room.damage()
                    .is_some_and(|d| d.what.contains(&most.to_string()))
            );
        }
    }
}
