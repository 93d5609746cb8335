//! Sheet one: the verdict and what it rests on.

use super::set;
use crate::advise::Ladder;
use crate::advise::article::NAMED;
use crate::report::page::{
    Considered, LADDER_SECTION, Meter, NO_FAULT, Number, Page, Slowdown, TO_DO, Verdict, typeset,
};
use crate::report::words::{HOW_JUDGED, capital};
use crate::units::format as f;
use maud::{Markup, html};

/// The first sheet.
pub fn section(page: &Page) -> Markup {
    let v = &page.verdict;
    html! {
        section.sheet.answer #verdict aria-labelledby="verdict-label" {
            (verdict(v))
            (numbers(v))
            @if v.slowdown.is_some() || v.ladder.is_some() {
                div.pair {
                    @if let Some(s) = &v.slowdown { (slowdown(s)) }
                    @if let Some(l) = &v.ladder { (ladder(l)) }
                }
            }
            (judged(v))
            (quality(&page.caveats))
        }
    }
}

fn verdict(v: &Verdict) -> Markup {
    html! {
        div.verdict {
            h2.label #verdict-label {
                (v.label)
                @if let Some(certainty) = v.certainty { " " span.certainty { (certainty) } }
            }
            p.headline { (set(&v.headline)) }
            @if let Some(s) = &v.suggestion {
                div.suggestion {
                    h3 { (TO_DO) }
                    p.do { (set(&s.action)) }
                    p.source { "From the article: " cite { (s.section) } }
                }
            }
            p.confidence { span.key { "How sure" } " " (set(v.confidence)) }
            (meter(&v.meter))
            @if let Some(session) = &v.session {
                p.session { span.key { "Session" } " " (set(session)) }
            }
        }
    }
}

fn percent(share: f64) -> String {
    format!("{}%", f::decimal(share * 100.0, 2))
}

fn meter(m: &Meter) -> Markup {
    html! {
        div.meter role="img" aria-label=(typeset(&m.text)) {
            div.track {
                @if let Some((from, to)) = m.fresh {
                    span.fresh style={ "left:" (percent(from)) ";width:" (percent(to - from)) } {}
                }
                @if let Some((low, at, high)) = m.onset {
                    span.band style={ "left:" (percent(low)) ";width:" (percent(high - low)) } {}
                    span.mark style={ "left:" (percent(at)) } {}
                }
            }
            div.scale {
                @for (at, label) in &m.ticks {
                    span style={ "left:" (percent(*at)) } { (label) }
                }
            }
            p.legend {
                @if m.fresh.is_some() { span.fresh { "fresh running" } }
                @if m.onset.is_some() {
                    span.mark { "onset" }
                    span.band { "its interval" }
                }
            }
        }
    }
}

fn numbers(v: &Verdict) -> Markup {
    html! {
        section.numbers aria-labelledby="numbers-title" {
            h3 #numbers-title { (v.numbers_title) }
            dl class={ "of-" (v.numbers.len()) } { @for n in &v.numbers { (number(n)) } }
        }
    }
}

fn number(n: &Number) -> Markup {
    html! {
        div {
            dt { (n.name) }
            dd {
                span.values {
                    span { (set(&n.fresh)) }
                    @if let Some(late) = &n.late {
                        span.to { span.sr { " to " } }
                        span { (set(late)) }
                    }
                    small { (n.unit) }
                }
                @if let Some(change) = &n.change { span.change { (set(change)) } }
            }
        }
    }
}

fn slowdown(s: &Slowdown) -> Markup {
    // Parts that made the runner faster are drawn to the left of zero.
    let lost: f64 = s.parts.iter().map(|p| p.percent.max(0.0)).sum();
    let won: f64 = s.parts.iter().map(|p| (-p.percent).max(0.0)).sum();
    let whole = (lost + won).max(f64::MIN_POSITIVE);
    html! {
        section.slowdown aria-labelledby="slowdown-title" {
            h3 #slowdown-title { "Where the slowdown came from" }
            p.total { (set(&s.text)) }
            @if !s.parts.is_empty() {
                div.stack aria-hidden="true" {
                    @for p in s.parts.iter().filter(|p| p.percent < 0.0) {
                        span class={ "won s-" (p.series) } style={ "width:" (percent(-p.percent / whole)) } {}
                    }
                    @for p in s.parts.iter().filter(|p| p.percent >= 0.0) {
                        span class={ "s-" (p.series) } style={ "width:" (percent(p.percent / whole)) } {}
                    }
                }
                ul.parts {
                    @for p in &s.parts {
                        li class={ "s-" (p.series) } { (set(&p.text)) }
                    }
                }
            }
            @if let Some(note) = &s.note { p.note { (set(note)) } }
        }
    }
}

fn ladder(l: &Ladder) -> Markup {
    html! {
        section.ladder aria-labelledby="ladder-title" {
            h3 #ladder-title { (LADDER_SECTION) }
            p.source { "From " (NAMED) ": " cite { (l.section) } }
            ol {
                @for step in &l.steps {
                    li { strong { (set(step.when)) ". " } (set(&step.what)) }
                }
            }
            p.stood { (set(&l.stood)) }
        }
    }
}

/// Folded on the screen, open on paper.
fn judged(v: &Verdict) -> Markup {
    html! {
        details.judged {
            summary { h3 { (HOW_JUDGED) } }
            div {
                @if let Some(detail) = &v.detail { p.detail { (set(&capital(detail))) "." } }
                p.reason { (set(&v.reason)) }
                @if !v.considered.is_empty() { (considered(&v.considered)) }
            }
        }
    }
}

fn considered(all: &[Considered]) -> Markup {
    html! {
        section.considered aria-labelledby="considered-title" {
            h4 #considered-title { "Other explanations looked at" }
            dl {
                @for c in all {
                    div class={ "is-" (c.tone.name()) } {
                        dt { (c.name) }
                        dd { (c.finding) }
                    }
                }
            }
        }
    }
}

fn quality(caveats: &[String]) -> Markup {
    html! {
        section.quality aria-labelledby="quality-title" {
            h3 #quality-title { "Data quality" }
            @if caveats.is_empty() {
                p { (NO_FAULT) }
            } @else {
                ul { @for c in caveats { li { (set(c)) } } }
            }
        }
    }
}
