//! The desktop around the program: opening a report with what the user reads pages in.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// Opens a file or folder with the program the system has for it, and does not wait.
pub fn open(path: &Path) -> io::Result<()> {
    let mut command = if cfg!(windows) {
        // Explorer takes a path as it is; a shell's `start` would interpret it.
        Command::new("explorer")
    } else if cfg!(target_os = "macos") {
        Command::new("open")
    } else {
        Command::new("xdg-open")
    };
    command
        .arg(path)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map(drop)
}
