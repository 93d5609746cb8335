//! What every page has in common: a head with the common style, and a policy that lets the
//! browser run and apply only what this program put into the page.

use super::chart::style;
use base64::{Engine, engine::general_purpose::STANDARD};
use maud::{Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

/// Type and layout that all pages share.
const STYLE: &str = include_str!("html/style.css");

/// Stands in the head until the page is finished and its policy known.
const PLACE_OF_POLICY: &str = "formdrift-policy";

/// The head of a page with `styles` of its own after the common ones. `description` is for
/// those who list pages. The page is to be finished with [`sealed`].
pub fn head(title: &str, description: Option<&str>, styles: &[&str]) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(PLACE_OF_POLICY);
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

/// The finished page. Its content security policy lets nothing be fetched and admits by
/// their hashes the style sheets and scripts that the page has now, so that text from a
/// recording could not become one even if it got past the escaping. Hashes do not cover
/// `style` attributes, so these become rules of the style sheet.
pub fn sealed(page: Markup) -> String {
    let (page, rules) = without_style_attributes(&page.into_string());
    let page = page.replacen("</style>", &format!("{rules}</style>"), 1);
    let mut policy = String::from("default-src 'none'; img-src data:");
    for (directive, tag) in [("style-src", "style"), ("script-src", "script")] {
        let mut sources = String::new();
        for (attributes, content) in elements(&page, tag) {
            // Data for the script is no script.
            if !attributes.contains("application/json") {
                let hash = STANDARD.encode(Sha256::digest(content.as_bytes()));
                sources += &format!(" 'sha256-{hash}'");
            }
        }
        if !sources.is_empty() {
            policy += &format!("; {directive}{sources}");
        }
    }
    page.replacen(PLACE_OF_POLICY, &policy, 1)
}

/// The elements of a name whose content is no markup: attributes and content of each.
fn elements<'a>(page: &'a str, tag: &str) -> Vec<(&'a str, &'a str)> {
    let (open, close) = (format!("<{tag}"), format!("</{tag}>"));
    let mut found = Vec::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once(&open) {
        let Some((attributes, content)) = after.split_once('>') else {
            break;
        };
        let (content, behind) = content.split_once(&close).unwrap_or((content, ""));
        found.push((attributes, content));
        rest = behind;
    }
    found
}

/// The page with each `style` attribute replaced by a number, and the rules for these
/// numbers. An attribute outranks a style sheet, and so does an important rule.
fn without_style_attributes(page: &str) -> (String, String) {
    const ATTRIBUTE: &str = " style=\"";
    let mut out = String::with_capacity(page.len());
    let mut styles: Vec<String> = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        out += text;
        // The content of these is no markup.
        let raw = ["style", "script"].into_iter().find(|name| {
            let end = tag[1..].strip_prefix(name);
            end.is_some_and(|end| end.starts_with([' ', '>']))
        });
        let end = match raw {
            Some(name) => tag.find(&format!("</{name}>")),
            None => tag.find('>'),
        };
        let (mut tag, behind) = tag.split_at(end.unwrap_or(tag.len()));
        rest = behind;
        while raw.is_none()
            && let Some((before, after)) = tag.split_once(ATTRIBUTE)
            && let Some((style, others)) = after.split_once('"')
        {
            let known = styles.iter().position(|s| s == style);
            let number = known.unwrap_or_else(|| {
                styles.push(style.to_owned());
                styles.len() - 1
            });
            out += &format!("{before} data-style=\"{number}\"");
            tag = others;
        }
        out += tag;
        // The rest begins with the end of a tag, or with one that ends raw text.
        if raw.is_some() && !rest.is_empty() {
            let (close, behind) = rest.split_at(rest.find('>').unwrap_or(rest.len()));
            out += close;
            rest = behind;
        }
    }
    out += rest;
    let rule = |(number, style): (usize, &String)| {
        let declarations: Vec<String> = (style.split(';').map(str::trim))
            .filter(|declaration| !declaration.is_empty())
            .map(|declaration| format!("{declaration}!important"))
            .collect();
        format!("[data-style=\"{number}\"]{{{}}}", declarations.join(";"))
    };
    let rules = styles.iter().enumerate().map(rule).collect();
    (out, rules)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> String {
        sealed(html! {
            html {
                (head("A page", None, &[]))
                body {
                    p style="left:1.5%" class="a" { "one style=\"left:2%\" > two" }
                    p style={ "left:" (1.5) "%" } {}
                    p class="b" style="--fit:8pt;width:3%" {}
                    script type="application/json" { "{\"a\":1}" }
                    script { (PreEscaped("var s = '<p style=\"left:9%\">';")) }
                }
            }
        })
    }

    #[test]
    fn scripts_and_styles_are_admitted_by_their_hashes_alone() {
        let page = page();
        let policy = page.split_once("content=\"default-src").unwrap().1;
        let policy = policy.split_once('"').unwrap().0;
        assert!(!policy.contains("unsafe") && !page.contains(PLACE_OF_POLICY));
        assert_eq!(policy.matches("'sha256-").count(), 2, "{policy}");
        // Computed with `printf ... | openssl dgst -sha256 -binary | base64`.
        let script = "script-src 'sha256-QRshuW3jR9GmJYY9Tn7w8ZBxd23gyP1pmQBBiG+yL5Q='";
        assert!(policy.contains(script), "{policy}");
    }

    #[test]
    fn a_style_attribute_becomes_a_rule() {
        let page = page();
        assert!(page.contains(r#"<p data-style="0" class="a">"#), "{page}");
        assert!(page.contains(r#"<p data-style="0"></p>"#), "{page}");
        assert!(page.contains(r#"<p class="b" data-style="1">"#), "{page}");
        let rules = "[data-style=\"0\"]{left:1.5%!important}\
                     [data-style=\"1\"]{--fit:8pt!important;width:3%!important}</style>";
        assert!(page.contains(rules), "{page}");
        // Text and scripts stay as they are.
        assert!(page.contains("one style=&quot;left:2%&quot; &gt; two"));
        assert!(page.contains("var s = '<p style=\"left:9%\">';"));
    }
}
