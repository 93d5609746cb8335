//! A new set of files takes the place of an old one in a folder, so that a kill, a full
//! disk or a second process at any moment leaves the old set, the new one, or a marker that
//! says the set is not complete.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use formdrift::report::{Artefact, RenderError};
use tempfile::TempPath;

use super::describe;
use super::files::{self, Standing, Written};

/// What to do with a file in the way that this program did not leave as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InTheWay {
    /// It is moved aside under another name.
    KeptAside,
    /// The report is not written, and the error names the file in the way.
    Refused,
}

/// The text of a marker, from the files that belong to the folder and, while files are being renamed,
/// those that are being replaced; `None` once every file has its final name.
type MarkerText<'a> = dyn Fn(Vec<Written>, Option<&[Written]>) -> Vec<u8> + 'a;

/// A folder's files before and after.
pub struct Change<'a> {
    /// The folder, which the caller has locked.
    pub folder: &'a Path,
    /// Name of the marker.
    pub marker: &'static str,
    /// What the marker says before and after.
    pub text: &'a MarkerText<'a>,
    /// Files that this program wrote there before.
    pub known: &'a [Written],
    /// Files of the new set.
    pub artefacts: &'a [Artefact],
    /// Which files of the old set that are not in the new one stay, by name; the others are deleted.
    pub stays: fn(&str) -> bool,
    /// What happens to somebody's edits.
    pub in_the_way: InTheWay,
}

/// Why a set of files was not written.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Something that this program did not write, or that was edited since, is in the way:
    /// its path, and what it is.
    #[error("{}: {_1}", describe::shown(_0))]
    InTheWay(PathBuf, &'static str),
    /// The operating system refused to read, create, rename or sync a file.
    #[error("cannot be written ({})", describe::not_written(_0))]
    Io(#[from] io::Error),
    /// The files could not be made.
    #[error("cannot be written ({_0})")]
    Render(#[from] RenderError),
}

impl Refusal {
    /// The same as a sentence about `place`, which was to be written.
    pub fn about(&self, place: &Path) -> String {
        match self {
            Self::InTheWay(..) => self.to_string(),
            _ => format!("{}: {self}", describe::shown(place)),
        }
    }
}

/// The message about a file in the way.
pub const NOT_OURS: &str = "is there already and was not written by formdrift";
/// The same of a file that formdrift wrote and somebody changed.
pub const EDITED: &str = "was edited since formdrift wrote it";

/// Makes the change. Gives the edited files that were moved aside, each with its new name.
pub fn replace(change: &Change) -> Result<Vec<(String, String)>, Refusal> {
    let (folder, known) = (change.folder, change.known);
    let new: HashMap<&str, &[u8]> = (change.artefacts.iter())
        .map(|a| (a.name.as_str(), a.bytes.as_slice()))
        .collect();
    let others = known.iter().filter(|w| files::is_plain(&w.name));
    let mut old: Vec<&str> = (others.map(|w| w.name.as_str()))
        .filter(|name| !(change.stays)(name) && !new.contains_key(name))
        .collect();
    old.sort_unstable();
    old.dedup();

    let mut edited = Vec::new();
    for name in new.keys().chain(&old) {
        let standing = files::standing(folder, name, known, new.get(name).copied());
        if standing == Standing::Other {
            edited.push(*name);
        }
    }
    edited.sort_unstable();
    if let (InTheWay::Refused, Some(name)) = (change.in_the_way, edited.first()) {
        let listed = known.iter().any(|w| w.name == **name);
        let what = if listed { EDITED } else { NOT_OURS };
        return Err(Refusal::InTheWay(folder.join(name), what));
    }

    // Everything that needs room on the disk comes before anything is replaced.
    let written = change.artefacts.iter();
    let written = written.map(|a| Written::of(&a.name, &a.bytes));
    let others = known
        .iter()
        .filter(|w| (change.stays)(&w.name) && !new.contains_key(w.name.as_str()));
    let all: Vec<Written> = written.chain(others.cloned()).collect();
    let begun = files::stage(folder, &(change.text)(all.clone(), Some(known)))?;
    let done = files::stage(folder, &(change.text)(all, None))?;
    let mut staged = Vec::new();
    for artefact in change.artefacts {
        let file = files::stage(folder, &artefact.bytes)?;
        staged.push((file, folder.join(&artefact.name)));
    }

    let marker = folder.join(change.marker);
    files::settle(begun, &marker)?;
    let mut placed = Vec::new();
    let renamed = rename(change, staged, &edited, &old, &mut placed);
    match renamed {
        Ok(kept) => {
            files::settle(done, &marker)?;
            files::sync_folder(folder);
            Ok(kept)
        }
        // Where nothing of ours was before, nothing of ours stays.
        Err(why) if known.is_empty() => {
            for path in placed.iter().chain([&marker]) {
                let _ = fs::remove_file(path);
            }
            Err(why.into())
        }
        // Else the marker says that the set is not complete.
        Err(why) => Err(why.into()),
    }
}

/// Moves edited files aside, gives the staged ones their names, each of which then stands in
/// `placed`, and deletes the old ones.
fn rename(
    change: &Change,
    staged: Vec<(TempPath, PathBuf)>,
    edited: &[&str],
    old: &[&str],
    placed: &mut Vec<PathBuf>,
) -> io::Result<Vec<(String, String)>> {
    let folder = change.folder;
    files::sync_folder(folder);
    let mut kept = Vec::new();
    for name in edited {
        kept.push(((*name).to_owned(), files::keep_aside(folder, name)?));
    }
    for (file, to) in staged {
        files::settle(file, &to)?;
        placed.push(to);
    }
    for name in old.iter().filter(|name| !edited.contains(name)) {
        // A file that is gone already is what is wanted.
        let _ = fs::remove_file(folder.join(name));
    }
    files::sync_folder(folder);
    Ok(kept)
}
