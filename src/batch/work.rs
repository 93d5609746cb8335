//! One input from its bytes to its report.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use formdrift::normalise::NotARun;
use formdrift::read::{self, RawActivity};
use formdrift::report::index::Row;
use rayon::prelude::*;

use formdrift::report::chart::Gallery;
use formdrift::report::{Artefact, OUTPUTS, Output, ReportOptions, json, text};
use formdrift::{Analysis, Options};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::describe;
use super::input::Input;
use super::marker::Source;
use super::place::{Claims, Place, Root};

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
    pub text: Option<text::TextStyle>,
    /// Keep the analysis, to set it beside another.
    pub keep: bool,
    /// Folders taken.
    pub claims: Claims,
}

/// What came of an input, or of one of the runs in it.
#[derive(Debug)]
pub enum Outcome {
    /// A run.
    Run(Box<Done>),
    /// Another sport.
    OtherSport(String),
    /// No activity at all, in a file with nothing wrong about it, found by the way.
    OtherKind,
    /// Nothing: one sentence why.
    Failed(String),
}

/// A run with its report.
#[derive(Debug)]
pub struct Done {
    /// Its line in an index.
    pub row: Row,
    /// Where its report is.
    pub folder: Option<PathBuf>,
    /// False when the report was there already.
    pub written: bool,
    /// Why the report is not where it should be, or not at all.
    pub trouble: Option<Trouble>,
    /// The JSON document, on one line.
    pub json: Option<String>,
    /// Text for the terminal.
    pub text: Option<String>,
    /// The analysis, where it is kept.
    pub analysis: Option<Box<Analysis>>,
    /// One line of what was read.
    pub read: String,
}

/// A report that could not be written where it belongs.
#[derive(Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It is elsewhere.
    Moved(String),
    /// It is nowhere.
    Lost(String),
}

/// What came of one input.
#[derive(Debug)]
pub struct Worked {
    /// What messages call it.
    pub shown: String,
    /// See [`super::plan::Found::named`].
    pub named: bool,
    /// One, or as many as the file holds runs.
    pub outcomes: Vec<Outcome>,
}

/// Works through one input.
pub fn work(mut input: Input, job: &Job) -> Worked {
    let outcomes = match input.bytes() {
        Ok(bytes) => contained(|| recording(&input, &bytes, job)).unwrap_or_else(|| {
            vec![Outcome::Failed(
                "could not be analysed because of a defect in formdrift; please report it \
                 with the file, if you may share it"
                    .into(),
            )]
        }),
        Err(why) => vec![Outcome::Failed(why)],
    };
    Worked {
        shown: input.shown,
        named: input.named,
        outcomes,
    }
}

/// Runs `stage` so that a defect in it costs one file, not the session; `None` then.
pub fn contained<T>(stage: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(stage)).ok()
}

/// Works through the bytes of one recording.
fn recording(input: &Input, bytes: &[u8], job: &Job) -> Vec<Outcome> {
    let mut source = Source {
        name: input.name(),
        sha256: sha256(bytes),
        run: 1,
        of: 1,
    };
    let mut place = (!job.outputs.is_empty()).then(|| Place::of(input, &source, job));
    if let Some(done) = place
        .as_ref()
        .and_then(|place| unchanged(place, &source, job))
    {
        return vec![Outcome::Run(Box::new(done))];
    }
    let activities = match read::read(bytes) {
        Ok(activities) => activities,
        Err(why) if why.other_kind && !input.named => return vec![Outcome::OtherKind],
        Err(why) => return vec![Outcome::Failed(why.to_string())],
    };
    let mut outcomes = Vec::new();
    let mut analyses = Vec::new();
    for raw in &activities {
        match formdrift::analyse_activity(raw, &job.options) {
            Ok(analysis) => analyses.push((raw, analysis)),
            Err(NotARun::OtherSport(sport)) => outcomes.push(Outcome::OtherSport(sport)),
            Err(why) => outcomes.push(Outcome::Failed(why.to_string())),
        }
    }
    if analyses.is_empty() {
        return outcomes;
    }
    // What stands beside a run in one file (the swim before it, a transition) is no
    // failure of the file.
    source.of = analyses.len();
    let mut runs = Vec::new();
    for (raw, analysis) in &analyses {
        let done = finish(input, raw, analysis, &source, place.take(), job);
        runs.push(Outcome::Run(Box::new(done)));
        source.run += 1;
    }
    runs
}

