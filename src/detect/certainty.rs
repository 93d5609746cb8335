//! From evidence to probabilities, and from a probability to a word. The weights were fitted
//! (docs/method.md, certainty; docs/accuracy.md, calibration).

use super::heart_fall::HeartFall;

/// Loss of ln speed that makes a fade: 4 %.
pub const LEAST_LOSS: f64 = 0.04;
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
    /// Standard deviation of the loss, ln speed.
    pub loss_sd: f64,
    /// Share of the loss that is still there over the last miles.
    pub kept: f64,
    /// Miles from the onset to the end of the main part.
    pub left_mi: f64,
    /// ln speed of the first miles less that after the onset: a session's jog after its fast
    /// part is no slower than its start. `None` where either is unknown.
    pub below_start: Option<f64>,
    /// ln speed of the miles before the onset less that of the first miles: a session's fast
    /// part is much faster than its warm-up.
    pub gained: Option<f64>,
    /// Probability that the loss was complete within half a mile of its onset.
    pub sudden: f64,
    /// Moving time of the whole run, hours.
    pub hours: f64,
    /// Share of moving time walked before the onset.
    pub walked_before: f64,
    /// Share of moving time walked after it.
    pub walked_after: f64,
    /// Fall of heart rate over what the loss calls for.
    pub heart: Option<HeartFall>,
}

/// Probabilities of the two readings of a loss of speed; the rest is no loss.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Loss {
    /// Probability that the runner faded.
    pub fade: f64,
    /// Probability that the runner chose to slow down.
    pub chosen: f64,
}

/// Where half of the weight of a condition is reached, and how sharply.
#[derive(Debug, Clone, Copy)]
struct Gate {
    at: f64,
    width: f64,
}

impl Gate {
    fn open(self, value: f64) -> f64 {
        sigmoid((value - self.at) / self.width)
    }
}

/// There is an onset at all: the log Bayes factor speaks for one, or hardly against it.
const ONSET: Gate = Gate {
    at: -1.0,
    width: 0.35,
};
/// The loss is 4 % or more, less the half standard error by which the prior holds it back.
const LOST: Gate = Gate {
    at: 0.043,
    width: 0.004,
};
/// The loss is still there: the last miles keep a third of it.
const KEPT: Gate = Gate {
    at: 0.35,
    width: 0.12,
};
/// The loss lasts longer than the end of a run, miles.
const LASTS: Gate = Gate {
    at: 1.6,
    width: 0.2,
};
/// A loss between these sizes and above is a fade even where a line from the start fits as well.
const LARGE_LOSS: (f64, f64) = (0.10, 0.15);
/// Odds by which a line may beat an onset before that counts, as a logarithm: 2 to 1.
const LINE_ODDS: f64 = 0.7;
/// Where a line is ten times as likely as an onset, strong evidence by convention (Kass and
/// Raftery 1995, doi 10.1080/01621459.1995.10476572), the loss has no onset.
const NO_LINE: Gate = Gate {
    at: -2.3,
    width: 0.5,
};
/// What the heart does in a fade, as a share of what the loss calls for: mean and spread over
/// runners. In real fades it is steady or falls a little (docs/method.md).
const HEART_IN_A_FADE: (f64, f64) = (0.25, 0.35);
/// The same where the runner chose: it follows.
const HEART_IN_A_CHOICE: (f64, f64) = (1.0, 0.2);
/// The most that a heart can say for a choice, log odds: who hits the wall cannot hold a high
/// heart rate either.
const HEART_SAYS: f64 = 2.0;
/// After a session's fast part runners jog no slower than they started: half of the weight is
/// reached where they are 1 % slower.
const SESSION: Gate = Gate {
    at: -0.01,
    width: 0.005,
};
/// Fast parts of sessions are faster than the warm-up by more than this, ln speed, and count in
/// full from three times as much.
const FAST_PART: f64 = 0.05;
/// Beyond so many miles left, more of them make a choice no less likely.
const FAR_MI: f64 = 7.0;
/// Two of five rated runs were picked because a rule of thumb claimed them, so that sound runs that
/// look like a fade are commoner among them than anywhere else: the rule claims 30 % of them and
/// 23 % of all runs of 7-10 miles. The difference in log odds is taken from the odds of no fade.
const PICKED: f64 = 0.36;

