//! The clean copy of a FIT file that the decoder reads: the messages and fields that are used, in the
//! order and encoding of the file.

use std::ops::Range;
use std::rc::Rc;

/// A field that is copied.
#[derive(Debug)]
pub(super) struct CopiedField {
    /// Its part of a definition message: number, size and base type, or the developer's index.
    pub(super) definition: [u8; 3],
    /// Where its bytes stand in the content of a message.
    pub(super) range: Range<usize>,
}

/// What is copied of the messages of a definition.
#[derive(Debug, Default)]
pub(super) struct Form {
    pub(super) big_endian: bool,
    pub(super) global: u16,
    pub(super) native: Vec<CopiedField>,
    pub(super) developer: Vec<CopiedField>,
}

impl Form {
    /// True if nothing of the messages is copied.
    pub(super) fn is_empty(&self) -> bool {
        self.native.is_empty() && self.developer.is_empty()
    }
}

/// Writes the clean copy.
#[derive(Default)]
pub(super) struct CleanCopy {
    /// Clean messages written so far, as bytes of FIT.
    pub(super) bytes: Vec<u8>,
    /// Form of the definition in force, by local message type.
    defined: [Option<Rc<Form>>; 16],
    /// Where the last record begins in `bytes`.
    last_record: Option<usize>,
}

impl CleanCopy {
    /// Copies the kept fields of a data message, whose content follows its header byte. Its local type
    /// is defined first unless that definition is in force.
    pub(super) fn message(
        &mut self,
        header: u8,
        local: usize,
        form: &Rc<Form>,
        content: &[u8],
        is_timed_record: bool,
    ) {
        if is_timed_record {
            self.last_record = Some(self.bytes.len());
        }
        if form.is_empty() {
            return;
        }
        let known = &mut self.defined[local];
        if !known.as_ref().is_some_and(|known| Rc::ptr_eq(known, form)) {
            *known = Some(Rc::clone(form));
            self.define(local, form);
        }
        self.bytes.push(header);
        for field in form.native.iter().chain(&form.developer) {
            self.bytes.extend(&content[field.range.clone()]);
        }
    }

    /// Removes the last record and everything after it: it may reach into damage.
    pub(super) fn take_back(&mut self) {
        if let Some(from) = self.last_record.take() {
            self.bytes.truncate(from);
            // Definitions may be gone with it.
            self.defined = Default::default();
        }
    }

    fn define(&mut self, local: usize, form: &Form) {
        let flag = if form.developer.is_empty() {
            0x40
        } else {
            0x60
        };
        let global = if form.big_endian {
            form.global.to_be_bytes()
        } else {
            form.global.to_le_bytes()
        };
        // There are 16 local types.
        self.bytes
            .extend([flag | local as u8, 0, u8::from(form.big_endian)]);
        self.bytes.extend(global);
        self.fields(&form.native);
        if !form.developer.is_empty() {
            self.fields(&form.developer);
        }
    }

    fn fields(&mut self, fields: &[CopiedField]) {
        // A definition in the file counts its fields in one byte, and no more are copied.
        self.bytes.push(fields.len() as u8);
        self.bytes
            .extend(fields.iter().flat_map(|field| field.definition));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(number: u8, size: u8) -> Rc<Form> {
        Rc::new(Form {
            global: 20,
            native: vec![CopiedField {
                definition: [number, size, 0x0D],
                range: 1..1 + usize::from(size),
            }],
            ..Form::default()
        })
    }

    #[test]
    fn a_definition_is_written_once_for_the_messages_of_its_form() {
        let (one, two) = (form(3, 1), form(4, 2));
        let mut copy = CleanCopy::default();
        copy.message(1, 1, &one, b"-a-", true);
        copy.message(1, 1, &one, b"-b-", true);
        copy.message(1, 1, &two, b"-cd-", true);
        copy.message(0, 0, &one, b"-e-", false);
        let expected = [
            b"\x41\0\0\x14\0\x01\x03\x01\x0D\x01a\x01b".as_slice(),
            b"\x41\0\0\x14\0\x01\x04\x02\x0D\x01cd",
            b"\x40\0\0\x14\0\x01\x03\x01\x0D\0e",
        ];
        assert_eq!(copy.bytes, expected.concat());
    }

    #[test]
    fn the_last_record_can_be_taken_back_with_what_follows_it() {
        let form = form(3, 1);
        let mut copy = CleanCopy::default();
        copy.message(0, 0, &form, b"-a-", true);
        let before = copy.bytes.clone();
        copy.message(0, 0, &form, b"-b-", true);
        copy.message(2, 2, &form, b"-e-", false);
        copy.take_back();
        assert_eq!(copy.bytes, before);
        copy.take_back();
        assert_eq!(copy.bytes, before, "only the last record is taken back");
        copy.message(2, 2, &form, b"-c-", true);
        assert!(copy.bytes.ends_with(b"\x42\0\0\x14\0\x01\x03\x01\x0D\x02c"));
    }
}
