//! Claims on real short runs, where fatigue seldom breaks form: by length and kind.

use crate::Args;
use crate::agreement::Rate;
use crate::rated::{Judged, folder, judge_folder, print_listing};
use crate::ratings::Consensus;

/// Lengths, miles, from and to.
const BANDS: [(f64, f64); 3] = [(5.0, 7.0), (7.0, 10.0), (10.0, 13.5)];

/// A kind of claim: its name, the bars of the first two bands, and what counts.
type Claim = (&'static str, &'static str, fn(&Judged) -> bool);

const CLAIMS: &[Claim] = &[
    ("form_breakdown", "<= 2 %, <= 3 %", |run| {
        run.answer.claims() && run.answer.kind == "form_breakdown"
    }),
    ("pace_fade", "<= 3 %, <= 5 %", |run| {
        run.answer.claims() && run.answer.kind == "pace_fade"
    }),
    ("gradual_drift", "<= 6 %", |run| {
        run.answer.kind == "gradual_drift" && !run.answer.is_only_possible()
    }),
    ("eased_off", "", |run| run.answer.kind == "eased_off"),
    ("steady", "", |run| run.answer.kind == "steady"),
    ("undecided", "", |run| run.answer.kind == "undecided"),
    ("any kind, certainty possible", "", |run| {
        run.answer.is_only_possible()
    }),
    ("rule of thumb: a break", "", |run| {
        run.thumb.is_some_and(|thumb| thumb.claims)
    }),
];

/// Prints the tables.
pub fn print(args: &Args) {
    let folder = folder(args, "FORMDRIFT_SHORT", "short-runs");
    println!("\n## Short runs");
    let judged = judge_folder(&folder);
    if judged.is_empty() {
        println!("\nSkipped: no short runs in {}.", folder.display());
        return;
    }
    print_bands(&judged);
    print_rated(&judged);
    if args.verbose {
        print_listing(&judged);
        print_unrated_claims(&judged);
    }
}

fn print_bands(judged: &[Judged]) {
    print!("\n| claim, likely or clear | bar |");
    for (from, to) in BANDS {
        print!(" {from}-{to} mi |");
    }
    println!("\n|---|---|{}", "---|".repeat(BANDS.len()));
    for (name, bar, is) in CLAIMS {
        print!("| {name} | {bar} |");
        for (from, to) in BANDS {
            let band = || {
                judged
                    .iter()
                    .filter(|run| (from..to).contains(&run.answer.miles))
            };
            let rate = Rate {
                k: band().filter(|run| is(run)).count(),
                n: band().count(),
            };
            print!(" {} |", rate.words());
        }
        println!();
    }
}

/// Claims of a break by what the raters say; half of those rated should be confirmed by all.
fn print_rated(judged: &[Judged]) {
    println!(
        "\n### Claims of a break beside the ratings\n\n\
         | | rated | break | split | none | unsuitable | not rated |\n|---|---|---|---|---|---|---|"
    );
    let row = |name: &str, of: &dyn Fn(&Judged) -> bool| {
        let runs: Vec<&Judged> = judged.iter().filter(|run| of(run)).collect();
        let count = |consensus| {
            let is = |run: &&&Judged| run.rating.as_ref().map(|r| r.consensus) == Some(consensus);
            runs.iter().filter(is).count()
        };
        let rated = runs.iter().filter(|run| run.rating.is_some()).count();
        println!(
            "| {name} | {rated} | {} | {} | {} | {} | {} |",
            count(Consensus::Break),
            count(Consensus::Split),
            count(Consensus::NoBreak),
            count(Consensus::Unsuitable),
            runs.len() - rated,
        );
    };
    row("all runs", &|_| true);
    row("claimed by formdrift", &|run| run.answer.claims());
    row("claimed by the rule of thumb", &|run| {
        run.thumb.is_some_and(|t| t.claims)
    });
}

fn print_unrated_claims(judged: &[Judged]) {
    println!("\n### Claims on runs that nobody rated\n");
    let claimed = judged
        .iter()
        .filter(|run| run.rating.is_none() && run.answer.claims());
    for run in claimed {
        println!(
            "{} {:.1} mi | {}",
            run.file,
            run.answer.miles,
            crate::rated::words(&run.answer)
        );
    }
}
