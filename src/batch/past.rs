//! The runner's earlier runs: read before the session begins, kept nowhere.

use std::path::PathBuf;

use formdrift::history::PastRun;
use formdrift::{Options, read};
use rayon::ThreadPool;

use super::console::Console;
use super::context::Library;
use super::input::{Input, Inputs};
use super::order;
use super::plan::Plan;
use super::work::contained;

/// All runs below these paths, each with its curve where one can be fitted. Files that are no
/// runs, or cannot be read, say nothing. With `private` their names leave out the folders above
/// what was asked for.
pub fn earlier(
    plan: &Plan,
    options: &Options,
    private: bool,
    pool: Option<&ThreadPool>,
    console: &mut Console,
) -> Vec<PastRun> {
    let mut all = Vec::new();
    console.start_progress(plan.files.len() as u64);
    order::in_order(
        Inputs::new(&plan.files, &Library::default()),
        pool,
        |input| contained(|| of_one(input, options, private)).unwrap_or_default(),
        |found: Vec<PastRun>| {
            all.extend(found);
            console.advance();
            true
        },
    );
    console.end_progress();
    all
}

/// The paths to look for earlier runs in.
pub fn paths(history: Option<&PathBuf>, one_runner: bool, given: &[PathBuf]) -> Vec<PathBuf> {
    let own = if one_runner { given } else { &[] };
    history.into_iter().chain(own).cloned().collect()
}

fn of_one(mut input: Input, options: &Options, private: bool) -> Vec<PastRun> {
    let name = input.location(private);
    let Ok(bytes) = input.bytes() else {
        return Vec::new();
    };
    let activities = read::read(&bytes).unwrap_or_default();
    // A part of the run at hand is none of earlier ones.
    let options = &Options {
        part: Default::default(),
        ..options.clone()
    };
    (activities.iter())
        .filter_map(|raw| formdrift::analyse_activity(raw, options).ok())
        .map(|analysis| PastRun::of(&analysis, name.clone()))
        .collect()
}
