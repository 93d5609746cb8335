//! Each format to one activity, and an activity to a run and its measures.

use crate::runs;
use divan::Bencher;
use divan::counter::BytesCount;
use formdrift::measure::{SplitLength, measure};
use formdrift::normalise::{CadenceChoice, normalise};
use formdrift::read::read;

fn timed(bencher: Bencher, bytes: &[u8]) {
    bencher
        .counter(BytesCount::of_slice(bytes))
        .bench(|| read(divan::black_box(bytes)));
}

#[divan::bench]
fn fit(bencher: Bencher) {
    timed(bencher, runs::MARATHON_FIT);
}

#[divan::bench]
fn fit_gz(bencher: Bencher) {
    timed(bencher, runs::MARATHON_GZ);
}

#[divan::bench]
fn gpx(bencher: Bencher) {
    timed(bencher, runs::MARATHON_GPX);
}

#[divan::bench]
fn tcx(bencher: Bencher) {
    timed(bencher, runs::MARATHON_TCX);
}

/// An activity to a run with a clock, distance and pauses.
#[divan::bench]
fn normalised(bencher: Bencher) {
    let raw = runs::raw(runs::MARATHON_FIT);
    bencher.bench(|| normalise(divan::black_box(&raw), CadenceChoice::default()));
}

/// A run to windows and splits.
#[divan::bench]
fn measured(bencher: Bencher) {
    let raw = runs::raw(runs::MARATHON_FIT);
    let (run, _) = normalise(&raw, CadenceChoice::default()).expect("a fixture");
    bencher.bench(|| measure(divan::black_box(&run), SplitLength::default()));
}
