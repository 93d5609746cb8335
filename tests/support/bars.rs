//! The operating characteristics a detector must show, as data: the accuracy harness prints
//! each row, a test fails when one is plainly missed.
// The suite and the accuracy harness each use a part of it.
#![allow(dead_code)]

use crate::judge::Outcome;
use formdrift::detect::Kind;

/// A figure, on which runs, and what it has to be.
pub struct Bar {
    /// What is counted.
    pub figure: &'static str,
    /// Scenarios it is shown for, one row each.
    pub scenarios: &'static [&'static str],
    /// How it is got from the outcomes.
    pub measure: Measure,
    /// What it must be.
    pub bar: Limit,
    /// What it should be.
    pub aim: Limit,
}

/// A share of runs, or a median over them; `None` leaves a run out.
#[derive(Clone, Copy)]
pub enum Measure {
    /// Percent of runs.
    Share(fn(&Outcome) -> Option<bool>),
    /// Median.
    Median(fn(&Outcome) -> Option<f64>),
}

/// A limit in percent or in the unit of the median.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Limit {
    /// Not above.
    AtMost(f64),
    /// Not below.
    AtLeast(f64),
    /// Between.
    Within(f64, f64),
    /// Shown apart, without a bar.
    None,
}

impl Limit {
    /// Whether a value keeps to it.
    pub fn holds(self, value: f64) -> bool {
        match self {
            Self::AtMost(most) => value <= most,
            Self::AtLeast(least) => value >= least,
            Self::Within(least, most) => (least..=most).contains(&value),
            Self::None => true,
        }
    }
}

/// Sound runs held at an even effort, over any ground, and others beside them.
macro_rules! even_and {
    ($($more:literal),*) => {
        &[
            "plain", "level_shift", "hills", "late_hill", "trees", "stops", "kick",
            "negative_split", "wind", $($more),*
        ]
    };
}

const SOUND: &[&str] = even_and![
    "settling",
    "positive_split",
    "cool_down_hr",
    "cool_down_no_hr"
];
const FADES: &[&str] = &["fade_gradual", "wall"];
const FORMS: &[&str] = &["overstriding", "shuffling", "abrupt"];

/// Called so, and not just possibly.
fn is(outcome: &Outcome, kind: Kind) -> Option<bool> {
    Some(outcome.kind == kind && !outcome.answer.is_only_possible())
}

fn error(outcome: &Outcome) -> Option<f64> {
    outcome.onset_error_miles().map(f64::abs)
}

const fn share(
    figure: &'static str,
    scenarios: &'static [&'static str],
    of: fn(&Outcome) -> Option<bool>,
    bar: Limit,
    aim: Limit,
) -> Bar {
    Bar {
        figure,
        scenarios,
        measure: Measure::Share(of),
        bar,
        aim,
    }
}

const fn median(
    figure: &'static str,
    scenarios: &'static [&'static str],
    of: fn(&Outcome) -> Option<f64>,
    bar: f64,
    aim: f64,
) -> Bar {
    let (bar, aim) = (Limit::AtMost(bar), Limit::AtMost(aim));
    Bar {
        figure,
        scenarios,
        measure: Measure::Median(of),
        bar,
        aim,
    }
}

use Limit::{AtLeast, AtMost, Within};

