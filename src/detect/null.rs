//! The model without an onset, fitted to a run: what simulated runs are drawn from.

use super::search::Search;
use super::view::View;

/// Windows on either side that tell how rough a run is at a place: noise of real cadence
/// remembers about 0.3 mi (docs/accuracy.md), so its bursts are no shorter.
const NEAR: usize = 3;

/// Mean and noise of the no-onset model for one amount of slow noise.
pub(super) struct Null {
    /// Mean of each window.
    pub(super) mean: Vec<f64>,
    /// Size of the innovation at each window, in units of the whitener's own.
    pub(super) sizes: Vec<f64>,
}

impl Null {
    /// Fits the model with `shift` (or none) to a centred series.
    pub(super) fn new(
        search: &Search,
        scale: usize,
        shift: Option<usize>,
        centred: &[f64],
    ) -> Self {
        let scale = &search.scales()[scale];
        let ground = &scale.ground;
        let mut mean = vec![0.0; centred.len()];
        if let Some(m) = shift {
            let mut view = View::<1>::new(search, scale);
            view.see(centred.as_chunks().0);
            let size = view.lane(0).shift_score(m) / ground.shift_norms[m];
            mean[search.shift_starts()[m]..]
                .iter_mut()
                .for_each(|x| *x = size);
        }
        let unshifted: Vec<f64> = centred.iter().zip(&mean).map(|(x, m)| x - m).collect();
        let (rest, sum, scores) = ground.base.project(&ground.whitener.whiten(&unshifted));
        let coefficients = ground.base.coefficients(&scores);
        for (column, coefficient) in search.problem().columns.iter().zip(coefficients) {
            for (m, c) in mean.iter_mut().zip(&column.values) {
                *m += coefficient * c;
            }
        }
        let sd = (sum / centred.len().max(1) as f64).sqrt();
        Self {
            mean,
            sizes: local_sizes(&rest, sd),
        }
    }
}

/// Root mean squares of whitened residuals around each place, `sd` over all of them.
fn local_sizes(rest: &[f64], sd: f64) -> Vec<f64> {
    let mean_square = |part: &[f64]| part.iter().map(|r| r * r).sum::<f64>() / part.len() as f64;
    let all = mean_square(rest);
    let near = |i: usize| &rest[i.saturating_sub(NEAR)..(i + NEAR + 1).min(rest.len())];
    let size = |i: usize| sd * (mean_square(near(i)) / all).sqrt();
    if all > 0.0 {
        (0..rest.len()).map(size).collect()
    } else {
        vec![sd; rest.len()]
    }
}

#[cfg(test)]
mod tests {
    use super::local_sizes;

    #[test]
    fn sizes_follow_the_roughness_of_the_place() {
        let rest: Vec<f64> = (0..40).map(|i| if i < 20 { 1.0 } else { -3.0 }).collect();
        // Mean square 5 over all, 1 and 9 in the halves.
        let sizes = local_sizes(&rest, 5.0_f64.sqrt());
        assert!((sizes[0] - 1.0).abs() < 1e-12 && (sizes[39] - 3.0).abs() < 1e-12);
        assert!(sizes[16] < sizes[19] && sizes[19] < sizes[22]);
        assert_eq!(local_sizes(&[0.0; 3], 0.0), [0.0; 3]);
    }
}
