//! Zip archives, which may hold further ones: exports of Strava and Garmin, and folders. Nothing here touches a disk, and a path inside an archive is only
//! ever a name to show.

use super::gzip::is_gzip;
use super::{FORMATS, ReadError};
use std::io::{Cursor, Read, Seek};
use zip::ZipArchive;

/// What an archive may cost.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The most one file may expand to, bytes. The largest activities are some 60 MB of XML.
    pub file: u64,
    /// The most all files together may expand to, bytes.
    pub total: u64,
    /// The most entries that are looked at, those of inner archives included.
    pub entries: usize,
    /// How deep archives may lie in archives; Garmin's export needs 2.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file: 256 << 20,
            total: 16 << 30,
            entries: 200_000,
            depth: 4,
        }
    }
}

/// The sentence for a file that grows beyond `limit` bytes.
pub(super) fn too_large(limit: u64) -> ReadError {
    ReadError::whole(
        format!("expands to more than {} MB", limit >> 20),
        "no activity is that large; leave it out",
    )
}

/// True if the bytes begin like a zip archive.
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// A file found in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path inside the archive, `activities/1.fit.gz` or `part1.zip/2.fit`: to show, never
    /// to write to. Control characters are replaced.
    pub name: String,
    /// Its bytes, still gzipped if it is, or why they could not be had.
    pub content: Result<Vec<u8>, ReadError>,
}

/// The activity files of a zip archive and of the archives in it, one after the other, in
/// the order of their names. Only one entry, and the archives around it, are in memory at
/// a time.
pub struct Archive {
    levels: Vec<Level>,
    limits: Limits,
    /// Entries passed over because they are no activity files: pictures, tables, notes.
    skipped: usize,
}

trait Source: Read + Seek + Send {}
impl<T: Read + Seek + Send> Source for T {}

/// One archive, and how far it was read.
struct Level {
    archive: ZipArchive<Box<dyn Source>>,
    /// Entries left, last first.
    left: Vec<usize>,
    prefix: String,
}

impl Archive {
    /// Opens a zip archive, from a file or from bytes in a cursor.
    ///
    /// # Errors
    /// When it is no zip archive or its directory is damaged.
    pub fn open(source: impl Read + Seek + Send + 'static) -> Result<Self, ReadError> {
        Self::with_limits(source, Limits::default())
    }

    /// Opens a zip archive with limits of one's own.
    ///
    /// # Errors
    /// When it is no zip archive or its directory is damaged.
    pub fn with_limits(
        source: impl Read + Seek + Send + 'static,
        limits: Limits,
    ) -> Result<Self, ReadError> {
        Ok(Self {
            levels: vec![level(Box::new(source), String::new())?],
            limits,
            skipped: 0,
        })
    }

    /// Number of entries passed over so far because they are no activity files.
    pub const fn skipped(&self) -> usize {
        self.skipped
    }

    /// Ends the walk with a reason.
    fn stop(&mut self, what: String, remedy: &str) -> Entry {
        self.levels.clear();
        Entry {
            name: String::new(),
            content: Err(ReadError::whole(what, remedy)),
        }
    }

    /// Opens the archive in an entry, or says why not.
    fn descend(&mut self, name: &str, bytes: Vec<u8>) -> Option<Entry> {
        let opened = if self.levels.len() >= self.limits.depth {
            Err(ReadError::whole(
                format!("lies more than {} archives deep", self.limits.depth),
                "unpack it and give formdrift the folder",
            ))
        } else {
            level(Box::new(Cursor::new(bytes)), format!("{name}/"))
        };
        match opened {
            Ok(level) => {
                self.levels.push(level);
                None
            }
            Err(why) => Some(Entry {
                name: name.to_owned(),
                content: Err(why),
            }),
        }
    }
}

