//! The sieve in front of the FIT decoder. It walks the message framing of the file and makes a clean copy:
//! only the messages and fields that are used, each complete and well formed. The decoder would fail or
//! panic on the rest: field sizes that do not fit their type, developer fields without a description,
//! messages cut short, damaged headers. What is lost is recorded here with its place in the file.

use super::clean_copy::{CleanCopy, CopiedField, Form};
use super::definition::{Definition, Definitions};
use super::developer::Descriptions;
use super::value::{base_size, is_base_type};
use super::wanted::{self, TIMESTAMP, message};
use crate::read::Damage;
use std::rc::Rc;

/// Searches behind damage may look at so many bytes for each of the file, and at [`FREE_SEARCH`]
/// in any: one that fails looks at everything to the end, so that damage in every place would
/// otherwise cost the square of the size.
const SEARCHED_FOR_EACH: usize = 4;
const FREE_SEARCH: usize = 1 << 16;
/// Records in one form that show it to be none of damage.
const RECORDS_PROVE: usize = 5;

#[derive(Default)]
pub(super) struct Sieve<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    pub(super) end: usize,
    pub(super) definitions: Definitions,
    /// True if messages with compressed timestamps are known to occur: they count from the
    /// timestamp before, in whatever message it stood, so none of those may be dropped.
    compressed: bool,
    saw_compressed: bool,
    pub(super) descriptions: Descriptions,
    /// Time of the last record; that of one far from those before it only once a second agrees.
    pub(super) last_record: Option<u32>,
    /// Time of a record far from those before it.
    pub(super) far_record: Option<u32>,
    /// Bytes that may still be searched for messages behind damage.
    pub(super) search_bytes: usize,
    /// What was redefined since the last record: local type, once each, and the definition
    /// in force at that record.
    pub(super) undo: Vec<(usize, Option<Definition>)>,
    /// The last definition of each local type that records were read by: damage can look like a
    /// definition, and then like a record of it.
    pub(super) proven: Definitions,
    /// Messages for the decoder.
    pub(super) copy: CleanCopy,
    pub(super) damage: Vec<Damage>,
}

impl<'a> Sieve<'a> {
    fn new(bytes: &'a [u8], start: usize, end: usize, compressed: bool) -> Self {
        Self {
            bytes,
            at: start,
            end,
            compressed,
            search_bytes: FREE_SEARCH + SEARCHED_FOR_EACH * (end - start),
            ..Self::default()
        }
    }

    /// Sends the messages between `start` and `end` through.
    pub(super) fn through(bytes: &'a [u8], start: usize, end: usize) -> Self {
        let mut sieve = Self::new(bytes, start, end, false);
        sieve.run();
        if sieve.saw_compressed {
            sieve = Self::new(bytes, start, end, true);
            sieve.run();
        }
        sieve
    }

    fn run(&mut self) {
        self.copy.bytes.reserve((self.end - self.at) / 2);
        while self.at < self.end {
            let before = self.at;
            if self.jumps() && self.search(before, "their times are impossible") {
                continue;
            }
            let stop = match self.message() {
                Ok(()) => continue,
                Err(stop) => stop,
            };
            let what = match stop {
                Stop::Cut => "a message runs over the end".to_owned(),
                Stop::Undefined(local) => format!("messages of the undefined type {local}"),
                Stop::Garbled => "a definition that is none".to_owned(),
            };
            if !self.search(before, &what) {
                // The last two bytes of a file that was never closed are its checksum.
                if matches!(stop, Stop::Undefined(_)) && self.end - before > 2 {
                    self.lose(before, self.end, &what);
                }
                break;
            }
        }
    }

    /// Copies the next message, or takes in the next definition.
    fn message(&mut self) -> Result<(), Stop> {
        let header = self.bytes[self.at];
        if header & 0x80 != 0 {
            let local = usize::from(header >> 5 & 3);
            // Records with a time of their own have no other in the header: this is damage.
            let timed = |d: &Definition| d.time.is_some() && d.records > 0;
            if self.definitions[local].as_ref().is_some_and(timed) {
                return Err(Stop::Undefined(local));
            }
            self.saw_compressed = true;
            self.data(header, local)
        } else if header & 0x40 != 0 {
            self.definition(header)
        } else {
            self.data(header, usize::from(header & 0xF))
        }
    }

