//! Garmin Training Center files: activities with laps and track points.

use super::room::Room;
use super::time::Times;
use super::xml::{self, Attributes, Elements};
use super::{Damage, Format, FormatReader, Position, RawActivity, RawLap, RawPoint, ReadError};

/// TCX in the list of formats.
pub(super) const FORMAT: FormatReader = FormatReader {
    format: Format::Tcx,
    about: "Garmin Training Center (.tcx)",
    sniff: |bytes| xml::looks_like(bytes, "TrainingCenterDatabase", "<Trackpoint"),
    read: |bytes| xml::read::<Document>(bytes, Format::Tcx),
};

/// State of the pass over a TCX document.
#[derive(Default)]
struct Document {
    activities: Vec<RawActivity>,
    course: bool,
    /// The point being read, and its cadence from `RunCadence`, which goes before `Cadence`.
    point: Option<RawPoint>,
    run_cadence: Option<f32>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    /// The lap being read, and the tracks begun in it.
    lap: Option<RawLap>,
    tracks: usize,
    in_creator: bool,
    /// True in an activity whose own tag is broken.
    untagged: bool,
    /// The times of the activity being read.
    times: Times,
    room: Room,
}

impl Elements for Document {
    fn room(&mut self) -> &mut Room {
        &mut self.room
    }

    fn activities(&mut self) -> Vec<RawActivity> {
        let mut activities = std::mem::take(&mut self.activities);
        activities.retain(|activity| activity.points.iter().any(|point| point.time_ms.is_some()));
        activities.iter_mut().for_each(add_up);
        activities
    }

    fn refusal(&self, damage: Option<Damage>) -> ReadError {
        if self.course {
            return ReadError::other_kind(
                "is a course: it says where to go, not how it was run",
                "export the recorded activity instead",
            );
        }
        if let Some(why) = self.times.refusal() {
            return why;
        }
        match damage {
            Some(damage) => ReadError::no_point(damage),
            None => ReadError::empty(
                "holds no track point with a time",
                "export the recorded activity, or use its FIT file",
            ),
        }
    }

    fn open(&mut self, name: &str, parent: &str, attributes: &Attributes<'_>) {
        match name {
            "Activity" => {
                let sport = attributes.get("Sport");
                self.begin_activity(sport.map(|sport| xml::words_apart(&sport)));
                self.untagged = false;
            }
            "Course" => self.course = true,
            "Lap" if !self.course => {
                // The tag of its activity is broken: this lap is not the activity's before it.
                if parent == "Activities" && !self.untagged {
                    self.begin_activity(None);
                    self.untagged = true;
                }
                // The end tag of the lap before it is broken, ...
                self.finish_lap();
                // ... or the tag of the first lap is.
                if self.is_current(|run| run.laps.is_empty() && !run.points.is_empty()) {
                    self.add_unknown_lap();
                }
                self.lap = Some(RawLap {
                    start_ms: attributes
                        .get("StartTime")
                        .and_then(|text| self.times.read(&text)),
                    ..RawLap::default()
                });
                self.tracks = 0;
            }
            // The tag of a lap that is not the first is broken.
            "Track" if self.lap.is_none() && self.is_current(|run| !run.laps.is_empty()) => {
                self.tracks = 1;
                self.add_unknown_lap();
            }
            "Track" => self.tracks += 1,
            "Trackpoint" => {
                self.finish_point();
                self.point = Some(RawPoint::default());
            }
            "Creator" => self.in_creator = true,
            _ => {}
        }
    }

    fn close(&mut self, name: &str, parent: &str, text: &str) {
        if self.point.is_some() {
            self.point_field(name, parent, text);
        } else if self.lap.is_some() {
            self.lap_field(name, parent, text);
        } else if name == "Creator" {
            self.in_creator = false;
        } else if self.in_creator
            && name == "Name"
            && !text.is_empty()
            && let Some(activity) = self.activities.last_mut()
        {
            activity.device = Some(text.to_owned());
        }
    }
}

