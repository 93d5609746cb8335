//! One input from its bytes to its report.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use formdrift::normalise::NotARun;
use formdrift::report::index::Row;
use formdrift::report::json;
use formdrift::{Options, read};
use serde_json::Value;

use super::deliver::{Analysed, Done, deliver};
use super::describe;
use super::files::sha256;
use super::input::Input;
use super::job::Job;
use super::marker::Source;
use super::place::Place;

/// What came of an input, or of one of the runs in it.
#[derive(Debug)]
pub enum Outcome {
    /// An analysed run, or one whose report was already up to date.
    Run(Box<Done>),
    /// An activity of another sport, which is named here.
    OtherSport(String),
    /// A sound file without an activity (a course, settings) in a folder or archive.
    OtherKind,
    /// An activity that was read and cannot be analysed (without a clock, say): one sentence
    /// why.
    NotUsable(String),
    /// Nothing: one sentence why.
    Failed(String),
}

/// What came of one input.
#[derive(Debug)]
pub struct Worked {
    /// What messages call it.
    pub shown: String,
    /// Number of the path it was found at, from 0 in the order given.
    pub source: usize,
    /// Where it is, or where its archive is; empty for bytes from elsewhere.
    pub path: PathBuf,
    /// Its name in that archive.
    pub entry: Option<String>,
    /// SHA-256 of its bytes, hexadecimal; empty where they could not be read.
    pub sha256: String,
    /// Asked for by its own path: what is wrong with it is an error, where a stray file in a folder
    /// is only counted.
    pub named: bool,
    /// One, or as many as the file holds runs.
    pub outcomes: Vec<Outcome>,
}

/// Works through one input.
pub fn work(mut input: Input, job: &Job) -> Worked {
    let (outcomes, sha256) = match input.bytes() {
        Ok(bytes) => {
            let digest = sha256(&bytes);
            let outcomes = contained(|| recording(&mut input, bytes, &digest, job));
            (
                outcomes.unwrap_or_else(|| vec![Outcome::Failed(DEFECT.into())]),
                digest,
            )
        }
        Err(why) => (vec![Outcome::Failed(why)], String::new()),
    };
    Worked {
        shown: input.shown,
        source: input.source,
        path: input.path,
        entry: input.entry,
        sha256,
        named: input.named,
        outcomes,
    }
}

/// Error for a recording on which the program itself panicked.
pub const DEFECT: &str = "could not be analysed because of a defect in formdrift; please report it \
    with the file, if you may share it";

/// Runs `stage` so that a defect in it costs one file, not the session; `None` then.
pub fn contained<T>(stage: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(stage)).ok()
}

/// Works through the bytes of one recording.
fn recording(input: &mut Input, bytes: Vec<u8>, sha256: &str, job: &Job) -> Vec<Outcome> {
    if job.only.as_ref().is_some_and(|only| only.sha256 != sha256) {
        let why = "has changed since it was analysed; analyse it again";
        return vec![Outcome::Failed(why.into())];
    }
    let mut source = Source {
        name: input.name(),
        sha256: sha256.to_owned(),
        run: 1,
        of: 1,
    };
    let dress = job.dress(input.notes.clone());
    let mut place =
        (!job.outputs.is_empty()).then(|| Place::of(input, &source, &job.root, &job.claims));
    if let Some(done) = place
        .as_ref()
        .and_then(|place| unchanged(place, input, &source, &dress.settings, job))
    {
        return vec![Outcome::Run(Box::new(done))];
    }
    let activities = match read::read(&bytes) {
        Ok(mut activities) => {
            for activity in &mut activities {
                activity.damage.extend(input.damage.clone());
            }
            activities
        }
        Err(why) if why.other_kind && !input.named => return vec![Outcome::OtherKind],
        Err(why) if why.empty || why.other_kind => {
            return vec![Outcome::NotUsable(why.to_string())];
        }
        Err(why) => return vec![Outcome::Failed(why.to_string())],
    };
    // From here on only what was read of them is needed. The share is kept until that is
    // analysed: it takes memory in proportion.
    drop(bytes);
    let options = Options {
        units: dress.units,
        time_zone: dress.time_zone,
        ..job.options.clone()
    };
    let mut outcomes = Vec::new();
    let mut analyses = Vec::new();
    for raw in activities {
        match formdrift::analyse_activity(&raw, &options) {
            Ok(analysis) => {
                let read = describe::what_was_read(&raw, &analysis.run);
                analyses.push((read, analysis));
            }
            Err(NotARun::OtherSport(sport)) => outcomes.push(Outcome::OtherSport(sport)),
            Err(why) => outcomes.push(Outcome::NotUsable(why.to_string())),
        }
    }
    input.share.give_back();
    if analyses.is_empty() {
        return outcomes;
    }
    // What stands beside a run in one file (the swim before it, a transition) is no
    // failure of the file.
    source.of = analyses.len();
    let mut runs = Vec::new();
    for (read, analysis) in &analyses {
        if job.only.as_ref().is_some_and(|only| only.run != source.run) {
            source.run += 1;
            continue;
        }
        let run = Analysed {
            input,
            source: &source,
            read,
            analysis,
            dress: &dress,
        };
        runs.push(Outcome::Run(Box::new(deliver(&run, place.take(), job))));
        source.run += 1;
    }
    runs
}

/// The stored result of an earlier call, if the same bytes and settings gave the report that
/// is there; nothing is analysed again.
fn unchanged(
    place: &Place,
    input: &Input,
    source: &Source,
    settings: &Value,
    job: &Job,
) -> Option<Done> {
    let earlier = place.earlier.as_ref().filter(|m| m.input.of == 1)?;
    let another = job.only.as_ref().is_some_and(|only| only.run != 1);
    if job.text.is_some()
        || job.keep
        || another
        || !earlier.is_current(&place.folder, source, settings)
    {
        return None;
    }
    place.tidy();
    let path = input.location(job.report.private);
    let row: Row = serde_json::from_value(earlier.row.clone()).ok()?;
    let json = if job.json {
        // What was written when the file lay elsewhere names another place.
        if row.path.as_ref() != Some(&path) {
            return None;
        }
        let document = std::fs::read_to_string(place.folder.join(json::FILE_NAME)).ok()?;
        Some(describe::minified(&document)? + "\n")
    } else {
        None
    };
    Some(Done {
        row: Row {
            path: Some(path),
            ..row
        },
        folder: Some(place.folder.clone()),
        written: false,
        trouble: None,
        kept: Vec::new(),
        json,
        text: None,
        analysis: None,
        read: "unchanged since the report was written".into(),
        units: job.report.units,
    })
}
