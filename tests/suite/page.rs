//! The page and the PDF of a run say what the result says.

use crate::outputs;
use crate::situations::six;
use formdrift::Analysis;
use formdrift::advise::{Case, Ladder, SIGNS};
use formdrift::detect::Kind;
use formdrift::report::document::{Block, report};
use formdrift::report::words::typeset;
use formdrift::report::{ReportOptions, words};
use formdrift::units::{DisplayUnits, format};

/// Text of a page without its marks.
fn text(analysis: &Analysis, options: &ReportOptions) -> String {
    let page = outputs::text("html", analysis, options);
    let mut out = String::new();
    let mut within = false;
    for c in page.chars() {
        match c {
            '<' => within = true,
            '>' => within = false,
            c if !within => out.push(c),
            _ => {}
        }
    }
    out.replace("&amp;", "&")
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
}

/// What the article's two steps say.
fn ladder(analysis: &Analysis, units: DisplayUnits) -> Vec<String> {
    let case = Case::new(
        &analysis.measures,
        &analysis.phases,
        &analysis.verdict,
        units,
    );
    let ladder = Ladder::new(&case).expect("advice from the ladder");
    let [first, second] = ladder.steps.map(|step| step.what);
    vec![first, second, ladder.stood]
}

#[test]
fn the_page_says_what_the_result_says() {
    for situation in six() {
        for units in [DisplayUnits::Miles, DisplayUnits::Kilometres] {
            let options = ReportOptions {
                units,
                ..ReportOptions::default()
            };
            let analysis = &crate::examples::advised(situation.analysis.clone(), units);
            let page = text(analysis, &options);
            let name = situation.name;
            assert!(
                page.contains(&typeset(&words::headline(analysis, units))),
                "{name}: headline"
            );
            for split in &analysis.measures.splits {
                let pace = format::pace(split.tally.pace_s_per_km().unwrap(), units);
                assert!(
                    page.contains(&pace),
                    "{name}: {pace} of split {}",
                    split.index
                );
            }
            for advice in &analysis.advice {
                // The page has the signs of fatigue and injury as a table.
                // ... and the two steps as a list.
                let said = match advice.rule {
                    "ladder" => ladder(analysis, units),
                    "fatigue_or_injury" => (SIGNS.iter())
                        .flat_map(|s| [s.fatigue, s.care].map(words::capital))
                        .collect(),
                    _ => vec![advice.action.clone(), advice.more().to_owned()],
                };
                for text in said {
                    assert!(page.contains(&typeset(&text)), "{name}: {text}");
                }
                assert!(
                    page.contains(advice.article_section),
                    "{name}: {}",
                    advice.rule
                );
                for study in &advice.evidence {
                    assert!(page.contains(&typeset(study)), "{name}: {study}");
                }
            }
            for caveat in &analysis.caveats {
                assert!(
                    page.contains(&typeset(&caveat.text)),
                    "{name}: {}",
                    caveat.code
                );
            }
        }
    }
}

#[test]
fn files_stay_small_at_any_length() {
    for situation in six() {
        let options = ReportOptions::default();
        let page = outputs::file("html", &situation.analysis, &options).unwrap();
        assert!(
            page.len() < 600_000,
            "{}: page of {} bytes",
            situation.name,
            page.len()
        );
        let paper = outputs::file("pdf", &situation.analysis, &options).unwrap();
        assert!(
            paper.len() < 400_000,
            "{}: PDF of {} bytes",
            situation.name,
            paper.len()
        );
    }
}

#[test]
fn numbers_are_shown_in_the_units_asked_for() {
    for situation in six() {
        let options = ReportOptions {
            units: DisplayUnits::Kilometres,
            ..ReportOptions::default()
        };
        let document = report(&situation.analysis, &options);
        let units: Vec<&str> = document
            .tables()
            .into_iter()
            .flat_map(|t| t.columns.iter().map(|c| c.unit.as_str()))
            .collect();
        assert!(units.contains(&"/km"), "{}", situation.name);
        assert!(
            !units.iter().any(|u| ["mi", "/mi", "ft"].contains(u)),
            "{units:?}"
        );
    }
}

#[test]
fn what_a_treadmill_run_was_not_judged_by_is_left_out_or_marked() {
    let mut analysis = crate::examples::example(Kind::Steady);
    let judged = text(&analysis, &ReportOptions::default());
    assert!(judged.contains("Stride length") && judged.contains("Stride"));
    analysis.measures.pace_is_evidence = false;
    analysis.verdict.attribution = None;
    let options = ReportOptions::default();
    let page = text(&analysis, &options);
    assert!(page.contains("Pace, not judged"), "{page}");
    let document = report(&analysis, &options);
    let columns = document.tables().into_iter().flat_map(|t| &t.columns);
    for column in columns {
        assert!(!["Stride", "On flat", "\u{394} pace"].contains(&column.name.as_str()));
    }
    let changes = |t: &&&formdrift::report::document::Table| t.id.starts_with("from-");
    for table in document.tables().iter().filter(changes) {
        assert!(table.columns.iter().all(|c| c.name != "Pace"));
    }
    let tiles = document.all().into_iter().find_map(|block| match block {
        Block::Tiles(tiles) => Some(tiles),
        _ => None,
    });
    let names = tiles.unwrap().iter().map(|tile| tile.name.as_str());
    assert_eq!(names.collect::<Vec<_>>(), ["Cadence", "Pace, not judged"]);
}
