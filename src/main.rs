//! The program `formdrift`: all of it is [`formdrift::program`].

use std::process::ExitCode;

fn main() -> ExitCode {
    formdrift::program::main(std::env::args_os())
}
