//! Title and byline, what was read from the file, and the method in brief.

use super::tree::{Block, Definition};
use crate::Analysis;
use crate::normalise::{CadenceSource, DistanceSource, Run};
use crate::report::{ReportOptions, words};
use crate::units::format as f;
use crate::units::{DisplayUnits, Metres};

/// The title asked for, else one from date and distance.
pub fn title(analysis: &Analysis, options: &ReportOptions) -> String {
    options.title.clone().unwrap_or_else(|| {
        let run = Metres(analysis.measures.total.distance_m());
        format!("{} on {}", f::distance(run, options.units), date(analysis))
    })
}

/// `12 April 2026`, on the runner's clock.
pub fn date(analysis: &Analysis) -> String {
    analysis.run.start_local().format("%-d %B %Y").to_string()
}

/// Distance, moving time and pace, as far as there is one.
fn size(analysis: &Analysis, units: DisplayUnits) -> (String, String, Option<String>) {
    let total = &analysis.measures.total;
    let distance = f::distance(Metres(total.distance_m()), units);
    let pace = total.pace_s_per_km();
    let pace = pace.map(|pace| f::pace_with_unit(pace, units));
    (distance, f::duration(total.moving_s()), pace)
}

/// Runner, date, distance, moving time, pace and device.
pub fn byline(analysis: &Analysis, options: &ReportOptions) -> Vec<String> {
    let (distance, moving, pace) = size(analysis, options.units);
    let own_title = options.title.is_some();
    let items = [
        options.athlete.clone(),
        own_title.then(|| date(analysis)),
        own_title.then_some(distance),
        Some(moving),
        pace,
        analysis.run.device.clone(),
    ];
    items.into_iter().flatten().collect()
}

/// File, date, distance, time and pace on one line, for a terminal: `Sunday long run, 12 October 2026: 26.2 mi in 3:42:10
/// (8:29/mi)`.
pub fn summary(analysis: &Analysis, options: &ReportOptions) -> String {
    let (distance, moving, pace) = size(analysis, options.units);
    let name = options.title.as_deref().unwrap_or(&options.file_name);
    let date = date(analysis);
    let who = [
        Some(name).filter(|name| !name.is_empty()),
        options.athlete.as_deref(),
        Some(&date),
    ];
    let who: Vec<&str> = who.into_iter().flatten().collect();
    let pace = pace.map_or(String::new(), |pace| format!(" ({pace})"));
    format!("{}: {distance} in {moving}{pace}", who.join(", "))
}

/// Day and hour on the runner's clock, and which clock that is.
fn start(run: &Run) -> String {
    let local = run.start_local().format("%-d %B %Y, %H:%M");
    let offset = run.local_time.offset;
    let zone = match run.local_time.zone {
        Some(tz) => tz.name().replace('_', " "),
        None if offset.local_minus_utc() == 0 => "UTC".to_owned(),
        None => format!("UTC{offset}"),
    };
    format!("{local} ({zone})")
}

/// What was read from the file, as terms and values.
pub fn facts(analysis: &Analysis, options: &ReportOptions) -> Block {
    let run = &analysis.run;
    let total = &analysis.measures.total;
    let format = run.format.name().to_uppercase();
    let file = if options.file_name.is_empty() {
        format
    } else {
        format!("{} ({format})", options.file_name)
    };
    let cadence = match run.cadence_unit.source {
        CadenceSource::Strides | CadenceSource::Steps => run.cadence_unit.how.clone(),
        CadenceSource::None => "not in the file".into(),
    };
    let distance = match run.distance_source {
        DistanceSource::Device => "the device's own",
        DistanceSource::Speed => "from the device's speed",
        DistanceSource::Positions => "from positions, spikes filtered",
    };
    let heart = if analysis.measures.heart_rate_is_evidence {
        "used"
    } else {
        "none, or not to be trusted"
    };
    let mut list = vec![
        ("File", file),
        ("Start", start(run)),
        ("Points", run.samples.len().to_string()),
        ("Distance", distance.into()),
        ("Cadence", cadence),
        ("Heart rate", heart.into()),
        ("Elapsed", f::duration(total.elapsed_s())),
    ];
    if let Some(parts) = words::session(analysis, options.units) {
        list.push(("Session", parts));
    }
    list.extend(words::pauses(analysis, options.units));
    if let Some(exertion) = run.perceived_exertion {
        list.push(("Perceived exertion", format!("{exertion:.0} of 10")));
    }
    if let Some(feel) = run.feel_pct {
        list.push(("Felt", feeling(feel).into()));
    }
    if total.has_altitude {
        let unit = f::climb_unit(options.units);
        let climb = f::climb(total.ascent_m, options.units);
        list.push(("Climb", format!("{climb} {unit}")));
    }
    let list = list.into_iter();
    let list = list.map(|(term, text)| Definition::new(term, text));
    let list = list.collect();
    Block::section("facts", "What was read", vec![Block::Definitions(list)])
}

/// The word for how a runner felt, 0 to 100, as watches ask for it.
fn feeling(feel_pct: f32) -> &'static str {
    match feel_pct {
        ..12.5 => "very weak",
        ..37.5 => "weak",
        ..62.5 => "normal",
        ..87.5 => "strong",
        _ => "very strong",
    }
}

/// The method in brief, with this run's own numbers where it has them.
pub fn method(analysis: &Analysis, units: DisplayUnits) -> Block {
    let mut said = vec![
        "The recording is understood first: running, walking and standing; warm-up, main part, \
         repetitions and cool-down. The main part is judged by three questions: did cadence leave \
         what this runner takes at that pace and grade, was pace lost for good, and did running \
         give way to walking? Slowing with the cadence that is usual for the slower pace is \
         pacing; other steps than usual at the same pace are a change of form."
            .to_owned(),
        "Each question looks for an onset over the whole run. How often a sound run as noisy as \
         this one would look like it is found by putting simulated runs through the same search; \
         the interval says where else the onset could be. Seconds around stops and walks are no \
         evidence of form."
            .to_owned(),
    ];
    // Where pace is no evidence the slope of the curve is not this runner's.
    let curve = analysis.verdict.curve.as_ref();
    if let Some(curve) = curve.filter(|_| analysis.measures.pace_is_evidence) {
        said.push(format!(
            "Fresh, this runner takes {} at {} on the flat; running 10 % faster goes with {} more \
             cadence (give or take {}).",
            f::cadence(curve.level_spm),
            f::pace_with_unit(1000.0 / curve.reference_speed_m_per_s, units),
            f::percent(10.0 * curve.elasticity),
            f::percent(10.0 * curve.elasticity_sd),
        ));
    }
    said.push(
        "What a watch cannot see: pain, lean, foot strike, shoes, surface, heat and wind. The \
         advice follows the article on running pain after 20 miles; the studies it names are \
         listed with their limits."
            .to_owned(),
    );
    let paragraphs = said.into_iter().map(Block::paragraph);
    Block::section("method", "Method in brief", paragraphs.collect())
}
