//! The folder a report belongs in, by its name alone.

use std::path::{Path, PathBuf};

use super::input::Input;
use super::marker::Source;
use super::plan;

/// Where reports go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Root {
    /// `<name>-form/` beside the file.
    Beside,
    /// The folder named, for one run.
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
            Self::Exactly(folder) => suffixed(folder, &format!("-run-{}", source.run)),
            Self::Under(out) => {
                let ending = match source.run {
                    1 => "-form".to_owned(),
                    n => format!("-run-{n}-form"),
                };
                suffixed(&out.join(&input.relative), &ending)
            }
        }
    }
}

/// `<name>-form`, or `<name>-run-2-form` for a further run of the file.
pub fn named_after(input: &Input, source: &Source) -> String {
    let stem = plan::stem(&input.relative);
    match source.run {
        1 => format!("{stem}-form"),
        n => format!("{stem}-run-{n}-form"),
    }
}

/// `path` with `ending` added to its last part.
fn suffixed(path: &Path, ending: &str) -> PathBuf {
    let mut whole = path.as_os_str().to_owned();
    whole.push(ending);
    whole.into()
}
