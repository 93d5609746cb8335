//! Archives (zip, tar, gzipped tar), which may hold further archives: exports of Strava, Garmin and Google, and
//! zipped folders. Nothing here writes to disk; a path inside an archive is only displayed.

mod taking;
mod tarred;
mod zipped;

use super::gzip::{self, is_gzip};
use super::{Damage, ReadError};
use flate2::read::MultiGzDecoder;
use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};

pub use super::gzip::expanded_bytes;
use taking::{Taking, unreadable};
pub use tarred::is_tar;
pub use zipped::is_zip;

/// Limits on memory and time for one archive.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The most one file may expand to, bytes.
    pub file: u64,
    /// The most that archives within the archive may take in memory together, bytes.
    pub nested: u64,
    /// The most all files together may expand to, bytes.
    pub total: u64,
    /// The most entries that are looked at, those of inner archives included.
    pub entries: usize,
    /// How deep archives may lie in archives; Garmin's export needs 2.
    pub depth: usize,
}

/// Largest ratio of expanded size to archive size. Recordings compress 5 to 20 times, the most repetitive ones
/// 60 times; a bomb expands a thousandfold at each level of nesting.
const TIMES_ITS_SIZE: u64 = 250;
/// Bytes that even the smallest archive may expand to.
const FREE_BYTES: u64 = 64 << 20;

impl Default for Limits {
    fn default() -> Self {
        Self {
            file: gzip::LARGEST_FILE,
            nested: 112 << 20,
            total: 16 << 30,
            entries: 200_000,
            depth: 4,
        }
    }
}

/// True if these first bytes of a file are an archive's. Of a gzipped tar some 4 kB must be given.
pub fn is_archive(start: &[u8]) -> bool {
    is_zip(start) || is_tar(start) || is_gzip(start) && is_tar(&gzip::head(start, tarred::BLOCK))
}

/// A file found in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path inside the archive, `activities/1.fit.gz` or `part1.zip/2.fit`: to show, never
    /// to write to. It is [sanitised](crate::read::sanitise).
    pub name: String,
    /// Its bytes, still gzipped if it is, or why they cannot be extracted.
    pub content: Result<Vec<u8>, ReadError>,
    /// Damage found by the archive itself: a checksum that does not match, or a missing end.
    pub damage: Option<Damage>,
}

/// The activity files of an archive and of the archives in it, one after the other: those of a
/// zip archive in the order of their names, those of a tar as they are stored. Only one entry, and the
/// archives around it, are in memory at a time.
pub struct Archive {
    levels: Vec<Level>,
    limits: Limits,
    /// Entries passed over because they are no activity files: pictures, tables, notes.
    skipped: usize,
    reserve: Reserve,
}

/// Called with the number of bytes of an entry before they are expanded.
type Reserve = Box<dyn FnMut(u64) + Send>;

/// A source of bytes with random access.
trait Source: Read + Seek + Send {}
impl<T: Read + Seek + Send> Source for T {}

/// An open archive and its place in the walk.
struct Level {
    members: Box<dyn Members>,
    prefix: String,
    /// Bytes it takes in memory, 0 for the outermost.
    held: u64,
}

/// The members of an archive, one after another.
trait Members: Send {
    /// The next one; `None` behind the last.
    fn next(&mut self, taking: &mut Taking<'_>) -> Option<Step>;
}

/// A member of an archive.
enum Step {
    /// No activity file and no archive.
    Passed,
    /// An activity file or an archive, to be read next.
    Taken(Entry),
}

impl Archive {
    /// Opens an archive, from a file or from bytes in a cursor.
    ///
    /// # Errors
    /// When it is no archive or its directory is damaged.
    pub fn open(source: impl Read + Seek + Send + 'static) -> Result<Self, ReadError> {
        Self::with_limits(source, Limits::default())
    }

