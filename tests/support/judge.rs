//! A simulated run through the public path, and how the answer compares with the truth.
// The suite and the accuracy harness each use a part of it.
#![allow(dead_code)]

use crate::answer::Answer;
use crate::sim::{SimulatedRun, Truth};
use crate::write::{FitStyle, GpxStyle, fit_file, gpx_file};
use formdrift::detect::{
    DetectOptions, HabitualCurve, Kind, Onset, Pattern, UndecidedBecause, Verdict,
};
use formdrift::measure::{Measures, SplitLength, measure};
use formdrift::normalise::{CadenceChoice, Run, Sample, normalise};
use formdrift::read::{RawActivity, read};
use formdrift::stats::Estimate;
use formdrift::units::{METRES_PER_MILE, Metres};
use formdrift::{Options, analyse_activity};
use std::time::Instant;

/// By which door a run comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// As a FIT file reads, without the bytes.
    Fit,
    /// As a GPX file reads, without the bytes.
    Gpx,
    /// Encoded as FIT and read.
    FitBytes,
    /// Encoded as GPX and read.
    GpxBytes,
}

impl Door {
    /// Six runs in ten as FIT, two as GPX, one each through the bytes.
    pub fn of_seed(seed: u64) -> Self {
        match seed % 10 {
            0..=5 => Self::Fit,
            6 | 7 => Self::Gpx,
            8 => Self::FitBytes,
            _ => Self::GpxBytes,
        }
    }

    /// The run as it comes out of reading.
    pub fn raw(self, run: &SimulatedRun) -> Option<RawActivity> {
        match self {
            Self::Fit => Some(run.raw_fit()),
            Self::Gpx => Some(run.raw_gpx()),
            Self::FitBytes => first(&fit_file(&run.raw_fit(), &FitStyle::default())),
            Self::GpxBytes => first(&gpx_file(&run.raw_gpx(), &GpxStyle::default())),
        }
    }
}

/// Processor time that this thread has used, milliseconds: where Linux keeps it, since a
/// clock also counts what other programs took meanwhile.
fn processor_ms() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = text.split_whitespace().next()?.parse().ok()?;
    Some(nanoseconds / 1e6)
}

fn first(bytes: &[u8]) -> Option<RawActivity> {
    read(bytes).ok()?.into_iter().next()
}

/// What came out for one run, beside the truth.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Seed of the run.
    pub seed: u64,
    /// Length, miles.
    pub miles: f64,
    /// What is true.
    pub truth: Truth,
    /// True onset on the axis of the analysis, metres.
    pub true_onset_m: Option<f64>,
    /// What was said, as other programs read it.
    pub answer: Answer,
    /// What was said.
    pub kind: Kind,
    /// In which way.
    pub pattern: Option<Pattern>,
    /// Where it began.
    pub onset: Option<Onset>,
    /// Why undecided, if so.
    pub undecided: Option<UndecidedBecause>,
    /// Of the form test.
    pub p_value: Option<f64>,
    /// Of the pace test.
    pub pace_p_value: Option<f64>,
    /// Form change at the finish with its interval, percent.
    pub change_pct: Option<Estimate>,
    /// Smallest detectable ramp, percent.
    pub smallest_pct: Option<f64>,
    /// Largest error of the two parts of the slowdown, points.
    pub attribution_error: Option<f64>,
    /// The fitted curve.
    pub curve: Option<HabitualCurve>,
    /// Milliseconds of processor time from the read activity to the answer, most of it
    /// detection; of the clock where only that is known.
    pub analysis_ms: f64,
}

/// Measures an activity; `None` when it is refused.
pub fn measures_of(raw: &RawActivity) -> Option<Measures> {
    let (run, _) = normalise(raw, CadenceChoice::Auto).ok()?;
    Some(measure(&run, SplitLength::default()))
}

/// Puts a run through every stage to the verdict. A run that is refused counts as undecided.
pub fn judge(run: &SimulatedRun, seed: u64, door: Door) -> Outcome {
    judge_with(run, seed, door, &DetectOptions::default())
}