/// The run as it was told of last time, when the same bytes and settings gave the report
/// that is there: nothing is analysed again.
fn unchanged(place: &Place, source: &Source, job: &Job) -> Option<Done> {
    let earlier = place.earlier.as_ref().filter(|m| m.input.of == 1)?;
    if job.text.is_some() || job.keep || !earlier.is_current(&place.folder, source, &job.settings) {
        return None;
    }
    let json = if job.json {
        let document = std::fs::read_to_string(place.folder.join(json::FILE_NAME)).ok()?;
        Some(describe::minified(&document) + "\n")
    } else {
        None
    };
    Some(Done {
        row: serde_json::from_value(earlier.row.clone()).ok()?,
        folder: Some(place.folder.clone()),
        written: false,
        trouble: None,
        json,
        text: None,
        analysis: None,
        read: "unchanged since the report was written".into(),
    })
}

/// Renders and writes what was asked for.
fn finish(
    input: &Input,
    raw: &RawActivity,
    analysis: &Analysis,
    source: &Source,
    place: Option<Place>,
    job: &Job,
) -> Done {
    let options = ReportOptions {
        file_name: source.name.clone(),
        ..job.report.clone()
    };
    let line = || json::line(analysis, &options) + "\n";
    let mut done = Done {
        row: Row::of(
            analysis,
            &slashed(&input.relative),
            source.run,
            options.units,
        ),
        folder: None,
        written: false,
        trouble: None,
        json: job.json.then(line),
        text: job
            .text
            .map(|style| text::render(analysis, &options, &style)),
        analysis: job.keep.then(|| Box::new(analysis.clone())),
        read: describe::what_was_read(raw, &analysis.run),
    };
    if !job.outputs.is_empty() {
        let place = place.unwrap_or_else(|| Place::of(input, source, job));
        write(input, analysis, source, place, job, &options, &mut done);
    }
    done
}

/// Writes the report to its place, else to the current folder.
fn write(
    input: &Input,
    analysis: &Analysis,
    source: &Source,
    place: Place,
    job: &Job,
    options: &ReportOptions,
    done: &mut Done,
) {
    if let Some(earlier) = &place.earlier
        && earlier.is_current(&place.folder, source, &job.settings)
    {
        done.folder = Some(place.folder);
        return;
    }
    let artefacts = render(analysis, options, &job.outputs);
    let row = serde_json::to_value(&done.row).unwrap_or_default();
    let attempt =
        |place: &Place| place.write(source, job.settings.clone(), &artefacts, row.clone());
    let Err(why) = attempt(&place) else {
        done.folder = Some(place.folder);
        done.written = true;
        return;
    };
    let lost = format!("{}: cannot be written ({why})", place.folder.display());
    if job.root != Root::Beside {
        done.trouble = Some(Trouble::Lost(format!(
            "{lost}; choose another folder with --out"
        )));
        return;
    }
    let here = Place::here(input, source, job);
    match attempt(&here) {
        Ok(()) => {
            let here_shown = here.folder.display();
            done.trouble = Some(Trouble::Moved(format!(
                "{lost}; the report is in the current folder, in {here_shown}"
            )));
            done.folder = Some(here.folder);
            done.written = true;
        }
        Err(_) => {
            done.trouble = Some(Trouble::Lost(format!(
                "{lost}, and neither can the current folder; choose one with --out"
            )));
        }
    }
}

/// The outputs asked for, in the order of the list; their parts are made side by side.
fn render(analysis: &Analysis, options: &ReportOptions, names: &[&str]) -> Vec<Artefact> {
    let asked = OUTPUTS.iter().filter(|output| names.contains(&output.name));
    let pieces: Vec<_> = asked.flat_map(Output::pieces).collect();
    let gallery = Gallery::new(analysis, options);
    pieces
        .par_iter()
        .with_max_len(1)
        .flat_map_iter(|piece| piece.files(&gallery))
        .collect()
}

/// A relative path with `/` on every system.
pub fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// SHA-256 of bytes, in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
}