/// Reads the evidence for a loss of speed. The weights are a logistic regression on real runs
/// rated by eye and on changes planted in real runs (docs/method.md, certainty).
pub fn loss(evidence: &LossEvidence) -> Loss {
    let e = evidence;
    let size = (e.loss - LEAST_LOSS) / e.loss_sd.hypot(0.01);
    let large = ((e.loss - LARGE_LOSS.0) / (LARGE_LOSS.1 - LARGE_LOSS.0)).clamp(0.0, 1.0);
    let line = (e.line_advantage - LINE_ODDS).clamp(0.0, 3.0) * (1.0 - large);
    let real = sigmoid(
        1.81 + 0.41 * e.log_bayes_factor.clamp(-3.0, 6.0) + 0.67 * size.clamp(-3.0, 3.0)
            - 1.28 * line
            + 0.61 * (e.hours / 2.0).max(0.1).ln(),
    ) * ONSET.open(e.log_bayes_factor)
        * NO_LINE.open(-e.line_advantage).max(large)
        * LOST.open(e.loss)
        * KEPT.open(e.kept);
    let heart = e.heart.map_or(-0.61, |fall| 0.88 * choice_log_odds(fall));
    let session = e.below_start.map_or(0.0, |below| SESSION.open(-below));
    let faster = e.gained.map_or(0.0, |gained| gained / FAST_PART - 1.0);
    let walks = (e.walked_after - e.walked_before).clamp(0.0, 0.3);
    let chosen = sigmoid(
        -0.21 + heart + 1.51 * session + 1.25 * faster.clamp(-1.0, 2.0) + 1.66 * (e.sudden - 0.3)
            - 7.1 * walks
            - 0.37 * (e.left_mi.min(FAR_MI) - 2.5),
    );
    let faded = real * (1.0 - chosen) * LASTS.open(e.left_mi);
    let fade = sigmoid(log_odds(faded) + PICKED);
    Loss {
        fade,
        // Among the other readings a choice keeps its share.
        chosen: (1.0 - fade) * real * chosen / (1.0 - faded).max(f64::MIN_POSITIVE),
    }
}

/// What the heart says for a choice and against a fade.
fn choice_log_odds(fall: HeartFall) -> f64 {
    let log = |(mean, spread): (f64, f64)| {
        let variance = spread * spread + fall.sd * fall.sd;
        -0.5 * ((fall.ratio - mean).powi(2) / variance + variance.ln())
    };
    (log(HEART_IN_A_CHOICE) - log(HEART_IN_A_FADE)).clamp(-4.0, HEART_SAYS)
}

fn log_odds(probability: f64) -> f64 {
    let p = probability.clamp(1e-6, 1.0 - 1e-6);
    (p / (1.0 - p)).ln()
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
    /// Standard deviation of the change, ln cadence.
    pub change_sd: f64,
    /// Smallest change of ln cadence that is reported.
    pub least: f64,
    /// Moving time of the whole run, hours.
    pub hours: f64,
    /// By how much each condition of the definition holds beside the size of the evidence.
    pub margins: FormMargins,
}

/// By how much each condition of a form breakdown holds; negative where it fails. In standard
/// errors of the change, but for the first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FormMargins {
    /// It is no line from the start, and its onset is not anywhere: in units of e^2 to 1 and of a
    /// fifth of the places searched.
    pub no_line: f64,
    /// It is as large as the smallest change that is reported.
    pub size: f64,
    /// It has one sign whatever the elasticity.
    pub sign: f64,
    /// Its mean after the onset is what a lasting change leaves there.
    pub sustained: f64,
    /// It leads away from the first miles.
    pub departs: f64,
    /// Cadence and step length as recorded changed with it.
    pub observed: f64,
}

impl FormMargins {
    /// True when no condition fails.
    pub fn hold(&self) -> bool {
        let [no_line, sustained, departs] = [self.no_line, self.sustained, self.departs];
        let [size, sign, observed] = [self.size, self.sign, self.observed];
        [no_line, size, sign, sustained, departs, observed]
            .iter()
            .all(|&margin| margin >= 0.0)
    }
}

/// What a form breakdown is: large, of one sign, observed. A condition that holds counts in full and
/// one that fails by more than a third of a standard error not at all; between the two the
/// noise of a few records decides, so that half is reached a little below the condition.
const DEFINED: Gate = Gate {
    at: -0.15,
    width: 0.15,
};

/// Probability of a form breakdown. The weights are a logistic regression on changes planted in
/// real runs, real runs without a change and simulated ones (docs/method.md, certainty).
pub fn form(evidence: &FormEvidence) -> f64 {
    let (e, m) = (evidence, &evidence.margins);
    let defined: f64 = [m.size, m.sign, m.observed]
        .iter()
        .map(|&margin| DEFINED.open(margin))
        .product();
    let fails = |margin: f64| margin.clamp(-6.0, 0.0);
    sigmoid(
        -3.2 + 0.15 * e.log_bayes_factor.clamp(-3.0, 6.0)
            + 1.55 * m.size.clamp(-3.0, 3.0)
            + 1.09 * (m.no_line.clamp(-6.0, 2.0) + fails(m.no_line))
            + 0.7 * fails(m.sustained)
            + 3.0 * fails(m.departs)
            + 1.5 * (e.hours / 2.0).max(0.1).ln(),
    ) * defined
}
