//! What the sieve passes on. Records that follow one another in one form become one message, in
//! which each field is a list with a value of every record: what the decoder does for a message
//! beside its values, it then does once for many records.

use super::pack::Passed;
use std::rc::Rc;

/// Records passed on at once. With 16 of them little is left of what each message costs.
const RECORDS: usize = 16;
/// A field's size is stated in one byte.
const MOST_BYTES: usize = u8::MAX as usize;

/// The form in which the messages of a definition are passed on.
#[derive(Debug, Default)]
pub(super) struct Form {
    pub(super) big_endian: bool,
    pub(super) global: u16,
    pub(super) native: Vec<Passed>,
    pub(super) developer: Vec<Passed>,
}

impl Form {
    /// True if nothing of the messages is passed on.
    pub(super) fn is_empty(&self) -> bool {
        self.native.is_empty() && self.developer.is_empty()
    }

    /// The fields, in the order in which they are passed on.
    fn fields(&self) -> impl Iterator<Item = &Passed> {
        self.native.iter().chain(&self.developer)
    }

    /// Records that fit into one message.
    fn most(&self) -> usize {
        let sizes = self.fields().map(|field| usize::from(field.definition[1]));
        (MOST_BYTES / sizes.max().unwrap_or(1).max(1)).min(RECORDS)
    }
}

/// Writes the clean messages.
#[derive(Default)]
pub(super) struct Outlet<'a> {
    /// Clean messages written so far, as bytes of FIT.
    pub(super) out: Vec<u8>,
    /// Form and number of records of the definition in force, by local message type.
    defined: [Option<(Rc<Form>, usize)>; 16],
    /// The last records, in one form and of one local type.
    records: Vec<&'a [u8]>,
    form: Rc<Form>,
    local: u8,
    /// True while these are not written and more may join them.
    open: bool,
    /// Where they begin in `out`.
    begin: usize,
}

impl<'a> Outlet<'a> {
    /// Passes on a record that others may join.
    pub(super) fn record(&mut self, local: u8, form: &Rc<Form>, content: &'a [u8]) {
        let joins = self.open
            && self.local == local
            && Rc::ptr_eq(&self.form, form)
            && self.records.len() < form.most();
        if !joins {
            self.flush();
            self.records.clear();
            self.form = Rc::clone(form);
            (self.local, self.open) = (local, true);
        }
        self.records.push(content);
    }

    /// Passes on a message without joining it. If it is a record, it becomes the last one.
    pub(super) fn message(
        &mut self,
        header: u8,
        local: u8,
        form: &Rc<Form>,
        content: &'a [u8],
        is_last_record: bool,
    ) {
        self.flush();
        if is_last_record {
            self.records.clear();
            self.begin = self.out.len();
        }
        if !form.is_empty() {
            self.write(header, local, form, &[content]);
        }
    }

    /// Takes back the last record and everything behind it: it may reach into damage.
    pub(super) fn take_back(&mut self) {
        if !self.open {
            self.out.truncate(self.begin);
            // Definitions may be gone with it.
            self.defined = Default::default();
        }
        self.records.pop();
        self.open = !self.records.is_empty();
    }

    /// Writes the records that wait for others.
    pub(super) fn flush(&mut self) {
        if self.open {
            self.open = false;
            self.begin = self.out.len();
            let (form, records) = (Rc::clone(&self.form), std::mem::take(&mut self.records));
            self.write(self.local, self.local, &form, &records);
            self.records = records;
        }
    }

    fn write(&mut self, header: u8, local: u8, form: &Rc<Form>, messages: &[&[u8]]) {
        let known = &mut self.defined[usize::from(local & 0xF)];
        let same = |(f, count): &(Rc<Form>, usize)| Rc::ptr_eq(f, form) && *count == messages.len();
        if !known.as_ref().is_some_and(same) {
            *known = Some((Rc::clone(form), messages.len()));
            self.define(local, form, messages.len());
        }
        self.out.push(header);
        for field in form.fields() {
            for content in messages {
                for &(from, to) in &field.ranges {
                    self.out.extend(&content[from..to]);
                }
            }
        }
    }

    /// Writes a definition for so many records a message.
    fn define(&mut self, local: u8, form: &Form, records: usize) {
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
        self.out
            .extend([flag | local, 0, u8::from(form.big_endian)]);
        self.out.extend(global);
        self.fields(&form.native, records);
        if !form.developer.is_empty() {
            self.fields(&form.developer, records);
        }
    }

    fn fields(&mut self, fields: &[Passed], records: usize) {
        self.out.push(u8::try_from(fields.len()).unwrap_or(u8::MAX));
        for Passed { definition, .. } in fields {
            let [number, size, kind] = *definition;
            // As many records as fit were taken, so nothing is cut off.
            let size = (usize::from(size) * records).min(MOST_BYTES) as u8;
            self.out.extend([number, size, kind]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(number: u8, size: u8) -> Rc<Form> {
        let range = (1, 1 + usize::from(size));
        Rc::new(Form {
            global: 20,
            native: vec![Passed {
                definition: [number, size, 0x0D],
                ranges: vec![range],
            }],
            ..Form::default()
        })
    }

    #[test]
    fn records_of_one_form_become_lists() {
        let (one, two) = (form(3, 1), form(4, 2));
        let mut outlet = Outlet::default();
        outlet.record(1, &one, b"-a-");
        outlet.record(1, &one, b"-b-");
        outlet.record(1, &two, b"-cd-");
        outlet.message(0, 0, &form(9, 1), b"-e-", false);
        let lists = [
            b"\x41\0\0\x14\0\x01\x03\x02\x0D\x01ab".as_slice(),
            b"\x41\0\0\x14\0\x01\x04\x02\x0D\x01cd",
            b"\x40\0\0\x14\0\x01\x09\x01\x0D\0e",
        ];
        assert_eq!(outlet.out, lists.concat());
    }

    #[test]
    fn a_list_is_no_longer_than_its_size_can_say() {
        let wide = form(3, 100);
        let mut outlet = Outlet::default();
        let content = [7; 101];
        (0..5).for_each(|_| outlet.record(0, &wide, &content));
        outlet.flush();
        // Two and two in one form, then one in another.
        assert_eq!(outlet.out.len(), 9 + 2 * 201 + 9 + 101);
    }

    #[test]
    fn the_last_record_can_be_taken_back_whether_written_or_not() {
        let form = form(3, 1);
        for written in [false, true] {
            let mut outlet = Outlet::default();
            outlet.record(0, &form, b"-a-");
            outlet.record(0, &form, b"-b-");
            if written {
                outlet.message(2, 2, &form, b"-e-", false);
            }
            outlet.take_back();
            outlet.record(0, &form, b"-c-");
            outlet.flush();
            assert!(
                outlet.out.ends_with(b"\x03\x02\x0D\0ac"),
                "{:?}",
                outlet.out
            );
        }
    }
}
