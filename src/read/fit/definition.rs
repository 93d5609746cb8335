//! Definition messages, as far as the sieve needs them.

use super::clean_copy::Form;
use std::rc::Rc;

/// A definition message: which fields the data messages of a local type hold.
#[derive(Clone, Default)]
pub(super) struct Definition {
    /// Bytes of a data message behind its header byte.
    pub(super) size: usize,
    /// Fields of a data message that are copied for the decoder.
    pub(super) form: Rc<Form>,
    /// Ranges of the fields of a field description, by field number.
    pub(super) description: Vec<(u8, usize, usize)>,
    /// Where the timestamp of a record stands.
    pub(super) time: Option<usize>,
    /// Records that were read by it.
    pub(super) records: usize,
}

/// Definitions in force, by local message type.
pub(super) type Definitions = [Option<Definition>; 16];

impl Definition {
    /// The timestamp in the content of a record, seconds of FIT's clock.
    pub(super) fn record_time(&self, content: &[u8]) -> Option<u32> {
        let at = self.time?;
        let bytes: [u8; 4] = content.get(at..at + 4)?.try_into().ok()?;
        let time_s = if self.form.big_endian {
            u32::from_be_bytes(bytes)
        } else {
            u32::from_le_bytes(bytes)
        };
        (time_s != u32::MAX).then_some(time_s)
    }
}
