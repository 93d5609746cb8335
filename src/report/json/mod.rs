//! The result as JSON, schema `formdrift/1` (docs/schema.json). Keys carry units; what
//! cannot be measured is `null`.
//!
//! Every number is rounded to four decimals: a tenth of a millimetre, a ten-thousandth of
//! a percent. That is finer than anything measured, keeps the identities between columns,
//! and drops the last bits that differ from one processor to the next.

// The macro below names types after keys.
#![allow(non_camel_case_types)]

/// An object of the schema: its keys with their values, in the order in which they are written.
macro_rules! object {
    ($($(#[$how:meta])* $key:ident: $value:expr),* $(,)?) => {{
        #[derive(serde::Serialize)]
        struct Object<$($key),*> {
            $($(#[$how])* $key: $key),*
        }
        Object { $($key: $value),* }
    }};
}

mod history;
mod parts;
mod verdict;

pub(super) use parts::splits;

use super::{Output, Render, ReportOptions};
use crate::Analysis;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Serialize, Serializer};

/// Name of the schema and its version.
pub const SCHEMA: &str = "formdrift/1";

/// Name of the file in a report folder.
pub const FILE_NAME: &str = "summary.json";

/// The JSON document, among the outputs.
pub const OUTPUT: Output = Output {
    name: "json",
    about: "summary.json: the result for programs, schema formdrift/1",
    render: Render::Whole(FILE_NAME, |g| {
        let document = parts::document(g.analysis, g.options);
        let text = serde_json::to_string_pretty(&document).unwrap_or_default() + "\n";
        Ok(Some(text.into_bytes()))
    }),
};

/// A finite number rounded to four decimals; serialised as `null` when it is not finite.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Number(f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let finite = Some(self.0).filter(|value| value.is_finite());
        // Adding zero turns a negative zero into a positive one.
        finite.map(|v| (v * 1e4).round() / 1e4 + 0.0).serialize(to)
    }
}

/// A moment as RFC 3339, in UTC.
fn utc(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// The result on one line, without a line end: what `--json` prints for a run.
pub fn line(analysis: &Analysis, options: &ReportOptions) -> String {
    // Serialising plain structs of numbers and strings cannot fail: there is no map with
    // a key that is not a string and no writer that could refuse.
    serde_json::to_string(&parts::document(analysis, options)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Number;

    #[test]
    fn numbers_are_rounded_and_finite() {
        let text = |x: f64| serde_json::to_string(&Number(x)).unwrap();
        assert_eq!(text(1.000_049), "1.0");
        assert_eq!(text(-0.000_01), "0.0");
        assert_eq!(text(8046.72), "8046.72");
        assert_eq!(text(f64::NAN), "null");
        assert_eq!(text(f64::INFINITY), "null");
    }
}
