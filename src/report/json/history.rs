//! The earlier runs behind a result.

use super::Number;
use crate::history::{self, LongestRecent, PastRun, Said};
use chrono::SecondsFormat;
use serde::Serialize;

/// Most runs that are listed: with `--one-runner` every run of a season has the others.
const MOST_LISTED: usize = 100;

#[derive(Serialize)]
pub(super) struct History<'a> {
    run_count: usize,
    with_curve: usize,
    used: &'static str,
    apart_pct: Option<Number>,
    longest_30_days: Option<Longest>,
    runs: Vec<Listed<'a>>,
}

#[derive(Serialize)]
struct Longest {
    distance_m: Number,
    start: String,
    run_count: usize,
    beyond_pct: Number,
    spike: bool,
}

#[derive(Serialize)]
struct Listed<'a> {
    path: &'a str,
    start: String,
    distance_m: Number,
    has_curve: bool,
}

impl<'a> From<&'a history::History> for History<'a> {
    fn from(history: &'a history::History) -> Self {
        let (used, apart) = match history.said {
            Said::Nothing => ("nothing", None),
            Said::Curve(_) => ("curve", None),
            Said::TwoRunners(apart) => ("two_runners", Some(apart)),
            Said::AnotherRunner(apart) => ("another_runner", Some(apart)),
        };
        Self {
            run_count: history.runs.len(),
            with_curve: history.with_curve(),
            used,
            apart_pct: apart.map(Number),
            longest_30_days: history.longest_recent.as_ref().map(Longest::from),
            runs: history
                .runs
                .iter()
                .take(MOST_LISTED)
                .map(Listed::from)
                .collect(),
        }
    }
}

impl From<&LongestRecent> for Longest {
    fn from(longest: &LongestRecent) -> Self {
        Self {
            distance_m: Number(longest.distance_m),
            start: longest.start.to_rfc3339_opts(SecondsFormat::AutoSi, true),
            run_count: longest.runs,
            beyond_pct: Number(longest.beyond_pct),
            spike: longest.is_exceeded(),
        }
    }
}

impl<'a> From<&'a PastRun> for Listed<'a> {
    fn from(run: &'a PastRun) -> Self {
        Self {
            path: &run.name,
            start: run.start.to_rfc3339_opts(SecondsFormat::AutoSi, true),
            distance_m: Number(run.distance_m),
            has_curve: run.curve.is_some(),
        }
    }
}
