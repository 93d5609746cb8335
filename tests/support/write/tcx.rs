//! A recorded activity as a TCX file.

use super::xml_time;
use formdrift::read::{RawActivity, RawPoint};
use std::fmt::Write;

/// How the file is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TcxStyle {
    /// Prefix of the activity extension.
    pub prefix: &'static str,
    /// Text before the XML declaration: some exporters leave blanks there.
    pub before: &'static str,
    /// Cadence as `Cadence` of the point in place of `RunCadence` in its extension.
    pub plain_cadence: bool,
}

impl Default for TcxStyle {
    fn default() -> Self {
        Self {
            prefix: "ns3",
            before: "",
            plain_cadence: false,
        }
    }
}

/// Writes the activity; its laps, or one lap where it has none.
pub fn tcx_file(raw: &RawActivity, style: &TcxStyle) -> Vec<u8> {
    let prefix = style.prefix;
    let start = raw.points.first().and_then(|p| p.time_ms).unwrap_or(0);
    let mut out = format!(
        "{}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TrainingCenterDatabase \
         xmlns=\"http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2\" \
         xmlns:{prefix}=\"http://www.garmin.com/xmlschemas/ActivityExtension/v2\">\n\
         <Activities><Activity Sport=\"Running\">\n<Id>{}</Id>\n",
        style.before,
        xml_time(start)
    );
    let mut ends: Vec<i64> = raw.laps.iter().filter_map(|lap| lap.end_ms).collect();
    ends.pop(); // The last lap takes what is left.
    let mut points = raw.points.iter().peekable();
    for end in ends.into_iter().chain([i64::MAX]) {
        let mut lap = Vec::new();
        while let Some(point) = points.next_if(|p| p.time_ms.unwrap_or(0) <= end) {
            lap.push(point);
        }
        write_lap(&mut out, &lap, style);
    }
    let device = raw.device.as_deref().unwrap_or("formdrift simulator");
    let _ = write!(
        out,
        "<Creator xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:type=\"Device_t\"><Name>{device}</Name></Creator>\n\
         </Activity></Activities>\n</TrainingCenterDatabase>\n"
    );
    out.into_bytes()
}

fn write_lap(out: &mut String, points: &[&RawPoint], style: &TcxStyle) {
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return;
    };
    let (from, to) = (first.time_ms.unwrap_or(0), last.time_ms.unwrap_or(0));
    let metres = last
        .distance_m
        .zip(first.distance_m)
        .map_or(0.0, |(b, a)| b - a);
    // Writing to a String cannot fail.
    let _ = writeln!(
        out,
        "<Lap StartTime=\"{}\"><TotalTimeSeconds>{:.1}</TotalTimeSeconds>\
         <DistanceMeters>{metres:.1}</DistanceMeters><Calories>0</Calories>\
         <Intensity>Active</Intensity><TriggerMethod>Distance</TriggerMethod><Track>",
        xml_time(from),
        (to - from) as f64 / 1000.0
    );
    for point in points {
        track_point(out, point, style);
    }
    out.push_str("</Track></Lap>\n");
}

fn track_point(out: &mut String, point: &RawPoint, style: &TcxStyle) {
    let prefix = style.prefix;
    out.push_str("<Trackpoint>");
    if let Some(time) = point.time_ms {
        let _ = write!(out, "<Time>{}</Time>", xml_time(time));
    }
    if let Some(position) = point.position {
        let _ = write!(
            out,
            "<Position><LatitudeDegrees>{:.7}</LatitudeDegrees>\
             <LongitudeDegrees>{:.7}</LongitudeDegrees></Position>",
            position.latitude, position.longitude
        );
    }
    if let Some(altitude) = point.altitude_m {
        let _ = write!(out, "<AltitudeMeters>{altitude:.1}</AltitudeMeters>");
    }
    if let Some(distance) = point.distance_m {
        let _ = write!(out, "<DistanceMeters>{distance:.2}</DistanceMeters>");
    }
    if let Some(rate) = point.heart_rate_bpm {
        let _ = write!(out, "<HeartRateBpm><Value>{rate:.0}</Value></HeartRateBpm>");
    }
    let cadence = point.cadence_raw.map(f32::round);
    if let Some(cadence) = cadence.filter(|_| style.plain_cadence) {
        let _ = write!(out, "<Cadence>{cadence:.0}</Cadence>");
    }
    let run_cadence = cadence.filter(|_| !style.plain_cadence);
    if point.speed_m_per_s.is_some() || run_cadence.is_some() {
        let _ = write!(out, "<Extensions><{prefix}:TPX>");
        if let Some(speed) = point.speed_m_per_s {
            let _ = write!(out, "<{prefix}:Speed>{speed:.3}</{prefix}:Speed>");
        }
        if let Some(cadence) = run_cadence {
            let _ = write!(
                out,
                "<{prefix}:RunCadence>{cadence:.0}</{prefix}:RunCadence>"
            );
        }
        let _ = write!(out, "</{prefix}:TPX></Extensions>");
    }
    out.push_str("</Trackpoint>\n");
}