impl Iterator for Archive {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        loop {
            let level = self.levels.last_mut()?;
            let Some(index) = level.left.pop() else {
                self.levels.pop();
                continue;
            };
            if self.limits.entries == 0 {
                let what = "holds more entries than formdrift looks at".to_owned();
                return Some(self.stop(what, "unpack it and give formdrift the folder"));
            }
            self.limits.entries -= 1;
            let Some((name, content)) = level.entry(index, &mut self.limits) else {
                self.skipped += 1;
                continue;
            };
            if self.limits.total == 0 {
                let what = "expands to more than formdrift reads of one archive".to_owned();
                return Some(self.stop(what, "unpack it and give formdrift the folder"));
            }
            match content {
                Ok(bytes) if is_zip(&bytes) => {
                    if let Some(entry) = self.descend(&name, bytes) {
                        return Some(entry);
                    }
                }
                content => return Some(Entry { name, content }),
            }
        }
    }
}

fn level(source: Box<dyn Source>, prefix: String) -> Result<Level, ReadError> {
    let archive = ZipArchive::new(source).map_err(|error| damaged(&error.to_string()))?;
    let name = |index: &usize| archive.name_for_index(*index).and_then(Result::ok);
    let mut left: Vec<usize> = (0..archive.len()).collect();
    left.sort_by(|a, b| name(b).cmp(&name(a)));
    Ok(Level {
        archive,
        left,
        prefix,
    })
}

/// The sentence for an archive that cannot be opened.
fn damaged(why: &str) -> ReadError {
    // The list of the entries stands at the end.
    let what = if why.contains("EOCD") {
        "is a zip archive whose end is missing: it was cut off".to_owned()
    } else {
        format!("is a damaged zip archive ({why})")
    };
    ReadError::whole(
        what,
        "download it again, or unpack what can be unpacked and give formdrift the folder",
    )
}

impl Level {
    /// Name and content of an entry; `None` if it is no activity file and no archive.
    fn entry(
        &mut self,
        index: usize,
        limits: &mut Limits,
    ) -> Option<(String, Result<Vec<u8>, ReadError>)> {
        let stored = self.archive.name_for_index(index).and_then(Result::ok);
        let inside = stored.unwrap_or_default().into_owned();
        let name = shown(&self.prefix, &inside);
        let mut file = match self.archive.by_index(index) {
            Ok(file) => file,
            Err(error) => return Some((name, Err(unreadable(&error.to_string())))),
        };
        if file.is_dir() {
            return None;
        }
        let mut bytes = Vec::new();
        let mut read = |bytes: &mut Vec<u8>, most: u64| {
            let most = most.min(limits.total);
            let result = file.by_ref().take(most).read_to_end(bytes);
            limits.total -= result.as_ref().map_or(most, |count| *count as u64);
            result
        };
        if let Err(error) = read(&mut bytes, PEEK) {
            return is_named_activity(&inside).then(|| (name, Err(unreadable(&error.to_string()))));
        }
        let wanted = is_named_activity(&inside) || looks_like_one(&bytes);
        if !wanted || inside.starts_with("__MACOSX/") {
            return None;
        }
        let content = match read(&mut bytes, limits.file) {
            Err(error) if bytes.is_empty() => Err(unreadable(&error.to_string())),
            // A checksum that does not hold, or a stream cut short: what there is may do.
            Ok(_) | Err(_) if bytes.len() as u64 <= limits.file => Ok(bytes),
            _ => Err(too_large(limits.file)),
        };
        Some((name, content))
    }
}

/// Bytes by which an entry is judged before it is expanded as a whole.
const PEEK: u64 = 1 << 14;

fn looks_like_one(start: &[u8]) -> bool {
    is_zip(start) || is_gzip(start) || FORMATS.iter().any(|format| (format.sniff)(start))
}

fn is_named_activity(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    FORMATS.iter().any(|format| {
        name.strip_suffix(format.format.name())
            .is_some_and(|stem| stem.ends_with('.'))
    })
}

fn shown(prefix: &str, name: &str) -> String {
    let clean = |c: char| if c.is_control() { '\u{FFFD}' } else { c };
    format!("{prefix}{}", name.chars().map(clean).collect::<String>())
}

fn unreadable(why: &str) -> ReadError {
    let remedy = if why.to_lowercase().contains("password") || why.contains("encrypt") {
        "unpack it with its password first"
    } else {
        "download the archive again"
    };
    ReadError::whole(
        format!("cannot be taken out of its archive ({why})"),
        remedy,
    )
}

#[cfg(test)]
mod tests;
