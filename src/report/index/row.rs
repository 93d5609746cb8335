//! One run as one row.

use std::cmp::Ordering;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use crate::Analysis;
use crate::detect::{HabitualCurve, Kind, Onset, Pattern};
use crate::normalise::TimeZoneSource;
use crate::report::{Context, Pain, json, words};
use crate::stats::Estimate;
use crate::units::format::Interval;
use crate::units::{DisplayUnits, Metres};

/// What an index says of a run. Distances in metres, changes in percent; `None` is what
/// could not be measured.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Row {
    /// Path of the recording below what was asked for, with `/` on every system.
    pub file: String,
    /// Path of the recording as it was given or found.
    #[serde(default)]
    pub path: Option<String>,
    /// Which of the file's runs, from 1.
    pub run: usize,
    /// Who ran it, where that was said.
    #[serde(default)]
    pub athlete: Option<String>,
    /// The report, relative to the index; absent where none was written.
    pub report: Option<String>,
    /// Start, RFC 3339, UTC.
    pub start: String,
    /// Start on the runner's clock, RFC 3339 with its offset; absent where no time zone is known.
    #[serde(default)]
    pub start_local: Option<String>,
    /// Length of the whole run, metres.
    pub distance_m: f64,
    /// Time in motion, seconds.
    pub moving_s: f64,
    /// Moving time over distance.
    pub pace_s_per_km: Option<f64>,
    /// Mean cadence of running.
    pub cadence_spm: Option<f64>,
    /// Kind of verdict, as in the JSON of a run.
    pub verdict: String,
    /// How sure that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certainty: Option<String>,
    /// In which way it broke down.
    pub pattern: Option<String>,
    /// Where something began, if anything did.
    pub onset: Option<OnsetCell>,
    /// Where a run that was eased off began to slow, at the earliest: nothing is known of
    /// the onset beyond.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eased_from_m: Option<f64>,
    /// Form residual at the finish against fresh.
    pub form_change_pct: Option<Estimate>,
    /// Loss of grade-adjusted speed at the finish.
    pub fade_pct: Option<Estimate>,
    /// Aerobic decoupling between the halves of the run, percent.
    pub decoupling_pct: Option<f64>,
    /// The runner's curve on this day.
    pub curve: Option<HabitualCurve>,
    /// Rating of perceived exertion, 0 to 10: the watch's, else the one in `formdrift.toml`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rpe: Option<f64>,
    /// What the runner or the coach said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<Context>,
    /// Size of the change that the headline names, in words: `pace 14 % slower`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<String>,
    /// Codes of the caveats, each once: a report may say the same of several stretches.
    pub caveats: Vec<String>,
    /// The verdict in one sentence.
    pub headline: String,
}

/// An onset with its interval, metres.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct OnsetCell {
    /// Best estimate of the place, metres from the start.
    pub distance_m: f64,
    /// Lower end of the interval, metres from the start.
    pub low_m: f64,
    /// Upper end of the interval, metres from the start.
    pub high_m: f64,
    /// `low_m` is only the edge of the search.
    pub low_open: bool,
    /// `high_m` is only the edge of the search.
    pub high_open: bool,
}

impl OnsetCell {
    /// The 95 % interval, with its open ends.
    pub fn interval(&self) -> Interval {
        Interval {
            low: Metres(self.low_m),
            high: Metres(self.high_m),
            low_open: self.low_open,
            high_open: self.high_open,
        }
    }
}

/// A number with two decimals: a hundredth of a second, a centimetre. Finer than anything measured. What
/// would show another tenth than the run's own report (places, percentages), and what is itself of
/// the order of a hundredth, has the four decimals of its JSON.
fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0 + 0.0
}

/// A curve in the digits of an index.
fn curve(of: HabitualCurve) -> HabitualCurve {
    HabitualCurve {
        level_spm: rounded(of.level_spm),
        ..json::curve(of)
    }
}

impl From<Onset> for OnsetCell {
    fn from(onset: Onset) -> Self {
        Self {
            distance_m: json::rounded(onset.at.value()),
            low_m: json::rounded(onset.low.value()),
            high_m: json::rounded(onset.high.value()),
            low_open: onset.low_open,
            high_open: onset.high_open,
        }
    }
}

