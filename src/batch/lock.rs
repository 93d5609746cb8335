//! One process at a time writes into a folder.

use std::fs::File;
#[cfg(not(windows))]
use std::fs::TryLockError;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

/// Writing a report takes well under a second; whoever holds a folder longer than this has
/// stopped.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// Time between two attempts: short beside a report's own time.
const BETWEEN: Duration = Duration::from_millis(10);

/// The right to write into a folder, until it is dropped or the process ends.
#[derive(Debug)]
pub struct FolderLock(#[expect(dead_code, reason = "held until dropped")] Option<File>);

impl FolderLock {
    /// Waits for the folder. Where the file system has no locks, the folder is given
    /// without one: its marker then still tells a whole report from a mixed one.
    ///
    /// # Errors
    /// When another process does not let go of it.
    pub fn acquire(folder: &Path) -> io::Result<Self> {
        let since = Instant::now();
        loop {
            match attempt(folder) {
                Err(e)
                    if e.kind() == io::ErrorKind::WouldBlock && since.elapsed() < LONGEST_WAIT =>
                {
                    std::thread::sleep(BETWEEN);
                }
                done => return done.map(Self),
            }
        }
    }
}

/// The error while another process holds the folder.
fn busy() -> io::Error {
    io::Error::new(
        io::ErrorKind::WouldBlock,
        "another formdrift is writing there",
    )
}

/// Locks the folder itself, which leaves no lock file behind. Gives the file that holds the lock; `None`
/// where the system has no locks.
#[cfg(not(windows))]
fn attempt(folder: &Path) -> io::Result<Option<File>> {
    let file = match File::open(folder) {
        Ok(file) => file,
        // A folder may be open to writing and not to reading.
        Err(e) if e.kind() == io::ErrorKind::PermissionDenied => return Ok(None),
        Err(e) => return Err(e),
    };
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(busy()),
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

/// Windows cannot lock a folder: a file that only one process can open stands for it, and
/// the system deletes that file with its last handle, however the process ends.
#[cfg(windows)]
fn attempt(folder: &Path) -> io::Result<Option<File>> {
    use std::os::windows::fs::OpenOptionsExt;
    // From winbase.h and winerror.h.
    const FILE_FLAG_DELETE_ON_CLOSE: u32 = 0x0400_0000;
    const ERROR_ACCESS_DENIED: i32 = 5;
    const ERROR_SHARING_VIOLATION: i32 = 32;
    let path = folder.join(".formdrift.lock");
    let opened = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .share_mode(0)
        .custom_flags(FILE_FLAG_DELETE_ON_CLOSE)
        .open(&path);
    match opened {
        Ok(file) => Ok(Some(file)),
        // A file about to be deleted refuses access until it is gone.
        Err(e)
            if e.raw_os_error() == Some(ERROR_SHARING_VIOLATION)
                || e.raw_os_error() == Some(ERROR_ACCESS_DENIED) && path.exists() =>
        {
            Err(busy())
        }
        Err(e) => Err(e),
    }
}
