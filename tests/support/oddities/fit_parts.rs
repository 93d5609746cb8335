//! The pieces of which the odd FIT files are made.

use super::{POINTS, START_MS, plain, plain_but, point};
use crate::write::{Base, Endian, Field, FitWriter, Header, Message};
use formdrift::read::{RawActivity, RawLap, RawPoint};

/// How a file differs from the plain one.
pub(super) struct Kind {
    pub(super) endian: Endian,
    pub(super) header: Header,
    pub(super) compressed: bool,
    pub(super) file_type: i64,
    /// Lap, timer stop and session at the end.
    pub(super) closed: bool,
    /// Which of the points are written.
    pub(super) keep: fn(usize) -> bool,
    /// Messages before the records.
    pub(super) before: fn(&mut FitWriter),
    /// Messages before the record of this index, or behind it where it is left out.
    pub(super) between: fn(&mut FitWriter, usize),
    /// Changes the usual fields.
    pub(super) replace: fn(&mut Vec<Field>),
    /// Fields added behind the usual ones, developer fields last.
    pub(super) extra: fn(usize) -> Vec<Field>,
}

impl Default for Kind {
    fn default() -> Self {
        Self {
            endian: Endian::Little,
            header: Header::default(),
            compressed: false,
            file_type: 4,
            closed: true,
            keep: |_| true,
            before: |_| {},
            between: |_, _| {},
            replace: |_| {},
            extra: |_| Vec::new(),
        }
    }
}

pub(super) fn file(kind: Kind) -> Vec<u8> {
    let mut writer = FitWriter::new(kind.endian, kind.header);
    file_id(&mut writer, kind.file_type);
    (kind.before)(&mut writer);
    writer.message(1, &timer_event(0, true));
    for index in 0..POINTS {
        (kind.between)(&mut writer, index);
        if !(kind.keep)(index) {
            continue;
        }
        let mut fields = fields(&point(index), !kind.compressed);
        (kind.replace)(&mut fields);
        let fields = [fields, (kind.extra)(index)].concat();
        let message = Message { global: 20, fields };
        if kind.compressed {
            writer.compressed(2, seconds(index as i64) as u32, &message);
        } else {
            writer.message(2, &message);
        }
    }
    if kind.closed {
        close(&mut writer, 0, POINTS as i64 - 1, 1);
    }
    writer.finish()
}

/// Seconds of FIT's clock, so many after the start.
pub(super) fn seconds(after: i64) -> i64 {
    START_MS / 1000 - 631_065_600 + after
}

pub(super) fn file_id(writer: &mut FitWriter, file_type: i64) {
    let fields = vec![
        Field::number(0, Base::Enum, file_type),
        // 255: a maker under development.
        Field::number(1, Base::Uint16, 255),
        Field::text(8, "Oddity Watch"),
    ];
    writer.message(0, &Message { global: 0, fields });
}

pub(super) fn timer_event(second: i64, running: bool) -> Message {
    let fields = vec![
        Field::number(253, Base::Uint32, seconds(second)),
        Field::number(0, Base::Enum, 0),
        Field::number(1, Base::Enum, if running { 0 } else { 4 }),
    ];
    Message { global: 21, fields }
}

/// What a strap kept under water and handed over afterwards: its clock (1/1024 s) and a rate.
pub(super) fn stored_heart_rate(index: usize) -> Message {
    let fields = vec![
        Field::number(9, Base::Uint32, 1024 * index as i64),
        Field::number(6, Base::Uint8, 99),
    ];
    Message {
        global: 132,
        fields,
    }
}

/// Timer stop, lap and session for the seconds from `from` to `to`.
pub(super) fn close(writer: &mut FitWriter, from: i64, to: i64, sport: i64) {
    writer.message(1, &timer_event(to, false));
    session(writer, from, to, sport);
}

pub(super) fn session(writer: &mut FitWriter, from: i64, to: i64, sport: i64) {
    let common = |first: Vec<Field>| {
        let last = vec![
            Field::number(253, Base::Uint32, seconds(to)),
            Field::number(2, Base::Uint32, seconds(from)),
            Field::number(7, Base::Uint32, 1000 * (to - from)),
            Field::number(8, Base::Uint32, 1000 * (to - from)),
            Field::number(9, Base::Uint32, 300 * (to - from)),
        ];
        [first, last].concat()
    };
    writer.message(
        3,
        &Message {
            global: 19,
            fields: common(Vec::new()),
        },
    );
    let sport = Field::number(5, Base::Enum, sport);
    writer.message(
        6,
        &Message {
            global: 18,
            fields: common(vec![sport]),
        },
    );
}

pub(super) fn fields(point: &RawPoint, with_time: bool) -> Vec<Field> {
    let mut fields = Vec::new();
    let time = point.time_ms.map(|ms| ms / 1000 - 631_065_600);
    if with_time {
        fields.push(Field::number(253, Base::Uint32, time));
    }
    let place = |degrees: f64| (degrees / 180.0 * 2_147_483_648.0).round() as i64;
    let scaled = |value: Option<f32>, by: f32| value.map(|value| (value * by).round() as i64);
    let d = point.dynamics;
    fields.extend([
        Field::number(0, Base::Sint32, point.position.map(|p| place(p.latitude))),
        Field::number(1, Base::Sint32, point.position.map(|p| place(p.longitude))),
        Field::number(
            2,
            Base::Uint16,
            scaled(point.altitude_m.map(|m| m + 500.0), 5.0),
        ),
        Field::number(3, Base::Uint8, scaled(point.heart_rate_bpm, 1.0)),
        Field::number(4, Base::Uint8, 85),
        Field::number(53, Base::Uint8, 64),
        Field::number(
            5,
            Base::Uint32,
            point.distance_m.map(|m| (m * 100.0).round() as i64),
        ),
        Field::number(6, Base::Uint16, scaled(point.speed_m_per_s, 1000.0)),
        Field::number(7, Base::Uint16, scaled(point.power_w, 1.0)),
        Field::number(13, Base::Sint8, scaled(point.temperature_c, 1.0)),
        Field::number(39, Base::Uint16, scaled(d.oscillation_mm, 10.0)),
        Field::number(41, Base::Uint16, scaled(d.contact_time_ms, 10.0)),
        Field::number(83, Base::Uint16, scaled(d.vertical_ratio_pct, 100.0)),
        Field::number(84, Base::Uint16, scaled(d.contact_balance_pct, 100.0)),
        Field::number(85, Base::Uint16, scaled(d.step_length_mm, 10.0)),
    ]);
    fields
}

