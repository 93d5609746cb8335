//! Parses times of XML files into milliseconds since 1970, with the offset of the time zone where one is
//! written.

use chrono::NaiveDate;

/// A moment as a file writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    /// UTC, as milliseconds since 1970-01-01T00:00:00Z.
    pub(super) ms: i64,
    /// Seconds by which local time is ahead of UTC, if an offset is written. `None` for `Z` and for a time
    /// without a zone, neither of which says where the runner was.
    pub(super) offset_s: Option<i32>,
}

/// Largest offset accepted. Today offsets range from -12 h (Baker Island) to +14 h (Kiritimati); historical
/// ones went to nearly 16 h.
const MOST_OFFSET_MS: i64 = 16 * 3_600_000;

/// The times of an activity as they are read one after another.
#[derive(Debug, Default)]
pub(super) struct Times {
    /// The first offset that was written, see [`Moment::offset_s`].
    pub(super) offset_s: Option<i32>,
    /// The first text in the place of a time that could not be parsed.
    pub(super) unreadable: Option<String>,
}

impl Times {
    /// Parses the next time, and remembers the first offset and the first failure.
    pub(super) fn read(&mut self, text: &str) -> Option<i64> {
        match parse(text) {
            Some(moment) => {
                self.offset_s = self.offset_s.or(moment.offset_s);
                Some(moment.ms)
            }
            None => {
                if self.unreadable.is_none() && !text.is_empty() {
                    self.unreadable = Some(text.to_owned());
                }
                None
            }
        }
    }

    /// The error for a file none of whose times could be parsed; `None` if there was no text to parse.
    pub(super) fn refusal(&self) -> Option<super::ReadError> {
        let text = self.unreadable.as_ref()?;
        let text = super::sanitise::one_line(text, LONGEST_SHOWN);
        Some(super::ReadError::whole(
            format!("holds times that are not readable: \"{text}\""),
            "export it again with times like 2024-05-01T08:00:00Z, or as FIT",
        ))
    }
}

/// Longest quotation of a text that could not be parsed, characters.
const LONGEST_SHOWN: usize = 40;

/// Reads an ISO 8601 time: `2024-05-01T08:00:00Z`, with fraction, offset (`+02:00`,
/// `+0200`, `+02`), a blank for the `T`, slashes in the date, `AM` or `PM` behind the clock, or a
/// date alone (its midnight); or the seconds or milliseconds since 1970 as a number. A time without zone
/// is taken as UTC: only differences matter here.
pub(super) fn parse(text: &str) -> Option<Moment> {
    let text = text.trim();
    if text.is_ascii() {
        return parse_ascii(text.as_bytes());
    }
    // Programs that write AM and PM put a narrow or unbreakable blank before them.
    let is_blank = |c: char| matches!(c, '\u{A0}' | '\u{2009}' | '\u{202F}');
    let plain = text.replace(is_blank, " ");
    parse_ascii(plain.is_ascii().then_some(plain.as_bytes())?)
}

fn parse_ascii(bytes: &[u8]) -> Option<Moment> {
    if let Some(ms) = since_1970(bytes) {
        return Some(Moment { ms, offset_s: None });
    }
    let (date, rest) = date_ms(bytes)?;
    let (clock, zone) = match rest {
        [] => (0, rest),
        [b'T' | b't' | b' ' | b'_', rest @ ..] => clock_ms(rest.trim_ascii_start())?,
        zone => (0, zone),
    };
    let offset_ms = offset_ms(zone.trim_ascii_start())?;
    Some(Moment {
        ms: date + clock - offset_ms.unwrap_or(0),
        offset_s: offset_ms.and_then(|ms| i32::try_from(ms / 1000).ok()),
    })
}

/// Ten digits are seconds since 1970, thirteen milliseconds.
fn since_1970(bytes: &[u8]) -> Option<i64> {
    let factor = match bytes.len() {
        10 => 1000,
        13 => 1,
        _ => return None,
    };
    let (value, rest) = digits(bytes, 13)?;
    rest.is_empty().then_some(value * factor)
}

