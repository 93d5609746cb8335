//! The inputs behind the files: each file one, each archive as many as it has entries.

use std::collections::HashMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use formdrift::read::container::{Archive, Limits, expanded_bytes};
use formdrift::read::{Damage, sanitise};

use super::budget::{Budget, Share};
use super::context::{Library, OfRun};
use super::describe::slashed;
use super::plan::{Found, io_sentence};
use super::{files, names};

/// One recording to analyse.
#[derive(Debug)]
pub struct Input {
    /// What messages call it: its path, or the archive's with the entry's behind it.
    pub shown: String,
    /// Where it is, or where its archive is.
    pub path: PathBuf,
    /// Its name in that archive.
    pub entry: Option<String>,
    /// Its path below what was asked for.
    pub relative: PathBuf,
    /// The same as a path that every system can store: where its report goes, below the
    /// folder of all reports.
    pub storable: PathBuf,
    /// True if the path was given on the command line, see [`Found::named`].
    pub named: bool,
    /// Index of the given path it was found under, see [`Found::source`].
    pub source: usize,
    /// 1, or more where the inputs before it have the same `storable`.
    pub copy: usize,
    /// What the `formdrift.toml` files say that hold for it.
    pub notes: OfRun,
    /// Its bytes, where they are to hand: taken from an archive. Else why not.
    pub content: Option<Result<Vec<u8>, String>>,
    /// What is wrong with the bytes by the archive's word.
    pub damage: Option<Damage>,
    /// Its share of the bytes that may be expanded at once.
    pub share: Share,
}

impl Input {
    /// The recording's name, without folders.
    pub fn name(&self) -> String {
        let name = self.relative.file_name().unwrap_or_default();
        fit_to_show(&name.to_string_lossy())
    }

    /// What tells it from others of its name: its path as it was given or found, an entry
    /// behind its archive's. `private` leaves out the folders above what was asked for, in
    /// which a name may stand.
    pub fn location(&self, private: bool) -> String {
        fit_to_show(&match &self.entry {
            _ if private => slashed(&self.relative),
            Some(entry) => format!("{}/{entry}", self.path.display()),
            None => self.path.display().to_string(),
        })
    }

    /// Its bytes, once there is room for them and for what they expand to.
    ///
    /// # Errors
    /// One sentence, when they cannot be read.
    pub fn bytes(&mut self) -> Result<Vec<u8>, String> {
        let bytes = match self.content.take() {
            Some(content) => content?,
            None => {
                let size = std::fs::metadata(&self.path).map_or(0, |meta| meta.len());
                self.share.grow(size.min(Limits::default().file));
                whole(&self.path)?
            }
        };
        let (most, expanded) = (Limits::default().file, expanded_bytes(&bytes));
        if expanded > 0 && bytes.len() as u64 + expanded > most {
            return Err(too_large(most));
        }
        self.share.grow(expanded);
        Ok(bytes)
    }
}

/// Every input, one after the other; of an archive one entry at a time is in memory.
pub struct Inputs<'a> {
    files: std::slice::Iter<'a, Found>,
    open: Option<(&'a Found, Archive)>,
    /// An archive that is the only thing asked for gives its name to no folder.
    alone: bool,
    library: &'a Library,
    seen: HashMap<PathBuf, usize>,
    budget: Budget,
    /// Room for the entry that an archive expands.
    reserved: Arc<Mutex<Option<Share>>>,
}

impl<'a> Inputs<'a> {
    /// The inputs behind `files`.
    pub fn new(files: &'a [Found], library: &'a Library) -> Self {
        Self {
            library,
            files: files.iter(),
            open: None,
            alone: files.len() == 1,
            seen: HashMap::new(),
            budget: Budget::default(),
            reserved: Arc::default(),
        }
    }

    /// Opens an archive whose entries are expanded only once there is room for them.
    fn opened(&self, found: &Found) -> Result<Archive, String> {
        let (budget, reserved) = (self.budget.clone(), Arc::clone(&self.reserved));
        let archive = match &found.piped {
            Some(bytes) => Archive::open(Cursor::new(Arc::clone(bytes))),
            None => {
                let file = std::fs::File::open(&found.path).map_err(|e| io_sentence(&e))?;
                Archive::open(std::io::BufReader::new(file))
            }
        };
        Ok(archive
            .map_err(|why| why.to_string())?
            .reserving(move |bytes| {
                let share = budget.reserve(bytes);
                *reserved.lock().unwrap_or_else(PoisonError::into_inner) = Some(share);
            }))
    }

