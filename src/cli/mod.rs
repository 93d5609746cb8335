//! The command line as types: what the user may ask for.

#![allow(
    rustdoc::invalid_html_tags,
    reason = "doc comments of arguments are the text of --help"
)]

mod config;
mod of_run;
mod settle;
mod story;
mod values;

pub use config::{Config, address, units};
pub use of_run::OfRun;
pub use story::manual;
pub use values::When;

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{ArgAction, Parser};
use clap_complete::Shell;

use formdrift::normalise::{CadenceChoice, Mark, TimeZoneChoice};
use formdrift::report::OUTPUTS;
use formdrift::units::DisplayUnits;
use values::{
    CADENCE, Split, UNITS, one_of, parse_jobs, parse_mark, parse_min_effect, parse_seed,
    parse_split,
};

/// Outputs of one run when `--write` is not given.
const WRITE_ONE: &[&str] = &["html", "md", "json", "csv", "png", "svg"];
/// Outputs of each of several runs: charts are most of the cost and of the bytes.
const WRITE_SEVERAL: &[&str] = &["html", "json", "csv"];

/// What the user typed.
#[derive(Debug, Parser)]
#[command(
    version,
    about = story::WHAT,
    long_about = story::opening(),
    override_usage = "formdrift [OPTIONS] <PATH>...",
    after_long_help = story::ending(),
    after_help = "Details and examples: formdrift --help",
    max_term_width = 100,
    disable_help_flag = true,
    disable_version_flag = true
)]
pub struct Arguments {
    #[arg(value_name = "PATH", help = story::files(), required_unless_present_any = ["completions", "man", "config", "watch"])]
    pub paths: Vec<PathBuf>,

