//! From evidence to probabilities, and from a probability to a word. The weights were fitted
//! (docs/method.md, certainty; docs/accuracy.md, calibration).

use crate::stats::Estimate;

/// Probability from which a claim is likely: four out of five are true.
pub const LIKELY: f64 = 0.8;
/// ... and from which it is clear, if the test agrees.
pub const CLEAR: f64 = 0.95;
/// ... and from which it is made at all.
pub const POSSIBLE: f64 = 0.5;
/// Standard errors by which a size must exceed its minimum to be likelier than not by odds of
/// four to one: the normal's quantile of 0.8.
pub const LIKELY_SDS: f64 = 0.842;

/// How sure a verdict is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// An even chance or better.
    Possible,
    /// Four out of five such claims are true.
    Likely,
    /// Probability 0.95 and more, and p < 0.05.
    Clear,
}

impl Certainty {
    /// The name in the result.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Likely => "likely",
            Self::Possible => "possible",
        }
    }

    /// The word for a probability; `significant` says whether the test agrees. `None` below an
    /// even chance.
    pub fn of(probability: f64, significant: bool) -> Option<Self> {
        match probability {
            p if p >= CLEAR && significant => Some(Self::Clear),
            p if p >= LIKELY => Some(Self::Likely),
            p if p >= POSSIBLE => Some(Self::Possible),
            _ => None,
        }
    }
}

/// What speaks for and against a loss of speed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LossEvidence {
    /// Log Bayes factor of a loss with one onset against none.
    pub log_bayes_factor: f64,
    /// Log Bayes factor of a line from the start against a loss with one onset.
    pub line_advantage: f64,
    /// Loss of ln speed at the finish.
    pub loss: f64,
    /// Its standard deviation.
    pub loss_sd: f64,
    /// Share of the loss that is still there over the last miles.
    pub kept: f64,
    /// Miles from the onset to the end of the main part.
    pub left_mi: f64,
    /// ln speed of the first miles less that after the onset: a session's jog after its fast
    /// part is no slower than its start.
    pub below_start: f64,
    /// Moving time, hours.
    pub hours: f64,
    /// Share of moving time walked before the onset.
    pub walked_before: f64,
    /// Share of moving time walked after it.
    pub walked_after: f64,
    /// Fall of heart rate over what the loss calls for, with its 90 % interval.
    pub eased: Option<Estimate>,
}

/// Probabilities of the two readings of a loss of speed; the rest is no loss.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Loss {
    /// The runner faded.
    pub fade: f64,
    /// The runner chose to slow down.
    pub chosen: f64,
}

/// Reads the evidence for a loss of speed.
pub fn loss(evidence: &LossEvidence) -> Loss {
    let e = evidence;
    let size = (e.loss - super::pace::LEAST_LOSS) / e.loss_sd.hypot(0.01);
    let real = sigmoid(
        -0.71
            + 0.38 * e.log_bayes_factor.clamp(-3.0, 6.0)
            + 0.8 * size.clamp(-3.0, 3.0)
            - 1.3 * (e.line_advantage - 0.7).clamp(0.0, 3.0)
            + 0.59 * (e.hours / 2.0).max(0.1).ln(),
    ) * sigmoid((e.kept - 0.35) / 0.12);
    let followed = e.eased.map_or(0.0, |ratio| {
        let (held, chosen) = ((ratio.value - 0.25) / 0.45, (ratio.value - 1.0) / 0.35);
        (0.5 * (held * held - chosen * chosen)).clamp(-3.0, 3.0)
    });
    let session = if e.below_start < 0.005 { 1.7 } else { 0.0 };
    let chosen = sigmoid(-0.55 + 0.96 * followed + session - 1.05 * (e.left_mi.min(7.0) - 2.5));
    Loss {
        fade: real * (1.0 - chosen),
        chosen: real * chosen,
    }
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// What speaks for a change of form.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FormEvidence {
    /// Log Bayes factor of a change with one onset against none.
    pub log_bayes_factor: f64,
    /// Change of ln cadence beside the curve at the finish.
    pub change: f64,
    /// Its standard deviation.
    pub change_sd: f64,
    /// Smallest change worth a claim.
    pub least: f64,
    /// Moving time, hours.
    pub hours: f64,
    /// True when every condition of the definition holds but the size of the evidence: the
    /// change is no line from the start, as large as the smallest worth a claim, of one sign
    /// whatever the elasticity, lasting, and seen in the raw observations.
    pub conditions: bool,
}

/// Probability of a form breakdown; 0 where one of its conditions fails.
pub fn form(evidence: &FormEvidence) -> f64 {
    let e = evidence;
    if !e.conditions {
        return 0.0;
    }
    let size = (e.change.abs() - e.least) / e.change_sd.max(1e-6);
    sigmoid(
        -1.5 + 0.6 * e.log_bayes_factor.clamp(-3.0, 6.0)
            + 0.6 * size.clamp(-3.0, 3.0)
            + (e.hours / 2.0).max(0.1).ln(),
    )
}
