//! Finds the point in a long run where running form starts to break down, from the bytes
//! of the file that a watch exported (FIT, GPX or TCX).
//!
//! ```
//! use formdrift::measure::SplitLength;
//! use formdrift::report::{OUTPUTS, ReportOptions, json};
//! use formdrift::units::{DisplayUnits, Metres};
//! use formdrift::{Options, analyse};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let bytes = std::fs::read("fixtures/marathon.fit")?;
//! let options = Options {
//!     split: SplitLength::Every(Metres(5000.0)),
//!     units: DisplayUnits::Kilometres,
//!     ..Options::default()
//! };
//! let analysis = analyse(&bytes, &options)?;
//!
//! // What happened, and where.
//! let verdict = &analysis.verdict;
//! assert_eq!(verdict.kind().name(), "form_breakdown");
//! if let Some(onset) = verdict.onset() {
//!     assert!(onset.low < onset.at && onset.at < onset.high);
//!     println!("from km {:.1}", onset.at.kilometres());
//! }
//! // What changed from the first split. What cannot be measured is `None`, never 0.
//! for split in &analysis.measures.splits {
//!     let cadence = split.tally.cadence_spm();
//!     if let (Some(spm), Some(change)) = (cadence, split.from_first.cadence_pct) {
//!         println!("{}: {spm:.0} spm, {:+.1} %", split.index, change.value);
//!     }
//! }
//! // What to do about it.
//! for advice in &analysis.advice {
//!     println!("{}: {}", advice.article_section, advice.text);
//! }
//! // For other programs, and for people.
//! let dress = ReportOptions { units: options.units, ..ReportOptions::default() };
//! let line = json::line(&analysis, &dress);
//! assert!(line.starts_with(r#"{"schema":"formdrift/1""#));
//! for output in OUTPUTS.iter().filter(|output| ["html", "csv"].contains(&output.name)) {
//!     for file in output.files(&analysis, &dress)? {
//!         println!("{}: {} bytes", file.name, file.bytes.len());
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Without the program
//!
//! The feature `cli`, on by default, is the command line and all crates that only it needs. Other
//! programs leave it out, and with it everything that touches files, threads or the terminal:
//!
//! ```toml
//! formdrift = { version = "0.1", default-features = false }
//! ```
//!
//! What is left turns bytes into bytes, wherever these come from and go to:
//!
//! ```
//! use formdrift::report::{Artefact, OUTPUTS, ReportOptions};
//! use formdrift::{Options, analyse};
//! use std::error::Error;
//!
//! /// The files of one output (`html`, `pdf`, `csv`, `png`...) for a recording.
//! fn report(name: &str, recording: &[u8], output: &str) -> Result<Vec<Artefact>, Box<dyn Error>> {
//!     let analysis = analyse(recording, &Options::default())?;
//!     let dress = ReportOptions { file_name: name.to_owned(), ..ReportOptions::default() };
//!     let asked = OUTPUTS.iter().find(|o| o.name == output).ok_or("no such output")?;
//!     Ok(asked.files(&analysis, &dress)?)
//! }
//!
//! # fn main() -> Result<(), Box<dyn Error>> {
//! # let uploaded = std::fs::read("fixtures/marathon.fit")?;
//! let files = report("marathon.fit", &uploaded, "html")?;
//! assert_eq!(files[0].name, "report.html");
//! assert!(files[0].bytes.starts_with(b"<!DOCTYPE html>"));
//! # Ok(())
//! # }
//! ```
//!
//! # How it is built
//!
//! Pure stages, each taking the one before it:
//! [`read`] -> [`normalise`] -> [`measure`] -> [`phases`](mod@phases) -> [`detect`] -> [`advise`] ->
//! [`report`], which gets its series from `derive`; [`analyse_activity`] is all of them on one screen,
//! but for the first and the last. None touches
//! a file, the clock, the terminal or a thread: the same bytes and options give the same
//! analysis, and as many may be made at once as there are threads. A run of four hours takes
//! some hundredths of a second and some megabytes. All that is kept between calls is the parsed
//! font, the opened borders of time zones and, in each thread that paints charts, bitmaps of glyphs.
//!
//! # Units
//!
//! SI throughout, cadence in steps per minute of both feet. A quantity has a type of
//! [`units`] or its unit in its name (`_m`, `_s`, `_spm`, `_pct`). A change in percent comes
//! as an [`Estimate`] with its 95 % interval. [`Options::units`] is only what people read.
//!
//! # What may be relied upon
//!
//! - [`analyse`], [`analyse_activity`], [`Options`], [`Analysis`], [`Error`], and the types of
//!   their fields;
//! - [`read::read`], which gives every activity of a file, and [`read::container`] for archives;
//! - the lists [`read::FORMATS`], [`measure::METRICS`], [`advise::RULES`] and [`report::OUTPUTS`],
//!   with [`report::json::line`] and [`report::text::render`];
//! - the JSON of the schema `formdrift/1` (docs/schema.json): within version 1 no key is
//!   renamed or removed.
//!
//! These change with the minor version while that begins with 0, and docs/changelog.md says
//! how; structs gain fields, so build them with `..Default::default()`. Everything else is
//! public for the program and its tests and may change at any time; what of that is hidden
//! here are statistics (`stats`), `derive` and the insides of [`report`] (`chart`, `page`, `words`, `html`,
//! `pdf`).

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

