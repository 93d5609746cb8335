//! A form for what no watch records, which gives the lines for `formdrift.toml`. It sends nothing
//! and saves nothing: the lines are copied. The page's script shows it; without scripts there is
//! no dead control.

use crate::report::ReportOptions;
use crate::units::format as f;
use maud::{Markup, html};

/// The script behind it.
pub const SCRIPT: &str = include_str!("notes.js");

/// Heading of the form.
const TITLE: &str = "Add what the watch did not see";

/// A field: its name in the file, its label, whether it is a rating, and what is known already.
struct Field {
    key: &'static str,
    label: &'static str,
    kind: Kind,
    value: Option<String>,
}

/// What a field holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A whole number from 0 to 10.
    Rating,
    /// Text in the runner's words.
    Text,
}

/// The form for a run that `formdrift.toml` can name; nothing for one that it cannot.
pub fn form(options: &ReportOptions) -> Markup {
    html! {
        @if let Some(key) = &options.notes_key {
            section.notes-form #notes-form aria-labelledby="notes-form-title" hidden data-key=(key) {
                h3 #notes-form-title { (TITLE) }
                p.note {
                    "How it felt decides between fatigue and more, and only you know. Fill in what \
                     you like, copy the lines into a file named " code { "formdrift.toml" } " beside \
                     the recording, and run formdrift again. Nothing is sent anywhere."
                }
                div.fields {
                    @for field in fields(options) { (input(&field)) }
                }
                pre #notes-lines tabindex="0" aria-label="Lines for formdrift.toml" {}
                p { button type="button" #notes-copy { "Copy the lines" } " " span #notes-copied role="status" {} }
            }
        }
    }
}

fn input(field: &Field) -> Markup {
    let id = format!("note-{}", field.key.replace('.', "-"));
    html! {
        div {
            label for=(id) { (field.label) }
            @match field.kind {
                Kind::Rating => {
                    input id=(id) type="number" min="0" max="10" step="1" inputmode="numeric"
                        data-field=(field.key) value=[field.value.as_ref()];
                },
                Kind::Text => {
                    input id=(id) type="text" data-field=(field.key) value=[field.value.as_ref()];
                },
            }
        }
    }
}

fn fields(options: &ReportOptions) -> Vec<Field> {
    let said = &options.context;
    let pain = said.pain.clone().unwrap_or_default();
    let rating = |key, label, value: Option<u8>| Field {
        key,
        label,
        kind: Kind::Rating,
        value: value.map(|v| v.to_string()),
    };
    let text = |key, label, value: &Option<String>| Field {
        key,
        label,
        kind: Kind::Text,
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
