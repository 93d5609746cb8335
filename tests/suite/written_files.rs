//! The writers write what they claim, by the word of decoders that are not ours.

use crate::fixture_list::FIXTURES;
use crate::sim::Scenario;
use crate::write::{Endian, FitStyle, GpxStyle, Header, TcxStyle, fit_file, gpx_file, tcx_file};
use fitparser::profile::MesgNum;
use formdrift::read::{RawActivity, read};

#[test]
fn fitparser_decodes_every_record_of_every_style() {
    let raw = Scenario::named("stops").unwrap().run(5).raw_fit();
    let plain = FitStyle::default();
    let styles = [
        plain.clone(),
        FitStyle {
            endian: Endian::Big,
            enhanced: true,
            ..plain.clone()
        },
        FitStyle {
            compressed_timestamps: true,
            ..plain.clone()
        },
        FitStyle {
            header: Header {
                size: 12,
                ..Header::default()
            },
            ..plain.clone()
        },
        FitStyle {
            developer_cadence: Some("Cadence".into()),
            ..plain
        },
    ];
    for style in styles {
        let bytes = fit_file(&raw, &style);
        let messages = fitparser::from_bytes(&bytes).unwrap();
        let records = messages.iter().filter(|m| m.kind() == MesgNum::Record);
        assert_eq!(records.count(), raw.points.len(), "{style:?}");
        let sessions = messages.iter().filter(|m| m.kind() == MesgNum::Session);
        assert_eq!(sessions.count(), 1, "{style:?}");
    }
}

#[test]
fn the_gpx_crate_agrees_on_place_height_and_time() {
    let raw = Scenario::named("plain").unwrap().run(5).raw_gpx();
    let bytes = gpx_file(&raw, &GpxStyle::default());
    let gpx = gpx::read(bytes.as_slice()).unwrap();
    let points = &gpx.tracks[0].segments[0].points;
    assert_eq!(points.len(), raw.points.len());
    for (theirs, ours) in points.iter().zip(&raw.points) {
        let place = ours.position.unwrap();
        assert!((theirs.point().y() - place.latitude).abs() < 1e-7);
        assert!((theirs.point().x() - place.longitude).abs() < 1e-7);
        let altitude = f64::from(ours.altitude_m.unwrap());
        assert!((theirs.elevation.unwrap() - altitude).abs() < 0.06);
    }
}

#[test]
fn tcx_is_well_formed_with_a_point_a_record() {
    let raw = Scenario::named("plain").unwrap().run(6).raw_fit();
    let bytes = tcx_file(&raw, &TcxStyle::default());
    let text = std::str::from_utf8(&bytes).unwrap();
    let mut reader = quick_xml::Reader::from_str(text);
    let mut points = 0;
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Start(tag) if tag.name().as_ref() == "Trackpoint" => {
                points += 1;
            }
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(points, raw.points.len());
}

/// One run through all three writers and our own reader.
#[test]
fn fit_gpx_and_tcx_of_a_run_read_to_the_same_values() {
    let run = Scenario::named("stops").unwrap().run(8);
    let fit = read_one(&fit_file(&run.raw_fit(), &FitStyle::default()));
    let gpx = read_one(&gpx_file(&run.raw_gpx(), &GpxStyle::default()));
    let tcx = read_one(&tcx_file(&run.raw_fit(), &TcxStyle::default()));
    assert_eq!(fit.points.len(), run.recorded().len());
    assert_eq!(fit.points.len(), gpx.points.len());
    assert_eq!(fit.points.len(), tcx.points.len());
    for ((fit, gpx), tcx) in fit.points.iter().zip(&gpx.points).zip(&tcx.points) {
        assert_eq!(fit.time_ms, gpx.time_ms);
        assert_eq!(fit.time_ms, tcx.time_ms);
        assert_eq!(fit.heart_rate_bpm, gpx.heart_rate_bpm);
        assert_eq!(fit.heart_rate_bpm, tcx.heart_rate_bpm);
        // XML holds whole strides, FIT also their fractions.
        let (fine, whole) = (fit.cadence_raw.unwrap(), gpx.cadence_raw.unwrap());
        assert!((fine - whole).abs() <= 0.51, "{fine} {whole}");
        assert_eq!(gpx.cadence_raw, tcx.cadence_raw);
        let (one, other) = (fit.position.unwrap(), gpx.position.unwrap());
        // A semicircle is 8.4e-8 degrees.
        assert!((one.latitude - other.latitude).abs() < 2e-7);
        assert!((one.longitude - other.longitude).abs() < 2e-7);
        assert!((fit.altitude_m.unwrap() - gpx.altitude_m.unwrap()).abs() < 0.11);
        assert!((fit.distance_m.unwrap() - tcx.distance_m.unwrap()).abs() < 0.011);
        assert!((fit.speed_m_per_s.unwrap() - tcx.speed_m_per_s.unwrap()).abs() < 0.0011);
    }
}

fn read_one(bytes: &[u8]) -> RawActivity {
    let mut all = read(bytes).unwrap();
    assert_eq!(all.len(), 1);
    assert!(all[0].damage.is_empty(), "{:?}", all[0].damage);
    all.remove(0)
}

/// Sines and logarithms differ in the last bit from one system's library to another's, so
/// the bytes are compared only where they were made.
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
#[test]
fn fixtures_are_what_the_simulator_writes_today() {
    for fixture in FIXTURES {
        let path = format!("{}/fixtures/{}", env!("CARGO_MANIFEST_DIR"), fixture.name);
        let same = std::fs::read(&path).unwrap() == (fixture.make)();
        assert!(same, "{path} is stale: cargo run --example fixtures");
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/README.md");
    assert_eq!(
        std::fs::read_to_string(path).unwrap(),
        crate::fixture_list::readme()
    );
}
