//! The form for what no watch records, which gives the lines for `formdrift.toml`. It sends nothing
//! and saves nothing: the lines are copied. The page's script shows it; without scripts there is
//! no dead control.

use crate::report::document::{Field, NotesForm};
use crate::report::words::labels;
use maud::{Markup, html};

/// Turns what is typed into the form into lines of `formdrift.toml`; it sends nothing.
pub const SCRIPT: &str = include_str!("notes.js");

/// The form, with its fields filled where something is known.
pub fn form(of: &NotesForm) -> Markup {
    html! {
        section.notes-form #notes-form aria-labelledby="notes-form-title" hidden data-key=(of.run) {
            h3 #notes-form-title { (labels::FORM) }
            @let [before, file, after] = labels::FORM_USE;
            p.note { (before) code { (file) } (after) }
            div.fields { @for field in &of.fields { (input(field)) } }
            pre #notes-lines tabindex="0" role="region" aria-label=(labels::FORM_LINES) {}
            p { button type="button" #notes-copy { (labels::FORM_COPY) } " " span #notes-copied role="status" {} }
        }
    }
}

fn input(field: &Field) -> Markup {
    let id = format!("note-{}", field.key.replace('.', "-"));
    let value = field.value.as_ref();
    html! {
        div {
            label for=(id) { (field.label) @if field.rating { (labels::OF_TEN) } }
            @if field.rating {
                input id=(id) type="number" min="0" max="10" step="1" inputmode="numeric"
                    data-field=(field.key) value=[value];
            } @else {
                input id=(id) type="text" data-field=(field.key) value=[value];
            }
        }
    }
}
