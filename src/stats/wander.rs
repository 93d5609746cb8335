//! The mean of a series that wanders: neighbouring values are alike, so a mean is less sure
//! than its values' spread makes it look. The series is white noise and a coloured part; the
//! shape of the coloured part's autocorrelation is given, both sizes come from the series.

/// Autocorrelation of the coloured part of a series, as a sum of exponentials.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shape<'a> {
    /// Weight, and the lag after which it has fallen to 1/e.
    pub parts: &'a [(f64, f64)],
}

impl Shape<'_> {
    /// Autocorrelation at lags `0..count`.
    fn table(&self, count: usize) -> Vec<f64> {
        let all: f64 = self.parts.iter().map(|(weight, _)| weight).sum();
        (0..count)
            .map(|lag| {
                let at = |(weight, decay): &(f64, f64)| weight * (-(lag as f64) / decay).exp();
                self.parts.iter().map(at).sum::<f64>() / all
            })
            .collect()
    }
}

/// Values at places of a regular grid; some places may be missing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Segment {
    /// Places, rising.
    pub at: Vec<usize>,
    /// A value for each place.
    pub values: Vec<f64>,
}

/// A wandering series: how much, and of which shape.
#[derive(Debug, Clone, PartialEq)]
pub struct Wander {
    variance: f64,
    correlation: Vec<f64>,
    /// Degrees of freedom behind the variance.
    pub degrees: f64,
}

/// The most by which a series' own memory may raise the variance of means: beyond it lies a
/// trend, not noise.
const MOST_RAISED: f64 = 3.0;

/// The least share of the variance that is taken to be coloured, however white a series
/// looks: its slow part hardly shows within a segment.
const LEAST_COLOURED: f64 = 0.3;

/// Sums of squares and of products of neighbours.
#[derive(Debug, Clone, Copy, Default)]
struct Moments {
    squares: f64,
    products: f64,
}

impl Moments {
    fn add(&mut self, (squares, products): (f64, f64)) {
        self.squares += squares;
        self.products += products;
    }
    /// How much longer than white noise a first-order series with these moments remembers.
    fn memory(self) -> f64 {
        let r = (self.products / self.squares.max(f64::MIN_POSITIVE)).clamp(0.0, 0.95);
        (1.0 + r) / (1.0 - r)
    }
}

impl Wander {
    /// Fits the sizes of both parts to segments, each with a level and a slope of its own,
    /// which are no wander, by the squares and the products of neighbours of what is left.
    /// Where neighbours are more alike than the coloured part alone would have them, the
    /// variance is raised by what that does to a mean. `None` with nothing to go by.
    pub fn fit(segments: &[Segment], shape: Shape<'_>) -> Option<Self> {
        let last = segments.iter().filter_map(|s| s.at.last()).max()?;
        let mut correlation = shape.table(last + 1);
        let mut white = vec![0.0; last + 1];
        white[0] = 1.0;
        let [mut seen, mut of_colour, mut of_white] = [Moments::default(); 3];
        for segment in segments.iter().filter(|s| s.at.len() >= 4) {
            let basis = line_basis(&segment.at);
            let rest = residuals(&segment.values, &basis);
            seen.add((
                rest.iter().map(|r| r * r).sum(),
                neighbours(&segment.at, |i, j| rest[i] * rest[j]),
            ));
            of_colour.add(expectation(&segment.at, &basis, &correlation));
            of_white.add(expectation(&segment.at, &basis, &white));
        }
        if of_colour.squares < 1.0 {
            return None;
        }
        // Two equations for the two variances.
        let determinant =
            of_white.squares * of_colour.products - of_colour.squares * of_white.products;
        let coloured =
            (of_white.squares * seen.products - of_white.products * seen.squares) / determinant;
        let plain = (seen.squares - coloured * of_colour.squares) / of_white.squares;
        let share = coloured / (coloured + plain);
        // Without spread, or without neighbours, there is nothing to tell them apart.
        let share = if share.is_finite() && coloured + plain > 0.0 {
            share.clamp(LEAST_COLOURED, 1.0)
        } else {
            1.0
        };
        let expected = share * of_colour.squares + (1.0 - share) * of_white.squares;
        let raised = if share < 1.0 {
            1.0
        } else {
            (seen.memory() / of_colour.memory()).clamp(1.0, MOST_RAISED)
        };
        for r in correlation.iter_mut().skip(1) {
            *r *= share;
        }
        // Each value counts for less where neighbours are alike.
        let squared: f64 = correlation.iter().skip(1).map(|r| r * r).sum();
        Some(Self {
            variance: seen.squares / expected * raised,
            correlation,
            degrees: (expected / (1.0 + 2.0 * squared)).max(1.0),
        })
    }

