//! Gzipped files, also those that were gzipped twice.

use super::{Damage, Place, ReadError};
use flate2::read::MultiGzDecoder;
use std::borrow::Cow;
use std::io::{self, Read};

/// How often a file may be gzipped. Once by the exporter, once more by a download or an upload.
const MOST_TIMES: usize = 3;

/// The most that a file may expand to, bytes: the largest activities are some 60 MB of XML.
pub(super) const LARGEST_FILE: u64 = 128 << 20;

/// The error for a file that expands beyond `limit` bytes.
pub(super) fn too_large(limit: u64) -> ReadError {
    ReadError::whole(
        format!("expands to more than {} MB", limit >> 20),
        "no activity is that large; leave it out",
    )
}

/// The content of a gzipped file, or the bytes themselves if they are not gzipped. A stream that breaks off
/// gives what came before, with the damage.
pub(super) fn gunzip(bytes: &[u8]) -> Result<(Cow<'_, [u8]>, Vec<Damage>), ReadError> {
    let mut plain = Cow::Borrowed(bytes);
    let mut damage = Vec::new();
    for _ in 0..MOST_TIMES {
        if !is_gzip(&plain) {
            break;
        }
        let (inner, found) = expanded(&plain, LARGEST_FILE)?;
        damage.extend(found);
        plain = Cow::Owned(inner);
    }
    Ok((plain, damage))
}

/// The content of a gzipped file, of `limit` bytes at most.
fn expanded(bytes: &[u8], limit: u64) -> Result<(Vec<u8>, Option<Damage>), ReadError> {
    let mut plain = Vec::new();
    let decoder = MultiGzDecoder::new(bytes);
    let result = decoder.take(limit + 1).read_to_end(&mut plain);
    if plain.len() as u64 > limit {
        return Err(too_large(limit));
    }
    let what = match result {
        Ok(_) => return Ok((plain, None)),
        Err(error) if plain.is_empty() => {
            return Err(ReadError::whole(
                format!("is a damaged gzip file ({error})"),
                "download or copy it again",
            ));
        }
        Err(error) if is_wrong_checksum(&error) => CHECKSUM.to_owned(),
        // Blanks and zeros behind the stream are padding.
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => return Ok((plain, None)),
        Err(error) => format!("its gzip stream breaks off ({error})"),
    };
    Ok((plain, Some(Damage::at(Place::File, what))))
}

/// The damage to report if the checksum of a gzip stream does not match.
const CHECKSUM: &str = "the checksum of its gzip stream does not match: single values may be wrong";

/// True if an error of flate2 means a wrong checksum. Its kind is the same as for a stream that does not begin
/// with a gzip header; only the text differs.
fn is_wrong_checksum(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::InvalidInput && error.to_string().contains("checksum")
}

/// True if the bytes begin like a gzip stream.
pub(super) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1F, 0x8B])
}

/// The first `most` bytes within a gzipped file; fewer where it is damaged before.
pub(super) fn head(bytes: &[u8], most: usize) -> Vec<u8> {
    let mut head = Vec::new();
    // A stream cut short gives what came before: `bytes` may be a beginning only.
    let _ = MultiGzDecoder::new(bytes)
        .take(most as u64)
        .read_to_end(&mut head);
    head
}

/// Bytes that [`read`](super::read) needs for the expanded content, 0 if the bytes are not gzipped. Counted by
/// expanding without keeping the result.
pub fn expanded_bytes(bytes: &[u8]) -> u64 {
    let mut total = 0;
    let mut layer: Box<dyn Read + '_> = Box::new(bytes);
    let mut start = bytes.get(..2).unwrap_or_default().to_vec();
    for _ in 0..MOST_TIMES {
        if !is_gzip(&start) {
            break;
        }
        layer = Box::new(MultiGzDecoder::new(layer));
        start.clear();
        // Damage ends the count where it ends the reading.
        let _ = layer.by_ref().take(2).read_to_end(&mut start);
        if is_gzip(&start) {
            layer = Box::new(io::Cursor::new(start.clone()).chain(layer));
            // What is expanded within is larger than what it is expanded from.
            continue;
        }
        let most = LARGEST_FILE;
        total = start.len() as u64;
        let mut part = [0; 1 << 15];
        while let Ok(count @ 1..) = layer.read(&mut part) {
            total += count as u64;
            if total > most {
                return most;
            }
        }
    }
    total
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::io::Write;

    fn zipped(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_gzip_stream_cut_short_gives_what_came_before() {
        let packed = zipped(&[b'x'; 1000]);
        let (whole, damage) = gunzip(&packed).unwrap();
        assert_eq!((whole.len(), damage), (1000, vec![]));
        let (part, damage) = gunzip(&packed[..500]).unwrap();
        assert!(!part.is_empty() && part.len() < 1000);
        assert!(damage[0].what.contains("breaks off"), "{damage:?}");
        assert!(gunzip(&packed[..12]).is_err());
    }

    #[test]
    fn a_wrong_checksum_is_damage_and_padding_is_none() {
        let mut packed = zipped(&[b'x'; 1000]);
        packed.extend([0; 20]);
        assert_eq!(gunzip(&packed).unwrap().1, []);
        // The checksum stands before the length, at the end.
        let at = packed.len() - 20 - 8;
        packed[at] ^= 1;
        let (whole, damage) = gunzip(&packed).unwrap();
        assert_eq!(whole.len(), 1000);
        assert!(damage[0].what.contains("checksum"), "{damage:?}");
    }

    #[test]
    fn a_file_gzipped_twice_is_expanded_twice_and_counted_once() {
        let once = zipped(&[b'x'; 1000]);
        let twice = zipped(&once);
        assert_eq!(&*gunzip(&twice).unwrap().0, [b'x'; 1000]);
        assert_eq!(expanded_bytes(b"<gpx/>"), 0);
        assert_eq!(expanded_bytes(&once), 1000);
        assert_eq!(expanded_bytes(&twice), 1000);
        assert_eq!(head(&once, 3), b"xxx");
        assert_eq!(head(&once[..200], 5000).first(), Some(&b'x'));
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
