//! Values that options take.

use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use formdrift::measure::SplitLength;
use formdrift::normalise::{CadenceChoice, Mark};
use formdrift::units::{DisplayUnits, METRES_PER_MILE, Metres, Seconds};

/// Shortest split accepted: below this a split is mostly noise.
const SHORTEST_SPLIT: Metres = Metres(100.0);

/// A split as the user wrote it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Split {
    /// Length in metres, or the laps of the device.
    pub length: SplitLength,
    /// The unit it was written in.
    pub units: DisplayUnits,
}

impl Default for Split {
    fn default() -> Self {
        Self {
            length: SplitLength::default(),
            units: DisplayUnits::Miles,
        }
    }
}

/// A value that an option takes: its name, its help in completions, and what it stands for.
type Choice<T> = (&'static str, &'static str, T);

/// Units of display (`--units`).
#[rustfmt::skip]
pub const UNITS: &[Choice<DisplayUnits>] = &[
    ("mi", "Miles, feet and minutes per mile", DisplayUnits::Miles),
    ("km", "Kilometres, metres and minutes per kilometre", DisplayUnits::Kilometres),
];

/// What the file's cadence counts (`--cadence`).
#[rustfmt::skip]
pub const CADENCE: &[Choice<CadenceChoice>] = &[
    ("auto", "Guess from the values", CadenceChoice::Auto),
    ("steps", "Steps of both feet", CadenceChoice::Steps),
    ("strides", "Strides, that is steps of one foot", CadenceChoice::Strides),
];

/// The choice of this name.
pub fn choice<T: Copy>(choices: &[Choice<T>], name: &str) -> Option<T> {
    choices
        .iter()
        .find(|(known, ..)| *known == name)
        .map(|(.., value)| *value)
}

/// Takes one of a few names.
pub fn one_of<T: Copy + Send + Sync>(
    choices: &'static [Choice<T>],
) -> impl TypedValueParser<Value = T> {
    let names = choices
        .iter()
        .map(|(name, help, _)| PossibleValue::new(*name).help(*help));
    PossibleValuesParser::new(names)
        .try_map(|name| choice(choices, &name).ok_or("is none of the values"))
}

/// When to print in colour (`--color`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Even to a file or a pipe.
    Always,
    /// Not even on a terminal.
    Never,
}

/// Reads the number of files to work on at once.
pub fn parse_jobs(text: &str) -> Result<u16, String> {
    /// More threads than any machine has processors.
    const MOST: u16 = 1024;
    match text.trim().parse() {
        Ok(jobs) if (1..=MOST).contains(&jobs) => Ok(jobs),
        _ => Err(format!(
            "give a number of files from 1 to {MOST}; without --jobs it is one for each processor"
        )),
    }
}

/// Reads the seed of the simulations.
pub fn parse_seed(text: &str) -> Result<u64, String> {
    let seed = text.trim().parse();
    seed.map_err(|_| "give a whole number from 0 on, such as 1".to_owned())
}

/// Reads `5mi`, `5km`, `800m`, `lap`.
pub fn parse_split(text: &str) -> Result<Split, String> {
    let text = text.trim().to_ascii_lowercase();
    if text == "lap" {
        return Ok(Split {
            length: SplitLength::Lap,
            units: DisplayUnits::Miles,
        });
    }
    let (number, unit) = number_and_unit(&text);
    let (metres_each, units) = match unit {
        "mi" => (METRES_PER_MILE, DisplayUnits::Miles),
        "km" => (1000.0, DisplayUnits::Kilometres),
        "m" => (1.0, DisplayUnits::Kilometres),
        _ => return Err("write a number and mi or km, such as 5mi or 5km, or lap".into()),
    };
    let length = Metres(number.unwrap_or(f64::NAN) * metres_each);
    if length.value() <= 0.0 {
        return Err("a split is a length above 0, such as 5mi or 5km".into());
    }
    if !(length >= SHORTEST_SPLIT && length.value().is_finite()) {
        return Err("a split is at least 0.1 km long, such as 5mi or 5km".into());
    }
    Ok(Split {
        length: SplitLength::Every(length),
        units,
    })
}

