//! GPX files as watches, phones and web sites write them.

use super::{Gives, Oddity, POINTS, plain};
use formdrift::read::{Format, RawActivity, RawPoint};

/// Every oddity of GPX.
pub const ODDITIES: &[Oddity] = &[
    Oddity {
        name: "formats/plain.gpx",
        shows: "GPX 1.1 with Garmin's TrackPointExtension.",
        make: || garmin("gpxtpx", 1).into_bytes(),
        gives: Gives::Runs(|| vec![track()], &[]),
    },
    Oddity {
        name: "formats/prefix-ns3.gpx",
        shows: "The same extension, version 2, under the prefix ns3.",
        make: || garmin("ns3", 2).into_bytes(),
        gives: Gives::Runs(|| vec![track()], &[]),
    },
    Oddity {
        name: "formats/cluetrust.gpx",
        shows: "Cluetrust's gpxdata elements without a declared prefix, cadence twice: the first counts.",
        make: || {
            whole(|_, point| {
                format!(
                    "<extensions><gpxdata:hr>{}</gpxdata:hr><gpxdata:cadence>85.5</gpxdata:cadence>\
                     <gpxdata:cadence>0</gpxdata:cadence></extensions>",
                    heart(point)
                )
            })
            .into_bytes()
        },
        gives: Gives::Runs(|| vec![track()], &[]),
    },
    Oddity {
        name: "formats/bare-elements.gpx",
        shows: "cadence and heartrate as bare elements of the point, without extensions.",
        make: || {
            whole(|_, point| {
                format!(
                    "<cadence> 85,5 </cadence><heartrate>{}</heartrate>",
                    heart(point)
                )
            })
            .into_bytes()
        },
        gives: Gives::Runs(|| vec![track()], &[]),
    },
    Oddity {
        name: "formats/speed-and-power.gpx",
        shows: "GPX 1.0 speed, power, temperature, accuracy and distance.",
        make: || {
            whole(|index, point| {
                format!(
                    "<speed>3.0</speed><extensions><power>250</power><atemp>20</atemp>\
                     <o:accuracy_horizontal>4</o:accuracy_horizontal>\
                     <gpxdata:distance>{}</gpxdata:distance><hr>{}</hr><cad>85.5</cad></extensions>",
                    3 * index,
                    heart(point)
                )
            })
            .into_bytes()
        },
        gives: Gives::Runs(
            || {
                let mut run = track();
                for (index, point) in run.points.iter_mut().enumerate() {
                    point.speed_m_per_s = Some(3.0);
                    point.power_w = Some(250.0);
                    point.temperature_c = Some(20.0);
                    point.gps_accuracy_m = Some(4.0);
                    point.distance_m = Some(3.0 * index as f64);
                }
                vec![run]
            },
            &[],
        ),
    },
    Oddity {
        name: "formats/utf-16.gpx",
        shows: "UTF-16 with a byte order mark.",
        make: || {
            let text = garmin("gpxtpx", 1);
            let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
            units.flat_map(u16::to_le_bytes).collect()
        },
        gives: Gives::Runs(|| vec![track()], &[]),
    },
    Oddity {
        name: "formats/latin-1.gpx",
        shows: "Bytes that are not UTF-8, blanks before the XML declaration.",
        make: || {
            let text = garmin("gpxtpx", 1).replace("Oddity", "Caf\u{e9}");
            let bytes = text.chars().map(|c| c as u32 as u8);
            b" \r\n ".iter().copied().chain(bytes).collect()
        },
        gives: Gives::Runs(
            || track_but(|run| run.device = Some("Caf\u{e9} Watch".into())),
            &[],
        ),
    },
    Oddity {
        name: "formats/entities.gpx",
        shows: "Entities, CDATA and comments in and between values; a bare ampersand.",
        make: || {
            garmin("gpxtpx", 1)
                .replace(
                    "<type>running",
                    "<name>R&amp;D &#38; <![CDATA[<K>]]> & K</name><type>run<!-- - -->n&#105;ng",
                )
                .into_bytes()
        },
        gives: Gives::Runs(
            || track_but(|run| run.name = Some("R&D & <K> & K".into())),
            &[],
        ),
    },
    Oddity {
        name: "formats/self-closed-point.gpx",
        shows: "A point without content, and one without coordinates.",
        make: || {
            let text = garmin("gpxtpx", 1);
            let at = text.find("<trkpt").unwrap_or(0);
            let odd =
                "<trkpt lat=\"-40\" lon='-120'/><trkpt><time>2025-10-09T08:53:19Z</time></trkpt>";
            format!("{}{odd}{}", &text[..at], &text[at..]).into_bytes()
        },
        gives: Gives::Runs(
            || {
                track_but(|run| {
                    run.points[0].segment_start = false;
                    let mut first = RawPoint {
                        segment_start: true,
                        ..RawPoint::default()
                    };
                    first.position = run.points[0].position;
                    let time_ms = run.points[0].time_ms.map(|ms| ms - 1000);
                    let second = RawPoint {
                        time_ms,
                        ..RawPoint::default()
                    };
                    run.points.splice(0..0, [first, second]);
                })
            },
            &[],
        ),
    },
    Oddity {
        name: "formats/cut-in-a-tag.gpx",
        shows: "Cut off within a tag: the points before are kept.",
        make: || {
            let text = garmin("gpxtpx", 1);
            let at = text.match_indices("<trkpt").nth(30).map_or(0, |(at, _)| at);
            text.as_bytes()[..at + 11].to_vec()
        },
        gives: Gives::Runs(|| track_but(|run| run.points.truncate(30)), &["breaks off"]),
    },
    Oddity {
        name: "formats/two-tracks.gpx",
        shows: "One run as two tracks, the recorder stopped between; each track begins a segment.",
        make: || split("</trkseg></trk><trk><type>running</type><trkseg>").into_bytes(),
        gives: Gives::Runs(|| track_but(|run| run.points[20].segment_start = true), &[]),
    },
    Oddity {
        name: "formats/two-sports.gpx",
        shows: "Two tracks of different sports: two activities. Strava's type 9 is running.",
        make: || {
            split("</trkseg></trk><trk><type>9</type><trkseg>")
                .replace("<type>running", "<type>Cycling")
                .into_bytes()
        },
        gives: Gives::Runs(
            || {
                let (mut ride, mut run) = (track(), track());
                ride.sport = Some("cycling".into());
                ride.points.truncate(20);
                run.points.drain(..20);
                run.points[0].segment_start = true;
                vec![ride, run]
            },
            &[],
        ),
    },
    Oddity {
        name: "formats/route-with-times.gpx",
        shows: "What was recorded, written as a route.",
        make: || {
            garmin("gpxtpx", 1)
                .replace("trkpt", "rtept")
                .replace("<trk>", "<rte>")
                .replace("</trk>", "</rte>")
                .replace("<trkseg>", "")
                .replace("</trkseg>", "")
                .into_bytes()
        },
        gives: Gives::Runs(
            || {
                track_but(|run| {
                    run.sport = None;
                    run.points[0].segment_start = false;
                })
            },
            &[],
        ),
    },
    Oddity {
        name: "formats/odd-times.gpx",
        shows: "Times with a blank for the T, an offset, thousandths.",
        make: || {
            garmin("gpxtpx", 1)
                .replace("2025-10-09T08", "2025-10-09 10")
                .replace("Z</time>", ".000+02:00</time>")
                .into_bytes()
        },
        gives: Gives::Runs(|| track_but(|run| run.utc_offset_s = Some(7200)), &[]),
    },
    Oddity {
        name: "formats/speed-in-kmh.gpx",
        shows: "Speed with its unit beside it, and a distance in km: read in m/s and m.",
        make: || {
            whole(|index, _| {
                let distance = 0.003 * index as f64;
                format!(
                    "<extensions><speed unit=\"km/h\">10.8</speed>\
                     <distance uom=\"km\">{distance:.3}</distance></extensions>"
                )
            })
            .into_bytes()
        },
        gives: Gives::Runs(
            || {
                track_but(|run| {
                    for (index, point) in run.points.iter_mut().enumerate() {
                        point.speed_m_per_s = Some(3.0);
                        point.distance_m = Some(3.0 * index as f64);
                        point.cadence_raw = None;
                        point.heart_rate_bpm = None;
                    }
                })
            },
            &[],
        ),
    },
    Oddity {
        name: "formats/route.gpx",
        shows: "A planned route without times: refused, with the reason.",
        make: || {
            let text = whole(|_, _| String::new()).replace("trkpt", "rtept");
            text.replace("<time>", "<desc>")
                .replace("</time>", "</desc>")
                .into_bytes()
        },
        gives: Gives::Sentence("where to go, not how it was run"),
    },
    Oddity {
        name: "formats/waypoints.gpx",
        shows: "Waypoints only: refused, with the reason.",
        make: || b"<gpx><wpt lat=\"1\" lon=\"2\"/><wpt lat=\"1\" lon=\"3\"/></gpx>".to_vec(),
        gives: Gives::Sentence("holds only waypoints (2)"),
    },
    Oddity {
        name: "formats/empty.gpx",
        shows: "A track without points: refused, with the reason.",
        make: || b"<gpx><trk><trkseg></trkseg></trk></gpx>".to_vec(),
        gives: Gives::Sentence("holds no track"),
    },
];

