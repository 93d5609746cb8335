//! One run as one row.

use std::cmp::Ordering;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use crate::Analysis;
use crate::detect::{Kind, Onset};
use crate::report::words;
use crate::stats::Estimate;
use crate::units::DisplayUnits;

/// What an index says of a run. Distances in metres, changes in percent; `None` is what
/// could not be measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Path of the recording below what was asked for, with `/` on every system.
    pub file: String,
    /// Which of the file's runs, from 1.
    pub run: usize,
    /// The report, relative to the index; absent where none was written.
    pub report: Option<String>,
    /// Start, RFC 3339, UTC.
    pub start: String,
    /// Whole distance, metres.
    pub distance_m: f64,
    /// Time in motion, seconds.
    pub moving_s: f64,
    /// Kind of verdict.
    pub verdict: String,
    /// In which way it broke down.
    pub pattern: Option<String>,
    /// Where.
    pub onset: Option<OnsetCell>,
    /// Form residual at the finish against fresh.
    pub form_change_pct: Option<Value>,
    /// Loss of grade-adjusted speed at the finish.
    pub fade_pct: Option<Value>,
    /// Aerobic decoupling.
    pub decoupling_pct: Option<f64>,
    /// Codes of the caveats.
    pub caveats: Vec<String>,
    /// The verdict in one sentence.
    pub headline: String,
}

/// An onset with its interval, metres.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct OnsetCell {
    /// Best estimate.
    pub distance_m: f64,
    /// Lower end.
    pub low_m: f64,
    /// Upper end.
    pub high_m: f64,
    /// `low_m` is only the edge of the search.
    pub low_open: bool,
    /// `high_m` is only the edge of the search.
    pub high_open: bool,
}

/// A value with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Value {
    /// Point estimate.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Decimals kept: a hundredth of a percent, a centimetre. Finer than anything measured.
fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0 + 0.0
}

impl From<Onset> for OnsetCell {
    fn from(onset: Onset) -> Self {
        Self {
            distance_m: rounded(onset.at.value()),
            low_m: rounded(onset.low.value()),
            high_m: rounded(onset.high.value()),
            low_open: onset.low_open,
            high_open: onset.high_open,
        }
    }
}

impl From<Estimate> for Value {
    fn from(estimate: Estimate) -> Self {
        Self {
            value: rounded(estimate.value),
            low: rounded(estimate.low),
            high: rounded(estimate.high),
        }
    }
}

impl Row {
    /// The row of a run; `file` is its path with `/` between folders, `run` counts the
    /// runs of one file from 1.
    pub fn of(analysis: &Analysis, file: &str, run: usize, units: DisplayUnits) -> Self {
        let verdict = &analysis.verdict;
        let heart = verdict.heart.and_then(|h| h.decoupling_pct);
        Self {
            file: file.to_owned(),
            run,
            report: None,
            start: analysis
                .run
                .start
                .to_rfc3339_opts(SecondsFormat::Secs, true),
            distance_m: rounded(analysis.measures.total.distance_m()),
            moving_s: rounded(analysis.measures.total.moving_s()),
            verdict: verdict.kind.name().to_owned(),
            pattern: verdict.pattern.map(|p| p.name().to_owned()),
            onset: verdict.onset.map(OnsetCell::from),
            form_change_pct: verdict.form_change_at_finish.map(Value::from),
            fade_pct: verdict.pace.fade_pct.map(Value::from),
            decoupling_pct: heart.map(rounded),
            caveats: analysis.caveats.iter().map(|c| c.code.to_owned()).collect(),
            headline: words::headline(analysis, units),
        }
    }

    /// Start of the run, where the row holds one.
    pub fn started(&self) -> Option<DateTime<Utc>> {
        let start = DateTime::parse_from_rfc3339(&self.start).ok()?;
        Some(start.with_timezone(&Utc))
    }

    /// Worst first: by verdict, then by the size of the change, then by file.
    pub fn by_severity(&self, other: &Self) -> Ordering {
        let size = |row: &Self| {
            let change = match row.verdict.as_str() {
                "pace_fade" => row.fade_pct.or(row.form_change_pct),
                _ => row.form_change_pct.or(row.fade_pct),
            };
            change.map_or(0.0, |c| c.value.abs())
        };
        (self.severity().cmp(&other.severity()))
            .then_with(|| size(other).total_cmp(&size(self)))
            .then_with(|| self.file.cmp(&other.file))
            .then_with(|| self.run.cmp(&other.run))
    }

    /// Place of the verdict in the order of `Kind`: worst is 0.
    fn severity(&self) -> usize {
        let order = [
            Kind::FormBreakdown,
            Kind::PaceFade,
            Kind::GradualDrift,
            Kind::Undecided,
            Kind::EasedOff,
            Kind::Steady,
        ];
        let place = order.iter().position(|k| k.name() == self.verdict);
        place.unwrap_or(order.len())
    }
}
