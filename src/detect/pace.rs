//! Was speed lost for good? ln speed = level + what this runner gives to the ground + warm-up +
//! kick + loss + noise. The test uses moving speed, walking included; running alone then says whether
//! the running slowed too, and from where.

use super::certainty::{self, LEAST_LOSS, LossEvidence};
use super::changepoint::{ChangeShape, LevelShifts, OnsetTest, Problem};
use super::form::column;
use super::heart;
use super::moving::Moving;
use super::types::{Onset, Shape};
use super::windows::{Series, median};
use crate::measure::Measures;
use crate::phases::{COST_SHOWN, Phases};
use crate::stats::{Estimate, Noise, SLOW_BESIDE_ONSET, Segment, SlowPart};
use std::slice;

/// Share of the cost of a grade (Minetti 2002) that shows in ln speed. A runner at an even
/// effort would give all of it; real ones give half to all.
const COST_SHARE: (f64, f64) = (COST_SHOWN, 0.4);
/// The same of what smoothing takes out of the grade, which is mostly the altimeter's error:
/// in 17 of 18 real runs speed adjusted by the whole cost of the grade as recorded is rougher
/// than speed as it was.
const ROUGH_SHARE: (f64, f64) = (0.3, 0.3);
/// Beside that, runners give back less on descents than they lose on climbs. Per unit of
/// grade.
const GRADE_SD: f64 = 0.6;
/// The first minutes are run 0-6 % slower or faster than what follows.
const WARM_UP_SD: f64 = 0.03;
/// Its time constant, minutes.
const WARM_UP_MIN: f64 = 5.0;
/// The last mile may be a kick.
const KICK_SD: f64 = 0.03;
/// From start to finish runners speed up or slow down evenly by a few percent: a negative split,
/// an even drift. It is no onset.
const TREND_SD: f64 = 0.02;
/// Its place among the columns of [`problem`].
const TREND: usize = 6;
/// Slow part of the noise: pacing wanders more than cadence does, and sooner.
const SLOW: SlowPart = SlowPart {
    length: 0.8,
    shares: &[(0.05, 0.3), (0.25, 0.35), (1.0, 0.28), (4.0, 0.07)],
    tried: SLOW_BESIDE_ONSET,
};
/// First guess at the white variance of ln speed: 2 % of a window.
const WHITE_VARIANCE: f64 = 4e-4;
/// Fades of marathons lose 4-25 %.
const EFFECT_SD: f64 = 0.10;
/// Miles before the finish in which no onset is searched: shorter is a finish, not a fade.
const LAST_MI: f64 = 1.0;
/// Share of moving time walked from which running is also looked at alone.
const WALKED: f64 = 0.01;
/// Running alone names the onset where it slowed beyond doubt (log Bayes factor), ...
const RUNNING_SURE: f64 = 2.0;
/// ... or where it slowed probably, and made up at least this share of the whole loss.
const RUNNING_PROBABLE: (f64, f64) = (1.0, 0.4);
/// Fresh running that a loss is compared with: at most so many miles before the onset.
const FRESH_MI: f64 = 8.0;
/// Miles before the finish over which a loss must still be there, and how many of them, the
/// last, may be a kick.
const LAST_STRETCH_MI: (f64, f64) = (2.3, 0.3);
/// A fade is abrupt when complete within this many miles.
const ABRUPT_MI: f64 = 2.0;
/// A runner who stops trying is slower at once; who tires takes longer than this, miles.
const SUDDEN_MI: f64 = 0.5;
/// The easy miles at the start that a session's later pace is compared with.
const EARLY_MI: (f64, f64) = (0.5, 2.5);
/// Windows that a median must rest on.
const LEAST_WINDOWS: usize = 3;

/// The result of the test of pace.
pub struct PaceAnswer {
    /// Moving speed by window, walking included.
    pub moving: Moving,
    /// The search in moving speed.
    pub total: OnsetTest,
    /// The search in running speed alone, where it names the onset.
    running: Option<OnsetTest>,
    /// What speaks for and against a fade.
    pub evidence: LossEvidence,
    /// Probability of a fade, and of a slowdown by choice.
    pub loss: certainty::Loss,
}

