//! Tar archives, plain and gzipped, read as a stream: memory does not grow with their size.

use super::{Entry, Members, ReadError, Step, Taking};
use std::io::{self, Read};

/// Tar archives are made of blocks of this size.
pub(super) const BLOCK: usize = 512;

/// True if the bytes begin with the header of a tar archive's first member: the checksum in it
/// holds. Old archives have no other mark.
pub fn is_tar(bytes: &[u8]) -> bool {
    /// Where the checksum stands; it is summed up as if blanks stood there.
    const CHECKSUM: std::ops::Range<usize> = 148..156;
    let Some(block) = bytes.get(..BLOCK) else {
        return false;
    };
    let sum: u32 = (block.iter().enumerate())
        .map(|(at, byte)| if CHECKSUM.contains(&at) { b' ' } else { *byte })
        .map(u32::from)
        .sum();
    let stated = tar::Header::from_byte_slice(block).cksum();
    block[0] != 0 && stated.is_ok_and(|stated| stated == sum)
}

/// A tar archive, as far as it is left.
pub(super) struct Tarred {
    left: Box<dyn Read + Send>,
    ended: bool,
}

impl Tarred {
    pub(super) const fn new(left: Box<dyn Read + Send>) -> Self {
        Self { left, ended: false }
    }

    /// Ends the walk. Behind the last member of a gzipped archive stands its checksum.
    fn end(&mut self, taking: &mut Taking<'_>) -> Option<Step> {
        self.ended = true;
        let most = taking.limits.total;
        match io::copy(&mut self.left.by_ref().take(most), &mut io::sink()) {
            Ok(_) => None,
            Err(error) => {
                let what = format!("is damaged behind its last file ({error})");
                Some(failed(what, taking))
            }
        }
    }
}

impl Members for Tarred {
    fn next(&mut self, taking: &mut Taking<'_>) -> Option<Step> {
        if self.ended || taking.limits.total == 0 {
            return None;
        }
        // What is left begins with a member, and so is an archive itself.
        let mut archive = tar::Archive::new(&mut self.left);
        let first = archive
            .entries()
            .and_then(|mut entries| entries.next().transpose());
        let mut entry = match first {
            Ok(Some(entry)) => entry,
            Ok(None) => return self.end(taking),
            Err(error) => {
                self.ended = true;
                return Some(failed(format!("cannot be read further ({error})"), taking));
            }
        };
        let inside = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let stored = entry.header().entry_size().unwrap_or(0);
        let size = entry.size();
        let step = if entry.header().entry_type().is_file() {
            taking.member(&inside, size, &mut entry)
        } else {
            Step::Passed
        };
        let most = taking.limits.total;
        let rest = io::copy(&mut (&mut entry).take(most), &mut io::sink());
        taking.spend(*rest.as_ref().unwrap_or(&0));
        // Members end at full blocks.
        let padding = stored.next_multiple_of(BLOCK as u64) - stored;
        let padded = io::copy(&mut self.left.by_ref().take(padding), &mut io::sink());
        if rest.is_err() || padded.is_err() {
            self.ended = true;
        }
        Some(step)
    }
}

fn failed(what: String, taking: &Taking<'_>) -> Step {
    let why = ReadError::whole(
        what,
        "download it again; the files before the damage were read",
    );
    Step::Taken(Entry::failed(taking.shown(""), why))
}