fn heart(point: &RawPoint) -> f32 {
    point.heart_rate_bpm.unwrap_or_default()
}

/// A file with Garmin's extension under a prefix.
pub(super) fn garmin(prefix: &str, version: u8) -> String {
    let text = whole(|_, point| {
        format!(
            "<extensions><{prefix}:TrackPointExtension><{prefix}:hr>{}</{prefix}:hr>\
             <{prefix}:cad>85.5</{prefix}:cad></{prefix}:TrackPointExtension></extensions>",
            heart(point)
        )
    });
    let space = format!("http://www.garmin.com/xmlschemas/TrackPointExtension/v{version}");
    text.replace("<gpx ", &format!("<gpx xmlns:{prefix}=\"{space}\" "))
}

/// A file whose points hold what `extra` gives beside place, height and time.
fn whole(extra: impl Fn(usize, &RawPoint) -> String) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gpx version=\"1.1\" creator=\"Oddity Watch\" \
         xmlns=\"http://www.topografix.com/GPX/1/1\">\n<trk><type>running</type><trkseg>\n",
    );
    for (index, point) in plain().points.iter().enumerate() {
        let second = 20 + index;
        text.push_str(&format!(
            "<trkpt lat=\"{:.7}\" lon=\"-120.0\"><ele>{:.1}</ele>\
             <time>2025-10-09T08:53:{second:02}Z</time>{}</trkpt>\n",
            point.position.map_or(0.0, |place| place.latitude),
            point.altitude_m.unwrap_or_default(),
            extra(index, point)
        ));
    }
    text.push_str("</trkseg></trk></gpx>\n");
    text
}

/// The plain file with something between its points 20 and 21.
fn split(between: &str) -> String {
    let text = garmin("gpxtpx", 1);
    let at = text.match_indices("<trkpt").nth(20).map_or(0, |(at, _)| at);
    format!("{}{between}{}", &text[..at], &text[at..])
}

/// The plain run as GPX holds it.
pub(super) fn track() -> RawActivity {
    let run = plain();
    let points = run
        .points
        .iter()
        .enumerate()
        .map(|(index, point)| RawPoint {
            time_ms: point.time_ms,
            position: point.position,
            altitude_m: point.altitude_m,
            cadence_raw: point.cadence_raw,
            heart_rate_bpm: point.heart_rate_bpm,
            segment_start: index == 0,
            ..RawPoint::default()
        });
    RawActivity {
        format: Some(Format::Gpx),
        device: run.device.clone(),
        sport: run.sport.clone(),
        points: points.take(POINTS).collect(),
        ..RawActivity::default()
    }
}

pub(super) fn track_but(change: impl FnOnce(&mut RawActivity)) -> Vec<RawActivity> {
    let mut run = track();
    change(&mut run);
    vec![run]
}
