//! FIT, by `fitparser`'s streaming decoder behind a sieve that hands it nothing it could
//! stumble over.

mod activity;
mod beside_native;
mod checksum;
mod definition;
mod developer;
mod device;
mod outlet;
mod pack;
mod parts;
mod record;
mod resync;
mod sieve;
mod value;
mod wanted;

use super::room::Room;
use super::{Damage, Format, FormatReader, Place, RawActivity, ReadError};
use activity::Builder;
use fitparser::de::{FitObject, FitStreamProcessor};
use parts::Part;
use std::panic::{AssertUnwindSafe, catch_unwind};
use wanted::message;

/// FIT in the list of formats.
pub(super) const FORMAT: FormatReader = FormatReader {
    format: Format::Fit,
    about: "Garmin's FIT, as most watches write it (.fit)",
    sniff: parts::header_at,
    read,
};

fn read(bytes: &[u8]) -> Result<Vec<RawActivity>, ReadError> {
    let mut activities = Vec::new();
    let mut refusal = None;
    let mut room = Room::of_file(bytes.len());
    for part in parts::parts(bytes) {
        match read_part(part, &mut room) {
            Ok(found) => activities.extend(found),
            Err(why) => refusal = refusal.or(Some(why)),
        }
    }
    if activities.is_empty() {
        return Err(refusal.unwrap_or_else(nothing));
    }
    Ok(activities)
}

fn nothing() -> ReadError {
    ReadError::whole(
        "holds no record of an activity",
        "the recording may never have been saved; copy it from the watch again",
    )
}

fn read_part(part: Part, room: &mut Room) -> Result<Vec<RawActivity>, ReadError> {
    let mut builder = Builder::new(part.descriptions, part.groups, room);
    let mut damage = part.damage;
    // The sieve lets through only what the decoder takes; should it give up all the same,
    // what it gave before counts.
    let decoded = catch_unwind(AssertUnwindSafe(|| decode(&part.clean, &mut builder)));
    if !matches!(decoded, Ok(true)) {
        damage.push(Damage {
            place: Place::File,
            what: "the FIT decoder gave up".into(),
            bytes_lost: 0,
            bytes_whole: 0,
        });
    }
    damage.extend(builder.room.damage());
    let refusal = builder.refusal(&damage);
    let mut activities = builder.finish();
    for activity in &mut activities {
        activity.format = Some(Format::Fit);
        activity.damage.clone_from(&damage);
    }
    if activities.is_empty() {
        Err(refusal)
    } else {
        Ok(activities)
    }
}

/// Feeds every message to the builder. False if the decoder failed.
fn decode(clean: &[u8], builder: &mut Builder<'_>) -> bool {
    let mut decoder = FitStreamProcessor::new();
    decoder.add_option(fitparser::de::DecodeOption::SkipDataCrcValidation);
    let mut rest = clean;
    while !rest.is_empty() {
        let Ok((after, object)) = decoder.deserialize_next(rest) else {
            return false;
        };
        rest = after;
        let FitObject::DataMessage(data) = object else {
            continue;
        };
        if data.global_message_number() != message::FIELD_DESCRIPTION {
            builder.take(&data);
        } else if decoder.decode_message(data).is_err() {
            return false;
        }
    }
    true
}
