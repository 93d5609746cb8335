//! The program `formdrift`: all of it is [`formdrift::program`].

use std::process::ExitCode;

fn main() -> ExitCode {
    formdrift::program::run(std::env::args_os()).into()
}
