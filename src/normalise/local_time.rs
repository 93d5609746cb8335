//! The runner's local time. Reports, indexes and trends show it instead of UTC.

use super::Sample;
use crate::read::{Position, RawActivity};
use chrono::{DateTime, FixedOffset, Offset, TimeZone, Utc};
use chrono_tz::Tz;
use std::str::FromStr;
use std::sync::OnceLock;
use tzf_rs::EmbeddedFinder;

/// How far a run's local time is ahead of UTC at its start, and how that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalTime {
    /// Local time less UTC; 0 where nothing is known.
    pub offset: FixedOffset,
    /// The time zone, where it is known by name.
    pub zone: Option<Tz>,
    /// How it is known.
    pub source: TimeZoneSource,
}

impl LocalTime {
    const fn new(offset: FixedOffset, zone: Option<Tz>, source: TimeZoneSource) -> Self {
        Self {
            offset,
            zone,
            source,
        }
    }
}

impl Default for LocalTime {
    fn default() -> Self {
        Self::new(Utc.fix(), None, TimeZoneSource::None)
    }
}

/// How a run's time zone is known, in order of preference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeZoneSource {
    /// Given by the user.
    Option,
    /// The file states local time beside UTC, or times with an offset.
    File,
    /// The zone of the first position.
    Position,
    /// Unknown: times are shown in UTC.
    None,
}

impl TimeZoneSource {
    /// The name in the result's `run.time_zone_source`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Option => "option",
            Self::File => "file",
            Self::Position => "position",
            Self::None => "none",
        }
    }
}

/// A time zone as a user names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeZoneChoice {
    /// One of the IANA time zone database, with its changes over the year.
    Named(Tz),
    /// The same offset all year.
    Offset(FixedOffset),
}

impl FromStr for TimeZoneChoice {
    type Err = String;

    /// Reads an IANA name in any case (`Europe/Zurich`), `UTC`, or an offset (`+05:30`, `-3`).
    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if let Some(offset) = offset(text) {
            return Ok(Self::Offset(offset));
        }
        let named =
            || (chrono_tz::TZ_VARIANTS.iter()).find(|tz| tz.name().eq_ignore_ascii_case(text));
        named().map(|tz| Self::Named(*tz)).ok_or_else(|| {
            "give a name of the IANA database, such as Europe/Zurich, or an offset, such as +05:30"
                .to_owned()
        })
    }
}

/// `+05:30`, `+0530`, `+5`, `-3`, `Z`.
fn offset(text: &str) -> Option<FixedOffset> {
    if text.eq_ignore_ascii_case("z") {
        return Some(Utc.fix());
    }
    let (sign, digits) = match text.strip_prefix('+') {
        Some(digits) => (1, digits),
        // A hyphen, or the typographic minus of a text that was copied.
        None => (-1, text.strip_prefix(['-', '\u{2212}'])?),
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 && digits.is_ascii() => digits.split_at(2),
        None => (digits, "0"),
    };
    let number = |part: &str, most: i32| {
        let digits =
            !part.is_empty() && part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
        part.parse::<i32>().ok().filter(|n| digits && *n <= most)
    };
    // Kiritimati is 14 hours ahead, nobody more.
    let seconds = number(hours, 14)? * 3600 + number(minutes, 59)? * 60;
    FixedOffset::east_opt(sign * seconds)
}

impl TimeZoneChoice {
    /// Local time at `start` by this choice.
    pub fn at(self, start: DateTime<Utc>) -> LocalTime {
        let (offset, zone) = match self {
            Self::Named(tz) => (fixed(tz, start), Some(tz)),
            Self::Offset(offset) => (offset, None),
        };
        LocalTime::new(offset, zone, TimeZoneSource::Option)
    }
}

/// Local time at `start`, by what the file says, else by where the run began.
///
/// An offset of 0 is also what programs write that know no zone; then the place decides.
pub(super) fn of(raw: &RawActivity, samples: &[Sample], start: DateTime<Utc>) -> LocalTime {
    let stated = raw.utc_offset_s.and_then(FixedOffset::east_opt);
    let by_file = stated.map(|offset| LocalTime::new(offset, None, TimeZoneSource::File));
    let mut positions = samples.iter().filter_map(|sample| sample.position);
    let by_place = || {
        let tz = zone_of(positions.find(is_somewhere)?)?;
        let offset = fixed(tz, start);
        Some(LocalTime::new(offset, Some(tz), TimeZoneSource::Position))
    };
    let is_a_zone = |local: &LocalTime| local.offset.local_minus_utc() != 0;
    let certain = by_file.filter(is_a_zone);
    certain.or_else(by_place).or(by_file).unwrap_or_default()
}

