//! Files of a report or an index on disk: what was written (size and SHA-256), what stands
//! there now, and how a new set of files takes the place of the old one.
//!
//! Every new file is first written in full under a random name, created exclusively, and
//! synced. Only then are the files renamed to their names. A disk that fills up therefore
//! costs nothing of what was there, and no link is ever written through: a rename replaces a
//! link, it does not follow it.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tempfile::{NamedTempFile, TempPath};

/// Names of temporary files: this, [`RANDOM`] random letters and digits, [`TEMPORARY_END`].
const TEMPORARY: &str = ".formdrift-";
/// Last part of the names of temporary files, after the random characters.
const TEMPORARY_END: &str = ".tmp";
/// 62^12 names: two processes never pick the same, and no user's file has one by chance.
const RANDOM: usize = 12;

/// A file that this program wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Its name, without folders.
    pub name: String,
    /// Size in bytes when it was written; another size now means that it was cut short or edited.
    pub bytes: u64,
    /// SHA-256 of its content, hexadecimal.
    pub sha256: String,
}

impl Written {
    /// What a file of this name and content will be once it is written.
    pub fn of(name: &str, content: &[u8]) -> Self {
        Self {
            name: name.to_owned(),
            bytes: content.len() as u64,
            sha256: sha256(content),
        }
    }

    /// True when exactly this file stands in `folder`.
    pub fn stands_in(&self, folder: &Path) -> bool {
        let path = folder.join(&self.name);
        is_plain(&self.name)
            && fs::symlink_metadata(&path).is_ok_and(|m| m.is_file() && m.len() == self.bytes)
            && fs::read(&path).is_ok_and(|content| sha256(&content) == self.sha256)
    }
}

/// What stands where a file is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// No file, folder or link has this name.
    Nothing,
    /// A file of this program that may be replaced: as it was written, or cut short.
    Ours,
    /// Anything else: a file that was edited, a stranger's file, a link, a folder.
    Other,
}

/// What stands in `folder` under `name`, given the files that this program wrote there and
/// the content that is to be written now.
///
/// A file cut short holds nothing of the user's: it is empty, or the beginning of `content`
/// where that is what was written.
pub fn standing(folder: &Path, name: &str, known: &[Written], content: Option<&[u8]>) -> Standing {
    let path = folder.join(name);
    let meta = match fs::symlink_metadata(&path) {
        Ok(meta) => meta,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Standing::Nothing,
        Err(_) => return Standing::Other,
    };
    if !meta.is_file() {
        return Standing::Other;
    }
    let mut listed = known.iter().filter(|w| w.name == name).peekable();
    if listed.peek().is_none() {
        return Standing::Other;
    }
    if meta.len() == 0 {
        return Standing::Ours;
    }
    let Ok(found) = fs::read(&path) else {
        return Standing::Other;
    };
    let digest = sha256(&found);
    let as_written = listed.any(|w| w.bytes == meta.len() && w.sha256 == digest);
    let begins = content.is_some_and(|content| content.starts_with(&found));
    if as_written || begins {
        Standing::Ours
    } else {
        Standing::Other
    }
}

/// True for a name without folders: a marker is a file, and anyone may have written it.
pub fn is_plain(name: &str) -> bool {
    let path = Path::new(name);
    path.file_name()
        .is_some_and(|file| file == path.as_os_str())
}

/// Writes a file in full under a temporary name in `folder` and syncs it. The file is
/// deleted again unless it is renamed.
pub fn stage(folder: &Path, content: &[u8]) -> io::Result<TempPath> {
    let mut builder = tempfile::Builder::new();
    builder
        .prefix(TEMPORARY)
        .rand_bytes(RANDOM)
        .suffix(TEMPORARY_END);
    // Temporary files are private by default; a report is as readable as any new file.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file: NamedTempFile = builder.tempfile_in(folder)?;
    file.write_all(content)?;
    match file.as_file().sync_all() {
        // Some network file systems cannot sync.
        Err(e) if !cannot_sync(&e) => return Err(e),
        _ => {}
    }
    Ok(file.into_temp_path())
}

