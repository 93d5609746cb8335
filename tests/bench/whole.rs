//! Bytes to the analysis, the analysis to each output. One thread: the program renders
//! outputs side by side.

use crate::runs;
use divan::Bencher;
use formdrift::report::{OUTPUTS, json};
use formdrift::{Options, analyse};

fn to_json(bencher: Bencher, bytes: &[u8]) {
    let (options, dressed) = (Options::default(), runs::dressed());
    bencher.bench(|| {
        analyse(divan::black_box(bytes), &options).map(|analysis| json::line(&analysis, &dressed))
    });
}

#[divan::bench]
fn fit_to_json(bencher: Bencher) {
    to_json(bencher, runs::MARATHON_FIT);
}

#[divan::bench]
fn gpx_to_json(bencher: Bencher) {
    to_json(bencher, runs::MARATHON_GPX);
}

#[divan::bench(args = OUTPUTS.iter().map(|output| output.name))]
fn output(bencher: Bencher, name: &str) {
    let (analysis, options) = (runs::analysed(runs::MARATHON_FIT), runs::dressed());
    let output = OUTPUTS
        .iter()
        .find(|output| output.name == name)
        .expect("a name of the list");
    bencher.bench(|| output.files(&analysis, &options));
}
