//! The head that every page has: each stands alone in one file and fetches nothing.

use super::chart::style;
use maud::{Markup, PreEscaped, html};

/// Type and layout that all pages share.
const STYLE: &str = include_str!("html/style.css");

/// Nothing may be fetched: what a page shows is in the page.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/// The head of a page with `styles` of its own after the common ones. `description` is for
/// those who list pages.
pub fn head(title: &str, description: Option<&str>, styles: &[&str]) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(POLICY);
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="generator" content={ "formdrift " (env!("CARGO_PKG_VERSION")) };
            @if let Some(text) = description { meta name="description" content=(text); }
            title { (title) }
            style {
                (PreEscaped(style::css())) (PreEscaped(STYLE))
                @for own in styles { (PreEscaped(own)) }
            }
        }
    }
}
