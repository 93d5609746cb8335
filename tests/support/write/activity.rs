//! A recorded activity as a FIT file.

use super::fit::{Base, Endian, Field, FitWriter, Header, Message};
use formdrift::read::{RawActivity, RawLap, RawPoint};

/// How the file is written. The default is a common watch of today.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FitStyle {
    /// Byte order.
    pub endian: Endian,
    /// File header.
    pub header: Header,
    /// Record times in the message header (5 bits) in place of a field.
    pub compressed_timestamps: bool,
    /// `enhanced_speed` and `enhanced_altitude` in place of the plain 16-bit fields.
    pub enhanced: bool,
    /// A developer field of this name holds cadence in steps per minute as well.
    pub developer_cadence: Option<String>,
    /// Leave the developer field's description out.
    pub undescribed: bool,
    /// Sub-sport, e.g. 1 for treadmill.
    pub sub_sport: u8,
    /// Sport in place of running (1), e.g. 2 for cycling.
    pub sport: Option<u8>,
    /// Leave fractional cadence out.
    pub whole_cadence: bool,
}

/// Seconds from 1970 to the FIT epoch, 1989-12-31T00:00:00Z.
const EPOCH_S: i64 = 631_065_600;

fn seconds(time_ms: i64) -> i64 {
    time_ms / 1000 - EPOCH_S
}

fn scaled(value: Option<f32>, by: f64) -> Option<i64> {
    value.map(|value| (f64::from(value) * by).round() as i64)
}

fn millis(value_s: Option<f64>) -> Option<i64> {
    value_s.map(|value| (value * 1000.0).round() as i64)
}

/// Writes the activity.
pub fn fit_file(raw: &RawActivity, style: &FitStyle) -> Vec<u8> {
    let mut writer = FitWriter::new(style.endian, style.header);
    let times = || raw.points.iter().filter_map(|point| point.time_ms);
    let (start, end) = (times().min().unwrap_or(0), times().max().unwrap_or(0));
    preamble(&mut writer, raw, style, start);
    let mut timer = raw.timer.iter().peekable();
    for point in &raw.points {
        let now = point.time_ms.unwrap_or(start);
        while let Some(event) =
            timer.next_if(|event| event.time_ms <= now && (event.running || event.time_ms < now))
        {
            writer.message(1, &timer_event(event.time_ms, event.running));
        }
        record(&mut writer, point, style);
    }
    for event in timer {
        writer.message(1, &timer_event(event.time_ms, event.running));
    }
    for (index, lap) in raw.laps.iter().enumerate() {
        writer.message(3, &lap_message(index, lap));
    }
    closing(&mut writer, raw, style, start, end);
    writer.finish()
}

fn preamble(writer: &mut FitWriter, raw: &RawActivity, style: &FitStyle, start: i64) {
    let name = raw.device.as_deref().unwrap_or("Simulated Watch");
    let fields = vec![
        Field::number(0, Base::Enum, 4),
        // 255 is the protocol's number for a maker under development.
        Field::number(1, Base::Uint16, 255),
        Field::number(2, Base::Uint16, 1),
        Field::number(3, Base::Uint32z, 1),
        Field::number(4, Base::Uint32, seconds(start)),
        Field::text(8, name),
    ];
    writer.message(0, &Message { global: 0, fields });
    let Some(field_name) = &style.developer_cadence else {
        return;
    };
    let fields = vec![
        Field::bytes(1, Base::Byte, vec![0xF0; 16]),
        Field::number(3, Base::Uint8, 0),
    ];
    writer.message(
        4,
        &Message {
            global: 207,
            fields,
        },
    );
    if !style.undescribed {
        let fields = vec![
            Field::number(0, Base::Uint8, 0),
            Field::number(1, Base::Uint8, 0),
            Field::number(2, Base::Uint8, Base::Uint16 as i64),
            Field::text(3, field_name),
            Field::text(8, "spm"),
        ];
        writer.message(
            5,
            &Message {
                global: 206,
                fields,
            },
        );
    }
}

fn timer_event(time_ms: i64, running: bool) -> Message {
    let fields = vec![
        Field::number(253, Base::Uint32, seconds(time_ms)),
        Field::number(0, Base::Enum, 0),
        // start, or stop_all.
        Field::number(1, Base::Enum, if running { 0 } else { 4 }),
    ];
    Message { global: 21, fields }
}

fn record(writer: &mut FitWriter, point: &RawPoint, style: &FitStyle) {
    let time = point.time_ms.map(seconds);
    let mut fields = Vec::with_capacity(20);
    if !style.compressed_timestamps {
        fields.push(Field::number(253, Base::Uint32, time));
    }
    sensors(&mut fields, point, style);
    dynamics(&mut fields, point);
    if style.developer_cadence.is_some() {
        let steps = scaled(point.cadence_raw, 2.0);
        fields.push(Field::number(0, Base::Uint16, steps).developer(0));
    }
    let message = Message { global: 20, fields };
    match time.filter(|_| style.compressed_timestamps) {
        Some(time) => writer.compressed(2, time as u32, &message),
        None => writer.message(2, &message),
    }
}

