//! How answers agree with ratings by eye: counts, Cohen's kappa, and the place of the onset.

use crate::answer::{Answer, Place};
use crate::bars::{middle, wilson};
use crate::ratings::{Consensus, Rating};
use crate::rule_of_thumb::Thumb;

/// An onset is in the raters' range within this many miles on either side ...
const RANGE_SLACK: f64 = 0.3;
/// ... and an interval contains the raters' median within this many.
const INTERVAL_SLACK: f64 = 0.1;

/// What is compared with a rating: of the program or of the rule of thumb.
#[derive(Debug, Clone, Copy, Default)]
pub struct Judgement {
    /// A break is claimed.
    pub claims: bool,
    /// The run is called steady, and not just possibly.
    pub steady: bool,
    /// Where, miles.
    pub onset: Option<f64>,
    /// With which interval.
    pub interval: Option<Place>,
}

impl From<&Answer> for Judgement {
    fn from(answer: &Answer) -> Self {
        Self {
            claims: answer.claims(),
            steady: answer.kind == "steady" && !answer.is_only_possible(),
            onset: answer.onset().map(|place| place.at),
            interval: answer.onset(),
        }
    }
}

impl From<Option<Thumb>> for Judgement {
    fn from(thumb: Option<Thumb>) -> Self {
        Self {
            claims: thumb.is_some_and(|thumb| thumb.claims),
            onset: thumb.map(|thumb| thumb.onset),
            ..Self::default()
        }
    }
}

/// Successes among trials.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Rate {
    /// Successes.
    pub k: usize,
    /// Trials.
    pub n: usize,
}

impl Rate {
    fn count(&mut self, success: bool) {
        self.k += usize::from(success);
        self.n += 1;
    }

    /// `20 of 38 = 53 % (37-68)`: with its 95 % Wilson interval.
    pub fn words(self) -> String {
        let (low, high) = wilson(self.k, self.n);
        let share = 100.0 * self.k as f64 / self.n.max(1) as f64;
        match self.n {
            0 => "-".into(),
            n => format!("{} of {n} = {share:.0} % ({low:.0}-{high:.0})", self.k),
        }
    }
}

/// Every measure of agreement over a set of rated runs.
#[derive(Debug, Clone, Default)]
pub struct Agreement {
    /// Runs compared, those rated unsuitable or split among them.
    pub runs: usize,
    /// Breaks that all raters saw: claimed.
    pub found: Rate,
    /// The same: called steady.
    pub called_steady: Rate,
    /// Runs in which no rater saw a break: not claimed.
    pub left_alone: Rate,
    /// Runs rated unsuitable: claimed.
    pub unsuitable: Rate,
    /// Onset within the raters' range, of found breaks.
    pub in_range: Rate,
    /// Interval contains the raters' median, of found breaks.
    pub contains: Rate,
    /// Distance of the onset to the raters' median, miles, of found breaks.
    errors: Vec<f64>,
    /// The same with its sign: positive is later than the raters.
    offsets: Vec<f64>,
    /// Width of the interval, miles, of found breaks.
    widths: Vec<f64>,
    /// Claim of the program and word of a rater, once a rater; no run rated unsuitable.
    pairs: Vec<(bool, bool)>,
    /// Words of two raters, once a pair of raters of a run.
    rater_pairs: Vec<(bool, bool)>,
}