impl PaceAnswer {
    /// Tests pace for an onset; `None` if the run is too short to search.
    pub fn new(measures: &Measures, phases: &Phases, series: &Series, seed: u64) -> Option<Self> {
        let moving = Moving::new(measures, phases);
        let total = OnsetTest::run(&problem(&moving), &moving.ln_speed, moving.window_mi, seed)?;
        let walked = moving.walked_share(|_| true) >= WALKED;
        let running = walked
            .then(|| running_onset(&moving.running(), &total))
            .flatten();
        let onset = running.as_ref().unwrap_or(&total).at();
        let fall = measures
            .heart_rate_is_evidence
            .then(|| heart::fall(series, onset))
            .flatten();
        let session = Session::new(measures, total.best().onset, moving.finish_mi);
        let evidence = LossEvidence {
            below_start: session.as_ref().map(|s| s.start - s.after),
            gained: session.as_ref().map(|s| s.before - s.start),
            sudden: running
                .as_ref()
                .unwrap_or(&total)
                .probability_within(SUDDEN_MI),
            heart: fall,
            ..evidence(&moving, &total, onset)
        };
        Some(Self {
            loss: certainty::loss(&evidence),
            moving,
            total,
            running,
            evidence,
        })
    }

    /// The search that names the onset: running alone where it slowed, else moving speed.
    fn named(&self) -> &OnsetTest {
        self.running.as_ref().unwrap_or(&self.total)
    }

    /// Where the loss began.
    pub fn onset(&self) -> Onset {
        self.named().onset()
    }

    /// Change of ln moving speed at the finish (negative = slower), over all onsets and shapes.
    pub fn change(&self) -> Estimate {
        self.total.posterior.change
    }

    /// An even slowdown from the start: a line fits as well as any onset, and its loss is
    /// significant and probably at least the smallest that is reported.
    pub fn drifts(&self) -> bool {
        let slope = self.slope();
        let sd = (slope.high - slope.low) / (2.0 * 1.96);
        self.total.is_line()
            && slope.high < 0.0
            && -slope.value >= LEAST_LOSS + certainty::LIKELY_SDS * sd
    }

    /// Change of ln speed from start to finish along the best line, as the run alone tells it:
    /// what the prior holds back is given back.
    fn slope(&self) -> Estimate {
        let fit = self.total.fit(None);
        let precision = fit.sd(TREND).powi(-2);
        let own = (precision - TREND_SD.powi(-2)).max(f64::MIN_POSITIVE);
        let (value, sd) = (fit.coefficient(TREND) * precision / own, own.powf(-0.5));
        Estimate {
            value,
            low: value - 1.96 * sd,
            high: value + 1.96 * sd,
        }
    }

    /// At once or over miles.
    pub fn shape(&self) -> Shape {
        if self.named().probability_within(ABRUPT_MI) > 0.5 {
            Shape::Abrupt
        } else {
            Shape::Gradual
        }
    }
}

/// The search in running speed alone, if it names the onset of a loss in moving speed.
fn running_onset(running: &Moving, total: &OnsetTest) -> Option<OnsetTest> {
    let test = OnsetTest::locate(&problem(running), &running.ln_speed, running.window_mi)?;
    let (factor, change) = (test.evidence.statistic(), test.posterior.change.value);
    let share = change / total.posterior.change.value;
    let names =
        factor >= RUNNING_SURE || (factor >= RUNNING_PROBABLE.0 && share >= RUNNING_PROBABLE.1);
    (names && change <= -LEAST_LOSS).then_some(test)
}

fn evidence(moving: &Moving, total: &OnsetTest, onset_mi: f64) -> LossEvidence {
    let best = total.best();
    let fit = total.fit(Some(total.search.column(&best)));
    let residual = fit.residual(&moving.ln_speed);
    let finish = moving.finish_mi;
    let typical = |keep: &dyn Fn(usize) -> bool| {
        let mut kept: Vec<f64> = (0..moving.len())
            .filter(|&i| keep(i))
            .map(|i| residual[i])
            .collect();
        (kept.len() >= LEAST_WINDOWS).then(|| median(&mut kept))
    };
    let at = |i: usize| moving.at_mi[i];
    let complete = match best.width {
        ChangeShape::Step => best.onset,
        ChangeShape::Over(width) => best.onset + width,
        // Most of the loss is there beyond the middle of what is left.
        ChangeShape::ToFinish => best.onset + 0.6 * (finish - best.onset),
    };
    let complete = complete.min(finish - 0.8);
    let fresh = typical(&|i| {
        at(i) < best.onset && at(i) > best.onset - FRESH_MI && moving.moving_min[i] > 10.0
    });
    let late = typical(&|i| at(i) > complete);
    let (from, to) = (finish - LAST_STRETCH_MI.0, finish - LAST_STRETCH_MI.1);
    let last = typical(&|i| at(i) > from.max(best.onset) && at(i) < to);
    let change = total.posterior.change;
    let kept = fresh
        .zip(late)
        .zip(last)
        .map(|((fresh, late), last)| (fresh - last) / (fresh - late).max(0.5 * LEAST_LOSS));
    LossEvidence {
        log_bayes_factor: total.evidence.statistic(),
        line_advantage: total.evidence.line - total.evidence.onset,
        loss: -change.value,
        loss_sd: (change.high - change.low) / (2.0 * 1.96),
        kept: kept.unwrap_or(1.0),
        left_mi: finish - onset_mi,
        below_start: None,
        gained: None,
        sudden: 0.0,
        hours: moving.moving_min.last().map_or(0.0, |m| m / 60.0),
        walked_before: moving.walked_share(|mi| mi < best.onset),
        walked_after: moving.walked_share(|mi| mi > best.onset),
        heart: None,
    }
}

