//! Notes about a run from outside its recording: what runner and coach wrote down, the article's
//! answer to pain, a jump in distance, the earlier runs, and the form for more.

use super::tree::*;
use crate::Analysis;
use crate::advise::article::NAMED;
use crate::history::{History, LongestRecent, Said, WINDOW_DAYS};
use crate::report::follow_up::{FollowUp, Side};
use crate::report::words::labels::FROM_ARTICLE;
use crate::report::{Context, ReportOptions};
use crate::units::format as f;
use crate::units::{DisplayUnits, Metres};

/// Most earlier runs that a report lists; summary.json has more.
const MOST_RUNS: usize = 12;

/// Heading of what [`notes`] gives.
pub const TITLE: &str = "Notes on this run";

/// Notes, follow-up and a jump in distance; empty where there is nothing of these.
pub fn notes(analysis: &Analysis, options: &ReportOptions) -> Vec<Block> {
    let mut blocks = Vec::new();
    let noted = noted(analysis, options);
    if !noted.is_empty() {
        blocks.push(Block::Definitions(noted));
    }
    if let Some(follow_up) = options.context.pain.as_ref().and_then(FollowUp::new) {
        let mut inner = vec![
            Block::paragraph(format!("{}.", follow_up.noted)),
            Block::Paragraph(voice(follow_up.side), follow_up.answer.into()),
        ];
        inner.extend(follow_up.place.map(Block::paragraph));
        let from = Text::from(FROM_ARTICLE).cite(follow_up.section);
        let limits = ". It informs and does not diagnose.";
        inner.push(Block::source(from.then(limits)));
        blocks.push(Block::section("follow-up", "How it felt afterwards", inner));
    }
    if let Some(spike) = spike(analysis, options.units) {
        let text = vec![Block::paragraph(spike)];
        blocks.push(Block::section("spike", "A jump in distance", text));
    }
    blocks
}

/// What was said about the run, the coach's comment first.
fn noted(analysis: &Analysis, options: &ReportOptions) -> Vec<Definition> {
    let said = &options.context;
    let texts = [
        ("Coach", &said.comment),
        ("Note", &said.note),
        ("Shoes", &said.shoes),
        ("Surface", &said.surface),
        ("Heat", &said.heat),
    ];
    let mut all: Vec<Definition> = (texts.into_iter())
        .filter_map(|(name, text)| Some(Definition::new(name, text.as_ref()?)))
        .collect();
    if let Some(planned) = said.target_pace_s_per_km {
        let pace = |pace| f::pace_with_unit(pace, options.units);
        let run = analysis.measures.total.pace_s_per_km();
        let run = run.map_or(String::new(), |run| format!(", {} run", pace(run)));
        let text = format!("{} planned{run}", pace(planned));
        all.push(Definition::new("Target pace", text));
    }
    // A rating of the watch alone stands with what was read from the file.
    if said.rpe.is_some() || !all.is_empty() {
        let exertion = exertion(analysis, said);
        all.extend(exertion.map(|text| Definition::new("How hard it was", text)));
    }
    all
}

