//! Developer fields that duplicate native ones. The watch's own value is used, unless it is 0 in every record: then
//! the watch has no such sensor, and the developer's value is used.

use super::developer::Meaning;
use super::record;
use crate::read::RawPoint;
use std::collections::HashSet;

/// What developer fields say where the watch's own field is 0.
#[derive(Debug, Default)]
pub(super) struct BesideNative {
    /// Record, meaning and value.
    beside_zero: Vec<(usize, Meaning, f64)>,
    /// Meanings of which the watch's own field is not always 0.
    measured: HashSet<Meaning>,
}

impl BesideNative {
    /// Takes in what developer fields say beside the native ones of record `index`.
    pub(super) fn take(&mut self, index: usize, point: &RawPoint, beside: &[(Meaning, f64)]) {
        for (meaning, value) in beside {
            if record::native(point, *meaning) != Some(0.0) {
                self.measured.insert(*meaning);
            } else if *value != 0.0 && !self.measured.contains(meaning) {
                self.beside_zero.push((index, *meaning, *value));
            }
        }
    }

    /// Puts the developer's values where the watch's own field is 0 in every record.
    pub(super) fn fill(self, points: &mut [RawPoint]) {
        for (index, meaning, value) in self.beside_zero {
            if let Some(point) = points
                .get_mut(index)
                .filter(|_| !self.measured.contains(&meaning))
            {
                record::set(point, meaning, value);
            }
        }
    }
}
