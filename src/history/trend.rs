//! Is the point of breakdown moving from run to run? A run without onset is a censored
//! value: its onset lies beyond what was searched, if anywhere.

use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;

use crate::detect::Kind;
use crate::units::Metres;
use crate::units::format::Interval;

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

impl Mark {
    /// Between which places the onset of a run lies: its interval, or, where none was found, beyond
    /// what was searched, `eased_from_m` being where an easier pace was chosen. `None` for a
    /// verdict that places nothing.
    pub fn of(
        start_s: i64,
        distance_m: f64,
        kind: Kind,
        onset: Option<Interval>,
        eased_from_m: Option<f64>,
    ) -> Option<Self> {
        let (low_m, high_m) = match (onset, kind) {
            (Some(onset), _) => onset.limits_m(),
            // What would have come after easing off was never asked of the runner.
            (None, Kind::EasedOff) if eased_from_m.is_some() => (eased_from_m?, f64::INFINITY),
            (None, Kind::Steady | Kind::EasedOff) => (
                distance_m - SEARCH_ENDS_BEFORE_FINISH.value(),
                f64::INFINITY,
            ),
            _ => return None,
        };
        Some(Self {
            start_s,
            low_m,
            high_m,
        })
    }
}

/// The speed at which the cadences of several runs are compared, m/s: the mean of those at which
/// their curves are known best. `None` for no runs.
pub fn common_speed_m_per_s(reference_speeds: impl IntoIterator<Item = f64>) -> Option<f64> {
    let speeds: Vec<f64> = reference_speeds.into_iter().collect();
    (!speeds.is_empty()).then(|| speeds.iter().sum::<f64>() / speeds.len() as f64)
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
    /// Whether the onset comes later or earlier from run to run.
    pub direction: Direction,
    /// Number of runs compared.
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

/// True where the point of breakdown surely came earlier in `this` run than in `last`: their
/// intervals do not meet. An open end has no limit: give it as 0 or infinity.
pub fn came_earlier(this: &Mark, last: &Mark) -> bool {
    this.high_m < last.low_m
}

/// True where it surely came later, or no more.
pub fn came_later(this: &Mark, last: &Mark) -> bool {
    this.low_m > last.high_m
}

/// Pairs in which the later run has the later onset less those in which it has the
/// earlier one, and how many pairs say anything.
fn count(marks: &[Mark], order: &[usize]) -> (i64, usize) {
    let (mut score, mut certain) = (0, 0);
    for (at, first) in order.iter().enumerate() {
        for second in &order[at + 1..] {
            let (a, b) = (&marks[*first], &marks[*second]);
            if came_later(b, a) {
                score += 1;
                certain += 1;
            } else if came_earlier(b, a) {
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

    /// A season of runs with one and the same true onset, each seen with an error and an interval
    /// that holds the truth in `coverage` of all runs: `z` is half its width in sd of that error.
    fn unchanged(runs: usize, z: f64, random: &mut Pcg64Mcg) -> Vec<Mark> {
        // Box and Muller.
        let mut uniform = || (random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
        (0..runs)
            .map(|day| {
                let (u, v) = (1.0 - uniform(), uniform());
                let normal = (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos();
                // Runs differ in how well the onset is known.
                let sd = 1000.0 + 3000.0 * uniform();
                let at = 28_000.0 + sd * normal;
                Mark {
                    start_s: day as i64 * 604_800,
                    low_m: at - z * sd,
                    high_m: at + z * sd,
                }
            })
            .collect()
    }

    #[test]
    fn an_onset_that_stays_is_hardly_ever_said_to_come_earlier() {
        let mut random = Pcg64Mcg::seed_from_u64(20);
        // Intervals of 95 %, and ones that hold the truth in 85 % only: what is claimed may rest
        // on an interval that is too narrow.
        for (z, most) in [(1.96, 0.01), (1.44, 0.04)] {
            let pairs = 4000;
            let claims = (0..pairs).filter(|_| {
                let pair = unchanged(2, z, &mut random);
                came_earlier(&pair[1], &pair[0])
            });
            let share = claims.count() as f64 / f64::from(pairs);
            assert!(share <= most, "last time: {share}");
            let seasons = 400;
            let claims = (0..seasons).filter(|seed| {
                let marks = unchanged(8, z, &mut random);
                trend(&marks, *seed).direction == Direction::Earlier
            });
            let share = claims.count() as f64 / seasons as f64;
            // Of 400 seasons at a true rate of 2.5 %, 5 % and more come up once in 500 times.
            assert!(share <= 0.05, "trend: {share}");
        }
    }

    #[test]
    fn an_onset_that_comes_much_earlier_is_said_so() {
        assert!(came_earlier(&mark(7, 20_000.0), &mark(0, 24_000.0)));
        assert!(!came_earlier(&mark(7, 22_500.0), &mark(0, 24_000.0)));
        assert!(came_later(&mark(7, 24_000.0), &mark(0, 20_000.0)));
        // Without an onset, it is later than where it was looked for.
        let none = Mark {
            high_m: f64::INFINITY,
            ..mark(0, 31_000.0)
        };
        assert!(came_earlier(&mark(7, 20_000.0), &none) && came_later(&none, &mark(0, 20_000.0)));
    }
}