impl Row {
    /// The row of a run; `file` is its path with `/` between folders, `run` counts the
    /// runs of one file from 1.
    pub fn of(analysis: &Analysis, file: &str, run: usize, units: DisplayUnits) -> Self {
        let verdict = &analysis.verdict;
        let heart = verdict.heart.and_then(|h| h.decoupling_pct);
        let pace = analysis.measures.total.pace_s_per_km();
        Self {
            file: file.to_owned(),
            run,
            start: analysis
                .run
                .start
                .to_rfc3339_opts(SecondsFormat::Secs, true),
            start_local: (analysis.run.local_time.source != TimeZoneSource::None).then(|| {
                let local = analysis.run.start_local();
                local.to_rfc3339_opts(SecondsFormat::Secs, false)
            }),
            distance_m: rounded(analysis.measures.total.distance_m()),
            moving_s: rounded(analysis.measures.total.moving_s()),
            pace_s_per_km: pace.map(rounded),
            cadence_spm: analysis.measures.total.cadence_spm().map(rounded),
            verdict: verdict.kind().name().to_owned(),
            certainty: words::certainty(verdict).map(str::to_owned),
            pattern: verdict.pattern().map(|p| p.name().to_owned()),
            onset: verdict.onset().map(OnsetCell::from),
            eased_from_m: (verdict.pace.fade_onset)
                .filter(|_| verdict.kind() == Kind::EasedOff)
                .map(|onset| rounded(onset.low.value())),
            form_change_pct: verdict.form_change_at_finish.map(json::interval),
            fade_pct: verdict.pace.fade_pct.map(json::interval),
            decoupling_pct: heart.map(json::rounded),
            curve: verdict.curve.map(curve),
            rpe: analysis.run.perceived_exertion.map(|v| rounded(v.into())),
            change: words::headline_change(analysis),
            caveats: words::each_once(analysis.caveats.iter().map(|c| c.code.to_owned())),
            headline: words::headline(analysis, units),
            ..Self::default()
        }
    }

    /// Start of the run, where the row holds one.
    pub fn started(&self) -> Option<DateTime<Utc>> {
        let start = DateTime::parse_from_rfc3339(&self.start).ok()?;
        Some(start.with_timezone(&Utc))
    }

    /// Day of the start on the runner's clock, `2026-04-12`.
    pub fn day(&self) -> &str {
        self.local_order().get(..10).unwrap_or_default()
    }

    /// What sorts runs by day and hour of the runner's clock.
    pub fn local_order(&self) -> &str {
        let start = self.start_local.as_ref().unwrap_or(&self.start);
        start.get(..19).unwrap_or(start)
    }

    /// Seconds from 1970 on the runner's clock to the start, where the row holds one: for axes
    /// with days.
    pub fn local_start_s(&self) -> Option<i64> {
        let start = self.start_local.as_ref().unwrap_or(&self.start);
        let start = DateTime::parse_from_rfc3339(start).ok()?;
        Some(start.naive_local().and_utc().timestamp())
    }

    /// Pain that was noted.
    pub fn pain(&self) -> Option<&Pain> {
        self.context.as_ref()?.pain.as_ref()
    }

    /// Perceived exertion, 0 to 10: the watch's, else the one that was noted.
    pub fn exertion(&self) -> Option<f64> {
        let noted = || self.context.as_ref()?.rpe.map(f64::from);
        self.rpe.or_else(noted)
    }

    /// Warning for runs given as one runner's that look like several runners'.
    pub const TWO_RUNNERS: &str = "these runs look like two people's: cadence at one speed \
        differs by more than it does from day to day. No trend is drawn; put the files of each \
        into a folder of their own";

    /// True when the history of this run was found to be of more than one runner.
    pub fn is_of_two_runners(&self) -> bool {
        self.caveats.iter().any(|code| code == "two_runners")
    }

    /// The verdict; `None` where a later version wrote one unknown here.
    pub fn kind(&self) -> Option<Kind> {
        Kind::ALL.into_iter().find(|k| k.name() == self.verdict)
    }