/// Perceived exertion: the watch's, else the one that was noted; both where they differ.
fn exertion(analysis: &Analysis, said: &Context) -> Option<String> {
    let of_10 = |value: f64| {
        let number = f::decimal(value, 1);
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

/// An answer that asks for something is louder than one that waits.
const fn voice(side: Side) -> Voice {
    match side {
        Side::AsksForCare | Side::InBetween | Side::FitsFatigue => Voice::Conclusion,
        Side::NoPain | Side::TooEarly => Voice::Body,
    }
}

/// The earlier runs: how many there are and what they were used for, and on a page each by name,
/// the latest first. `None` for a run without.
pub fn earlier_runs(analysis: &Analysis, units: DisplayUnits) -> Option<Block> {
    let history = analysis.history.as_ref()?;
    let offset = analysis.run.local_time.offset;
    let listed = history.runs.iter().take(MOST_RUNS).map(|run| {
        let day = run.start.with_timezone(&offset).format("%Y-%m-%d");
        let distance = f::distance(Metres(run.distance_m), units);
        let without = match run.curve {
            Some(_) => "",
            None => " (distance only)",
        };
        format!("{day}, {distance}, {}{without}", run.name)
    });
    let mut page = vec![Block::bullets("earlier", listed)];
    let hidden = history.runs.len().saturating_sub(MOST_RUNS);
    if hidden > 0 {
        let runs = f::count(hidden, "earlier run");
        let more = format!("And {runs} before these; summary.json lists up to 100.");
        page.push(Block::note(more));
    }
    let blocks = vec![Block::paragraph(used(history)), Block::on_page(page)];
    Some(Block::section("history", "Earlier runs", blocks))
}

fn used(history: &History) -> String {
    let runs = f::count(history.runs.len(), "earlier run");
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
             %): nothing was taken from them."
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
    let day = day.format("%-d %B").to_string();
    Some(spike_text(longest, &day, units))
}

fn spike_text(longest: &LongestRecent, day: &str, units: DisplayUnits) -> String {
    let distance = f::distance(Metres(longest.distance_m), units);
    // Bounds of the study's groups.
    let (group, ratio) = match longest.beyond_pct {
        ..=30.0 => ("10 to 30 %", "1.64 times (95 % interval 1.31 to 2.05)"),
        ..=100.0 => ("30 to 100 %", "1.52 times (95 % interval 1.16 to 2.00)"),
        _ => ("over 100 %", "2.28 times (95 % interval 1.50 to 3.48)"),
    };
    format!(
        "This run was {:.0} % longer than the longest of the {WINDOW_DAYS} days before it \
         ({distance} on {day}, out of {} known runs). Among 5,205 runners, those who went \
         beyond their longest by {group} had overuse injuries at {ratio} the rate of those who \
         stayed within 10 % (Frandsen 2025, doi 10.1136/bjsports-2024-109380). Limits: runners with \
         watches who reported their injuries themselves; it compares groups and predicts nothing for \
         one runner; runs that are missing here may have been longer. Next time, build up \
         to the distance in steps of about 10 %.",
        longest.beyond_pct, longest.runs
    )
}

/// The sentences for two example jumps in distance, for the list of every sentence.
pub fn spike_sentences() -> [String; 2] {
    [18.0, 45.0].map(|beyond_pct| {
        let longest = LongestRecent {
            distance_m: 24_140.0,
            start: chrono::DateTime::UNIX_EPOCH,
            runs: 9,
            beyond_pct,
        };
        spike_text(&longest, "5 April", DisplayUnits::Miles)
    })
}

/// Where the article can be read, where a setting says so.
pub fn article(options: &ReportOptions) -> Option<Block> {
    Some(Block::Link(Link {
        before: "Read ",
        name: NAMED,
        address: options.context.article_url.clone()?,
    }))
}

/// The form for what no watch records; `None` for a run that `formdrift.toml` cannot name.
pub fn form(options: &ReportOptions) -> Option<Block> {
    Some(Block::NotesForm(NotesForm {
        run: options.notes_key.clone()?,
        fields: fields(&options.context, options.units),
    }))
}

fn fields(said: &Context, units: DisplayUnits) -> Vec<Field> {
    let pain = said.pain.clone().unwrap_or_default();
    let field = |key, label, rating, value| Field {
        key,
        label,
        rating,
        value,
    };
    let rating =
        |key, label, value: Option<u8>| field(key, label, true, value.map(|v| v.to_string()));
    let text = |key, label, value: &Option<String>| field(key, label, false, value.clone());
    let planned = (said.target_pace_s_per_km).map(|pace| f::pace_with_unit(pace, units));
    vec![
        rating("pain.during", "Worst pain during the run", pain.during),
        rating("pain.after_24_h", "Pain after 24 hours", pain.after_24_h),
        rating("pain.after_48_h", "Pain after 48 hours", pain.after_48_h),
        text("pain.location", "Where", &pain.location),
        rating("rpe", "How hard the run was", said.rpe),
        text("shoes", "Shoes", &said.shoes),
        text("surface", "Surface", &said.surface),
        text("heat", "Heat", &said.heat),
        text("target_pace", "Target pace, such as 8:40/mi", &planned),
        text("note", "Note", &said.note),
        text("comment", "Coach's comment", &said.comment),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::sample;

    #[test]
    fn a_spike_has_its_numbers_source_and_limits() {
        let [small, moderate] = spike_sentences();
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
        assert_eq!(noted(&analysis, &options), []);
        options.context.comment = Some("Start slower.".into());
        options.context.heat = Some("22 C".into());
        options.context.target_pace_s_per_km = Some(300.0);
        options.context.rpe = Some(9);
        let lines = noted(&analysis, &options);
        let names: Vec<&str> = lines.iter().map(|l| l.term.as_str()).collect();
        assert_eq!(names, ["Coach", "Heat", "Target pace", "How hard it was"]);
        let planned = &lines[2].text;
        assert!(planned.starts_with("8:03/mi planned, "), "{planned}");
        assert_eq!(lines[3].text, "9 of 10");
        // The watch's own rating stands first.
        analysis.run.perceived_exertion = Some(7.0);
        let said = exertion(&analysis, &options.context);
        assert_eq!(said.as_deref(), Some("7 of 10 on the watch, 9 of 10 noted"));
    }
}
