//! The charts, in a wide and a narrow drawing each, and the readings that the page's script
//! shows for a place on the run.

use super::readings;
use crate::Analysis;
use crate::report::ReportOptions;
use crate::report::chart::{Setting, Width};
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
}

/// A drawing of a chart with its panels, as the page's script knows them.
pub struct Drawn {
    /// Class of its width.
    pub class: &'static str,
    /// The drawing as an element.
    pub svg: String,
    /// Panels with distance across, as JSON.
    pub along: Option<String>,
    /// Panels with something else across, as JSON.
    pub others: Option<String>,
}

impl Charts<'_> {
    /// The drawings of a chart in both widths, as far as there are any.
    pub fn drawn(&self, f: &Figure) -> Vec<Drawn> {
        let widths = [("wide", Width::Wide), ("narrow", Width::Narrow)].into_iter();
        let drawn = widths.filter_map(|(class, width)| {
            let drawing = (self.draw)(&f.name, width)?;
            let id = format!("{}-{class}", f.name);
            Some(Drawn {
                class,
                svg: drawing.svg(&id, &f.title, &f.alt, Setting::Inline),
                along: readings::panels(&drawing.panels, self.length),
                others: readings::other_panels(&drawing.panels, self.length),
            })
        });
        drawn.collect()
    }
}
