//! The index beside the reports of many runs.

use std::io;
use std::path::Path;

use formdrift::report::index::Index;
use formdrift::report::{Artefact, compare};
use formdrift::units::DisplayUnits;

use super::marker::write_whole;

/// Marks the index files of a folder as this program's. It is not a report's marker: a
/// folder of runs that was also chosen for the index stays a folder of runs.
const NAME: &str = ".formdrift-index.json";

/// Whether an index may be written into a folder.
///
/// # Errors
/// One sentence, when a file of someone else's would be overwritten.
pub fn may_write(out: &Path) -> Result<(), String> {
    if out.join(NAME).is_file() {
        return Ok(());
    }
    let mut names = Index::FILES.iter().chain([&compare::FILE_NAME]);
    match names.find(|name| out.join(name).exists()) {
        Some(name) => Err(format!(
            "{}: is there already and not formdrift's; choose another folder with --out",
            out.join(name).display()
        )),
        None => Ok(()),
    }
}

/// Whether `file` is part of an index that this program wrote into its folder.
pub fn is_own(file: &Path) -> bool {
    let named = file.file_name().and_then(|name| name.to_str());
    let own = named.is_some_and(|name| Index::FILES.contains(&name) || name == compare::FILE_NAME);
    own && file
        .parent()
        .is_some_and(|folder| folder.join(NAME).is_file())
}

/// Writes a page beside the index that is about to be written.
pub fn write_beside(out: &Path, page: &Artefact) -> io::Result<()> {
    std::fs::create_dir_all(out)?;
    write_whole(out, &page.name, &page.bytes)
}

/// Writes the index.
pub fn write(
    out: &Path,
    index: &Index,
    units: DisplayUnits,
    title: Option<&str>,
) -> io::Result<()> {
    std::fs::create_dir_all(out)?;
    let mark = serde_json::json!({ "schema": "formdrift-index/1", "files": Index::FILES });
    write_whole(out, NAME, mark.to_string().as_bytes())?;
    for artefact in index.render(units, title) {
        write_whole(out, &artefact.name, &artefact.bytes)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strangers_page_is_not_overwritten_and_ones_own_is() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("index.html"), "mine").unwrap();
        assert!(may_write(dir.path()).unwrap_err().contains("index.html"));
        let own = dir.path().join("own");
        let index = Index::new(Vec::new(), Vec::new());
        assert_eq!(may_write(&own), Ok(()));
        write(&own, &index, DisplayUnits::Miles, None).unwrap();
        assert_eq!(may_write(&own), Ok(()));
    }
}
