//! Times as XML files write them, to milliseconds since 1970.

use chrono::NaiveDate;

/// Reads an ISO 8601 time: `2024-05-01T08:00:00Z`, with fraction, offset (`+02:00`,
/// `+0200`, `+02`), a blank for the `T`, or a date alone (its midnight). A time without
/// zone is taken as UTC: only differences matter here.
pub(super) fn parse_ms(text: &str) -> Option<i64> {
    let bytes = text.trim().as_bytes();
    let (date, rest) = date_ms(bytes)?;
    let rest = match rest {
        [] => return Some(date),
        [b'T' | b't' | b' ' | b'_', rest @ ..] => rest,
        zone => return Some(date - offset_ms(zone)?),
    };
    let (clock, rest) = clock_ms(rest)?;
    Some(date + clock - offset_ms(rest.trim_ascii_start())?)
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

fn after(bytes: &[u8], separator: u8) -> Option<&[u8]> {
    bytes
        .split_first()
        .filter(|(b, _)| **b == separator)
        .map(|(_, rest)| rest)
}

fn date_ms(bytes: &[u8]) -> Option<(i64, &[u8])> {
    let (year, rest) = digits(bytes, 4)?;
    let (month, rest) = digits(after(rest, b'-')?, 2)?;
    let (day, rest) = digits(after(rest, b'-')?, 2)?;
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
    let (minute, rest) = digits(after(rest, b':')?, 2)?;
    let (second, rest) = match after(rest, b':') {
        Some(rest) => digits(rest, 2)?,
        None => (0, rest),
    };
    if hour > 24 || minute > 59 || second > 60 {
        return None;
    }
    let (fraction, rest) = match rest {
        [b'.' | b',', rest @ ..] => thousandths(rest),
        _ => (0, rest),
    };
    Some((((hour * 60 + minute) * 60 + second) * 1000 + fraction, rest))
}

/// Digits behind the point as thousandths, rounded down, and what follows them.
fn thousandths(bytes: &[u8]) -> (i64, &[u8]) {
    let count = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    let (head, rest) = bytes.split_at(count);
    let padded = head.iter().copied().chain([b'0'; 3]).take(3);
    (padded.fold(0, |v, b| v * 10 + i64::from(b - b'0')), rest)
}

fn offset_ms(bytes: &[u8]) -> Option<i64> {
    let (sign, rest) = match bytes {
        [] | [b'Z' | b'z'] => return Some(0),
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let (hours, rest) = digits(rest, 2)?;
    let minutes = match after(rest, b':').unwrap_or(rest) {
        [] => 0,
        rest => digits(rest, 2)?.0,
    };
    Some(sign * (hours * 60 + minutes) * 60_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_a_moment_gives_the_same() {
        // 2024-05-01T08:00:00Z, by `date -u -d 2024-05-01T08:00:00Z +%s`
        let moment = 1_714_550_400_000;
        for text in [
            "2024-05-01T08:00:00Z",
            " 2024-05-01T08:00:00z\n",
            "2024-05-01T08:00:00",
            "2024-05-01 08:00:00",
            "2024-05-01T08:00:00.000Z",
            "2024-05-01T08:00Z",
            "2024-05-01T10:00:00+02:00",
            "2024-05-01T10:00:00+0200",
            "2024-05-01T10:00:00+02",
            "2024-05-01T02:30:00-05:30",
            "2024-5-1T8:00:00Z",
        ] {
            assert_eq!(parse_ms(text), Some(moment), "{text}");
        }
        assert_eq!(parse_ms("2024-05-01"), Some(moment - 8 * 3_600_000));
        assert_eq!(parse_ms("2024-05-01T08:00:00.25Z"), Some(moment + 250));
        assert_eq!(parse_ms("1969-12-31T23:59:59.999Z"), Some(-1));
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
            "20240501",
        ] {
            assert_eq!(parse_ms(text), None, "{text}");
        }
    }
}
