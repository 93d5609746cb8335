//! The desktop around the program: opening a report with what the user reads pages in.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// True when the program was started by a double click, or by files dropped on it, so that
/// the window it prints to goes when it ends. Only Windows does that. A shell leaves its
/// traces in the environment: `PROMPT` (cmd), the user's own modules in `PSModulePath`
/// (PowerShell), `SHELL` or `MSYSTEM` (others); the desktop leaves none.
pub fn owns_its_window() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some();
    let modules = std::env::var("PSModulePath").unwrap_or_default();
    cfg!(windows)
        && io::stdin().is_terminal()
        && io::stdout().is_terminal()
        && !["PROMPT", "SHELL", "MSYSTEM", "NU_VERSION"]
            .into_iter()
            .any(set)
        && !modules.to_ascii_lowercase().contains("\\documents\\")
}

/// Waits for the Enter key, so that the window stays open.
pub fn wait_for_enter() {
    // Whoever closed the streams is not waiting.
    let _ = writeln!(io::stdout(), "\nPress Enter to close this window.");
    let _ = io::stdin().read_line(&mut String::new());
}

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
