//! Whose run it is, guessed from the recording, so that what is tuned can be tried on
//! runners that it was not tuned on. Three runners made most of the rated runs; what their
//! watches record, their cadence at one speed and their heart rate tell them apart.

use crate::answer::Recording;
use crate::bars::middle;
use formdrift::measure::Channel;
use formdrift::read::RawPoint;

/// Who made a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Runner {
    /// 160-169 spm at 3 m/s, low heart rate.
    A,
    /// 168-180 spm at 3 m/s, high heart rate or none.
    B,
    /// 177-190 spm at 3 m/s; a watch that states steps, whole strides and whole metres of altitude.
    C,
    /// One of the other sources.
    Other,
}

/// All of them, in the order of the tables.
pub const RUNNERS: [Runner; 4] = [Runner::A, Runner::B, Runner::C, Runner::Other];

/// A guess with how good it is.
#[derive(Debug, Clone, Copy)]
pub struct Guess {
    /// Who.
    pub runner: Runner,
    /// True where only values that overlap between runners decide, and these lie close.
    pub unsure: bool,
}

/// Cadence at 3 m/s, plus a tenth of what heart rate is above 130 bpm: under this runner A,
/// above it runner B. Set on 11 runs whose runner is known, at most 168.4 and at least 172.2.
const BETWEEN_A_AND_B: f64 = 169.5;
/// Closer to that than this is unsure.
const CLOSE: f64 = 1.5;
/// Typical elasticity of cadence (docs/method.md).
const ELASTICITY: f64 = 0.15;

impl Guess {
    /// Nothing to go by.
    pub const UNKNOWN: Self = Self {
        runner: Runner::Other,
        unsure: true,
    };
}

impl Runner {
    /// For tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::A => "runner A",
            Self::B => "runner B",
            Self::C => "runner C",
            Self::Other => "other sources",
        }
    }

    /// Guesses whose run a recording is.
    pub fn of(recording: &Recording) -> Guess {
        let points = &recording.raw.points;
        let any = |of: fn(&RawPoint) -> bool| points.iter().any(of);
        let sure = |runner| Guess {
            runner,
            unsure: false,
        };
        let unsure = |runner| Guess {
            runner,
            unsure: true,
        };
        let speed = any(|p| p.speed_m_per_s.is_some());
        let fraction = any(|p| p.cadence_raw.is_some_and(|c| c.fract() != 0.0));
        let heart = any(|p| p.heart_rate_bpm.is_some());
        let steps = any(|p| p.dynamics.step_length_mm.is_some());
        let contact = any(|p| p.dynamics.contact_time_ms.is_some());
        let cadence = cadence_at_3_m_per_s(recording);
        match (speed, fraction, steps) {
            (false, _, _) => sure(Self::Other),
            (true, true, _) if !heart => sure(Self::B),
            (true, true, true) if contact => sure(Self::A),
            (true, true, _) => {
                let Some(cadence) = cadence else {
                    return unsure(Self::B);
                };
                let rate = recording.analysis.measures.total.mean(Channel::HeartRate);
                let score = cadence + 0.1 * (rate.unwrap_or(130.0) - 130.0);
                let runner = if score < BETWEEN_A_AND_B {
                    Self::A
                } else {
                    Self::B
                };
                Guess {
                    runner,
                    unsure: (score - BETWEEN_A_AND_B).abs() < CLOSE,
                }
            }
            (true, false, true) if altitude_in_metres(points) => sure(Self::C),
            (true, false, true) => sure(Self::Other),
            // A plain recorder with few fields: only cadence can tell.
            (true, false, false) if cadence.is_none_or(|cadence| cadence < 170.0) => {
                unsure(Self::A)
            }
            (true, false, false) => unsure(Self::Other),
        }
    }
}

/// True if altitude is stored in whole metres.
fn altitude_in_metres(points: &[RawPoint]) -> bool {
    let mut altitudes = points.iter().filter_map(|point| point.altitude_m);
    altitudes.all(|metres| (metres - metres.round()).abs() < 0.01)
}

fn cadence_at_3_m_per_s(recording: &Recording) -> Option<f64> {
    let windows = recording.analysis.measures.windows.iter();
    middle(windows.filter_map(|window| {
        let (speed, cadence) = (window.tally.speed_m_per_s()?, window.tally.cadence_spm()?);
        Some(cadence / (speed / 3.0).powf(ELASTICITY))
    }))
}
