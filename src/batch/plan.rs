//! From the paths given to the list of inputs, in a stable order: arguments as they were
//! given, folders bytewise.

use std::collections::{BTreeSet, HashSet};
use std::ffi::{OsStr, OsString};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use formdrift::read::{FORMATS, container};

use super::{files, index, marker};

/// Name of a file with notes about the runs beside it.
pub const NOTES_FILE: &str = "formdrift.toml";

/// The path that stands for standard input.
pub const STANDARD_INPUT: &str = "-";

/// True for the ending of files that a folder is searched for: the name of a format. A file
/// that is named is opened whatever it is called.
fn is_of_a_format(ending: &str) -> bool {
    FORMATS.iter().any(|reader| reader.format.name() == ending)
}

/// A file to look into.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// Path by which the file is opened.
    pub path: PathBuf,
    /// Its path below what was asked for.
    pub relative: PathBuf,
    /// Named on the command line itself: what is wrong with it is an error, where a
    /// stray file in a folder is only counted.
    pub named: bool,
    /// An archive: its entries are the inputs.
    pub archive: bool,
    /// The bytes of standard input, which cannot be read again.
    pub piped: Option<Arc<[u8]>>,
    /// Number of the path it was found at, from 0 in the order given.
    pub source: usize,
}

impl Found {
    /// The folder right below what was asked for in which the file lies: its athlete's, where
    /// [`Plan::of_athletes`] holds. `None` for a file that was named or lies in no folder.
    pub fn athlete(&self) -> Option<String> {
        let mut parts = self.relative.components();
        let first = parts.next()?.as_os_str().to_str()?;
        // What is left is the file's own name at least.
        (!self.named && parts.next().is_some()).then(|| first.to_owned())
    }
}

/// Files to read, and what was passed over while searching the paths given.
#[derive(Debug, Default)]
pub struct Plan {
    /// Files in the order of the arguments, those of a folder sorted by path.
    pub files: Vec<Found>,
    /// Paths that are not there or cannot be listed, each with its sentence.
    pub missing: Vec<(PathBuf, String)>,
    /// Files of reports, which are not input.
    pub of_reports: usize,
    /// Files in folders that are of no known kind.
    pub other_files: usize,
    /// Every folder right below what was asked for is an athlete's, named after them: see
    /// [`Found::athlete`].
    pub of_athletes: bool,
}

impl Plan {
    /// Looks at each path.
    pub fn of(paths: &[PathBuf]) -> Self {
        let mut plan = Self::default();
        for (source, path) in paths.iter().enumerate() {
            if path.as_os_str() == STANDARD_INPUT {
                plan.standard_input(source);
                continue;
            }
            match std::fs::metadata(path) {
                Ok(meta) if meta.is_dir() => plan.folder(path, source, paths.len() > 1),
                Ok(meta) => plan.files.push(Found {
                    path: path.clone(),
                    relative: PathBuf::from(path.file_name().unwrap_or(OsStr::new("input"))),
                    named: true,
                    // What a pipe has given once it does not give again.
                    archive: meta.is_file() && begins_as_archive(path),
                    piped: None,
                    source,
                }),
                Err(e) => plan.missing.push((path.clone(), io_sentence(&e))),
            }
        }
        plan.of_athletes = are_athletes(&plan.files);
        plan
    }

    /// Reads standard input to its end: whether it is an archive shows in its first bytes.
    fn standard_input(&mut self, source: usize) {
        let most = container::Limits::default().file;
        let path = PathBuf::from(STANDARD_INPUT);
        let why = match files::at_most(most, std::io::stdin().lock()) {
            Ok(Some(bytes)) => {
                self.files.push(Found {
                    path,
                    relative: PathBuf::from("stdin"),
                    named: true,
                    archive: container::is_archive(&bytes),
                    piped: Some(bytes.into()),
                    source,
                });
                return;
            }
            Ok(None) => format!("gives more than {} MB; give the file itself", most >> 20),
            Err(error) => io_sentence(&error),
        };
        self.missing.push((path, why));
    }

    /// True when there is one file and nothing else was asked for: its report goes beside
    /// it.
    pub fn is_one_file(&self, paths: &[PathBuf]) -> bool {
        paths.len() == 1 && self.files.iter().all(|f| f.named && !f.archive)
    }