/// Leading digits as a number, up to `most` of them, and what follows.
fn digits(bytes: &[u8], most: usize) -> Option<(i64, &[u8])> {
    let count = bytes
        .iter()
        .take(most)
        .take_while(|b| b.is_ascii_digit())
        .count();
    let (head, rest) = bytes.split_at(count);
    let value = head.iter().fold(0, |v, b| v * 10 + i64::from(b - b'0'));
    (count > 0).then_some((value, rest))
}

fn date_ms(bytes: &[u8]) -> Option<(i64, &[u8])> {
    let (year, rest) = digits(bytes, 4)?;
    let separator = *rest.first().filter(|b| matches!(b, b'-' | b'/'))?;
    let (month, rest) = digits(rest.strip_prefix(&[separator])?, 2)?;
    let (day, rest) = digits(rest.strip_prefix(&[separator])?, 2)?;
    let date = NaiveDate::from_ymd_opt(
        i32::try_from(year).ok()?,
        u32::try_from(month).ok()?,
        u32::try_from(day).ok()?,
    )?;
    let days = i64::from(date.to_epoch_days());
    Some((days * 86_400_000, rest))
}

fn clock_ms(bytes: &[u8]) -> Option<(i64, &[u8])> {
    let (hour, rest) = digits(bytes, 2)?;
    let (minute, rest) = digits(rest.strip_prefix(b":")?, 2)?;
    let (second, rest) = match rest.strip_prefix(b":") {
        Some(rest) => digits(rest, 2)?,
        None => (0, rest),
    };
    let (fraction, rest) = match rest {
        [b'.' | b',', rest @ ..] => thousandths(rest),
        _ => (0, rest),
    };
    let (hour, rest) = half_of_day(hour, rest)?;
    if hour > 24 || minute > 59 || second > 60 {
        return None;
    }
    Some((((hour * 60 + minute) * 60 + second) * 1000 + fraction, rest))
}

/// The hour of the day where `AM` or `PM` follows, in either case and with points or not; and
/// what follows that. `None` for an hour that no such clock shows.
fn half_of_day(hour: i64, rest: &[u8]) -> Option<(i64, &[u8])> {
    let marked = rest.trim_ascii_start();
    let Some((half @ (b'A' | b'a' | b'P' | b'p'), behind)) = marked.split_first() else {
        return Some((hour, rest));
    };
    let behind = behind
        .strip_prefix(b".")
        .unwrap_or(behind)
        .trim_ascii_start();
    let behind = behind
        .strip_prefix(b"M")
        .or_else(|| behind.strip_prefix(b"m"))?;
    let behind = behind.strip_prefix(b".").unwrap_or(behind);
    let afternoon = half.eq_ignore_ascii_case(&b'P');
    let hour = match (hour, afternoon) {
        (12, false) => 0,
        (1..12, true) => hour + 12,
        // Some write the hour of 24 and the half beside it.
        (0..12, false) | (12..24, true) => hour,
        _ => return None,
    };
    Some((hour, behind))
}

/// Digits behind the point as thousandths, rounded down, and what follows them.
fn thousandths(bytes: &[u8]) -> (i64, &[u8]) {
    let count = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    let (head, rest) = bytes.split_at(count);
    let padded = head.iter().copied().chain([b'0'; 3]).take(3);
    (padded.fold(0, |v, b| v * 10 + i64::from(b - b'0')), rest)
}

