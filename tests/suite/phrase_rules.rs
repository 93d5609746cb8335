//! Everything the report can say, listed in docs/advice.md and held to rules that no sentence
//! may break.

use crate::examples::advised;
use crate::phrases::all;
use formdrift::Analysis;
use formdrift::advise::{Case, Comparison, Ladder};
use formdrift::detect::{Certainty, Kind, Pattern};
use formdrift::report::document::{Block, Document, Paint, Span, Strip, Tile, report};
use formdrift::report::words::{confidence, headline};
use formdrift::report::{ReportOptions, text};
use formdrift::units::DisplayUnits;
use formdrift::units::format::rough_percent;

const MILES: DisplayUnits = DisplayUnits::Miles;

fn ladder(analysis: &Analysis) -> Option<Ladder> {
    Ladder::new(&Case::new(
        &analysis.measures,
        &analysis.phases,
        &analysis.verdict,
        MILES,
    ))
}

fn document(analysis: &Analysis) -> Document {
    report(analysis, &ReportOptions::default())
}

/// What a runner reads before any table or chart.
fn first_screen(analysis: &Analysis) -> String {
    let document = document(analysis);
    let answer = document.answer().unwrap();
    let mut said = vec![
        answer.headline.clone(),
        answer.label.to_owned(),
        answer.confidence.to_owned(),
    ];
    said.extend(answer.action.as_ref().map(|(action, _)| action.clone()));
    for tile in tiles(&document) {
        said.extend([tile.name, tile.unit]);
        said.extend(tile.change);
    }
    let sections = document.all().into_iter().filter_map(|block| match block {
        Block::Section(section) => Some(section),
        _ => None,
    });
    for section in sections.filter(|s| ["slowdown", "ladder"].contains(&s.id.as_str())) {
        said.push(words(&section.blocks));
    }
    said.join("\n")
}

/// The words of blocks, and of the lists and bars among them.
fn words(blocks: &[Block]) -> String {
    let of = |block: &Block| match block {
        Block::Paragraph(_, text) => text.words(),
        Block::List(list) => list.items.iter().map(|i| i.text.words() + "\n").collect(),
        Block::Strip(strip) => strip.alt.clone(),
        Block::Only(_, blocks) => words(blocks),
        _ => String::new(),
    };
    blocks.iter().map(|block| of(block) + "\n").collect()
}

fn tiles(document: &Document) -> Vec<Tile> {
    let tiles = |block: &Block| match block {
        Block::Tiles(tiles) => Some(tiles.clone()),
        _ => None,
    };
    document.all().into_iter().find_map(tiles).unwrap()
}

/// The words of the section on the slowdown, and its bar.
fn slowdown(document: &Document) -> (String, Option<Strip>) {
    let all = document.all();
    let section = all.iter().find_map(|block| match block {
        Block::Section(section) if section.id == "slowdown" => Some(section),
        _ => None,
    });
    let blocks = &section.expect("a slowdown").blocks;
    let strip = blocks.iter().find_map(|block| match block {
        Block::Strip(strip) => Some(strip.clone()),
        _ => None,
    });
    (words(blocks), strip)
}

/// Every headline with how sure it is and its first advice, as docs/advice.md lists them.
pub fn headlines_and_advice() -> String {
    let mut list = String::new();
    for phrase in all() {
        let analysis = advised(phrase.analysis, MILES);
        list.push_str(&format!(
            "\n### {}\n\n> {}\n\n",
            phrase.name,
            headline(&analysis, MILES)
        ));
        list.push_str(&format!("- How sure: {}\n", confidence(&analysis.verdict)));
        if let Some(first) = analysis.advice.first() {
            list.push_str(&format!(
                "- What to do ({}): **{}** {}\n",
                first.rule,
                first.action,
                first.more()
            ));
        }
        if let Some(ladder) = ladder(&analysis) {
            for (i, step) in ladder.steps.iter().enumerate() {
                list.push_str(&format!("- Step {}: {}. {}\n", i + 1, step.when, step.what));
            }
            list.push_str(&format!("- {}\n", ladder.stood));
        }
    }
    list.push_str("\n### Said of every run that gave way (here: overstriding, clear)\n\n");
    let example = advised(all().remove(0).analysis, MILES);
    for advice in example.advice.iter().skip(1).filter(|a| a.rule != "ladder") {
        list.push_str(&format!(
            "- {} ({}): {}\n",
            advice.rule, advice.article_section, advice.text
        ));
    }
    list.push('\n');
    list
}

