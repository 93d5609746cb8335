//! The command line as types: what the user may ask for, and how that becomes options.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Parser, ValueEnum};
use clap_complete::Shell;

use crate::config::Config;
use formdrift::Options;
use formdrift::detect::DetectOptions;
use formdrift::measure::SplitLength;
use formdrift::normalise::CadenceChoice;
use formdrift::report::{OUTPUTS, ReportOptions};
use formdrift::units::{DisplayUnits, METRES_PER_MILE, Metres, Percent};

/// Outputs of one run when `--write` is not given.
const WRITE_ONE: &[&str] = &["html", "md", "json", "csv", "png", "svg"];
/// Outputs of each of several runs: charts are most of the cost and of the bytes.
const WRITE_SEVERAL: &[&str] = &["html", "json", "csv"];
/// Shortest split accepted: below this a split is mostly noise.
const SHORTEST_SPLIT: Metres = Metres(100.0);

const EXAMPLES: &str = "\
Examples:
  formdrift marathon.fit                    report in marathon-form/ beside the file
  formdrift --split 5km -o out run.gpx      5-km splits, report in out/
  formdrift export.zip                      every run of an export, and an index of them
  formdrift --history 2025/ marathon.fit    with the runner's earlier runs as a guide
  formdrift --json runs/ | jq .verdict.kind one line a run, for other programs";

/// Finds the point in a long run where running form starts to break down, from the file
/// your watch exported.
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES, max_term_width = 100)]
pub struct Arguments {
    /// Files (.fit .gpx .tcx, each also .gz; .zip) or folders
    #[arg(value_name = "PATH", required_unless_present_any = ["completions", "man", "config"])]
    pub paths: Vec<PathBuf>,

    /// Where reports go [default: <name>-form/ beside the file; several: ./formdrift-report/]
    #[arg(
        short,
        long,
        value_name = "DIR",
        help_heading = "Output",
        env = "FORMDRIFT_OUT"
    )]
    pub out: Option<PathBuf>,

    /// What to write, comma-separated, or none [default: html,md,json,csv,png,svg; several: html,json,csv]
    #[arg(long, value_name = "LIST", value_delimiter = ',', help_heading = "Output",
          value_parser = PossibleValuesParser::new(write_names()), hide_possible_values = true,
          env = "FORMDRIFT_WRITE")]
    pub write: Option<Vec<String>>,

    /// Print the result to stdout, one JSON document a run, one a line
    #[arg(long, help_heading = "Output")]
    pub json: bool,

    /// Units of display [default: those of --split]
    #[arg(long, value_enum, help_heading = "Output", env = "FORMDRIFT_UNITS")]
    pub units: Option<Units>,

    /// Runner's name, printed on the report
    #[arg(
        long,
        value_name = "NAME",
        help_heading = "Output",
        env = "FORMDRIFT_ATHLETE"
    )]
    pub athlete: Option<String>,

    /// Title of the report
    #[arg(long, value_name = "TEXT", help_heading = "Output")]
    pub title: Option<String>,

    /// No coordinates; first and last 400 m of the map cut
    #[arg(long, help_heading = "Output")]
    pub private: bool,

    /// Open the report when it is written
    #[arg(long, help_heading = "Output")]
    pub open: bool,

    /// Length of a split: 5mi, 5km, 1mi, lap [default: 5mi]
    #[arg(long, value_name = "LEN", value_parser = parse_split, help_heading = "Analysis",
          env = "FORMDRIFT_SPLIT")]
    pub split: Option<Split>,

    /// What the file's cadence counts, where the guess is wrong
    #[arg(long, value_enum, value_name = "UNIT", default_value_t = Cadence::Auto, help_heading = "Analysis")]
    pub cadence: Cadence,

    /// Smallest change of form worth a claim, in percent
    #[arg(long, value_name = "PCT", default_value_t = 2.0, value_parser = parse_min_effect, help_heading = "Analysis")]
    pub min_effect: f64,

    /// Seed of the simulations behind every p-value
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Analysis")]
    pub seed: u64,

    /// Earlier runs of the same runner: their curve helps to judge these
    #[arg(long, value_name = "PATH", help_heading = "Several runs")]
    pub history: Option<PathBuf>,

    /// All inputs are one person's: they inform each other's curve
    #[arg(long, help_heading = "Several runs")]
    pub one_runner: bool,

    /// The two runs given, side by side
    #[arg(long, help_heading = "Several runs", conflicts_with = "one_runner")]
    pub compare: bool,

    /// Files worked on at once [default: one a processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = "Several runs")]
    pub jobs: Option<u16>,

    /// Print errors only
    #[arg(short, long, help_heading = "Program")]
    pub quiet: bool,

    /// When to use colour
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = When::Auto, help_heading = "Program")]
    pub color: When,

    /// Print the settings in force and where they come from
    #[arg(long, help_heading = "Program")]
    pub config: bool,

    /// Print a completion script for bash, zsh, fish, elvish or powershell
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
}

/// A split as the user wrote it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Split {
    /// Its length.
    pub length: SplitLength,
    /// The unit it was written in.
    pub units: DisplayUnits,
}

impl Default for Split {
    fn default() -> Self {
        Self {
            length: SplitLength::default(),
            units: DisplayUnits::Miles,
        }
    }
}

/// `--units`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Units {
    /// Miles.
    Mi,
    /// Kilometres.
    Km,
}

impl From<Units> for DisplayUnits {
    fn from(units: Units) -> Self {
        match units {
            Units::Mi => Self::Miles,
            Units::Km => Self::Kilometres,
        }
    }
}

/// `--cadence`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Cadence {
    /// Decide by the values.
    Auto,
    /// Steps of both feet.
    Steps,
    /// Strides: one leg.
    Strides,
}

