//! GPX 1.0 and 1.1: tracks. Cadence, heart rate, speed, power and temperature are found in any extension
//! schema, by local name.

use super::room::Room;
use super::time::Times;
use super::xml::{self, Attributes, Elements};
use super::{
    Damage, Format, FormatReader, Position, RawActivity, RawPoint, ReadError, declared_unit,
};

/// GPX in the list of formats.
pub(super) const FORMAT: FormatReader = FormatReader {
    format: Format::Gpx,
    about: "GPS exchange format 1.0 and 1.1 (.gpx)",
    sniff: |bytes| xml::looks_like(bytes, "gpx", "<trkpt"),
    read: |bytes| xml::read::<Document>(bytes, Format::Gpx),
};

/// Tracks further apart than this are separate activities; closer ones are one run whose recorder was stopped, as
/// several apps write it. Longer than any stop within a run of the published files (15 min), and shorter than any
/// break between two runs.
const NEW_ACTIVITY_AFTER_MS: i64 = 3_600_000;

/// State of the pass over a GPX document.
#[derive(Default)]
struct Document {
    creator: Option<String>,
    tracks: Vec<RawActivity>,
    /// Points of routes, which some programs write for what was recorded.
    route: Vec<RawPoint>,
    waypoints: usize,
    /// The point being read.
    point: Option<RawPoint>,
    new_segment: bool,
    /// The sport of a track whose own tag is broken.
    stray_sport: Option<String>,
    /// The times of the track being read.
    times: Times,
    /// Factor to our unit for the element being read, if the element states a unit.
    factor: Option<f64>,
    room: Room,
}

impl Elements for Document {
    fn room(&mut self) -> &mut Room {
        &mut self.room
    }

    /// The tracks that hold times, joined where they are one activity.
    fn activities(&mut self) -> Vec<RawActivity> {
        let mut activities: Vec<RawActivity> = Vec::new();
        let recorded = std::mem::take(&mut self.tracks);
        for track in recorded {
            if track.points.iter().all(|point| point.time_ms.is_none()) {
                self.route.extend(track.points);
                continue;
            }
            match activities.last_mut() {
                Some(before) if continues(before, &track) => before.points.extend(track.points),
                _ => activities.push(track),
            }
        }
        if activities.is_empty() && self.route.iter().any(|point| point.time_ms.is_some()) {
            activities.push(RawActivity {
                points: std::mem::take(&mut self.route),
                ..RawActivity::default()
            });
        }
        for activity in &mut activities {
            activity.device.clone_from(&self.creator);
        }
        activities
    }

    fn refusal(&self, damage: Option<Damage>) -> ReadError {
        if let Some(why) = self.times.refusal() {
            return why;
        }
        if let Some(damage) = damage.filter(|_| self.route.is_empty()) {
            return ReadError::no_point(damage);
        }
        let remedy = "export the recorded activity as FIT, TCX or a GPX track with times";
        let what = match (self.route.len(), self.waypoints) {
            (0, 0) => "holds no track: the file has no points".to_owned(),
            (0, count) => format!("holds only waypoints ({count}), no recorded track"),
            (count, _) => format!(
                "holds a route of {count} points without times: it says where to go, not how it was run"
            ),
        };
        if self.route.is_empty() && self.waypoints == 0 {
            return ReadError::empty(what, remedy);
        }
        ReadError::other_kind(what, remedy)
    }

    fn open(&mut self, name: &str, parent: &str, attributes: &Attributes<'_>) {
        self.factor = None;
        match name {
            "gpx" => self.creator = attributes.get("creator").filter(|c| !c.trim().is_empty()),
            "trk" => {
                self.tracks.pop_if(|track| track.points.is_empty());
                self.tracks.push(RawActivity::default());
                self.new_segment = true;
            }
            "trkseg" => {
                // The tag of its track is broken: these points are not the track's before it.
                if matches!(parent, "gpx" | "") {
                    self.tracks.pop_if(|track| track.points.is_empty());
                    self.tracks.push(RawActivity {
                        sport: self.stray_sport.take(),
                        ..RawActivity::default()
                    });
                }
                self.new_segment = true;
            }
            "trkpt" | "rtept" => {
                self.finish_point(name);
                self.point = Some(RawPoint {
                    position: position(attributes),
                    segment_start: std::mem::take(&mut self.new_segment),
                    ..RawPoint::default()
                });
            }
            "wpt" => self.waypoints += 1,
            "speed" | "Speed" => self.factor = stated(attributes, declared_unit::metres_per_second),
            "distance" | "ele" => self.factor = stated(attributes, declared_unit::metres),
            _ => {}
        }
    }

