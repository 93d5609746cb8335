//! From the analysis of a run to its report in its place, and to what is told of it.

use std::path::PathBuf;

use formdrift::Analysis;
use formdrift::read::sanitise;
use formdrift::report::chart::Gallery;
use formdrift::report::index::Row;
use formdrift::report::{Artefact, OUTPUTS, Output, ReportOptions, json, text};
use rayon::prelude::*;

use super::describe;
use super::input::Input;
use super::job::Job;
use super::marker::Source;
use super::place::Place;
use super::root::Root;

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

/// A run that was analysed.
pub struct Analysed<'a> {
    /// The recording.
    pub input: &'a Input,
    /// What it says of itself, and which of its runs this is.
    pub source: &'a Source,
    /// One line of what was read.
    pub read: &'a str,
    /// What was found.
    pub analysis: &'a Analysis,
}

/// Renders and writes what was asked for.
pub fn deliver(run: &Analysed, place: Option<Place>, job: &Job) -> Done {
    let analysis = run.analysis;
    let path = run.input.location(job.report.private);
    let options = ReportOptions {
        file_name: run.source.name.clone(),
        path: Some(path.clone()),
        run: Some(run.source.run),
        ..job.report.clone()
    };
    let file = describe::slashed(&run.input.relative);
    let file = sanitise::one_line(&file, sanitise::PATH);
    let mut done = Done {
        row: Row {
            path: Some(path),
            ..Row::of(analysis, &file, run.source.run, options.units)
        },
        folder: None,
        written: false,
        trouble: None,
        json: (job.json).then(|| json::line(analysis, &options) + "\n"),
        text: (job.text).map(|style| text::render(analysis, &options, &style)),
        analysis: job.keep.then(|| Box::new(analysis.clone())),
        read: run.read.to_owned(),
    };
    if !job.outputs.is_empty() {
        let place =
            place.unwrap_or_else(|| Place::of(run.input, run.source, &job.root, &job.claims));
        write(run, &options, place, job, &mut done);
    }
    done
}

/// Writes the report to its place, else to the current folder.
fn write(run: &Analysed, options: &ReportOptions, place: Place, job: &Job, done: &mut Done) {
    let (input, source) = (run.input, run.source);
    if let Some(earlier) = &place.earlier
        && earlier.is_current(&place.folder, source, &job.settings)
    {
        done.folder = Some(place.folder);
        return;
    }
    let artefacts = render(run.analysis, options, &job.outputs);
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
    let here = Place::here(input, source, &job.claims);
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