    /// What happened as a title: the kind, or walking where that is what happened.
    pub fn label(&self) -> &str {
        match (self.kind(), self.pattern.as_deref()) {
            (Some(Kind::PaceFade), Some(pattern)) if pattern == Pattern::RunWalk.name() => {
                words::RUN_WALK
            }
            // Its certainty is left out: see `of`.
            (Some(Kind::Steady), _) if self.certainty.is_none() => words::NONE_FOUND,
            (Some(kind), _) => words::kind(kind),
            (None, _) => &self.verdict,
        }
    }

    /// The change that the verdict is about, percent: of speed for a fade, else of form.
    pub fn size(&self) -> Option<Estimate> {
        match self.kind() {
            Some(Kind::PaceFade | Kind::EasedOff) => self.fade_pct.or(self.form_change_pct),
            _ => self.form_change_pct.or(self.fade_pct),
        }
    }

    /// Worst first: by verdict, then by the size of the change, then by file.
    pub fn by_severity(&self, other: &Self) -> Ordering {
        let size = |row: &Self| row.size().map_or(0.0, |c| c.value.abs());
        (self.severity().cmp(&other.severity()))
            .then_with(|| size(other).total_cmp(&size(self)))
            .then_with(|| self.file.cmp(&other.file))
            .then_with(|| self.run.cmp(&other.run))
    }

    /// Place of the verdict in [`Kind::ALL`].
    pub fn severity(&self) -> usize {
        let place = Kind::ALL.iter().position(|k| k.name() == self.verdict);
        place.unwrap_or(Kind::ALL.len())
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A row of a kind with a change of form.
    pub fn row(file: &str, kind: Kind, change: Option<f64>) -> Row {
        Row {
            file: file.into(),
            run: 1,
            report: Some(format!("{file}-form/report.html")),
            start: "2026-04-12T07:00:00Z".into(),
            distance_m: 42_195.0,
            moving_s: 13_871.0,
            pace_s_per_km: Some(328.7),
            cadence_spm: Some(174.0),
            verdict: kind.name().into(),
            form_change_pct: change.map(|value| Estimate {
                value,
                low: value - 1.0,
                high: value + 1.0,
            }),
            headline: "A headline.".into(),
            ..Row::default()
        }
    }

    /// An onset in the middle of its interval, metres.
    pub fn onset(low_m: f64, high_m: f64) -> Option<OnsetCell> {
        Some(OnsetCell {
            distance_m: (low_m + high_m) / 2.0,
            low_m,
            high_m,
            low_open: false,
            high_open: false,
        })
    }

    #[test]
    fn the_worst_comes_first() {
        let mut rows = [
            row("steady", Kind::Steady, Some(9.0)),
            row("small", Kind::FormBreakdown, Some(-2.0)),
            row("fade", Kind::PaceFade, None),
            row("large", Kind::FormBreakdown, Some(-6.0)),
            row("unknown", Kind::Undecided, None),
        ];
        rows.sort_by(Row::by_severity);
        let files: Vec<_> = rows.iter().map(|r| r.file.as_str()).collect();
        assert_eq!(files, ["large", "small", "fade", "unknown", "steady"]);
    }

    #[test]
    fn the_day_is_the_runners() {
        let mut row = row("a.fit", Kind::Steady, None);
        row.start = "2024-05-04T20:00:00Z".into();
        let start = |row: &Row| (row.day().to_owned(), row.local_start_s());
        assert_eq!(start(&row), ("2024-05-04".into(), Some(1_714_852_800)));
        row.start_local = Some("2024-05-05T06:00:00+10:00".into());
        assert_eq!(start(&row), ("2024-05-05".into(), Some(1_714_888_800)));
        assert_eq!(row.local_order(), "2024-05-05T06:00:00");
        assert_eq!(row.started().map(|t| t.timestamp()), Some(1_714_852_800));
    }

    #[test]
    fn a_row_comes_back_from_json_as_it_was() {
        let row = row("a/b.fit", Kind::FormBreakdown, Some(-3.21));
        let text = serde_json::to_string(&row).unwrap();
        assert_eq!(serde_json::from_str::<Row>(&text).unwrap(), row);
    }
}
