//! Title, byline, and what was read from the file.

use crate::Analysis;
use crate::normalise::{CadenceSource, DistanceSource, Run};
use crate::report::{ReportOptions, words};
use crate::units::Metres;
use crate::units::format as f;

/// The title asked for, else one from date and distance.
pub fn title(analysis: &Analysis, options: &ReportOptions) -> String {
    options.title.clone().unwrap_or_else(|| {
        let run = Metres(analysis.measures.total.distance_m());
        format!("{} on {}", f::distance(run, options.units), date(analysis))
    })
}

fn date(analysis: &Analysis) -> String {
    analysis.run.start_local().format("%-d %B %Y").to_string()
}

/// Runner, date, distance, moving time, pace and device.
pub fn byline(analysis: &Analysis, options: &ReportOptions) -> Vec<String> {
    let total = &analysis.measures.total;
    let distance = f::distance(Metres(total.distance_m()), options.units);
    let pace = total
        .pace_s_per_km()
        .map(|p| f::pace_with_unit(p, options.units));
    let own_title = options.title.is_some();
    [
        options.athlete.clone(),
        own_title.then(|| date(analysis)),
        own_title.then_some(distance),
        Some(f::duration(total.moving_s())),
        pace,
        analysis.run.device.clone(),
    ]
    .into_iter()
    .flatten()
    .collect()
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

/// What was read, as name and value.
pub fn facts(analysis: &Analysis, options: &ReportOptions) -> Vec<(&'static str, String)> {
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
        list.push((
            "Climb",
            format!("{} {unit}", f::climb(total.ascent_m, options.units)),
        ));
    }
    list
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