    /// Covariance of the means over two sets of places (the variance of a mean for one).
    pub fn covariance_of_means(&self, a: &[usize], b: &[usize]) -> f64 {
        if a.is_empty() || b.is_empty() {
            return 0.0;
        }
        let sum: f64 = a
            .iter()
            .map(|i| b.iter().map(|j| self.at_lag(i.abs_diff(*j))).sum::<f64>())
            .sum();
        self.variance * sum / (a.len() * b.len()) as f64
    }

    /// Variance of the difference of the means over two sets of places.
    pub fn variance_of_difference(&self, a: &[usize], b: &[usize]) -> f64 {
        self.covariance_of_means(a, a) + self.covariance_of_means(b, b)
            - 2.0 * self.covariance_of_means(a, b)
    }

    fn at_lag(&self, lag: usize) -> f64 {
        self.correlation.get(lag).copied().unwrap_or(0.0)
    }
}

/// A constant and a line over places, orthonormal.
fn line_basis(at: &[usize]) -> [Vec<f64>; 2] {
    let n = at.len() as f64;
    let middle = at.iter().map(|i| *i as f64).sum::<f64>() / n;
    let line: Vec<f64> = at.iter().map(|i| *i as f64 - middle).collect();
    let length = line
        .iter()
        .map(|x| x * x)
        .sum::<f64>()
        .sqrt()
        .max(f64::MIN_POSITIVE);
    [
        vec![1.0 / n.sqrt(); at.len()],
        line.iter().map(|x| x / length).collect(),
    ]
}

/// What a basis leaves of values.
fn residuals(values: &[f64], basis: &[Vec<f64>; 2]) -> Vec<f64> {
    let mut rest = values.to_vec();
    for direction in basis {
        let along: f64 = rest.iter().zip(direction).map(|(r, d)| r * d).sum();
        for (r, d) in rest.iter_mut().zip(direction) {
            *r -= along * d;
        }
    }
    rest
}

/// Sum over pairs of places one apart.
fn neighbours(at: &[usize], of: impl Fn(usize, usize) -> f64) -> f64 {
    (1..at.len())
        .filter(|i| at[*i] == at[i - 1] + 1)
        .map(|i| of(i - 1, i))
        .sum()
}

