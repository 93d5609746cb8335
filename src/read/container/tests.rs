//! Archives made here, whole and damaged.

#![allow(clippy::unwrap_used, clippy::panic)]
use super::*;
use std::io::Write;
use zip::write::SimpleFileOptions;

const GPX: &[u8] = b"<gpx><trk><trkseg/></trk></gpx>";

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn names(archive: &mut Archive) -> Vec<String> {
    archive.map(|entry| entry.name).collect()
}

#[test]
fn activities_are_found_by_content_in_order_and_archives_within() {
    let inner = zipped(&[("b.fit", b"broken"), ("a", GPX)]);
    let outer = zipped(&[
        ("z.txt", b"notes"),
        ("media/1.jpg", b"\xFF\xD8\xFF"),
        ("m.zip", &inner),
        ("../evil.gpx", GPX),
    ]);
    let mut archive = Archive::open(Cursor::new(outer)).unwrap();
    assert_eq!(
        names(&mut archive),
        ["../evil.gpx", "m.zip/a", "m.zip/b.fit"]
    );
    assert_eq!(archive.skipped(), 2);
}

#[test]
fn limits_end_the_walk_with_a_sentence() {
    let large = vec![b' '; 100_000];
    let one = zipped(&[("1.gpx", &large), ("2.gpx", GPX)]);
    let open =
        |bytes: &[u8], limits| Archive::with_limits(Cursor::new(bytes.to_vec()), limits).unwrap();
    let default = Limits::default();
    let failures = |limit: fn(&mut Limits)| {
        let mut limits = default;
        limit(&mut limits);
        let failed = |entry: &Entry| entry.content.is_err();
        open(&one, limits).filter(failed).count()
    };
    assert_eq!(failures(|_| {}), 0);
    assert_eq!(failures(|limits| limits.file = 50_000), 1);
    assert_eq!(failures(|limits| limits.total = 50_000), 1);
    assert_eq!(failures(|limits| limits.entries = 1), 1);

    let mut deep = zipped(&[("run.gpx", GPX)]);
    for _ in 0..3 {
        deep = zipped(&[("in.zip", &deep)]);
    }
    assert!(open(&deep, default).all(|entry| entry.content.is_ok()));
    let shallow = Limits {
        depth: 3,
        ..default
    };
    let entry = open(&deep, shallow).next().unwrap();
    assert!(entry.content.unwrap_err().what.contains("3 archives deep"));
}

#[test]
fn a_damaged_archive_is_said_and_a_damaged_entry_costs_no_other() {
    let good = zipped(&[("1.gpx", GPX), ("2.gpx", GPX)]);
    let cut = Archive::open(Cursor::new(good[..good.len() / 2].to_vec()));
    assert!(cut.is_err_and(|why| why.what.contains("cut off")));
    let mut bad = good;
    let at = bad.windows(5).position(|w| w == b"1.gpx").unwrap() + 5;
    bad[at..at + 8].fill(0xFF);
    let entries: Vec<Entry> = Archive::open(Cursor::new(bad)).unwrap().collect();
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[1].content.as_deref(), Ok(GPX));
}