/// The number that a text begins with, if it is one, and the unit behind it.
fn number_and_unit(text: &str) -> (Option<f64>, &str) {
    let letter = text.find(|c: char| c.is_ascii_alphabetic());
    let (number, unit) = text.split_at(letter.unwrap_or(text.len()));
    (number.trim().parse().ok(), unit)
}

/// Reads a place in a run: `2mi`, `3km`, `800m`, `1:02:03`, `10:00`, `45min`, `90s`, `1.5h`.
pub fn parse_mark(text: &str) -> Result<Mark, String> {
    let why = || {
        "write a distance such as 2mi or 3km, or a time from the start such as 10:00, 1:02:03 or 45min"
            .to_owned()
    };
    let text = text.trim().to_ascii_lowercase();
    if text.contains(':') {
        let parts: Option<Vec<f64>> = text
            .split(':')
            .map(|part| part.parse::<u32>().ok().map(f64::from))
            .collect();
        let parts = parts.filter(|p| p.len() <= 3).ok_or_else(why)?;
        // Of an hour, minutes and seconds are below 60; a mark of minutes may be 90:00.
        if parts.iter().skip(1).any(|part| *part >= 60.0) {
            return Err(why());
        }
        let seconds = parts.iter().fold(0.0, |sum, part| 60.0 * sum + part);
        return Ok(Mark::Time(Seconds(seconds)));
    }
    let (number, unit) = number_and_unit(&text);
    let is_length = |n: &f64| n.is_finite() && *n >= 0.0;
    let number = number.filter(is_length).ok_or_else(why)?;
    match unit {
        "mi" => Ok(Mark::Distance(Metres::from_miles(number))),
        "km" => Ok(Mark::Distance(Metres(1000.0 * number))),
        "m" => Ok(Mark::Distance(Metres(number))),
        "s" => Ok(Mark::Time(Seconds(number))),
        "min" => Ok(Mark::Time(Seconds(60.0 * number))),
        "h" => Ok(Mark::Time(Seconds(3600.0 * number))),
        _ => Err(why()),
    }
}

/// Reads the smallest effect: a percentage that can be a change of form at all.
pub fn parse_min_effect(text: &str) -> Result<f64, String> {
    match text.trim().trim_end_matches('%').trim().parse::<f64>() {
        Ok(pct) if pct > 0.0 && pct <= 50.0 => Ok(pct),
        _ => Err("give a percentage above 0 and up to 50, such as 2".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_split_is_a_length_or_the_laps() {
        let five = parse_split("5mi").unwrap();
        assert_eq!(five, Split::default());
        let km = parse_split(" 2.5 KM ").unwrap();
        assert_eq!(km.length, SplitLength::Every(Metres(2500.0)));
        assert_eq!(km.units, DisplayUnits::Kilometres);
        assert_eq!(parse_split("lap").unwrap().length, SplitLength::Lap);
        assert!(parse_split("-5mi").unwrap_err().contains("above 0"));
        for bad in [
            "", "5", "mi", "0mi", "-5km", "nanmi", "infkm", "1e999mi", "5 miles", "50m",
        ] {
            assert!(parse_split(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_mark_is_a_distance_or_a_time() {
        for (text, mark) in [
            ("2mi", Mark::Distance(Metres::from_miles(2.0))),
            ("3.5 km", Mark::Distance(Metres(3500.0))),
            ("800m", Mark::Distance(Metres(800.0))),
            ("0km", Mark::Distance(Metres(0.0))),
            ("10:00", Mark::Time(Seconds(600.0))),
            ("90:30", Mark::Time(Seconds(5430.0))),
            ("1:02:03", Mark::Time(Seconds(3723.0))),
            ("45min", Mark::Time(Seconds(2700.0))),
            ("1.5h", Mark::Time(Seconds(5400.0))),
        ] {
            assert_eq!(parse_mark(text), Ok(mark), "{text}");
        }
        for bad in [
            "", "5", "mi", "-1km", "nanmi", "1:60", "1:2:3:4", ":", "10:00min", "infs",
        ] {
            assert!(parse_mark(bad).is_err(), "{bad}");
        }
    }
}
