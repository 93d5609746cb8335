//! The verdict beside blind ratings by eye of real runs, with a rule of thumb as yardstick.

use crate::Args;
use crate::agreement::{Agreement, Judgement, print_line, print_table};
use crate::answer::{Answer, Recording};
use crate::ratings::{Consensus, Rating, ratings_in};
use crate::rule_of_thumb::{Thumb, rule_of_thumb};
use crate::runner::{Guess, RUNNERS, Runner};
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// A run with every opinion about it.
pub struct Judged {
    /// File name.
    pub file: String,
    /// What the raters say, if they saw it.
    pub rating: Option<Rating>,
    /// What the program says.
    pub answer: Answer,
    /// What the rule of thumb says.
    pub thumb: Option<Thumb>,
    /// Whose run it is.
    pub guess: Guess,
}

impl Judged {
    fn new(recording: &Recording, rating: Option<Rating>) -> Self {
        Self {
            file: recording.file.clone(),
            rating,
            answer: recording.answer.clone(),
            thumb: rule_of_thumb(&recording.analysis.measures.windows),
            guess: Runner::of(recording),
        }
    }

    fn refused(file: String, rating: Rating) -> Self {
        let answer = Answer {
            miles: rating.miles,
            kind: "refused".into(),
            ..Answer::default()
        };
        Self {
            file,
            rating: Some(rating),
            answer,
            thumb: None,
            guess: Guess::UNKNOWN,
        }
    }
}

/// The folder of a data set: `--dir`, else as `folder_of`.
pub fn folder(args: &Args, variable: &str, name: &str) -> PathBuf {
    let named = args.dir.clone();
    named.unwrap_or_else(|| folder_of(variable, name))
}

/// The folder that an environment variable names, else one in a folder `shared` beside the
/// project, or one level further up (a second work tree).
pub fn folder_of(variable: &str, name: &str) -> PathBuf {
    let beside = |up: &str| Path::new(up).join("shared").join(name);
    std::env::var_os(variable).map_or_else(
        || {
            let far = beside("../..");
            if far.is_dir() { far } else { beside("..") }
        },
        PathBuf::from,
    )
}

/// Judges every recording of a folder, in the order of names. A recording that the program
/// refuses is named on stderr and counts as a run about which nothing is claimed.
pub fn judge_folder(folder: &Path) -> Vec<Judged> {
    let ratings = ratings_in(folder).unwrap_or_else(|why| {
        eprintln!("{why}");
        Vec::new()
    });
    crate::answer::recordings_in(folder)
        .into_par_iter()
        .filter_map(|path| {
            let file = path.file_name()?.to_string_lossy().into_owned();
            let rating = ratings.iter().find(|rating| rating.file == file).cloned();
            match Recording::read(&path) {
                Ok(recording) => Some(Judged::new(&recording, rating)),
                Err(why) => {
                    eprintln!("{}: {why}", path.display());
                    Some(Judged::refused(file, rating?))
                }
            }
        })
        .collect()
}

/// Prints the tables.
pub fn print(args: &Args) {
    let folder = folder(args, "FORMDRIFT_RATED", "rated-runs");
    println!("\n## Rated runs");
    let judged = judge_folder(&folder);
    if judged.iter().all(|run| run.rating.is_none()) {
        println!("\nSkipped: no rated runs in {}.", folder.display());
        return;
    }
    print_table(&of_program(&judged, |_| true), &of_thumb(&judged, |_| true));
    print_runners(&judged);
    print_by_certainty(&judged);
    if args.verbose {
        print_listing(&judged);
    }
}

fn of_program(judged: &[Judged], of: impl Fn(&Judged) -> bool) -> Agreement {
    agreement(judged, of, |run| (&run.answer).into())
}

fn of_thumb(judged: &[Judged], of: impl Fn(&Judged) -> bool) -> Agreement {
    agreement(judged, of, |run| run.thumb.into())
}

fn agreement(
    judged: &[Judged],
    of: impl Fn(&Judged) -> bool,
    judgement: impl Fn(&Judged) -> Judgement,
) -> Agreement {
    let of = judged.iter().filter(|run| of(run));
    Agreement::of(of.filter_map(|run| Some((run.rating.as_ref()?, judgement(run)))))
}

