//! The report of one run: its sections, in the order in which every output shows them.

use super::tree::*;
use super::{answer, facts, figures, notes, tables};
use crate::Analysis;
use crate::advise::article::{DIFFERENCE, NAMED, REPORT_SECTION};
use crate::advise::{Advice, SIGNS, Sign};
use crate::report::{ReportOptions, words};

/// Rules that say the table of signs and the article's two steps in prose, for outputs
/// without them.
const SHOWN_ELSEWHERE: [&str; 2] = ["fatigue_or_injury", "ladder"];

/// The report of one run as a tree.
pub fn report(analysis: &Analysis, options: &ReportOptions) -> Document {
    let units = options.units;
    let answer = answer::answer(analysis, units);
    let mut basis = vec![answer::judged(analysis, units)];
    basis.extend(notes::earlier_runs(analysis, units));
    basis.push(Block::on_page(vec![facts::method(analysis, units)]));
    basis.push(Block::on_page(vec![facts::facts(analysis, options)]));
    let sections = [
        Some(Block::Answer(answer)),
        section("notes", notes::TITLE, notes::notes(analysis, options)),
        section("charts", "Charts", figures::figures(analysis, options)),
        section("tables", "Tables", tables::all(analysis, units)),
        section("advice", REPORT_SECTION, advice(analysis, options)),
        Some(Block::section("basis", "Method and data", basis)),
    ];
    Document {
        kind: "form report",
        title: facts::title(analysis, options),
        byline: facts::byline(analysis, options),
        description: words::headline(analysis, units),
        blocks: sections.into_iter().flatten().collect(),
        back: options.index.clone().map(|index| ("All runs", index)),
    }
}

/// A section, unless it would be empty.
fn section(id: &'static str, title: &str, blocks: Vec<Block>) -> Option<Block> {
    (!blocks.is_empty()).then(|| Block::section(id, title, blocks))
}

/// What the article says to this run, and the signs that no watch can see.
fn advice(analysis: &Analysis, options: &ReportOptions) -> Vec<Block> {
    let pieces: Vec<&Advice> = (analysis.advice.iter())
        .filter(|a| !SHOWN_ELSEWHERE.contains(&a.rule))
        .collect();
    let mut blocks: Vec<Block> = notes::article(options).into_iter().collect();
    if !pieces.is_empty() {
        // A trigger that several pieces share is said once above them.
        let shared = |a: &&&Advice| pieces.iter().filter(|b| b.trigger == a.trigger).count() > 1;
        let called_for = pieces.iter().find(shared).map(|a| a.trigger.as_str());
        let studies = pieces.iter().flat_map(|a| &a.evidence).copied();
        let studies = words::each_once(studies);
        let from = format!("From {NAMED}, in our words, with your numbers.");
        let why = called_for.map_or(String::new(), |why| format!(" {why}"));
        blocks.push(Block::source(Text::from(from).then(why)));
        let item = |advice: &&Advice| item(advice, called_for, &studies);
        blocks.push(Block::List(List {
            wide: true,
            ..List::new("advice", Marks::Numbers, pieces.iter().map(item))
        }));
        if !studies.is_empty() {
            blocks.push(Block::List(List {
                label: Some("Evidence"),
                ..List::new("sources", Marks::References, studies)
            }));
        }
    }
    blocks.push(signs());
    blocks.extend(notes::form(options));
    vec![Block::on_page(blocks)]
}

/// A piece of advice: the one thing to do, what there is to say beyond it, its section of the
/// article and the numbers of its studies.
fn item(advice: &Advice, called_for: Option<&str>, studies: &[&str]) -> Item {
    let blank = if advice.action.is_empty() { "" } else { " " };
    let mut source = Text::default();
    if called_for != Some(advice.trigger.as_str()) {
        source = source.then(format!("{} ", advice.trigger));
    }
    source = source.cite(advice.article_section);
    let place = |study| studies.iter().position(|s| s == study);
    let places = advice.evidence.iter().filter_map(place);
    let numbers: Vec<String> = places.map(|at| (at + 1).to_string()).collect();
    if !numbers.is_empty() {
        source = source.then(format!(" [{}]", numbers.join(", ")));
    }
    Item {
        text: Text::default()
            .strong(advice.action.as_str())
            .then(format!("{blank}{}", advice.more())),
        source: Some(source),
    }
}

/// The article's table of fatigue against injury.
fn signs() -> Block {
    let note = Text::from("From the article, ").cite(DIFFERENCE).then(
        ". It informs and does not diagnose: with pain that lasts, or a stride that stays changed, \
         see someone who can examine you.",
    );
    let mut table = Table::new("signs", "Fatigue or injury: what no watch can see").noted(note);
    let mut add = |name, words: fn(&Sign) -> &'static str| {
        let cells = SIGNS.iter().map(words).map(words::capital);
        table.add(Column::words(name), cells.map(Cell::plain));
    };
    add("Look at", |sign| sign.about);
    add("Fits fatigue", |sign| sign.fatigue);
    add("Calls for care", |sign| sign.care);
    Block::Table(table)
}
