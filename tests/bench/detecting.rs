//! Detection: a run with a clear change takes all simulations of both searches, a steady
//! one a tenth of them.

use crate::runs;
use divan::Bencher;
use formdrift::advise::advise;
use formdrift::detect::{DetectOptions, detect};
use formdrift::phases::Phases;
use formdrift::units::DisplayUnits;

fn timed(bencher: Bencher, bytes: &[u8]) {
    let measures = runs::measured(bytes);
    let phases = Phases::whole(&measures);
    bencher.bench(|| {
        detect(
            divan::black_box(&measures),
            &phases,
            &DetectOptions::default(),
        )
    });
}

#[divan::bench]
fn form_breakdown(bencher: Bencher) {
    timed(bencher, runs::MARATHON_FIT);
}

#[divan::bench]
fn pace_fade(bencher: Bencher) {
    timed(bencher, runs::FADE_FIT);
}

#[divan::bench]
fn steady(bencher: Bencher) {
    timed(bencher, runs::STEADY_FIT);
}

#[divan::bench]
fn advice(bencher: Bencher) {
    let measures = runs::measured(runs::MARATHON_FIT);
    let phases = Phases::whole(&measures);
    let verdict = detect(&measures, &phases, &DetectOptions::default());
    bencher.bench(|| {
        advise(
            &measures,
            &phases,
            divan::black_box(&verdict),
            DisplayUnits::Miles,
        )
    });
}