#[test]
fn a_headline_is_as_sure_as_the_verdict() {
    for phrase in all() {
        let verdict = &phrase.analysis.verdict;
        let said = headline(&phrase.analysis, MILES).to_lowercase();
        if verdict.is_too_rough() {
            continue;
        }
        let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
        let ok = match (verdict.kind(), verdict.certainty()) {
            (Kind::Undecided, _) => true,
            (Kind::Steady, Some(Certainty::Clear)) => said.contains("form held to the finish"),
            (_, Some(Certainty::Clear)) => has(&["clearly"]) && !has(&["probably", "perhaps"]),
            (_, Some(Certainty::Likely)) => {
                has(&["probably", "looks like a cool-down"]) && !has(&["clearly", "perhaps"])
            }
            _ => has(&["may have", "perhaps"]) && !has(&["clearly", "probably"]),
        };
        assert!(ok, "{}: {said}", phrase.name);
    }
}

#[test]
fn the_first_screen_has_no_jargon() {
    for phrase in all() {
        let analysis = advised(phrase.analysis, MILES);
        let said = first_screen(&analysis);
        for word in [
            "off curve",
            "own curve",
            "level shift",
            "ruler",
            "elasticity",
            "p =",
            "p <",
            "95 %",
            "posterior",
            "residual",
            "calls for",
            "NaN",
            "inf ",
            "-0 ",
        ] {
            assert!(!said.contains(word), "{}: {word}: {said}", phrase.name);
        }
    }
}

#[test]
fn the_first_screen_says_one_thing_to_do() {
    for phrase in all() {
        let analysis = advised(phrase.analysis, MILES);
        let first = &analysis.advice[0];
        assert!(!first.action.is_empty(), "{}", phrase.name);
        assert!(first.text.starts_with(&first.action), "{}", phrase.name);
        let sentences = first.action.matches(". ").count();
        assert_eq!(sentences, 0, "{}: {}", phrase.name, first.action);
        let claims = matches!(
            analysis.verdict.kind(),
            Kind::FormBreakdown | Kind::PaceFade
        );
        if claims {
            let number = first.action.bytes().any(|b| b.is_ascii_digit());
            assert!(number, "{}: {}", phrase.name, first.action);
            assert_eq!(first.article_section, "What You Should Do During the Run");
        }
        let nothing = matches!(analysis.verdict.kind(), Kind::EasedOff);
        assert_eq!(nothing, first.rule == "eased_off", "{}", phrase.name);
    }
}

#[test]
fn the_terminal_answers_before_it_shows_a_table() {
    let style = text::TextStyle {
        colour: false,
        width: 100,
    };
    for phrase in all() {
        let analysis = advised(phrase.analysis, MILES);
        let said = text::render(&analysis, &ReportOptions::default(), &style);
        let at = |what: &str| {
            said.find(what)
                .unwrap_or_else(|| panic!("{}: {what} is not in {said}", phrase.name))
        };
        assert!(at("What to do:") < at("split "), "{}", phrase.name);
        assert!(at("split ") < at("How this was judged"), "{}", phrase.name);
    }
}

