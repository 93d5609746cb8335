//! The folder a report belongs in, by its name alone.

use std::path::{Path, PathBuf};

use super::input::Input;
use super::marker::Source;
use super::{names, plan};

/// The folder in which reports are created, and how each is named there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Root {
    /// `<name>-form/` beside the file.
    Beside,
    /// The folder named, for one run; further runs of one file have folders in it.
    Exactly(PathBuf),
    /// `<relative path>-form/` below a folder.
    Under(PathBuf),
}

impl Root {
    /// The folder a report belongs in, before numbers are added for what is there already.
    pub fn folder(&self, input: &Input, source: &Source) -> PathBuf {
        match self {
            Self::Beside => input.path.with_file_name(named_after(input, source)),
            Self::Exactly(folder) if source.run == 1 => folder.clone(),
            Self::Exactly(folder) => folder.join(format!("run-{}", source.run)),
            Self::Under(out) => {
                let mut path = out.join(&input.storable).into_os_string();
                path.push(ending(source));
                path.into()
            }
        }
    }
}

/// `<name>-form`, or `<name>-run-2-form` for a further run of the file.
pub fn named_after(input: &Input, source: &Source) -> PathBuf {
    let stem = plan::stem(&input.relative);
    let mut name = names::storable_part(&stem);
    name.push(ending(source));
    PathBuf::from(names::storable_part(&name))
}

/// What the name of a report's folder ends in.
fn ending(source: &Source) -> String {
    match source.run {
        1 => "-form".to_owned(),
        n => format!("-run-{n}-form"),
    }
}

/// A folder as it was named, without a slash at its end or a `.` within.
pub fn tidied(folder: &Path) -> PathBuf {
    let path: PathBuf = folder.components().collect();
    if path.as_os_str().is_empty() {
        return PathBuf::from(".");
    }
    path
}