// The modules of the program, and what tests share, name the library as its other users do.
#[cfg(any(feature = "cli", test))]
extern crate self as formdrift;

pub mod advise;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod batch;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
#[doc(hidden)]
pub mod derive;
#[cfg(feature = "cli")]
mod desktop;
pub mod detect;
pub mod history;
pub mod measure;
pub mod normalise;
pub mod phases;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod program;
pub mod read;
pub mod report;
#[doc(hidden)]
pub mod stats;
pub mod units;

pub use stats::Estimate;

use advise::Advice;
use detect::{DetectOptions, Verdict};
use history::{History, PastRun, Said};
use measure::{Measures, SplitLength};
use normalise::{CadenceChoice, Caveat, NotARun, Part, Run, TimeZoneChoice};
use phases::Phases;
use read::{RawActivity, ReadError};
use units::DisplayUnits;

/// What a caller may choose about the analysis. The default is 5-mile splits, the cadence
/// unit found from the values, and no earlier runs.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How the run is cut into splits.
    pub split: SplitLength,
    /// Units in advice and report.
    pub units: DisplayUnits,
    /// The user's word on the cadence unit.
    pub cadence: CadenceChoice,
    /// The user's word on the time zone; without it, the file's, else that of the first position.
    pub time_zone: Option<TimeZoneChoice>,
    /// The part of the run to look at.
    pub part: Part,
    /// Smallest change that is reported, seed and priors of the detection.
    pub detect: DetectOptions,
    /// Earlier runs of the same runner, in any order; those that did not begin before this
    /// run are ignored.
    pub earlier: Vec<PastRun>,
}

/// What each stage made of one run.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// The run in SI units.
    pub run: Run,
    /// What was measured on it.
    pub measures: Measures,
    /// What the recording is: warm-up, main part, repetitions, cool-down, walks...
    pub phases: Phases,
    /// What happened to form and pace.
    pub verdict: Verdict,
    /// What the article says to that.
    pub advice: Vec<Advice>,
    /// What a reader should know about the data; the verdict's own are in it too.
    pub caveats: Vec<Caveat>,
    /// The earlier runs that were given, and what was taken from them; `None` where none began
    /// before this run.
    pub history: Option<History>,
}

/// Why a file gives no analysis. Shown, it is a sentence that continues the file's name and
/// says what to do: `notes.fit: ` and then `is plain text, not a FIT file; ...`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The bytes could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// What was read is no run.
    #[error(transparent)]
    NotARun(#[from] NotARun),
}