/// The same loss in headline, tiles, bar and table.
#[test]
fn one_loss_has_one_number() {
    for phrase in all() {
        let analysis = advised(phrase.analysis, MILES);
        let Some(compared) = Comparison::new(&analysis.measures, &analysis.verdict) else {
            continue;
        };
        let document = document(&analysis);
        let slower = rough_percent(compared.slower_pct());
        let parts =
            compared.from_walking_pct + compared.from_step_length_pct + compared.from_cadence_pct;
        assert!(
            (parts - compared.slower_pct()).abs() < 1e-9,
            "{}",
            phrase.name
        );
        let product = compared.cadence_spm.late * compared.step_length_m.late / 60.0;
        let pace = compared.running_pace_s_per_km.late;
        assert!((product * pace - 1000.0).abs() < 1e-9, "{}", phrase.name);
        if analysis.verdict.kind() != Kind::PaceFade {
            continue;
        }
        let headline = &document.answer().unwrap().headline;
        let (slowdown, _) = slowdown(&document);
        assert!(headline.contains(&slower), "{slower}: {headline}");
        assert!(slowdown.contains(&slower), "{slower}: {slowdown}");
        let tile = tiles(&document).last().and_then(|n| n.change.clone());
        assert!(
            tile.is_some_and(|t| t.contains(&format!("+{slower}"))),
            "{}",
            phrase.name
        );
    }
}

#[test]
fn walking_stands_in_headline_tiles_bar_and_advice() {
    for phrase in all().into_iter().filter(|p| p.name.starts_with("run-walk")) {
        let analysis = advised(phrase.analysis, MILES);
        assert_eq!(analysis.verdict.pattern(), Some(Pattern::RunWalk));
        let document = document(&analysis);
        let headline = &document.answer().unwrap().headline;
        assert!(headline.contains("run-walking"), "{}", phrase.name);
        assert!(tiles(&document).iter().any(|n| n.name == "Walking"));
        let (said, strip) = slowdown(&document);
        let walking = |span: &&Span| span.paint == Paint::Walking && !span.pale;
        let spans = strip.expect("a bar").spans;
        let span = spans.iter().find(walking).expect("walking on the bar");
        let slower = Comparison::new(&analysis.measures, &analysis.verdict).unwrap();
        let share = slower.from_walking_pct / slower.slower_pct();
        assert!(slower.from_walking_pct > 1.0 && said.contains("from walking"));
        // Parts that were won back make the bar longer than the loss.
        assert!(span.to - span.from > 0.5 * share, "{}", phrase.name);
        assert_eq!(analysis.advice[0].rule, "walk_by_plan");
        for advice in &analysis.advice {
            assert!(!advice.text.contains("too long"), "{}", advice.text);
        }
    }
}

#[test]
fn every_onset_stands_on_the_ladder_and_against_mile_20() {
    for phrase in all() {
        let analysis = advised(phrase.analysis, MILES);
        let rules: Vec<&str> = analysis.advice.iter().map(|a| a.rule).collect();
        let onset = analysis.verdict.onset().is_some();
        for rule in ["ladder", "threshold"] {
            assert_eq!(rules.contains(&rule), onset, "{}: {rule}", phrase.name);
        }
        if let Some(ladder) = ladder(&analysis) {
            assert!(ladder.stood.contains("step 1") || ladder.stood.contains("step 2"));
        }
    }
}

#[test]
fn the_same_pattern_gets_the_same_advice() {
    let rule = |name: &str| {
        let phrase = all().into_iter().find(|p| p.name == name).unwrap();
        advised(phrase.analysis, MILES).advice[0].rule
    };
    for name in [
        "clear",
        "likely",
        "possible",
        "large",
        "abrupt",
        "treadmill",
    ] {
        assert_eq!(rule(&format!("overstriding, {name}")), "cadence_back");
    }
    assert_eq!(rule("shuffling, clear"), "hold_cadence");
    assert_eq!(rule("stride shortening, possible"), "hold_cadence");
    assert_eq!(rule("cadence and stride, clear"), "keep_rhythm");
}
