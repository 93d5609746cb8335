//! Reads broken files by the hundred thousand, one after another, and says what came of them
//! and the most memory one of them took:
//! `cargo run --release --example mutate -- [INPUTS] [FIRST SEED]`. Fails where one took more
//! than 64 MB and 20 times its size.
//!
//! With `--one` before the numbers it makes that many copies of each fixture with one wrong bit,
//! digit, field or record instead, and says how many of them move the answer.
//!
//! `--one FILE...` does so with recordings of one's own. With `--archives` it reads broken zip and
//! tar archives, plain, gzipped and one in another.
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
use formdrift::read::container::Archive;
use formdrift::read::{self, FORMATS, FormatReader};
use formdrift::{Options, analyse};
use rayon::prelude::*;
use std::io::Write;
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
        let named: Vec<String> = std::env::args()
            .skip(1)
            .filter(|text| text.parse::<u64>().is_err() && text != "--one")
            .collect();
        let fixtures = ONE_FAULT_IN
            .iter()
            .map(|name| format!("{}/fixtures/{name}", env!("CARGO_MANIFEST_DIR")));
        let paths = if named.is_empty() {
            fixtures.collect()
        } else {
            named
        };
        for path in paths {
            if let Err(why) = one_fault_in(&path, first..first + inputs) {
                eprintln!("{path}: {why}");
                return ExitCode::FAILURE;
            }
        }
        return ExitCode::SUCCESS;
    }
    if std::env::args().any(|argument| argument == "--archives") {
        return broken_archives(first..first + inputs);
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
fn one_fault_in(path: &str, seeds: std::ops::Range<u64>) -> Result<(), Box<dyn std::error::Error>> {
    let fixture = path.rsplit('/').next().unwrap_or(path);
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

/// Reads broken archives and every recording that comes out of them.
fn broken_archives(numbers: std::ops::Range<u64>) -> ExitCode {
    let seeds = archives();
    let (mut opened, mut entries, mut read, mut beyond) = (0_u64, 0_u64, 0_u64, 0_u64);
    let mut slowest = (Duration::ZERO, 0);
    let inputs = numbers.end - numbers.start;
    for seed in numbers {
        let bytes = mutation::broken(&seeds, seed);
        let size = bytes.len();
        forget_peak();
        let began = Instant::now();
        if let Ok(archive) = Archive::open(std::io::Cursor::new(bytes)) {
            opened += 1;
            for entry in archive {
                entries += 1;
                let content = entry.content.ok();
                read += u64::from(content.is_some_and(|bytes| read::read(&bytes).is_ok()));
            }
        }
        slowest = slowest.max((began.elapsed(), seed));
        beyond += u64::from(peak_kb().unwrap_or(0) > allowed_kb(size));
    }
    println!(
        "archives: {inputs} inputs, {opened} opened, {entries} entries, {read} read; slowest \
         {:.1} ms (seed {}); {beyond} beyond the bound",
        slowest.0.as_secs_f64() * 1e3,
        slowest.1,
    );
    if beyond == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Sound archives of small recordings: zip, tar, gzipped tar, and a zip in a zip.
fn archives() -> Vec<Vec<u8>> {
    let members: Vec<(String, Vec<u8>)> = FORMATS
        .iter()
        .map(|reader| {
            let ending = reader.format.name();
            (
                format!("run.{ending}"),
                mutation::seeds(reader.format).swap_remove(0),
            )
        })
        .collect();
    let zipped = zip_of(&members);
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in &members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        tar.append_data(&mut header, name, bytes.as_slice())
            .expect("written to memory");
    }
    let tar = tar.into_inner().expect("written to memory");
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&tar).expect("written to memory");
    let gzipped = gzip.finish().expect("written to memory");
    let nested = zip_of(&[("inner.zip".to_owned(), zipped.clone())]);
    vec![zipped, tar, gzipped, nested]
}

fn zip_of(members: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(name.as_str(), options).expect("a new name");
        zip.write_all(bytes).expect("written to memory");
    }
    zip.finish().expect("written to memory").into_inner()
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