fn sensors(fields: &mut Vec<Field>, point: &RawPoint, style: &FitStyle) {
    if let Some(position) = point.position {
        // Semicircles: 2^31 to 180 degrees.
        let semicircles = |degrees: f64| (degrees * 2f64.powi(31) / 180.0).round() as i64;
        fields.push(Field::number(
            0,
            Base::Sint32,
            semicircles(position.latitude),
        ));
        fields.push(Field::number(
            1,
            Base::Sint32,
            semicircles(position.longitude),
        ));
    }
    if let Some(metres) = point.distance_m {
        fields.push(Field::number(
            5,
            Base::Uint32,
            (metres * 100.0).round() as i64,
        ));
    }
    let altitude = point
        .altitude_m
        .map(|m| ((f64::from(m) + 500.0) * 5.0).round() as i64);
    let speed = scaled(point.speed_m_per_s, 1000.0);
    let (altitude_field, speed_field, base) = if style.enhanced {
        (78, 73, Base::Uint32)
    } else {
        (2, 6, Base::Uint16)
    };
    push_some(fields, altitude_field, base, altitude);
    push_some(fields, speed_field, base, speed);
    push_some(fields, 3, Base::Uint8, scaled(point.heart_rate_bpm, 1.0));
    push_some(fields, 7, Base::Uint16, scaled(point.power_w, 1.0));
    push_some(fields, 13, Base::Sint8, scaled(point.temperature_c, 1.0));
    if let Some(cadence) = point.cadence_raw {
        // Whole strides and their 128ths.
        let parts = (f64::from(cadence) * 128.0).round() as i64;
        let (whole, rest) = if style.whole_cadence {
            (f64::from(cadence).round() as i64, None)
        } else {
            (parts / 128, Some(parts % 128))
        };
        fields.push(Field::number(4, Base::Uint8, whole));
        push_some(fields, 53, Base::Uint8, rest);
    }
}

/// Running dynamics; where any is present the others are written as absent, so that the
/// definition does not change from record to record.
fn dynamics(fields: &mut Vec<Field>, point: &RawPoint) {
    let values = point.dynamics;
    let all = [
        (39, values.oscillation_mm, 10.0),
        (41, values.contact_time_ms, 10.0),
        (83, values.vertical_ratio_pct, 100.0),
        (84, values.contact_balance_pct, 100.0),
        (85, values.step_length_mm, 10.0),
    ];
    if all.iter().any(|(_, value, _)| value.is_some()) {
        for (number, value, scale) in all {
            fields.push(Field::number(number, Base::Uint16, scaled(value, scale)));
        }
    }
}

fn push_some(fields: &mut Vec<Field>, number: u8, base: Base, value: Option<i64>) {
    if value.is_some() {
        fields.push(Field::number(number, base, value));
    }
}

fn lap_message(index: usize, lap: &RawLap) -> Message {
    let elapsed = lap.end_ms.zip(lap.start_ms).map(|(end, start)| end - start);
    let fields = vec![
        Field::number(254, Base::Uint16, index as i64),
        Field::number(253, Base::Uint32, lap.end_ms.map(seconds)),
        Field::number(0, Base::Enum, 9),
        Field::number(1, Base::Enum, 1),
        Field::number(2, Base::Uint32, lap.start_ms.map(seconds)),
        Field::number(7, Base::Uint32, elapsed),
        Field::number(8, Base::Uint32, millis(lap.timer_s)),
        Field::number(
            9,
            Base::Uint32,
            lap.distance_m.map(|m| (m * 100.0).round() as i64),
        ),
    ];
    Message { global: 19, fields }
}

fn closing(writer: &mut FitWriter, raw: &RawActivity, style: &FitStyle, start: i64, end: i64) {
    let distance = raw.totals.distance_m.map(|m| (m * 100.0).round() as i64);
    let fields = vec![
        Field::number(253, Base::Uint32, seconds(end)),
        Field::number(2, Base::Uint32, seconds(start)),
        Field::number(5, Base::Enum, i64::from(style.sport.unwrap_or(1))),
        Field::number(6, Base::Enum, i64::from(style.sub_sport)),
        Field::number(7, Base::Uint32, millis(raw.totals.elapsed_s)),
        Field::number(8, Base::Uint32, millis(raw.totals.timer_s)),
        Field::number(9, Base::Uint32, distance),
        Field::number(25, Base::Uint16, 0),
        Field::number(26, Base::Uint16, raw.laps.len() as i64),
    ];
    writer.message(6, &Message { global: 18, fields });
    let fields = vec![
        Field::number(253, Base::Uint32, seconds(end)),
        Field::number(0, Base::Uint32, millis(raw.totals.timer_s)),
        Field::number(1, Base::Uint16, 1),
        Field::number(2, Base::Enum, 0),
        Field::number(3, Base::Enum, 26),
        Field::number(4, Base::Enum, 1),
    ];
    writer.message(7, &Message { global: 34, fields });
}
