//! The answer of the program for one recording, read from its JSON line: the same keys that
//! any other program would read. A key that is missing counts as `null`.
// The suite and the accuracy harness each use a part of it.
#![allow(dead_code)]

use formdrift::read::{RawActivity, read};
use formdrift::report::{ReportOptions, json};
use formdrift::units::METRES_PER_MILE;
use formdrift::{Analysis, Options, analyse_activity};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// An onset with its 95 % interval, miles from the start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Best estimate.
    pub at: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Place {
    fn of(value: &Value) -> Option<Self> {
        let miles = |key: &str| Some(value.get(key)?.as_f64()? / METRES_PER_MILE);
        Some(Self {
            at: miles("distance_m")?,
            low: miles("low_m")?,
            high: miles("high_m")?,
        })
    }
}

/// What the program says about one run.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// Length of the run, miles.
    pub miles: f64,
    /// `verdict.kind`.
    pub kind: String,
    /// `verdict.pattern`.
    pub pattern: Option<String>,
    /// `verdict.certainty`.
    pub certainty: Option<String>,
    /// `verdict.probability`.
    pub probability: Option<f64>,
    /// `verdict.reason`.
    pub reason: String,
    /// `verdict.p_value`: of the form question.
    pub form_p: Option<f64>,
    /// `pace.p_value`.
    pub pace_p: Option<f64>,
    /// Value of `verdict.form_change_at_finish_pct`.
    pub form_change_pct: Option<f64>,
    /// Value of `pace.fade_pct`.
    pub fade_pct: Option<f64>,
    /// `verdict.onset`.
    pub verdict_onset: Option<Place>,
    /// `pace.fade_onset`.
    pub fade_onset: Option<Place>,
    /// `walking.onset`.
    pub walking_onset: Option<Place>,
    /// Codes of the caveats.
    pub caveats: Vec<String>,
}

impl Answer {
    /// Reads a line of `--json`. `None` if it is no JSON.
    pub fn of_line(line: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(line).ok()?;
        let text = |pointer: &str| Some(value.pointer(pointer)?.as_str()?.to_owned());
        let number = |pointer: &str| value.pointer(pointer)?.as_f64();
        let place = |pointer: &str| Place::of(value.pointer(pointer)?);
        let caveats = value.get("caveats")?.as_array()?.iter();
        Some(Self {
            miles: number("/run/distance_m")? / METRES_PER_MILE,
            kind: text("/verdict/kind")?,
            pattern: text("/verdict/pattern"),
            certainty: text("/verdict/certainty"),
            probability: number("/verdict/probability"),
            reason: text("/verdict/reason").unwrap_or_default(),
            form_p: number("/verdict/p_value"),
            pace_p: number("/pace/p_value"),
            form_change_pct: number("/verdict/form_change_at_finish_pct/value"),
            fade_pct: number("/pace/fade_pct/value").or_else(|| number("/pace/fade_pct")),
            verdict_onset: place("/verdict/onset"),
            fade_onset: place("/pace/fade_onset"),
            walking_onset: place("/walking/onset"),
            caveats: caveats
                .filter_map(|caveat| Some(caveat.get("code")?.as_str()?.to_owned()))
                .collect(),
        })
    }

    /// The answer of an analysis.
    pub fn of(analysis: &Analysis) -> Option<Self> {
        Self::of_line(&json::line(analysis, &ReportOptions::default()))
    }

    /// A form breakdown or a pace fade, with certainty *likely* or better. An answer without
    /// a certainty counts as certain.
    pub fn claims(&self) -> bool {
        let breakdown = ["form_breakdown", "pace_fade"].contains(&self.kind.as_str());
        breakdown && !self.is_only_possible()
    }

    /// Certainty below *likely*.
    pub fn is_only_possible(&self) -> bool {
        self.certainty.as_deref() == Some("possible")
    }

    /// Where the run broke down, by the verdict or else by pace.
    pub fn onset(&self) -> Option<Place> {
        self.verdict_onset.or(self.fade_onset)
    }
}

/// A recording with what the program says about it.
pub struct Recording {
    /// File name with its endings.
    pub file: String,
    /// As it was read.
    pub raw: RawActivity,
    /// All stages' results.
    pub analysis: Analysis,
    /// The JSON line, read.
    pub answer: Answer,
}

impl Recording {
    /// Analyses the longest run of a file, by distance; else says why there is none.
    pub fn read(path: &Path) -> Result<Self, String> {
        let bytes = std::fs::read(path).map_err(|why| why.to_string())?;
        let activities = read(&bytes).map_err(|why| why.to_string())?;
        let mut best: Option<(RawActivity, Analysis)> = None;
        let mut refusal = String::from("holds no activity");
        let length = |analysis: &Analysis| analysis.measures.total.distance_m();
        for raw in activities {
            match analyse_activity(&raw, &Options::default()) {
                Ok(one) if best.as_ref().is_none_or(|b| length(&one) > length(&b.1)) => {
                    best = Some((raw, one));
                }
                Ok(_) => {}
                Err(why) => refusal = why.to_string(),
            }
        }
        let (raw, analysis) = best.ok_or(refusal)?;
        let file = path.file_name().unwrap_or_default();
        Ok(Self {
            file: file.to_string_lossy().into_owned(),
            answer: Answer::of(&analysis).ok_or("gives no JSON")?,
            raw,
            analysis,
        })
    }
}

/// Recordings of a folder, sorted by name; empty if there is no such folder.
pub fn recordings_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let is_recording = |path: &PathBuf| {
        let name = path.to_string_lossy().to_lowercase();
        let name = name.trim_end_matches(".gz");
        [".fit", ".gpx", ".tcx"]
            .iter()
            .any(|end| name.ends_with(end))
    };
    let mut paths: Vec<PathBuf> = entries.map(|e| e.path()).filter(is_recording).collect();
    paths.sort();
    paths
}
