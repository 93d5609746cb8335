//! Stage one: decodes the bytes of a file. Values keep the vendor's meaning (cadence per leg or per step, as
//! stored), nothing is judged, and damage is reported.

mod activity;
pub mod container;
mod declared_unit;
mod fit;
mod foreign;
mod gpx;
mod gzip;
mod room;
mod same_twice;
pub mod sanitise;
mod tcx;
mod text;
mod time;
mod xml;

pub(crate) use activity::SENSORS;
pub use activity::{Position, RawActivity, RawDynamics, RawLap, RawPoint, RawTotals, TimerEvent};

use crate::units::format::list;
use std::fmt;

/// File formats this program reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Garmin's binary activity format, written by most watches.
    Fit,
    /// GPS exchange format, XML.
    Gpx,
    /// Garmin Training Center, XML.
    Tcx,
}

impl Format {
    /// Lower-case name, as in the result's `file.format` and as the usual file ending.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fit => "fit",
            Self::Gpx => "gpx",
            Self::Tcx => "tcx",
        }
    }
}

/// A format this program reads: how it is recognised, and its reader.
#[derive(Debug, Clone, Copy)]
pub struct FormatReader {
    /// The format that `sniff` recognises and `read` decodes.
    pub format: Format,
    /// What it is, in a few words, for help and documentation.
    pub about: &'static str,
    /// True if the bytes look like this format.
    pub sniff: fn(&[u8]) -> bool,
    /// Reads every activity in the bytes, and fails only where there is none.
    pub read: fn(&[u8]) -> Result<Vec<RawActivity>, ReadError>,
}

/// Every format, in the order in which it is tried.
pub const FORMATS: &[FormatReader] = &[fit::FORMAT, gpx::FORMAT, tcx::FORMAT];

/// Every format in a row, as sentences name them: `FIT, GPX or TCX`.
pub fn named(conjunction: &str) -> String {
    let names = FORMATS
        .iter()
        .map(|reader| reader.format.name().to_uppercase());
    list(&names.collect::<Vec<_>>(), conjunction)
}

/// A part of the file that could not be read. The rest was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// Byte, line or point of the file at which the damage begins.
    pub place: Place,
    /// What is wrong, as half a sentence.
    pub what: String,
    /// Bytes that are missing from the file or were not read because of it; 0 if unknown.
    pub bytes_lost: u64,
    /// Size the whole file has or should have; 0 if unknown.
    pub bytes_whole: u64,
}

impl Damage {
    /// A fault that costs no bytes, or nobody knows how many.
    pub fn at(place: Place, what: impl Into<String>) -> Self {
        Self {
            place,
            what: what.into(),
            bytes_lost: 0,
            bytes_whole: 0,
        }
    }

    /// Share of the file that is lost, 0 to 1, where that is known.
    pub fn share(&self) -> Option<f64> {
        let share = self.bytes_lost as f64 / self.bytes_whole as f64;
        (self.bytes_lost > 0 && self.bytes_whole > 0).then(|| share.min(1.0))
    }
}

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Offset in a binary file.
    Byte(u64),
    /// Line of a text file, from 1.
    Line(u64),
    /// Track point, from 1.
    Point(u64),
    /// The file as a whole.
    File,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Byte(at) => write!(f, "byte {at}"),
            Self::Line(line) => write!(f, "line {line}"),
            Self::Point(point) => write!(f, "point {point}"),
            Self::File => f.write_str("the file"),
        }
    }
}

/// Why nothing could be read: place, fault and remedy, shown as one sentence that
/// continues the file's name (`notes.fit: is plain text, not a FIT file; ...`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// Byte, line or point of the file at which reading stopped.
    pub place: Place,
    /// What is wrong, as half a sentence that follows the file's name.
    pub what: String,
    /// What the user can do.
    pub remedy: String,
    /// True where nothing is wrong with the file but that it is no recorded activity: a
    /// course, a plan, settings. Exports are full of these.
    pub other_kind: bool,
    /// True where the file is sound and holds no recording: a workout entered by hand, or an
    /// activity that was never recorded.
    pub empty: bool,
}

impl ReadError {
    /// A fault of the file as a whole.
    pub(crate) fn whole(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            place: Place::File,
            what: what.into(),
            remedy: remedy.into(),
            other_kind: false,
            empty: false,
        }
    }

    /// A sound file without a recording.
    pub(crate) fn empty(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            empty: true,
            ..Self::whole(what, remedy)
        }
    }

    /// A sound file that is no recorded activity.
    pub(crate) fn other_kind(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            other_kind: true,
            ..Self::whole(what, remedy)
        }
    }

    /// No track point was read because of `damage`.
    pub(crate) fn no_point(damage: Damage) -> Self {
        Self {
            place: damage.place,
            ..Self::whole(
                format!("holds no track point: {}", damage.what),
                "export it again, or use the FIT file of the same run",
            )
        }
    }

    /// The same error with its text [sanitised](sanitise).
    fn sanitised(mut self) -> Self {
        sanitise::tidy(&mut self.what, sanitise::SENTENCE);
        sanitise::tidy(&mut self.remedy, sanitise::SENTENCE);
        self
    }
}

impl std::error::Error for ReadError {}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Place::File => write!(f, "{}; {}", self.what, self.remedy),
            place => write!(f, "{} (at {place}); {}", self.what, self.remedy),
        }
    }
}

/// Larger numbers are treated as missing: no watch measures them, and they would overflow sums and fill
/// sentences with digits.
const LARGEST_NUMBER: f64 = 1e12;
/// Numbers closer to 0 than this are read as 0; dividing by them would give numbers above
/// [`LARGEST_NUMBER`].
const SMALLEST_NUMBER: f64 = 1e-12;

/// Reads every activity in `bytes`, gzipped or not. The format is detected from the content. Copies of the same
/// recording are removed, and all text is [sanitised](sanitise).
///
/// # Errors
/// When no record at all could be read: see [`ReadError`].
pub fn read(bytes: &[u8]) -> Result<Vec<RawActivity>, ReadError> {
    let mut activities = as_stored(bytes).map_err(ReadError::sanitised)?;
    same_twice::keep_one(&mut activities);
    activities.iter_mut().for_each(RawActivity::sanitise);
    Ok(activities)
}

/// The activities as the file holds them.
fn as_stored(bytes: &[u8]) -> Result<Vec<RawActivity>, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::whole(
            "is empty",
            "export it again from the watch or its app",
        ));
    }
    let (plain, damage) = gzip::gunzip(bytes)?;
    let reader = FORMATS
        .iter()
        .find(|format| (format.sniff)(&plain))
        .ok_or_else(|| foreign::refusal(&plain))?;
    let mut activities = (reader.read)(&plain)?;
    for activity in &mut activities {
        activity.damage.extend(damage.iter().cloned());
    }
    Ok(activities)
}
