//! `track.gpx`: the recorded track with a waypoint at the onset, for any map program.

use super::{Artefact, Output, Render, ReportOptions, words};
use crate::Analysis;
use crate::detect::Onset;
use crate::normalise::{Run, Sample};
use ::gpx::{Gpx, GpxVersion, Metadata, Time, Track, TrackSegment, Waypoint};
use geo::Point;

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
    let document = document(analysis, options);
    let mut bytes = Vec::new();
    // The writer refuses only a time out of its calendar or a version it does not know; a
    // track that cannot be written is left out rather than half written.
    match ::gpx::write(&document, &mut bytes) {
        Ok(()) => vec![Artefact {
            name: FILE_NAME.to_owned(),
            bytes,
        }],
        Err(_) => Vec::new(),
    }
}

fn document(analysis: &Analysis, options: &ReportOptions) -> Gpx {
    let run = &analysis.run;
    let onset = analysis.verdict.onset;
    let headline = words::headline(analysis, options.units);
    Gpx {
        version: GpxVersion::Gpx11,
        creator: Some(format!("formdrift {}", env!("CARGO_PKG_VERSION"))),
        metadata: Some(Metadata {
            name: options.title.clone(),
            description: Some(headline.clone()),
            time: time(run, 0.0),
            ..Metadata::default()
        }),
        waypoints: onset
            .and_then(|onset| mark(run, &onset, headline, options))
            .into_iter()
            .collect(),
        tracks: vec![Track {
            name: options.title.clone(),
            type_: run.sport.clone(),
            segments: segments(run),
            ..Track::new()
        }],
        ..Gpx::default()
    }
}

fn segments(run: &Run) -> Vec<TrackSegment> {
    let mut segments: Vec<TrackSegment> = Vec::new();
    let mut last: Option<f64> = None;
    for sample in &run.samples {
        let Some(point) = waypoint(run, sample) else {
            continue;
        };
        let now = sample.elapsed.0;
        let follows = last.is_some_and(|before| now - before <= LONGEST_GAP_S);
        match segments.last_mut() {
            Some(segment) if follows => segment.points.push(point),
            _ => segments.push(TrackSegment {
                points: vec![point],
            }),
        }
        last = Some(now);
    }
    segments
}

fn waypoint(run: &Run, sample: &Sample) -> Option<Waypoint> {
    let position = sample.position?;
    let mut point = Waypoint::new(Point::new(position.longitude, position.latitude));
    point.elevation = sample.altitude.map(|a| a.0);
    point.time = time(run, sample.elapsed.0);
    Some(point)
}

/// The onset on the map: the first recorded position at or after it.
fn mark(run: &Run, onset: &Onset, headline: String, options: &ReportOptions) -> Option<Waypoint> {
    let sample = run
        .samples
        .iter()
        .find(|s| s.distance >= onset.at && s.position.is_some())?;
    let mut point = waypoint(run, sample)?;
    let place = words::onset(onset, options.units);
    point.name = Some(format!("Onset: {place}"));
    point.description = Some(headline);
    point.symbol = Some("Flag, Blue".to_owned());
    Some(point)
}

/// Time of a moment of the run, to the millisecond; `None` outside the calendar.
fn time(run: &Run, elapsed_s: f64) -> Option<Time> {
    let start_ms = i128::from(run.start.timestamp_millis());
    let nanoseconds = (start_ms + (elapsed_s * 1000.0).round() as i128) * 1_000_000;
    ::time::OffsetDateTime::from_unix_timestamp_nanos(nanoseconds)
        .ok()
        .map(Time::from)
}