    /// Adds what a folder and the folders in it hold. With other arguments beside it, the
    /// folder's own name keeps its reports apart from theirs.
    fn folder(&mut self, root: &Path, source: usize, with_name: bool) {
        let mut found = Vec::new();
        self.search(root, &mut found);
        let prefix = match root.file_name() {
            Some(name) if with_name => PathBuf::from(name),
            _ => PathBuf::new(),
        };
        let mut files: Vec<Found> = found
            .into_iter()
            .map(|path| Found {
                relative: prefix.join(path.strip_prefix(root).unwrap_or(&path)),
                archive: is_archive(&path) && begins_as_archive(&path),
                piped: None,
                source,
                path,
                named: false,
            })
            .collect();
        files.sort_by(|a, b| bytes(&a.relative).cmp(bytes(&b.relative)));
        self.files.append(&mut files);
    }

    /// Collects files below `folder`; links to folders are not followed, so that no
    /// circle can form.
    fn search(&mut self, folder: &Path, found: &mut Vec<PathBuf>) {
        let listed = marker::listed(folder);
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(e) => {
                self.missing.push((folder.to_path_buf(), io_sentence(&e)));
                return;
            }
        };
        for entry in entries.flatten() {
            let path = entry.path();
            if hidden(&path) {
                continue;
            }
            let Ok(kind) = entry.file_type() else {
                continue;
            };
            if kind.is_dir() {
                self.search(&path, found);
            } else if listed.as_ref().is_some_and(|l| is_of_a_report(&path, l)) {
                self.of_reports += 1;
            } else if !is_activity(&path) && !is_archive(&path) {
                let is_notes = path.file_name() == Some(OsStr::new(NOTES_FILE));
                self.other_files += usize::from(!is_notes && !index::is_own(&path));
            } else if kind.is_file() || path.is_file() {
                found.push(path);
            }
        }
    }
}

/// True where the runs lie in two folders and more, none beside them, and every folder's name
/// may be a person's. One that begins with a digit (a year, a date) or is a word for recordings
/// says that the tree is sorted otherwise.
fn are_athletes(files: &[Found]) -> bool {
    let folders: Option<BTreeSet<String>> = files.iter().map(Found::athlete).collect();
    folders.is_some_and(|all| all.len() > 1 && all.iter().all(|name| may_be_a_name(name)))
}

/// Words of which names of folders are made that sort recordings by kind, source or time.
const NOT_NAMES: &str = "\
    activities activity all apple archive autumn backup base block build coros data download \
    downloads easy export exports fall files fit garmin gpx half history hr interval intervals \
    long longs marathon marathons misc month new old other others phase polar race races \
    recordings road run running runs season short speed spring strava summer suunto takeout \
    taper tcx tempo test tests track trail trails training treadmill tuneup ultra ultras \
    unsorted week winter workouts january february march april may june july august september \
    october november december jan feb mar apr jun jul aug sep oct nov dec";

fn may_be_a_name(folder: &str) -> bool {
    let lower = folder.to_lowercase();
    let mut words = lower
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .peekable();
    let begins = folder.chars().next().is_some_and(char::is_alphabetic);
    begins
        && words.peek().is_some()
        && !words.all(|word| NOT_NAMES.split(' ').any(|known| known == word))
}

/// True for a file that the marker of its folder lists, and for an edited one that was moved
/// aside. Other files beside a report are like any others.
fn is_of_a_report(path: &Path, listed: &HashSet<String>) -> bool {
    let name = path.file_name().and_then(OsStr::to_str);
    name.is_some_and(|name| {
        listed.contains(name) || files::kept_from(name).is_some_and(|name| listed.contains(&name))
    })
}

/// An error of the system as half a sentence that says what to do.
pub fn io_sentence(error: &std::io::Error) -> String {
    use std::io::ErrorKind as Kind;
    match error.kind() {
        Kind::NotFound => "there is no such file or folder; check the path".into(),
        Kind::PermissionDenied => "may not be read; check its permissions".into(),
        _ => format!("cannot be read ({error})"),
    }
}

/// The bytes folders are sorted by.
fn bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}

/// Lower-case ending, without the dot.
fn ending(path: &Path) -> String {
    let ending = path.extension().unwrap_or_default();
    ending.to_string_lossy().to_ascii_lowercase()
}

/// Named as a recording, compressed or not.
pub fn is_activity(path: &Path) -> bool {
    let mut last = ending(path);
    if last == "gz" {
        last = ending(Path::new(path.file_stem().unwrap_or_default()));
    }
    is_of_a_format(&last)
}