/// The offset that is written; `Some(None)` for `Z` and for nothing.
fn offset_ms(bytes: &[u8]) -> Option<Option<i64>> {
    let (sign, rest) = match bytes {
        [] | [b'Z' | b'z'] | b"UTC" | b"GMT" => return Some(None),
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let (hours, rest) = digits(rest, 2)?;
    let minutes = match rest.strip_prefix(b":").unwrap_or(rest) {
        [] => 0,
        rest => digits(rest, 2)?.0,
    };
    let offset = sign * (hours * 60 + minutes) * 60_000;
    (offset.abs() <= MOST_OFFSET_MS).then_some(Some(offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2024-05-01T08:00:00Z, by `date -u -d 2024-05-01T08:00:00Z +%s`
    const MOMENT: i64 = 1_714_550_400_000;

    fn parse_ms(text: &str) -> Option<i64> {
        parse(text).map(|moment| moment.ms)
    }

    #[test]
    fn every_way_of_writing_a_moment_gives_the_same() {
        for text in [
            "2024-05-01T08:00:00Z",
            " 2024-05-01T08:00:00z\n",
            "2024-05-01T08:00:00",
            "2024-05-01 08:00:00",
            "2024/05/01 08:00:00 UTC",
            "2024-05-01T08:00:00.000Z",
            "2024-05-01T08:00Z",
            "2024-05-01T10:00:00+02:00",
            "2024-05-01T10:00:00+0200",
            "2024-05-01T10:00:00+02",
            "2024-05-01T02:30:00-05:30",
            "2024-5-1T8:00:00Z",
            "1714550400",
            "1714550400000",
        ] {
            assert_eq!(parse_ms(text), Some(MOMENT), "{text}");
        }
        assert_eq!(parse_ms("2024-05-01"), Some(MOMENT - 8 * 3_600_000));
        assert_eq!(parse_ms("2024-05-01T08:00:00.25Z"), Some(MOMENT + 250));
        assert_eq!(parse_ms("1969-12-31T23:59:59.999Z"), Some(-1));
    }

    #[test]
    fn clocks_of_twelve_hours_are_read_in_every_spelling() {
        for (text, hour) in [
            ("2024-05-01T8:00:00 AM", 8),
            ("2024-05-01T8:00:00.000 AMZ", 8),
            ("2024-05-01 08:00am", 8),
            ("2024-05-01T8:00:00\u{202F}a.m.", 8),
            ("2024-05-01T8:00:00 PMZ", 20),
            ("2024-05-01T8:00:00 p. m.", 20),
            ("2024-05-01T12:00:00 AM", 0),
            ("2024-05-01T12:00:00 PM", 12),
            ("2024-05-01T20:00:00 PM", 20),
            ("2024-05-01T10:00:00 PM+02:00", 20),
        ] {
            let ms = MOMENT + (hour - 8) * 3_600_000;
            assert_eq!(parse_ms(text), Some(ms), "{text}");
        }
        for text in [
            "2024-05-01T13:00:00 AM",
            "2024-05-01T8:00:00 XM",
            "2024-05-01T8:00 A",
        ] {
            assert_eq!(parse_ms(text), None, "{text}");
        }
    }

    #[test]
    fn only_a_written_offset_says_where_the_runner_was() {
        for (text, offset_s) in [
            ("2024-05-01T08:00:00Z", None),
            ("2024-05-01T08:00:00", None),
            ("2024-05-01T08:00:00+10:00", Some(36_000)),
            ("2024-05-01T08:00:00.5-03:30", Some(-12_600)),
            ("2024-05-01T08:00:00+00:00", Some(0)),
            ("2024-05-01T8:00:00 PM+05:45", Some(20_700)),
        ] {
            assert_eq!(parse(text).map(|m| m.offset_s), Some(offset_s), "{text}");
        }
    }

    #[test]
    fn the_first_text_that_is_no_time_is_shown() {
        let mut times = Times::default();
        assert_eq!(
            times.read("2024-05-01T08:00:00+10:00"),
            Some(MOMENT - 36_000_000)
        );
        assert_eq!(times.read("5/1/2024 8:00 PM"), None);
        assert_eq!(times.read("tomorrow"), None);
        assert_eq!(times.offset_s, Some(36_000));
        let why = times.refusal().map(|why| why.what).unwrap_or_default();
        assert!(why.ends_with("not readable: \"5/1/2024 8:00 PM\""), "{why}");
    }

    #[test]
    fn what_is_no_time_gives_none() {
        for text in [
            "",
            "x",
            "2024",
            "2024-13-01",
            "2024-05-01T",
            "2024-05-01T25:00:00Z",
            "2024-05-01T08:00:00Q",
            "2024-05-01T08:61:00Z",
            "2024-05-01T08:00:00+24:00",
            "2024-05/01",
            "20240501",
        ] {
            assert_eq!(parse_ms(text), None, "{text}");
        }
    }
}
