//! The charts, in a wide and a narrow drawing each, and the readings that the page's script
//! shows for a place on the run.

use super::readings;
use crate::Analysis;
use crate::report::ReportOptions;
use crate::report::chart::{Drawing, Setting, Width};
use crate::report::document::{Draw, Figure};
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

    /// A chart in both widths, as far as it can be drawn, with its panels for the script: those
    /// with distance across, and the others.
    pub fn plot(&self, f: &Figure) -> Markup {
        let widths = [("wide", Width::Wide), ("narrow", Width::Narrow)].into_iter();
        let draw = |(class, width)| Some((class, (self.draw)(&f.name, width)?));
        let drawn: Vec<(&str, Drawing)> = widths.filter_map(draw).collect();
        let panels = |d: &Drawing, along| readings::panels(&d.panels, self.length, along);
        let along = drawn.iter().any(|(_, d)| panels(d, true).is_some());
        html! {
            div.plot data-figure=(f.name) data-distance[along] {
                @for (class, d) in &drawn {
                    div class=(class) data-panels=[panels(d, true)] data-others=[panels(d, false)] {
                        @let id = format!("{}-{class}", f.name);
                        (PreEscaped(d.svg(&id, &f.title, &f.alt, Setting::Inline)))
                    }
                }
            }
        }
    }
}