    /// Opens an archive with limits of one's own.
    ///
    /// # Errors
    /// When it is no archive or its directory is damaged.
    pub fn with_limits(
        mut source: impl Read + Seek + Send + 'static,
        mut limits: Limits,
    ) -> Result<Self, ReadError> {
        let size = source.seek(SeekFrom::End(0)).unwrap_or(u64::MAX);
        let most = FREE_BYTES.saturating_add(size.saturating_mul(TIMES_ITS_SIZE));
        limits.total = limits.total.min(most);
        Ok(Self {
            levels: vec![Level {
                members: opened(Box::new(source))?,
                prefix: String::new(),
                held: 0,
            }],
            limits,
            skipped: 0,
            reserve: Box::new(|_| {}),
        })
    }

    /// Calls `reserve` with the number of bytes of each entry before the entry is expanded.
    /// `reserve` may block until other threads have released theirs.
    #[must_use]
    pub fn reserving(mut self, reserve: impl FnMut(u64) + Send + 'static) -> Self {
        self.reserve = Box::new(reserve);
        self
    }

    /// Number of entries passed over so far because they are no activity files.
    pub const fn skipped(&self) -> usize {
        self.skipped
    }

    /// Ends the walk with a reason.
    fn stop(&mut self, what: &str) -> Entry {
        self.levels.clear();
        let remedy = "unpack it and give formdrift the folder";
        Entry::failed(String::new(), ReadError::whole(what, remedy))
    }

    /// Opens the archive in an entry, or says why not.
    fn descend(&mut self, name: &str, bytes: Vec<u8>) -> Option<Entry> {
        let held = bytes.len() as u64;
        let members = if self.levels.len() >= self.limits.depth {
            Err(ReadError::whole(
                format!("lies more than {} archives deep", self.limits.depth),
                "unpack it and give formdrift the folder",
            ))
        } else {
            opened(Box::new(Cursor::new(bytes)))
        };
        match members {
            Ok(members) => {
                self.limits.nested = self.limits.nested.saturating_sub(held);
                self.levels.push(Level {
                    members,
                    prefix: format!("{name}/"),
                    held,
                });
                None
            }
            Err(why) => Some(Entry::failed(name.to_owned(), why)),
        }
    }
}

impl Iterator for Archive {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        loop {
            let level = self.levels.last_mut()?;
            let mut taking = Taking {
                limits: &mut self.limits,
                reserve: &mut self.reserve,
                prefix: &level.prefix,
            };
            let Some(step) = level.members.next(&mut taking) else {
                self.limits.nested += level.held;
                self.levels.pop();
                continue;
            };
            if self.limits.entries == 0 {
                return Some(self.stop("holds more entries than formdrift looks at"));
            }
            self.limits.entries -= 1;
            if self.limits.total == 0 {
                return Some(
                    self.stop("expands to more than any archive of recordings of its size"),
                );
            }
            match step {
                Step::Passed => self.skipped += 1,
                Step::Taken(entry) => match entry.content {
                    Ok(bytes) if is_archive(&bytes) => {
                        if let Some(entry) = self.descend(&entry.name, bytes) {
                            return Some(entry);
                        }
                    }
                    _ => return Some(entry),
                },
            }
        }
    }
}

/// Opens an archive of either kind.
fn opened(mut source: Box<dyn Source>) -> Result<Box<dyn Members>, ReadError> {
    let mut start = Vec::new();
    let read = source
        .rewind()
        .and_then(|()| {
            source
                .by_ref()
                .take(tarred::BLOCK as u64)
                .read_to_end(&mut start)
        })
        .and_then(|_| source.rewind());
    if let Err(error) = read {
        return Err(unreadable(&error.to_string()));
    }
    if is_gzip(&start) {
        let plain = MultiGzDecoder::new(BufReader::new(source));
        return Ok(Box::new(tarred::Tarred::new(Box::new(plain))));
    }
    if is_zip(&start) {
        return Ok(Box::new(zipped::Zipped::new(source)?));
    }
    if !is_tar(&start) {
        return Err(ReadError::whole(
            "is no zip and no tar archive",
            "unpack it and give formdrift the folder",
        ));
    }
    Ok(Box::new(tarred::Tarred::new(Box::new(source))))
}

impl Entry {
    fn failed(name: String, why: ReadError) -> Self {
        Self {
            name,
            content: Err(why),
            damage: None,
        }
    }
}

#[cfg(test)]
mod tests;