/// Gives a staged file its name, in place of what is there.
pub fn settle(staged: TempPath, to: &Path) -> io::Result<()> {
    staged.persist(to).map_err(|e| e.error)
}

/// Syncs a folder, so that its renames survive a power cut. Only Unix can; elsewhere, and
/// where the file system refuses, there is nothing more to do.
pub fn sync_folder(folder: &Path) {
    if cfg!(unix) {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
}

/// True where a file system does not offer syncing.
fn cannot_sync(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput
    )
}

/// Deletes temporary files that a killed process left in `folder`. To be called only while
/// holding the folder's lock: temporary files are made under it alone.
pub fn clear_temporary(folder: &Path) {
    for path in temporary_files(folder) {
        let _ = fs::remove_file(path);
    }
}

/// Temporary files of this program in `folder`.
pub fn temporary_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .filter(|entry| entry.file_name().to_str().is_some_and(is_temporary))
        .map(|entry| entry.path())
        .collect()
}

/// True for the name of a temporary file of this program.
pub fn is_temporary(name: &str) -> bool {
    name.strip_prefix(TEMPORARY)
        .and_then(|rest| rest.strip_suffix(TEMPORARY_END))
        .is_some_and(|middle| {
            middle.len() == RANDOM && middle.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}

/// Moves a file that somebody edited out of the way, to `report.edited.html`, or
/// `report.edited-2.html` and so on where that is taken. Gives the new name.
pub fn keep_aside(folder: &Path, name: &str) -> io::Result<String> {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    for n in 1..=MOST_KEPT {
        let number = if n == 1 {
            String::new()
        } else {
            format!("-{n}")
        };
        let aside = format!("{stem}.edited{number}.{ending}");
        let path = folder.join(&aside);
        if fs::symlink_metadata(&path).is_err() {
            fs::rename(folder.join(name), path)?;
            return Ok(aside);
        }
    }
    Err(io::Error::new(
        io::ErrorKind::AlreadyExists,
        format!("{MOST_KEPT} edited copies of {name} are there already"),
    ))
}

/// Edited copies of one file that are kept; more are a mistake somewhere.
const MOST_KEPT: usize = 1000;

/// The name a file had before [`keep_aside`] moved it; `None` for any other name.
pub fn kept_from(name: &str) -> Option<String> {
    let (before, ending) = name.rsplit_once('.')?;
    let (stem, edited) = before.rsplit_once('.')?;
    let number = edited.strip_prefix("edited")?;
    let numbered = number
        .strip_prefix('-')
        .is_some_and(|n| n.parse::<usize>().is_ok());
    (number.is_empty() || numbered).then(|| format!("{stem}.{ending}"))
}

/// Creates a folder with those above it, and gives the ones that were not there before,
/// the deepest first.
pub fn create(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let missing: Vec<PathBuf> = folder
        .ancestors()
        .filter(|f| !f.as_os_str().is_empty())
        .take_while(|f| !f.exists())
        .map(Path::to_path_buf)
        .collect();
    match fs::create_dir_all(folder) {
        Ok(()) => Ok(missing),
        Err(e) => {
            remove_empty(&missing);
            Err(e)
        }
    }
}

/// Removes these folders as far as they are empty, in this order.
pub fn remove_empty(folders: &[PathBuf]) {
    for folder in folders {
        if fs::remove_dir(folder).is_err() {
            return;
        }
    }
}

/// Reads a small file that is no link; `None` where there is none, or it is larger than
/// `most` bytes.
pub fn small(path: &Path, most: u64) -> Option<Vec<u8>> {
    let meta = fs::symlink_metadata(path).ok()?;
    if !meta.is_file() || meta.len() > most {
        return None;
    }
    at_most(most, File::open(path).ok()?).ok()?
}

/// Reads to the end; `None` where that is more than `most` bytes.
pub fn at_most(most: u64, from: impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    from.take(most + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}

/// SHA-256 of bytes, in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
}