/// ln speed of three parts of the whole recording, the ground taken out.
struct Session {
    /// The first miles, warm-up included.
    start: f64,
    /// The miles before the onset.
    before: f64,
    /// From the onset on.
    after: f64,
}

impl Session {
    /// `None` where one of them is too short.
    fn new(measures: &Measures, onset_mi: f64, finish_mi: f64) -> Option<Self> {
        let everything = Moving::new(measures, &Phases::whole(measures));
        let typical = |from: f64, to: f64| {
            let kept = (0..everything.len()).filter(|&i| (from..to).contains(&everything.at_mi[i]));
            let mut kept: Vec<f64> = kept
                .map(|i| everything.ln_speed[i] + COST_SHARE.0 * everything.ln_cost[i])
                .collect();
            (kept.len() >= LEAST_WINDOWS).then(|| median(&mut kept))
        };
        Some(Self {
            start: typical(EARLY_MI.0, EARLY_MI.1)?,
            before: typical((onset_mi - FRESH_MI).max(EARLY_MI.1), onset_mi)?,
            after: typical(onset_mi, finish_mi)?,
        })
    }
}

/// The model of pace, prepared for the change-point search.
fn problem(series: &Moving) -> Problem {
    let finish = series.finish_mi;
    let per_window = |f: &dyn Fn(usize) -> f64| (0..series.len()).map(f).collect::<Vec<f64>>();
    let columns = vec![
        column(vec![1.0; series.len()], 1.1, f64::INFINITY),
        column(
            per_window(&|i| -series.ln_cost[i]),
            COST_SHARE.0,
            COST_SHARE.1,
        ),
        column(
            per_window(&|i| -series.ln_rough_cost[i]),
            ROUGH_SHARE.0,
            ROUGH_SHARE.1,
        ),
        column(per_window(&|i| series.grade[i].abs()), 0.0, GRADE_SD),
        column(
            per_window(&|i| (-series.moving_min[i] / WARM_UP_MIN).exp()),
            0.0,
            WARM_UP_SD,
        ),
        column(
            per_window(&|i| f64::from(u8::from(series.at_mi[i] > finish - 1.0))),
            0.0,
            KICK_SD,
        ),
        column(
            per_window(&|i| series.at_mi[i] / finish - 0.5),
            0.0,
            TREND_SD,
        ),
    ];
    let whole = Segment {
        positions: series.at_mi.clone(),
        white: series.white.clone(),
        columns,
        values: series.ln_speed.clone(),
    };
    let noise = Noise::fit(slice::from_ref(&whole), SLOW, WHITE_VARIANCE);
    Problem {
        noise,
        positions: whole.positions,
        white: whole.white,
        columns: whole.columns,
        shifts: LevelShifts {
            at: Vec::new(),
            sd: 1.0,
            probability: 0.0,
        },
        // Most losses that raters saw in real long runs came at once or within 2 mi.
        widths: vec![
            (ChangeShape::ToFinish, 0.15),
            (ChangeShape::Over(6.0), 0.05),
            (ChangeShape::Over(3.0), 0.1),
            (ChangeShape::Over(2.0), 0.17),
            (ChangeShape::Over(1.0), 0.18),
            (ChangeShape::Over(0.5), 0.1),
            (ChangeShape::Step, 0.25),
        ],
        favoured: Vec::new(),
        range: (3.0_f64.max(0.2 * finish), finish - LAST_MI),
        steps_from: 0.0,
        spacing: 0.3,
        effect_sd: EFFECT_SD,
        only_losses: true,
    }
}