/// Named as an archive.
pub fn is_archive(path: &Path) -> bool {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .to_ascii_lowercase();
    [".zip", ".tar", ".tgz", ".tar.gz"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

/// True for a file with the content of an archive, whatever it is called.
fn begins_as_archive(path: &Path) -> bool {
    /// Enough to tell a gzipped tar from other gzipped files.
    const START: u64 = 4096;
    let mut start = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(START).read_to_end(&mut start))
        .is_ok_and(|_| container::is_archive(&start))
}

/// Files that systems and programs keep for themselves (`.git`, `._run.fit`, `__MACOSX`).
fn hidden(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name.as_encoded_bytes().starts_with(b".") || name == "__MACOSX"
}

/// The name of a report's folder: the file's without its endings.
pub fn stem(path: &Path) -> OsString {
    let mut name = PathBuf::from(path.file_name().unwrap_or(OsStr::new("run")));
    if ending(&name) == "gz" {
        name.set_extension("");
    }
    if is_of_a_format(&ending(&name)) {
        name.set_extension("");
    }
    name.into_os_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with these files, all empty.
    fn folder_with(names: &[&str]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for name in names {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, b"").unwrap();
        }
        dir
    }

    #[test]
    fn recordings_are_known_by_their_ending_in_any_case() {
        for yes in ["a.fit", "A.FIT", "a.gpx.gz", "b.Tcx"] {
            assert!(is_activity(Path::new(yes)), "{yes}");
        }
        for yes in ["a.zip", "A.TGZ", "takeout-1.tar.gz", "x.tar"] {
            let path = Path::new(yes);
            assert!(is_archive(path) && !is_activity(path), "{yes}");
        }
        for no in ["a.txt", "a.gz", "fit", "a.fit.txt", ".fit"] {
            assert!(!is_activity(Path::new(no)), "{no}");
        }
    }

    #[test]
    fn a_report_is_named_after_the_file_without_its_endings() {
        assert_eq!(stem(Path::new("x/marathon.fit")), *"marathon");
        assert_eq!(stem(Path::new("long.run.FIT.gz")), *"long.run");
        assert_eq!(stem(Path::new("odd.bin")), *"odd.bin");
    }

    #[test]
    fn a_folder_is_searched_in_order_of_bytes_and_files_of_reports_are_passed_over() {
        let dir = folder_with(&[
            "b.fit",
            "a.gpx",
            "a/z.fit",
            "A.fit",
            "x-form/track.gpx",
            "x-form/track.edited.gpx",
            "x-form/report.html",
            "x-form/y.fit",
            "x-form/z.fit",
            ".git/c.fit",
            "notes.txt",
            NOTES_FILE,
        ]);
        // A marker hides the files of its report; a recording that it lists is not one.
        let marker = r#"{"files": [{"name": "track.gpx"}, {"name": "z.fit"}, "report.html"]}"#;
        std::fs::write(dir.path().join("x-form").join(marker::NAME), marker).unwrap();
        let plan = Plan::of(&[dir.path().to_path_buf()]);
        let names = plan.files.iter().map(|i| i.relative.to_str().unwrap());
        let names: Vec<_> = names.collect();
        let found = "A.fit a.gpx a/z.fit b.fit x-form/y.fit x-form/z.fit";
        assert_eq!(names.join(" "), found);
        assert_eq!((plan.of_reports, plan.other_files), (3, 1));
    }

    #[test]
    fn folders_of_names_are_athletes_and_those_of_years_or_kinds_are_not() {
        let of = |paths: &[&str]| {
            let dir = folder_with(paths);
            Plan::of(&[dir.path().to_path_buf()]).of_athletes
        };
        assert!(of(&["ann/a.fit", "Bob Stone/2026/b.fit"]));
        assert!(of(&["april-jones/a.fit", "mark/b.fit"]));
        assert!(!of(&["ann/a.fit", "ann/b.fit"]), "a single folder");
        let beside = ["ann/a.fit", "bob/b.fit", "c.fit"];
        assert!(!of(&beside), "a run beside them");
        assert!(!of(&["2025/a.fit", "2026/b.fit"]));
        assert!(!of(&["ann/a.fit", "long-runs/b.fit"]));
        assert!(!of(&["races/a.fit", "week 3/b.fit"]));
        let athlete = |relative: &str, named| {
            let relative = PathBuf::from(relative);
            let found = Found {
                relative,
                named,
                ..Found::default()
            };
            found.athlete()
        };
        assert_eq!(athlete("ann/x/a.fit", false).as_deref(), Some("ann"));
        assert_eq!(athlete("a.fit", false), None);
        assert_eq!(athlete("ann/a.fit", true), None);
    }
}
