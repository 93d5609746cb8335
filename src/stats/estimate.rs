//! A value with its interval.

use serde::{Deserialize, Serialize};

/// A value with an interval; 95 % unless the field that holds it says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The best estimate, within the interval.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

impl Estimate {
    /// A symmetric interval of `half_width` about `value`.
    pub fn symmetric(value: f64, half_width: f64) -> Self {
        Self {
            value,
            low: value - half_width,
            high: value + half_width,
        }
    }

    /// Both ends `factor` times as far from the value.
    pub fn widened(self, factor: f64) -> Self {
        Self {
            value: self.value,
            low: self.value - factor * (self.value - self.low),
            high: self.value + factor * (self.high - self.value),
        }
    }

    /// Both ends and the value under a monotone map.
    pub fn map(self, f: impl Fn(f64) -> f64) -> Self {
        let (a, b) = (f(self.low), f(self.high));
        Self {
            value: f(self.value),
            low: a.min(b),
            high: a.max(b),
        }
    }

    /// True when `x` is inside the interval.
    pub fn contains(&self, x: f64) -> bool {
        self.low <= x && x <= self.high
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wider_interval_keeps_its_value() {
        let wide = Estimate {
            value: 2.0,
            low: 1.0,
            high: 4.0,
        }
        .widened(1.5);
        assert_eq!((wide.low, wide.value, wide.high), (0.5, 2.0, 5.0));
    }
}
