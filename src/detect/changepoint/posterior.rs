//! Where the onset is, given that there is one.

use super::search::{Search, WeightedChange, log_sum};
use super::shape::ChangeShape;
use crate::stats::Estimate;

/// Real changes have none of the shapes tried, and the noise is known only as far as it was
/// fitted: places are weighed by the likelihood to this power (a tempered posterior: Holmes &
/// Walker 2017, doi 10.1093/biomet/asx010), at which intervals hold the truth as often as they
/// say (docs/accuracy.md).
const TEMPER: f64 = 0.82;

/// The posterior of the onset over places and shapes, given that there is one.
#[derive(Debug, Clone)]
pub struct OnsetPosterior {
    /// Rising onsets, miles, with their probabilities.
    pub places: Vec<(f64, f64)>,
    /// Probability of each width, in the order of the problem.
    pub widths: Vec<(ChangeShape, f64)>,
    /// The likeliest combination of slow noise, level shift, onset and shape.
    pub best: WeightedChange,
    /// Change once complete (for a ramp to the finish: at the finish), with its 95 %
    /// interval, over all combinations.
    pub change: Estimate,
}

impl OnsetPosterior {
    /// Computes the posterior of a centred series.
    pub fn new(search: &Search, centred: &[f64]) -> Option<Self> {
        let weighed = search.weigh(centred);
        let tempered = |w: &WeightedChange| TEMPER * w.log_weight;
        let total = log_sum(weighed.iter().map(|w| w.log_weight));
        let total_tempered = log_sum(weighed.iter().map(tempered));
        if total == f64::NEG_INFINITY {
            return None;
        }
        let best = *weighed
            .iter()
            .max_by(|a, b| a.log_weight.total_cmp(&b.log_weight))?;
        let (mut places, place_of) = places(search);
        let mut widths: Vec<(ChangeShape, f64)> = search
            .problem()
            .widths
            .iter()
            .map(|&(w, _)| (w, 0.0))
            .collect();
        let (mut mean, mut square) = (0.0, 0.0);
        for w in &weighed {
            let p = (w.log_weight - total).exp();
            let candidate = &search.candidates()[w.candidate];
            places[place_of[w.candidate]].1 += (tempered(w) - total_tempered).exp();
            if let Some(slot) = widths
                .iter_mut()
                .find(|(width, _)| *width == candidate.width)
            {
                slot.1 += p;
            }
            mean += p * w.change;
            square += p * (w.change * w.change + w.variance);
        }
        let sd = (square - mean * mean).max(0.0).sqrt();
        Some(Self {
            places,
            widths,
            best,
            change: Estimate::symmetric(mean, 1.96 * sd),
        })
    }

    /// The place below which a share `p` of the probability lies, interpolated within the
    /// cell of each place.
    pub fn quantile(&self, p: f64) -> f64 {
        let half = 0.5 * self.spacing();
        let mut passed = 0.0;
        for &(place, probability) in &self.places {
            if passed + probability >= p && probability > 0.0 {
                return place - half + 2.0 * half * (p - passed) / probability;
            }
            passed += probability;
        }
        self.places.last().map_or(0.0, |&(place, _)| place + half)
    }

    /// The shortest stretch of miles that holds a share `level` of the probability.
    pub fn shortest(&self, level: f64) -> (f64, f64) {
        let half = 0.5 * self.spacing();
        let mut best = (f64::NEG_INFINITY, f64::INFINITY);
        let (mut from, mut held) = (0, 0.0);
        for &(end, probability) in &self.places {
            held += probability;
            while held - self.places[from].1 >= level {
                held -= self.places[from].1;
                from += 1;
            }
            let start = self.places[from].0;
            if held >= level && end - start < best.1 - best.0 {
                best = (start, end);
            }
        }
        (best.0 - half, best.1 + half)
    }

    fn spacing(&self) -> f64 {
        let gaps = self.places.windows(2).map(|w| w[1].0 - w[0].0);
        let least = gaps.fold(f64::INFINITY, f64::min);
        if least.is_finite() { least } else { 0.0 }
    }
}

/// Every onset of a search, rising, with no probability yet, and which of them is that of each
/// candidate.
fn places(search: &Search) -> (Vec<(f64, f64)>, Vec<usize>) {
    let onsets = || search.candidates().iter().map(|c| c.onset);
    let mut places: Vec<(f64, f64)> = onsets().map(|onset| (onset, 0.0)).collect();
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    places.dedup_by(|next, kept| next.0 == kept.0);
    let place_of = onsets().map(|onset| places.partition_point(|place| place.0 < onset));
    let place_of = place_of.collect();
    (places, place_of)
}