impl Agreement {
    /// Counts over rated runs.
    pub fn of<'a>(runs: impl Iterator<Item = (&'a Rating, Judgement)>) -> Self {
        let mut agreement = Self::default();
        for (rating, judgement) in runs {
            agreement.add(rating, judgement);
        }
        agreement
    }

    fn add(&mut self, rating: &Rating, judgement: Judgement) {
        self.runs += 1;
        if rating.consensus == Consensus::Unsuitable {
            self.unsuitable.count(judgement.claims);
            return;
        }
        let words: Vec<bool> = rating.breaks().collect();
        self.pairs
            .extend(words.iter().map(|word| (judgement.claims, *word)));
        for (index, one) in words.iter().enumerate() {
            // Both ways round: neither rater of a pair is the first.
            let others = words[index + 1..].iter();
            self.rater_pairs
                .extend(others.flat_map(|other| [(*one, *other), (*other, *one)]));
        }
        match rating.consensus {
            Consensus::Break => self.add_break(rating, judgement),
            Consensus::NoBreak => self.left_alone.count(!judgement.claims),
            Consensus::Split | Consensus::Unsuitable => {}
        }
    }

    fn add_break(&mut self, rating: &Rating, judgement: Judgement) {
        self.found.count(judgement.claims);
        self.called_steady.count(judgement.steady);
        let (Some(rated), Some(at), true) = (rating.onset, judgement.onset, judgement.claims)
        else {
            return;
        };
        self.errors.push((at - rated.at).abs());
        self.offsets.push(at - rated.at);
        let range = rated.low - RANGE_SLACK..=rated.high + RANGE_SLACK;
        self.in_range.count(range.contains(&at));
        if let Some(place) = judgement.interval {
            let interval = place.low - INTERVAL_SLACK..=place.high + INTERVAL_SLACK;
            self.contains.count(interval.contains(&rated.at));
            self.widths.push(place.high - place.low);
        }
    }

    /// Median distance of the onset to the raters' median, miles.
    pub fn onset_error(&self) -> Option<f64> {
        middle(self.errors.iter().copied())
    }

    /// Median of the onset minus the raters' median, miles.
    pub fn onset_offset(&self) -> Option<f64> {
        middle(self.offsets.iter().copied())
    }

    /// Median width of the interval, miles.
    pub fn width(&self) -> Option<f64> {
        middle(self.widths.iter().copied())
    }

    /// Cohen's kappa with each rater, pooled over raters.
    pub fn kappa(&self) -> Option<f64> {
        kappa(&self.pairs)
    }

    /// Cohen's kappa among the raters, pooled over pairs of them.
    pub fn kappa_of_raters(&self) -> Option<f64> {
        kappa(&self.rater_pairs)
    }
}

/// Cohen 1960, doi 10.1177/001316446002000104: agreement beyond chance. `None` of nothing,
/// or where chance alone agrees always.
fn kappa(pairs: &[(bool, bool)]) -> Option<f64> {
    let n = pairs.len() as f64;
    let share = |of: fn(&(bool, bool)) -> bool| pairs.iter().filter(|p| of(p)).count() as f64 / n;
    let observed = share(|p| p.0 == p.1);
    let (one, other) = (share(|p| p.0), share(|p| p.1));
    let by_chance = one * other + (1.0 - one) * (1.0 - other);
    (n > 0.0 && by_chance < 1.0).then(|| (observed - by_chance) / (1.0 - by_chance))
}

/// A measure: its name, the bar it has to meet, and its value.
type Measure = (&'static str, &'static str, fn(&Agreement) -> String);

/// Every measure, in the order of the table.
const MEASURES: &[Measure] = &[
    ("breaks that all raters saw: found", ">= 90 %", |a| {
        a.found.words()
    }),
    ("the same, called steady", "<= 5 %", |a| {
        a.called_steady.words()
    }),
    (
        "runs in which no rater saw a break: left alone",
        ">= 95 %",
        |a| a.left_alone.words(),
    ),
    ("claims on runs rated unsuitable", "<= 15 %", |a| {
        a.unsuitable.words()
    }),
    ("onset: median distance to the raters, mi", "<= 0.6", |a| {
        miles(a.onset_error())
    }),
    (
        "onset: median offset (later than the raters > 0), mi",
        "",
        |a| miles(a.onset_offset()),
    ),
    ("onset within the raters' range", ">= 80 %", |a| {
        a.in_range.words()
    }),
    ("interval contains the raters' median", ">= 85 %", |a| {
        a.contains.words()
    }),
    ("interval: median width, mi", "", |a| miles(a.width())),
    ("Cohen's kappa with each rater", ">= 0.70", |a| {
        miles(a.kappa())
    }),
];

fn miles(value: Option<f64>) -> String {
    value.map_or("-".into(), |value| format!("{value:.2}"))
}

/// Prints every measure of the program beside the rule of thumb.
pub fn print_table(program: &Agreement, thumb: &Agreement) {
    println!("\n| measure | formdrift | rule of thumb | bar |\n|---|---|---|---|");
    for (name, bar, of) in MEASURES {
        println!("| {name} | {} | {} | {bar} |", of(program), of(thumb));
    }
    println!(
        "\n{} runs. Raters among themselves: kappa {}.",
        program.runs,
        miles(program.kappa_of_raters())
    );
}

/// Prints the main measures on one line.
pub fn print_line(name: &str, a: &Agreement) {
    let rate = |rate: Rate| format!("{}/{}", rate.k, rate.n);
    println!(
        "| {name} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
        a.runs,
        rate(a.found),
        rate(a.called_steady),
        rate(a.left_alone),
        rate(a.unsuitable),
        miles(a.onset_error()),
        rate(a.in_range),
        rate(a.contains),
        miles(a.kappa()),
    );
}
