//! A recording as times and distances, and moving its events along when times are stretched.

use formdrift::read::RawActivity;

/// Slower than this between two records (m/s), or further apart in time than this (s), the
/// runner stood or the recorder was off: nothing is planted there.
const STANDING: f64 = 1.2;
const GAP_S: f64 = 30.0;

/// Times and distances of the records, distances from the first and never falling.
pub(super) struct Track {
    /// Milliseconds since 1970.
    pub time_ms: Vec<i64>,
    /// Metres.
    pub metres: Vec<f64>,
}

/// What lies between a record and the one before it.
pub(super) struct Piece {
    /// Distance at its end, metres.
    pub to_m: f64,
    /// How long it takes.
    pub seconds: f64,
    /// m/s; `None` where the runner stood or the recorder was off.
    pub speed: Option<f64>,
}

impl Track {
    /// `None` where a record has no time, or none a distance.
    pub fn of(raw: &RawActivity) -> Option<Self> {
        let times: Option<Vec<i64>> = raw.points.iter().map(|point| point.time_ms).collect();
        let origin = raw.points.iter().find_map(|point| point.distance_m)?;
        let mut at = 0.0_f64;
        let metres = raw.points.iter().map(|point| {
            at = at.max(point.distance_m.map_or(at, |metres| metres - origin));
            at
        });
        let metres: Vec<f64> = metres.collect();
        Some(Self {
            time_ms: times?,
            metres,
        })
    }

    /// What lies between record `index` and the one before it.
    pub fn piece(&self, index: usize) -> Piece {
        let seconds = (self.time_ms[index] - self.time_ms[index - 1]) as f64 / 1000.0;
        let metres = self.metres[index] - self.metres[index - 1];
        let moving = seconds > 0.0 && seconds <= GAP_S && metres / seconds > STANDING;
        Piece {
            to_m: self.metres[index],
            seconds,
            speed: moving.then(|| metres / seconds),
        }
    }

    /// Distance at the last record, metres.
    pub fn length_m(&self) -> f64 {
        self.metres.last().copied().unwrap_or(0.0)
    }
}

/// Moves laps and timer events along with the records; totals no longer hold.
pub(super) fn move_events(raw: &mut RawActivity, clock: &[(i64, f64)]) {
    let moved = |time_ms: i64| {
        let at = clock.partition_point(|(old, _)| *old <= time_ms).max(1) - 1;
        let (old, new) = clock[at];
        (new + (time_ms - old) as f64) as i64
    };
    for lap in &mut raw.laps {
        lap.start_ms = lap.start_ms.map(moved);
        lap.end_ms = lap.end_ms.map(moved);
        lap.timer_s = None;
    }
    for event in &mut raw.timer {
        event.time_ms = moved(event.time_ms);
    }
    raw.totals = Default::default();
}
