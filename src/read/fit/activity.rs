//! Messages of one FIT file to activities: one a session, so that the runs of a
//! multisport file stand apart.

use super::beside_native::BesideNative;
use super::developer::Descriptions;
use super::device;
use super::record::Record;
use super::value::{self, Fields};
use super::wanted::{TIMESTAMP, message};
use crate::read::room::Room;
use crate::read::{Damage, RawActivity, RawLap, RawPoint, RawTotals, ReadError, TimerEvent};
use fitparser::de::FitDataMessage;
use fitparser::profile::field_types::{Sport, SubSport};

/// Collects messages in the order of the file, as far as there is room.
#[derive(Default)]
pub(super) struct Builder {
    descriptions: Descriptions,
    file_type: Option<u8>,
    manufacturer: Option<u16>,
    product: Option<u16>,
    product_name: Option<String>,
    sport: Kind,
    /// FIT seconds of the last message with a time, from which compressed times count.
    clock: u32,
    points: Vec<RawPoint>,
    beside_native: BesideNative,
    laps: Vec<RawLap>,
    timer: Vec<TimerEvent>,
    sessions: Vec<Session>,
    /// Seconds by which the watch's local time is ahead of UTC.
    utc_offset_s: Option<i32>,
}

const DAY_MS: u64 = 24 * 3_600_000;

/// Sport, its finer kind, and the name of the watch's profile for it.
#[derive(Default, Clone)]
struct Kind {
    sport: Option<String>,
    sub_sport: Option<String>,
    name: Option<String>,
}

#[derive(Default)]
struct Session {
    start_ms: Option<i64>,
    end_ms: Option<i64>,
    kind: Kind,
    totals: RawTotals,
    perceived_exertion: Option<f32>,
    feel_pct: Option<f32>,
}

impl Builder {
    pub(super) fn new(descriptions: Descriptions) -> Self {
        Self {
            descriptions,
            ..Self::default()
        }
    }

    /// Takes in one message.
    pub(super) fn take(&mut self, data: &FitDataMessage, room: &mut Room) {
        let fields = Fields(data);
        let time_ms = self.time(&fields);
        match data.global_message_number() {
            message::RECORD => {
                let record = Record::read(data, &self.descriptions);
                let point = RawPoint {
                    time_ms,
                    ..record.point
                };
                if !point.is_empty() && room.records.take() {
                    let beside = &record.beside_native;
                    self.beside_native.take(self.points.len(), &point, beside);
                    self.points.push(point);
                }
            }
            message::EVENT => self.event(&fields, time_ms, room),
            message::LAP if room.others.take() => self.laps.push(RawLap {
                start_ms: fields.time_ms(2),
                end_ms: time_ms,
                distance_m: fields.number(9).map(|centimetres| centimetres / 100.0),
                timer_s: fields.number(8).map(|ms| ms / 1000.0),
            }),
            message::SESSION if room.others.take() => self.session(&fields, time_ms),
            message::ACTIVITY => self.local_time(fields.integer(5), fields.integer(TIMESTAMP)),
            message::TIMESTAMP_CORRELATION => {
                self.local_time(fields.integer(3), fields.integer(TIMESTAMP));
            }
            message::SPORT => self.sport = kind(&fields, 0, 1, 3),
            message::FILE_ID => {
                self.file_type = fields.integer(0);
                self.manufacturer = fields.integer(1);
                self.product = fields.integer(2);
                self.product_name = fields.text(8).or(self.product_name.take());
            }
            message::DEVICE_INFO => self.device_info(&fields),
            _ => {}
        }
    }

    /// Time of a message: its own timestamp, or the five bits in its header that continue
    /// the one before.
    fn time(&mut self, fields: &Fields<'_>) -> Option<i64> {
        if let Some(seconds) = fields.integer(TIMESTAMP) {
            self.clock = seconds;
        } else {
            let offset = u32::from(fields.0.time_offset()?);
            let ahead = offset.wrapping_sub(self.clock) & 0x1F;
            self.clock = self.clock.wrapping_add(ahead);
        }
        Some(value::time_ms(self.clock))
    }

