//! Times in every way that files write them, and what they say of the runner's time zone.

use super::fit_parts::*;
use super::{Gives, Oddity, POINTS, gpx, plain_but, tcx};
use crate::write::{Base, Field, FitWriter, Message};

/// Every oddity of times.
pub const ODDITIES: &[Oddity] = &[
    Oddity {
        name: "formats/local-time.fit",
        shows: "Local time in the activity message, 5:45 h ahead and 20 s late; exertion 7 and a strong feel in the session.",
        make: || {
            let told = |writer: &mut FitWriter, index: usize| {
                if index == 0 {
                    session_told(writer);
                    activity(writer, 20_700 + 20);
                }
            };
            file(Kind {
                between: told,
                closed: false,
                ..Kind::default()
            })
        },
        gives: Gives::Runs(
            || {
                plain_but(|run| {
                    run.laps.clear();
                    run.timer.pop();
                    run.totals = Default::default();
                    run.utc_offset_s = Some(20_700);
                    run.perceived_exertion = Some(7.0);
                    run.feel_pct = Some(75.0);
                })
            },
            &[],
        ),
    },
    Oddity {
        name: "formats/local-time-garbage.fit",
        shows: "A local time that belongs to no time zone: ignored.",
        make: || {
            file(Kind {
                before: |writer| activity(writer, 123_456),
                ..Kind::default()
            })
        },
        gives: Gives::Runs(|| plain_but(|_| {}), &[]),
    },
    Oddity {
        name: "formats/local-times.gpx",
        shows: "Times with the offset of half an hour west of Greenwich and more, across midnight.",
        make: || {
            gpx::garmin("gpxtpx", 1)
                .replace("2025-10-09T08:53", "2025-10-09T05:23")
                .replace("Z</time>", "-03:30</time>")
                .into_bytes()
        },
        gives: Gives::Runs(
            || gpx::track_but(|run| run.utc_offset_s = Some(-12_600)),
            &[],
        ),
    },
    Oddity {
        name: "formats/am-pm.gpx",
        shows: "Times such as 6:43:25 PM, with a Z after them.",
        make: || {
            gpx::garmin("gpxtpx", 1)
                .replace("T08:53", "T8:53")
                .replace("Z</time>", ".000 AMZ</time>")
                .into_bytes()
        },
        gives: Gives::Runs(|| vec![gpx::track()], &[]),
    },
    Oddity {
        name: "formats/unreadable-times.gpx",
        shows: "Days and months in an unknown order: the error quotes a time, and the file is not taken for a route.",
        make: || {
            gpx::garmin("gpxtpx", 1)
                .replace("2025-10-09T08:53", "09/10/2025 8:53")
                .replace("Z</time>", " AM</time>")
                .into_bytes()
        },
        gives: Gives::Sentence("times that are not readable: \"09/10/2025 8:53:20 AM\""),
    },
    Oddity {
        name: "formats/local-times.tcx",
        shows: "Times with an offset, in points and laps.",
        make: || {
            tcx::file(&tcx::body("ns3", ""))
                .replace("2025-10-09T08:53", "2025-10-09T18:53")
                .replace("Z</Time>", "+10:00</Time>")
                .replace("Z\"", "+10:00\"")
                .into_bytes()
        },
        gives: Gives::Runs(
            || {
                let mut run = tcx::activity();
                run.utc_offset_s = Some(36_000);
                vec![run]
            },
            &[],
        ),
    },
    Oddity {
        name: "formats/unreadable-times.tcx",
        shows: "The same in TCX.",
        make: || {
            tcx::file(&tcx::body("ns3", ""))
                .replace("2025-10-09T08:53", "Thursday 08:53")
                .into_bytes()
        },
        gives: Gives::Sentence("times that are not readable: \"Thursday 08:53:20Z\""),
    },
];

/// An activity message whose local time is so many seconds ahead.
fn activity(writer: &mut FitWriter, ahead_s: i64) {
    let end = POINTS as i64 - 1;
    let fields = vec![
        Field::number(253, Base::Uint32, seconds(end)),
        Field::number(5, Base::Uint32, seconds(end + ahead_s)),
    ];
    writer.message(7, &Message { global: 34, fields });
}

/// A session that says nothing but the sport, the exertion and the feel.
fn session_told(writer: &mut FitWriter) {
    let fields = vec![
        Field::number(253, Base::Uint32, seconds(POINTS as i64 - 1)),
        Field::number(5, Base::Enum, 1),
        Field::number(192, Base::Uint8, 75),
        Field::number(193, Base::Uint8, 70),
    ];
    writer.message(8, &Message { global: 18, fields });
}
