//! What is the same for every input of a session.

use std::path::PathBuf;

use formdrift::Options;
use formdrift::report::ReportOptions;
use formdrift::report::text::TextStyle;
use serde_json::{Value, json};

use super::console::Console;
use super::place::Claims;
use super::root::Root;
use crate::cli::Arguments;

/// Where the reports of several runs go.
const SEVERAL: &str = "formdrift-report";

/// What is the same for every input of a session.
pub struct Job {
    /// Settings of the analysis.
    pub options: Options,
    /// Settings of the report.
    pub report: ReportOptions,
    /// Names of the outputs to write; none: nothing is written.
    pub outputs: Vec<&'static str>,
    /// Everything a report depends on beside its input, for the marker.
    pub settings: Value,
    /// Where reports go.
    pub root: Root,
    /// Produce the JSON document for stdout.
    pub json: bool,
    /// Produce text for the terminal, in this style.
    pub text: Option<TextStyle>,
    /// Keep the analysis, to set it beside another.
    pub keep: bool,
    /// Folders taken.
    pub claims: Claims,
}

impl Job {
    /// What was asked for, of one file or of several.
    pub fn of(args: &Arguments, one: bool, console: &Console) -> Self {
        let root = match (&args.out, one) {
            (None, true) => Root::Beside,
            (Some(folder), true) => Root::Exactly(folder.clone()),
            (out, false) => Root::Under(out.clone().unwrap_or_else(|| PathBuf::from(SEVERAL))),
        };
        let outputs = args.outputs(!one);
        let options = args.options();
        let report = args.report_options();
        let settings = json!({
            "split": format!("{:?}", options.split),
            "units": report.units.abbreviation(),
            "cadence": format!("{:?}", options.cadence),
            "time_zone": format!("{:?}", options.time_zone),
            "min_effect_pct": options.detect.min_effect.value(),
            "seed": options.detect.seed,
            "athlete": report.athlete,
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
            text: (one && !args.json).then(|| TextStyle {
                width: console.width(),
                colour: console.colour(),
            }),
            keep: args.compare,
            claims: Claims::default(),
        }
    }
}
