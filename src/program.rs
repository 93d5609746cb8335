//! The program as a function: arguments, files, exit code. `main.rs` is a call of it, and so is the
//! command that comes with the Python package.

use std::ffi::OsString;
use std::io::Write;

use clap::{CommandFactory, FromArgMatches};

use crate::batch::{self, Ending};
use crate::cli::{self, Arguments, Config};
use crate::desktop;

/// Exit codes: everything asked for was done.
const COMPLETE: u8 = 0;
/// Something asked for was not done.
const INCOMPLETE: u8 = 1;
/// Exit code where an argument is unknown or its value is.
const USAGE: u8 = 2;

/// Does what the arguments say, the first of which is the program's own name, and gives the exit
/// code. Help, the version and wrong arguments end the process at once.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    // Panics are reported as one line per file; the trace is for developers.
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        std::panic::set_hook(Box::new(|_| {}));
    }
    let matches = Arguments::command().get_matches_from(arguments);
    let mut args = match Arguments::from_arg_matches(&matches) {
        Ok(args) => args,
        Err(wrong) => wrong.exit(),
    };
    if let Some(shell) = args.completions {
        let mut text = Vec::new();
        clap_complete::generate(shell, &mut Arguments::command(), "formdrift", &mut text);
        return print(&text);
    }
    // Who types a word that other programs take gets what it stands for there.
    if let [word] = args.paths.as_slice()
        && word.as_os_str() == "help"
        && !word.exists()
    {
        return match Arguments::command().print_long_help() {
            Ok(()) => COMPLETE,
            Err(_) => INCOMPLETE,
        };
    }
    if args.man {
        return match cli::manual(Arguments::command()) {
            Ok(page) => print(&page),
            Err(_) => INCOMPLETE,
        };
    }
    let settled = Config::load().and_then(|config| {
        args.fill_from(&config);
        args.check().map(|()| config)
    });
    let config = match settled {
        Ok(config) => config,
        Err(why) => {
            // Where stderr is closed there is nobody to tell.
            let _ = writeln!(std::io::stderr(), "formdrift: {why}");
            return USAGE;
        }
    };
    if args.config {
        return print(args.in_force(&matches, &config).as_bytes());
    }
    let own_window = desktop::owns_its_window();
    args.open |= own_window;
    let ending = batch::run(&args);
    if own_window {
        desktop::wait_for_enter();
    }
    match ending {
        Ending::Complete => COMPLETE,
        Ending::Incomplete => INCOMPLETE,
    }
}

/// Prints a text that was asked for; a reader that has gone away is no error.
fn print(text: &[u8]) -> u8 {
    match std::io::stdout().lock().write_all(text) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => INCOMPLETE,
        _ => COMPLETE,
    }
}
