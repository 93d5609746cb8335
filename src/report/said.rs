//! Notes about a run from outside its recording, in lines: notes, shoes, heat, the planned pace,
//! how hard it was, the runs of its history, and a jump in distance.

use super::follow_up::FollowUp;
use super::{Context, ReportOptions};
use crate::Analysis;
use crate::history::{History, LongestRecent, Said, WINDOW_DAYS};
use crate::units::format;
use crate::units::{DisplayUnits, Metres};

/// A name and what is said under it.
pub type SaidLine = (&'static str, String);

/// Heading of what the runner and the coach said.
pub const NOTES_SECTION: &str = "Notes on this run";
/// Heading of the article's answer to pain that was noted.
pub const FOLLOW_UP_SECTION: &str = "How it felt afterwards";
/// Heading of the list of earlier runs.
pub const HISTORY_SECTION: &str = "Earlier runs";
/// Heading of a jump in distance.
pub const SPIKE_SECTION: &str = "A jump in distance";
/// Most earlier runs that a report lists; summary.json has more.
const MOST_RUNS: usize = 12;

/// Everything that was said about the run, as name and value, the coach's comment first.
pub fn notes(analysis: &Analysis, options: &ReportOptions) -> Vec<SaidLine> {
    let said = &options.context;
    let texts = [
        ("Coach", &said.comment),
        ("Note", &said.note),
        ("Shoes", &said.shoes),
        ("Surface", &said.surface),
        ("Heat", &said.heat),
    ];
    let mut lines: Vec<SaidLine> = (texts.into_iter())
        .filter_map(|(name, text)| Some((name, text.clone()?)))
        .collect();
    if let Some(planned) = said.target_pace_s_per_km {
        lines.push(("Target pace", target(planned, analysis, options.units)));
    }
    // A rating of the watch alone stands with what was read from the file.
    if said.rpe.is_some() || !lines.is_empty() {
        lines.extend(exertion(analysis, said).map(|text| ("How hard it was", text)));
    }
    lines
}

/// The planned pace beside the one that was run.
fn target(planned: f64, analysis: &Analysis, units: DisplayUnits) -> String {
    let plan = format::pace_with_unit(planned, units);
    match analysis.measures.total.pace_s_per_km() {
        Some(run) => format!("{plan} planned, {} run", format::pace_with_unit(run, units)),
        None => format!("{plan} planned"),
    }
}

/// Perceived exertion: the watch's, else the one that was noted; both where they differ.
pub fn exertion(analysis: &Analysis, said: &Context) -> Option<String> {
    let of_10 = |value: f64| {
        let number = format::decimal(value, 1);
        format!("{} of 10", number.trim_end_matches(".0"))
    };
    let watch = analysis.run.perceived_exertion.map(f64::from);
    let noted = said.rpe.map(f64::from);
    Some(match (watch, noted) {
        (Some(watch), Some(noted)) if (watch - noted).abs() > 0.5 => {
            format!("{} on the watch, {} noted", of_10(watch), of_10(noted))
        }
        (Some(rating), _) | (None, Some(rating)) => of_10(rating),
        (None, None) => return None,
    })
}

/// The article's answer to the pain that was noted.
pub fn follow_up(options: &ReportOptions) -> Option<FollowUp> {
    FollowUp::new(options.context.pain.as_ref()?)
}

/// The earlier runs: what was taken from them, and each by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierRuns {
    /// How many there are and what they were used for.
    pub used: String,
    /// `2026-03-29, 18.0 mi, long-run.fit`; the latest first.
    pub runs: Vec<String>,
    /// Sentence for a list that was cut short.
    pub more: Option<String>,
}

/// The earlier runs of a run with a history.
pub fn earlier_runs(analysis: &Analysis, units: DisplayUnits) -> Option<EarlierRuns> {
    let history = analysis.history.as_ref()?;
    let offset = analysis.run.local_time.offset;
    let listed = history.runs.iter().take(MOST_RUNS).map(|run| {
        let day = run.start.with_timezone(&offset).format("%Y-%m-%d");
        let distance = format::distance(Metres(run.distance_m), units);
        let without = if run.curve.is_none() {
            " (distance only)"
        } else {
            ""
        };
        format!("{day}, {distance}, {}{without}", run.name)
    });
    let hidden = history.runs.len().saturating_sub(MOST_RUNS);
    Some(EarlierRuns {
        used: used(history),
        runs: listed.collect(),
        more: (hidden > 0).then(|| {
            let runs = format::count(hidden, "earlier run");
            format!("And {runs} before these; summary.json lists up to 100.")
        }),
    })
}

