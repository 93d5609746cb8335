//! Extracts single members of an archive within the limits, and reports damaged ones.

use super::{Entry, Limits, Reserve, Step, is_archive};
use crate::read::gzip::{is_gzip, too_large};
use crate::read::{Damage, FORMATS, Place, ReadError, sanitise};
use std::io::{self, Read};

/// Takes members out of their archive, within the limits.
pub(super) struct Taking<'a> {
    pub(super) limits: &'a mut Limits,
    pub(super) reserve: &'a mut Reserve,
    pub(super) prefix: &'a str,
}

/// Bytes by which a member is judged before it is expanded as a whole.
const PEEK: u64 = 1 << 14;

impl Taking<'_> {
    /// Reads a member of `stated` bytes if it is an activity file or an archive.
    pub(super) fn member(&mut self, inside: &str, stated: u64, from: &mut dyn Read) -> Step {
        let name = self.shown(inside);
        let mut bytes = Vec::new();
        let mut result = self.read(from, &mut bytes, PEEK);
        if result.is_err() && bytes.is_empty() && !is_named_activity(inside) {
            return Step::Passed;
        }
        let nested = is_archive(&bytes);
        let wanted = nested || is_named_activity(inside) || looks_like_one(&bytes);
        if !wanted || inside.starts_with("__MACOSX/") {
            return Step::Passed;
        }
        let most = if nested {
            self.limits.nested
        } else {
            self.limits.file
        };
        if stated > most {
            return Step::Taken(Entry::failed(name, too_large(most)));
        }
        if result.is_ok() {
            if !nested {
                (self.reserve)(stated);
            }
            let left = stated.saturating_sub(bytes.len() as u64);
            bytes.reserve_exact(usize::try_from(left.min(bytes.len() as u64 * 64)).unwrap_or(0));
            // One byte more, so that the end is met, and with it the checksum.
            result = self.read(from, &mut bytes, left + 1);
        }
        let longer = bytes.len() as u64 > stated;
        bytes.truncate(usize::try_from(stated).unwrap_or(usize::MAX));
        let what = match result {
            Err(error) if bytes.is_empty() => {
                return Step::Taken(Entry::failed(name, unreadable(&error.to_string())));
            }
            Err(error) if error.to_string().contains("checksum") => {
                "its checksum in the archive does not match: single values may be wrong".to_owned()
            }
            Err(error) => format!("its data in the archive breaks off ({error})"),
            Ok(()) if longer => {
                "it is longer than its archive says; the rest was left out".to_owned()
            }
            Ok(()) if (bytes.len() as u64) < stated => "its archive ends before it does".to_owned(),
            Ok(()) => String::new(),
        };
        let damage = (!what.is_empty()).then(|| Damage::at(Place::File, what));
        Step::Taken(Entry {
            name,
            content: Ok(bytes),
            damage,
        })
    }

    /// Reads `most` bytes at most, fewer where the archive may not expand further.
    fn read(&mut self, from: &mut dyn Read, bytes: &mut Vec<u8>, most: u64) -> io::Result<()> {
        let before = bytes.len();
        let result = from.take(most.min(self.limits.total)).read_to_end(bytes);
        self.spend((bytes.len() - before) as u64);
        result.map(|_| ())
    }

    /// Counts bytes that were expanded.
    pub(super) fn spend(&mut self, bytes: u64) {
        self.limits.total = self.limits.total.saturating_sub(bytes);
    }

    /// The path of a member as messages show it.
    pub(super) fn shown(&self, inside: &str) -> String {
        let name = format!("{}{inside}", self.prefix);
        sanitise::one_line(&name, sanitise::PATH).into_owned()
    }
}

fn looks_like_one(start: &[u8]) -> bool {
    is_gzip(start) || FORMATS.iter().any(|format| (format.sniff)(start))
}

fn is_named_activity(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    FORMATS.iter().any(|format| {
        name.strip_suffix(format.format.name())
            .is_some_and(|stem| stem.ends_with('.'))
    })
}

pub(super) fn unreadable(why: &str) -> ReadError {
    let remedy = if why.to_lowercase().contains("password") || why.contains("encrypt") {
        "unpack it with its password first"
    } else {
        "download the archive again"
    };
    ReadError::whole(format!("cannot be extracted ({why})"), remedy)
}