    /// Takes in one moment as local time and as UTC, both FIT seconds. Some watches take the two a few seconds
    /// apart. A difference that is no offset of a time zone is ignored.
    fn local_time(&mut self, local: Option<u32>, utc: Option<u32>) {
        /// Offsets are multiples of a quarter of an hour, Nepal's and the Chatham Islands' among them.
        const STEP_S: i64 = 900;
        const APART_S: i64 = 120;
        let (Some(local), Some(utc)) = (local, utc) else {
            return;
        };
        let ahead = i64::from(local) - i64::from(utc);
        let offset = (ahead + STEP_S / 2).div_euclid(STEP_S) * STEP_S;
        let is_one =
            (-12 * 3600..=14 * 3600).contains(&offset) && (ahead - offset).abs() <= APART_S;
        if self.utc_offset_s.is_none() && is_one {
            self.utc_offset_s = i32::try_from(offset).ok();
        }
    }

    fn event(&mut self, fields: &Fields<'_>, time_ms: Option<i64>, room: &mut Room) {
        const TIMER: u8 = 0;
        let (Some(TIMER), Some(time_ms)) = (fields.integer(0), time_ms) else {
            return;
        };
        // Types: 0 start, 1 stop, 4 stop all, 8 and 9 stop and disable.
        let running = match fields.integer::<u8>(1) {
            Some(0) => true,
            Some(1 | 4 | 8 | 9) => false,
            _ => return,
        };
        // Far from the record before it, it is damage: a stop in another year would stop the run.
        let last = self.points.last().and_then(|point| point.time_ms);
        let is_far = last.is_some_and(|last| last.abs_diff(time_ms) > DAY_MS);
        if !is_far && room.others.take() {
            self.timer.push(TimerEvent { time_ms, running });
        }
    }

    fn session(&mut self, fields: &Fields<'_>, time_ms: Option<i64>) {
        let totals = RawTotals {
            distance_m: fields.number(9).map(|centimetres| centimetres / 100.0),
            timer_s: fields.number(8).map(|ms| ms / 1000.0),
            elapsed_s: fields.number(7).map(|ms| ms / 1000.0),
        };
        // Both are written as 0 to 100; the scale of exertion goes to 10. 0 is what programs write
        // that were told nothing.
        let stated = |field: u8| fields.number(field).filter(|value| *value <= 100.0);
        self.sessions.push(Session {
            perceived_exertion: stated(193).filter(|v| *v > 0.0).map(|v| (v / 10.0) as f32),
            feel_pct: stated(192).map(|value| value as f32),
            start_ms: fields.time_ms(2),
            end_ms: time_ms,
            kind: kind(fields, 5, 6, 110),
            totals,
        });
    }

    fn device_info(&mut self, fields: &Fields<'_>) {
        /// Index of the device that wrote the file.
        const CREATOR: u8 = 0;
        if fields.integer(0) == Some(CREATOR) {
            self.product_name = self.product_name.take().or(fields.text(27));
            self.manufacturer = self.manufacturer.or(fields.integer(2));
            self.product = self.product.or(fields.integer(4));
        }
    }

    /// The error for a file without an activity.
    pub(super) fn refusal(&self, damage: &[Damage]) -> ReadError {
        if let Some(what) = self.other_file() {
            return ReadError::other_kind(
                format!("is a {what} file, not a recorded activity"),
                "look for the activity itself: on the watch in the folder Activity",
            );
        }
        if let Some(damage) = damage.first() {
            return ReadError {
                place: damage.place,
                ..ReadError::whole(
                    format!("holds no record: {}", damage.what),
                    "copy it from the watch again",
                )
            };
        }
        super::nothing()
    }

