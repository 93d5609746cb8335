//! One `formdrift.toml`: what it may hold, and what is wrong with it where something is.

use std::collections::BTreeMap;
use std::path::Path;

use formdrift::normalise::TimeZoneChoice;
use formdrift::read::sanitise;
use formdrift::report::{Context, Pain};
use formdrift::units::{DisplayUnits, METRES_PER_MILE};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use crate::batch::files;
use crate::batch::plan::io_sentence;

/// A season of notes is some tens of kilobytes.
const MAX_BYTES: u64 = 4 << 20;
/// Longest text of one key, in letters: some pages.
const LONGEST_TEXT: usize = 10_000;

/// What one file says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contents {
    #[serde(default, deserialize_with = "text")]
    pub athlete: Option<String>,
    #[serde(default, deserialize_with = "crate::cli::units")]
    pub units: Option<DisplayUnits>,
    #[serde(default, deserialize_with = "time_zone")]
    pub time_zone: Option<TimeZoneChoice>,
    #[serde(default, deserialize_with = "crate::cli::address")]
    pub article_url: Option<String>,
    /// By the path of the recording as seen from the file, `/` between folders; of an
    /// archive's member the path in the archive, behind that of the archive or without.
    #[serde(default)]
    pub runs: BTreeMap<String, Entry>,
}

/// What a file says about one run.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    #[serde(default, deserialize_with = "text")]
    note: Option<String>,
    #[serde(default, deserialize_with = "text")]
    comment: Option<String>,
    #[serde(default, deserialize_with = "text")]
    shoes: Option<String>,
    #[serde(default, deserialize_with = "text")]
    surface: Option<String>,
    #[serde(default, deserialize_with = "text")]
    heat: Option<String>,
    #[serde(default, deserialize_with = "pace")]
    target_pace: Option<f64>,
    #[serde(default, deserialize_with = "scale")]
    rpe: Option<u8>,
    #[serde(default)]
    pain: Option<PainEntry>,
}

#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct PainEntry {
    #[serde(default, deserialize_with = "scale")]
    during: Option<u8>,
    #[serde(default, deserialize_with = "scale")]
    after_24_h: Option<u8>,
    #[serde(default, deserialize_with = "scale")]
    after_48_h: Option<u8>,
    #[serde(default, deserialize_with = "text")]
    location: Option<String>,
}

/// A text that is not empty.
fn text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(from)?;
    if text.chars().count() > LONGEST_TEXT {
        let most = format!("a text has at most {LONGEST_TEXT} letters");
        return Err(D::Error::custom(most));
    }
    let text = sanitise::one_line(text.trim(), LONGEST_TEXT);
    Ok((!text.is_empty()).then(|| text.into_owned()))
}

/// `+02:00`, or a name of the time zone database.
fn time_zone<'de, D: Deserializer<'de>>(from: D) -> Result<Option<TimeZoneChoice>, D::Error> {
    let zone = String::deserialize(from)?;
    zone.parse().map(Some).map_err(|why: String| {
        let zone = sanitise::one_line(&zone, sanitise::NAME);
        D::Error::custom(format!("time_zone = \"{zone}\": {why}"))
    })
}

/// A whole number from 0 to 10.
fn scale<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u8>, D::Error> {
    match toml::Value::deserialize(from)? {
        toml::Value::Integer(number @ 0..=10) => Ok(u8::try_from(number).ok()),
        other => Err(D::Error::custom(format!(
            "pain and rpe are whole numbers from 0 to 10, not {}",
            serde_json::to_string(&other).unwrap_or_default()
        ))),
    }
}

/// `8:40/mi` or `5:23/km`, as seconds a kilometre.
fn pace<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
    let text = String::deserialize(from)?;
    let read = || {
        let (time, unit) = text.split_once('/')?;
        let (minutes, seconds) = time.trim().split_once(':')?;
        let (minutes, seconds) = (minutes.parse::<u8>().ok()?, seconds.parse::<u8>().ok()?);
        let km = match unit.trim() {
            "mi" => METRES_PER_MILE / 1000.0,
            "km" => 1.0,
            _ => return None,
        };
        let all = f64::from(minutes) * 60.0 + f64::from(seconds);
        (seconds < 60 && all > 0.0).then(|| all / km)
    };
    read().map(Some).ok_or_else(|| {
        D::Error::custom(format!(
            "a pace is written as 8:40/mi or 5:23/km, not {text}"
        ))
    })
}

impl From<Entry> for Context {
    fn from(entry: Entry) -> Self {
        Self {
            note: entry.note,
            comment: entry.comment,
            shoes: entry.shoes,
            surface: entry.surface,
            heat: entry.heat,
            target_pace_s_per_km: entry.target_pace,
            rpe: entry.rpe,
            pain: entry.pain.map(|pain| Pain {
                during: pain.during,
                after_24_h: pain.after_24_h,
                after_48_h: pain.after_48_h,
                location: pain.location,
            }),
            ..Self::default()
        }
    }
}

/// The contents of a file; `None` where there is none.
pub fn contents(path: &Path) -> Result<Option<Contents>, String> {
    if !path.exists() {
        return Ok(None);
    }
    let Some(bytes) = files::small(
        &path.canonicalize().map_err(|e| io_sentence(&e))?,
        MAX_BYTES,
    ) else {
        return Err("cannot be read; it is no file, or larger than 4 MB".to_owned());
    };
    let text = String::from_utf8(bytes).map_err(|_| "is not text in UTF-8".to_owned())?;
    parse(&text).map(Some)
}

/// Reads the text of a file.
fn parse(text: &str) -> Result<Contents, String> {
    toml::from_str(text).map_err(|e| {
        let line = e.span().map_or(1, |at| {
            1 + text.bytes().take(at.start).filter(|b| *b == b'\n').count()
        });
        let what = e.message().trim_end().replace('\n', "; ");
        format!(
            "line {line}: {}",
            sanitise::one_line(&what, sanitise::SENTENCE)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_is_named_with_its_line() {
        for (text, line, wrong) in [
            ("athlete = \"Ann\"\nshoes = \"x\"", 2, "shoes"),
            ("\nunits = \"league\"", 2, "mi or km, not league"),
            (
                "time_zone = \"+2 h\"",
                1,
                "such as Europe/Zurich, or an offset",
            ),
            ("article_url = \"javascript:alert(1)\"", 1, "https://"),
            ("[runs.\"a.fit\"]\nrpe = 11", 2, "0 to 10, not 11"),
            (
                "[runs.\"a.fit\"]\n\npain = { during = 2.5 }",
                3,
                "0 to 10, not 2.5",
            ),
            ("[runs.\"a.fit\"]\npain = { knee = 2 }", 2, "knee"),
            (
                "[runs.\"a.fit\"]\ntarget_pace = \"8:70/mi\"",
                2,
                "8:40/mi or 5:23/km, not 8:70/mi",
            ),
            ("[runs.\"a.fit\"]\nnote = 3", 2, "string"),
            ("[runs.\"a.fit\"]\n[runs.\"a.fit\"]", 2, "duplicate"),
        ] {
            let why = parse(text).unwrap_err();
            let place = format!("line {line}: ");
            assert!(
                why.starts_with(&place) && why.contains(wrong),
                "{text}: {why}"
            );
        }
    }
}
