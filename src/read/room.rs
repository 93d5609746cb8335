//! Limits on how many records, laps and activities of a file are kept. A record can take two bytes in a
//! file and takes some 640 in memory by the time the run is measured. The limits keep memory within a
//! small multiple of the file's size; no recording of a run comes near them.

use super::{Damage, Place};

/// Records of any file, however small: 25 hours at one a second. At 640 bytes each they take
/// 58 MB.
const FREE: usize = 90_000;
/// Beyond [`FREE`], one record is kept for each of these bytes of the file: 18 bytes of memory a byte.
/// Watches write some 30 bytes a record.
const BYTES_EACH: usize = 36;
/// The most records of any file: 11 days at one a second. The longest races take six.
const MOST: usize = 1_000_000;
/// Laps, timer events and sessions of any file, counted together: one a minute for two weeks.
const OTHERS: usize = 20_000;

/// Activities of any file, and one more for each [`BYTES_AN_ACTIVITY`]: a run that can be judged has at least
/// fifty points of some 80 bytes. Each activity takes some kilobytes by the time it is analysed.
const ACTIVITIES: usize = 100;
const BYTES_AN_ACTIVITY: usize = 4096;

/// Room for what a file holds.
#[derive(Debug)]
pub(super) struct Room {
    /// Room for decoded records.
    pub(super) records: Share,
    /// For laps, timer events and sessions.
    pub(super) others: Share,
    /// For activities that hold records.
    pub(super) activities: Share,
}

/// Room for things of one kind.
#[derive(Debug)]
pub(super) struct Share {
    most: usize,
    left: usize,
    refused: bool,
}

impl Share {
    const fn of(most: usize) -> Self {
        Self {
            most,
            left: most,
            refused: false,
        }
    }

    /// Takes room for one more; false where there is none left.
    pub(super) const fn take(&mut self) -> bool {
        self.refused |= self.left == 0;
        self.left = self.left.saturating_sub(1);
        !self.refused
    }
}

impl Default for Room {
    fn default() -> Self {
        Self::of_file(0)
    }
}

impl Room {
    /// The limits for a file of this many bytes.
    pub(super) fn of_file(bytes: usize) -> Self {
        Self {
            records: Share::of((FREE + bytes / BYTES_EACH).min(MOST)),
            others: Share::of(OTHERS),
            activities: Share::of(ACTIVITIES + bytes / BYTES_AN_ACTIVITY),
        }
    }

    /// The damage to report if records or activities did not fit.
    pub(super) fn damage(&self) -> Option<Damage> {
        let kinds = [(&self.records, "records"), (&self.activities, "activities")];
        let (Share { most, .. }, things) = kinds.into_iter().find(|(share, _)| share.refused)?;
        let what = format!(
            "it holds more than {most} {things}, which no file of its size does; the rest was left out"
        );
        Some(Damage::at(Place::File, what))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn activities_are_bounded_by_the_size_of_the_file() {
        let mut room = Room::of_file(40_960);
        assert_eq!((0..110).filter(|_| room.activities.take()).count(), 110);
        assert!(room.damage().is_none() && !room.activities.take());
        let what = room.damage().map(|damage| damage.what).unwrap_or_default();
        assert!(what.contains("more than 110 activities"), "{what}");
    }

    #[test]
    fn room_grows_with_the_file_up_to_a_bound() {
        for (bytes, most) in [(0, 90_000), (3_600_000, 190_000), (usize::MAX, 1_000_000)] {
            let mut room = Room::of_file(bytes);
            assert_eq!((0..most).filter(|_| room.records.take()).count(), most);
            assert_eq!(room.damage(), None);
            assert!(!room.records.take() && room.others.take());
            assert!(
                room.damage()
                    .is_some_and(|d| d.what.contains(&most.to_string()))
            );
        }
    }
}