/// Expected sum of squares, and of products of neighbours, of what a basis leaves of a
/// series of unit variance: the trace of M R M and the sum of its first off-diagonal, M = I - Q Q'.
fn expectation(at: &[usize], basis: &[Vec<f64>; 2], correlation: &[f64]) -> (f64, f64) {
    let n = at.len();
    // R q for each direction, then q' R q' for each pair of them.
    let through: Vec<Vec<f64>> = basis
        .iter()
        .map(|q| {
            (0..n)
                .map(|i| {
                    (0..n)
                        .map(|j| correlation[at[i].abs_diff(at[j])] * q[j])
                        .sum()
                })
                .collect()
        })
        .collect();
    let inner = [0, 1].map(|a: usize| {
        [0, 1].map(|b: usize| -> f64 { basis[a].iter().zip(&through[b]).map(|(q, r)| q * r).sum() })
    });
    let entry = |i: usize, j: usize| {
        let mut value = correlation[at[i].abs_diff(at[j])];
        for a in 0..2 {
            value -= basis[a][i] * through[a][j] + through[a][i] * basis[a][j];
            for b in 0..2 {
                value += basis[a][i] * inner[a][b] * basis[b][j];
            }
        }
        value
    };
    ((0..n).map(|i| entry(i, i)).sum(), neighbours(at, entry))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{Rng, SeedableRng};
    use rand_pcg::Pcg64Mcg;

    const SHAPE: Shape<'_> = Shape {
        parts: &[(0.60, 1.3), (0.22, 20.0)],
    };

    /// Roughly normal: the sum of twelve uniforms.
    fn normal(rng: &mut Pcg64Mcg) -> f64 {
        let uniform = |rng: &mut Pcg64Mcg| rng.next_u64() as f64 / u64::MAX as f64;
        (0..12).map(|_| uniform(rng)).sum::<f64>() - 6.0
    }

    /// White noise plus two first-order series, with the shares and decays given.
    fn series(rng: &mut Pcg64Mcg, n: usize, white: f64, parts: &[(f64, f64)]) -> Vec<f64> {
        let mut out: Vec<f64> = (0..n).map(|_| white.sqrt() * normal(rng)).collect();
        for (share, decay) in parts {
            let keep = (-1.0 / decay).exp();
            let mut x = normal(rng);
            for value in &mut out {
                *value += share.sqrt() * x;
                x = keep * x + (1.0 - keep * keep).sqrt() * normal(rng);
            }
        }
        out
    }

    /// Share of runs of 5 segments of 50 in which the interval for the change from the first
    /// to the third holds the true one (none).
    fn coverage(white: f64, parts: &[(f64, f64)], slope: f64) -> f64 {
        let mut rng = Pcg64Mcg::seed_from_u64(11);
        let mut held = 0;
        let runs = 600;
        for _ in 0..runs {
            let all = series(&mut rng, 250, white, parts);
            let segments: Vec<Segment> = (0..5)
                .map(|k| Segment {
                    at: (50 * k..50 * (k + 1)).collect(),
                    // A slope of its own in each: a real change, not wander.
                    values: (0..50)
                        .map(|i| all[50 * k + i] + slope * (i as f64 - 24.5))
                        .collect(),
                })
                .collect();
            let wander = Wander::fit(&segments, SHAPE).unwrap();
            let mean = |s: &Segment| s.values.iter().sum::<f64>() / 50.0;
            let error = wander
                .variance_of_difference(&segments[0].at, &segments[2].at)
                .sqrt();
            let change = mean(&segments[2]) - mean(&segments[0]);
            held += i32::from(change.abs() <= 1.96 * error);
        }
        f64::from(held) / f64::from(runs)
    }

    #[test]
    fn intervals_hold_the_truth_for_the_shape_itself() {
        for (white, slope) in [(0.18, 0.0), (0.18, 0.02), (2.0, 0.0), (0.0, 0.0)] {
            let held = coverage(white, SHAPE.parts, slope);
            assert!(
                (0.91..=0.985).contains(&held),
                "white {white}, slope {slope}: {held}"
            );
        }
    }

    #[test]
    fn intervals_hold_the_truth_for_other_memories() {
        // A first-order series, and a slow part of three miles.
        for (white, parts) in [
            (0.0, [(1.0, 2.0)].as_slice()),
            (0.3, &[(0.5, 1.5), (0.2, 30.0)]),
            (1.0, &[]),
        ] {
            let held = coverage(white, parts, 0.0);
            assert!(held >= 0.90, "{parts:?}: {held}");
        }
    }

    #[test]
    fn no_places_have_no_covariance() {
        let segment = Segment {
            at: (0..40).collect(),
            values: (0..40).map(|i| f64::from(i % 7)).collect(),
        };
        let wander = Wander::fit(&[segment], SHAPE).unwrap();
        assert_eq!(wander.covariance_of_means(&[], &[3, 4]), 0.0);
        assert_eq!(wander.covariance_of_means(&[3, 4], &[]), 0.0);
        assert_eq!(wander.covariance_of_means(&[], &[]), 0.0);
    }

    #[test]
    fn expectations_are_those_of_simulation() {
        let at: Vec<usize> = (0..20).filter(|i| i % 7 != 3).collect();
        let basis = line_basis(&at);
        // The coloured parts are 0.82 of the variance, the rest is white.
        let mut table = SHAPE.table(20);
        table.iter_mut().skip(1).for_each(|r| *r *= 0.82);
        let (own, pairs) = expectation(&at, &basis, &table);
        let mut rng = Pcg64Mcg::seed_from_u64(3);
        let (mut squares, mut products) = (0.0, 0.0);
        for _ in 0..4000 {
            let all = series(&mut rng, 20, 0.18, SHAPE.parts);
            let rest = residuals(&at.iter().map(|i| all[*i]).collect::<Vec<_>>(), &basis);
            squares += rest.iter().map(|r| r * r).sum::<f64>() / 4000.0;
            products += neighbours(&at, |i, j| rest[i] * rest[j]) / 4000.0;
        }
        assert!((squares / own - 1.0).abs() < 0.03, "{squares} {own}");
        assert!((products - pairs).abs() < 0.03 * own, "{products} {pairs}");
    }
}
