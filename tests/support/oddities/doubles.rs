//! Several recordings in one file, and one that it holds twice.

use super::fit_parts::*;
use super::{Gives, Oddity, gpx, plain};

/// Every oddity of several recordings.
pub const ODDITIES: &[Oddity] = &[
    Oddity {
        name: "formats/chained.fit",
        shows: "Two FIT files one after the other, 20 s of a run each: two activities.",
        make: || {
            let part = |keep| {
                file(Kind {
                    keep,
                    ..Kind::default()
                })
            };
            [part(|index| index < 20), part(|index| index >= 20)].concat()
        },
        gives: Gives::Runs(
            || {
                let (mut first, mut second) = (plain(), plain());
                first.points.truncate(20);
                second.points.drain(..20);
                vec![first, second]
            },
            &[],
        ),
    },
    Oddity {
        name: "formats/same-run-twice.fit",
        shows: "The same FIT file twice, one after the other: one activity.",
        make: || [file(Kind::default()), file(Kind::default())].concat(),
        gives: Gives::Runs(|| vec![plain()], &[]),
    },
    Oddity {
        name: "formats/same-track-twice.gpx",
        shows: "A track of every second point under another name, then the whole: one activity, the fuller one.",
        make: || {
            let whole = gpx::garmin("gpxtpx", 1);
            let (head, rest) = whole.split_once("<trk>").unwrap_or_default();
            let track = rest.trim_end().trim_end_matches("</gpx>");
            let mut thin = String::new();
            let mut point = 0;
            for line in track.lines() {
                if line.starts_with("<trkpt") {
                    point += 1;
                    if point % 2 == 0 {
                        continue;
                    }
                }
                thin.push_str(line);
                thin.push('\n');
            }
            format!("{head}<trk><name>Copy</name>{thin}<trk>{track}</gpx>\n").into_bytes()
        },
        gives: Gives::Runs(|| vec![gpx::track()], &[]),
    },
];
