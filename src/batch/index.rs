//! The index beside the reports of many runs: every report below its folder is in it, those of
//! earlier sessions too.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use formdrift::report::index::{Index, Row};
use formdrift::report::{Artefact, RenderError, compare};
use serde::{Deserialize, Serialize};

use super::describe::shown;
use super::files::{self, Written};
use super::lock::FolderLock;
use super::marker::{MAX_BYTES, Marker};
use super::replace::{self, Change, InTheWay, Refusal};

/// Marks the index files of a folder as this program's. It is not a report's marker.
const NAME: &str = ".formdrift-index.json";
/// Version of its layout.
const SCHEMA: &str = "formdrift-index/2";

/// What the marker of an index holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Mark {
    schema: String,
    files: Vec<Written>,
    /// Files that are being replaced; empty once `files` are all there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    replaced: Vec<Written>,
}

impl Mark {
    fn of(files: Vec<Written>, replaced: Option<&[Written]>) -> Self {
        Self {
            schema: SCHEMA.into(),
            files,
            replaced: replaced.unwrap_or_default().to_vec(),
        }
    }

    /// Reads the marker of a folder; `None` where there is none of this layout.
    fn read(folder: &Path) -> Option<Self> {
        let bytes = files::small(&folder.join(NAME), MAX_BYTES)?;
        let mark: Self = serde_json::from_slice(&bytes).ok()?;
        (mark.schema == SCHEMA).then_some(mark)
    }

    fn text(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self).unwrap_or_default()
    }

    /// Files of an index that this program wrote.
    fn known(&self) -> Vec<Written> {
        let all = self.files.iter().chain(&self.replaced);
        all.filter(|w| is_index_name(&w.name)).cloned().collect()
    }
}

/// Names of the files beside the reports.
fn is_index_name(name: &str) -> bool {
    Index::FILES.contains(&name) || name == compare::FILE_NAME
}

/// Whether an index may be written into a folder.
///
/// # Errors
/// One sentence, when a file of someone else's would be overwritten.
pub fn may_write(out: &Path) -> Result<(), String> {
    let mark = Mark::read(out);
    // An empty one is what a power cut leaves.
    let is_foreign = |m: std::fs::Metadata| !m.is_file() || m.len() > 0;
    let foreign_mark = mark.is_none() && out.join(NAME).symlink_metadata().is_ok_and(is_foreign);
    let known = mark.map_or_else(Vec::new, |mark| mark.known());
    let mut names = [NAME]
        .iter()
        .filter(|_| foreign_mark)
        .chain(Index::FILES.iter())
        .chain([&compare::FILE_NAME]);
    let foreign = names.find(|name| {
        let listed = known.iter().any(|w| w.name == **name);
        !listed && out.join(name).symlink_metadata().is_ok()
    });
    match foreign {
        Some(name) => Err(format!(
            "{}: {}; move it, or choose another folder with --out",
            shown(&out.join(name)),
            replace::NOT_OURS
        )),
        None => Ok(()),
    }
}

/// Whether `file` is part of an index that this program wrote into its folder.
pub fn is_own(file: &Path) -> bool {
    let named = file.file_name().and_then(|name| name.to_str());
    let name = named.map(|name| files::kept_from(name).unwrap_or(name.to_owned()));
    name.is_some_and(|name| is_index_name(&name))
        && file
            .parent()
            .is_some_and(|folder| folder.join(NAME).is_file())
}

/// A report of an earlier session.
pub struct Earlier {
    /// Folder that holds the earlier report.
    pub folder: PathBuf,
    /// Its run's line in the index, as it was then.
    pub row: Row,
}

/// Reports below `folder` that are whole, in order of their paths, without those of `known`
/// folders. Links are not followed.
pub fn reports_below(folder: &Path, known: &HashSet<PathBuf>) -> Vec<Earlier> {
    let mut found = Vec::new();
    search(folder, known, &mut found);
    found
}

fn search(folder: &Path, known: &HashSet<PathBuf>, found: &mut Vec<Earlier>) {
    if !known.contains(folder)
        && let Some(marker) = Marker::read(folder).filter(|marker| marker.complete)
        && let Ok(row) = serde_json::from_value(marker.row)
    {
        let folder = folder.to_path_buf();
        found.push(Earlier { folder, row });
    }
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = entries
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .filter(|entry| !entry.file_name().as_encoded_bytes().starts_with(b"."))
        .map(|entry| entry.path())
        .collect();
    folders.sort_unstable();
    for folder in folders {
        search(&folder, known, found);
    }
}

