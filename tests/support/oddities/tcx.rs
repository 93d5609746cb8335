//! TCX files as watches and web sites write them.

use super::{Gives, Oddity, plain};
use formdrift::read::{Format, RawActivity, RawDynamics, RawLap, RawPoint, RawTotals};

/// Every oddity of TCX.
pub const ODDITIES: &[Oddity] = &[
    Oddity {
        name: "formats/plain.tcx",
        shows: "TCX with RunCadence, speed and power in its extension.",
        make: || file(&body("ns3", "")).into_bytes(),
        gives: Gives::Runs(|| vec![activity()], &[]),
    },
    Oddity {
        name: "formats/blanks-first.tcx",
        shows: "Ten blanks before the XML declaration (every TCX of Strava).",
        make: || format!("          {}", file(&body("ns3", ""))).into_bytes(),
        gives: Gives::Runs(|| vec![activity()], &[]),
    },
    Oddity {
        name: "formats/cadence-element.tcx",
        shows: "Cadence as an element of the point.",
        make: || {
            file(&body("x", ""))
                .replace("<HeartRateBpm>", "<Cadence>85.5</Cadence><HeartRateBpm>")
                .replace("<x:RunCadence>85.5</x:RunCadence>", "")
                .into_bytes()
        },
        gives: Gives::Runs(|| vec![activity()], &[]),
    },
    Oddity {
        name: "formats/both-cadences.tcx",
        shows: "Cadence beside RunCadence: RunCadence counts.",
        make: || {
            let cadence = "<Cadence>1</Cadence></Trackpoint>";
            file(&body("ns3", ""))
                .replace("</Trackpoint>", cadence)
                .into_bytes()
        },
        gives: Gives::Runs(|| vec![activity()], &[]),
    },
    Oddity {
        name: "formats/no-place-no-distance.tcx",
        shows: "Points without position and distance, as on a treadmill.",
        make: || {
            let text = file(&body("ns3", ""));
            let text = without(&text, "<Position>", "</Position>");
            without(&text, "<DistanceMeters>", "</DistanceMeters>").into_bytes()
        },
        gives: Gives::Runs(
            || {
                let mut run = activity();
                for point in &mut run.points {
                    point.position = None;
                    point.distance_m = None;
                }
                for lap in &mut run.laps {
                    lap.distance_m = None;
                }
                run.totals.distance_m = None;
                vec![run]
            },
            &[],
        ),
    },
    Oddity {
        name: "formats/pause.tcx",
        shows: "A second Track within a lap: the watch was paused between.",
        make: || file(&body("ns3", "</Track><Track>")).into_bytes(),
        gives: Gives::Runs(
            || {
                let mut run = activity();
                run.points[10].segment_start = true;
                vec![run]
            },
            &[],
        ),
    },
    Oddity {
        name: "formats/two-activities.tcx",
        shows: "A ride and a run of ten points each in one file.",
        make: || {
            let whole = body("ns3", "");
            let eleventh = whole.match_indices("<Trackpoint>").nth(10);
            let ten = &whole[..eleventh.map_or(0, |(at, _)| at)];
            let end = "</Track></Lap><Creator><Name>Oddity Watch</Name></Creator></Activity>";
            let ride = ten.replace("Running", "Biking");
            file(&format!("{ride}{end}{ten}{end}")).into_bytes()
        },
        gives: Gives::Runs(
            || {
                let mut run = activity();
                run.points.truncate(10);
                run.laps.truncate(1);
                run.laps[0].end_ms = run.points[9].time_ms;
                run.totals.distance_m = Some(60.0);
                run.totals.timer_s = Some(20.0);
                let mut ride = run.clone();
                ride.sport = Some("biking".into());
                vec![ride, run]
            },
            &[],
        ),
    },
    Oddity {
        name: "formats/cut.tcx",
        shows: "Cut off within a value: what was read of the last point is kept.",
        make: || {
            let text = file(&body("ns3", ""));
            let at = text.rfind("<HeartRateBpm>").unwrap_or(0);
            text.as_bytes()[..at + 22].to_vec()
        },
        gives: Gives::Runs(
            || {
                let mut run = activity();
                let last = run.points.len() - 1;
                let point = &mut run.points[last];
                point.heart_rate_bpm = None;
                point.cadence_raw = None;
                point.speed_m_per_s = None;
                point.power_w = None;
                run.device = None;
                vec![run]
            },
            &["cut off"],
        ),
    },
    Oddity {
        name: "formats/course.tcx",
        shows: "A course: refused, with the reason.",
        make: || {
            file(&body("ns3", ""))
                .replace("<Activities>", "<Courses>")
                .replace("</Activities>", "</Courses>")
                .replace("<Activity Sport=\"Running\">", "<Course>")
                .replace("</Activity>", "</Course>")
                .into_bytes()
        },
        gives: Gives::Sentence("is a course"),
    },
    Oddity {
        name: "formats/no-points.tcx",
        shows: "An activity without points: refused, with the reason.",
        make: || file("<Activity Sport=\"Running\"></Activity>").into_bytes(),
        gives: Gives::Sentence("holds no track point"),
    },
];

