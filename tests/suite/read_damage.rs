//! FIT files damaged in many places: what lies between is read.

use formdrift::read;

fn marathon() -> Vec<u8> {
    std::fs::read(format!(
        "{}/fixtures/marathon.fit",
        env!("CARGO_MANIFEST_DIR")
    ))
    .unwrap()
}

fn records(bytes: &[u8]) -> usize {
    let found = read::read(bytes).unwrap();
    found.iter().map(|activity| activity.points.len()).sum()
}

/// What is done to four bytes.
type Overwrite = fn(&mut [u8]);

#[test]
fn damage_in_every_place_costs_the_records_it_hits() {
    let whole = records(&marathon());
    // What is overwritten, at which steps, and the least share of the records that is read.
    let kinds: [(&str, Overwrite); 3] = [
        ("zero", |bytes| bytes[0] = 0),
        ("ones", |bytes| bytes.fill(0xFF)),
        ("other", |bytes| {
            bytes
                .iter_mut()
                .for_each(|b| *b = b.wrapping_mul(29) ^ 0x5B)
        }),
    ];
    for (kind, damage) in kinds {
        for (step, least_pct) in [(700, 90), (1511, 95), (350, 85)] {
            let mut bytes = marathon();
            let end = bytes.len() - 40;
            for at in (step..end).step_by(step) {
                damage(&mut bytes[at..at + 4]);
            }
            let found = records(&bytes);
            let lost = read::read(&bytes).unwrap();
            let lost = lost
                .iter()
                .flat_map(|a| &a.damage)
                .max_by_key(|d| d.bytes_lost);
            assert!(
                found * 100 >= whole * least_pct,
                "{kind} every {step} bytes: {found} of {whole}, {lost:?}"
            );
        }
    }
}

#[test]
fn bytes_missing_in_every_place_cost_the_records_around_them() {
    let whole = records(&marathon());
    let bytes = marathon();
    let kept: Vec<u8> = bytes
        .chunks(700)
        .flat_map(|chunk| &chunk[..chunk.len().min(697)])
        .copied()
        .collect();
    let found = records(&kept);
    assert!(found * 100 >= whole * 85, "{found} of {whole}");
}

#[test]
fn a_hundred_thousand_headers_are_no_activity_and_take_no_time() {
    let header = b"\x0e\x10\x64\0\0\0\0\0.FIT\0\0\0\0";
    let why = read::read(&header.repeat(100_000)).unwrap_err();
    assert!(why.what.contains("no record"), "{why}");
}

#[test]
fn numbers_that_nothing_measures_are_none() {
    let point = |second: u32, metres: &str| {
        format!(
            "<trkpt lat='47' lon='8'><time>2024-05-01T08:00:{second:02}Z</time><distance>{metres}</distance>\
             <hr>{metres}</hr></trkpt>"
        )
    };
    let track = ["1e305", "-1e305", "1e-300", "12.5"];
    let points: String = (10..)
        .zip(track)
        .map(|(second, m)| point(second, m))
        .collect();
    let gpx = format!("<gpx><trk><trkseg>{points}</trkseg></trk></gpx>");
    let found = read::read(gpx.as_bytes()).unwrap();
    let metres: Vec<_> = found[0].points.iter().map(|p| p.distance_m).collect();
    assert_eq!(metres, [None, None, Some(0.0), Some(12.5)]);
    assert!(
        found[0]
            .points
            .iter()
            .all(|p| p.heart_rate_bpm.is_none_or(f32::is_finite))
    );
}

#[test]
fn a_wrong_file_type_does_not_outvote_records_and_session() {
    let whole = records(&marathon());
    // The type is the first field of the first message with content, `file_id`: 4 is an activity.
    let bytes = marathon();
    let definition = 14;
    assert_eq!(bytes[definition + 3..definition + 5], [0, 0]);
    let fields = usize::from(bytes[definition + 5]);
    let sizes = (0..fields).map(|k| {
        let at = definition + 6 + 3 * k;
        (bytes[at], usize::from(bytes[at + 1]))
    });
    let before: usize = sizes
        .take_while(|(number, _)| *number != 0)
        .map(|(_, size)| size)
        .sum();
    let at = definition + 6 + 3 * fields + 1 + before;
    assert_eq!(bytes[at], 4);
    for kind in [1, 2, 5, 15] {
        let mut copy = marathon();
        copy[at] = kind;
        assert_eq!(records(&copy), whole, "{kind}");
    }
}
