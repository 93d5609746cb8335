//! Did running itself give way to walking? Share of moving time walked, with one onset from
//! which it is higher: the commonest way that a long run ends.

use super::changepoint::log_sum;
use super::moving::Moving;
use super::types::Onset;
use crate::units::Metres;
use statrs::function::beta::ln_beta;

/// Share walked before the onset: more is a run-walk plan, or a hilly course.
const BEFORE: f64 = 0.05;
/// Share walked from the onset on.
const AFTER: f64 = 0.15;
/// A walk break and the running up to the next one last about so long (s): that much moving
/// time is one observation.
const DECISION_S: f64 = 100.0;
/// Beta priors of the share: a table every two miles walked through for half a minute is 3 %;
/// who has to walk does so for any share of the time.
const PRIORS: [(f64, f64); 2] = [(0.5, 15.0), (1.0, 2.0)];
/// Prior odds that walking begins and stays: a tenth of runs of 10 miles and more.
const PRIOR_ODDS: f64 = 0.2;
/// Miles before the finish in which no onset is searched: shorter is a walk home.
const LAST_MI: f64 = 1.5;
/// Distance between onsets, miles: a window.
const SPACING_MI: f64 = 0.1;
/// Miles before the finish that must hold walking still, less a kick of half a mile.
const STAYS_MI: (f64, f64) = (2.5, 0.5);
/// Walking up a steeper grade than this is the ground's: runners walk climbs from the start.
const CLIMB: f64 = 0.03;
/// Level of the onset's interval.
const CONFIDENCE: f64 = 0.95;

/// Walking before and after its onset.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WalkingAnswer {
    /// Where walking took over, with its interval.
    pub onset: Onset,
    /// Share of moving time walked before it.
    pub before: f64,
    /// Share of moving time walked from it on.
    pub after: f64,
    /// Probability that walking rose from less than 5 % to 15 % and more, and stayed.
    pub probability: f64,
}

impl WalkingAnswer {
    /// Looks for the onset of walking; `None` where the run has no walking or is too short to search.
    pub fn new(moving: &Moving) -> Option<Self> {
        let finish = moving.finish_mi;
        let (first, last) = (3.0_f64.max(0.2 * finish), finish - LAST_MI);
        let moving = &moving.where_grade(|grade| grade <= CLIMB);
        let walked: f64 = moving.walked_s.iter().sum();
        if last <= first || walked <= 0.0 {
            return None;
        }
        let all = marginal(moving, |_| true, PRIORS[0]);
        let count = ((last - first) / SPACING_MI).floor() as usize + 1;
        let places: Vec<(f64, f64)> = (0..count)
            .map(|k| {
                let at = first + SPACING_MI * k as f64;
                let log = marginal(moving, |mi| mi < at, PRIORS[0])
                    + marginal(moving, |mi| mi >= at, PRIORS[1]);
                (at, log - all)
            })
            .collect();
        let log_factor = log_sum(places.iter().map(|p| p.1)) - (count as f64).ln();
        let odds = (log_factor + PRIOR_ODDS.ln()).exp();
        let (at, _) = *places.iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
        let before = moving.walked_share(|mi| mi < at);
        let after = moving.walked_share(|mi| mi >= at);
        let late = |mi: f64| mi >= finish - STAYS_MI.0 && mi < finish - STAYS_MI.1;
        let stays = moving.walked_share(late) >= AFTER;
        let rose = before < BEFORE && after >= AFTER;
        Some(Self {
            onset: interval(&places, at),
            before,
            after,
            probability: if rose && stays {
                odds / (1.0 + odds)
            } else {
                0.0
            },
        })
    }
}

/// Log marginal likelihood of one share of walking over the windows that `keep` picks.
fn marginal(moving: &Moving, keep: impl Fn(f64) -> bool, prior: (f64, f64)) -> f64 {
    let kept = (0..moving.len()).filter(|&i| keep(moving.at_mi[i]));
    let (walked, ran) = kept.fold((0.0, 0.0), |sum, i| {
        let walked = moving.walked_s[i];
        (sum.0 + walked, sum.1 + moving.moving_s[i] - walked)
    });
    let (a, b) = prior;
    ln_beta(a + walked / DECISION_S, b + ran / DECISION_S) - ln_beta(a, b)
}

/// The onset with the shortest interval that holds the probability.
fn interval(places: &[(f64, f64)], at: f64) -> Onset {
    let total = log_sum(places.iter().map(|p| p.1));
    let share: Vec<f64> = places.iter().map(|p| (p.1 - total).exp()).collect();
    let (mut low, mut high) = (0, places.len() - 1);
    let mut held: f64 = share.iter().sum();
    // Both ends give up what they hold least of.
    while low < high {
        let least = if share[low] <= share[high] { low } else { high };
        if held - share[least] < CONFIDENCE {
            break;
        }
        held -= share[least];
        if least == low {
            low += 1;
        } else {
            high -= 1;
        }
    }
    Onset {
        at: Metres::from_miles(at),
        low: Metres::from_miles(places[low].0.min(at - SPACING_MI)),
        high: Metres::from_miles(places[high].0.max(at + SPACING_MI)),
        confidence: CONFIDENCE,
        low_open: low == 0,
        high_open: high == places.len() - 1,
    }
}
