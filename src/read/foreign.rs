//! Recognises files of other kinds (pictures, PDF, web pages, JSON), so that the error says what the file is
//! and what to do.

use super::{ReadError, container, named, text};

/// Starts of well-known files, what they are, and what to do instead of exporting the activity.
const KNOWN: &[(&[u8], &str, Option<&str>)] = &[
    (b"%PDF", "is a PDF document", None),
    (b"\x89PNG", "is a picture (PNG)", None),
    (b"\xFF\xD8\xFF", "is a picture (JPEG)", None),
    (b"Rar!", "is a RAR archive", Some("unpack it first")),
    (b"7z\xBC\xAF", "is a 7-Zip archive", Some("unpack it first")),
    (b"SQLite format 3", "is a database", None),
];

/// The error for bytes in none of the formats.
pub(super) fn refusal(bytes: &[u8]) -> ReadError {
    let export = || {
        format!(
            "export the activity from the watch's app as {}",
            named("or")
        )
    };
    if container::is_archive(bytes) {
        return ReadError::whole(
            "is an archive, not a recording",
            "unpack it and run formdrift on its files",
        );
    }
    for (start, what, remedy) in KNOWN {
        if bytes.starts_with(start) {
            return ReadError::whole(*what, remedy.map_or_else(export, str::to_owned));
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
        let none = format!("not a {} file", named("or"));
        let what = match text::root_element(&head) {
            Some("kml") => "is a KML map, which holds no cadence or heart rate".to_owned(),
            Some(root) => format!("is XML with the root element <{root}>, {none}"),
            None => format!("is broken XML, {none}"),
        };
        return ReadError::whole(what, export());
    }
    if start.starts_with(['{', '[']) {
        return ReadError::whole(format!("is JSON, not a {} file", named("or")), export());
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
        format!("is plain text, not a {} file", named("or"))
    } else {
        format!(
            "is not a {} file: its first bytes fit none of these formats",
            named("or")
        )
    };
    ReadError::whole(what, export())
}
