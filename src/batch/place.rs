//! Where a report goes, and how it gets there. A folder chosen by the program is the one of
//! the run's earlier report, else the first free one; a folder named with `--out` is that
//! folder or nothing.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::files;
use super::input::Input;
use super::lock::FolderLock;
use super::marker::{self, Marker, Report, Source};
use super::replace::{self, Change, InTheWay, Refusal};
use super::root::{self, Root};

/// Attempts to write into a folder that another process removes meanwhile: it does so only
/// when its own disk is full.
const ATTEMPTS: usize = 3;

/// Folders taken in this session, so that two inputs never write to one, and those that were
/// created.
#[derive(Debug, Default)]
pub struct Claims {
    taken: Mutex<HashSet<PathBuf>>,
    created: Mutex<Vec<PathBuf>>,
}

impl Claims {
    /// Takes a folder; false when another input has it.
    fn take(&self, folder: &Path) -> bool {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.insert(folder.to_path_buf())
    }

    /// Removes the folders that this session created and left empty because a report could
    /// not be written.
    pub fn remove_empty(&self) {
        let mut created = self.created.lock().unwrap_or_else(PoisonError::into_inner);
        // The deepest first: a folder is empty once those in it are gone.
        created.sort_by_key(|folder| std::cmp::Reverse(folder.components().count()));
        for folder in created.drain(..) {
            let _ = std::fs::remove_dir(folder);
        }
    }
}

/// A folder for a report.
#[derive(Debug)]
pub struct Place {
    /// Path of the folder; it may not exist yet.
    pub folder: PathBuf,
    /// What it holds of this very input.
    pub earlier: Option<Marker>,
    /// The user named it: no other folder will do.
    named: bool,
    /// A link on the way to it, which is not followed.
    link: Option<PathBuf>,
}

/// What became of a report.
#[derive(Debug, PartialEq, Eq)]
pub enum Delivered {
    /// It was written; edited files were moved aside, each with its new name.
    New(Vec<(String, String)>),
    /// It was there already.
    Unchanged,
    /// Nothing was written: another process has taken the folder meanwhile. The next one may do.
    Taken,
}

impl Place {
    /// The place for a run's report.
    pub fn of(input: &Input, source: &Source, root: &Root, claims: &Claims) -> Self {
        let folder = root.folder(input, source);
        let mut place = match root {
            Root::Exactly(_) => Self::exactly(&folder, source, claims),
            _ => Self::find(&folder, input.copy, source, claims),
        };
        if let Root::Under(out) = root {
            place.link = link_between(out, &place.folder);
        }
        place
    }

    /// The place for it when the one it belongs in cannot be written.
    pub fn here(input: &Input, source: &Source, claims: &Claims) -> Self {
        let folder = root::named_after(input, source);
        Self::find(Path::new(&folder), 1, source, claims)
    }

    /// Finds the folder for an input: the one that holds its earlier report, else the
    /// first free one of `base`, `base-2`, ... from number `first` on.
    pub fn find(base: &Path, first: usize, input: &Source, claims: &Claims) -> Self {
        let numbered = |n: usize| match n {
            0 | 1 => base.to_path_buf(),
            n => {
                let mut name = base.as_os_str().to_owned();
                name.push(format!("-{n}"));
                PathBuf::from(name)
            }
        };
        let place = |folder, earlier| Self {
            folder,
            earlier,
            named: false,
            link: None,
        };
        let mut n = 1;
        while n < first || numbered(n).exists() {
            let folder = numbered(n);
            let own = Marker::read(&folder).filter(|m| m.input.is(input) && !is_link(&folder));
            if own.is_some() && claims.take(&folder) {
                return place(folder, own);
            }
            n += 1;
        }
        let mut n = first;
        loop {
            let folder = numbered(n);
            if is_free(&folder) && claims.take(&folder) {
                return place(folder, None);
            }
            n += 1;
        }
    }