/// Writes the files of an index: those that `make` gives while no other process can write
/// there. Gives the edited files that were moved aside, each with its new name.
pub fn write(
    out: &Path,
    make: impl FnOnce() -> Result<Vec<Artefact>, RenderError>,
) -> Result<Vec<(String, String)>, Refusal> {
    let created = files::create(out)?;
    let done = FolderLock::acquire(out)
        .map_err(Refusal::from)
        .and_then(|_lock| write_locked(out, make));
    if done.is_err() {
        files::remove_empty(&created);
    }
    done
}

fn write_locked(
    out: &Path,
    make: impl FnOnce() -> Result<Vec<Artefact>, RenderError>,
) -> Result<Vec<(String, String)>, Refusal> {
    files::clear_temporary(out);
    let known = Mark::read(out).map_or_else(Vec::new, |mark| mark.known());
    let artefacts = make()?;
    // A new index takes the place of the whole old one, whose squad may have been larger; a
    // comparison and an index leave each other alone.
    let is_index = artefacts.iter().any(|a| a.name == Index::FILES[0]);
    let stays: fn(&str) -> bool = match is_index {
        true => |name| name == compare::FILE_NAME,
        false => |_| true,
    };
    let change = Change {
        folder: out,
        marker: NAME,
        text: &|files, replaced| Mark::of(files, replaced).text(),
        known: &known,
        artefacts: &artefacts,
        stays,
        in_the_way: InTheWay::KeptAside,
    };
    replace::replace(&change)
}

#[cfg(test)]
mod tests {
    use super::*;
    use formdrift::units::DisplayUnits;

    fn rendered() -> Result<Vec<Artefact>, RenderError> {
        Index::new(Vec::new(), Vec::new()).render(DisplayUnits::Miles, None)
    }

    #[test]
    fn a_strangers_page_is_not_overwritten_and_ones_own_is() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("index.html"), "mine").unwrap();
        assert!(may_write(dir.path()).unwrap_err().contains("index.html"));
        let marked = tempfile::tempdir().unwrap();
        std::fs::write(marked.path().join(NAME), "{}").unwrap();
        assert!(may_write(marked.path()).unwrap_err().contains(NAME));
        let own = dir.path().join("own");
        assert_eq!(may_write(&own), Ok(()));
        write(&own, rendered).unwrap();
        assert_eq!(may_write(&own), Ok(()));
        assert!(is_own(&own.join("runs.csv")) && !is_own(&own.join("notes.csv")));
    }

    #[test]
    fn an_edited_table_is_kept_under_another_name() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), rendered).unwrap();
        std::fs::write(dir.path().join("runs.csv"), "sorted").unwrap();
        let kept = write(dir.path(), rendered).unwrap();
        assert_eq!(kept, [("runs.csv".into(), "runs.edited.csv".into())]);
        let text = |name| std::fs::read_to_string(dir.path().join(name)).unwrap();
        assert_eq!(text("runs.edited.csv"), "sorted");
        assert!(text("runs.csv").starts_with("file,"));
    }

    #[test]
    fn the_sheet_of_a_squad_goes_with_the_squad() {
        let dir = tempfile::tempdir().unwrap();
        let sheet = dir.path().join(Index::FILES[3]);
        let squad = || {
            let mut files = rendered()?;
            files.push(Artefact {
                name: Index::FILES[3].into(),
                bytes: b"squad".to_vec(),
            });
            Ok(files)
        };
        write(dir.path(), squad).unwrap();
        assert!(sheet.exists());
        write(dir.path(), rendered).unwrap();
        assert!(!sheet.exists());
        assert_eq!(may_write(dir.path()), Ok(()));
        // One that was edited is kept.
        write(dir.path(), squad).unwrap();
        std::fs::write(&sheet, "with my notes").unwrap();
        let kept = write(dir.path(), rendered).unwrap();
        assert_eq!(kept, [("squad.pdf".into(), "squad.edited.pdf".into())]);
    }

    #[test]
    fn a_comparison_made_earlier_stays_ones_own() {
        let dir = tempfile::tempdir().unwrap();
        let page = Artefact {
            name: compare::FILE_NAME.into(),
            bytes: b"page".to_vec(),
        };
        write(dir.path(), || Ok(vec![page])).unwrap();
        write(dir.path(), rendered).unwrap();
        assert_eq!(may_write(dir.path()), Ok(()));
        assert!(dir.path().join(compare::FILE_NAME).exists());
    }
}
