//! What is said of a run on the terminal and to other programs.

use std::collections::HashMap;
use std::io;
use std::path::Path;

use formdrift::normalise::{CadenceSource, DistanceSource, Run};
use formdrift::read::{RawActivity, sanitise};
use serde::de::IgnoredAny;

/// One line of what was read: device, sport, points, sources of distance and cadence.
pub fn what_was_read(raw: &RawActivity, run: &Run) -> String {
    let sport = raw.sub_sport.as_ref().or(run.sport.as_ref());
    let named = [run.device.as_ref(), sport].into_iter().flatten();
    let mut parts: Vec<String> = named.cloned().collect();
    parts.push(format!("{} points", grouped(raw.points.len())));
    let distance = match run.distance_source {
        DistanceSource::Device => "distance from the device",
        DistanceSource::Speed => "distance from the device's speed",
        DistanceSource::Positions => "distance from positions",
    };
    // The figures behind the decision stand in the report.
    let cadence = match run.cadence_unit.source {
        CadenceSource::Strides => "cadence of one leg, doubled",
        CadenceSource::Steps => "cadence of both feet",
        CadenceSource::None => "no cadence",
    };
    parts.extend([distance.to_owned(), cadence.to_owned()]);
    parts.join(", ")
}

/// A whole number with a comma between groups of three digits.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A relative path with `/` on every system.
pub fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// A path as it is printed: it may hold anything.
pub fn shown(path: &Path) -> String {
    sanitise::one_line(&path.display().to_string(), sanitise::PATH).into_owned()
}

/// Why a report was not written, in half a sentence.
pub fn not_written(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "the disk is full".into(),
        _ => error.to_string(),
    }
}

/// A JSON object on one line: blanks outside strings are dropped. `None` for anything that
/// is not one whole JSON object, so that no line on stdout is ever broken.
pub fn minified(document: &str) -> Option<String> {
    serde_json::from_str::<HashMap<String, IgnoredAny>>(document).ok()?;
    let mut line = String::with_capacity(document.len());
    let (mut in_string, mut escaped) = (false, false);
    for c in document.chars() {
        if in_string {
            in_string = escaped || c != '"';
            escaped = !escaped && c == '\\';
        } else if c == '"' {
            in_string = true;
        } else if c.is_ascii_whitespace() {
            continue;
        }
        line.push(c);
    }
    Some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_on_one_line_is_the_same_document() {
        let text = "{\n  \"a b\": \"x \\\" y\\\\\",\n  \"c\": [1, 2.5, null]\n}\n";
        let line = r#"{"a b":"x \" y\\","c":[1,2.5,null]}"#;
        assert_eq!(minified(text).as_deref(), Some(line));
        for broken in [
            "",
            "{\"trunc",
            "[1]",
            "{}{}",
            "null",
            "{\"a\": \"line\nend\"}",
        ] {
            assert_eq!(minified(broken), None, "{broken}");
        }
    }

    #[test]
    fn large_numbers_are_grouped() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(14_402), "14,402");
        assert_eq!(grouped(1_000_000), "1,000,000");
    }
}
