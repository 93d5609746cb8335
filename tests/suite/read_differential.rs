//! Our reading against that of others: the `gpx` crate on GPX, `rustyfit` on FIT, on every
//! fixture and on broken copies. Where the other one accepts a file, both must agree.

use crate::mutation;
use formdrift::read::{self, Format, RawActivity, RawPoint};
use rustyfit::Decoder;
use rustyfit::proto::Value;
use std::collections::BTreeSet;

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
        let times = |times: &mut dyn Iterator<Item = Option<i64>>| times.collect::<BTreeSet<_>>();
        // What a file holds twice, we give once.
        if ours.len() < theirs.len()
            && times(&mut ours.iter().map(|p| p.time_ms)) == times(&mut theirs.iter().map(|p| p.2))
        {
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
    let (mut compared, mut points, mut values) = (0, 0, 0);
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
        theirs.sort_by_key(|point| point.time_ms);
        let times = |times: &mut dyn Iterator<Item = Option<i64>>| times.collect::<BTreeSet<_>>();
        if ours.len() < theirs.len()
            && times(&mut ours.iter().map(|p| p.time_ms))
                == times(&mut theirs.iter().map(|p| p.time_ms))
        {
            continue;
        }
        assert_eq!(ours.len(), theirs.len(), "records");
        for (ours, theirs) in ours.iter().zip(&theirs) {
            assert_eq!(ours.time_ms, theirs.time_ms);
            assert_eq!(ours.heart_rate_bpm, theirs.heart_rate_bpm);
            assert_eq!(ours.distance_m, theirs.distance_m);
            // Where it has none, or 0 throughout, we may have a developer field's.
            let not_0 = |value: &f32| *value != 0.0;
            let place = ours.position.map(|p| (p.latitude, p.longitude));
            values += same_where_known(place, theirs.place);
            values += same_where_known(ours.altitude_m, theirs.altitude_m);
            values += same_where_known(ours.speed_m_per_s, theirs.speed_m_per_s.filter(not_0));
            values += same_where_known(ours.cadence_raw, theirs.cadence.filter(not_0));
        }
        compared += 1;
        points += theirs.len();
    }
    assert!(
        compared >= 7 && points >= 280 && values >= 4 * 280,
        "{compared} files, {points} points, {values} values"
    );
}

/// True where we say that something is missing: there the other decoder may have more, or
/// less, and nothing is claimed.
fn is_damaged(activity: &RawActivity) -> bool {
    !activity.damage.is_empty()
}

/// Asserts that both are the same where `theirs` is known; 1 where it was.
fn same_where_known<T: PartialEq + std::fmt::Debug>(ours: Option<T>, theirs: Option<T>) -> usize {
    let known = usize::from(theirs.is_some());
    if known == 1 {
        assert_eq!(ours, theirs);
    }
    known
}

/// A record as the other decoder has it, in our units.
#[derive(Debug)]
struct Seen {
    time_ms: Option<i64>,
    heart_rate_bpm: Option<f32>,
    distance_m: Option<f64>,
    place: Option<(f64, f64)>,
    altitude_m: Option<f32>,
    speed_m_per_s: Option<f32>,
    cadence: Option<f32>,
}

/// Every record.
fn other_decoder(bytes: &[u8]) -> Option<Vec<Seen>> {
    let mut rest = bytes;
    let mut records = Vec::new();
    let mut decoder = Decoder::builder().expand_components(false).build();
    while let Some(file) = decoder.decode(&mut rest).ok()? {
        // 20: record.
        let messages = file.messages.iter().filter(|message| message.num.0 == 20);
        records.extend(messages.map(|message| {
            seen(&|number| {
                let field = message.fields.iter().find(|field| field.num == number);
                field.and_then(|field| number_of(&field.value))
            })
        }));
    }
    Some(records)
}

/// Numbers, scales and offsets of the fields are those of the FIT profile.
fn seen(field: &dyn Fn(u8) -> Option<f64>) -> Seen {
    let place = field(0).zip(field(1));
    let degrees = |semicircles: f64| semicircles * (180.0 / 2_147_483_648.0);
    let place = place.map(|(latitude, longitude)| (degrees(latitude), degrees(longitude)));
    let scaled = |scale: f64| move |raw: f64| (raw / scale) as f32;
    Seen {
        time_ms: field(253).map(|seconds| (seconds as i64 + 631_065_600) * 1000),
        heart_rate_bpm: field(3).map(scaled(1.0)),
        distance_m: field(5).map(|centimetres| centimetres / 100.0),
        place: place.filter(|(latitude, _)| latitude.abs() <= 90.0),
        altitude_m: field(78).or(field(2)).map(scaled(5.0)).map(|m| m - 500.0),
        speed_m_per_s: field(73).or(field(6)).map(scaled(1000.0)),
        cadence: field(4).map(|whole| whole as f32 + (field(53).unwrap_or(0.0) / 128.0) as f32),
    }
}

fn number_of(value: &Value) -> Option<f64> {
    match value {
        Value::Uint8(v) if *v != u8::MAX => Some(f64::from(*v)),
        Value::Uint16(v) if *v != u16::MAX => Some(f64::from(*v)),
        Value::Uint32(v) if *v != u32::MAX => Some(f64::from(*v)),
        Value::Int32(v) if *v != i32::MAX => Some(f64::from(*v)),
        _ => None,
    }
}

/// The files of a format as they are, and some hundred broken ones.
fn samples(format: Format) -> Vec<Vec<u8>> {
    let seeds = mutation::seeds(format);
    let broken = (0..2000).map(|seed| mutation::broken(&seeds, 1_000_000 + seed));
    seeds.iter().cloned().chain(broken).collect()
}
