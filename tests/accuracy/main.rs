//! Prints the tables of docs/accuracy.md:
//!
//! ```text
//! cargo run --release --example accuracy -- [PART...] [--runs N] [--seeds FROM]
//!     [--only SCENARIO] [--export DIR] [--dir DIR] [-v]
//! ```
//!
//! Real recordings are not part of the project. `rated` looks for them in `--dir`, in the
//! folder that FORMDRIFT_RATED names, or in ../shared/rated-runs; `short` likewise with
//! FORMDRIFT_SHORT and ../shared/short-runs. Without them these parts say that they skip.
//!
//! Seeds below 10,000,000 have been looked at; the tables of the documentation come from
//! 10,000,000 on, which nobody looks at while tuning.

mod agreement;
mod alter;
#[path = "../support/answer.rs"]
mod answer;
#[path = "../support/bars.rs"]
mod bars;
mod calibration;
mod certainty;
mod export;
mod history;
#[path = "../support/judge.rs"]
mod judge;
#[path = "../support/plant/mod.rs"]
mod plant;
mod planted;
mod power;
mod rated;
#[path = "../support/ratings.rs"]
mod ratings;
mod real;
mod rough;
#[path = "../support/roughness.rs"]
mod roughness;
#[path = "../support/rule_of_thumb.rs"]
mod rule_of_thumb;
mod runner;
mod score;
#[path = "../support/shape_score.rs"]
mod shape_score;
mod shapes;
mod short;
#[path = "../support/sim/mod.rs"]
mod sim;
#[path = "../support/write/mod.rs"]
mod write;

use std::path::PathBuf;

/// First of the seeds that documentation is made from.
pub const REPORTING_SEEDS: u64 = 10_000_000;

/// What was asked for.
pub struct Args {
    /// Runs behind each row.
    pub runs: u64,
    /// First seed.
    pub seeds: u64,
    /// One scenario only.
    pub only: Option<String>,
    /// Where `export` writes.
    pub export: PathBuf,
    /// Where `rated` and `short` look for recordings.
    pub dir: Option<PathBuf>,
    /// Lists every run.
    pub verbose: bool,
}

/// A part of the document.
struct Part {
    name: &'static str,
    about: &'static str,
    print: fn(&Args),
}

const PARTS: &[Part] = &[
    Part {
        name: "rated",
        about: "real long runs beside blind ratings by eye",
        print: rated::print,
    },
    Part {
        name: "short",
        about: "claims on real short runs, beside ratings",
        print: short::print,
    },
    Part {
        name: "planted",
        about: "changes planted in real runs, and the same runs untouched",
        print: planted::print,
    },
    Part {
        name: "shapes",
        about: "simulated runs built as real ones are, each with its right answer",
        print: shapes::print,
    },
    Part {
        name: "rough_shapes",
        about: "the same with pace as rough as in real recordings",
        print: shapes::print_rough,
    },
    Part {
        name: "certainty",
        about: "how sure claims are and how often they are right, on simulated runs",
        print: certainty::print,
    },
    Part {
        name: "rough",
        about: "roughness of simulated runs beside real ones",
        print: rough::print,
    },
    Part {
        name: "score",
        about: "verdicts by kind of run, and every bar",
        print: score::print,
    },
    Part {
        name: "rough_pace",
        about: "the same with pace as rough as in real runs",
        print: score::print_rough_pace,
    },
    Part {
        name: "calibration",
        about: "p-values on noise of other families",
        print: calibration::print,
    },
    Part {
        name: "power",
        about: "power against size of change",
        print: power::print,
    },
    Part {
        name: "history",
        about: "the same runs alone and after earlier runs of the runner",
        print: history::print,
    },
    Part {
        name: "real",
        about: "real runs: verdicts and invariance",
        print: real::print,
    },
    Part {
        name: "export",
        about: "runs as CSV for side_by_side.py",
        print: export::print,
    },
];

fn main() {
    let mut args = Args {
        runs: 400,
        seeds: REPORTING_SEEDS,
        only: None,
        export: "target/accuracy".into(),
        dir: None,
        verbose: false,
    };
    let mut chosen = Vec::new();
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let understood = match word.as_str() {
            "--runs" => words
                .next()
                .and_then(|w| w.parse().ok())
                .map(|n| args.runs = n),
            "--seeds" => words
                .next()
                .and_then(|w| w.parse().ok())
                .map(|n| args.seeds = n),
            "--only" => words.next().map(|name| args.only = Some(name)),
            "--export" => words.next().map(|folder| args.export = folder.into()),
            "--dir" => words.next().map(|folder| args.dir = Some(folder.into())),
            "-v" | "--verbose" => {
                args.verbose = true;
                Some(())
            }
            name => PARTS
                .iter()
                .find(|part| part.name == name)
                .map(|part| chosen.push(part)),
        };
        if understood.is_none() {
            return help(&word);
        }
    }
    if chosen.is_empty() {
        chosen = PARTS.iter().filter(|part| part.name != "export").collect();
    }
    for part in chosen {
        (part.print)(&args);
    }
}

fn help(word: &str) {
    eprintln!("accuracy: {word:?} is not understood. Parts:");
    for part in PARTS {
        eprintln!("  {:<12} {}", part.name, part.about);
    }
    eprintln!("Options: --runs N, --seeds FROM, --only SCENARIO, --export DIR, --dir DIR, -v");
}
