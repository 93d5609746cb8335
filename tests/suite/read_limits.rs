//! What a hostile file may cost: dense records, floods of sessions, tracks and times stay
//! within a bound that grows with the file.

use crate::oddities::START_MS;
use crate::write::{Base, Endian, Field, FitWriter, Header, Message};
use formdrift::normalise::{CadenceChoice, normalise};
use formdrift::read;

/// Seconds of FIT's clock, so many after the start.
fn seconds(after: i64) -> i64 {
    START_MS / 1000 - 631_065_600 + after
}

fn message(global: u16, fields: Vec<Field>) -> Message {
    Message { global, fields }
}

#[test]
fn records_of_two_bytes_are_kept_up_to_a_bound_and_the_rest_is_said() {
    let mut writer = FitWriter::new(Endian::Little, Header::default());
    let heart = || Field::number(3, Base::Uint8, 150);
    let time = Field::number(253, Base::Uint32, seconds(0));
    writer.message(2, &message(20, vec![time, heart()]));
    for second in 1..200_000 {
        writer.compressed(1, seconds(second) as u32, &message(20, vec![heart()]));
    }
    let bytes = writer.finish();
    assert!(bytes.len() < 401_000, "{}", bytes.len());
    let found = read::read(&bytes).unwrap();
    let most = 90_000 + bytes.len() / 36;
    assert_eq!(found[0].points.len(), most);
    assert_eq!(found[0].damage.len(), 1);
    assert!(
        found[0].damage[0]
            .what
            .contains(&format!("more than {most} records"))
    );
}

#[test]
fn every_timer_event_goes_to_two_sessions_at_most() {
    let mut writer = FitWriter::new(Endian::Little, Header::default());
    for second in 0..40 {
        let fields = vec![
            Field::number(253, Base::Uint32, seconds(second)),
            Field::number(5, Base::Uint32, 300 * second),
        ];
        writer.message(2, &message(20, fields));
    }
    // Sessions that begin and never end.
    for second in 0..40 {
        let fields = vec![
            Field::number(2, Base::Uint32, seconds(second)),
            Field::number(5, Base::Enum, 1),
        ];
        writer.message(3, &message(18, fields));
    }
    for event in 0..2000 {
        let fields = vec![
            Field::number(253, Base::Uint32, seconds(event % 40)),
            Field::number(0, Base::Enum, 0),
            Field::number(1, Base::Enum, 4 * (event % 2)),
        ];
        writer.message(4, &message(21, fields));
    }
    let found = read::read(&writer.finish()).unwrap();
    assert_eq!(found.len(), 40);
    let events: usize = found.iter().map(|activity| activity.timer.len()).sum();
    assert!((2000..=4000).contains(&events), "{events}");
}

#[test]
fn empty_tracks_and_activities_leave_nothing() {
    let point = "<trk><trkseg><trkpt lat='1' lon='1'><time>2024-05-01T08:00:00Z</time></trkpt></trkseg></trk>";
    let gpx = format!(
        "<gpx>{}{point}{}</gpx>",
        "<trk/>".repeat(150_000),
        "<trk/>".repeat(150_000)
    );
    assert_eq!(read::read(gpx.as_bytes()).unwrap().len(), 1);
    let point = "<Activity><Lap><Track><Trackpoint><Time>2024-05-01T08:00:00Z</Time></Trackpoint></Track></Lap></Activity>";
    let empty = "<Activity/>".repeat(150_000);
    let tcx = format!("<TrainingCenterDatabase>{empty}{point}{empty}</TrainingCenterDatabase>");
    assert_eq!(read::read(tcx.as_bytes()).unwrap().len(), 1);
}

#[test]
fn a_thousand_points_a_second_become_ten() {
    let mut gpx = String::from("<gpx><trk><type>running</type><trkseg>");
    for ms in 0..20_000 {
        // 3 m/s to the north.
        let latitude = 47.0 + f64::from(ms) * 0.003 / 111_176.0;
        let (second, ms) = (ms / 1000, ms % 1000);
        gpx += &format!(
            "<trkpt lat='{latitude:.9}' lon='8'><time>2024-05-01T08:00:{second:02}.{ms:03}Z</time></trkpt>"
        );
    }
    let raw = read::read(gpx.as_bytes()).unwrap();
    assert_eq!(raw[0].points.len(), 20_000);
    let (run, caveats) = normalise(&raw[0], CadenceChoice::Auto).unwrap();
    assert_eq!(run.samples.len(), 200);
    let metres = run.samples.last().map_or(0.0, |s| s.distance.value());
    assert!((metres - 59.7).abs() < 0.5, "{metres}");
    assert!(
        caveats
            .iter()
            .any(|caveat| caveat.code == "duplicate_times")
    );
}
