//! Recovery from damage: if the message framing breaks, or times become impossible, the sieve searches for the
//! place where messages fit again.

use super::definition::Definitions;
use super::resync;
use super::sieve::Sieve;
use crate::read::{Damage, Place};

/// Most places of damage that are reported one by one; the bytes of further ones are added to the last.
const MOST_PLACES: usize = 100;

impl Sieve<'_> {
    /// True if the next message is a record whose time is a day and more from the one
    /// before: damage, or a clock that was set.
    pub(super) fn jumps(&self) -> bool {
        let next = resync::time_at(&self.bytes[..self.end], self.at, &self.definitions);
        next.zip(self.last_record)
            .is_some_and(|(next, last)| !resync::plausible(next, last))
    }

    /// Finds the place to continue after the messages broke off at `at`, and moves there. False if there is none.
    pub(super) fn search(&mut self, at: usize, what: &str) -> bool {
        if self.search_bytes == 0 {
            return false;
        }
        let bytes = &self.bytes[..self.end];
        let Some(time_s) = self.last_record else {
            let found = resync::find_definition(bytes, at + 1);
            if let Some(to) = found {
                self.spend(to - at);
                self.lose(at, to, what);
                self.at = to;
            }
            return found.is_some();
        };
        // What was defined since the last record may be garbage itself.
        let mut before: Definitions = self.definitions.clone();
        for (local, definition) in &self.undo {
            before[*local].clone_from(definition);
        }
        let found = resync::find(bytes, at + 1, &before, time_s);
        self.spend(found.unwrap_or(self.end) - at);
        if found.is_some() {
            self.definitions = before;
            self.undo.clear();
            // The last record may reach into the damage.
            self.copy.take_back();
        }
        let mut found = found.or_else(|| resync::find(bytes, at + 1, &self.definitions, time_s));
        self.spend(found.unwrap_or(self.end) - at);
        if found.is_none() && self.search_bytes > 0 {
            for (known, proven) in self.definitions.iter_mut().zip(&self.proven) {
                if proven.is_some() {
                    known.clone_from(proven);
                }
            }
            found = resync::find(bytes, at + 1, &self.definitions, time_s);
            self.spend(found.unwrap_or(self.end) - at);
        }
        if let Some(to) = found {
            self.lose(at, to, what);
            self.at = to;
        }
        found.is_some()
    }

    fn spend(&mut self, bytes: usize) {
        self.search_bytes = self.search_bytes.saturating_sub(bytes);
    }

    pub(super) fn lose(&mut self, from: usize, to: usize, what: &str) {
        if self.damage.len() >= MOST_PLACES
            && let Some(last) = self.damage.last_mut()
        {
            last.bytes_lost += (to - from) as u64;
            return;
        }
        self.damage.push(Damage {
            place: Place::Byte(from as u64),
            what: format!("{} bytes could not be read ({what})", to - from),
            bytes_lost: (to - from) as u64,
            bytes_whole: self.bytes.len() as u64,
        });
    }

    /// Notes the time of a record; true where it is believed.
    pub(super) fn note_time(&mut self, time_s: u32) -> bool {
        /// A clock that was set goes on from there.
        const NEXT_S: std::ops::RangeInclusive<u32> = 1..=600;
        let near = |last| resync::plausible(time_s, last);
        let goes_on = |far| NEXT_S.contains(&time_s.wrapping_sub(far));
        let believed = self.last_record.is_none_or(near) || self.far_record.is_some_and(goes_on);
        if believed {
            self.last_record = Some(time_s);
            self.far_record = None;
        } else {
            self.far_record = Some(time_s);
        }
        believed
    }
}
