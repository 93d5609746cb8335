//! A recorded activity as a GPX file.

use super::xml_time;
use formdrift::read::{RawActivity, RawPoint};
use std::fmt::Write;

/// How the file is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GpxStyle {
    /// Prefix of Garmin's track point extension.
    pub prefix: &'static str,
    /// Its version, 1 or 2.
    pub version: u8,
}

impl Default for GpxStyle {
    fn default() -> Self {
        Self {
            prefix: "gpxtpx",
            version: 1,
        }
    }
}

/// Writes the activity, one line a point.
pub fn gpx_file(raw: &RawActivity, style: &GpxStyle) -> Vec<u8> {
    let GpxStyle { prefix, version } = style;
    let creator = raw.device.as_deref().unwrap_or("formdrift simulator");
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <gpx version=\"1.1\" creator=\"{creator}\" xmlns=\"http://www.topografix.com/GPX/1/1\" \
         xmlns:{prefix}=\"http://www.garmin.com/xmlschemas/TrackPointExtension/v{version}\">\n\
         <trk><type>{}</type>\n",
        raw.sport.as_deref().unwrap_or("running")
    );
    for (index, point) in raw.points.iter().enumerate() {
        if index == 0 || point.segment_start {
            out.push_str(if index == 0 {
                "<trkseg>\n"
            } else {
                "</trkseg>\n<trkseg>\n"
            });
        }
        track_point(&mut out, point, prefix);
    }
    out.push_str("</trkseg>\n</trk>\n</gpx>\n");
    out.into_bytes()
}

fn track_point(out: &mut String, point: &RawPoint, prefix: &str) {
    let Some(position) = point.position else {
        return; // GPX has no point without a place.
    };
    // Seven decimals are 1 cm. Writing to a String cannot fail.
    let _ = write!(
        out,
        "<trkpt lat=\"{:.7}\" lon=\"{:.7}\">",
        position.latitude, position.longitude
    );
    if let Some(altitude) = point.altitude_m {
        let _ = write!(out, "<ele>{altitude:.1}</ele>");
    }
    if let Some(time) = point.time_ms {
        let _ = write!(out, "<time>{}</time>", xml_time(time));
    }
    if point.heart_rate_bpm.is_some() || point.cadence_raw.is_some() {
        let _ = write!(out, "<extensions><{prefix}:TrackPointExtension>");
        if let Some(rate) = point.heart_rate_bpm {
            let _ = write!(out, "<{prefix}:hr>{rate:.0}</{prefix}:hr>");
        }
        if let Some(cadence) = point.cadence_raw {
            let _ = write!(out, "<{prefix}:cad>{cadence:.0}</{prefix}:cad>");
        }
        let _ = write!(out, "</{prefix}:TrackPointExtension></extensions>");
    }
    out.push_str("</trkpt>\n");
}
