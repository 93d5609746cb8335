//! Turns the analysis of a run into its report on disk and the text and JSON for stdout.

use std::path::{Path, PathBuf};

use formdrift::Analysis;
use formdrift::read::sanitise;
use formdrift::report::Gallery;
use formdrift::report::index::{Index, Row};
use formdrift::report::{Artefact, OUTPUTS, Output, Piece, RenderError, ReportOptions, json, text};
use formdrift::units::DisplayUnits;
use rayon::prelude::*;

use super::describe;
use super::input::Input;
use super::job::{Dress, Job};
use super::marker::{Report, Source};
use super::place::{Delivered, Place};
use super::replace::{EDITED, Refusal};
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
    /// Edited files of the earlier report that were moved aside, a sentence each.
    pub kept: Vec<String>,
    /// The JSON document, on one line.
    pub json: Option<String>,
    /// Text for the terminal.
    pub text: Option<String>,
    /// The analysis, where it is kept.
    pub analysis: Option<Box<Analysis>>,
    /// One line of what was read.
    pub read: String,
    /// Units in which people read it.
    pub units: DisplayUnits,
}

/// A report that could not be written where it belongs.
#[derive(Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Written to another folder; the sentence says which, and why.
    Moved(String),
    /// Not written at all; the sentence says why.
    Lost(String),
}

/// A run that was analysed.
pub struct Analysed<'a> {
    /// The recording that was analysed.
    pub input: &'a Input,
    /// What it says of itself, and which of its runs this is.
    pub source: &'a Source,
    /// One line of what was read.
    pub read: &'a str,
    /// Measures, phases, verdict and advice of the run.
    pub analysis: &'a Analysis,
    /// What holds for this run.
    pub dress: &'a Dress,
}

/// Renders and writes what was asked for.
pub fn deliver(run: &Analysed, place: Option<Place>, job: &Job) -> Done {
    let analysis = run.analysis;
    // Bytes from elsewhere have no path.
    let path = Some(run.input.location(job.report.private)).filter(|path| !path.is_empty());
    let options = ReportOptions {
        file_name: run.source.name.clone(),
        path: path.clone(),
        run: Some(run.source.run),
        notes_key: Some(notes_key(run)),
        ..run.dress.report.clone()
    };
    let file = describe::slashed(&run.input.relative);
    let file = sanitise::one_line(&file, sanitise::PATH);
    let mut done = Done {
        row: Row {
            path,
            athlete: options.athlete.clone(),
            context: options.context.about_the_run(),
            ..Row::of(analysis, &file, run.source.run, options.units)
        },
        folder: None,
        written: false,
        trouble: None,
        kept: Vec::new(),
        json: (job.json).then(|| json::line(analysis, &options) + "\n"),
        text: (job.text).map(|style| text::render(analysis, &options, &style)),
        analysis: job.keep.then(|| Box::new(analysis.clone())),
        read: run.read.to_owned(),
        units: options.units,
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
    if let Some(earlier) = &place.earlier
        && earlier.is_current(&place.folder, run.source, &run.dress.settings)
    {
        place.tidy();
        done.folder = Some(place.folder);
        return;
    }
    let options = ReportOptions {
        index: index_from(&job.root, &place.folder),
        ..options.clone()
    };
    let artefacts = match render(run.analysis, &options, &job.outputs) {
        Ok(artefacts) => artefacts,
        Err(why) => {
            let file = describe::shown(&place.folder);
            done.trouble = Some(Trouble::Lost(format!("{file}: {why}")));
            return;
        }
    };
    let report = Report {
        source: run.source,
        settings: &run.dress.settings,
        artefacts: &artefacts,
        row: serde_json::to_value(&done.row).unwrap_or_default(),
    };
    let (input, source) = (run.input, run.source);
    let again = || Place::of(input, source, &job.root, &job.claims);
    let (place, refusal) = match settle(place, &report, again, job, done) {
        Ok(()) => return,
        Err(refused) => refused,
    };
    let lost = refusal.about(&place);
    let remedy = match refusal {
        Refusal::InTheWay(..) => "move it, or choose another folder with --out",
        _ => "choose another folder with --out",
    };
    if job.root != Root::Beside || matches!(refusal, Refusal::InTheWay(..)) {
        done.trouble = Some(Trouble::Lost(format!("{lost}; {remedy}")));
        return;
    }
    let here = || Place::here(input, source, &job.claims);
    done.trouble = Some(match settle(here(), &report, here, job, done) {
        Ok(()) => Trouble::Moved(format!(
            "{lost}; the report is in the current folder, in {}",
            describe::shown(done.folder.as_deref().unwrap_or(&place))
        )),
        Err(_) => Trouble::Lost(format!(
            "{lost}, and neither can the current folder; choose one with --out"
        )),
    });
}

/// What `formdrift.toml` beside the recording calls it: see docs/context.md.
fn notes_key(run: &Analysed) -> String {
    match &run.input.entry {
        // A member without a name is the only one of its archive.
        Some(entry) if !entry.is_empty() => sanitise::one_line(entry, sanitise::PATH).into_owned(),
        _ => run.source.name.clone(),
    }
}

/// The index of all reports as seen from a report's folder.
fn index_from(root: &Root, folder: &Path) -> Option<String> {
    let Root::Under(out) = root else {
        return None;
    };
    let below = folder.strip_prefix(out).ok()?.components().count();
    Some("../".repeat(below) + Index::FILES[0])
}

/// Writes the report to `place`, or where another process takes that meanwhile, to the one
/// that `again` finds. Else gives the folder and why not.
fn settle(
    mut place: Place,
    report: &Report,
    again: impl Fn() -> Place,
    job: &Job,
    done: &mut Done,
) -> Result<(), (PathBuf, Refusal)> {
    loop {
        match place.write(report, &job.claims) {
            Ok(Delivered::Taken) => place = again(),
            Ok(delivered) => {
                if let Delivered::New(kept) = delivered {
                    done.written = true;
                    done.kept = (kept.iter())
                        .map(|(name, aside)| kept_aside(&place.folder, name, aside))
                        .collect();
                }
                done.folder = Some(place.folder);
                return Ok(());
            }
            Err(refusal) => return Err((place.folder, refusal)),
        }
    }
}

/// Says that a file that somebody edited was moved aside.
pub fn kept_aside(folder: &Path, name: &str, aside: &str) -> String {
    format!(
        "{}: {EDITED}; it is kept as {aside}",
        describe::shown(&folder.join(name))
    )
}

/// The outputs asked for, in the order of the list; their parts are made side by side.
fn render(
    analysis: &Analysis,
    options: &ReportOptions,
    names: &[&str],
) -> Result<Vec<Artefact>, RenderError> {
    let asked = OUTPUTS.iter().filter(|output| names.contains(&output.name));
    let pieces: Vec<_> = asked.flat_map(Output::pieces).collect();
    let gallery = Gallery::new(analysis, options);
    // Outside a pool (no thread could be started) the parts are made one after the other.
    let file = |piece: &Piece| piece.file(&gallery).transpose();
    if rayon::current_thread_index().is_none() {
        return pieces.iter().filter_map(file).collect();
    }
    let side_by_side = pieces.par_iter().with_max_len(1);
    side_by_side.filter_map(file).collect()
}