/// `--color`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Every name `--write` takes.
fn write_names() -> Vec<&'static str> {
    OUTPUTS.iter().map(|o| o.name).chain(["none"]).collect()
}

/// Reads `5mi`, `5km`, `800m`, `lap`.
pub fn parse_split(text: &str) -> Result<Split, String> {
    let text = text.trim().to_ascii_lowercase();
    if text == "lap" {
        return Ok(Split {
            length: SplitLength::Lap,
            units: DisplayUnits::Miles,
        });
    }
    let number_ends = text
        .find(|c: char| c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(number_ends);
    let (metres_each, units) = match unit {
        "mi" => (METRES_PER_MILE, DisplayUnits::Miles),
        "km" => (1000.0, DisplayUnits::Kilometres),
        "m" => (1.0, DisplayUnits::Kilometres),
        _ => return Err("write a number and mi or km, such as 5mi or 5km, or lap".into()),
    };
    let length = Metres(number.trim().parse::<f64>().unwrap_or(f64::NAN) * metres_each);
    if !(length >= SHORTEST_SPLIT && length.value().is_finite()) {
        return Err("a split is a number of mi or km of at least 0.1 km, such as 5mi".into());
    }
    Ok(Split {
        length: SplitLength::Every(length),
        units,
    })
}

/// Reads the smallest effect: a percentage that can be a change of form at all.
fn parse_min_effect(text: &str) -> Result<f64, String> {
    match text.trim().trim_end_matches('%').trim().parse::<f64>() {
        Ok(pct) if pct > 0.0 && pct <= 50.0 => Ok(pct),
        _ => Err("give a percentage above 0 and up to 50, such as 2".into()),
    }
}

impl Arguments {
    /// Fills what was not said on the command line or in the environment from the
    /// configuration file.
    pub fn fill_from(&mut self, config: &Config) -> Result<(), String> {
        if self.split.is_none() {
            self.split = config.split.as_deref().map(parse_split).transpose()?;
        }
        if self.units.is_none() {
            self.units = config.units;
        }
        self.athlete = self.athlete.take().or_else(|| config.athlete.clone());
        self.out = self.out.take().or_else(|| config.out.clone());
        self.write = self.write.take().or_else(|| config.write.clone());
        Ok(())
    }

    /// What of this concerns the analysis.
    pub fn options(&self) -> Options {
        let split = self.split.unwrap_or_default();
        Options {
            split: split.length,
            units: self.display_units(),
            cadence: match self.cadence {
                Cadence::Auto => CadenceChoice::Auto,
                Cadence::Steps => CadenceChoice::Steps,
                Cadence::Strides => CadenceChoice::Strides,
            },
            detect: DetectOptions {
                min_effect: Percent(self.min_effect),
                seed: self.seed,
                ..DetectOptions::default()
            },
        }
    }

    /// What of this concerns the dress of a report.
    pub fn report_options(&self) -> ReportOptions {
        ReportOptions {
            units: self.display_units(),
            athlete: self.athlete.clone(),
            title: self.title.clone(),
            private: self.private,
            ..ReportOptions::default()
        }
    }

    /// `--units`, else the unit of the split.
    pub fn display_units(&self) -> DisplayUnits {
        self.units
            .map_or(self.split.unwrap_or_default().units, DisplayUnits::from)
    }

    /// Names of the outputs to write for one run or for each of several, in the order of
    /// the list of outputs.
    pub fn outputs(&self, several: bool) -> Vec<&'static str> {
        let chosen: Vec<&str> = match &self.write {
            Some(list) => list.iter().map(String::as_str).collect(),
            None if self.json => Vec::new(),
            None if several => WRITE_SEVERAL.to_vec(),
            None => WRITE_ONE.to_vec(),
        };
        OUTPUTS
            .iter()
            .map(|o| o.name)
            .filter(|name| chosen.contains(name))
            .collect()
    }

    /// Whether two people would read the list of `--write` differently.
    pub fn check(&self) -> Result<(), String> {
        let write = self.write.as_deref().unwrap_or_default();
        if write.len() > 1 && write.iter().any(|name| name == "none") {
            return Err("--write takes none alone, or a list without it".into());
        }
        if self.compare && self.paths.len() != 2 {
            return Err("--compare takes exactly two runs".into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definitions_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_split_is_a_length_or_the_laps() {
        let five = parse_split("5mi").unwrap();
        assert_eq!(five, Split::default());
        let km = parse_split(" 2.5 KM ").unwrap();
        assert_eq!(km.length, SplitLength::Every(Metres(2500.0)));
        assert_eq!(km.units, DisplayUnits::Kilometres);
        assert_eq!(parse_split("lap").unwrap().length, SplitLength::Lap);
        for bad in [
            "", "5", "mi", "0mi", "-5km", "nanmi", "infkm", "1e999mi", "5 miles", "50m",
        ] {
            assert!(parse_split(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn units_follow_the_split_unless_given() {
        let of = |line: &[&str]| Arguments::parse_from(line).display_units();
        assert_eq!(of(&["formdrift", "a.fit"]), DisplayUnits::Miles);
        assert_eq!(
            of(&["formdrift", "--split", "5km", "a.fit"]),
            DisplayUnits::Kilometres
        );
        assert_eq!(
            of(&["formdrift", "--split", "5km", "--units", "mi", "a.fit"]),
            DisplayUnits::Miles
        );
    }

    #[test]
    fn json_alone_writes_nothing() {
        let of = |line: &[&str]| Arguments::parse_from(line).outputs(false);
        assert!(of(&["formdrift", "--json", "a.fit"]).is_empty());
        assert!(of(&["formdrift", "--write", "none", "a.fit"]).is_empty());
    }
}
