//! `formdrift.toml` beside the runs: who ran them, and what no watch records about each.
//!
//! A file holds for the recordings in its folder and in the folders below, up to the folder
//! that was given to the program. Of two files the one nearer to the run wins, key by key.

mod file;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use formdrift::read::sanitise;
use formdrift::report::Context;

use super::describe::{shown, slashed};
use super::plan::{Found, Plan, is_archive};
use file::Contents;

pub use super::plan::NOTES_FILE as FILE_NAME;
pub use crate::cli::OfRun;
/// A parsed `formdrift.toml` and the folder it stands in.
#[derive(Debug)]
struct Read {
    folder: PathBuf,
    contents: Contents,
}

/// Every file beside the runs of a session.
#[derive(Debug, Default)]
pub struct Library {
    read: BTreeMap<PathBuf, Option<Read>>,
    /// Files that cannot be read or hold a mistake, each with its sentence.
    pub faults: Vec<(PathBuf, String)>,
    /// Folders are named after their athletes.
    by_folder: bool,
}

impl Library {
    /// Reads every file beside the runs of `plan` and above them. With `by_folder` a run's
    /// athlete is named by its folder where no file does.
    pub fn of(plan: &Plan, by_folder: bool) -> Self {
        let mut library = Self {
            by_folder,
            ..Self::default()
        };
        for found in &plan.files {
            for folder in folders(found) {
                library.load(&folder);
            }
        }
        library
    }

    fn load(&mut self, folder: &Path) {
        if self.read.contains_key(folder) {
            return;
        }
        let path = folder.join(FILE_NAME);
        let read = match file::contents(&path) {
            Ok(contents) => contents.map(|contents| {
                let folder = folder.to_path_buf();
                Read { folder, contents }
            }),
            Err(why) => {
                self.faults.push((path, why));
                None
            }
        };
        self.read.insert(folder.to_path_buf(), read);
    }

    /// What holds for a recording that was found, or for its member `entry` if it is an archive.
    pub fn of_run(&self, found: &Found, entry: Option<&str>) -> OfRun {
        let athlete = || found.athlete().map(|name| fit_to_show(&name));
        let mut all = OfRun {
            folder: self.by_folder.then(athlete).flatten(),
            ..OfRun::default()
        };
        let nearest_first = folders(found);
        let files = nearest_first
            .iter()
            .filter_map(|folder| self.read.get(folder));
        for read in files.flatten() {
            let contents = &read.contents;
            let below = slashed(found.path.strip_prefix(&read.folder).unwrap_or(&found.path));
            let inside = entry.map(|entry| format!("{below}/{entry}"));
            let names = [inside.as_deref(), entry, Some(below.as_str())];
            let mut names = names.into_iter().flatten();
            let run = names.find_map(|name| contents.runs.get(name));
            all = all.or(OfRun {
                athlete: contents.athlete.clone(),
                units: contents.units,
                time_zone: contents.time_zone,
                folder: None,
                context: Context {
                    article_url: contents.article_url.clone(),
                    ..run.cloned().map(Context::from).unwrap_or_default()
                },
            });
        }
        all
    }

    /// Runs that a file names and that are not there, as sentences. Members of archives are
    /// not looked for.
    pub fn misnamed(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        for read in self.read.values().flatten() {
            let names = read.contents.runs.keys();
            let missing = names.filter(|name| {
                let mut ancestors = Path::new(name).ancestors();
                !ancestors.any(|part| part != Path::new("") && read.folder.join(part).exists())
            });
            let missing: BTreeSet<&str> = missing.map(String::as_str).collect();
            let beside = std::fs::read_dir(&read.folder).into_iter().flatten();
            let has_archive = || beside.flatten().any(|file| is_archive(&file.path()));
            if missing.is_empty() || has_archive() {
                continue;
            }
            let names: Vec<&str> = missing.into_iter().collect();
            sentences.push(format!(
                "{}: there is no {} here; the names of runs are those of their files",
                shown(&read.folder.join(FILE_NAME)),
                names.join(", ")
            ));
        }
        sentences
    }
}

