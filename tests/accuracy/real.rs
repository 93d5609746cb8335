//! Real runs: verdicts and invariance.

use crate::Args;
use crate::alter::VARIANTS;
use crate::rated::folder_of;
use crate::score::share;
use formdrift::detect::{Onset, Verdict};
use formdrift::read::{RawActivity, read};
use formdrift::{Options, analyse_activity};
use rayon::prelude::*;
use std::path::PathBuf;

/// Real runs, when the folder is there: FORMDRIFT_REAL_RUNS, or ../shared/real-runs.
pub fn real_runs() -> Vec<(String, RawActivity)> {
    recordings("FORMDRIFT_REAL_RUNS", "real-runs")
}

fn recordings(variable: &str, name: &str) -> Vec<(String, RawActivity)> {
    let entries = std::fs::read_dir(folder_of(variable, name))
        .into_iter()
        .flatten()
        .flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    let activities = paths.into_iter().filter_map(|path| {
        let bytes = std::fs::read(&path).ok()?;
        let name = path.file_stem()?.to_string_lossy().into_owned();
        let longest = read(&bytes)
            .ok()?
            .into_iter()
            .max_by_key(|raw| raw.points.len())?;
        Some((name, longest))
    });
    activities.collect()
}

/// A real run with its verdict.
struct Real {
    name: String,
    raw: RawActivity,
    length_m: f64,
    verdict: Verdict,
}

/// The long runs of both folders: 13 miles and more with cadence.
fn long_runs() -> Vec<Real> {
    let mut files = real_runs();
    files.extend(recordings("FORMDRIFT_CORPUS", "corpus"));
    let analysed = files.into_par_iter().filter_map(|(name, raw)| {
        let sport = raw.sport.as_deref().unwrap_or("running");
        if !sport.contains("run") || raw.points.iter().all(|p| p.cadence_raw.is_none()) {
            return None;
        }
        let (verdict, length_m) = verdict_of(&raw)?;
        // 13 miles, the shortest run the accuracy table speaks of.
        (length_m > 20_921.0).then_some(Real {
            name,
            raw,
            length_m,
            verdict,
        })
    });
    analysed.collect()
}

fn verdict_of(raw: &RawActivity) -> Option<(Verdict, f64)> {
    let analysis = analyse_activity(raw, &Options::default()).ok()?;
    Some((analysis.verdict, analysis.measures.total.distance_m()))
}

/// Prints the tables.
pub fn print(_args: &Args) {
    let runs = long_runs();
    if runs.is_empty() {
        println!("\n## Real runs\n\nSkipped: no real runs here.");
        return;
    }
    print_verdicts(&runs);
    print_invariance(&runs);
}

fn print_verdicts(runs: &[Real]) {
    println!(
        "\n## Real runs\n\n| run | mi | verdict | pattern | onset, mi | form p | form change, % | fade, % | fade p | caveats |\n|---|---|---|---|---|---|---|---|---|---|"
    );
    for Real {
        name,
        length_m,
        verdict,
        ..
    } in runs
    {
        let number = |value: Option<f64>| value.map_or("-".into(), |v| format!("{v:.3}"));
        let pct = |value: Option<f64>| value.map_or("-".into(), |v| format!("{v:.1}"));
        let codes: Vec<&str> = verdict.caveats.iter().map(|caveat| caveat.code).collect();
        println!(
            "| {name} | {:.1} | {} | {} | {} | {} | {} | {} | {} | {} |",
            length_m / 1609.344,
            verdict.kind().name(),
            verdict.pattern().map_or("-", |pattern| pattern.name()),
            verdict.onset().map_or("-".into(), interval),
            number(verdict.p_value),
            pct(verdict.form_change_at_finish.map(|change| change.value)),
            pct(verdict.pace.fade_pct.map(|fade| fade.value)),
            number(verdict.pace.p_value),
            codes.join(", "),
        );
    }
}

fn interval(onset: Onset) -> String {
    let open = |is: bool| if is { "*" } else { "" };
    format!(
        "{:.1} ({}{:.1}-{:.1}{})",
        onset.at.miles(),
        open(onset.low_open),
        onset.low.miles(),
        onset.high.miles(),
        open(onset.high_open)
    )
}

fn print_invariance(runs: &[Real]) {
    println!(
        "\n## Invariance on real runs\n\n| change to the file | runs | kind kept, % | onset within the first interval, % |\n|---|---|---|---|"
    );
    for (name, alter) in VARIANTS {
        let pairs: Vec<(&Real, Verdict, f64)> = runs
            .par_iter()
            .filter_map(|real| {
                let (verdict, length_m) = verdict_of(&alter(&real.raw)?)?;
                // What was cut from the start moves the axis.
                Some((real, verdict, real.length_m - length_m))
            })
            .collect();
        let kept = pairs
            .iter()
            .filter(|(real, after, _)| after.kind() == real.verdict.kind());
        let onsets: Vec<bool> = pairs
            .iter()
            .filter_map(|(real, after, offset)| {
                let (before, after) = (real.verdict.onset()?, after.onset()?);
                let at = after.at.value() + offset;
                Some((before.low.value()..=before.high.value()).contains(&at))
            })
            .collect();
        let within = onsets.iter().filter(|yes| **yes).count();
        let kept = share(kept.count(), pairs.len());
        println!(
            "| {name} | {} | {kept} | {} |",
            pairs.len(),
            share(within, onsets.len())
        );
        for (real, after, _) in &pairs {
            if after.kind() != real.verdict.kind() {
                let (was, is) = (real.verdict.kind().name(), after.kind().name());
                println!("| &nbsp; {}: {was}, now {is} | | | |", real.name);
            }
        }
    }
}
