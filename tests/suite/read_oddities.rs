//! Every oddity of a format is read as its file was meant.

use crate::oddities::{self, Gives};
use formdrift::normalise::{CadenceChoice, normalise};
use formdrift::read::{self, Format, RawActivity, RawPoint};

#[test]
fn every_oddity_is_read_as_it_was_meant() {
    for oddity in oddities::all() {
        let result = read::read(&(oddity.make)());
        match (&oddity.gives, result) {
            (Gives::Runs(expected, damage), Ok(found)) => {
                let expected = expected();
                assert_eq!(found.len(), expected.len(), "{}: activities", oddity.name);
                for (found, expected) in found.iter().zip(&expected) {
                    same(found, expected, oddity.name);
                    let whats: Vec<&str> = found.damage.iter().map(|d| d.what.as_str()).collect();
                    assert_eq!(whats.len(), damage.len(), "{}: {whats:?}", oddity.name);
                    for (what, words) in whats.iter().zip(*damage) {
                        assert!(what.contains(words), "{}: {what}", oddity.name);
                    }
                }
            }
            (Gives::Sentence(words), Err(why)) => {
                assert!(why.to_string().contains(words), "{}: {why}", oddity.name);
            }
            (_, result) => panic!("{}: {result:?}", oddity.name),
        }
    }
}

#[test]
fn every_oddity_reads_the_same_gzipped() {
    for oddity in oddities::all() {
        let plain = (oddity.make)();
        let mut encoder = flate2::read::GzEncoder::new(&plain[..], flate2::Compression::fast());
        let mut packed = Vec::new();
        std::io::Read::read_to_end(&mut encoder, &mut packed).unwrap();
        assert_eq!(read::read(&packed), read::read(&plain), "{}", oddity.name);
    }
}

#[test]
fn the_files_are_in_the_fixtures_and_small() {
    for oddity in oddities::all() {
        let path = format!("{}/fixtures/{}", env!("CARGO_MANIFEST_DIR"), oddity.name);
        let bytes = std::fs::read(&path).unwrap_or_default();
        assert!(
            bytes == (oddity.make)(),
            "{path} is stale: cargo run --example fixtures"
        );
        assert!(bytes.len() < 20_000, "{path}");
    }
}

#[test]
fn names_of_formats_are_the_endings_of_their_files() {
    for reader in read::FORMATS {
        let of_format =
            |o: &&oddities::Oddity| o.name.ends_with(&format!(".{}", reader.format.name()));
        let files: Vec<_> = oddities::all().filter(of_format).collect();
        let name = reader.format.name();
        assert!(!files.is_empty(), "tests/support/oddities has no .{name}");
        for oddity in files {
            assert!((reader.sniff)(&(oddity.make)()), "{}", oddity.name);
        }
    }
    assert_eq!(Format::Fit.name(), "fit");
}

#[test]
fn the_run_of_a_multisport_file_begins_at_nought() {
    let oddity = oddities::all().find(|o| o.name == "formats/multisport.fit");
    let activities = read::read(&(oddity.unwrap().make)()).unwrap();
    let run = activities.last().unwrap();
    // Distance counts from the start of the file: 15 s at 3 m/s came before.
    assert_eq!(run.points[0].distance_m, Some(45.0));
    let (run, _) = normalise(run, CadenceChoice::Auto).unwrap();
    let metres: Vec<f64> = run.samples.iter().map(|s| s.distance.value()).collect();
    assert_eq!((metres[0], metres[24]), (0.0, 72.0));
    assert_eq!(run.samples[0].elapsed.value(), 0.0);
}

/// Every file of fixtures/formats, by name.
fn names() -> Vec<&'static str> {
    oddities::all()
        .map(|o| o.name.trim_start_matches("formats/"))
        .collect()
}