    /// An input of a file: the file itself, or its member `entry`. `share` is the room for its bytes.
    fn input(&mut self, found: &Found, entry: Option<String>, share: Share) -> Input {
        let path = found.path.display();
        let inside = entry.as_deref().map(harmless);
        let relative = match inside {
            Some(inside) if self.alone && found.named => inside,
            Some(inside) => found.relative.join(inside),
            None => found.relative.clone(),
        };
        let storable = names::storable(&relative);
        let copies = self.seen.entry(storable.clone()).or_default();
        *copies += 1;
        Input {
            shown: fit_to_show(&match entry.as_deref() {
                None | Some("") => path.to_string(),
                Some(name) => format!("{path}: {name}"),
            }),
            path: found.path.clone(),
            relative,
            storable,
            named: found.named && entry.is_none(),
            source: found.source,
            copy: *copies,
            notes: self.library.of_run(found, entry.as_deref()),
            entry,
            content: None,
            damage: None,
            share,
        }
    }

    /// The room that was reserved for the entry at hand; none for one that holds no bytes.
    fn reserved(&self) -> Share {
        let mut room = self.reserved.lock().unwrap_or_else(PoisonError::into_inner);
        room.take().unwrap_or_else(|| self.budget.reserve(0))
    }
}

impl Iterator for Inputs<'_> {
    type Item = Input;

    fn next(&mut self) -> Option<Input> {
        loop {
            if let Some((found, archive)) = &mut self.open {
                let found = *found;
                if let Some(entry) = archive.next() {
                    let share = self.reserved();
                    return Some(Input {
                        damage: entry.damage,
                        content: Some(entry.content.map_err(|why| why.to_string())),
                        ..self.input(found, Some(entry.name), share)
                    });
                }
                self.open = None;
            }
            let found = self.files.next()?;
            let content = if found.archive {
                match self.opened(found) {
                    Ok(archive) => {
                        self.open = Some((found, archive));
                        continue;
                    }
                    Err(why) => Some(Err(why)),
                }
            } else {
                found.piped.as_ref().map(|bytes| Ok(bytes.to_vec()))
            };
            let bytes = found.piped.as_ref().map_or(0, |bytes| bytes.len() as u64);
            let share = self.budget.reserve(bytes);
            return Some(Input {
                content,
                ..self.input(found, None, share)
            });
        }
    }
}

/// The bytes of a file, none of which is larger than an archive's may be.
fn whole(path: &Path) -> Result<Vec<u8>, String> {
    let most = Limits::default().file;
    let bytes = std::fs::File::open(path).and_then(|file| files::at_most(most, file));
    bytes
        .map_err(|e| io_sentence(&e))?
        .ok_or_else(|| too_large(most))
}

/// The sentence for a recording beyond all size.
fn too_large(most: u64) -> String {
    format!(
        "is larger than {} MB, which no activity is; leave it out",
        most >> 20
    )
}

/// A name of a file as messages and reports show it.
fn fit_to_show(name: &str) -> String {
    sanitise::one_line(name, sanitise::PATH).into_owned()
}

/// A path of an archive made into one that stays below the folder it is put in and that
/// every system can store.
fn harmless(name: &str) -> PathBuf {
    let part = |part: &str| {
        let kept = |c: char| {
            if c.is_control() || r#"<>:"|?*"#.contains(c) {
                '_'
            } else {
                c
            }
        };
        let text: String = part.chars().map(kept).collect();
        text.trim_end_matches(['.', ' ']).to_owned()
    };
    let path: PathBuf = name
        .split(['/', '\\'])
        .map(part)
        .filter(|part| !part.is_empty())
        .collect();
    if path.as_os_str().is_empty() {
        return PathBuf::from("entry");
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_of_an_archive_leads_out_of_the_folder() {
        for (name, safe) in [
            ("activities/1.fit.gz", "activities/1.fit.gz"),
            ("../../etc/passwd", "etc/passwd"),
            ("/root/x.fit", "root/x.fit"),
            ("c:\\windows\\a.fit", "c_/windows/a.fit"),
            ("..", "entry"),
            ("a/./b. /c\u{7}.fit", "a/b/c_.fit"),
        ] {
            assert_eq!(harmless(name), PathBuf::from(safe), "{name}");
        }
    }
}