    fn close(&mut self, name: &str, parent: &str, text: &str) {
        if let Some(point) = &mut self.point {
            match name {
                "trkpt" | "rtept" => self.finish_point(name),
                "time" => {
                    // The first one counts.
                    if point.time_ms.is_none() {
                        point.time_ms = self.times.read(text);
                    }
                }
                _ => field(point, name, text, self.factor),
            }
        } else if parent == "trk" && !text.is_empty() {
            let Some(track) = self.tracks.last_mut() else {
                return;
            };
            match name {
                "name" => track.name = Some(text.to_owned()),
                "type" => track.sport = Some(sport(text)),
                _ => {}
            }
        } else if name == "type" && matches!(parent, "gpx" | "") && !text.is_empty() {
            self.stray_sport = Some(sport(text));
        }
    }
}

impl Document {
    fn finish_point(&mut self, name: &str) {
        let Some(point) = self.point.take() else {
            return;
        };
        if point.is_empty() {
            self.new_segment |= point.segment_start;
            return;
        }
        if !self.room.records.take() {
            return;
        }
        if name == "rtept" {
            self.route.push(point);
            return;
        }
        if self.tracks.is_empty() {
            self.tracks.push(RawActivity::default());
        }
        if let Some(track) = self.tracks.last_mut() {
            if track.points.is_empty() && !self.room.activities.take() {
                return;
            }
            track.utc_offset_s = track.utc_offset_s.or(self.times.offset_s.take());
            track.points.push(point);
        }
    }
}

/// True if `track` is the same activity going on after a pause.
fn continues(before: &RawActivity, track: &RawActivity) -> bool {
    let end = before.points.iter().rev().find_map(|point| point.time_ms);
    let start = track.points.iter().find_map(|point| point.time_ms);
    let gap = start.zip(end).map(|(start, end)| start.saturating_sub(end));
    let same_sport = before.sport == track.sport;
    same_sport && gap.is_some_and(|gap| (0..NEW_ACTIVITY_AFTER_MS).contains(&gap))
}

fn position(attributes: &Attributes<'_>) -> Option<Position> {
    let latitude = attributes.number("lat")?;
    let longitude = attributes.number("lon")?;
    Position::new(latitude, longitude)
}

/// The factor to our unit from the one that an element states.
fn stated(attributes: &Attributes<'_>, factor: fn(&str) -> Option<f64>) -> Option<f64> {
    if attributes.is_empty() {
        return None;
    }
    ["unit", "units", "uom"]
        .iter()
        .find_map(|name| factor(&attributes.get(name)?))
}

/// Sets the field an element of a point stands for. The first value counts where an
/// exporter writes a field twice. `factor` goes from the unit that is stated to ours.
fn field(point: &mut RawPoint, name: &str, text: &str, factor: Option<f64>) {
    let number = || xml::number(text).map(|value| value * factor.unwrap_or(1.0));
    if name == "distance" {
        if point.distance_m.is_none() {
            point.distance_m = number();
        }
    } else if let Some((slot, factor)) = slot(point, name)
        && slot.is_none()
    {
        *slot = number().map(|value| (value * factor) as f32);
    }
}

/// The field of a point, and the factor to its unit from the one that the name states.
fn slot<'a>(point: &'a mut RawPoint, name: &str) -> Option<(&'a mut Option<f32>, f64)> {
    const KM_PER_H: f64 = 1.0 / 3.6;
    let slot = match name {
        "ele" => &mut point.altitude_m,
        "cad" | "cadence" | "RunCadence" | "runCadence" | "Cadence" => &mut point.cadence_raw,
        "hr" | "heartrate" | "heartRate" | "HeartRate" | "heart_rate" => &mut point.heart_rate_bpm,
        "speed" | "Speed" => &mut point.speed_m_per_s,
        "power" | "Power" | "PowerInWatts" | "watts" | "Watts" => &mut point.power_w,
        "atemp" | "temp" | "temperature" | "Temperature" => &mut point.temperature_c,
        "accuracy_horizontal" => &mut point.gps_accuracy_m,
        "speed_kmh" | "speedKmh" | "speed_kph" | "kmh" | "kph" => {
            return Some((&mut point.speed_m_per_s, KM_PER_H));
        }
        _ => return None,
    };
    Some((slot, 1.0))
}

/// The sport in lower case, its words apart: `TrailRun` is `trail_run`. Strava once wrote its
/// activity types as numbers.
fn sport(text: &str) -> String {
    match text {
        "1" => "cycling".to_owned(),
        "4" => "hiking".to_owned(),
        "9" => "running".to_owned(),
        "10" => "walking".to_owned(),
        "16" => "swimming".to_owned(),
        other => xml::words_apart(other),
    }
}
