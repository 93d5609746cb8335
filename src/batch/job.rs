//! What is the same for every input of a session.

use std::path::Path;

use formdrift::Options;
use formdrift::history::PastRun;
use formdrift::normalise::TimeZoneChoice;
use formdrift::report::ReportOptions;
use formdrift::report::text::TextStyle;
use formdrift::units::DisplayUnits;
use serde_json::{Value, json};

use super::console::Console;
use super::context::OfRun;
use super::files;
use super::place::Claims;
use super::root::{Root, tidied};
use crate::cli::Arguments;

/// Where the reports of several runs go.
const SEVERAL: &str = "formdrift-report";

/// Key of the settings under which stands what earlier runs say ([`digest`]).
pub const HISTORY: &str = "history";

/// What earlier runs say, as a setting that a report depends on.
pub fn digest(earlier: &[PastRun]) -> Value {
    files::sha256(format!("{earlier:?}").as_bytes()).into()
}

/// What is the same for every input of a session.
pub struct Job {
    /// Settings of the analysis.
    pub options: Options,
    /// Settings of the report.
    pub report: ReportOptions,
    /// Names of the outputs to write; none: nothing is written.
    pub outputs: Vec<&'static str>,
    /// What every report depends on beside its input, for the marker; [`Job::dress`] adds
    /// what differs from run to run.
    pub settings: Value,
    /// Where the folders of reports are created.
    pub root: Root,
    /// Produce the JSON document for stdout.
    pub json: bool,
    /// Produce text for the terminal, in this style.
    pub text: Option<TextStyle>,
    /// What was said on the command line about every run.
    said: OfRun,
    /// What the settings file says where nothing nearer does.
    fallback: OfRun,
    /// Keep the analysis, to set it beside another.
    pub keep: bool,
    /// The one run to look at; every run of every recording when `None`.
    pub only: Option<OnlyRun>,
    /// Report folders already taken by an input of this call.
    pub claims: Claims,
}

/// A run that was analysed before.
#[derive(Debug)]
pub struct OnlyRun {
    /// Which of its recording's runs, from 1.
    pub run: usize,
    /// SHA-256 that its recording had.
    pub sha256: String,
}

/// What holds for one run of a session: what is the same for all, and what `formdrift.toml`
/// says of this one.
pub struct Dress {
    /// Units of display, also in advice.
    pub units: DisplayUnits,
    /// Time zone in which days and hours are shown.
    pub time_zone: Option<TimeZoneChoice>,
    /// Settings of the report.
    pub report: ReportOptions,
    /// Everything the report depends on beside its input, for the marker.
    pub settings: Value,
}

impl Job {
    /// What holds for a run about which `formdrift.toml` says this: the command line wins,
    /// then the nearer file, then the settings file, then a folder named after its athlete.
    pub fn dress(&self, near: OfRun) -> Dress {
        let said = self.said.clone().or(near).or(self.fallback.clone());
        let units = said.units.unwrap_or(self.report.units);
        let report = ReportOptions {
            units,
            athlete: said.athlete.or(said.folder),
            context: said.context,
            ..self.report.clone()
        };
        let mut settings = self.settings.clone();
        settings["units"] = units.abbreviation().into();
        settings["time_zone"] = format!("{:?}", said.time_zone).into();
        settings["athlete"] = report.athlete.clone().into();
        settings["context"] = serde_json::to_value(&report.context).unwrap_or_default();
        Dress {
            units,
            time_zone: said.time_zone,
            report,
            settings,
        }
    }

    /// What was asked for, of one file or of several.
    pub fn of(args: &Arguments, one: bool, console: &Console) -> Self {
        let root = match (&args.out, one) {
            (None, true) => Root::Beside,
            (Some(folder), true) => Root::Exactly(tidied(folder)),
            (out, false) => Root::Under(tidied(out.as_deref().unwrap_or(Path::new(SEVERAL)))),
        };
        let outputs = args.outputs(!one);
        let options = args.options();
        let report = args.report_options();
        let settings = json!({
            "split": format!("{:?}", options.split),
            "cadence": format!("{:?}", options.cadence),
            "part": format!("{:?}", options.part),
            "min_effect_pct": options.detect.min_effect.value(),
            "seed": options.detect.seed,
            "title": report.title,
            "private": report.private,
            "write": outputs,
        });
        Self {
            options,
            report,
            outputs,
            settings,
            root,
            json: args.json,
            text: (one && !args.json && !args.brief).then(|| TextStyle {
                width: console.width(),
                colour: console.colour(),
            }),
            said: args.said(),
            fallback: args.fallback.clone(),
            keep: args.compare,
            only: None,
            claims: Claims::default(),
        }
    }
}