impl Document {
    /// True if the activity being read is so.
    fn is_current(&self, so: impl Fn(&RawActivity) -> bool) -> bool {
        self.activities.last().is_some_and(so)
    }

    fn point_field(&mut self, name: &str, parent: &str, text: &str) {
        let Some(point) = &mut self.point else {
            return;
        };
        let number = || xml::number(text);
        let single = || xml::number(text).map(|value| value as f32);
        match name {
            "Trackpoint" => self.finish_point(),
            "Time" => point.time_ms = self.times.read(text),
            "LatitudeDegrees" => self.latitude = number(),
            "LongitudeDegrees" => self.longitude = number(),
            "AltitudeMeters" => point.altitude_m = single(),
            "DistanceMeters" => point.distance_m = number(),
            "Value" if parent == "HeartRateBpm" => point.heart_rate_bpm = single(),
            "Cadence" => point.cadence_raw = single(),
            "RunCadence" => self.run_cadence = single(),
            "Speed" => point.speed_m_per_s = single(),
            "Watts" => point.power_w = single(),
            _ => {}
        }
    }

    fn finish_point(&mut self) {
        let place = self.latitude.take().zip(self.longitude.take());
        let run_cadence = self.run_cadence.take();
        let Some(mut point) = self.point.take() else {
            return;
        };
        point.position = place.and_then(|(latitude, longitude)| Position::new(latitude, longitude));
        point.cadence_raw = run_cadence.or(point.cadence_raw);
        if point.is_empty() {
            return;
        }
        if let Some(activity) = self.activities.last_mut().filter(|_| !self.course)
            && self.room.records.take()
            && (!activity.points.is_empty() || self.room.activities.take())
        {
            activity.utc_offset_s = activity.utc_offset_s.or(self.times.offset_s);
            point.segment_start = activity.points.is_empty() || self.tracks > 1;
            self.tracks = self.tracks.min(1);
            activity.points.push(point);
        }
    }

    fn lap_field(&mut self, name: &str, parent: &str, text: &str) {
        let Some(lap) = &mut self.lap else {
            return;
        };
        match (name, parent) {
            ("TotalTimeSeconds", "Lap") => lap.timer_s = xml::number(text),
            ("DistanceMeters", "Lap") => lap.distance_m = xml::number(text),
            ("Lap", _) => self.finish_lap(),
            _ => {}
        }
    }

    /// Ends the lap that is open, with the time of the last point as its end.
    fn finish_lap(&mut self) {
        let last = |activity: &RawActivity| activity.points.last().and_then(|p| p.time_ms);
        if let (Some(activity), Some(mut lap)) = (self.activities.last_mut(), self.lap.take()) {
            lap.end_ms = last(activity);
            if self.room.others.take() {
                activity.laps.push(lap);
            }
        }
    }

    /// Adds a lap of which nothing is known, so that there are no sums over laps either.
    fn add_unknown_lap(&mut self) {
        if let Some(activity) = self.activities.last_mut()
            && self.room.others.take()
        {
            activity.laps.push(RawLap::default());
        }
    }

    /// Begins an activity of a sport as the file names it.
    fn begin_activity(&mut self, sport: Option<String>) {
        self.activities
            .pop_if(|activity| activity.points.is_empty());
        self.times.offset_s = None;
        self.activities.push(RawActivity {
            sport,
            ..RawActivity::default()
        });
    }
}

/// Totals are the sums over the laps, where every lap has them.
fn add_up(activity: &mut RawActivity) {
    let sum = |of: fn(&RawLap) -> Option<f64>| -> Option<f64> {
        let all: Option<Vec<f64>> = activity.laps.iter().map(of).collect();
        all.filter(|all| !all.is_empty())
            .map(|all| all.iter().sum())
    };
    activity.totals.distance_m = sum(|lap| lap.distance_m);
    activity.totals.timer_s = sum(|lap| lap.timer_s);
}