fn print_runners(judged: &[Judged]) {
    println!(
        "\n### By runner\n\nWhose run it is, is guessed from the recording.\n\n\
         | runs | n | found | called steady | left alone | claims on unsuitable | onset off, mi \
         | in range | contains | kappa |\n|---|---|---|---|---|---|---|---|---|---|"
    );
    for runner in RUNNERS {
        let is = |run: &Judged| run.guess.runner == runner;
        print_line(runner.name(), &of_program(judged, is));
        print_line(
            &format!("{}, rule of thumb", runner.name()),
            &of_thumb(judged, is),
        );
    }
    for runner in RUNNERS {
        let others = |run: &Judged| run.guess.runner != runner;
        print_line(
            &format!("all but {}", runner.name()),
            &of_program(judged, others),
        );
    }
}

/// How often claims of each certainty are breaks in the eyes of raters.
fn print_by_certainty(judged: &[Judged]) {
    println!(
        "\n### Claims by certainty\n\nClaims of a breakdown or fade, by what the raters say.\n\n\
         | certainty | break | split | none | unsuitable |\n|---|---|---|---|---|"
    );
    for certainty in [Some("clear"), Some("likely"), Some("possible"), None] {
        let claims = judged.iter().filter(|run| {
            run.answer.certainty.as_deref() == certainty
                && ["form_breakdown", "pace_fade"].contains(&run.answer.kind.as_str())
        });
        let ratings: Vec<Consensus> = claims
            .filter_map(|run| Some(run.rating.as_ref()?.consensus))
            .collect();
        if ratings.is_empty() {
            continue;
        }
        let count = |consensus| ratings.iter().filter(|c| **c == consensus).count();
        println!(
            "| {} | {} | {} | {} | {} |",
            certainty.unwrap_or("not stated"),
            count(Consensus::Break),
            count(Consensus::Split),
            count(Consensus::NoBreak),
            count(Consensus::Unsuitable),
        );
    }
}

/// One line a run, disagreements marked.
pub fn print_listing(judged: &[Judged]) {
    println!("\n### Run by run\n");
    for run in judged {
        let (Some(rating), answer) = (&run.rating, &run.answer) else {
            continue;
        };
        let mark = match (rating.consensus, answer.claims()) {
            (Consensus::Break, false) => "MISSED",
            (Consensus::NoBreak, true) => "FALSE ",
            (Consensus::Unsuitable, true) => "unsuit",
            _ => "      ",
        };
        let onset = rating.onset.filter(|_| rating.breaks().any(|b| b));
        println!(
            "{mark} {} {:.1} mi {}{} | raters {} {} | {} | thumb {} | {} | {}",
            run.file.split('.').next().unwrap_or_default(),
            answer.miles,
            run.guess.runner.name(),
            if run.guess.unsure { "?" } else { "" },
            rating.consensus.name(),
            onset.map_or(String::new(), |o| format!(
                "{:.1} ({:.1}-{:.1})",
                o.at, o.low, o.high
            )),
            words(answer),
            run.thumb.map_or("-".into(), |t| {
                let claim = if t.claims { "break" } else { "no" };
                format!("{claim} {:.1} {:.1} %", t.onset, t.loss_pct)
            }),
            rating.words.join(", "),
            rating.notes.chars().take(110).collect::<String>(),
        );
    }
}

/// `pace_fade/run_walk likely 0.86 16.5 (16.1-17.0) form p .. pace p ..`.
pub fn words(answer: &Answer) -> String {
    let number = |value: Option<f64>| value.map_or("-".into(), |value| format!("{value:.3}"));
    let pct = |value: Option<f64>| value.map_or("-".into(), |value| format!("{value:+.1} %"));
    format!(
        "{}{} {} {} {} form p {} {} pace p {} {}",
        answer.kind,
        answer
            .pattern
            .as_ref()
            .map_or(String::new(), |p| format!("/{p}")),
        answer.certainty.as_deref().unwrap_or("-"),
        number(answer.probability),
        answer.onset().map_or("-".into(), |o| format!(
            "{:.1} ({:.1}-{:.1})",
            o.at, o.low, o.high
        )),
        number(answer.form_p),
        pct(answer.form_change_pct),
        number(answer.pace_p),
        pct(answer.fade_pct),
    )
}
