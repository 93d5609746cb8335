//! The inputs behind the files: each file one, each archive as many as it has entries.

use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use formdrift::read::container::{Archive, Limits};

use super::context::{Contexts, Library};
use super::describe::slashed;
use super::names;
use super::plan::{Found, io_sentence};

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
    /// See [`Found::named`].
    pub named: bool,
    /// 1, or more where the inputs before it have the same `storable`.
    pub copy: usize,
    /// The `formdrift.toml` files that hold for it.
    pub contexts: Contexts,
    /// Its bytes, where they are to hand: taken from an archive. Else why not.
    pub content: Option<Result<Vec<u8>, String>>,
}

impl Input {
    /// The recording's name, without folders.
    pub fn name(&self) -> String {
        let name = self.relative.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    /// What tells it from others of its name: its path as it was given or found, an entry
    /// behind its archive's. `private` leaves out the folders above what was asked for, in
    /// which a name may stand.
    pub fn location(&self, private: bool) -> String {
        match &self.entry {
            _ if private => slashed(&self.relative),
            Some(entry) => format!("{}/{entry}", self.path.display()),
            None => self.path.display().to_string(),
        }
    }

    /// Its bytes.
    ///
    /// # Errors
    /// One sentence, when they cannot be had.
    pub fn bytes(&mut self) -> Result<Vec<u8>, String> {
        match self.content.take() {
            Some(content) => content,
            None => whole(&self.path),
        }
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
        }
    }

    /// The next one, without its place below the folder of reports.
    fn find(&mut self) -> Option<Input> {
        loop {
            if let Some((found, archive)) = &mut self.open {
                if let Some(entry) = archive.next() {
                    let inside = harmless(&entry.name);
                    return Some(Input {
                        shown: format!("{}: {}", found.path.display(), entry.name),
                        path: found.path.clone(),
                        relative: if self.alone && found.named {
                            inside
                        } else {
                            found.relative.join(inside)
                        },
                        storable: PathBuf::new(),
                        named: false,
                        copy: 1,
                        contexts: contexts_of(self.library, found),
                        entry: Some(entry.name),
                        content: Some(entry.content.map_err(|why| why.to_string())),
                    });
                }
                self.open = None;
            }
            let found = self.files.next()?;
            let content = if found.archive {
                match opened(&found.path) {
                    Ok(archive) => {
                        self.open = Some((found, archive));
                        continue;
                    }
                    Err(why) => Some(Err(why)),
                }
            } else {
                None
            };
            return Some(Input {
                shown: found.path.display().to_string(),
                path: found.path.clone(),
                entry: None,
                relative: found.relative.clone(),
                storable: PathBuf::new(),
                named: found.named,
                copy: 1,
                contexts: contexts_of(self.library, found),
                content,
            });
        }
    }
}

impl Iterator for Inputs<'_> {
    type Item = Input;

    fn next(&mut self) -> Option<Input> {
        let mut input = self.find()?;
        input.storable = names::storable(&input.relative);
        let copies = self.seen.entry(input.storable.clone()).or_default();
        *copies += 1;
        input.copy = *copies;
        Some(input)
    }
}

/// The `formdrift.toml` files that hold for a file and what is in it.
fn contexts_of(library: &Library, found: &Found) -> Contexts {
    library.for_file(&found.path, &found.relative, found.named)
}

/// The bytes of a file, none of which is larger than an archive's may be.
fn whole(path: &Path) -> Result<Vec<u8>, String> {
    let most = Limits::default().file;
    let file = std::fs::File::open(path).map_err(|e| io_sentence(&e))?;
    let mut bytes = Vec::new();
    file.take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| io_sentence(&e))?;
    if bytes.len() as u64 > most {
        return Err(format!(
            "is larger than {} MB, which no activity is; leave it out",
            most >> 20
        ));
    }
    Ok(bytes)
}

/// Opens an archive.
fn opened(path: &Path) -> Result<Archive, String> {
    let file = std::fs::File::open(path).map_err(|e| io_sentence(&e))?;
    Archive::open(std::io::BufReader::new(file)).map_err(|why| why.to_string())
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
