//! Sheet two: the charts, in a wide and a narrow drawing each, and the readings that the
//! page's script shows for a place on the run.

use super::readings;
use crate::Analysis;
use crate::report::ReportOptions;
use crate::report::chart::{FIGURES, Setting, Width};
use crate::units::Metres;
use crate::units::format as f;
use maud::{Markup, PreEscaped, html};
use std::cell::OnceCell;

/// Figures that are printed: more would be too small to read on one sheet (print.css
/// leaves out the others).
const ON_PAPER: usize = 3;

/// The charts of a page.
pub struct Charts {
    figures: Vec<Figure>,
    readings: Option<String>,
}

struct Figure {
    name: &'static str,
    drawings: [Drawing; 2],
}

/// A figure drawn for one width of page.
struct Drawing {
    /// `wide` or `narrow`.
    class: &'static str,
    svg: String,
    /// Its panels with distance across, as JSON.
    panels: Option<String>,
    /// Its panels with something else across, as JSON.
    others: Option<String>,
}

impl Charts {
    /// Draws the charts.
    pub fn new(analysis: &Analysis, options: &ReportOptions) -> Self {
        let figures = figures(analysis, options);
        let readings = readings::readings(analysis, options.units);
        Self { figures, readings }
    }

    /// The second sheet; nothing when nothing can be drawn.
    pub fn section(&self) -> Markup {
        if self.figures.is_empty() {
            return html! {};
        }
        let any = self.figures.iter().any(Figure::is_along_the_run);
        html! {
            section.sheet.charts #charts aria-labelledby="charts-title"
                style={ "--rows:" (self.figures.len().min(ON_PAPER) / 2) } {
                h2 #charts-title { "Charts" }
                @if any && self.readings.is_some() {
                    // Shown by the script: without it there is nothing to read here.
                    div.readout #readout aria-live="polite" hidden {
                        p { (readings::HINT) }
                    }
                }
                @for f in &self.figures { (figure(f)) }
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

impl Figure {
    fn is_along_the_run(&self) -> bool {
        self.drawings.iter().any(|d| d.panels.is_some())
    }
}

fn figure(f: &Figure) -> Markup {
    html! {
        figure id={ "chart-" (f.name) } {
            div.plot data-figure=(f.name) data-distance[f.is_along_the_run()] {
                @for d in &f.drawings {
                    div class=(d.class) data-panels=[d.panels.as_ref()]
                        data-others=[d.others.as_ref()] { (PreEscaped(&d.svg)) }
                }
            }
        }
    }
}

fn figures(analysis: &Analysis, options: &ReportOptions) -> Vec<Figure> {
    let length = f::length(Metres(analysis.measures.total.distance_m()), options.units);
    FIGURES
        .iter()
        .filter_map(|figure| {
            // Either width shows the same.
            let alt = OnceCell::new();
            let drawing = |class, width| {
                let drawing = figure.drawing(analysis, options, width, Setting::Inline)?;
                Some(Drawing {
                    class,
                    svg: figure.svg_with(
                        &drawing,
                        alt.get_or_init(|| (figure.alt)(analysis, options)),
                        Setting::Inline,
                    ),
                    panels: readings::panels(&drawing.panels, length),
                    others: readings::other_panels(&drawing.panels, length),
                })
            };
            Some(Figure {
                name: figure.name,
                drawings: [
                    drawing("wide", Width::Wide)?,
                    drawing("narrow", Width::Narrow)?,
                ],
            })
        })
        .collect()
}
