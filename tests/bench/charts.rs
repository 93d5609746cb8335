//! Each figure: laid out, as PNG, as SVG.

use crate::runs;
use divan::Bencher;
use formdrift::report::chart::{FIGURES, Figure, Width};

fn names() -> impl Iterator<Item = &'static str> {
    FIGURES.iter().map(|figure| figure.name)
}

fn figure(name: &str) -> &'static Figure {
    FIGURES
        .iter()
        .find(|figure| figure.name == name)
        .expect("a name of the list")
}

#[divan::bench(args = names())]
fn laid_out(bencher: Bencher, name: &str) {
    let (analysis, options) = (runs::analysed(runs::MARATHON_FIT), runs::dressed());
    let figure = figure(name);
    bencher.bench(|| figure.drawing(&analysis, &options, Width::Wide));
}

#[divan::bench(args = names())]
fn png(bencher: Bencher, name: &str) {
    let (analysis, options) = (runs::analysed(runs::MARATHON_FIT), runs::dressed());
    let drawing = figure(name).drawing(&analysis, &options, Width::Wide);
    let drawing = drawing.expect("the marathon has every figure");
    bencher.bench(|| drawing.png());
}

#[divan::bench(args = names())]
fn svg(bencher: Bencher, name: &str) {
    let (analysis, options) = (runs::analysed(runs::MARATHON_FIT), runs::dressed());
    let figure = figure(name);
    let drawing = figure.drawing(&analysis, &options, Width::Wide);
    let drawing = drawing.expect("the marathon has every figure");
    bencher.bench(|| figure.svg_of(&drawing, &analysis, &options));
}
