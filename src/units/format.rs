//! Numbers as a person reads them. Advice and report share these, so that one quantity
//! reads the same everywhere. Only units are changed here, never a measurement.
//!
//! Precision shown is the precision that is meant: paces to the second, cadence to the
//! step, step length to the centimetre, percentages to a tenth, places to a tenth of a
//! mile or kilometre.

use super::{DisplayUnits, METRES_PER_FOOT, METRES_PER_MILE, Metres};

/// Feet in a metre.
pub const FEET_PER_METRE: f64 = 1.0 / METRES_PER_FOOT;

/// Intervals wider than this many display units are shown in whole units: a tenth would
/// pretend to a precision the estimate does not have.
const WHOLE_UNITS_FROM: f64 = 5.0;

/// From this width on an interval is stated as a stretch ("between miles 14 and 19") and not
/// as a place with an interval: about as far as a runner still feels as one place.
const STRETCH_FROM: Metres = Metres::from_miles(3.0);

/// What stands where a value could not be measured.
pub const ABSENT: &str = "-";

/// A number with a fixed count of decimals and never a negative zero.
pub fn decimal(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(rest) if rest.bytes().all(|b| matches!(b, b'0' | b'.')) => rest.to_owned(),
        _ => text,
    }
}

/// The same with its sign always shown, except for zero.
pub fn signed(value: f64, decimals: usize) -> String {
    let text = decimal(value, decimals);
    let zero = text.bytes().all(|b| matches!(b, b'0' | b'.'));
    if value > 0.0 && !zero {
        format!("+{text}")
    } else {
        text
    }
}

/// A percentage with one decimal: `4.1 %`.
pub fn percent(value: f64) -> String {
    format!("{} %", decimal(value, 1))
}

/// A percentage with its sign and one decimal: `+4.1 %`.
pub fn signed_percent(value: f64) -> String {
    format!("{} %", signed(value, 1))
}

/// The size of a percentage for a sentence: whole from 10 % up, where a tenth means nothing to
/// a runner, a tenth below, where it does: `12 %`, `2.4 %`.
pub fn rough_percent(value: f64) -> String {
    let size = value.abs();
    let text = decimal(size, usize::from(size < 9.95));
    format!("{} %", text.strip_suffix(".0").unwrap_or(&text))
}

/// Minutes and seconds, `8:40`; minutes go on counting beyond the hour.
pub fn minutes_seconds(seconds: f64) -> String {
    let whole = seconds.round().max(0.0) as u64;
    format!("{}:{:02}", whole / 60, whole % 60)
}

/// A duration, `42:10` or `3:42:10`.
pub fn duration(seconds: f64) -> String {
    let whole = seconds.round().max(0.0) as u64;
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{rest:02}")
    } else {
        format!("{minutes}:{rest:02}")
    }
}

/// Seconds per display unit from seconds per kilometre.
pub const fn pace_seconds(seconds_per_km: f64, units: DisplayUnits) -> f64 {
    match units {
        DisplayUnits::Miles => seconds_per_km * (METRES_PER_MILE / 1000.0),
        DisplayUnits::Kilometres => seconds_per_km,
    }
}

/// A pace without its unit, `8:40`, from seconds per kilometre.
pub fn pace(seconds_per_km: f64, units: DisplayUnits) -> String {
    minutes_seconds(pace_seconds(seconds_per_km, units))
}

/// A pace with its unit, `8:40/mi`, from seconds per kilometre.
pub fn pace_with_unit(seconds_per_km: f64, units: DisplayUnits) -> String {
    format!("{}/{}", pace(seconds_per_km, units), units)
}

/// A distance in display units.
pub const fn length(distance: Metres, units: DisplayUnits) -> f64 {
    distance.0 / units.length().0
}

/// A distance with its unit, `26.2 mi`.
pub fn distance(distance: Metres, units: DisplayUnits) -> String {
    format!("{} {}", decimal(length(distance, units), 1), units)
}

/// A distance with its unit and no decimals it does not need, `5 mi`, `3.1 mi`.
pub fn short_distance(distance: Metres, units: DisplayUnits) -> String {
    let text = decimal(length(distance, units), 1);
    format!("{} {}", text.strip_suffix(".0").unwrap_or(&text), units)
}

/// A place on the run, `mile 19.4` or `km 31.2`.
pub fn place(at: Metres, units: DisplayUnits) -> String {
    format!("{} {}", noun(units), decimal(length(at, units), 1))
}