    /// The folder the user named for one run: itself.
    pub fn exactly(folder: &Path, input: &Source, claims: &Claims) -> Self {
        claims.take(folder);
        Self {
            folder: folder.to_path_buf(),
            earlier: Marker::read(folder).filter(|m| m.input.is(input)),
            named: true,
            link: None,
        }
    }

    /// Writes a report, unless the same stands there already.
    pub fn write(&self, report: &Report, claims: &Claims) -> Result<Delivered, Refusal> {
        if let Some(link) = &self.link {
            let what = "is a link, and formdrift does not write through links below the folder \
                        of reports";
            return Err(Refusal::InTheWay(link.clone(), what));
        }
        let mut attempt = 1;
        loop {
            let created = files::create(&self.folder)?;
            let done = FolderLock::acquire(&self.folder)
                .map_err(Refusal::from)
                .and_then(|_lock| self.write_locked(report));
            if !created.is_empty() {
                let mut all = claims
                    .created
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner);
                all.extend(created);
            }
            match &done {
                Err(Refusal::Io(e))
                    if e.kind() == io::ErrorKind::NotFound && attempt < ATTEMPTS =>
                {
                    attempt += 1;
                }
                _ => return done,
            }
        }
    }

    /// The same while no other process can write there.
    fn write_locked(&self, report: &Report) -> Result<Delivered, Refusal> {
        let folder = &self.folder;
        files::clear_temporary(folder);
        let earlier = Marker::read(folder);
        if let Some(marker) = &earlier
            && marker.is_current(folder, report.source, report.settings)
        {
            return Ok(Delivered::Unchanged);
        }
        if self.named {
            let path = folder.join(marker::NAME);
            if earlier.is_none() && path.symlink_metadata().is_ok_and(|m| !is_empty_file(&m)) {
                return Err(Refusal::InTheWay(path, replace::NOT_OURS));
            }
        } else {
            let own = earlier.as_ref().map(|m| m.input.is(report.source));
            if own == Some(false) || own.is_none() && !is_free(folder) {
                return Ok(Delivered::Taken);
            }
        }
        let known = earlier.as_ref().map_or_else(Vec::new, Marker::known);
        let change = Change {
            folder,
            marker: marker::NAME,
            text: &|files, replaced| Marker::new(report, files, replaced).text(),
            known: &known,
            artefacts: report.artefacts,
            stays: |_| false,
            in_the_way: if self.named {
                InTheWay::Refused
            } else {
                InTheWay::KeptAside
            },
        };
        replace::replace(&change).map(Delivered::New)
    }

    /// Deletes what a killed process left in a folder whose report is whole.
    pub fn tidy(&self) {
        if !files::temporary_files(&self.folder).is_empty()
            && let Ok(_lock) = FolderLock::acquire(&self.folder)
        {
            files::clear_temporary(&self.folder);
        }
    }
}

/// True for a link, also to a folder.
pub fn is_link(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|m| m.is_symlink())
}

/// The first link on the way from `base` down to `folder`.
fn link_between(base: &Path, folder: &Path) -> Option<PathBuf> {
    let below = folder.ancestors().skip(1).take_while(|f| *f != base);
    let links: Vec<&Path> = below.filter(|f| is_link(f)).collect();
    links.last().map(|link| link.to_path_buf())
}

/// True for a file without content: a marker that a power cut left.
fn is_empty_file(meta: &std::fs::Metadata) -> bool {
    meta.is_file() && meta.len() == 0
}

/// True where nothing is, or a folder that holds nothing but what a killed process of this
/// program left.
fn is_free(folder: &Path) -> bool {
    if is_link(folder) {
        return false;
    }
    match std::fs::read_dir(folder) {
        Ok(mut entries) => entries.all(|entry| {
            entry.is_ok_and(|e| e.file_name().to_str().is_some_and(files::is_temporary))
        }),
        Err(e) => e.kind() == io::ErrorKind::NotFound || !folder.exists(),
    }
}

#[cfg(test)]
mod tests;
