//! `track.gpx`: the recorded track with a waypoint at the onset, for any map program.

use super::{Artefact, Output, Render, ReportOptions, words};
use crate::Analysis;
use crate::normalise::{Run, Sample};
use crate::read::Position;
use chrono::{DateTime, SecondsFormat};
use maud::{Markup, PreEscaped, html};

/// Name of the file in a report folder.
pub const FILE_NAME: &str = "track.gpx";

/// See the module.
pub const OUTPUT: Output = Output {
    name: "gpx",
    about: "track.gpx: the track with a waypoint at the onset",
    render: Render::Whole(FILE_NAME, render),
};

/// A new segment begins after a longer silence: what lies between was not recorded.
const LONGEST_GAP_S: f64 = 10.0;

/// The track; nothing for a run without positions, and nothing when coordinates are
/// private, since a track is nothing else.
pub fn render(analysis: &Analysis, options: &ReportOptions) -> Vec<Artefact> {
    if options.private || !analysis.run.samples.iter().any(|s| s.position.is_some()) {
        return Vec::new();
    }
    vec![Artefact {
        name: FILE_NAME.to_owned(),
        bytes: document(analysis, options).into_string().into_bytes(),
    }]
}

/// GPX 1.1; the schema fixes the order of the elements.
fn document(analysis: &Analysis, options: &ReportOptions) -> Markup {
    let run = &analysis.run;
    let headline = words::headline(analysis, options.units);
    let title = html! { @if let Some(title) = &options.title { name { (printable(title)) } } };
    html! {
        (PreEscaped("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"))
        gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1"
            creator=(concat!("formdrift ", env!("CARGO_PKG_VERSION"))) {
            metadata { (title) desc { (headline) } (time(run, 0.0)) }
            @if let Some(onset) = &analysis.verdict.onset {
                // The first recorded position at or after it.
                @let after = run.samples.iter().filter(|s| s.distance >= onset.at);
                @for (sample, place) in positions(after).take(1) {
                    wpt lat=(degrees(place.latitude)) lon=(degrees(place.longitude)) {
                        (moment(run, sample))
                        name { "Onset: " (words::onset(onset, options.units)) }
                        desc { (headline) }
                        sym { "Flag, Blue" }
                    }
                }
            }
            trk {
                (title)
                @if let Some(sport) = &run.sport { type { (printable(sport)) } }
                @for segment in segments(run) {
                    trkseg {
                        @for (sample, place) in segment {
                            trkpt lat=(degrees(place.latitude)) lon=(degrees(place.longitude)) {
                                (moment(run, sample))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Text without control characters, for which XML has no place.
fn printable(text: &str) -> String {
    text.replace(char::is_control, " ")
}

fn positions<'a>(
    samples: impl Iterator<Item = &'a Sample>,
) -> impl Iterator<Item = (&'a Sample, Position)> {
    samples.filter_map(|sample| Some((sample, sample.position?)))
}

fn segments(run: &Run) -> Vec<Vec<(&Sample, Position)>> {
    let mut segments: Vec<Vec<(&Sample, Position)>> = Vec::new();
    for point in positions(run.samples.iter()) {
        let now = point.0.elapsed.0;
        let follows = |before: &Sample| now - before.elapsed.0 <= LONGEST_GAP_S;
        match segments.last_mut() {
            Some(segment) if segment.last().is_some_and(|p| follows(p.0)) => segment.push(point),
            _ => segments.push(vec![point]),
        }
    }
    segments
}

/// Degrees to seven decimals, about a centimetre; a watch stores no more.
fn degrees(value: f64) -> f64 {
    (value * 1e7).round() / 1e7
}

/// Altitude, to the centimetre, and time of a point.
fn moment(run: &Run, sample: &Sample) -> Markup {
    html! {
        @if let Some(altitude) = sample.altitude { ele { ((altitude.0 * 100.0).round() / 100.0) } }
        (time(run, sample.elapsed.0))
    }
}

/// Time of a moment of the run, to the millisecond; nothing outside the calendar.
fn time(run: &Run, elapsed_s: f64) -> Markup {
    let ms = run.start.timestamp_millis() + (elapsed_s * 1000.0).round() as i64;
    let at = DateTime::from_timestamp_millis(ms);
    html! {
        @if let Some(at) = at { time { (at.to_rfc3339_opts(SecondsFormat::AutoSi, true)) } }
    }
}
