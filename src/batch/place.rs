//! Where a report goes: the runner's own earlier report is replaced, anything else is left
//! alone and the next free name taken.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use formdrift::report::{Artefact, OUTPUTS, Output};
use serde_json::Value;

use super::input::Input;
use super::marker::{self, Marker, Source};
use super::root::{self, Root};

/// Folders taken in this session, so that two inputs never write to one.
#[derive(Debug, Default)]
pub struct Claims(Mutex<HashSet<PathBuf>>);

impl Claims {
    /// Takes a folder; false when another input has it.
    fn take(&self, folder: &Path) -> bool {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        taken.insert(folder.to_path_buf())
    }
}

/// A folder for a report.
#[derive(Debug)]
pub struct Place {
    /// The folder.
    pub folder: PathBuf,
    /// What it holds of this very input.
    pub earlier: Option<Marker>,
}

impl Place {
    /// The place for a run's report.
    pub fn of(input: &Input, source: &Source, root: &Root, claims: &Claims) -> Self {
        let folder = root.folder(input, source);
        match root {
            Root::Exactly(_) if source.run == 1 => Self::exactly(&folder, source, claims),
            _ => Self::find(&folder, input.copy, source, claims),
        }
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
        let mut n = 1;
        while n < first || numbered(n).exists() {
            let folder = numbered(n);
            let own = Marker::read(&folder).filter(|m| m.input.is(input));
            if own.is_some() && claims.take(&folder) {
                let earlier = own;
                return Self { folder, earlier };
            }
            n += 1;
        }
        let mut n = first;
        loop {
            let folder = numbered(n);
            if is_free(&folder) && claims.take(&folder) {
                return Self {
                    folder,
                    earlier: None,
                };
            }
            n += 1;
        }
    }

    /// The folder the user named for one run: itself, unless a file in it that is not
    /// this run's would be overwritten.
    pub fn exactly(folder: &Path, input: &Source, claims: &Claims) -> Self {
        let marker = Marker::read(folder);
        let own = marker.as_ref().is_some_and(|m| m.input.is(input));
        let mut names = OUTPUTS.iter().flat_map(Output::file_names);
        let untouched = !marker::is_marked(folder) && !names.any(|name| folder.join(name).exists());
        if (own || untouched) && claims.take(folder) {
            return Self {
                folder: folder.to_path_buf(),
                earlier: marker.filter(|_| own),
            };
        }
        Self::find(folder, 2, input, claims)
    }

    /// Writes a report. The marker goes first, unfinished, and last, finished: a report
    /// cut short is recognised and written anew.
    pub fn write(
        &self,
        input: &Source,
        options: Value,
        artefacts: &[Artefact],
        row: Value,
    ) -> io::Result<()> {
        let names: Vec<String> = artefacts.iter().map(|a| a.name.clone()).collect();
        std::fs::create_dir_all(&self.folder)?;
        let mut marker = Marker::new(input.clone(), options, names, row);
        if let Some(earlier) = &self.earlier {
            let stale = earlier.files.iter().filter(|f| !marker.files.contains(f));
            for name in stale.filter(|name| is_plain(name)) {
                // A file that is gone already is what is wanted.
                let _ = std::fs::remove_file(self.folder.join(name));
            }
        }
        marker.write(&self.folder)?;
        for artefact in artefacts {
            marker::write_whole(&self.folder, &artefact.name, &artefact.bytes)?;
        }
        marker.complete = true;
        marker.write(&self.folder)
    }
}

/// True for a name without folders: a marker is a file, and anyone may have written it.
fn is_plain(name: &str) -> bool {
    let path = Path::new(name);
    path.file_name()
        .is_some_and(|file| file == path.as_os_str())
}

/// True where nothing is, or an empty folder.
fn is_free(folder: &Path) -> bool {
    match std::fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(e) => e.kind() == io::ErrorKind::NotFound || !folder.exists(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(sha256: &str) -> Source {
        Source {
            name: "run.fit".into(),
            sha256: sha256.into(),
            run: 1,
            of: 1,
        }
    }

    fn artefact(name: &str, text: &str) -> Artefact {
        Artefact {
            name: name.into(),
            bytes: text.as_bytes().to_vec(),
        }
    }

    #[test]
    fn the_same_input_comes_back_to_its_folder_and_another_gets_the_next() {
        let dir = tempfile::tempdir().unwrap();
        let base = dir.path().join("run-form");
        for (sha, expected) in [
            ("aa", "run-form"),
            ("bb", "run-form-2"),
            ("aa", "run-form"),
            ("bb", "run-form-2"),
        ] {
            let place = Place::find(&base, 1, &source(sha), &Claims::default());
            assert_eq!(place.folder.file_name().unwrap(), expected);
            place
                .write(
                    &source(sha),
                    Value::Null,
                    &[artefact("a", sha)],
                    Value::Null,
                )
                .unwrap();
        }
    }

    #[test]
    fn a_strangers_folder_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let base = dir.path().join("run-form");
        std::fs::create_dir(&base).unwrap();
        std::fs::write(base.join("report.html"), "mine").unwrap();
        let place = Place::find(&base, 1, &source("aa"), &Claims::default());
        assert_eq!(place.folder, dir.path().join("run-form-2"));
        for (theirs, expected) in [
            ("report.html", "out-2"),
            ("drift.png", "out-2"),
            ("notes.md", "out"),
        ] {
            let dir = tempfile::tempdir().unwrap();
            let out = dir.path().join("out");
            std::fs::create_dir(&out).unwrap();
            std::fs::write(out.join(theirs), "mine").unwrap();
            let place = Place::exactly(&out, &source("aa"), &Claims::default());
            assert_eq!(place.folder, dir.path().join(expected), "{theirs}");
        }
    }

    #[test]
    fn two_inputs_of_one_session_never_share_a_folder() {
        let dir = tempfile::tempdir().unwrap();
        let (base, claims) = (dir.path().join("run-form"), Claims::default());
        let one = Place::find(&base, 1, &source("aa"), &claims);
        let two = Place::find(&base, 1, &source("aa"), &claims);
        assert_ne!(one.folder, two.folder);
    }

    #[test]
    fn files_of_the_earlier_report_go_and_others_stay() {
        let dir = tempfile::tempdir().unwrap();
        let base = dir.path().join("run-form");
        let first = Place::find(&base, 1, &source("aa"), &Claims::default());
        let both = [artefact("a", "1"), artefact("b", "1")];
        first
            .write(&source("aa"), Value::Null, &both, Value::Null)
            .unwrap();
        std::fs::write(base.join("notes.txt"), "mine").unwrap();
        let again = Place::find(&base, 1, &source("aa"), &Claims::default());
        again
            .write(&source("aa"), Value::Null, &both[..1], Value::Null)
            .unwrap();
        assert!(base.join("a").exists() && base.join("notes.txt").exists());
        assert!(!base.join("b").exists());
    }

    #[test]
    fn a_report_cut_short_is_not_current() {
        let dir = tempfile::tempdir().unwrap();
        let place = Place::find(&dir.path().join("x"), 1, &source("aa"), &Claims::default());
        place
            .write(
                &source("aa"),
                Value::Null,
                &[artefact("a", "1")],
                Value::Null,
            )
            .unwrap();
        let mut marker = Marker::read(&place.folder).unwrap();
        assert!(marker.is_current(&place.folder, &source("aa"), &Value::Null));
        assert!(!marker.is_current(&place.folder, &source("aa"), &Value::Bool(true)));
        marker.complete = false;
        assert!(!marker.is_current(&place.folder, &source("aa"), &Value::Null));
    }
}