fn fixed(tz: Tz, at: DateTime<Utc>) -> FixedOffset {
    tz.offset_from_utc_datetime(&at.naive_utc()).fix()
}

/// False for latitude and longitude 0, which receivers without a fix give.
fn is_somewhere(position: &Position) -> bool {
    position.latitude.abs() + position.longitude.abs() > 0.01
}

/// The time zone of a place. Borders are simplified, by a few hundred metres where people live.
fn zone_of(position: Position) -> Option<Tz> {
    static FINDER: OnceLock<EmbeddedFinder> = OnceLock::new();
    let finder = FINDER.get_or_init(EmbeddedFinder::new);
    finder
        .get_tz_name(position.longitude, position.latitude)
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(
        offset_s: Option<i32>,
        place: Option<(f64, f64)>,
        start: &str,
    ) -> (String, TimeZoneSource) {
        let raw = RawActivity {
            utc_offset_s: offset_s,
            ..RawActivity::default()
        };
        let sample = Sample {
            position: place.and_then(|(latitude, longitude)| Position::new(latitude, longitude)),
            ..Sample::default()
        };
        let start: DateTime<Utc> = start.parse().unwrap();
        let local = of(&raw, &[Sample::default(), sample], start);
        let shown = start.with_timezone(&local.offset).format("%F %H:%M");
        (shown.to_string(), local.source)
    }

    // Local times by `TZ=Asia/Kathmandu date -d 2024-05-04T20:00Z` and the like.
    #[test]
    fn the_zone_of_the_place_gives_the_day_summer_and_winter_north_and_south() {
        for (place, start, expected) in [
            ((-33.87, 151.21), "2024-05-04T20:00:00Z", "2024-05-05 06:00"),
            ((-33.87, 151.21), "2024-01-04T20:00:00Z", "2024-01-05 07:00"),
            ((47.37, 8.54), "2024-07-01T05:00:00Z", "2024-07-01 07:00"),
            ((47.37, 8.54), "2024-12-01T05:00:00Z", "2024-12-01 06:00"),
            ((40.78, -73.97), "2024-11-03T01:00:00Z", "2024-11-02 21:00"),
            ((19.07, 72.87), "2024-05-04T20:00:00Z", "2024-05-05 01:30"),
            ((27.71, 85.32), "2024-05-04T20:00:00Z", "2024-05-05 01:45"),
            ((-31.95, 115.86), "2024-05-04T20:00:00Z", "2024-05-05 04:00"),
            ((21.3, -157.86), "2024-05-04T05:00:00Z", "2024-05-03 19:00"),
            ((1.87, -157.43), "2024-05-04T12:00:00Z", "2024-05-05 02:00"),
            // In the middle of an ocean, by its nautical zone.
            ((30.0, -45.0), "2024-05-04T12:00:00Z", "2024-05-04 09:00"),
        ] {
            let expected = (expected.to_owned(), TimeZoneSource::Position);
            assert_eq!(local(None, Some(place), start), expected, "{place:?}");
        }
    }

    #[test]
    fn what_the_file_says_goes_before_the_place_unless_it_says_nought() {
        let zurich = Some((47.37, 8.54));
        use TimeZoneSource::{File, None as Unknown, Position};
        for (offset_s, place, shown, source) in [
            (Some(36_000), zurich, "2024-05-05 06:00", File),
            (Some(0), zurich, "2024-05-04 22:00", Position),
            (Some(0), None, "2024-05-04 20:00", File),
            (None, None, "2024-05-04 20:00", Unknown),
            (None, Some((0.0, 0.0)), "2024-05-04 20:00", Unknown),
        ] {
            let found = local(offset_s, place, "2024-05-04T20:00:00Z");
            assert_eq!(found, (shown.to_owned(), source), "{offset_s:?} {place:?}");
        }
    }

    #[test]
    fn a_choice_is_a_name_or_an_offset() {
        let start: DateTime<Utc> = "2024-07-01T12:00:00Z".parse().unwrap();
        for (text, seconds) in [
            ("Europe/Zurich", 7200),
            ("america/new_york", -14_400),
            ("UTC", 0),
            ("z", 0),
            ("+05:30", 19_800),
            ("-0330", -12_600),
            ("+5", 18_000),
            ("\u{2212}3", -10_800),
        ] {
            let choice: TimeZoneChoice = text.parse().unwrap();
            assert_eq!(choice.at(start).offset.local_minus_utc(), seconds, "{text}");
        }
        let bad = [
            "",
            "+",
            "Zurich",
            "+15:00",
            "+5:99",
            "+05:30:00",
            "-123456",
            "+-5",
        ];
        for text in bad {
            assert!(text.parse::<TimeZoneChoice>().is_err(), "{text}");
        }
    }
}
