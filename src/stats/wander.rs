//! The mean of a series that wanders: neighbouring values are alike, so a mean is less sure
//! than its values' spread makes it look. The shape of the autocorrelation is given, its
//! scale comes from the series.

/// Autocorrelation of a series as white noise and exponentials: the part that is not in
/// `parts` is white.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shape<'a> {
    /// Share of the variance, and the lag after which it has fallen to 1/e.
    pub parts: &'a [(f64, f64)],
}

impl Shape<'_> {
    /// Autocorrelation at lags `0..count`.
    fn table(&self, count: usize) -> Vec<f64> {
        (0..count)
            .map(|lag| match lag {
                0 => 1.0,
                _ => {
                    let at = |(share, decay): &(f64, f64)| share * (-(lag as f64) / decay).exp();
                    self.parts.iter().map(at).sum()
                }
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

/// The most by which a series' own short memory may raise the variance of means: beyond it
/// lies a trend, not noise.
const MOST_RAISED: f64 = 3.0;

impl Wander {
    /// Fits the scale to segments, each with a level and a slope of its own, which are no
    /// wander. Where neighbours are more alike than the shape says, the scale is raised by
    /// what that does to the variance of a mean; where they are less alike the shape holds,
    /// since a slow part hardly shows within a segment. `None` with nothing to go by.
    pub fn fit(segments: &[Segment], shape: Shape<'_>) -> Option<Self> {
        let last = segments.iter().filter_map(|s| s.at.last()).max()?;
        let correlation = shape.table(last + 1);
        let (mut squares, mut expected) = (0.0, 0.0);
        let (mut products, mut expected_products) = (0.0, 0.0);
        let mut degrees = 0.0;
        for segment in segments.iter().filter(|s| s.at.len() >= 4) {
            let basis = line_basis(&segment.at);
            let rest = residuals(&segment.values, &basis);
            squares += rest.iter().map(|r| r * r).sum::<f64>();
            products += neighbours(&segment.at, |i, j| rest[i] * rest[j]);
            let (own, pairs) = expectation(&segment.at, &basis, &correlation);
            expected += own;
            expected_products += pairs;
            degrees += own;
        }
        if expected < 1.0 {
            return None;
        }
        let variance = squares / expected;
        // A series without any spread has no neighbours to speak of.
        let alike = |pairs: f64, own: f64| (pairs / own.max(f64::MIN_POSITIVE)).clamp(0.0, 0.95);
        let memory = |r: f64| (1.0 + r) / (1.0 - r);
        let raised = memory(alike(products, squares)) / memory(alike(expected_products, expected));
        // Each value counts for less where neighbours are alike.
        let squared: f64 = correlation.iter().skip(1).map(|r| r * r).sum();
        Some(Self {
            variance: variance * raised.clamp(1.0, MOST_RAISED),
            correlation,
            degrees: (degrees / (1.0 + 2.0 * squared)).max(1.0),
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
/// series of unit variance: the trace of M R and of its first off-diagonal, M = I - Q Q'.
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
        parts: &[(0.634, 1.45), (0.195, 15.0)],
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
        let held = coverage(0.171, SHAPE.parts, 0.0);
        assert!((0.92..=0.98).contains(&held), "{held}");
        let held = coverage(0.171, SHAPE.parts, 0.02);
        assert!((0.92..=0.98).contains(&held), "with trends {held}");
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
    fn expectations_are_those_of_simulation() {
        let at: Vec<usize> = (0..20).filter(|i| i % 7 != 3).collect();
        let basis = line_basis(&at);
        let table = SHAPE.table(20);
        let (own, pairs) = expectation(&at, &basis, &table);
        let mut rng = Pcg64Mcg::seed_from_u64(3);
        let (mut squares, mut products) = (0.0, 0.0);
        for _ in 0..4000 {
            let all = series(&mut rng, 20, 0.171, SHAPE.parts);
            let rest = residuals(&at.iter().map(|i| all[*i]).collect::<Vec<_>>(), &basis);
            squares += rest.iter().map(|r| r * r).sum::<f64>() / 4000.0;
            products += neighbours(&at, |i, j| rest[i] * rest[j]) / 4000.0;
        }
        assert!((squares / own - 1.0).abs() < 0.03, "{squares} {own}");
        assert!((products - pairs).abs() < 0.03 * own, "{products} {pairs}");
    }
}