/// The same with options of detection.
pub fn judge_with(run: &SimulatedRun, seed: u64, door: Door, options: &DetectOptions) -> Outcome {
    let mut outcome = Outcome {
        seed,
        miles: run.spec.miles,
        truth: run.truth,
        true_onset_m: None,
        answer: Answer::default(),
        kind: Kind::Undecided,
        pattern: None,
        onset: None,
        undecided: None,
        p_value: None,
        pace_p_value: None,
        change_pct: None,
        smallest_pct: None,
        attribution_error: None,
        curve: None,
        analysis_ms: 0.0,
    };
    let options = Options {
        detect: *options,
        ..Options::default()
    };
    let Some(raw) = door.raw(run) else {
        return outcome;
    };
    let (begun, worked) = (Instant::now(), processor_ms());
    let Ok(analysis) = analyse_activity(&raw, &options) else {
        return outcome;
    };
    outcome.analysis_ms = match (worked, processor_ms()) {
        (Some(from), Some(to)) => to - from,
        _ => begun.elapsed().as_secs_f64() * 1000.0,
    };
    let axis = Axis::new(&analysis.run);
    outcome.true_onset_m = run.onset_second().map(|second| axis.metres(second));
    outcome.answer = Answer::of(&analysis).unwrap_or_default();
    let verdict = &analysis.verdict;
    outcome.curve = verdict.curve;
    outcome.kind = verdict.kind();
    outcome.pattern = verdict.pattern();
    outcome.onset = verdict.onset();
    outcome.undecided = verdict.undecided_because();
    outcome.p_value = verdict.p_value;
    outcome.pace_p_value = verdict.pace.p_value;
    outcome.change_pct = verdict.form_change_at_finish;
    outcome.smallest_pct = verdict.smallest_detectable_pct;
    outcome.attribution_error = attribution_error(run, &axis, verdict);
    outcome
}

/// The analysis' own distance axis against the clock: where the watch lost or gained metres,
/// the truth is placed by time.
struct Axis(Vec<(f64, f64)>);

impl Axis {
    fn new(run: &Run) -> Self {
        let pair = |sample: &Sample| (sample.elapsed.value(), sample.distance.value());
        Self(run.samples.iter().map(pair).collect())
    }

    /// Distance at a second of the simulation.
    fn metres(&self, second: usize) -> f64 {
        let after = self
            .0
            .partition_point(|(elapsed, _)| *elapsed < second as f64);
        self.0
            .get(after)
            .or(self.0.last())
            .map_or(0.0, |pair| pair.1)
    }

    /// The second at a distance.
    fn second(&self, metres: Metres) -> usize {
        let after = self
            .0
            .partition_point(|(_, distance)| *distance < metres.value());
        self.0
            .get(after)
            .or(self.0.last())
            .map_or(0, |pair| pair.0 as usize)
    }
}

/// The stated parts of the slowdown against those of the simulated steps and metres, over
/// the windows that the verdict itself names.
fn attribution_error(run: &SimulatedRun, axis: &Axis, verdict: &Verdict) -> Option<f64> {
    let stated = verdict.attribution?;
    let (fresh_from, fresh_to) = verdict.fresh?;
    let span = |from, to| run.log_means(axis.second(from), axis.second(to));
    let (speed_before, cadence_before) = span(fresh_from, fresh_to)?;
    let (speed_after, cadence_after) = span(stated.from, stated.to)?;
    let slowdown = 100.0 * (speed_before - speed_after);
    let cadence = 100.0 * (cadence_before - cadence_after);
    let step = slowdown - cadence;
    let error = (stated.from_cadence_pct - cadence).abs();
    Some(error.max((stated.from_step_length_pct - step).abs()))
}

impl Outcome {
    /// Found as what it is, at least likely: a form change as form_breakdown, a fade or
    /// walking to the finish as pace_fade.
    pub fn found(&self) -> bool {
        let Truth {
            form,
            fade,
            walking,
        } = self.truth;
        let kind = match (form, fade.is_some() || walking.is_some()) {
            (Some(_), _) => Kind::FormBreakdown,
            (None, true) => Kind::PaceFade,
            (None, false) => return false,
        };
        self.answer.claims() && self.kind == kind
    }

    /// Error of the onset in miles, given detection.
    pub fn onset_error_miles(&self) -> Option<f64> {
        let stated = self.found().then_some(self.onset?)?;
        Some((stated.at.value() - self.true_onset_m?) / METRES_PER_MILE)
    }

    /// Whether the interval holds the truth, given detection; an open end holds all beyond.
    pub fn interval_holds(&self) -> Option<bool> {
        let stated = self.found().then_some(self.onset?)?;
        let truth = self.true_onset_m?;
        let above = stated.low_open || stated.low.value() <= truth;
        let below = stated.high_open || truth <= stated.high.value();
        Some(above && below)
    }

    /// Width of the interval in miles, given detection.
    pub fn interval_miles(&self) -> Option<f64> {
        let stated = self.found().then_some(self.onset?)?;
        Some((stated.high - stated.low).miles())
    }

    /// Whether the pattern of a form breakdown is right, given detection.
    pub fn pattern_right(&self) -> Option<bool> {
        let form = self.truth.form.filter(|_| self.found())?;
        let expected = if form.change_pct < 0.0 {
            Pattern::Overstriding
        } else {
            Pattern::Shuffling
        };
        Some(self.pattern == Some(expected))
    }
}
