//! The command line as types: what the user may ask for.

mod config;
mod settle;
mod story;
mod values;

pub use config::Config;
pub use story::manual;
pub use values::When;

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{ArgAction, Parser};
use clap_complete::Shell;

use formdrift::normalise::TimeZoneChoice;
use formdrift::report::OUTPUTS;
use values::{Cadence, Split, Units, parse_min_effect, parse_split};

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
    after_help = "Examples and the rest of the story: formdrift --help",
    max_term_width = 100,
    disable_help_flag = true,
    disable_version_flag = true
)]
pub struct Arguments {
    #[arg(value_name = "PATH", help = story::files(), required_unless_present_any = ["completions", "man", "config"])]
    pub paths: Vec<PathBuf>,

    /// Where reports go [default: <name>-form/ beside the file]
    ///
    /// Of one run DIR itself is the report's folder. Those of several go to a folder each below
    /// it [default for several: ./formdrift-report/].
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

    /// Print the result as JSON, a line a run
    ///
    /// Nothing is then written but what --write names.
    #[arg(long, help_heading = "Output")]
    pub json: bool,

    /// Units of display, mi or km [default: those of --split]
    #[arg(
        long,
        value_enum,
        value_name = "UNIT",
        hide_possible_values = true,
        help_heading = "Output",
        env = "FORMDRIFT_UNITS",
        hide_env = true
    )]
    pub units: Option<Units>,

    /// Runner's name, printed on the report
    #[arg(
        long,
        value_name = "NAME",
        help_heading = "Output",
        env = "FORMDRIFT_ATHLETE",
        hide_env = true
    )]
    pub athlete: Option<String>,

    /// Title of the report
    #[arg(long, value_name = "TEXT", help_heading = "Output")]
    pub title: Option<String>,

    /// No coordinates; first and last 400 m of the map cut
    #[arg(long, help_heading = "Output")]
    pub private: bool,

    /// Open the report
    #[arg(long, help_heading = "Output")]
    pub open: bool,

    /// Length of a split: 5mi, 5km, 1mi, lap [default: 5mi]
    #[arg(long, value_name = "LEN", value_parser = parse_split, help_heading = "Analysis",
          env = "FORMDRIFT_SPLIT", hide_env = true)]
    pub split: Option<Split>,

    /// What cadence counts: steps or strides
    ///
    /// Steps are of both feet, strides of one. To be said where the guess from the file's values
    /// is wrong.
    #[arg(long, value_enum, value_name = "UNIT", default_value_t = Cadence::Auto, hide_possible_values = true, help_heading = "Analysis")]
    pub cadence: Cadence,

    /// Time zone of the runs, such as Europe/Zurich or +05:30
    ///
    /// Days and hours are then shown in it. Without it they are the file's own local time, else that
    /// of the place where the run began.
    #[arg(
        long,
        value_name = "ZONE",
        allow_hyphen_values = true,
        help_heading = "Analysis"
    )]
    pub time_zone: Option<TimeZoneChoice>,

    /// Least change of form worth a claim, %
    #[arg(long, value_name = "PCT", default_value_t = 2.0, value_parser = parse_min_effect, allow_negative_numbers = true, help_heading = "Analysis")]
    pub min_effect: f64,

    /// Seed of the simulations behind p-values
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Analysis")]
    pub seed: u64,

    /// Earlier runs of the same runner, as a guide
    ///
    /// Their habitual curve helps to judge these. A run is never its own history.
    #[arg(long, value_name = "PATH", help_heading = "Several runs")]
    pub history: Option<PathBuf>,

    /// All runs are one person's and guide each other
    ///
    /// Earlier ones inform the curve of later ones; the index shows whether the onset is moving.
    #[arg(long, help_heading = "Several runs")]
    pub one_runner: bool,

    /// The two runs given, side by side
    #[arg(long, help_heading = "Several runs", conflicts_with = "one_runner")]
    pub compare: bool,

    /// Files worked on at once [default: one a processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = "Several runs")]
    pub jobs: Option<u16>,

    /// Nothing on stderr but errors
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
    /// A script for the shell to read at its start; there is one for elvish too.
    #[arg(
        long,
        value_enum,
        value_name = "SHELL",
        hide_possible_values = true,
        help_heading = "Program"
    )]
    pub completions: Option<Shell>,

    /// Print the manual page
    #[arg(long, help_heading = "Program")]
    pub man: bool,

    /// Print this, or with --help all there is to know
    #[arg(short, long, action = ArgAction::Help, help_heading = "Program")]
    help: Option<bool>,

    /// Print the version
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
