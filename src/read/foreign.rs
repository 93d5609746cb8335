//! What a file that no reader wants is, so that the sentence about it helps.

use super::{ReadError, text};

/// Starts of well-known files, what they are, and what to do instead.
const KNOWN: &[(&[u8], &str, &str)] = &[
    (
        b"PK\x03\x04",
        "is a zip archive",
        "give it to formdrift as it is, under a name ending in .zip",
    ),
    (b"%PDF", "is a PDF document", EXPORT),
    (b"\x89PNG", "is a picture (PNG)", EXPORT),
    (b"\xFF\xD8\xFF", "is a picture (JPEG)", EXPORT),
    (b"Rar!", "is a RAR archive", "unpack it first"),
    (b"7z\xBC\xAF", "is a 7-Zip archive", "unpack it first"),
    (b"SQLite format 3", "is a database", EXPORT),
];

const EXPORT: &str = "export the activity from the watch's app as FIT, GPX or TCX";

/// The sentence for bytes that are none of the formats.
pub(super) fn refusal(bytes: &[u8]) -> ReadError {
    for (start, what, remedy) in KNOWN {
        if bytes.starts_with(start) {
            return ReadError::whole(*what, *remedy);
        }
    }
    let head = text::head(bytes);
    let start = head.trim_start();
    let lower = start.get(..15).unwrap_or(start).to_ascii_lowercase();
    if lower.starts_with("<!doctype html") || lower.starts_with("<html") {
        return ReadError::whole(
            "is a web page, not an activity",
            "the download most likely needed a login: sign in and export again",
        );
    }
    if start.starts_with('<') {
        let what = match text::root_element(&head) {
            Some("kml") => "is a KML map, which holds no cadence or heart rate".to_owned(),
            Some(root) => format!("is XML with the root element <{root}>, neither GPX nor TCX"),
            None => "is broken XML, neither GPX nor TCX".to_owned(),
        };
        return ReadError::whole(what, EXPORT);
    }
    if start.starts_with(['{', '[']) {
        return ReadError::whole("is JSON, not a FIT, GPX or TCX file", EXPORT);
    }
    if bytes.iter().all(|b| *b == 0) {
        return ReadError::whole(
            "holds nothing but zeros: the copy from the watch failed",
            "copy it again",
        );
    }
    let printable = head
        .chars()
        .take(1000)
        .all(|c| !c.is_control() || c.is_whitespace());
    let what = if printable {
        "is plain text, not a FIT, GPX or TCX file"
    } else {
        "is none of FIT, GPX and TCX: its first bytes fit no format"
    };
    ReadError::whole(what, EXPORT)
}
