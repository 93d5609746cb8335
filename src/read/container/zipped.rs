//! Members of zip archives, in the order of their names.

use super::{Entry, Members, ReadError, Source, Step, Taking, unreadable};
use zip::ZipArchive;

/// True if the bytes begin like a zip archive.
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// A zip archive, and how far it was read.
pub(super) struct Zipped {
    archive: ZipArchive<Box<dyn Source>>,
    /// Entries left, last first.
    left: Vec<usize>,
}

impl Zipped {
    /// Reads the list of the entries.
    ///
    /// # Errors
    /// If there is none, or if entries share bytes, which is how a small archive is made to expand to any size.
    pub(super) fn new(source: Box<dyn Source>) -> Result<Self, ReadError> {
        let mut archive = ZipArchive::new(source).map_err(|error| damaged(&error.to_string()))?;
        // What cannot be checked is damaged, which is said of the entry.
        if matches!(archive.has_overlapping_entries(), Ok(true)) {
            return Err(ReadError::whole(
                "is a zip archive whose entries overlap, as no export has them",
                "leave it out, or unpack what you trust and give formdrift the folder",
            ));
        }
        let name = |index: &usize| archive.name_for_index(*index).and_then(Result::ok);
        let mut left: Vec<usize> = (0..archive.len()).collect();
        left.sort_by(|a, b| name(b).cmp(&name(a)));
        Ok(Self { archive, left })
    }
}

impl Members for Zipped {
    fn next(&mut self, taking: &mut Taking<'_>) -> Option<Step> {
        let index = self.left.pop()?;
        let stored = self.archive.name_for_index(index).and_then(Result::ok);
        let inside = stored.unwrap_or_default().into_owned();
        let mut file = match self.archive.by_index(index) {
            Ok(file) => file,
            Err(error) => {
                let why = unreadable(&error.to_string());
                return Some(Step::Taken(Entry::failed(taking.shown(&inside), why)));
            }
        };
        if file.is_dir() {
            return Some(Step::Passed);
        }
        let stated = file.size();
        Some(taking.member(&inside, stated, &mut file))
    }
}

/// The error for an archive that cannot be opened.
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