/// A folder's name as reports show it.
fn fit_to_show(name: &str) -> String {
    sanitise::one_line(name, sanitise::NAME).into_owned()
}

/// Folders whose file holds for a recording, its own first: of a named file that alone, of
/// one that was found every folder up to the one that was given.
fn folders(found: &Found) -> Vec<PathBuf> {
    let depth = match found.named {
        true => 1,
        false => found.relative.components().count(),
    };
    let above = found.path.ancestors().skip(1).take(depth);
    let folder = |folder: &Path| match folder.as_os_str().is_empty() {
        true => PathBuf::from("."),
        false => folder.to_path_buf(),
    };
    above.map(folder).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use formdrift::units::DisplayUnits;

    const SQUAD: &str = r#"
        units = "km"
        article_url = "https://example.org/article"
        [runs."ann/long.fit"]
        shoes = "old"
        surface = "road"
    "#;
    const ANN: &str = r#"
        athlete = "Ann"
        units = "mi"
        time_zone = "+02:00"
        [runs."long.fit"]
        note = "hot"
        shoes = "new"
        target_pace = "8:00/mi"
        rpe = 7
        pain = { during = 2, after_24_h = 0, location = "left knee" }
        [runs."1.fit"]
        note = "from the archive"
    "#;

    fn squad() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("ann")).unwrap();
        std::fs::write(dir.path().join(FILE_NAME), SQUAD).unwrap();
        std::fs::write(dir.path().join("ann").join(FILE_NAME), ANN).unwrap();
        std::fs::write(dir.path().join("ann/long.fit"), "").unwrap();
        dir
    }

    #[test]
    fn the_nearer_file_wins_key_by_key() {
        let dir = squad();
        let plan = Plan::of(&[dir.path().to_path_buf()]);
        let library = Library::of(&plan, false);
        assert_eq!(library.faults, []);
        let found = &plan.files[0];
        let run = library.of_run(found, None);
        assert_eq!(run.athlete.as_deref(), Some("Ann"));
        assert_eq!(run.units, Some(DisplayUnits::Miles));
        let context = run.context;
        assert_eq!(context.shoes.as_deref(), Some("new"));
        assert_eq!(context.surface.as_deref(), Some("road"));
        let article = "https://example.org/article";
        assert_eq!(context.article_url.as_deref(), Some(article));
        assert!((context.target_pace_s_per_km.unwrap() - 298.26).abs() < 0.01);
        let pain = context.pain.unwrap();
        let pain = (pain.during, pain.after_24_h, pain.after_48_h);
        assert_eq!(pain, (Some(2), Some(0), None));
        // A file that was named has only the one beside it.
        let named = Found {
            relative: PathBuf::from("long.fit"),
            named: true,
            ..found.clone()
        };
        assert_eq!(library.of_run(&named, None).context.surface, None);
        // A member of an archive goes by its own name.
        let archive = Found {
            path: dir.path().join("ann/export.zip"),
            ..found.clone()
        };
        let member = library.of_run(&archive, Some("1.fit"));
        assert_eq!(member.context.note.as_deref(), Some("from the archive"));
    }

    #[test]
    fn a_run_that_is_not_there_is_told() {
        let dir = squad();
        let with = |name: &str| {
            let text = format!("[runs.\"{name}\"]\nnote = \"x\"");
            std::fs::write(dir.path().join("ann").join(FILE_NAME), text).unwrap();
            let plan = Plan::of(&[dir.path().to_path_buf()]);
            Library::of(&plan, false).misnamed()
        };
        assert!(with("long.fit").is_empty());
        let told = with("lnog.fit");
        assert_eq!(told.len(), 1);
        assert!(told[0].contains("no lnog.fit here"), "{told:?}");
    }
}
