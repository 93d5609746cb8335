//! Fields of a record handed to the decoder together. It keeps a map from field numbers to
//! values for each message, and most of the time it takes to read a record goes into that
//! map. Fields of one base type that stand for one value each are passed on as one field
//! that is a list, under a number of its own, and told apart again behind the decoder.

use super::value::base_size;
use super::wanted::{self, TIMESTAMP, message};

/// A field of a record that is passed on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kept {
    pub(super) number: u8,
    pub(super) size: u8,
    pub(super) kind: u8,
    /// Where it begins in the content of the message.
    pub(super) from: usize,
}

/// A field as it is passed on.
#[derive(Debug)]
pub(super) struct Passed {
    /// Its part of a definition message: number, size and base type.
    pub(super) definition: [u8; 3],
    /// Where its bytes stand in the content of a message.
    pub(super) ranges: Vec<(usize, usize)>,
}

/// Which fields stand behind the numbers that records are passed on with.
#[derive(Debug)]
pub(super) struct Groups(Vec<Vec<u8>>);

impl Default for Groups {
    /// The fields that are read, each alone.
    fn default() -> Self {
        let alone = wanted::fields(message::RECORD).unwrap_or_default();
        Self(alone.iter().map(|&number| vec![number]).collect())
    }
}

impl Groups {
    /// The fields behind a number, in the order of their values.
    pub(super) fn fields(&self, number: u8) -> &[u8] {
        self.0.get(usize::from(number)).map_or(&[], Vec::as_slice)
    }

    /// The number for a group of fields. `None` when there are no numbers left.
    fn number(&mut self, fields: &[Kept]) -> Option<u8> {
        let same = |known: &Vec<u8>| known.iter().eq(fields.iter().map(|field| &field.number));
        let at = self.0.iter().position(same).unwrap_or(self.0.len());
        let number = u8::try_from(at).ok().filter(|n| *n < TIMESTAMP)?;
        if at == self.0.len() {
            self.0
                .push(fields.iter().map(|field| field.number).collect());
        }
        Some(number)
    }

    /// Packs the fields of a definition of records. With `time` the timestamp is packed as
    /// well.
    pub(super) fn pack(&mut self, kept: &[Kept], time: bool) -> Vec<Passed> {
        // Of a number that stands twice the last one counts: those stay as they are.
        let (mut packed, alone): (Vec<Kept>, Vec<Kept>) = kept.iter().partition(|field| {
            is_number(field) && is_once(field, kept) && (time || field.number != TIMESTAMP)
        });
        packed.sort_by_key(|field| field.kind);
        let mut out = Vec::new();
        for group in packed.chunk_by(|a, b| a.kind == b.kind) {
            self.define(group, time, &mut out);
        }
        for field in alone.chunks(1) {
            self.define(field, time, &mut out);
        }
        out
    }

    /// Defines a group; each of its fields if it cannot be one.
    fn define(&mut self, group: &[Kept], time: bool, out: &mut Vec<Passed>) {
        if let [field] = group
            && field.number == TIMESTAMP
            && !time
        {
            out.push(field.alone());
            return;
        }
        let mut sizes = group.iter().map(|field| field.size);
        let size = sizes.try_fold(0_u8, u8::checked_add);
        let numbered = size.and_then(|size| Some((size, self.number(group)?)));
        match (group, numbered) {
            ([first, ..], Some((size, number))) => out.push(Passed {
                definition: [number, size, first.kind],
                ranges: ranges(group),
            }),
            ([_, _, ..], _) => group
                .chunks(1)
                .for_each(|field| self.define(field, time, out)),
            // Every field that is read has a number of its own from the beginning.
            _ => {}
        }
    }
}

impl Kept {
    /// Passes the field on under its own number.
    pub(super) fn alone(self) -> Passed {
        Passed {
            definition: [self.number, self.size, self.kind],
            ranges: ranges(&[self]),
        }
    }
}

/// True if records with these fields may be passed on as lists: each field is one number, and
/// the time is among them as a number of seconds.
pub(super) fn can_join(kept: &[Kept]) -> bool {
    const SECONDS: u8 = 0x86;
    let is_time = |field: &Kept| field.number == TIMESTAMP && field.kind == SECONDS;
    let single = |field: &Kept| is_number(field) && is_once(field, kept);
    kept.iter().any(is_time) && kept.iter().all(single)
}

fn is_once(field: &Kept, kept: &[Kept]) -> bool {
    kept.iter().filter(|k| k.number == field.number).count() == 1
}

/// The ranges of a message's content in which fields stand, in their order.
fn ranges(kept: &[Kept]) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for field in kept {
        let to = field.from + usize::from(field.size);
        match out.last_mut() {
            Some(last) if last.1 == field.from => last.1 = to,
            _ => out.push((field.from, to)),
        }
    }
    out
}

