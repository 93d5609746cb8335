//! Files that hold files: gzip and zip. Nothing here touches a disk.

use super::{Damage, Place, ReadError};
use std::borrow::Cow;
use std::io::Read as _;

/// The most a single file may expand to. The largest activity files seen are 60 MB of
/// XML; a gzip bomb expands without end.
pub const MAX_EXPANDED: u64 = 256 << 20;

/// The content of a gzipped file, or the bytes themselves. A stream that breaks off gives
/// what came before, with the damage.
pub(super) fn gunzip(bytes: &[u8]) -> Result<(Cow<'_, [u8]>, Option<Damage>), ReadError> {
    if !bytes.starts_with(&[0x1F, 0x8B]) {
        return Ok((Cow::Borrowed(bytes), None));
    }
    let mut plain = Vec::new();
    let mut decoder = flate2::read::MultiGzDecoder::new(bytes).take(MAX_EXPANDED + 1);
    let result = decoder.read_to_end(&mut plain);
    if plain.len() as u64 > MAX_EXPANDED {
        return Err(ReadError::whole(
            format!("expands to more than {} MB", MAX_EXPANDED >> 20),
            "this is no activity; leave it out",
        ));
    }
    match result {
        Ok(_) => Ok((Cow::Owned(plain), None)),
        Err(error) if plain.is_empty() => Err(ReadError::whole(
            format!("is a damaged gzip file ({error})"),
            "download or copy it again",
        )),
        Err(error) => {
            let damage = Damage {
                place: Place::File,
                what: format!("the gzip stream breaks off ({error})"),
                bytes_lost: 0,
                bytes_whole: 0,
            };
            Ok((Cow::Owned(plain), Some(damage)))
        }
    }
}
