//! Cost against length of the run, hours at one record a second.

use crate::runs;
use divan::Bencher;
use divan::counter::ItemsCount;
use formdrift::{Options, analyse};

#[divan::bench(args = [1, 2, 4, 8, 16, 24])]
fn hours_to_analysis(bencher: Bencher, hours: u64) {
    let bytes = runs::hours(hours);
    let options = Options::default();
    bencher
        .counter(ItemsCount::new(hours * 3600))
        .bench(|| analyse(divan::black_box(&bytes), &options));
}
