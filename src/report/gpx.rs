//! `track.gpx`: the recorded track with a waypoint at the onset, for any map program.

use super::{Output, Render, ReportOptions, words};
use crate::Analysis;
use crate::detect::Onset;
use crate::normalise::{Run, Sample};
use ::gpx::{Gpx, GpxVersion, Metadata, Time, Track, TrackSegment, Waypoint};
use geo::Point;

/// The annotated track, among the outputs.
pub const OUTPUT: Output = Output {
    name: "gpx",
    about: "track.gpx: the track with a waypoint at the onset",
    render: Render::Whole("track.gpx", |g| {
        Ok(track(g.analysis, g.options).map(String::into_bytes))
    }),
};

/// A new segment begins after a longer silence: what lies between was not recorded.
const LONGEST_GAP_S: f64 = 10.0;

/// Points that are written at a time. The crate's point takes 400 bytes, ten times what is
/// written of it, so that those of two days would take 70 MB at once.
const AT_ONCE: usize = 4096;

/// The track; `None` for a run without positions, and where coordinates are private, since a
/// track is nothing else. The crate's writer refuses only a time out of its calendar or a version
/// that it does not know; a track that cannot be written is left out rather than half written.
fn track(analysis: &Analysis, options: &ReportOptions) -> Option<String> {
    const END_OF_TRACK: &str = "</trk>";
    if options.private || !analysis.run.samples.iter().any(|s| s.position.is_some()) {
        return None;
    }
    // The segments are written one after another into the track of a document without any.
    let frame = text(&document(analysis, options))?;
    let (before, after) = frame.split_at(frame.rfind(END_OF_TRACK)?);
    let mut whole = before.trim_end().to_owned();
    for segment in segments(&analysis.run) {
        whole.push_str("\n    <trkseg>");
        for samples in segment.chunks(AT_ONCE) {
            let points = samples.iter().filter_map(|s| waypoint(&analysis.run, s));
            whole.push_str(&points_as_text(points.collect())?);
        }
        whole.push_str("\n    </trkseg>");
    }
    whole.push_str("\n  ");
    whole.push_str(after);
    Some(whole)
}

/// Points as they stand in a segment.
fn points_as_text(points: Vec<Waypoint>) -> Option<String> {
    let segment = TrackSegment { points };
    let track = Track {
        segments: vec![segment],
        ..Track::new()
    };
    let document = text(&Gpx {
        version: GpxVersion::Gpx11,
        tracks: vec![track],
        ..Gpx::default()
    })?;
    let (_, inner) = document.split_once("<trkseg>")?;
    let (inner, _) = inner.rsplit_once("</trkseg>")?;
    Some(inner.trim_end().to_owned())
}

fn text(document: &Gpx) -> Option<String> {
    let mut bytes = Vec::new();
    ::gpx::write(document, &mut bytes).ok()?;
    String::from_utf8(bytes).ok()
}

fn document(analysis: &Analysis, options: &ReportOptions) -> Gpx {
    let run = &analysis.run;
    let onset = analysis.verdict.onset();
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
            ..Track::new()
        }],
        ..Gpx::default()
    }
}

/// The samples of each segment, those without a position among them.
fn segments(run: &Run) -> Vec<&[Sample]> {
    let placed: Vec<usize> = (0..run.samples.len())
        .filter(|at| run.samples[*at].position.is_some())
        .collect();
    let elapsed = |at: &usize| run.samples[*at].elapsed.0;
    placed
        .chunk_by(|a, b| elapsed(b) - elapsed(a) <= LONGEST_GAP_S)
        .filter_map(|segment| run.samples.get(*segment.first()?..=*segment.last()?))
        .collect()
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