/// Analyses the longest run of a file, gzipped or not. The format is found from the content.
///
/// For every run of a file go through [`read::read`] and [`analyse_activity`]; for archives
/// through [`read::container::Archive`].
///
/// # Errors
/// When the bytes cannot be read or hold no run:
///
/// ```
/// let why = formdrift::analyse(b"I went for a run today.", &formdrift::Options::default());
/// assert!(matches!(why, Err(formdrift::Error::Read(_))));
/// ```
///
/// A run that cannot be judged (too short, no cadence...) is no error: its verdict is
/// [`Kind::Undecided`](detect::Kind::Undecided), with the reason.
pub fn analyse(bytes: &[u8], options: &Options) -> Result<Analysis, Error> {
    let mut best: Option<Analysis> = None;
    let mut refusal = None;
    for raw in read::read(bytes)? {
        match analyse_activity(&raw, options) {
            Ok(one) => {
                let length = one.measures.total.distance_m();
                if best
                    .as_ref()
                    .is_none_or(|b| length > b.measures.total.distance_m())
                {
                    best = Some(one);
                }
            }
            Err(why) => refusal = Some(why),
        }
    }
    best.ok_or_else(|| {
        refusal
            .unwrap_or_else(|| NotARun::Unusable("holds no activity".into()))
            .into()
    })
}

/// Analyses one activity of a file: every stage between reading and the report.
///
/// # Errors
/// When it is no run, or has no clock or no distance.
pub fn analyse_activity(raw: &RawActivity, options: &Options) -> Result<Analysis, NotARun> {
    let (mut run, mut caveats) = normalise::normalise_part(raw, options.cadence, &options.part)?;
    if let Some(zone) = options.time_zone {
        run.local_time = zone.at(run.start);
    }
    let measures = measure::measure(&run, options.split);
    if options.split == SplitLength::Lap && measures.splits.len() == 1 {
        caveats.push(no_laps());
    }
    let mut known = options.detect;
    let mut history = History::before(&options.earlier, run.start, measures.total.distance_m());
    match history.as_ref().map(|history| &history.said) {
        Some(Said::Curve(curve)) => {
            known.habit.elasticity = (curve.elasticity, curve.elasticity_sd);
        }
        Some(Said::TwoRunners(apart_pct)) => caveats.push(two_runners(*apart_pct)),
        Some(Said::Nothing | Said::AnotherRunner(_)) | None => {}
    }
    let phases = phases::phases(&run, &measures);
    let mut verdict = detect::detect(&measures, &phases, &known);
    if let (Some(history), Some(curve)) = (&mut history, &verdict.curve)
        && matches!(history.said, Said::Curve(_))
        && let Some(apart_pct) = history.apart_from(curve)
    {
        caveats.push(another_runner(apart_pct, history.with_curve()));
        history.said = Said::AnotherRunner(apart_pct);
        // Judged again without them.
        verdict = detect::detect(&measures, &phases, &options.detect);
    }
    let advice = advise::advise(&measures, &phases, &verdict, options.units);
    caveats.extend(verdict.caveats.iter().cloned());
    Ok(Analysis {
        run,
        measures,
        phases,
        verdict,
        advice,
        caveats,
        history,
    })
}

/// Says why laps were asked for and there is one split.
fn no_laps() -> Caveat {
    Caveat {
        code: "no_laps",
        text: "The file marks no laps, so the whole run is one split; a length, such as --split \
               5mi, shows how the run changed."
            .to_owned(),
    }
}

/// Says that the history given is of more than one runner.
fn two_runners(apart_pct: f64) -> Caveat {
    Caveat {
        code: "two_runners",
        text: format!(
            "The earlier runs seem to be of two runners (cadence at one pace differs by \
             {apart_pct:.0} %), so nothing was taken from them; give the runs of one."
        ),
    }
}

/// Says that the history given seems to be of somebody else.
fn another_runner(apart_pct: f64, runs: usize) -> Caveat {
    let side = if apart_pct > 0.0 { "higher" } else { "lower" };
    Caveat {
        code: "another_runner",
        text: format!(
            "The earlier runs seem to be someone else's: at one pace, cadence in this run is {:.0} % \
             {side} than in those {runs}, and one runner's days differ by 1 to 2 %. Nothing was taken \
             from them; give earlier runs of the same runner.",
            apart_pct.abs()
        ),
    }
}