    /// The next `count` bytes, and on.
    fn take(&mut self, count: usize) -> Result<&'a [u8], Stop> {
        let taken = self.bytes[..self.end]
            .get(self.at..self.at + count)
            .ok_or(Stop::Cut)?;
        self.at += count;
        Ok(taken)
    }

    fn data(&mut self, header: u8, local: usize) -> Result<(), Stop> {
        let Some(mut definition) = self.definitions[local].take() else {
            return Err(Stop::Undefined(local));
        };
        let content = self.take(1 + definition.size).map(|message| &message[1..]);
        if let Ok(content) = content {
            let time_s = definition.record_time(content);
            if time_s.is_some_and(|time_s| self.note_time(time_s)) {
                self.undo.clear();
                definition.records += 1;
                if definition.records == RECORDS_PROVE {
                    self.proven[local] = Some(definition.clone());
                }
            }
            if definition.form.global == message::FIELD_DESCRIPTION {
                self.describe(local, &definition, content);
            } else {
                let is_timed = time_s.is_some();
                self.copy
                    .message(header, local, &definition.form, content, is_timed);
            }
        }
        self.definitions[local] = Some(definition);
        content.map(|_| ())
    }

    fn describe(&mut self, local: usize, definition: &Definition, content: &[u8]) {
        let field = |number: u8| {
            let found = definition.description.iter().find(|(n, ..)| *n == number);
            found.map(|&(_, from, to)| &content[from..to])
        };
        let local = u8::try_from(local).unwrap_or(0);
        self.descriptions.add(local, field, &mut self.copy.bytes);
    }

    fn definition(&mut self, header: u8) -> Result<(), Stop> {
        let fixed = self.take(6)?;
        let big_endian = fixed[2] == 1;
        let number = [fixed[3], fixed[4]];
        let global = if big_endian {
            u16::from_be_bytes(number)
        } else {
            u16::from_le_bytes(number)
        };
        let fields = self.take(3 * usize::from(fixed[5]))?;
        // A watch's first definitions are taken as they are. Between records damage looks like one,
        // and would swallow records by the hundred as a message of it.
        if self.last_record.is_some() && !is_definition(fixed, fields) {
            return Err(Stop::Garbled);
        }
        let developer = if header & 0x20 != 0 {
            let count = self.take(1)?[0];
            self.take(3 * usize::from(count))?
        } else {
            &[]
        };
        let local = usize::from(header & 0xF);
        let mut definition = Definition::default();
        let native = self.native(&mut definition, global, fields);
        let developer = self.developer(&mut definition, global, developer);
        definition.form = Rc::new(Form {
            big_endian,
            global,
            native,
            developer,
        });
        let before = self.definitions[local].replace(definition);
        if self.undo.iter().all(|(known, _)| *known != local) {
            self.undo.push((local, before));
        }
        Ok(())
    }

    /// Takes in the fields of the profile; gives those that are kept.
    fn native(&self, definition: &mut Definition, global: u16, fields: &[u8]) -> Vec<CopiedField> {
        let mut kept = Vec::new();
        let wanted = wanted::fields(global);
        for field in fields.chunks_exact(3) {
            let (number, size, kind) = (field[0], field[1], field[2]);
            let from = definition.size;
            definition.size += usize::from(size);
            if global == message::FIELD_DESCRIPTION {
                definition.description.push((number, from, definition.size));
            }
            if global == message::RECORD && number == TIMESTAMP && size == 4 {
                definition.time = Some(from);
            }
            let read = match wanted {
                Some(wanted) => wanted.contains(&number),
                None => self.compressed && number == TIMESTAMP,
            };
            if read && size > 0 && usize::from(size) % base_size(kind) == 0 {
                kept.push(CopiedField {
                    definition: [number, size, kind],
                    range: from..definition.size,
                });
            }
        }
        kept
    }

    /// Takes in a developer's fields; gives those that are kept.
    fn developer(
        &self,
        definition: &mut Definition,
        global: u16,
        fields: &[u8],
    ) -> Vec<CopiedField> {
        let mut kept = Vec::new();
        for field in fields.chunks_exact(3) {
            let size = usize::from(field[1]);
            let from = definition.size;
            definition.size += size;
            let described = self.descriptions.base_type(field[2], field[0]);
            let fits = described.is_some_and(|kind| size > 0 && size % base_size(kind) == 0);
            if fits && global == message::RECORD {
                kept.push(CopiedField {
                    definition: [field[0], field[1], field[2]],
                    range: from..definition.size,
                });
            }
        }
        kept
    }
}

/// True if this is a definition: its reserved byte is 0, its byte order one of two, and of its
/// fields at least half are of a type and a size that there are. Some watches have one of a type of
/// their own.
fn is_definition(fixed: &[u8], fields: &[u8]) -> bool {
    let fields = fields.chunks_exact(3);
    let (all, is_field) = (fields.len(), |field: &&[u8]| {
        field[1] > 0 && is_base_type(field[2])
    });
    fixed[1] == 0 && fixed[2] <= 1 && 2 * fields.filter(is_field).count() >= all
}

/// Why the sieve cannot go on.
enum Stop {
    /// The data ends within a message.
    Cut,
    /// A data message without a definition.
    Undefined(usize),
    /// A definition whose fields are none.
    Garbled,
}
