//! The earlier runs behind a result.

use super::{Number, utc};
use crate::history::{History, LongestRecent, PastRun, Said};
use serde::Serialize;

/// Most runs that are listed: with `--one-runner` every run of a season has the others.
const MOST_LISTED: usize = 100;

/// The runs that were given, and what was taken from them.
pub(super) fn history(of: &History) -> impl Serialize {
    let (used, apart) = match of.said {
        Said::Nothing => ("nothing", None),
        Said::Curve(_) => ("curve", None),
        Said::TwoRunners(apart) => ("two_runners", Some(apart)),
        Said::AnotherRunner(apart) => ("another_runner", Some(apart)),
    };
    let listed = of.runs.iter().take(MOST_LISTED).map(listed);
    object! {
        run_count: of.runs.len(),
        with_curve: of.with_curve(),
        used: used,
        apart_pct: apart.map(Number),
        longest_30_days: of.longest_recent.as_ref().map(longest),
        runs: listed.collect::<Vec<_>>(),
    }
}

fn longest(of: &LongestRecent) -> impl Serialize {
    object! {
        distance_m: Number(of.distance_m),
        start: utc(of.start),
        run_count: of.runs,
        beyond_pct: Number(of.beyond_pct),
        spike: of.is_exceeded(),
    }
}

fn listed(run: &PastRun) -> impl Serialize {
    object! {
        path: run.name.as_str(),
        start: utc(run.start),
        distance_m: Number(run.distance_m),
        has_curve: run.curve.is_some(),
    }
}