/// A stretch between two places, `miles 10.5 to 13.3` or `km 17.0 to 21.2`.
pub fn stretch((from, to): (Metres, Metres), units: DisplayUnits) -> String {
    let [from, to] = [from, to].map(|at| decimal(length(at, units), 1));
    format!("{} {from} to {to}", plural_noun(units))
}

/// A place to the nearest whole unit, `mile 19`, for advice about the next run.
pub fn rough_place(at: Metres, units: DisplayUnits) -> String {
    format!("{} {}", noun(units), decimal(length(at, units), 0))
}

/// What a place is counted in: `mile` or `km`.
pub const fn noun(units: DisplayUnits) -> &'static str {
    match units {
        DisplayUnits::Miles => "mile",
        DisplayUnits::Kilometres => "km",
    }
}

/// The length unit in full, for running text: `miles` or `km`.
pub const fn plural_noun(units: DisplayUnits) -> &'static str {
    match units {
        DisplayUnits::Miles => "miles",
        DisplayUnits::Kilometres => "km",
    }
}

/// An interval on the distance axis. `low_open` and `high_open` say that an end is only
/// the edge of the search.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end, as distance from the start of the run.
    pub low: Metres,
    /// Upper end, as distance from the start of the run.
    pub high: Metres,
    /// The true lower end may lie before `low`.
    pub low_open: bool,
    /// The true upper end may lie after `high`.
    pub high_open: bool,
}

impl Interval {
    /// Between which places the true value lies, metres: an end that is only the edge of the search
    /// is no limit.
    pub const fn limits_m(&self) -> (f64, f64) {
        let low = if self.low_open { 0.0 } else { self.low.0 };
        let high = if self.high_open {
            f64::INFINITY
        } else {
            self.high.0
        };
        (low, high)
    }

    /// Decimals that suit the interval's width.
    fn decimals(&self, units: DisplayUnits) -> usize {
        let wide = length(self.high - self.low, units) >= WHOLE_UNITS_FROM;
        usize::from(!wide)
    }

    /// `18.6-20.3`, `17.5 at the latest`, `19.5 at the earliest`, `open on both sides`.
    pub fn text(&self, units: DisplayUnits) -> String {
        let decimals = self.decimals(units);
        let low = decimal(length(self.low, units), decimals);
        let high = decimal(length(self.high, units), decimals);
        match (self.low_open, self.high_open) {
            (false, false) if low == high => low,
            (false, false) => format!("{low}-{high}"),
            (true, false) => format!("{high} at the latest"),
            (false, true) => format!("{low} at the earliest"),
            (true, true) => "open on both sides".to_owned(),
        }
    }

    /// The estimate itself, with as many decimals as the interval deserves: `mile 19.4`.
    pub fn place(&self, at: Metres, units: DisplayUnits) -> String {
        let number = decimal(length(at, units), self.decimals(units));
        format!("{} {number}", noun(units))
    }

    /// True where no one place can be named: the interval is wider than about three miles, or
    /// has no end that is known.
    pub fn is_wide(&self) -> bool {
        (self.low_open && self.high_open) || (self.high - self.low).0 > STRETCH_FROM.0
    }

    /// Since when, for a sentence about what changed: `from mile 18.4 (17.9-19.0)`, or
    /// `between miles 14 and 19` where no one place can be named.
    pub fn since(&self, at: Metres, units: DisplayUnits) -> String {
        let low = decimal(length(self.low, units), 0);
        let high = decimal(length(self.high, units), 0);
        let noun = noun(units);
        match (self.low_open, self.high_open) {
            _ if !self.is_wide() => format!("from {}", self.around(at, units)),
            (false, false) => format!("between {} {low} and {high}", plural_noun(units)),
            (true, false) => format!("at some point before {noun} {high}"),
            (false, true) => format!("at some point after {noun} {low}"),
            (true, true) => "at some point on the way".to_owned(),
        }
    }

    /// How far the estimate is from elsewhere, with as many decimals as the interval deserves:
    /// `8 mi`.
    pub fn apart(&self, gap: Metres, units: DisplayUnits) -> String {
        let number = decimal(length(gap, units), self.decimals(units));
        format!("{number} {units}")
    }

    /// Estimate and interval together: `mile 19.4 (18.6-20.3)`.
    pub fn around(&self, at: Metres, units: DisplayUnits) -> String {
        format!("{} ({})", self.place(at, units), self.text(units))
    }
}

