//! Sessions for a program that formdrift is part of: the same work as on the command line, but
//! results come back as values and nothing is printed. Environment and settings file are not
//! asked; a `formdrift.toml` beside a run holds as always.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::builder::Resettable;
use clap::{CommandFactory, FromArgMatches};
use formdrift::read::container;
use formdrift::report::text::TextStyle;

use super::console::{Console, DEFAULT_WIDTH};
use super::context::Library;
use super::deliver::{Done, Trouble};
pub use super::files::sha256;
use super::input::Inputs;
use super::job::{self, Job, OnlyRun};
use super::marker::Marker;
use super::plan::{Found, Plan, STANDARD_INPUT};
use super::work::{Outcome, Worked, work};
use super::{describe, order, past};
use crate::cli::Arguments;

/// A recording, or something that holds recordings.
#[derive(Debug, Clone)]
pub enum Source {
    /// A file, an archive or a folder.
    Path(PathBuf),
    /// The content of a file or of an archive, with the name that messages and reports give it.
    Bytes(String, Arc<[u8]>),
}

/// What holds for every recording of a session.
#[derive(Debug)]
pub struct Settings {
    args: Arguments,
    history: Vec<PathBuf>,
}

/// Where a report was written.
#[derive(Debug)]
pub struct Written {
    /// Folder that holds the report's files.
    pub folder: PathBuf,
    /// Names of its files in the order of the list of outputs.
    pub names: Vec<String>,
}

/// One run of one recording, as [`each`] named it.
#[derive(Debug)]
pub struct OneRun {
    /// What holds the recording.
    pub source: Source,
    /// Its name there, if that is an archive.
    pub entry: Option<String>,
    /// Which of its runs, from 1.
    pub run: usize,
    /// SHA-256 of the recording when it was analysed, hexadecimal.
    pub sha256: String,
}

impl Settings {
    /// Reads options named and written as on the command line without the dashes in front: `split` with
    /// `5km`; a switch has no value. `history` are files and folders with earlier runs of the
    /// same runner.
    ///
    /// # Errors
    /// One sentence, where an option is unknown or its value is.
    pub fn parse(
        options: &[(String, Option<String>)],
        history: Vec<PathBuf>,
    ) -> Result<Self, String> {
        let words = options.iter().map(|(name, value)| match value {
            Some(value) => format!("--{name}={value}"),
            None => format!("--{name}"),
        });
        let fixed = ["formdrift", "--quiet"].map(str::to_owned);
        // A path must be given; the sources take its place.
        let words = fixed.into_iter().chain(words).chain(["-".to_owned()]);
        let silent = Arguments::command().mut_args(|arg| arg.env(Resettable::Reset));
        let args = silent
            .try_get_matches_from(words)
            .and_then(|matches| Arguments::from_arg_matches(&matches))
            .map_err(|why| first_sentence(&why.to_string()))?;
        args.check()?;
        Ok(Self { args, history })
    }

    /// The job of this call, which gives JSON and text of each run.
    fn job(&self) -> Job {
        let mut job = Job::of(&self.args, true, &self.console());
        job.json = true;
        job.text = Some(TextStyle {
            colour: false,
            width: DEFAULT_WIDTH,
        });
        job
    }

    /// Takes earlier runs into account.
    fn look_back(&self, job: &mut Job, pool: Option<&rayon::ThreadPool>) {
        if self.history.is_empty() {
            return;
        }
        let history = Plan::of(&self.history);
        let mut console = self.console();
        job.options.earlier = past::earlier(
            &history,
            &job.options,
            self.args.private,
            pool,
            &mut console,
        );
        job.settings[job::HISTORY] = job::digest(&job.options.earlier);
    }

    /// A console on which nothing is shown.
    fn console(&self) -> Console {
        Console::new(&self.args)
    }
}

