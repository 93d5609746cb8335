//! Counts running steps before the unit of cadence and the source of distance are decided, to check distance
//! against.

use super::stretches::median_over_time;
use super::timeline::Timeline;

/// Cadence from which on the runner runs, steps a minute. Slow running has 140 and more, and walkers
/// take fewer.
pub(super) const RUNNING_SPM: f64 = 140.0;

/// Steps by the file's cadence, its unit guessed: strides of one leg where its median is below
/// what anyone steps.
pub(super) struct Steps {
    /// Steps a minute, where running.
    running: Vec<Option<f64>>,
    /// Steps between a record and the one before.
    steps: Vec<f64>,
}

impl Steps {
    /// Counts the steps of running.
    pub(super) fn of(timeline: &Timeline) -> Self {
        let raw = |i: usize| timeline.points[i].cadence_raw.map(f64::from);
        let known = |i| raw(i).filter(|c| *c > 0.0 && c.is_finite());
        let median = median_over_time(timeline, known).unwrap_or(0.0);
        let factor = if median >= super::cadence::STEPS_FROM {
            1.0
        } else {
            2.0
        };
        let running: Vec<Option<f64>> = (0..timeline.len())
            .map(|i| raw(i).map(|c| factor * c).filter(|c| *c >= RUNNING_SPM))
            .collect();
        let steps = running
            .iter()
            .enumerate()
            .map(|(i, spm)| {
                let step = timeline.step_s(i);
                spm.filter(|_| step <= timeline.gap_s)
                    .map_or(0.0, |spm| spm / 60.0 * step)
            })
            .collect();
        Self { running, steps }
    }

    /// True where the runner runs at a record.
    pub(super) fn runs(&self, i: usize) -> bool {
        self.running[i].is_some()
    }

    /// Steps of running between a record and the one before.
    pub(super) fn at(&self, i: usize) -> f64 {
        self.steps[i]
    }

    /// Mean length of a running step, where there are enough of them.
    pub(super) fn mean_m(&self, metres: &[f64]) -> Option<f64> {
        const ENOUGH: f64 = 500.0;
        let steps: f64 = self.steps.iter().sum();
        let running = (1..metres.len()).filter(|i| self.steps[*i] > 0.0);
        let covered: f64 = running.map(|i| metres[i] - metres[i - 1]).sum();
        (steps >= ENOUGH).then(|| covered / steps)
    }
}