/// Steps per minute, rounded to whole steps: `176 spm`.
pub fn cadence(spm: f64) -> String {
    format!("{} spm", decimal(spm, 0))
}

/// `1.09 m`: watches show step length in metres in either system.
pub fn step_length(metres: f64) -> String {
    format!("{} m", decimal(metres, 2))
}

/// Beats per minute, rounded to whole beats: `152 bpm`.
pub fn heart_rate(bpm: f64) -> String {
    format!("{} bpm", decimal(bpm, 0))
}

/// Climbing in feet or metres, without its unit.
pub fn climb(metres: f64, units: DisplayUnits) -> String {
    match units {
        DisplayUnits::Miles => decimal(metres * FEET_PER_METRE, 0),
        DisplayUnits::Kilometres => decimal(metres, 0),
    }
}

/// The unit of climbing: `ft` or `m`.
pub const fn climb_unit(units: DisplayUnits) -> &'static str {
    match units {
        DisplayUnits::Miles => "ft",
        DisplayUnits::Kilometres => "m",
    }
}

/// `1 run`, `2 runs`: English plurals that only take an s.
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}

/// `hill`, `hill and stop`, `hill, stop and GPS`.
pub fn list<S: AsRef<str>>(items: &[S], joining: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [most @ .., last] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{} {joining} {}", most.join(", "), last.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use DisplayUnits::{Kilometres, Miles};

    fn interval(low: f64, high: f64, low_open: bool, high_open: bool) -> Interval {
        Interval {
            low: Metres::from_miles(low),
            high: Metres::from_miles(high),
            low_open,
            high_open,
        }
    }

    #[test]
    fn a_pace_carries_into_the_next_minute() {
        // 323.0 s/km is 519.8 s/mi; 335.5 s/km is 539.9 s/mi, nine minutes when rounded.
        assert_eq!(pace_with_unit(323.0, Miles), "8:40/mi");
        assert_eq!(pace_with_unit(335.5, Miles), "9:00/mi");
        assert_eq!(pace_with_unit(323.0, Kilometres), "5:23/km");
        assert_eq!(pace(4000.0, Kilometres), "66:40");
    }

    #[test]
    fn durations_show_hours_only_when_there_are_any() {
        assert_eq!(duration(2530.4), "42:10");
        assert_eq!(duration(13_329.6), "3:42:10");
    }

    #[test]
    fn zero_has_no_sign() {
        assert_eq!(signed_percent(-0.04), "0.0 %");
        assert_eq!(signed_percent(0.04), "0.0 %");
        assert_eq!(signed_percent(-4.06), "-4.1 %");
        assert_eq!(signed_percent(2.0), "+2.0 %");
    }

    #[test]
    fn an_open_interval_says_so_and_a_wide_one_pretends_to_no_tenths() {
        let at = Metres::from_miles(19.4);
        let both = interval(18.6, 20.3, false, false);
        assert_eq!(both.around(at, Miles), "mile 19.4 (18.6-20.3)");
        assert_eq!(both.around(at, Kilometres), "km 31.2 (29.9-32.7)");
        let text =
            |low, high, low_open, high_open| interval(low, high, low_open, high_open).text(Miles);
        assert_eq!(text(17.0, 20.3, true, false), "20.3 at the latest");
        assert_eq!(text(18.6, 21.0, false, true), "18.6 at the earliest");
        let wide = interval(11.2, 21.7, false, false);
        let at = Metres::from_miles(16.3);
        assert_eq!(wide.around(at, Miles), "mile 16 (11-22)");
    }

    #[test]
    fn a_place_is_named_only_where_there_is_one() {
        for (low, high, (low_open, high_open), units, text) in [
            (
                15.1,
                18.0,
                (false, false),
                Miles,
                "from mile 16.3 (15.1-18.0)",
            ),
            (14.0, 18.9, (false, false), Miles, "between miles 14 and 19"),
            (
                14.0,
                18.9,
                (false, false),
                Kilometres,
                "between km 23 and 30",
            ),
            (
                5.0,
                18.9,
                (true, false),
                Miles,
                "at some point before mile 19",
            ),
            (
                14.0,
                24.0,
                (false, true),
                Miles,
                "at some point after mile 14",
            ),
            (15.0, 17.0, (true, true), Miles, "at some point on the way"),
        ] {
            let interval = interval(low, high, low_open, high_open);
            assert_eq!(interval.since(Metres::from_miles(16.3), units), text);
        }
    }

    #[test]
    fn percentages_have_the_decimals_that_mean_something() {
        assert_eq!(percent(4.06), "4.1 %");
        assert_eq!(percent(-0.04), "0.0 %");
        let rough = [2.0, -2.44, 9.94, 9.95, -12.4, 100.0].map(rough_percent);
        assert_eq!(rough, ["2 %", "2.4 %", "9.9 %", "10 %", "12 %", "100 %"]);
        assert_eq!(signed(-0.4, 0), "0");
        assert_eq!(signed(1.5, 2), "+1.50");
        assert_eq!(signed(-10.0, 0), "-10");
    }

    #[test]
    fn quantities_come_with_their_units() {
        assert_eq!(cadence(175.6), "176 spm");
        assert_eq!(step_length(1.087), "1.09 m");
        assert_eq!(heart_rate(151.5), "152 bpm");
        // 100 m are 328.08 ft.
        assert_eq!(climb(100.0, Miles), "328");
        assert_eq!(climb(100.4, Kilometres), "100");
        assert_eq!((climb_unit(Miles), climb_unit(Kilometres)), ("ft", "m"));
        assert_eq!([Miles, Kilometres].map(plural_noun), ["miles", "km"]);
        assert_eq!(pace(323.0, Miles), "8:40");
        assert_eq!(minutes_seconds(-3.0), "0:00");
        assert_eq!(duration(3600.0), "1:00:00");
        assert_eq!(duration(3599.4), "59:59");
    }

    #[test]
    fn distances_and_places_are_in_display_units() {
        let marathon = Metres(42_195.0);
        assert_eq!(distance(marathon, Miles), "26.2 mi");
        assert_eq!(distance(marathon, Kilometres), "42.2 km");
        assert_eq!(short_distance(Metres(5000.0), Kilometres), "5 km");
        assert_eq!(short_distance(Metres(5000.0), Miles), "3.1 mi");
        assert_eq!(place(marathon, Miles), "mile 26.2");
        assert_eq!(place(marathon, Kilometres), "km 42.2");
        assert_eq!(rough_place(marathon, Miles), "mile 26");
        assert_eq!(rough_place(marathon, Kilometres), "km 42");
    }

    #[test]
    fn an_interval_of_five_units_has_no_tenths_and_one_of_three_miles_is_wide() {
        let km = |low: f64, high: f64| Interval {
            low: Metres(1000.0 * low),
            high: Metres(1000.0 * high),
            low_open: false,
            high_open: false,
        };
        assert_eq!(km(10.2, 15.1).text(Kilometres), "10.2-15.1");
        assert_eq!(km(10.0, 15.0).text(Kilometres), "10-15");
        assert_eq!(km(12.01, 12.04).text(Kilometres), "12.0");
        assert_eq!(km(10.0, 15.0).place(Metres(12_400.0), Kilometres), "km 12");
        let near = km(10.0, 14.0);
        assert_eq!(near.place(Metres(12_400.0), Kilometres), "km 12.4");
        assert_eq!(near.apart(Metres(8040.0), Kilometres), "8.0 km");
        let gap = Metres::from_miles(8.2);
        assert_eq!(km(10.0, 15.0).apart(gap, Miles), "8.2 mi");
        assert!(!interval(0.0, 3.0, false, false).is_wide());
        assert!(interval(10.0, 13.1, false, false).is_wide());
        assert!(interval(10.0, 10.1, true, true).is_wide());
        assert!(!interval(10.0, 10.1, true, false).is_wide());
        assert!(!interval(10.0, 10.1, false, true).is_wide());
        let open = interval(15.0, 17.0, true, true);
        assert_eq!(open.text(Miles), "open on both sides");
    }

    #[test]
    fn plurals_and_lists() {
        assert_eq!(list(&["hill"], "or"), "hill");
        assert_eq!(list(&["hill", "stop"], "or"), "hill or stop");
        assert_eq!(count(0, "split"), "0 splits");
        assert_eq!(count(1, "split"), "1 split");
        assert_eq!(count(6, "split"), "6 splits");
        assert_eq!(list(&["hill", "stop", "GPS"], "and"), "hill, stop and GPS");
        assert_eq!(list::<&str>(&[], "and"), "");
    }
}
