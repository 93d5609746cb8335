//! Names that every system can store: not too long, and none that Windows reserves for
//! devices.

use std::ffi::{OsStr, OsString};
use std::path::{Component, Path, PathBuf};

use super::files::sha256;

/// Longest part of a path in bytes. Systems allow 255; the rest is for what is added
/// (`-run-12-form-3`).
const LONGEST_PART: usize = 200;
/// Longest path below the folder of all reports, in bytes; systems allow 4096 for the whole,
/// and an archive may hold names of 65,535.
const LONGEST_PATH: usize = 1000;
/// Hexadecimal digits of a hash that keep shortened names apart: 1 in 4 billion.
const DIGITS: usize = 8;

/// A path below the folder of all reports with every part made storable. Names that are
/// storable stay as they are.
pub fn storable(relative: &Path) -> PathBuf {
    let parts = relative.components().filter_map(|part| match part {
        Component::Normal(name) => Some(storable_part(name)),
        _ => None,
    });
    let path: PathBuf = parts.collect();
    if path.as_os_str().len() <= LONGEST_PATH {
        return path;
    }
    let name = path.file_name().unwrap_or_default().to_owned();
    let whole = sha256(relative.as_os_str().as_encoded_bytes());
    PathBuf::from(&whole[..DIGITS]).join(name)
}

/// One part of a path, made storable.
pub fn storable_part(name: &OsStr) -> OsString {
    let mut name = name.to_owned();
    if name.len() > LONGEST_PART {
        let text = name.to_string_lossy().into_owned();
        let mut end = LONGEST_PART - DIGITS - 1;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let hash = sha256(name.as_encoded_bytes());
        name = format!("{}~{}", &text[..end], &hash[..DIGITS]).into();
    }
    if is_reserved(&name) {
        let mut safe = OsString::from("_");
        safe.push(&name);
        return safe;
    }
    name
}

/// True for the names of devices on Windows, which also hold with any ending: `nul.fit`.
/// <https://learn.microsoft.com/windows/win32/fileio/naming-a-file>
fn is_reserved(name: &OsStr) -> bool {
    let text = name.to_string_lossy();
    let base = text.split('.').next().unwrap_or_default().trim_end();
    let base = base.to_ascii_uppercase();
    if ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].contains(&base.as_str()) {
        return true;
    }
    let port = base.strip_prefix("COM").or(base.strip_prefix("LPT"));
    port.is_some_and(|number| {
        let mut digits = number.chars();
        matches!(
            (digits.next(), digits.next()),
            (Some('0'..='9' | '\u{b9}' | '\u{b2}' | '\u{b3}'), None)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_can_be_stored_stay_and_others_are_made_so() {
        for (name, stored) in [
            ("activities/1.fit", "activities/1.fit"),
            ("nul.fit", "_nul.fit"),
            ("a/Com1/b.fit", "a/_Com1/b.fit"),
            ("aux .x.fit", "_aux .x.fit"),
            ("common.fit", "common.fit"),
            ("COM10.fit", "COM10.fit"),
            ("../a.fit", "a.fit"),
        ] {
            assert_eq!(storable(Path::new(name)), PathBuf::from(stored), "{name}");
        }
    }

    #[test]
    fn long_names_are_shortened_and_stay_apart() {
        let long = |last: &str| format!("{}{last}.fit", "\u{e9}".repeat(120));
        let [a, b] = ["a", "b"].map(|last| storable(Path::new(&long(last))));
        assert_ne!(a, b);
        assert!(a.as_os_str().len() <= LONGEST_PART, "{a:?}");
        let deep = PathBuf::from("d/".repeat(2000)).join("x.fit");
        let stored = storable(&deep);
        assert!(stored.as_os_str().len() <= LONGEST_PATH && stored.ends_with("x.fit"));
    }
}
