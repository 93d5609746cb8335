//! Is the point of breakdown moving from run to run? A run without onset is a censored
//! value: its onset lies beyond what was searched, if anywhere.

use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;

use crate::units::Metres;

/// An onset is looked for up to this distance before the finish (docs/method.md): in a run
/// without one it lies beyond, if anywhere.
pub const SEARCH_ENDS_BEFORE_FINISH: Metres = Metres::from_miles(1.5);

/// Shuffles of the dates behind a p-value: it is known to 0.1 % then.
const SHUFFLES: usize = 999;
/// The usual level of a test.
const LEVEL: f64 = 0.05;
/// Fewest runs for a trend: of four, one order in 24 is as extreme by chance, which is
/// just below the level; of three none can be.
const FEWEST: usize = 4;

/// One run on the time axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// Start, seconds since 1970.
    pub start_s: i64,
    /// Lower end of the onset's interval, or the end of the search where none was found;
    /// metres from the start of the run.
    pub low_m: f64,
    /// Upper end; infinite where no onset was found.
    pub high_m: f64,
}

/// Which way the onset moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The article's sign of overload: it appears earlier in subsequent runs.
    Earlier,
    /// It comes later, or no more.
    Later,
    /// These runs do not tell.
    CannotTell,
}

/// What a series of runs says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trend {
    /// Which way.
    pub direction: Direction,
    /// Runs looked at.
    pub runs: usize,
    /// Of these, runs with an onset.
    pub with_onset: usize,
    /// Pairs of runs whose order is certain: their intervals do not overlap.
    pub certain_pairs: usize,
    /// Share of shuffled series with as many pairs one way; `None` for too few runs.
    pub p_value: Option<f64>,
}

/// Judges a series by Kendall's count, in which a pair says something only if its
/// intervals do not overlap, against the same count with shuffled dates (seeded).
pub fn trend(marks: &[Mark], seed: u64) -> Trend {
    let mut marks = marks.to_vec();
    marks.sort_by_key(|m| m.start_s);
    let order: Vec<usize> = (0..marks.len()).collect();
    let (score, certain_pairs) = count(&marks, &order);
    let enough = marks.len() >= FEWEST && certain_pairs > 0;
    let p_value = enough.then(|| p_value(&marks, score, seed));
    let direction = match p_value {
        Some(p) if p < LEVEL && score > 0 => Direction::Later,
        Some(p) if p < LEVEL => Direction::Earlier,
        _ => Direction::CannotTell,
    };
    Trend {
        direction,
        runs: marks.len(),
        with_onset: marks.iter().filter(|m| m.high_m.is_finite()).count(),
        certain_pairs,
        p_value,
    }
}

/// Pairs in which the later run has the later onset less those in which it has the
/// earlier one, and how many pairs say anything.
fn count(marks: &[Mark], order: &[usize]) -> (i64, usize) {
    let (mut score, mut certain) = (0, 0);
    for (at, first) in order.iter().enumerate() {
        for second in &order[at + 1..] {
            let (a, b) = (&marks[*first], &marks[*second]);
            if b.low_m > a.high_m {
                score += 1;
                certain += 1;
            } else if b.high_m < a.low_m {
                score -= 1;
                certain += 1;
            }
        }
    }
    (score, certain)
}

fn p_value(marks: &[Mark], score: i64, seed: u64) -> f64 {
    let mut random = Pcg64Mcg::seed_from_u64(seed);
    let mut order: Vec<usize> = (0..marks.len()).collect();
    let mut extreme = 0;
    for _ in 0..SHUFFLES {
        // Fisher and Yates' shuffle.
        for at in (1..order.len()).rev() {
            order.swap(at, (random.next_u64() % (at as u64 + 1)) as usize);
        }
        extreme += usize::from(count(marks, &order).0.abs() >= score.abs());
    }
    (1 + extreme) as f64 / (1 + SHUFFLES) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(day: i64, at: f64) -> Mark {
        Mark {
            start_s: day * 86_400,
            low_m: at - 1000.0,
            high_m: at + 1000.0,
        }
    }

    #[test]
    fn an_onset_that_comes_earlier_each_time_is_told() {
        let marks: Vec<Mark> = (0..8)
            .map(|d| mark(d, 34_000.0 - 2_000.0 * d as f64))
            .collect();
        let found = trend(&marks, 1);
        assert_eq!(found.direction, Direction::Earlier);
        assert!(found.p_value.unwrap() < 0.01);
        let mut out_of_order = marks;
        out_of_order.swap(0, 5);
        assert_eq!(trend(&out_of_order, 1), found);
    }

    #[test]
    fn wide_intervals_say_nothing() {
        let wide = |d: i64| Mark {
            low_m: 8_000.0,
            high_m: 40_000.0,
            ..mark(d, 0.0)
        };
        let marks: Vec<Mark> = (0..8).map(wide).collect();
        let found = trend(&marks, 1);
        assert_eq!(
            (found.direction, found.certain_pairs),
            (Direction::CannotTell, 0)
        );
        assert_eq!(found.p_value, None);
    }

    #[test]
    fn a_run_without_onset_is_later_than_any_found_before_its_search_ended() {
        let mut marks: Vec<Mark> = (0..6).map(|d| mark(d, 20_000.0)).collect();
        let none = |d: i64| Mark {
            low_m: 38_000.0,
            high_m: f64::INFINITY,
            ..mark(d, 0.0)
        };
        marks.extend((6..12).map(none));
        assert_eq!(trend(&marks, 1).direction, Direction::Later);
        // Short runs that could not have shown it say nothing.
        let short: Vec<Mark> = (0..6)
            .map(|d| mark(d, 20_000.0))
            .chain((6..12).map(|d| Mark {
                low_m: 12_000.0,
                ..none(d)
            }))
            .collect();
        assert_eq!(trend(&short, 1).direction, Direction::CannotTell);
    }
}