    /// Folder for reports [default: <name>-form/ beside it]
    ///
    /// For one run, the report is written into DIR itself. An unedited report there is replaced;
    /// any other file in the way is an error. For several runs, each report gets a folder in DIR,
    /// beside an index of all of them [default for several: ./formdrift-report/].
    #[arg(
        short,
        long,
        value_name = "DIR",
        help_heading = "Output",
        env = "FORMDRIFT_OUT",
        hide_env = true
    )]
    pub out: Option<PathBuf>,

    #[arg(long, value_name = "LIST", value_delimiter = ',', help_heading = "Output",
          help = story::outputs(), long_help = story::each_output(),
          value_parser = PossibleValuesParser::new(write_names()), hide_possible_values = true,
          env = "FORMDRIFT_WRITE", hide_env = true)]
    pub write: Option<Vec<String>>,

    /// Print one line for each run
    ///
    /// Date, name, distance, verdict, how sure that is, onset with its interval, and the change. The paths of
    /// reports are printed to stderr.
    #[arg(long, help_heading = "Output", conflicts_with = "json")]
    pub brief: bool,

    /// Print the result as JSON, one line per run
    ///
    /// Writes no files except those named by --write.
    #[arg(long, help_heading = "Output")]
    pub json: bool,

    /// Units of display, mi or km [default: those of --split]
    #[arg(
        long,
        value_parser = one_of(UNITS),
        value_name = "UNIT",
        hide_possible_values = true,
        help_heading = "Output",
        env = "FORMDRIFT_UNITS",
        hide_env = true
    )]
    pub units: Option<DisplayUnits>,

    /// Runner's name, printed on the report
    #[arg(
        long,
        value_name = "NAME",
        help_heading = "Output",
        env = "FORMDRIFT_ATHLETE",
        hide_env = true
    )]
    pub athlete: Option<String>,

    /// Note on the run, printed on the report
    ///
    /// To record more about each run (shoes, heat, target pace, pain), put a file formdrift.toml
    /// beside the runs; docs/context.md describes it.
    #[arg(long, value_name = "TEXT", help_heading = "Output")]
    pub note: Option<String>,

    /// Title of the report
    #[arg(long, value_name = "TEXT", help_heading = "Output")]
    pub title: Option<String>,

    /// Write no coordinates; hide 400 m at both ends of the map
    #[arg(long, help_heading = "Output")]
    pub private: bool,

    /// Open the report when it is ready
    #[arg(long, help_heading = "Output")]
    pub open: bool,

    /// Length of a split: 5mi, 5km, 1mi, lap [default: 5mi]
    #[arg(long, value_name = "LEN", value_parser = parse_split, allow_hyphen_values = true, help_heading = "Analysis",
          env = "FORMDRIFT_SPLIT", hide_env = true)]
    pub split: Option<Split>,

    /// What cadence counts: steps or strides
    ///
    /// Steps count both feet, strides one. Set this if the unit guessed from the file's values is
    /// wrong.
    #[arg(long, value_parser = one_of(CADENCE), value_name = "UNIT", default_value = "auto", hide_possible_values = true, help_heading = "Analysis")]
    pub cadence: CadenceChoice,

    /// Time zone of the runs, such as Europe/Zurich or +05:30
    ///
    /// Dates and times are shown in this zone. Without it, the file's local time is used, else the
    /// time zone of the place where the run started.
    #[arg(
        long,
        value_name = "ZONE",
        allow_hyphen_values = true,
        help_heading = "Analysis"
    )]
    pub time_zone: Option<TimeZoneChoice>,

    /// Skip everything before this point, such as 2mi or 10:00
    ///
    /// A distance (2mi, 3km) or a time (10:00, 45min) from the start. The rest is analysed as if
    /// the recording had started there.
    #[arg(long, value_name = "MARK", value_parser = parse_mark, hide_short_help = true, help_heading = "Analysis")]
    pub from: Option<Mark>,

    /// Skip everything after this point, such as 20mi or 3:15:00
    ///
    /// A distance or a time from the start, as with --from.
    #[arg(long, value_name = "MARK", value_parser = parse_mark, hide_short_help = true, help_heading = "Analysis")]
    pub to: Option<Mark>,

    /// Smallest change of form to report, %
    #[arg(long, value_name = "PCT", default_value_t = 2.0, value_parser = parse_min_effect, allow_negative_numbers = true, help_heading = "Analysis")]
    pub min_effect: f64,

    /// Seed of the simulations behind p-values
    #[arg(
        long,
        value_name = "N",
        value_parser = parse_seed,
        default_value_t = 1,
        hide_short_help = true,
        help_heading = "Analysis"
    )]
    pub seed: u64,

    /// Earlier runs of the same runner, to compare with
    ///
    /// They show the runner's usual cadence at each pace, and whether a run is far longer than the
    /// longest of the last 30 days. The report lists them. A run is never its own history.
    #[arg(long, value_name = "PATH", help_heading = "Several runs")]
    pub history: Option<PathBuf>,

    /// Treat all inputs as one runner
    ///
    /// Earlier runs inform later ones; the index shows whether the onset comes earlier or later.
    #[arg(long, help_heading = "Several runs")]
    pub one_runner: bool,

    /// Report on files in DIR as they arrive
    ///
    /// Processes the files already there, then each new one, until Ctrl-C.
    #[arg(long, value_name = "DIR", help_heading = "Several runs", conflicts_with_all = ["paths", "compare"])]
    pub watch: Option<PathBuf>,

    /// Compare two runs side by side
    #[arg(long, help_heading = "Several runs", conflicts_with = "one_runner")]
    pub compare: bool,

    /// Number of threads [default: one per processor]
    #[arg(long, value_name = "N", value_parser = parse_jobs, allow_negative_numbers = true, help_heading = "Several runs")]
    pub jobs: Option<u16>,

    /// Print only errors to stderr
    #[arg(short, long, help_heading = "Program")]
    pub quiet: bool,

    /// Colour: auto, always, never
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = When::Auto, hide_possible_values = true, help_heading = "Program")]
    pub color: When,

    /// Print the settings in force and their source
    #[arg(long, help_heading = "Program")]
    pub config: bool,

    /// Print completions: bash, zsh, fish, powershell
    ///
    /// The script is for the shell's start-up file. elvish is supported too.
    #[arg(
        long,
        value_enum,
        value_name = "SHELL",
        hide_possible_values = true,
        hide_short_help = true,
        help_heading = "Program"
    )]
    pub completions: Option<Shell>,

    /// Print the manual page
    #[arg(long, hide_short_help = true, help_heading = "Program")]
    pub man: bool,

    /// Values of the settings file that a `formdrift.toml` beside the runs may override.
    #[arg(skip)]
    pub fallback: OfRun,

    /// Print help (--help for details)
    #[arg(short, long, action = ArgAction::Help, help_heading = "Program")]
    help: Option<bool>,

    /// Print the version and exit
    #[arg(short = 'V', long, action = ArgAction::Version, help_heading = "Program")]
    version: Option<bool>,
}

/// Every name `--write` takes.
fn write_names() -> Vec<&'static str> {
    OUTPUTS.iter().map(|o| o.name).chain(["none"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definitions_are_consistent() {
        Arguments::command().debug_assert();
    }
}