#[test]
fn the_documentation_names_fixtures_that_exist_and_every_one() {
    let path = format!("{}/docs/formats.md", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let known = names();
    let named: Vec<&str> = text
        .split(|c: char| !(c.is_ascii_alphanumeric() || "-.*".contains(c)))
        .filter(|word| {
            let ending = word.rsplit_once('.').filter(|(stem, _)| stem.len() > 1);
            ending.is_some_and(|(_, end)| ["fit", "gpx", "tcx"].contains(&end))
        })
        .collect();
    for word in &named {
        assert!(known.contains(word), "docs/formats.md names {word}");
    }
    for name in &known {
        let of_all = name.starts_with("plain.") && text.contains("plain.*");
        assert!(
            of_all || named.contains(name),
            "docs/formats.md leaves out {name}"
        );
    }
}

#[test]
fn every_row_of_the_table_of_fields_names_what_proves_it() {
    let path = format!("{}/docs/formats.md", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let (_, table) = text.split_once("## Fields of a point").unwrap();
    let (table, _) = table.split_once("\n## ").unwrap();
    let rows: Vec<&str> = table
        .lines()
        .filter(|line| line.starts_with("| "))
        .collect();
    assert!(rows.len() > 18, "{}", rows.len());
    for row in &rows[1..] {
        let proof = row.trim_end_matches(" |").rsplit("| ").next().unwrap();
        assert!(proof.contains('.'), "{row}");
    }
}

/// Asserts that two activities are the same, to the resolution of the formats: 1e-7 of a
/// degree, millimetres, and a part in 10^5 of a sensor's value.
fn same(found: &RawActivity, expected: &RawActivity, name: &str) {
    assert_eq!(
        found.format.map(Format::name),
        name.rsplit('.').next(),
        "{name}"
    );
    assert_eq!(found.device, expected.device, "{name}");
    assert_eq!(found.sport, expected.sport, "{name}");
    assert_eq!(found.name, expected.name, "{name}");
    assert_eq!(found.laps, expected.laps, "{name}");
    assert_eq!(found.timer, expected.timer, "{name}");
    assert_eq!(found.totals, expected.totals, "{name}");
    let told = |run: &RawActivity| (run.utc_offset_s, run.perceived_exertion, run.feel_pct);
    assert_eq!(
        told(found),
        told(expected),
        "{name}: offset, exertion, feel"
    );
    assert_eq!(found.points.len(), expected.points.len(), "{name}: points");
    for (index, (found, expected)) in found.points.iter().zip(&expected.points).enumerate() {
        let at = format!("{name}, point {index}");
        same_point(found, expected, &at);
    }
}

fn same_point(found: &RawPoint, expected: &RawPoint, at: &str) {
    assert_eq!(found.time_ms, expected.time_ms, "{at}");
    assert_eq!(found.segment_start, expected.segment_start, "{at}");
    let near = |a: Option<f64>, b: Option<f64>, by: f64, what: &str| match (a, b) {
        (Some(a), Some(b)) => assert!((a - b).abs() <= by, "{at}: {what} {a} for {b}"),
        (a, b) => assert_eq!(a, b, "{at}: {what}"),
    };
    let latitude = |p: &RawPoint| p.position.map(|place| place.latitude);
    let longitude = |p: &RawPoint| p.position.map(|place| place.longitude);
    near(latitude(found), latitude(expected), 1e-7, "latitude");
    near(longitude(found), longitude(expected), 1e-7, "longitude");
    near(found.distance_m, expected.distance_m, 1e-3, "distance");
    let values = |p: &RawPoint| {
        let d = p.dynamics;
        [
            p.altitude_m,
            p.speed_m_per_s,
            p.cadence_raw,
            p.heart_rate_bpm,
            p.power_w,
            p.temperature_c,
            p.gps_accuracy_m,
            d.contact_time_ms,
            d.contact_balance_pct,
            d.oscillation_mm,
            d.vertical_ratio_pct,
            d.step_length_mm,
            d.leg_stiffness_kn_per_m,
            d.form_power_w,
        ]
    };
    for (index, (a, b)) in values(found).into_iter().zip(values(expected)).enumerate() {
        let by = b.map_or(0.0, |b| f64::from(b.abs()) * 1e-5);
        near(
            a.map(f64::from),
            b.map(f64::from),
            by,
            &format!("value {index}"),
        );
    }
}
