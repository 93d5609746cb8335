//! GPX and TCX files with broken tags: each costs what it opened, not the rest of the file, and
//! never joins what the file keeps apart.

use formdrift::read::{self, RawActivity};
use std::fmt::Write as _;

fn fixture(name: &str) -> String {
    std::fs::read_to_string(format!("{}/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn points(text: &str) -> usize {
    read::read(text.as_bytes())
        .unwrap()
        .iter()
        .map(|activity| activity.points.len())
        .sum()
}

/// The text with the first `from` behind the middle replaced.
fn broken(text: &str, from: &str, to: &str) -> String {
    let middle = text.len() / 2;
    let at = middle + text[middle..].find(from).unwrap();
    format!("{}{to}{}", &text[..at], &text[at + from.len()..])
}

#[test]
fn a_broken_tag_costs_at_most_one_point_and_is_said() {
    let gpx = fixture("marathon.gpx");
    let tcx = fixture("marathon.tcx");
    for (text, from, to) in [
        (&gpx, "<trkpt lat=\"", "<trkpt lat=#"),
        (&gpx, "\" lon=\"", "\" lon=2"),
        (&gpx, "<trkpt", "<!rkpt"),
        (&gpx, "</trkpt>", "<?trkpt>"),
        (&gpx, "</trkpt>", "<'trkpt>"),
        (&gpx, "</ele>", "</ele?"),
        (&gpx, "<ele>", "<![CDATA[ele>"),
        (&gpx, "<ele>", "<!--ele>"),
        (&gpx, "<ele>", "<!DOCTYPE gpx [<ele>"),
        (&tcx, "<LongitudeDegrees>", "<Lon'itudeDegrees>"),
        (&tcx, "</Trackpoint>", "<?Trackpoint>"),
        (&tcx, "<Trackpoint>", "<?rackpoint>"),
        (&tcx, "</Track>", "<?Track>"),
        (&tcx, "<Lap ", "<?Lap "),
        (&tcx, "</Lap>", "<'Lap>"),
        (&tcx, "</Position>", "</Position \n"),
    ] {
        let copy = broken(text, from, to);
        let found = read::read(copy.as_bytes()).unwrap();
        assert_eq!(found.len(), 1, "{to}");
        let (whole, left) = (points(text), found[0].points.len());
        assert!(left + 1 >= whole, "{to}: {left} of {whole}");
        assert_eq!(found[0].damage.len(), 1, "{to}: {:?}", found[0].damage);
        let damage = &found[0].damage[0];
        assert!(damage.what.contains("a tag is broken"), "{damage:?}");
        let share = damage.share().unwrap();
        assert!(share > 0.0 && share < 0.001, "{to}: {damage:?}");
        // What is not told apart from a pause would take time out of the run.
        let starts = |run: &RawActivity| run.points.iter().filter(|p| p.segment_start).count();
        let sound = read::read(text.as_bytes()).unwrap();
        assert!(starts(&found[0]) <= starts(&sound[0]), "{to}");
    }
}

#[test]
fn damage_in_every_place_costs_the_points_it_hits() {
    for (name, quote) in [("marathon.gpx", "\""), ("marathon.tcx", ">")] {
        let text = fixture(name);
        let whole = points(&text);
        for (with, step, least_pct) in [("'", 5000, 95), ("", 5000, 95), ("\"<!", 1511, 80)] {
            let mut copy = String::with_capacity(text.len());
            let mut next = step;
            for (at, piece) in text.split_inclusive(quote).scan(0, |at, piece| {
                *at += piece.len();
                Some((*at, piece))
            }) {
                if at > next {
                    copy.push_str(piece.trim_end_matches(quote));
                    copy.push_str(with);
                    next += step;
                } else {
                    copy.push_str(piece);
                }
            }
            let found = points(&copy);
            assert!(
                found * 100 >= whole * least_pct,
                "{name}, {with:?} every {step} bytes: {found} of {whole}"
            );
        }
    }
}

#[test]
fn without_a_lap_there_are_no_sums_over_laps() {
    let tcx = fixture("marathon.tcx");
    let totals = |text: &str| read::read(text.as_bytes()).unwrap()[0].totals;
    assert!(totals(&tcx).distance_m.is_some());
    assert_eq!(totals(&broken(&tcx, "<Lap ", "<?Lap ")).distance_m, None);
    let first = tcx.replacen("<Lap ", "<?Lap ", 1);
    assert_eq!(totals(&first).distance_m, None);
    // The end tag alone costs no lap.
    let ends = broken(&tcx, "</Lap>", "<?Lap>");
    assert_eq!(totals(&ends).distance_m, totals(&tcx).distance_m);
}

/// A GPX file of two tracks, each of a sport, which begin so many hours apart.
fn two_tracks(sports: [&str; 2], hours: u32) -> String {
    let mut text = "<gpx creator='x'>".to_owned();
    for (hour, sport) in [(8, sports[0]), (8 + hours, sports[1])] {
        write!(text, "<trk><type>{sport}</type><trkseg>").unwrap();
        for second in 0..60 {
            write!(
                text,
                "<trkpt lat='47.0' lon='8.{:03}'><time>2024-05-01T{hour:02}:{:02}:{second:02}Z</time></trkpt>",
                second,
                if hours == 0 && hour == 8 && text.contains("</trk>") { 30 } else { 0 },
            )
            .unwrap();
        }
        text += "</trkseg></trk>";
    }
    text + "</gpx>"
}

#[test]
fn a_track_whose_tag_is_broken_is_not_joined_to_the_one_before() {
    let counts = |text: &str| -> Vec<usize> {
        let found = read::read(text.as_bytes()).unwrap();
        found.iter().map(|activity| activity.points.len()).collect()
    };
    let break_second = |text: &str| {
        let at = text.rfind("<trk>").unwrap();
        format!("{}<?trk>{}", &text[..at], &text[at + 5..])
    };
    for (sports, hours, expected) in [
        (["running", "running"], 3, vec![60, 60]),
        (["cycling", "running"], 0, vec![60, 60]),
        (["running", "running"], 0, vec![120]),
    ] {
        let text = two_tracks(sports, hours);
        assert_eq!(counts(&text), expected, "{sports:?} {hours}");
        assert_eq!(counts(&break_second(&text)), expected, "{sports:?} {hours}");
    }
    let text = fixture("formats/two-activities.tcx");
    let at = text.rfind("<Activity ").unwrap();
    // A day later, since the same moments under an unknown sport are the same run.
    let second = text[at + 1..].replace("2025-10-09", "2025-10-10");
    let copy = format!("{}<?{second}", &text[..at]);
    assert_eq!(counts(&copy), counts(&text));
    assert_eq!(counts(&copy).len(), 2);
}

#[test]
fn broken_tags_without_number_cost_no_more_than_the_file() {
    // Each of these opens what is closed nowhere. Read to the end of the file from each of them, a
    // copy takes minutes.
    for piece in [
        "<a '",
        "<a \"",
        "<?a",
        "<!--",
        "<![CDATA[",
        "<!DOCTYPE [",
        "</a '",
        "<",
        "<!",
        "&a",
    ] {
        let text = format!(
            "<gpx><trk><trkseg><trkpt lat='47' lon='8'><time>2024-05-01T08:00:00Z</time></trkpt>{}",
            piece.repeat(1_000_000)
        );
        let found = read::read(text.as_bytes()).unwrap();
        assert_eq!(found[0].points.len(), 1, "{piece}");
        assert!(found[0].damage.len() <= 2, "{piece}");
    }
}
