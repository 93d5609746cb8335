//! Reads what a running watch exported and finds the point where running form starts to
//! break down. Six pure stages, each taking the one before it:
//! [`read`] -> [`normalise`] -> [`measure`] -> [`detect`] -> [`advise`] -> [`report`].

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

pub mod advise;
pub mod detect;
pub mod history;
pub mod measure;
pub mod normalise;
pub mod read;
pub mod report;
pub mod stats;
pub mod units;

use advise::Advice;
use detect::{DetectOptions, Verdict};
use history::{Earlier, Said};
use measure::{Measures, SplitLength};
use normalise::{CadenceChoice, Caveat, NotARun, Run};
use read::{RawActivity, ReadError};
use units::DisplayUnits;

/// What a caller may choose about the analysis.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How the run is cut into splits.
    pub split: SplitLength,
    /// Units in advice and report.
    pub units: DisplayUnits,
    /// The user's word on the cadence unit.
    pub cadence: CadenceChoice,
    /// Detection's settings.
    pub detect: DetectOptions,
    /// Earlier runs of the same runner, in any order; those that did not begin before the
    /// run at hand are left out by themselves.
    pub earlier: Vec<Earlier>,
}

/// One run, analysed.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// The run in SI units.
    pub run: Run,
    /// What was measured on it.
    pub measures: Measures,
    /// What happened to form and pace.
    pub verdict: Verdict,
    /// What the article says to that.
    pub advice: Vec<Advice>,
    /// What a reader should know about the data; the verdict's own are in it too.
    pub caveats: Vec<Caveat>,
}

/// Why a file gives no analysis.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The bytes could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// What was read is no run.
    #[error(transparent)]
    NotARun(#[from] NotARun),
}

/// Analyses the longest run of a file.
///
/// # Errors
/// When the bytes cannot be read or hold no run.
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

/// Analyses one activity of a file.
///
/// # Errors
/// When it is no run, or has no clock or no distance.
pub fn analyse_activity(raw: &RawActivity, options: &Options) -> Result<Analysis, NotARun> {
    let (run, mut caveats) = normalise::normalise(raw, options.cadence)?;
    let measures = measure::measure(&run, options.split);
    if options.split == SplitLength::Lap && measures.splits.len() == 1 {
        caveats.push(no_laps());
    }
    let mut known = options.detect;
    match history::before(&options.earlier, run.start, measures.total.distance_m()) {
        Said::Nothing => {}
        Said::Curve(curve) => known.habit.elasticity = (curve.elasticity, curve.elasticity_sd),
        Said::TwoRunners(apart_pct) => caveats.push(two_runners(apart_pct)),
    }
    let verdict = detect::detect(&measures, &known);
    let advice = advise::advise(&measures, &verdict, options.units);
    caveats.extend(verdict.caveats.iter().cloned());
    Ok(Analysis {
        run,
        measures,
        verdict,
        advice,
        caveats,
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