    /// What the file is instead of an activity. A file with records and a session is an activity whatever its
    /// type, except a course: it has records too, and programs copy the session into it.
    fn other_file(&self) -> Option<&'static str> {
        const COURSE: u8 = 6;
        let recorded = !self.points.is_empty() && !self.sessions.is_empty();
        self.file_type
            .filter(|file_type| *file_type == COURSE || !recorded)
            .and_then(other_file)
    }

    /// The activities, in the order of their sessions.
    pub(super) fn finish(mut self) -> Vec<RawActivity> {
        if self.points.is_empty() || self.other_file().is_some() {
            return Vec::new();
        }
        std::mem::take(&mut self.beside_native).fill(&mut self.points);
        let sessions = std::mem::take(&mut self.sessions);
        let device = device::name(
            self.manufacturer,
            self.product,
            self.product_name.as_deref(),
        );
        let template = RawActivity {
            device,
            utc_offset_s: self.utc_offset_s,
            ..RawActivity::default()
        };
        if sessions.len() < 2 {
            let session = sessions.into_iter().next().unwrap_or_default();
            let mut whole = session.activity(&template, &self.sport);
            whole.points = self.points;
            whole.laps = self.laps;
            whole.timer = self.timer;
            return vec![whole];
        }
        self.share_out(sessions, &template)
    }

    /// Gives every session its records, laps and timer events, by time.
    fn share_out(self, mut sessions: Vec<Session>, template: &RawActivity) -> Vec<RawActivity> {
        sessions.sort_by_key(|session| session.start_ms);
        let starts: Vec<i64> = sessions
            .iter()
            .map(|session| session.start_ms.unwrap_or(i64::MIN))
            .collect();
        let of = |time_ms: i64| {
            starts
                .partition_point(|start| *start <= time_ms)
                .saturating_sub(1)
        };
        let mut activities: Vec<RawActivity> = sessions
            .iter()
            .map(|session| session.activity(template, &self.sport))
            .collect();
        let mut current = 0;
        for point in self.points {
            current = point.time_ms.map_or(current, of);
            activities[current].points.push(point);
        }
        for lap in self.laps {
            let at = lap.start_ms.or(lap.end_ms).map_or(0, of);
            activities[at].laps.push(lap);
        }
        for event in self.timer {
            // At the moment where one session ends and the next begins it is both's.
            let next = of(event.time_ms);
            for at in next.saturating_sub(1)..=next {
                let from = starts[at];
                let to = sessions[at].end_ms.unwrap_or(i64::MAX);
                if (from..=to).contains(&event.time_ms) {
                    activities[at].timer.push(event);
                }
            }
        }
        activities.retain(|activity| !activity.points.is_empty());
        activities
    }
}

impl Session {
    fn activity(&self, template: &RawActivity, fallback: &Kind) -> RawActivity {
        let own = self.kind.clone();
        RawActivity {
            sport: own.sport.or_else(|| fallback.sport.clone()),
            sub_sport: own.sub_sport.or_else(|| fallback.sub_sport.clone()),
            name: own.name.or_else(|| fallback.name.clone()),
            totals: self.totals,
            perceived_exertion: self.perceived_exertion,
            feel_pct: self.feel_pct,
            ..template.clone()
        }
    }
}

fn kind(fields: &Fields<'_>, sport: u8, sub_sport: u8, name: u8) -> Kind {
    let named = |number: u8| Sport::is_named_variant(i64::from(number));
    let sub_named = |number: u8| SubSport::is_named_variant(i64::from(number));
    Kind {
        sport: fields.integer(sport).map(|number: u8| {
            if named(number) {
                Sport::from(number).to_string()
            } else {
                format!("sport {number}")
            }
        }),
        sub_sport: fields
            .integer(sub_sport)
            .filter(|number| *number != 0 && sub_named(*number))
            .map(|number| SubSport::from(number).to_string()),
        name: fields.text(name),
    }
}

/// Name of a type of FIT file other than activity. `None` for unknown types, which are read if they hold records.
const fn other_file(file_type: u8) -> Option<&'static str> {
    Some(match file_type {
        1 => "device",
        2 => "settings",
        3 => "sport settings",
        5 => "workout (a plan)",
        6 => "course (a route to follow)",
        7 => "schedule",
        9 => "weight",
        10 => "totals",
        11 => "goals",
        14 => "blood pressure",
        15 | 28 | 32 => "daily monitoring",
        34 | 35 => "segment",
        _ => return None,
    })
}