pub(super) fn file(activities: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TrainingCenterDatabase \
         xmlns=\"http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2\">\n<Activities>\
         {activities}</Activities></TrainingCenterDatabase>\n"
    )
}

/// An activity of two laps, with something between its points 10 and 11.
pub(super) fn body(prefix: &str, between: &str) -> String {
    let mut text = String::from("<Activity Sport=\"Running\">\n<Id>2025-10-09T08:53:20Z</Id>\n");
    for (index, point) in plain().points.iter().enumerate() {
        let second = 20 + index;
        if index % 20 == 0 {
            text.push_str(&format!(
                "<Lap StartTime=\"2025-10-09T08:53:{second:02}Z\"><TotalTimeSeconds>20.0\
                 </TotalTimeSeconds><DistanceMeters>60.0</DistanceMeters><Cadence>85</Cadence>\
                 <AverageHeartRateBpm><Value>142</Value></AverageHeartRateBpm><Track>\n"
            ));
        }
        if index == 10 {
            text.push_str(between);
        }
        text.push_str(&format!(
            "<Trackpoint><Time>2025-10-09T08:53:{second:02}Z</Time><Position><LatitudeDegrees>{:.7}\
             </LatitudeDegrees><LongitudeDegrees>-120.0</LongitudeDegrees></Position>\
             <AltitudeMeters>{:.1}</AltitudeMeters><DistanceMeters>{}</DistanceMeters>\
             <HeartRateBpm><Value>{}</Value></HeartRateBpm><Extensions><{prefix}:TPX>\
             <{prefix}:Speed>3.0</{prefix}:Speed><{prefix}:RunCadence>85.5</{prefix}:RunCadence>\
             <{prefix}:Watts>250</{prefix}:Watts></{prefix}:TPX></Extensions></Trackpoint>\n",
            point.position.map_or(0.0, |place| place.latitude),
            point.altitude_m.unwrap_or_default(),
            3 * index,
            point.heart_rate_bpm.unwrap_or_default(),
        ));
        if index % 20 == 19 {
            text.push_str("</Track></Lap>\n");
        }
    }
    text.push_str("<Creator><Name>Oddity Watch</Name></Creator></Activity>\n");
    text
}

/// The text without what stands from one mark to the next.
fn without(text: &str, from: &str, to: &str) -> String {
    let mut parts = text.split(from);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| {
        all + part.split_once(to).map_or(part, |(_, rest)| rest)
    })
}

/// The plain run as TCX holds it.
pub(super) fn activity() -> RawActivity {
    let run = plain();
    let points: Vec<RawPoint> = run
        .points
        .iter()
        .enumerate()
        .map(|(index, point)| RawPoint {
            temperature_c: None,
            dynamics: RawDynamics::default(),
            segment_start: index == 0,
            ..*point
        })
        .collect();
    let lap = |from: usize, to: usize| RawLap {
        start_ms: points[from].time_ms,
        end_ms: points[to].time_ms,
        distance_m: Some(60.0),
        timer_s: Some(20.0),
    };
    RawActivity {
        format: Some(Format::Tcx),
        device: run.device.clone(),
        sport: run.sport.clone(),
        laps: vec![lap(0, 19), lap(20, 39)],
        points,
        totals: RawTotals {
            distance_m: Some(120.0),
            timer_s: Some(40.0),
            ..RawTotals::default()
        },
        ..RawActivity::default()
    }
}
