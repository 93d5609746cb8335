//! Answers on runs built as real ones are, beside the right ones.
// The suite and the accuracy harness each use a part of it.
#![allow(dead_code)]

use crate::answer::{Answer, Place};
use crate::judge::Door;
use crate::sim::real_shapes::{RealShape, Right};
use formdrift::{Options, analyse_activity};
use rayon::prelude::*;

/// One run, judged.
#[derive(Debug, Clone)]
pub struct ShapeOutcome {
    /// Its seed.
    pub seed: u64,
    /// What is said.
    pub answer: Answer,
    /// Where the earliest change truly begins, miles on the axis of the analysis.
    pub onset: Option<f64>,
}

/// Draws and judges the runs of a shape, in parallel, in the order of the seeds; where asked,
/// with pace as rough as in real recordings.
pub fn try_shape(shape: &RealShape, seeds: std::ops::Range<u64>, rough: bool) -> Vec<ShapeOutcome> {
    seeds
        .into_par_iter()
        .map(|seed| judge(shape, seed, rough))
        .collect()
}

/// A run that is refused counts as one about which nothing is said.
fn judge(shape: &RealShape, seed: u64, rough: bool) -> ShapeOutcome {
    let run = shape.run(seed, rough);
    let raw = Door::of_seed(seed).raw(&run);
    let analysis = raw.and_then(|raw| analyse_activity(&raw, &Options::default()).ok());
    let onset = run.onset_second().zip(analysis.as_ref());
    ShapeOutcome {
        seed,
        onset: onset.and_then(|(second, analysis)| {
            let samples = &analysis.run.samples;
            let at = samples.partition_point(|sample| sample.elapsed.value() < second as f64);
            Some(samples.get(at)?.distance.miles())
        }),
        answer: analysis.and_then(|a| Answer::of(&a)).unwrap_or_default(),
    }
}

impl Right {
    /// Whether an answer is right.
    pub fn accepts(self, answer: &Answer) -> bool {
        match self {
            Self::Claim(kind, patterns) => {
                let pattern = answer.pattern.as_deref().unwrap_or_default();
                answer.claims() && answer.kind == kind && patterns.contains(&pattern)
            }
            Self::NoClaim => !answer.claims(),
            Self::Kind(kind) => answer.kind == kind,
            Self::NotSteady => answer.kind != "steady" || answer.is_only_possible(),
        }
    }

    /// For tables.
    pub fn words(self) -> String {
        match self {
            Self::Claim(kind, [pattern]) => format!("{kind}, {pattern}"),
            Self::Claim(kind, _) | Self::Kind(kind) => kind.into(),
            Self::NoClaim => "no claim".into(),
            Self::NotSteady => "not steady".into(),
        }
    }
}

/// True and stated onset, miles, of the runs that are claimed.
pub fn onsets(outcomes: &[ShapeOutcome]) -> Vec<(f64, Place)> {
    outcomes
        .iter()
        .filter(|outcome| outcome.answer.claims())
        .filter_map(|outcome| Some((outcome.onset?, outcome.answer.onset()?)))
        .collect()
}