/// Analyses every recording of `sources` on `jobs` threads (0: one a processor) and hands what came of
/// each to `tell`, on the calling thread, in the order of the sources; those of a folder come
/// bytewise, those of an archive as [`container::Archive`] gives them. Ends early when `tell`
/// returns false. A path that is not there is a recording that failed.
///
/// # Errors
/// One sentence about a `formdrift.toml` beside the recordings that cannot be read.
pub fn each(
    sources: Vec<Source>,
    settings: &Settings,
    jobs: usize,
    mut tell: impl FnMut(Worked) -> bool,
) -> Result<(), String> {
    let alone = jobs == 1;
    let pool = if alone { None } else { order::pool(jobs).0 };
    let mut job = settings.job();
    job.outputs.clear();
    settings.look_back(&mut job, pool.as_ref());
    let plan = planned(sources);
    let library = beside(&plan)?;
    order::in_order(
        Inputs::new(&plan.files, &library),
        pool.as_ref(),
        |input| work(input, &job),
        &mut tell,
    );
    Ok(())
}

/// Writes the report of one run: the outputs that the settings name, into the folder that they
/// name, as the command line does.
///
/// # Errors
/// One sentence: why the recording gives no such run any more, or why its report cannot be
/// written.
pub fn report(one: OneRun, settings: &Settings) -> Result<Written, String> {
    let pool = order::pool(settings.args.jobs.map_or(0, usize::from)).0;
    let mut job = settings.job();
    (job.json, job.text) = (false, None);
    settings.look_back(&mut job, pool.as_ref());
    job.only = Some(OnlyRun {
        run: one.run,
        sha256: one.sha256,
    });
    let plan = planned(vec![one.source]);
    let library = beside(&plan)?;
    let input = Inputs::new(&plan.files, &library).find(|input| input.entry == one.entry);
    let mut input = input.ok_or("is no longer there; check the path")?;
    input.named = true;
    let run = || work(input, &job);
    let worked = match &pool {
        Some(pool) => pool.install(run),
        None => run(),
    };
    job.claims.remove_empty();
    for outcome in worked.outcomes {
        match outcome {
            Outcome::Run(done) => return written(*done),
            Outcome::Failed(why) | Outcome::NotUsable(why) => return Err(why),
            Outcome::OtherSport(_) | Outcome::OtherKind => {}
        }
    }
    Err("no longer holds this run; analyse it again".into())
}

/// Where the report of a run is.
fn written(done: Done) -> Result<Written, String> {
    if let Some(Trouble::Lost(why) | Trouble::Moved(why)) = done.trouble {
        return Err(why);
    }
    let folder = done.folder.ok_or("no output was asked for")?;
    let files = Marker::read(&folder).map_or_else(Vec::new, |marker| marker.files);
    let names = files.into_iter().map(|file| file.name).collect();
    Ok(Written { folder, names })
}

/// The files behind the sources.
fn planned(sources: Vec<Source>) -> Plan {
    let mut all = Plan::default();
    for (number, source) in sources.into_iter().enumerate() {
        match source {
            Source::Path(path) => all.files.extend(at(path, number)),
            Source::Bytes(name, bytes) => all.files.push(Found {
                path: PathBuf::new(),
                relative: PathBuf::from(name),
                named: true,
                archive: container::is_archive(&bytes),
                piped: Some(bytes),
                source: number,
            }),
        }
    }
    all
}

/// The files at a path. A missing one is kept, so that it is reported in input order.
fn at(path: PathBuf, number: usize) -> Vec<Found> {
    let path = if path.as_os_str() == STANDARD_INPUT {
        Path::new(".").join(path)
    } else {
        path
    };
    let mut plan = Plan::of(std::slice::from_ref(&path));
    let missing = plan.missing.drain(..).map(|(path, _)| Found {
        relative: PathBuf::from(path.file_name().unwrap_or_default()),
        path,
        named: true,
        archive: false,
        piped: None,
        source: number,
    });
    plan.files.extend(missing);
    for found in &mut plan.files {
        found.source = number;
    }
    plan.files
}

/// The `formdrift.toml` files beside the recordings.
fn beside(plan: &Plan) -> Result<Library, String> {
    let library = Library::of(plan, plan.of_athletes);
    match library.faults.first() {
        Some((path, why)) => Err(format!("{}: {why}", describe::shown(path))),
        None => Ok(library),
    }
}

/// What an argument parser says, without its advice for a terminal.
fn first_sentence(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}
