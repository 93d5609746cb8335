//! What a run is shown as in a table, the same on the page and on paper.

use super::row::{OnsetCell, Row};
use crate::detect::Kind;
use crate::report::document::{Cell, Order, Tone, tone};
use crate::report::{Pain, words};
use crate::stats::Estimate;
use crate::units::format::{self, ABSENT};
use crate::units::{DisplayUnits, Metres};

/// The kind of verdict as a title.
pub fn kind(row: &Row) -> &str {
    match row.kind() {
        Some(kind) => words::kind(kind),
        None => &row.verdict,
    }
}

fn size(value: impl Into<f64>) -> Option<Order> {
    Some(Order::Size(value.into()))
}

fn letters(text: &str) -> Option<Order> {
    Some(Order::Letters(text.to_owned()))
}

/// Words that sort by their letters.
pub fn name(text: &str) -> Cell {
    Cell::plain(text).by(letters(text))
}

/// A whole number, which the table also sorts by.
pub fn count(number: usize) -> Cell {
    Cell::plain(number.to_string()).by(size(u32::try_from(number).unwrap_or(u32::MAX)))
}

/// A value where it is known.
pub fn value(value: Option<f64>, show: impl Fn(f64) -> String) -> Cell {
    Cell::measured(value, show).by(value.map(Order::Size))
}

/// Day of the run, in the order of the hours.
pub fn day(row: &Row) -> Cell {
    Cell::plain(row.day()).by(letters(row.local_order()))
}

/// The day as a link to the run's own report, where one was written.
pub fn linked_day(row: &Row) -> Cell {
    day(row).to(row.report.as_deref().map(link))
}

/// What happened, how sure that is, and the headline for those who ask.
pub fn verdict(row: &Row) -> Cell {
    Cell {
        detail: row.certainty.clone(),
        tone: Some(match row.kind() {
            Some(Kind::Steady) if row.certainty.is_none() => Tone::Unknown,
            Some(kind) => tone(kind),
            None => Tone::Unknown,
        }),
        hint: Some(row.headline.clone()),
        ..Cell::plain(row.label()).by(count(row.severity()).order)
    }
}

/// Where the onset was, with its interval.
pub fn onset(onset: Option<OnsetCell>, units: DisplayUnits) -> Cell {
    let Some(onset) = onset else {
        return Cell::plain(ABSENT);
    };
    let (interval, at) = (onset.interval(), Metres(onset.distance_m));
    let cell = match interval.is_wide() {
        true => Cell::plain(interval.since(at, units)),
        false => Cell {
            detail: Some(interval.text(units)),
            ..Cell::plain(interval.place(at, units))
        },
    };
    cell.by(size(onset.distance_m))
}

/// The size of the change in the words of the headline, which it sorts by.
pub fn said_change(row: &Row) -> Cell {
    let Some(change) = &row.change else {
        return Cell::plain(ABSENT);
    };
    Cell::plain(change).by(row.size().and_then(|v| size(v.value.abs())))
}

/// A change in percent with its interval.
pub fn change(estimate: Option<Estimate>) -> Cell {
    let Some(e) = estimate else {
        return Cell::plain(ABSENT);
    };
    let ends = [e.low, e.high].map(|end| format::signed(end, 1));
    Cell {
        detail: Some(ends.join(" to ")),
        ..Cell::plain(format::signed_percent(e.value)).by(size(e.value))
    }
}

/// The worst pain that was noted of a run.
pub fn worst(pain: &Pain) -> Option<u8> {
    pain.ratings().into_iter().flatten().max()
}

/// Pain during the run, after 24 and after 48 hours, and where.
pub fn pain(pain: Option<&Pain>) -> Cell {
    let Some(pain) = pain else {
        return Cell::plain(ABSENT);
    };
    let rating = |value: Option<u8>| value.map_or(ABSENT.to_owned(), |v| v.to_string());
    let ratings = pain.ratings().map(rating);
    Cell {
        detail: pain.location.clone(),
        ..Cell::plain(ratings.join(", ")).by(worst(pain).and_then(size))
    }
}

/// A relative path as a link: what has a meaning in a URL is escaped.
pub fn link(path: &str) -> String {
    let mut link = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                link.push(char::from(byte));
            }
            _ => link.push_str(&format!("%{byte:02X}")),
        }
    }
    link
}
