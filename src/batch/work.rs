//! One input from its bytes to its report.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use formdrift::normalise::NotARun;
use formdrift::read::{self, RawActivity};
use formdrift::report::{Artefact, OUTPUTS, ReportOptions};
use formdrift::{Analysis, Options};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::describe;
use super::marker::Source;
use super::place::{Claims, Place};
use super::plan::{self, Input, io_sentence};
use super::row::Row;

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
    /// Produce text for the terminal: its width, and whether in colour.
    pub text: Option<(usize, bool)>,
    /// Folders taken.
    pub claims: Claims,
}

/// Where reports go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Root {
    /// `<name>-form/` beside the file.
    Beside,
    /// The folder named, for one run.
    Exactly(PathBuf),
    /// `<relative path>-form/` below a folder.
    Under(PathBuf),
}

/// What came of an input, or of one of the runs in it.
#[derive(Debug)]
pub enum Outcome {
    /// A run.
    Run(Box<Done>),
    /// Another sport.
    OtherSport(String),
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
    pub json: Option<Vec<u8>>,
    /// Text for the terminal.
    pub text: Option<String>,
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

/// Works through one input.
pub fn work(input: &Input, job: &Job) -> Vec<Outcome> {
    match std::fs::read(&input.path) {
        Ok(bytes) => contained(|| recording(input, &bytes, job)),
        Err(e) => vec![Outcome::Failed(io_sentence(&e))],
    }
}

/// Runs `stage` so that a defect in it costs one file, not the session.
fn contained(stage: impl FnOnce() -> Vec<Outcome>) -> Vec<Outcome> {
    catch_unwind(AssertUnwindSafe(stage)).unwrap_or_else(|_| {
        vec![Outcome::Failed(
            "could not be analysed because of a defect in formdrift; please report it with \
             the file, if you may share it"
                .into(),
        )]
    })
}

/// Works through the bytes of one recording.
fn recording(input: &Input, bytes: &[u8], job: &Job) -> Vec<Outcome> {
    let sha256 = hex(&Sha256::digest(bytes));
    let activities = match read::read(bytes) {
        Ok(activities) => activities,
        Err(why) => return vec![Outcome::Failed(why.to_string())],
    };
    let mut outcomes = Vec::new();
    let mut runs = 0;
    for raw in &activities {
        match formdrift::analyse_activity(raw, &job.options) {
            Ok(analysis) => {
                runs += 1;
                let source = Source {
                    name: file_name(&input.path),
                    sha256: sha256.clone(),
                    run: runs,
                };
                let done = report(input, raw, &analysis, &source, job);
                outcomes.push(Outcome::Run(Box::new(done)));
            }
            Err(NotARun::OtherSport(sport)) => outcomes.push(Outcome::OtherSport(sport)),
            Err(why) => outcomes.push(Outcome::Failed(why.to_string())),
        }
    }
    if runs > 0 {
        // What stands beside a run in one file (the swim before it, a transition) is no
        // failure of the file.
        outcomes.retain(|o| matches!(o, Outcome::Run(_)));
    }
    outcomes
}

/// Renders and writes what was asked for.
fn report(
    input: &Input,
    raw: &RawActivity,
    analysis: &Analysis,
    source: &Source,
    job: &Job,
) -> Done {
    let options = ReportOptions {
        file_name: source.name.clone(),
        ..job.report.clone()
    };
    let mut done = Done {
        row: Row::of(analysis, &input.relative, source.run),
        folder: None,
        written: false,
        trouble: None,
        json: job.json.then(|| describe::json_line(analysis, &options)),
        text: job
            .text
            .map(|(width, colour)| describe::text(analysis, &options, width, colour)),
        read: describe::what_was_read(raw, &analysis.run),
    };
    if !job.outputs.is_empty() {
        write(input, analysis, source, job, &options, &mut done);
    }
    done
}

/// Writes the report to its place, else to the current folder.
fn write(
    input: &Input,
    analysis: &Analysis,
    source: &Source,
    job: &Job,
    options: &ReportOptions,
    done: &mut Done,
) {
    let base = base(input, source, &job.root);
    let place = match &job.root {
        Root::Exactly(_) if source.run == 1 => {
            let names = ["report.html", "report.md", "summary.json", "splits.csv"];
            Place::exactly(&base, source, &names, &job.claims)
        }
        _ => Place::find(&base, 1, source, &job.claims),
    };
    if let Some(earlier) = &place.earlier {
        if earlier.is_current(&place.folder, source, &job.settings) {
            done.folder = Some(place.folder);
            return;
        }
    }
    let artefacts = render(analysis, options, &job.outputs);
    let row = serde_json::to_value(&done.row).unwrap_or_default();
    let attempt = |place: &Place| place.write(source, job.settings.clone(), &artefacts, row.clone());
    let Err(why) = attempt(&place) else {
        done.folder = Some(place.folder);
        done.written = true;
        return;
    };
    let lost = format!("{}: cannot be written ({why})", place.folder.display());
    if job.root != Root::Beside {
        done.trouble = Some(Trouble::Lost(format!("{lost}; choose another folder with --out")));
        return;
    }
    let here = Place::find(Path::new(&form_folder(&input.path, source)), 1, source, &job.claims);
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

/// The outputs asked for, in the order of the list.
fn render(analysis: &Analysis, options: &ReportOptions, names: &[&str]) -> Vec<Artefact> {
    OUTPUTS
        .iter()
        .filter(|output| names.contains(&output.name))
        .flat_map(|output| (output.render)(analysis, options))
        .collect()
}

/// The folder a report belongs in, before numbers are added for what is there already.
fn base(input: &Input, source: &Source, root: &Root) -> PathBuf {
    match root {
        Root::Beside => input.path.with_file_name(form_folder(&input.path, source)),
        Root::Exactly(folder) if source.run == 1 => folder.clone(),
        Root::Exactly(folder) => suffixed(folder, &format!("-run-{}", source.run)),
        Root::Under(out) if source.run == 1 => suffixed(&out.join(&input.relative), "-form"),
        Root::Under(out) => suffixed(
            &out.join(&input.relative),
            &format!("-run-{}-form", source.run),
        ),
    }
}

/// `<name>-form`, or `<name>-run-2-form` for a further run of the file.
fn form_folder(path: &Path, source: &Source) -> String {
    match source.run {
        1 => format!("{}-form", plan::stem(path)),
        n => format!("{}-run-{n}-form", plan::stem(path)),
    }
}

/// `path` with `ending` added to its last part.
fn suffixed(path: &Path, ending: &str) -> PathBuf {
    let mut whole = path.as_os_str().to_owned();
    whole.push(ending);
    whole.into()
}

/// The file's name for people.
fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Bytes as hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
