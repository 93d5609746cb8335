//! FIT, decoded by `fitparser`. A sieve first walks the message framing and makes a clean copy that the
//! decoder reads without errors.

mod activity;
mod beside_native;
mod checksum;
mod clean_copy;
mod definition;
mod developer;
mod device;
mod parts;
mod record;
mod recover;
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
            Ok(found) => {
                let found = found.into_iter().take_while(|_| room.activities.take());
                activities.extend(found);
            }
            Err(why) => refusal = refusal.or(Some(why)),
        }
    }
    let Some(first) = activities.first_mut() else {
        return Err(refusal.unwrap_or_else(nothing));
    };
    // Damage for want of room concerns the file.
    if let Some(damage) = room
        .damage()
        .filter(|damage| !first.damage.contains(damage))
    {
        first.damage.push(damage);
    }
    Ok(activities)
}

fn nothing() -> ReadError {
    ReadError::empty(
        "holds no record of an activity",
        "the recording may never have been saved; copy it from the watch again",
    )
}

/// Activities of a part that have all of its damage with them; the others have the first place, so
/// that many of both take no more room than the file.
const MOST_WITH_ALL: usize = 10;

fn read_part(part: Part, room: &mut Room) -> Result<Vec<RawActivity>, ReadError> {
    let mut builder = Builder::new(part.descriptions);
    let mut damage = part.damage;
    // The clean copy holds only what the decoder accepts. Should it fail nevertheless, the messages
    // decoded before that are kept.
    let decoded = catch_unwind(AssertUnwindSafe(|| decode(&part.clean, &mut builder, room)));
    if !matches!(decoded, Ok(true)) {
        damage.push(Damage::at(Place::File, "the FIT decoder gave up"));
    }
    damage.extend(room.damage());
    let refusal = builder.refusal(&damage);
    let mut activities = builder.finish();
    for (at, activity) in activities.iter_mut().enumerate() {
        activity.format = Some(Format::Fit);
        let most = if at < MOST_WITH_ALL { damage.len() } else { 1 };
        activity.damage.extend(damage.iter().take(most).cloned());
    }
    if activities.is_empty() {
        Err(refusal)
    } else {
        Ok(activities)
    }
}

/// Feeds every message to the builder. False if the decoder failed.
fn decode(clean: &[u8], builder: &mut Builder, room: &mut Room) -> bool {
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
            builder.take(&data, room);
        } else if decoder.decode_message(data).is_err() {
            return false;
        }
    }
    true
}
