//! What is said of a run on the terminal and to other programs.

use std::path::Path;

use formdrift::normalise::{CadenceSource, DistanceSource, Run};
use formdrift::read::RawActivity;
use formdrift::report::index::Row;
use formdrift::units::{DisplayUnits, Metres, format};

/// One line of what was read: device, sport, points, sources of distance and cadence.
pub fn what_was_read(raw: &RawActivity, run: &Run) -> String {
    let mut parts = Vec::new();
    if let Some(device) = &run.device {
        parts.push(device.clone());
    }
    if let Some(sport) = raw.sub_sport.as_ref().or(run.sport.as_ref()) {
        parts.push(sport.clone());
    }
    parts.push(format!("{} points", grouped(raw.points.len())));
    parts.push(
        match run.distance_source {
            DistanceSource::Device => "distance from the device",
            DistanceSource::Speed => "distance from the device's speed",
            DistanceSource::Positions => "distance from positions",
        }
        .into(),
    );
    // The figures behind the decision stand in the report.
    parts.push(
        match run.cadence_unit.source {
            CadenceSource::Strides => "cadence of one leg, doubled",
            CadenceSource::Steps => "cadence of both feet",
            CadenceSource::None => "no cadence",
        }
        .into(),
    );
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

/// One line for one of many runs, which goes by `name`.
pub fn one_line(name: &str, row: &Row, units: DisplayUnits) -> String {
    let date = row.day();
    let distance = format::distance(Metres(row.distance_m), units);
    format!("{name}  {date}  {distance}  {}", row.headline)
}

/// A JSON document on one line: blanks outside strings are dropped.
pub fn minified(document: &str) -> String {
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
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_on_one_line_is_the_same_document() {
        let text = "{\n  \"a b\": \"x \\\" y\\\\\",\n  \"c\": [1, 2.5, null]\n}\n";
        assert_eq!(minified(text), r#"{"a b":"x \" y\\","c":[1,2.5,null]}"#);
    }

    #[test]
    fn large_numbers_are_grouped() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(14_402), "14,402");
        assert_eq!(grouped(1_000_000), "1,000,000");
    }
}