fn used(history: &History) -> String {
    let runs = format::count(history.runs.len(), "earlier run");
    match history.said {
        Said::Curve(curve) => format!(
            "{runs}. The cadence that is usual for this runner at each pace rests on {} of them \
             beside this run.",
            curve.runs
        ),
        Said::Nothing => format!(
            "{runs}, too few with a cadence and a pace to learn from, so this run was judged by \
             itself."
        ),
        Said::TwoRunners(apart) => format!(
            "{runs}, which seem to be of two runners (cadence at one pace differs by {apart:.0} \
             %): \
             nothing was taken from them."
        ),
        Said::AnotherRunner(apart) => format!(
            "{runs}, which seem to be someone else's (cadence at one pace is {:.0} % {} here): \
             nothing was taken from them.",
            apart.abs(),
            if apart > 0.0 { "higher" } else { "lower" }
        ),
    }
}

/// A single run far beyond the longest of the last 30 days, with what that is known to mean and
/// what it is not.
pub fn spike(analysis: &Analysis, units: DisplayUnits) -> Option<String> {
    let history = analysis.history.as_ref()?;
    // The longest run of another runner says nothing.
    let own = !matches!(history.said, Said::TwoRunners(_) | Said::AnotherRunner(_));
    let longest = (history.longest_recent.as_ref()).filter(|l| own && l.is_exceeded())?;
    let day = longest.start.with_timezone(&analysis.run.local_time.offset);
    Some(spike_text(
        longest,
        &day.format("%-d %B").to_string(),
        units,
    ))
}

fn spike_text(longest: &LongestRecent, day: &str, units: DisplayUnits) -> String {
    let distance = format::distance(Metres(longest.distance_m), units);
    let beyond = format!("{:.0}", longest.beyond_pct);
    // Bounds of the study's groups.
    let (group, ratio) = match longest.beyond_pct {
        ..=30.0 => ("10 to 30 %", "1.64 times (95 % interval 1.31 to 2.05)"),
        ..=100.0 => ("30 to 100 %", "1.52 times (95 % interval 1.16 to 2.00)"),
        _ => ("over 100 %", "2.28 times (95 % interval 1.50 to 3.48)"),
    };
    format!(
        "This run was {beyond} % longer than the longest of the {WINDOW_DAYS} days before it \
         ({distance} on {day}, out of {} known runs). Among 5,205 runners, those who went \
         beyond their longest by {group} had overuse injuries at {ratio} the rate of those who \
         stayed within 10 % (Frandsen 2025, doi 10.1136/bjsports-2024-109380). Limits: runners with \
         watches who reported their injuries themselves; it compares groups and predicts nothing for \
         one runner; runs that are missing here may have been longer. Next time, build up \
         to the distance in steps of about 10 %.",
        longest.runs
    )
}

/// Sentences of this file for the list of all that is said.
pub fn every_sentence() -> Vec<String> {
    let longest = |beyond_pct| LongestRecent {
        distance_m: 24_140.0,
        start: chrono::DateTime::UNIX_EPOCH,
        runs: 9,
        beyond_pct,
    };
    let spike = |pct| spike_text(&longest(pct), "5 April", DisplayUnits::Miles);
    vec![spike(18.0), spike(45.0)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::sample;

    #[test]
    fn a_spike_has_its_numbers_source_and_limits() {
        let [small, moderate] = &every_sentence()[..] else {
            panic!("two");
        };
        for part in [
            "18 % longer",
            "15.0 mi on 5 April",
            "9 known runs",
            "1.64",
            "10.1136",
            "Limits",
        ] {
            assert!(small.contains(part), "{part}: {small}");
        }
        assert!(moderate.contains("1.52"), "{moderate}");
    }

    #[test]
    fn what_was_said_is_shown_and_what_was_not_is_absent() {
        let mut analysis = sample::analysis(crate::detect::Kind::FormBreakdown, 26.2, true);
        let mut options = ReportOptions::default();
        assert_eq!(notes(&analysis, &options), []);
        options.context.comment = Some("Start slower.".into());
        options.context.heat = Some("22 C".into());
        options.context.target_pace_s_per_km = Some(300.0);
        options.context.rpe = Some(9);
        let lines = notes(&analysis, &options);
        let names: Vec<&str> = lines.iter().map(|l| l.0).collect();
        assert_eq!(names, ["Coach", "Heat", "Target pace", "How hard it was"]);
        assert!(
            lines[2].1.starts_with("8:03/mi planned, "),
            "{:?}",
            lines[2]
        );
        assert_eq!(lines[3].1, "9 of 10");
        // The watch's own rating stands first.
        analysis.run.perceived_exertion = Some(7.0);
        let said = exertion(&analysis, &options.context);
        assert_eq!(said.as_deref(), Some("7 of 10 on the watch, 9 of 10 noted"));
    }
}