/// True for one number of a base type whose values the decoder takes one by one.
fn is_number(field: &Kept) -> bool {
    /// Numbers of the FIT profile's base types, but for bytes, of which a list is taken as
    /// it is, valid or not.
    const NUMBERS: [u8; 15] = [
        0x00, 0x01, 0x02, 0x83, 0x84, 0x85, 0x86, 0x88, 0x89, 0x0A, 0x8B, 0x8C, 0x8E, 0x8F, 0x90,
    ];
    NUMBERS.contains(&field.kind) && usize::from(field.size) == base_size(field.kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::fit::wanted::record;

    fn field(number: u8, size: u8, kind: u8) -> Kept {
        Kept {
            number,
            size,
            kind,
            from: 10 * usize::from(number),
        }
    }

    fn packed(groups: &mut Groups, kept: &[Kept], time: bool) -> Vec<Vec<u8>> {
        let passed = groups.pack(kept, time);
        let sizes: usize = passed.iter().map(|p| usize::from(p.definition[1])).sum();
        let whole: usize = kept.iter().map(|field| usize::from(field.size)).sum();
        assert_eq!(sizes, whole);
        let names = passed.iter().map(|p| {
            let named = match p.definition[0] {
                TIMESTAMP => vec![TIMESTAMP],
                number => groups.fields(number).to_vec(),
            };
            let starts: Vec<usize> = named.iter().map(|n| 10 * usize::from(*n)).collect();
            let from: Vec<usize> = p.ranges.iter().map(|r| r.0).collect();
            assert_eq!(from, starts, "bytes come in the order of names");
            named
        });
        names.collect()
    }

    #[test]
    fn single_numbers_of_a_type_go_together() {
        let kept = [
            field(TIMESTAMP, 4, 0x86),
            field(record::HEART_RATE, 1, 0x02),
            field(record::DISTANCE, 4, 0x86),
            field(record::COMPRESSED_SPEED_DISTANCE, 3, 0x0D),
            field(record::CADENCE, 1, 0x02),
            // A list of two, and a number that stands twice.
            field(record::TEMPERATURE, 2, 0x01),
            field(record::POWER, 2, 0x84),
            field(record::POWER, 2, 0x84),
        ];
        let mut groups = Groups::default();
        let expected = [
            vec![record::HEART_RATE, record::CADENCE],
            vec![record::DISTANCE],
            vec![TIMESTAMP],
            vec![record::COMPRESSED_SPEED_DISTANCE],
            vec![record::TEMPERATURE],
            vec![record::POWER],
            vec![record::POWER],
        ];
        assert_eq!(packed(&mut groups, &kept, false), expected);
        let count = groups.0.len();
        assert_eq!(packed(&mut groups, &kept, false), expected);
        assert_eq!(groups.0.len(), count, "the same group has the same number");
    }

    #[test]
    fn where_numbers_run_out_each_field_has_its_own() {
        let wanted = wanted::fields(message::RECORD).unwrap();
        let of = |number: &u8| field(*number, 1, 0x02);
        let mut groups = Groups::default();
        for a in wanted.iter().filter(|n| **n != TIMESTAMP) {
            for b in wanted.iter().filter(|n| **n != TIMESTAMP && *n != a) {
                let named = packed(&mut groups, &[of(a), of(b)], false);
                assert!(named == [vec![*a, *b]] || named == [vec![*a], vec![*b]]);
            }
        }
        assert_eq!(groups.0.len(), usize::from(TIMESTAMP));
        let last = packed(
            &mut groups,
            &[of(&record::POWER), of(&record::HEART_RATE)],
            false,
        );
        assert!(!last.is_empty());
    }

    #[test]
    fn records_join_where_every_field_is_one_number() {
        let time = field(TIMESTAMP, 4, 0x86);
        let rate = field(record::HEART_RATE, 1, 0x02);
        let distance = field(record::DISTANCE, 4, 0x86);
        assert!(can_join(&[time, rate, distance]));
        assert!(!can_join(&[rate, distance]), "nothing says how many");
        assert!(!can_join(&[field(TIMESTAMP, 4, 0x8C), rate]));
        assert!(!can_join(&[time, rate, rate]));
        assert!(!can_join(&[
            time,
            field(record::COMPRESSED_SPEED_DISTANCE, 3, 0x0D)
        ]));
        let mut groups = Groups::default();
        let together = packed(&mut groups, &[time, rate, distance], true);
        assert_eq!(
            together,
            [vec![record::HEART_RATE], vec![TIMESTAMP, record::DISTANCE]]
        );
        assert_eq!(
            packed(&mut groups, &[time, rate], true).concat(),
            [record::HEART_RATE, TIMESTAMP]
        );
    }
}
