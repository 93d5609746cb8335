//! Reads broken files by the hundred thousand, one after another, and says what came of them
//! and the most memory one of them took:
//! `cargo run --release --example mutate -- [INPUTS] [FIRST SEED]`. Fails where one took more
//! than 64 MB and 20 times its size.
//!
//! With `--one` before the numbers it makes that many copies of each fixture with one wrong bit,
//! digit, field or record instead, and says how many of them move the answer.
//!
//! Memory is the peak of the whole process while that input was read, by Linux's own account
//! (`VmHWM`, set back before each input), so it is no less than what the input took; other
//! systems do not tell it.

mod mutation;
mod oddities;
mod one_fault;
mod same_answer;
mod write;

use formdrift::normalise::{CadenceChoice, normalise};
use formdrift::read::{self, FORMATS, FormatReader};
use formdrift::{Options, analyse};
use rayon::prelude::*;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Memory an input may take, kB: 64 MB and 20 times its size.
fn allowed_kb(input: usize) -> u64 {
    (64 << 10) + 20 * input as u64 / 1024
}

/// What came of the inputs of a format.
#[derive(Default)]
struct Sum {
    read: u64,
    runs: u64,
    refused: u64,
    /// Longest time, and its seed.
    slowest: (Duration, u64),
    /// Largest peak (kB), its seed, and how many inputs took more than is allowed.
    largest: (u64, u64),
    beyond: u64,
}

fn main() -> ExitCode {
    let mut arguments = std::env::args()
        .skip(1)
        .filter_map(|text| text.parse::<u64>().ok());
    let inputs = arguments.next().unwrap_or(100_000);
    let first = arguments.next().unwrap_or(0);
    if std::env::args().any(|argument| argument == "--one") {
        for fixture in ONE_FAULT_IN {
            if let Err(why) = one_fault_in(fixture, first..first + inputs) {
                eprintln!("{fixture}: {why}");
                return ExitCode::FAILURE;
            }
        }
        return ExitCode::SUCCESS;
    }
    let mut beyond = 0;
    for reader in FORMATS {
        let sum = broken_files(reader, first..first + inputs);
        println!(
            "{}: {inputs} inputs, {} read ({} runs), {} refused; slowest {:.1} ms (seed {}); \
             largest peak {} kB (seed {}), {} beyond the bound",
            reader.format.name(),
            sum.read,
            sum.runs,
            sum.refused,
            sum.slowest.0.as_secs_f64() * 1e3,
            sum.slowest.1,
            sum.largest.0,
            sum.largest.1,
            sum.beyond,
        );
        beyond += sum.beyond;
    }
    if beyond == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Fixtures, a format each, of which copies with one fault are made.
const ONE_FAULT_IN: &[&str] = &["marathon.fit", "marathon.tcx", "marathon.gpx"];

/// Prints a row for each kind of fault: how many copies, how many of these move the answer, and
/// how many of those say nothing.
fn one_fault_in(
    fixture: &str,
    seeds: std::ops::Range<u64>,
) -> Result<(), Box<dyn std::error::Error>> {
    let path = format!("{}/fixtures/{fixture}", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(path)?;
    let options = Options::default();
    // To look at single copies.
    let kept = std::env::var_os("FORMDRIFT_KEEP").map(std::path::PathBuf::from);
    let sound = analyse(&bytes, &options)?;
    for (kind, name) in one_fault::FAULTS {
        let count = seeds.clone().count();
        let moved: Vec<(u64, String, bool)> = seeds
            .clone()
            .into_par_iter()
            .filter_map(|seed| {
                let faulty = one_fault::faulty(&bytes, *kind, seed);
                if let Some(folder) = &kept {
                    let name = format!("{}-{seed}-{fixture}", name.replace(' ', "-"));
                    let _ = std::fs::write(folder.join(name), &faulty);
                }
                match analyse(&faulty, &options) {
                    Ok(a) => {
                        let differences = same_answer::differences(&a, &sound);
                        let told = a.caveats.len() > sound.caveats.len();
                        (!differences.is_empty()).then(|| (seed, differences.join(", "), told))
                    }
                    Err(why) => Some((seed, why.to_string(), true)),
                }
            })
            .collect();
        let silent = moved.iter().filter(|(_, _, told)| !told).count();
        println!(
            "| {fixture} | {name} | {count} | {} | {silent} |",
            moved.len()
        );
        for (seed, why, told) in &moved {
            eprintln!("{fixture} {name} seed {seed}, told {told}: {why}");
        }
    }
    Ok(())
}

fn broken_files(reader: &FormatReader, numbers: std::ops::Range<u64>) -> Sum {
    let seeds = mutation::seeds(reader.format);
    let mut sum = Sum::default();
    for seed in numbers {
        let bytes = mutation::broken(&seeds, seed);
        forget_peak();
        let began = Instant::now();
        match read::read(&bytes) {
            Ok(found) => {
                sum.read += 1;
                let normal = |raw| normalise(raw, CadenceChoice::Auto).is_ok();
                sum.runs += found.iter().filter(|raw| normal(raw)).count() as u64;
            }
            Err(_) => sum.refused += 1,
        }
        sum.slowest = sum.slowest.max((began.elapsed(), seed));
        let peak = peak_kb().unwrap_or(0);
        sum.largest = sum.largest.max((peak, seed));
        sum.beyond += u64::from(peak > allowed_kb(bytes.len()));
    }
    sum
}

/// Sets the process's peak back to what it holds now (`man 5 proc`, clear_refs).
fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// Peak of the process's memory since then, kB.
fn peak_kb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
