//! Our reading against that of others: the `gpx` crate on GPX, `rustyfit` on FIT, on every
//! fixture and on broken copies. Where the other one accepts a file, both must agree.

use crate::mutation;
use formdrift::read::{self, Format, RawActivity, RawPoint};
use rustyfit::Decoder;
use rustyfit::proto::Value;

#[test]
fn wherever_the_gpx_crate_accepts_a_file_both_agree() {
    let (mut compared, mut points) = (0, 0);
    for bytes in samples(Format::Gpx) {
        let Some(theirs) = gpx_crate(&bytes) else {
            continue;
        };
        let ours = read::read(&bytes).unwrap_or_default();
        let ours: Vec<&RawPoint> = ours.iter().flat_map(|run| &run.points).collect();
        // Without a single time there is no activity for us: routes and plans.
        if !theirs.iter().any(|point| point.2.is_some()) || ours.is_empty() {
            continue;
        }
        assert_eq!(ours.len(), theirs.len(), "points");
        for (ours, (place, height, time)) in ours.iter().zip(&theirs) {
            let position = ours.position.map(|p| (p.longitude, p.latitude));
            assert_eq!(position, Some(*place));
            assert_eq!(ours.altitude_m, height.map(|h| h as f32));
            assert_eq!(ours.time_ms, *time);
        }
        compared += 1;
        points += theirs.len();
    }
    assert!(
        compared >= 7 && points >= 280,
        "{compared} files, {points} points"
    );
}

type TheirPoint = ((f64, f64), Option<f64>, Option<i64>);

fn gpx_crate(bytes: &[u8]) -> Option<Vec<TheirPoint>> {
    let file = std::panic::catch_unwind(|| gpx::read(bytes).ok()).ok()??;
    let points = file.tracks.iter().flat_map(|track| &track.segments);
    let points = points.flat_map(|segment| &segment.points);
    Some(
        points
            .map(|point| {
                let time = point.time.and_then(|time| time.format().ok());
                let time = time.and_then(|text| chrono::DateTime::parse_from_rfc3339(&text).ok());
                let place = (point.point().x(), point.point().y());
                (
                    place,
                    point.elevation,
                    time.map(|time| time.timestamp_millis()),
                )
            })
            .collect(),
    )
}

#[test]
fn wherever_the_other_fit_decoder_accepts_a_file_both_agree() {
    let (mut compared, mut points) = (0, 0);
    for bytes in samples(Format::Fit) {
        let Some(theirs) = other_decoder(&bytes) else {
            continue;
        };
        let ours = read::read(&bytes).unwrap_or_default();
        if ours.is_empty() || ours.iter().any(is_damaged) {
            continue;
        }
        let mut ours: Vec<&RawPoint> = ours.iter().flat_map(|run| &run.points).collect();
        let mut theirs = theirs;
        // Sessions share records out by time; broken times may change their order.
        ours.sort_by_key(|point| point.time_ms);
        theirs.sort_by_key(|point| point.0);
        assert_eq!(ours.len(), theirs.len(), "records");
        for (ours, theirs) in ours.iter().zip(&theirs) {
            assert_eq!(ours.time_ms, theirs.0);
            assert_eq!(ours.heart_rate_bpm, theirs.1.map(|rate| rate as f32));
            assert_eq!(
                ours.distance_m,
                theirs.2.map(|centimetres| centimetres / 100.0)
            );
        }
        compared += 1;
        points += theirs.len();
    }
    assert!(
        compared >= 7 && points >= 280,
        "{compared} files, {points} points"
    );
}

/// True where we say that something is missing: there the other decoder may have more, or
/// less, and nothing is claimed.
fn is_damaged(activity: &RawActivity) -> bool {
    !activity.damage.is_empty()
}

/// Of a record: seconds, and two of its values.
type Seen = (Option<i64>, Option<f64>, Option<f64>);

/// Time (ms), heart rate and distance (cm) of every record.
fn other_decoder(bytes: &[u8]) -> Option<Vec<Seen>> {
    let mut rest = bytes;
    let mut records = Vec::new();
    let mut decoder = Decoder::builder().expand_components(false).build();
    while let Some(file) = decoder.decode(&mut rest).ok()? {
        // 20: record; 253, 3, 5: its time, heart rate and distance.
        for message in file.messages.iter().filter(|message| message.num.0 == 20) {
            let field = |number: u8| {
                let field = message.fields.iter().find(|field| field.num == number);
                field.and_then(|field| number_of(&field.value))
            };
            let time = field(253).map(|seconds| (seconds as i64 + 631_065_600) * 1000);
            records.push((time, field(3), field(5)));
        }
    }
    Some(records)
}

fn number_of(value: &Value) -> Option<f64> {
    match value {
        Value::Uint8(v) if *v != u8::MAX => Some(f64::from(*v)),
        Value::Uint32(v) if *v != u32::MAX => Some(f64::from(*v)),
        _ => None,
    }
}

/// The files of a format as they are, and some hundred broken ones.
fn samples(format: Format) -> Vec<Vec<u8>> {
    let seeds = mutation::seeds(format);
    let broken = (0..2000).map(|seed| mutation::broken(&seeds, 1_000_000 + seed));
    seeds.iter().cloned().chain(broken).collect()
}