/// Every bar, in the order of docs/accuracy.md.
pub const BARS: &[Bar] = &[
    share(
        "any claim of a breakdown or fade",
        even_and!["settling"],
        |o| Some(o.answer.claims()),
        AtMost(3.0),
        AtMost(2.0),
    ),
    share(
        "called form_breakdown",
        SOUND,
        |o| is(o, Kind::FormBreakdown),
        AtMost(5.0),
        AtMost(2.0),
    ),
    share(
        "called pace_fade",
        even_and!["settling"],
        |o| is(o, Kind::PaceFade),
        AtMost(5.0),
        AtMost(2.0),
    ),
    share(
        "called pace_fade (apart)",
        &["positive_split", "cool_down_no_hr"],
        |o| is(o, Kind::PaceFade),
        Limit::None,
        Limit::None,
    ),
    share(
        "called gradual_drift",
        even_and!["cool_down_hr", "cool_down_no_hr"],
        |o| is(o, Kind::GradualDrift),
        AtMost(10.0),
        AtMost(5.0),
    ),
    share(
        "called gradual_drift (apart)",
        &["positive_split", "settling"],
        |o| is(o, Kind::GradualDrift),
        Limit::None,
        Limit::None,
    ),
    share(
        "called form_breakdown",
        FADES,
        |o| is(o, Kind::FormBreakdown),
        AtMost(10.0),
        AtMost(3.0),
    ),
    share(
        "called pace_fade",
        FADES,
        |o| is(o, Kind::PaceFade),
        AtLeast(80.0),
        AtLeast(90.0),
    ),
    share(
        "called eased_off",
        FADES,
        |o| is(o, Kind::EasedOff),
        AtMost(8.0),
        AtMost(4.0),
    ),
    share(
        "found",
        &["overstriding", "abrupt"],
        |o| Some(o.found()),
        AtLeast(92.0),
        AtLeast(97.0),
    ),
    share(
        "found",
        &["shuffling"],
        |o| Some(o.found()),
        AtLeast(85.0),
        AtLeast(93.0),
    ),
    median("onset error, mi", &["overstriding"], error, 0.6, 0.35),
    median("onset error, mi", &["shuffling"], error, 0.9, 0.5),
    median("onset error, mi", &["abrupt"], error, 0.15, 0.1),
    median("onset error, mi", &["fade_gradual"], error, 1.0, 0.6),
    median("onset error, mi", &["wall"], error, 0.4, 0.2),
    share(
        "interval holds the truth",
        FORMS,
        Outcome::interval_holds,
        Within(88.0, 99.0),
        Within(93.0, 97.0),
    ),
    share(
        "interval holds the truth",
        FADES,
        Outcome::interval_holds,
        Within(88.0, 99.0),
        Within(93.0, 97.0),
    ),
    median(
        "interval width, mi",
        &["overstriding"],
        Outcome::interval_miles,
        4.0,
        2.5,
    ),
    median(
        "interval width, mi",
        &["shuffling"],
        Outcome::interval_miles,
        6.0,
        4.0,
    ),
    median(
        "interval width, mi",
        &["abrupt"],
        Outcome::interval_miles,
        0.8,
        0.4,
    ),
    median(
        "interval width, mi",
        &["fade_gradual"],
        Outcome::interval_miles,
        4.0,
        2.5,
    ),
    median(
        "interval width, mi",
        &["wall"],
        Outcome::interval_miles,
        1.5,
        0.8,
    ),
    share(
        "pattern right",
        FORMS,
        Outcome::pattern_right,
        AtLeast(95.0),
        AtLeast(99.0),
    ),
    share(
        "not called pace_fade or form_breakdown",
        &["cool_down_hr"],
        |o| Some(!o.answer.claims()),
        AtLeast(80.0),
        AtLeast(95.0),
    ),
    share(
        "undecided",
        SOUND,
        |o| is(o, Kind::Undecided),
        AtMost(5.0),
        AtMost(2.0),
    ),
    share(
        "undecided",
        FADES,
        |o| is(o, Kind::Undecided),
        AtMost(5.0),
        AtMost(2.0),
    ),
    share(
        "undecided",
        FORMS,
        |o| is(o, Kind::Undecided),
        AtMost(5.0),
        AtMost(2.0),
    ),
    share(
        "attribution within 0.5 points",
        FADES,
        |o| o.attribution_error.map(|error| error <= 0.5),
        AtLeast(90.0),
        AtLeast(90.0),
    ),
];

/// Wilson's interval for a share of `k` in `n`, percent, level 0.95 (Wilson 1927, doi
/// 10.1080/01621459.1927.10502953).
pub fn wilson(k: usize, n: usize) -> (f64, f64) {
    if n == 0 {
        return (0.0, 100.0);
    }
    let (n, z) = (n as f64, 1.959_964);
    let p = k as f64 / n;
    let centre = p + z * z / (2.0 * n);
    let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 100.0 / (1.0 + z * z / n);
    (
        ((centre - half) * scale).max(0.0),
        ((centre + half) * scale).min(100.0),
    )
}

/// The median; `None` of nothing.
pub fn middle(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    match values.len() {
        0 => None,
        n if n % 2 == 1 => Some(values[half]),
        _ => Some((values[half - 1] + values[half]) / 2.0),
    }
}
