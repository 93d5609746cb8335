//! The charts, in a wide and a narrow drawing each, and the readings that the page's script
//! shows for a place on the run.

use super::blocks::Blocks;
use super::readings;
use crate::Analysis;
use crate::report::ReportOptions;
use crate::report::chart::{Setting, Width};
use crate::report::document::{Data, Draw, Figure};
use crate::report::words::labels;
use crate::units::Metres;
use crate::units::format as f;
use maud::{Markup, PreEscaped, html};

/// The charts of a page and what its script reads of them.
pub struct Charts<'a> {
    draw: Draw<'a>,
    /// Length of the run in display units: where panels along it end.
    length: f64,
    readings: Option<String>,
}

impl<'a> Charts<'a> {
    /// The charts of a run.
    pub fn new(analysis: &Analysis, options: &ReportOptions, draw: Draw<'a>) -> Self {
        Self {
            draw,
            length: f::length(Metres(analysis.measures.total.distance_m()), options.units),
            readings: readings::readings(analysis, options.units),
        }
    }

    /// Charts that no script reads.
    pub fn without_readings(draw: Draw<'a>) -> Self {
        Self {
            draw,
            length: f64::NAN,
            readings: None,
        }
    }

    /// Where the script writes what it reads; without it there is nothing to see here.
    pub fn readout(&self) -> Markup {
        html! {
            @if self.readings.is_some() {
                div.readout #readout aria-live="polite" hidden {
                    p { (labels::READ_CHARTS) }
                }
            }
        }
    }

    /// What the script reads.
    pub fn data(&self) -> Markup {
        html! {
            @if let Some(readings) = &self.readings {
                script type="application/json" #readings { (PreEscaped(readings)) }
            }
        }
    }
}

/// A chart in a wide and a narrow drawing, with the numbers behind it folded.
pub fn figure(f: &Figure, blocks: &Blocks<'_>) -> Markup {
    let charts = blocks.charts;
    let drawn = [("wide", Width::Wide), ("narrow", Width::Narrow)].map(|(class, width)| {
        let drawing = (charts.draw)(&f.name, width)?;
        let id = format!("{}-{class}", f.name);
        let svg = drawing.svg(&id, &f.title, &f.alt, Setting::Inline);
        let along = readings::panels(&drawing.panels, charts.length);
        let others = readings::other_panels(&drawing.panels, charts.length);
        Some((class, svg, along, others))
    });
    let along = drawn
        .iter()
        .flatten()
        .any(|(_, _, along, _)| along.is_some());
    html! {
        figure id={ "chart-" (f.name) } {
            div.plot data-figure=(f.name) data-distance[along] {
                @for (class, svg, along, others) in drawn.iter().flatten() {
                    div class=(class) data-panels=[along.as_ref()] data-others=[others.as_ref()] {
                        (PreEscaped(svg))
                    }
                }
            }
            @match &f.data {
                Data::In(id) => p.data { a href={ "#" (id) } { (labels::NUMBERS_ELSEWHERE) } },
                Data::Own(table) => details.data {
                    summary { (table.title) }
                    (blocks.table(table))
                },
            }
        }
    }
}
