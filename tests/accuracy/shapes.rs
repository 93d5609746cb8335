//! Simulated runs built as real ones are: answers beside the right ones.

use crate::Args;
use crate::agreement::Rate;
use crate::bars::middle;
use crate::rated::words;
use crate::shape_score::{ShapeOutcome, onsets, try_shape};
use crate::sim::real_shapes::{REAL_SHAPES, RealShape};

/// Kinds of answers, in the order of the table.
const KINDS: [&str; 6] = [
    "form_breakdown",
    "pace_fade",
    "eased_off",
    "gradual_drift",
    "steady",
    "undecided",
];

/// Prints the table.
pub fn print(args: &Args) {
    println!("\n## Simulated runs built as real ones are");
    print_table(args, false);
}

/// Prints the table of the same runs on rough pace; bars are those of smooth pace.
pub fn print_rough(args: &Args) {
    println!("\n## The same with pace as rough as in real recordings");
    print_table(args, true);
}

fn print_table(args: &Args, rough: bool) {
    println!(
        "\nPossible: answers with certainty *possible*, of any kind. Onset and interval: of claimed \
         breakdowns and fades.\n"
    );
    print!("| run | right answer | right | bar |");
    KINDS.iter().for_each(|kind| print!(" {kind} |"));
    println!(" possible | onset off, mi | later by, mi | interval contains | width, mi |");
    println!(
        "|---|---|---|---|{}---|---|---|---|---|",
        "---|".repeat(KINDS.len())
    );
    let wanted = |shape: &&RealShape| {
        args.only
            .as_ref()
            .is_none_or(|only| shape.scenario.name == only)
    };
    for shape in REAL_SHAPES.iter().filter(wanted) {
        let outcomes = try_shape(shape, args.seeds..args.seeds + args.runs, rough);
        print_row(shape, &outcomes);
        if args.verbose {
            print_wrong(shape, &outcomes);
        }
    }
}

fn print_row(shape: &RealShape, outcomes: &[ShapeOutcome]) {
    let count = |of: &dyn Fn(&ShapeOutcome) -> bool| outcomes.iter().filter(|o| of(o)).count();
    let n = outcomes.len();
    let right = Rate {
        k: count(&|o| shape.right.accepts(&o.answer)),
        n,
    };
    let met = 100.0 * right.k as f64 >= shape.least_pct * n as f64;
    let mark = if met { "" } else { " **missed**" };
    print!(
        "| {}: {} | {} | {} | >= {} %{mark} |",
        shape.scenario.name,
        shape.scenario.about,
        shape.right.words(),
        right.words(),
        shape.least_pct
    );
    for kind in KINDS {
        print!(" {} |", count(&|o| o.answer.kind == kind));
    }
    let places = onsets(outcomes);
    let contains = places
        .iter()
        .filter(|(at, place)| (place.low..=place.high).contains(at));
    let contains = Rate {
        k: contains.count(),
        n: places.len(),
    };
    let number =
        |values: Vec<f64>| middle(values.into_iter()).map_or("-".into(), |v| format!("{v:.2}"));
    println!(
        " {} | {} | {} | {} | {} |",
        count(&|o| o.answer.is_only_possible()),
        number(places.iter().map(|(at, p)| (p.at - at).abs()).collect()),
        number(places.iter().map(|(at, p)| p.at - at).collect()),
        contains.words(),
        number(places.iter().map(|(_, p)| p.high - p.low).collect()),
    );
}

fn print_wrong(shape: &RealShape, outcomes: &[ShapeOutcome]) {
    for outcome in outcomes.iter().filter(|o| !shape.right.accepts(&o.answer)) {
        println!(
            "  {} seed {} {:.1} mi, onset {} | {}",
            shape.scenario.name,
            outcome.seed,
            outcome.answer.miles,
            outcome.onset.map_or("-".into(), |at| format!("{at:.1}")),
            words(&outcome.answer)
        );
    }
}
