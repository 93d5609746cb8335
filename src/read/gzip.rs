//! Gzipped files.

use super::container::{self, Limits};
use super::{Damage, Place, ReadError};
use std::borrow::Cow;
use std::io::Read;

/// The content of a gzipped file, or the bytes themselves. A stream that breaks off gives
/// what came before, with the damage.
pub(super) fn gunzip(bytes: &[u8]) -> Result<(Cow<'_, [u8]>, Option<Damage>), ReadError> {
    if is_gzip(bytes) {
        expanded(bytes, Limits::default().file)
    } else {
        Ok((Cow::Borrowed(bytes), None))
    }
}

/// The content of a gzipped file, of `limit` bytes at most.
fn expanded(bytes: &[u8], limit: u64) -> Result<(Cow<'_, [u8]>, Option<Damage>), ReadError> {
    let mut plain = Vec::new();
    let decoder = flate2::read::MultiGzDecoder::new(bytes);
    let result = decoder.take(limit + 1).read_to_end(&mut plain);
    if plain.len() as u64 > limit {
        return Err(container::too_large(limit));
    }
    match result {
        Ok(_) => Ok((Cow::Owned(plain), None)),
        Err(error) if plain.is_empty() => Err(ReadError::whole(
            format!("is a damaged gzip file ({error})"),
            "download or copy it again",
        )),
        // Blanks and zeros behind the stream are padding.
        Err(error) if error.kind() == std::io::ErrorKind::InvalidInput => {
            Ok((Cow::Owned(plain), None))
        }
        Err(error) => {
            let damage = Damage {
                place: Place::File,
                what: format!("its gzip stream breaks off ({error})"),
                bytes_lost: 0,
                bytes_whole: 0,
            };
            Ok((Cow::Owned(plain), Some(damage)))
        }
    }
}

/// True if the bytes begin like a gzip stream.
pub(super) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1F, 0x8B])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::io::Write;

    #[test]
    fn a_gzip_stream_cut_short_gives_what_came_before() {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
        encoder.write_all(&[b'x'; 1000]).unwrap();
        let packed = encoder.finish().unwrap();
        let (whole, damage) = gunzip(&packed).unwrap();
        assert_eq!((whole.len(), damage), (1000, None));
        let (part, damage) = gunzip(&packed[..500]).unwrap();
        assert!(!part.is_empty() && part.len() < 1000 && damage.is_some());
        assert!(gunzip(&packed[..12]).is_err());
    }

    #[test]
    fn a_gzip_stream_that_grows_beyond_the_limit_is_refused() {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(&vec![0; 3 << 20]).unwrap();
        let packed = encoder.finish().unwrap();
        assert!(packed.len() < 10_000);
        assert!(expanded(&packed, 3 << 20).is_ok());
        let why = expanded(&packed, (3 << 20) - 1).unwrap_err();
        assert!(why.what.contains("expands to more than 2 MB"), "{why}");
    }
}
