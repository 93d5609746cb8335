//! Reads broken files by the hundred thousand and says what came of them:
//! `cargo run --release --example mutate -- [INPUTS] [FIRST SEED]`. Under `/usr/bin/time -v`
//! it shows the memory that took.

mod mutation;
mod oddities;
mod write;

use formdrift::normalise::{CadenceChoice, normalise};
use formdrift::read::{self, FORMATS};
use std::time::{Duration, Instant};

fn main() {
    let mut arguments = std::env::args()
        .skip(1)
        .filter_map(|text| text.parse::<u64>().ok());
    let inputs = arguments.next().unwrap_or(100_000);
    let first = arguments.next().unwrap_or(0);
    for reader in FORMATS {
        let seeds = mutation::seeds(reader.format);
        let (mut activities, mut sentences, mut runs) = (0u64, 0u64, 0u64);
        let mut slowest = (Duration::ZERO, 0);
        for seed in first..first + inputs {
            let bytes = mutation::broken(&seeds, seed);
            let began = Instant::now();
            match read::read(&bytes) {
                Ok(found) => {
                    activities += 1;
                    let normal = |raw| normalise(raw, CadenceChoice::Auto).is_ok();
                    runs += found.iter().filter(|raw| normal(raw)).count() as u64;
                }
                Err(_) => sentences += 1,
            }
            slowest = slowest.max((began.elapsed(), seed));
        }
        println!(
            "{}: {inputs} inputs, {activities} read ({runs} runs), {sentences} refused, slowest \
             {:.1} ms (seed {})",
            reader.format.name(),
            slowest.0.as_secs_f64() * 1e3,
            slowest.1
        );
    }
}
