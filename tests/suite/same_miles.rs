//! Numbers of one screen that a reader compares say which miles they are of, and whether walking
//! is among them.

use crate::examples::{confidence_of, example};
use crate::phrases::walked_late;
use formdrift::Analysis;
use formdrift::advise::Comparison;
use formdrift::detect::{DriftIn, Kind, Outcome, Witness};
use formdrift::measure::metrics::PACE;
use formdrift::report::document::{Block, Medium, Table, report};
use formdrift::report::{ReportOptions, text};
use formdrift::units::DisplayUnits;
use formdrift::units::format::stretch;

fn table(analysis: &Analysis, id: &str) -> Table {
    let document = report(analysis, &ReportOptions::default());
    let table = |block: &Block| match block {
        Block::Table(table) if table.id == id => Some(table.clone()),
        _ => None,
    };
    document.all().into_iter().find_map(table).unwrap()
}

fn names(table: &Table) -> Vec<&str> {
    table.columns.iter().map(|c| c.name.as_str()).collect()
}

fn note(table: &Table) -> String {
    table.note().unwrap().words()
}

fn terminal(analysis: &Analysis) -> String {
    let style = text::TextStyle {
        colour: false,
        width: 1000,
    };
    let text = text::render(analysis, &ReportOptions::default(), &style);
    // As one line: where it is broken is no matter here.
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_splits_say_which_stretches_the_headline_compares() {
    let fade = example(Kind::PaceFade);
    let parts = Comparison::new(&fade.measures, &fade.verdict).unwrap();
    let fresh = stretch(parts.fresh, DisplayUnits::Miles);
    let compared = format!("The headline compares miles 19.4 to 26.2 (late) with {fresh} (fresh).");
    let said = note(&table(&fade, "splits"));
    assert!(said.starts_with(&compared), "{said}");
    // A run without a finding compares nothing, nor does the headline of a cool-down.
    let mut cooled = example(Kind::EasedOff);
    assert!(note(&table(&cooled, "splits")).contains("The headline compares"));
    cooled.verdict.pace.fade_onset = None;
    for analysis in [example(Kind::Steady), cooled] {
        assert!(!note(&table(&analysis, "splits")).contains("headline"));
    }
    let said = terminal(&fade);
    assert!(
        said.contains("Pace slowed by 14 % from fresh (8:40) to late (9:51/mi), hills included:"),
        "{said}"
    );
}

#[test]
fn a_change_of_running_pace_is_named_so_beside_a_pace_with_walking() {
    let runs = table(&example(Kind::PaceFade), "splits");
    assert!(names(&runs).contains(&"\u{394} pace"));
    let mut walked = walked_late(example(Kind::PaceFade), 15.0);
    walked.measures.splits[4].tally.walked_s = 300.0;
    assert!(names(&table(&walked, "splits")).contains(&"\u{394} run pace"));
    assert!(names(&table(&walked, "from-first")).contains(&"Running pace"));
}

#[test]
fn a_pace_on_the_flat_that_is_mostly_a_model_is_left_out_with_the_reason() {
    let mut hilly = example(Kind::Steady);
    let on_flat = |analysis: &Analysis, row: usize| {
        let table = table(analysis, "splits");
        let at = names(&table).iter().position(|name| *name == "On flat");
        (at.map(|at| table.rows[row][at].text.clone()), note(&table))
    };
    let cost = |analysis: &mut Analysis, row: usize, cost: f64| {
        let tally = &mut analysis.measures.splits[row].tally;
        tally.has_altitude = true;
        tally.flat_equivalent_m = cost * tally.running_m;
    };
    for row in 0..hilly.measures.splits.len() {
        cost(&mut hilly, row, 1.05);
    }
    let (shown, said) = on_flat(&hilly, 1);
    assert_eq!(shown.as_deref(), Some("8:15"));
    assert!(!said.contains("left out where"), "{said}");
    cost(&mut hilly, 1, 1.44);
    let (shown, said) = on_flat(&hilly, 1);
    assert_eq!(shown.as_deref(), Some("-"));
    assert!(
        said.contains("left out where hills change it by more than 10 %"),
        "{said}"
    );
}

#[test]
fn a_drift_of_pace_says_nothing_of_steps_against_usual() {
    let mut drift = example(Kind::GradualDrift);
    let steps = "(steps here in metres, not against what is usual at that pace)";
    if let Some(parts) = &mut drift.verdict.attribution {
        (parts.slowdown_pct, parts.from_step_length_pct) = (8.0, 5.7);
    }
    assert!(terminal(&drift).contains(steps));
    let sure = *confidence_of(&mut drift.verdict);
    drift.verdict.outcome = Outcome::GradualDrift(DriftIn::Pace, sure);
    assert!(!terminal(&drift).contains(steps));
}

#[test]
fn walking_and_cadence_are_spoken_of_only_where_there_are_any() {
    let walked = walked_late(example(Kind::PaceFade), 15.0);
    assert!(terminal(&walked).contains("hills and walking included:"));
    let mut silent = example(Kind::Undecided);
    for split in &mut silent.measures.splits {
        split.tally.steps = 0.0;
    }
    let said = note(&table(&silent, "splits").for_medium(Medium::Page));
    assert!(!said.contains("Cadence"), "{said}");
}

#[test]
fn the_pace_chart_says_that_its_numbers_hold_walking_as_the_headline_does() {
    let texts = |analysis: &Analysis| {
        let mut analysis = analysis.clone();
        let witnesses = &mut analysis.verdict.witnesses;
        witnesses.push(Witness {
            metric: PACE.key,
            ..witnesses[0]
        });
        crate::chart_views::texts_of("drift", &analysis)
    };
    let says = |texts: &[String], start: &str| texts.iter().any(|t| t.starts_with(start));
    let ran = texts(&example(Kind::PaceFade));
    assert!(says(&ran, "fresh 8:40, late 9:51"), "{ran:?}");
    let walked = texts(&walked_late(example(Kind::PaceFade), 15.0));
    assert!(
        says(&walked, "with walking: fresh 8:40, late 10:27"),
        "{walked:?}"
    );
    assert!(!says(&walked, "with walking: fresh 176"), "{walked:?}");
}
