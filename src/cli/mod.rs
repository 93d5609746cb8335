//! The command line as types: what the user may ask for.

#![allow(
    rustdoc::invalid_html_tags,
    reason = "doc comments of arguments are the text of --help"
)]

mod config;
mod settle;
mod story;
mod values;

pub use config::{Config, address};
pub use story::manual;
pub use values::When;

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{ArgAction, Parser};
use clap_complete::Shell;

use formdrift::normalise::{Mark, TimeZoneChoice};
use formdrift::report::OUTPUTS;
use values::{Cadence, Split, Units, parse_jobs, parse_mark, parse_min_effect, parse_split};

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
    #[arg(value_name = "PATH", help = story::files(), required_unless_present_any = ["completions", "man", "config", "watch"])]
    pub paths: Vec<PathBuf>,

    /// Where reports go [default: <name>-form/ beside the file]
    ///
    /// With one run DIR itself is the report's folder: a report there that nobody edited is
    /// replaced, anything else in the way is an error. With several runs each has a folder below
    /// DIR, beside an index of every report there [default for several: ./formdrift-report/].
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
    /// Date, name, distance, verdict, onset with its interval, and the change. Where reports are
    /// is said on stderr.
    #[arg(long, help_heading = "Output", conflicts_with = "json")]
    pub brief: bool,

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

    /// A note on the run, printed on the report
    ///
    /// More about each run (shoes, heat, target pace, pain) goes into a file formdrift.toml beside
    /// the runs, described in docs/context.md.
    #[arg(long, value_name = "TEXT", help_heading = "Output")]
    pub note: Option<String>,

    /// Title of the report
    #[arg(long, value_name = "TEXT", help_heading = "Output")]
    pub title: Option<String>,

    /// No coordinates; first and last 400 m of the map cut
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

    /// Leave out what lies before, such as 2mi or 10:00
    ///
    /// A distance (2mi, 3km) or a time (10:00, 45min) from the start. The run is then analysed as
    /// if it had been recorded from there on.
    #[arg(long, value_name = "MARK", value_parser = parse_mark, hide_short_help = true, help_heading = "Analysis")]
    pub from: Option<Mark>,

    /// Leave out what lies behind, such as 20mi or 3:15:00
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
        default_value_t = 1,
        hide_short_help = true,
        help_heading = "Analysis"
    )]
    pub seed: u64,

    /// Earlier runs of the same runner, as a guide
    ///
    /// Their habitual curve helps to judge these, and a run far longer than the longest of the last
    /// 30 days is named. The report lists them. A run is never its own history.
    #[arg(long, value_name = "PATH", help_heading = "Several runs")]
    pub history: Option<PathBuf>,

    /// Treat all inputs as one runner
    ///
    /// Earlier ones inform the curve of later ones; the index shows whether the onset is moving.
    #[arg(long, help_heading = "Several runs")]
    pub one_runner: bool,

    /// Report on files in DIR as they arrive
    ///
    /// First on those that are there, then on each new one, until Ctrl-C ends it.
    #[arg(long, value_name = "DIR", help_heading = "Several runs", conflicts_with_all = ["paths", "compare"])]
    pub watch: Option<PathBuf>,

    /// The two runs given, side by side
    #[arg(long, help_heading = "Several runs", conflicts_with = "one_runner")]
    pub compare: bool,

    /// Files worked on at once [default: one a processor]
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
    /// A script for the shell to read at its start; there is one for elvish too.
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

    /// What the settings file says and a nearer `formdrift.toml` may say otherwise.
    #[arg(skip)]
    pub fallback: Fallback,

    /// Print help (--help for details)
    #[arg(short, long, action = ArgAction::Help, help_heading = "Program")]
    help: Option<bool>,

    /// Print the version and exit
    #[arg(short = 'V', long, action = ArgAction::Version, help_heading = "Program")]
    version: Option<bool>,
}

/// Settings that `formdrift.toml` beside the runs wins over.
#[derive(Debug, Clone, Default)]
pub struct Fallback {
    /// The runner's name from `--athlete` in the settings file.
    pub athlete: Option<String>,
    /// Units of display from the settings file.
    pub units: Option<Units>,
    /// Where the article on which the advice rests can be read.
    pub article_url: Option<String>,
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
