//! From what was said to what is done: the configuration file fills the gaps, the rest
//! become options of the analysis and of the report.

use std::path::Path;

use clap::ArgMatches;
use clap::parser::ValueSource;
use serde::Serialize;

use super::config::{self, Config};
use super::{Arguments, OfRun, WRITE_ONE, WRITE_SEVERAL};
use formdrift::Options;
use formdrift::detect::DetectOptions;
use formdrift::measure::SplitLength;
use formdrift::normalise::Part;
use formdrift::read::sanitise;
use formdrift::report::{Context, OUTPUTS, ReportOptions};
use formdrift::units::{DisplayUnits, Percent};

impl Arguments {
    /// Fills options set neither on the command line nor in the environment from the
    /// settings file.
    pub fn fill_from(&mut self, config: &Config) {
        self.split = self.split.or(config.split);
        self.fallback = OfRun {
            athlete: config.athlete.as_deref().map(fit_to_show),
            units: config.units,
            context: Context {
                article_url: config.article_url.clone(),
                ..Context::default()
            },
            ..OfRun::default()
        };
        self.out = self.out.take().or_else(|| config.out.clone());
        self.write = self.write.take().or_else(|| config.write.clone());
    }

    /// The settings that a configuration file can hold, as such a file, each with where
    /// it comes from.
    pub fn in_force(&self, matches: &ArgMatches, config: &Config) -> String {
        let chosen = self.split.unwrap_or_default();
        let split = match chosen.length {
            SplitLength::Lap => "lap".to_owned(),
            SplitLength::Every(length) => {
                let number = length.value() / chosen.units.length().value();
                // Four decimals are centimetres; they undo the rounding of the conversion.
                format!("{}{}", (number * 1e4).round() / 1e4, chosen.units)
            }
        };
        let athlete = self.athlete.as_ref().or(self.fallback.athlete.as_ref());
        let (article, out) = (&self.fallback.context.article_url, self.out.as_ref());
        let values = [
            ("split", Some(quoted(&split))),
            ("units", Some(quoted(&self.display_units().abbreviation()))),
            ("athlete", athlete.map(quoted)),
            ("article_url", article.as_ref().map(quoted)),
            ("out", out.map(|o| quoted(&o.to_string_lossy()))),
            ("write", Some(quoted(&self.chosen_outputs(false)))),
        ];
        let file = config.path.as_ref().map(|p| p.display().to_string());
        let mut text = match (&file, config::default_path()) {
            (Some(file), _) => format!("# Configuration file: {file}\n"),
            (None, Some(path)) => format!(
                "# No configuration file; one may stand at {}\n",
                path.display()
            ),
            (None, None) => "# No configuration file\n".to_owned(),
        };
        for (name, value) in values {
            // The address of the article is no option of the command line.
            let known = matches.ids().any(|id| id.as_str() == name);
            let source = match known.then(|| matches.value_source(name)).flatten() {
                Some(ValueSource::CommandLine) => "command line",
                Some(ValueSource::EnvVariable) => "environment",
                _ if config.sets(name) => "configuration file",
                _ if name == "units" && self.split.is_some() => "as in split",
                _ if name == "write" => "default for one run",
                _ => "default",
            };
            text += &match value {
                Some(value) => format!("{name} = {value}  # {source}\n"),
                None => format!("# {name} is not set\n"),
            };
        }
        text
    }

    /// The settings that affect the analysis, not the look of the report.
    pub fn options(&self) -> Options {
        let split = self.split.unwrap_or_default();
        Options {
            split: split.length,
            units: self.display_units(),
            cadence: self.cadence,
            time_zone: self.time_zone,
            part: Part {
                from: self.from,
                to: self.to,
            },
            detect: DetectOptions {
                min_effect: Percent(self.min_effect),
                seed: self.seed,
                ..DetectOptions::default()
            },
            earlier: Vec::new(),
        }
    }

    /// The settings that affect only how a report looks and what it is called.
    pub fn report_options(&self) -> ReportOptions {
        ReportOptions {
            units: self.display_units(),
            title: self.title.as_deref().map(fit_to_show),
            private: self.private,
            ..ReportOptions::default()
        }
    }

    /// Athlete, units and notes that the command line or environment sets for every run.
    pub fn said(&self) -> OfRun {
        OfRun {
            athlete: self.athlete.as_deref().map(fit_to_show),
            units: self.units,
            time_zone: self.time_zone,
            folder: None,
            context: Context {
                note: self.note.as_deref().map(fit_to_show),
                ..Context::default()
            },
        }
    }

    /// `--units`, else those of the settings file, else the unit of the split.
    pub fn display_units(&self) -> DisplayUnits {
        (self.units.or(self.fallback.units)).unwrap_or(self.split.unwrap_or_default().units)
    }

    /// Names of the outputs to write for one run or for each of several, in the order of
    /// the list of outputs.
    pub fn outputs(&self, several: bool) -> Vec<&'static str> {
        let chosen = self.chosen_outputs(several);
        OUTPUTS
            .iter()
            .map(|o| o.name)
            .filter(|name| chosen.contains(name))
            .collect()
    }

    /// Names of outputs given with `--write`, else the default; may contain `none`.
    fn chosen_outputs(&self, several: bool) -> Vec<&str> {
        match &self.write {
            Some(list) => list.iter().map(String::as_str).collect(),
            None if self.json => Vec::new(),
            None if several => WRITE_SEVERAL.to_vec(),
            None => WRITE_ONE.to_vec(),
        }
    }

    /// Checks combinations of options that the parser accepts: `none` within a list of outputs, and
    /// `--compare` without exactly two different files.
    ///
    /// # Errors
    /// One sentence that names the option.
    pub fn check(&self) -> Result<(), String> {
        let write = self.write.as_deref().unwrap_or_default();
        if write.len() > 1 && write.iter().any(|name| name == "none") {
            return Err("--write none stands alone; leave out none, or the other outputs".into());
        }
        if self.compare && self.paths.len() != 2 {
            return Err(format!(
                "--compare takes exactly two runs, and {} given",
                match self.paths.len() {
                    1 => "1 was".to_owned(),
                    many => format!("{many} were"),
                }
            ));
        }
        if let (true, [a, b]) = (self.compare, self.paths.as_slice())
            && same_file(a, b)
        {
            let twice = match a == b {
                true => format!("{} was given twice", a.display()),
                false => format!("{} is the same file as {}", b.display(), a.display()),
            };
            return Err(format!("--compare takes two different runs, and {twice}"));
        }
        Ok(())
    }
}

/// Text from the user, cleaned and shortened for reports.
fn fit_to_show(text: &str) -> String {
    sanitise::one_line(text, sanitise::SENTENCE).into_owned()
}

/// A value in TOML, whose strings and lists have the syntax of JSON.
fn quoted<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// True for two paths to one file.
fn same_file(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[test]
    fn units_follow_the_split_unless_given() {
        let of = |line: &[&str]| Arguments::parse_from(line).display_units();
        let (mi, km) = (DisplayUnits::Miles, DisplayUnits::Kilometres);
        assert_eq!(of(&["formdrift", "a.fit"]), mi);
        assert_eq!(of(&["formdrift", "--split=5km", "a.fit"]), km);
        assert_eq!(of(&["formdrift", "--split=5km", "--units=mi", "a.fit"]), mi);
    }

    #[test]
    fn json_alone_writes_nothing() {
        let of = |line: &[&str]| Arguments::parse_from(line).outputs(false);
        assert!(of(&["formdrift", "--json", "a.fit"]).is_empty());
        assert!(of(&["formdrift", "--write", "none", "a.fit"]).is_empty());
    }
}
