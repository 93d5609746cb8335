//! Axes whose ticks are numbers a person would choose.

use crate::units::DisplayUnits;
use crate::units::format::{decimal, minutes_seconds, signed};
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged};
use std::ops::Range;

/// A tick and its label.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Value in the axis' unit.
    pub at: f64,
    /// What stands beside it.
    pub label: String,
}

/// An axis: values at its start (left, lower) and end (right, upper). Pace runs from slow
/// at the bottom to fast at the top, so `from` may be greater than `to`.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Value at the left or lower end.
    pub from: f64,
    /// Value at the right or upper end.
    pub to: f64,
    /// Ticks from the lower end of the axis to the upper.
    pub ticks: Vec<Tick>,
}

/// Steps for distances in miles or kilometres.
const DISTANCE_STEPS: &[f64] = &[0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0];
/// Steps for paces in seconds per mile or kilometre.
const PACE_STEPS: &[f64] = &[5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0];
/// Steps of any other quantity, over all its powers of ten.
const MANTISSAS: &[f64] = &[1.0, 2.0, 5.0];

impl Axis {
    /// Distance from the start, in display units.
    pub fn distance(length: f64, most: usize) -> Self {
        let step = smallest(DISTANCE_STEPS, length, most);
        Self::stepped(0.0, length, step, |v| {
            if step < 1.0 {
                decimal(v, 1)
            } else {
                decimal(v, 0)
            }
        })
    }

    /// Pace in seconds per display unit, faster is higher.
    pub fn pace(fast: f64, slow: f64, most: usize) -> Self {
        let step = two_at_least((fast, slow), most, |most| {
            smallest(PACE_STEPS, slow - fast, most)
        });
        let mut axis = Self::stepped(fast, slow, step, minutes_seconds);
        std::mem::swap(&mut axis.from, &mut axis.to);
        axis
    }

    /// Any other quantity, with as many decimals as its ticks need.
    pub fn number(low: f64, high: f64, most: usize) -> Self {
        let step = two_at_least((low, high), most, |most| round_step(high - low, most));
        let decimals = (-step.log10().floor()).clamp(0.0, 4.0) as usize;
        Self::stepped(low, high, step, |v| decimal(v, decimals))
    }

    /// A change in percent, signed.
    pub fn change(low: f64, high: f64, most: usize) -> Self {
        let step = two_at_least((low, high), most, |most| round_step(high - low, most));
        let decimals = usize::from(step < 1.0);
        Self::stepped(low, high, step, |v| {
            if v == 0.0 {
                "0".into()
            } else {
                signed(v, decimals)
            }
        })
    }

    fn stepped(from: f64, to: f64, step: f64, label: impl Fn(f64) -> String) -> Self {
        // A hair of room, so that rounding does not lose a tick at either end.
        let hair = step * 1e-6;
        let first = ((from - hair) / step).ceil();
        let count = (((to + hair) / step).floor() - first).max(-1.0) as i64 + 1;
        let ticks = (0..count)
            .map(|k| {
                let at = (first + k as f64) * step;
                Tick {
                    at,
                    label: label(at),
                }
            })
            .collect();
        Self { from, to, ticks }
    }

    /// Where `value` lies, 0 at the start and 1 at the end.
    pub fn share(&self, value: f64) -> f64 {
        (value - self.from) / (self.to - self.from)
    }

    /// True when `value` is on the axis.
    pub fn holds(&self, value: f64) -> bool {
        // A value of the end itself may miss it by rounding.
        (-1e-9..=1.0 + 1e-9).contains(&self.share(value))
    }
}

/// An axis is a coordinate of plotters, its ticks the key points.
impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (start, end): (i32, i32)) -> i32 {
        start + (f64::from(end - start) * self.share(*value)).round() as i32
    }
    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        self.ticks.iter().map(|tick| tick.at).collect()
    }
    fn range(&self) -> Range<f64> {
        self.from..self.to
    }
}

/// The smallest step of a list that gives at most `most` ticks over `span`.
fn smallest(steps: &[f64], span: f64, most: usize) -> f64 {
    let wanted = span / most.max(1) as f64;
    let largest = steps.last().copied().unwrap_or(1.0);
    steps
        .iter()
        .copied()
        .find(|s| *s >= wanted)
        .unwrap_or_else(|| (wanted / largest).ceil() * largest)
}

/// The step for at most `most` ticks, or the next finer one where that leaves fewer than two
/// between the ends, a lone tick giving no scale, unless its labels would crowd.
fn two_at_least((from, to): (f64, f64), most: usize, step: impl Fn(usize) -> f64) -> f64 {
    let coarse = step(most);
    let ticks = (to / coarse).floor() - (from / coarse).ceil() + 1.0;
    let fine = step(2 * most);
    if ticks < 2.0 && (to - from) / fine <= 1.25 * most as f64 {
        fine
    } else {
        coarse
    }
}

/// The smallest of 1, 2, 5 times a power of ten that gives at most `most` ticks.
fn round_step(span: f64, most: usize) -> f64 {
    let wanted = (span / most.max(1) as f64).max(1e-6);
    let power = 10f64.powf(wanted.log10().floor());
    MANTISSAS
        .iter()
        .map(|m| m * power)
        .find(|s| *s >= wanted * 0.999)
        .unwrap_or(10.0 * power)
}

/// What a distance axis is called.
pub fn distance_name(units: DisplayUnits) -> &'static str {
    match units {
        DisplayUnits::Miles => "Distance, miles",
        DisplayUnits::Kilometres => "Distance, km",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: &Axis) -> Vec<&str> {
        axis.ticks.iter().map(|t| t.label.as_str()).collect()
    }

    #[test]
    fn distances_are_cut_as_a_runner_would() {
        assert_eq!(
            labels(&Axis::distance(26.3, 10)),
            ["0", "5", "10", "15", "20", "25"]
        );
        assert_eq!(labels(&Axis::distance(100.2, 10)).last(), Some(&"100"));
        assert_eq!(labels(&Axis::distance(3.1, 10))[1], "0.5");
    }

    #[test]
    fn pace_is_inverted_and_in_minutes() {
        let axis = Axis::pace(470.0, 560.0, 4);
        assert!(axis.from > axis.to);
        assert_eq!(labels(&axis), ["8:00", "8:30", "9:00"]);
        assert!(axis.share(480.0) > axis.share(540.0));
    }

    #[test]
    fn numbers_have_the_decimals_they_need() {
        assert_eq!(labels(&Axis::number(1.02, 1.24, 4)), ["1.1", "1.2"]);
        assert_eq!(
            labels(&Axis::number(168.0, 182.0, 4)),
            ["170", "175", "180"]
        );
        assert_eq!(
            labels(&Axis::change(-6.0, 3.0, 5)),
            ["-6", "-4", "-2", "0", "+2"]
        );
    }

    #[test]
    fn an_axis_has_two_ticks_where_it_can() {
        assert_eq!(
            labels(&Axis::number(1420.0, 1790.0, 3)),
            ["1500", "1600", "1700"]
        );
        assert_eq!(labels(&Axis::number(0.83, 1.27, 2)), ["1.0", "1.2"]);
        assert_eq!(labels(&Axis::pace(430.0, 570.0, 2)), ["8:00", "9:00"]);
        assert_eq!(labels(&Axis::change(-3.3, 4.8, 4)), ["-2", "0", "+2", "+4"]);
        // Half as far apart they would crowd.
        assert_eq!(labels(&Axis::number(1420.0, 1690.0, 1)), ["1500"]);
    }
}
