//! Notes about a run from outside its recording, as blocks: notes and the article's answer to pain,
//! a jump in distance, the earlier runs, and the form for more.

use super::tree::*;
use crate::Analysis;
use crate::advise::article::NAMED;
use crate::report::said::{self, FOLLOW_UP_SECTION, HISTORY_SECTION, NOTES_SECTION, SPIKE_SECTION};
use crate::report::words::labels::FROM_ARTICLE;
use crate::report::{ReportOptions, follow_up::Side};
use crate::units::DisplayUnits;
use crate::units::format as f;

/// Notes, follow-up and a jump in distance; empty where there is nothing of these.
pub fn notes(analysis: &Analysis, options: &ReportOptions) -> Vec<Block> {
    let mut blocks = Vec::new();
    let said = said::notes(analysis, options);
    if !said.is_empty() {
        blocks.push(Block::Definitions(
            said.into_iter().map(definition).collect(),
        ));
    }
    if let Some(follow_up) = said::follow_up(options) {
        let mut inner = vec![
            Block::paragraph(format!("{}.", follow_up.noted)),
            Block::Paragraph(voice(follow_up.side), follow_up.answer.into()),
        ];
        inner.extend(follow_up.place.map(Block::paragraph));
        let from = Text::from(FROM_ARTICLE).cite(follow_up.section);
        let limits = ". It informs and does not diagnose.";
        inner.push(Block::source(from.then(limits)));
        blocks.push(Block::section("follow-up", FOLLOW_UP_SECTION, inner));
    }
    if let Some(spike) = said::spike(analysis, options.units) {
        let text = vec![Block::paragraph(spike)];
        blocks.push(Block::section("spike", SPIKE_SECTION, text));
    }
    blocks
}

/// Heading of what [`notes`] gives.
pub const TITLE: &str = NOTES_SECTION;

/// An answer that asks for something is louder than one that waits.
const fn voice(side: Side) -> Voice {
    match side {
        Side::AsksForCare | Side::InBetween | Side::FitsFatigue => Voice::Conclusion,
        Side::NoPain | Side::TooEarly => Voice::Body,
    }
}

fn definition((term, text): said::SaidLine) -> Definition {
    Definition {
        term: term.to_owned(),
        text,
        tone: None,
    }
}

/// The earlier runs, folded on a page; `None` for a run without.
pub fn earlier_runs(analysis: &Analysis, units: DisplayUnits) -> Option<Block> {
    let earlier = said::earlier_runs(analysis, units)?;
    let mut page = vec![Block::bullets("earlier", earlier.runs)];
    page.extend(earlier.more.map(Block::note));
    let blocks = vec![Block::paragraph(earlier.used), Block::on_page(page)];
    Some(Block::section("history", HISTORY_SECTION, blocks))
}

/// Where the article can be read, where a setting says so.
pub fn article(options: &ReportOptions) -> Option<Block> {
    Some(Block::Link(Link {
        before: "Read ",
        name: NAMED,
        address: options.context.article_url.clone()?,
    }))
}

/// The form for what no watch records; `None` for a run that `formdrift.toml` cannot name.
pub fn form(options: &ReportOptions) -> Option<Block> {
    Some(Block::NotesForm(NotesForm {
        run: options.notes_key.clone()?,
        fields: fields(options),
    }))
}

fn fields(options: &ReportOptions) -> Vec<Field> {
    let said = &options.context;
    let pain = said.pain.clone().unwrap_or_default();
    let rating = |key, label, value: Option<u8>| Field {
        key,
        label,
        rating: true,
        value: value.map(|v| v.to_string()),
    };
    let text = |key, label, value: &Option<String>| Field {
        key,
        label,
        rating: false,
        value: value.clone(),
    };
    let planned = said.target_pace_s_per_km;
    let planned = planned.map(|pace| f::pace_with_unit(pace, options.units));
    vec![
        rating(
            "pain.during",
            "Worst pain during the run, 0-10",
            pain.during,
        ),
        rating(
            "pain.after_24_h",
            "Pain after 24 hours, 0-10",
            pain.after_24_h,
        ),
        rating(
            "pain.after_48_h",
            "Pain after 48 hours, 0-10",
            pain.after_48_h,
        ),
        text("pain.location", "Where", &pain.location),
        rating("rpe", "How hard the run was, 0-10", said.rpe),
        text("shoes", "Shoes", &said.shoes),
        text("surface", "Surface", &said.surface),
        text("heat", "Heat", &said.heat),
        text("target_pace", "Target pace, such as 8:40/mi", &planned),
        text("note", "Note", &said.note),
        text("comment", "Coach's comment", &said.comment),
    ]
}