/// Gives fields another number and base type.
pub(super) fn renumber(fields: &mut [Field], changes: &[(u8, u8, Base)]) {
    for field in fields {
        if let Some((_, number, base)) = changes.iter().find(|(from, ..)| *from == field.id()) {
            *field = field.renumbered(*number, *base);
        }
    }
}

/// Writes the description of a developer field.
pub(super) fn described(writer: &mut FitWriter, number: i64, base: Base, name: &str, unit: &str) {
    let fields = vec![
        Field::number(0, Base::Uint8, 0),
        Field::number(1, Base::Uint8, number),
        Field::number(2, Base::Uint8, base as i64),
        Field::text(3, name),
        Field::text(8, unit),
    ];
    writer.message(
        5,
        &Message {
            global: 206,
            fields,
        },
    );
}

pub(super) fn stryd() -> Vec<u8> {
    file(Kind {
        before: |writer| {
            described(writer, 0, Base::Uint16, "Power", "Watts");
            described(writer, 1, Base::Uint8, "Cadence", "RPM");
            described(writer, 2, Base::Uint16, "Ground Time", "Milliseconds");
            described(
                writer,
                3,
                Base::Uint8,
                "Vertical Oscillation",
                "Centimeters",
            );
            described(writer, 4, Base::Uint8, "Leg Spring Stiffness", "KN/m");
            described(writer, 5, Base::Uint16, "Form Power", "Watts");
        },
        replace: |fields| fields.retain(|f| !matches!(f.id(), 4 | 7 | 53 | 39 | 41 | 83 | 84 | 85)),
        extra: |_| {
            vec![
                Field::number(0, Base::Uint16, 250).developer(0),
                Field::number(1, Base::Uint8, 85).developer(0),
                Field::number(2, Base::Uint16, 240).developer(0),
                Field::number(3, Base::Uint8, 8).developer(0),
                Field::number(4, Base::Uint8, 10).developer(0),
                Field::number(5, Base::Uint16, 60).developer(0),
            ]
        },
        ..Kind::default()
    })
}

/// A ride of 10 s, a change of 5 s, and a run.
pub(super) fn multisport() -> Vec<u8> {
    let mut writer = FitWriter::new(Endian::Little, Header::default());
    file_id(&mut writer, 4);
    for index in 0..POINTS {
        let fields = fields(&point(index), true);
        writer.message(2, &Message { global: 20, fields });
    }
    session(&mut writer, 0, 9, 2);
    session(&mut writer, 10, 14, 3);
    session(&mut writer, 15, POINTS as i64 - 1, 1);
    writer.finish()
}

pub(super) fn three_sports() -> Vec<RawActivity> {
    let part = |from: usize, to: usize, sport: &str| {
        let span = (to - 1 - from) as f64;
        let mut run = plain();
        run.sport = Some(sport.into());
        run.points = (from..to).map(point).collect();
        run.timer.clear();
        run.laps = vec![RawLap {
            start_ms: run.points[0].time_ms,
            end_ms: run.points[run.points.len() - 1].time_ms,
            distance_m: Some(3.0 * span),
            timer_s: Some(span),
        }];
        run.totals.distance_m = Some(3.0 * span);
        run.totals.timer_s = Some(span);
        run.totals.elapsed_s = Some(span);
        run
    };
    vec![
        part(0, 10, "cycling"),
        part(10, 15, "transition"),
        part(15, POINTS, "running"),
    ]
}

pub(super) fn smart(index: usize) -> bool {
    matches!(index % 13, 0 | 1 | 5 | 6 | 12) || index == POINTS - 1
}

/// The plain run as far as `count` points, without what comes at the end of a file.
pub(super) fn unclosed(count: usize) -> Vec<RawActivity> {
    plain_but(|run| {
        run.points.truncate(count);
        run.laps.clear();
        run.timer.truncate(1);
        run.totals = Default::default();
        run.sport = None;
    })
}

/// The plain file, cut so many bytes before the end of record 30.
pub(super) fn cut(short_of: usize) -> Vec<u8> {
    let whole = file(Kind::default());
    let upto = file(Kind {
        keep: |index| index < 30,
        closed: false,
        ..Kind::default()
    });
    whole[..upto.len() - 2 - short_of].to_vec()
}

/// The plain file with 70 bytes from within record 15 on overwritten.
pub(super) fn damaged_middle() -> Vec<u8> {
    let mut bytes = file(Kind::default());
    let upto = file(Kind {
        keep: |index| index < 15,
        closed: false,
        ..Kind::default()
    });
    let from = upto.len() - 2;
    bytes[from..from + 70].fill(0xEE);
    bytes
}
