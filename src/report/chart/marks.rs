//! What happened along the run, marked the same way in every chart over distance: splits,
//! warm-up, walks, stops, fresh running, the onset.

use super::bands::Bands;
use super::canvas::{Canvas, Rect, TextStyle};
use super::frame::{EDGE, Sign};
use super::list::{Align, Height};
use super::panel::Panel;
use super::series::in_units;
use super::style;
use crate::Analysis;
use crate::report::words;
use crate::units::{DisplayUnits, Metres};
use std::cell::Cell;

/// Split marks closer than this are left out, px.
const SPLITS_APART: f64 = 18.0;
/// The onset in display units.
struct OnsetMark {
    at: f64,
    low: f64,
    high: f64,
    /// What to write: `mile 19.4 (18.6-20.3)`.
    words: String,
}

/// Marks of one run, in display units.
pub struct Marks {
    units: DisplayUnits,
    bands: Bands,
    fresh: Option<(f64, f64)>,
    /// Split ends, without the finish.
    split_ends: Vec<f64>,
    splits: Vec<(f64, f64, String)>,
    /// True once a partial split has been named.
    starred: Cell<bool>,
    onset: Option<OnsetMark>,
}

impl Marks {
    /// Gathers the marks of a run.
    pub fn of(analysis: &Analysis, units: DisplayUnits) -> Self {
        let measures = &analysis.measures;
        let to = |m: Metres| in_units(m, units);
        let splits = measures.splits.iter().map(|s| {
            let partial = if s.partial { "*" } else { "" };
            (to(s.from), to(s.to), format!("{}{partial}", s.index))
        });
        let ends = measures.splits.iter().rev().skip(1).rev();
        Self {
            units,
            bands: Bands::of(analysis, units),
            fresh: analysis.verdict.fresh.map(|(a, b)| (to(a), to(b))),
            split_ends: ends.map(|s| to(s.to)).collect(),
            splits: splits.collect(),
            starred: Cell::new(false),
            onset: analysis.verdict.onset().as_ref().map(|o| OnsetMark {
                at: to(o.at),
                low: to(o.low),
                high: to(o.high),
                words: words::onset(o, units),
            }),
        }
    }

    /// Legend entries of the marks that are there.
    pub fn legend(&self) -> Vec<(Sign, String)> {
        let mut all = self.legend_of(true);
        if self.fresh.is_some() {
            all.push((Sign::Line(style::FRESH), "fresh running".into()));
        }
        all
    }

    /// The same without what only [`Marks::edge`] draws.
    pub fn shading_legend(&self) -> Vec<(Sign, String)> {
        self.legend_of(false)
    }

    fn legend_of(&self, pins: bool) -> Vec<(Sign, String)> {
        let onset = self.onset.iter();
        let onset = onset.map(|_| (Sign::Interval(style::ONSET), "onset, 95 % interval".into()));
        onset.chain(self.bands.legend(pins)).collect()
    }

    /// Shading behind a panel's series.
    pub fn behind(&self, panel: &Panel<'_>) {
        self.bands.shade(panel);
        if let Some(onset) = &self.onset {
            panel.shade(onset.low, onset.high, style::ONSET, style::BAND);
        }
    }

    /// True where bands have their labels over them, which takes a line of text.
    pub fn has_band_names(&self) -> bool {
        self.bands.has_names()
    }

    /// Labels of named bands over a plot, baseline at `y`.
    pub fn band_names(&self, canvas: &Canvas, panel: &Panel<'_>, y: f64) {
        self.bands.names(canvas, panel, y);
    }

    /// Lines over a panel: split marks and the onset.
    pub fn over(&self, canvas: &Canvas, panel: &Panel<'_>) {
        let (top, bottom) = (panel.plot.top, panel.plot.bottom);
        let ends: Vec<f64> = self.split_ends.iter().map(|e| panel.px(*e)).collect();
        // Many short splits would be a fence before the series; the axis has ticks.
        if ends.windows(2).all(|w| w[1] - w[0] >= SPLITS_APART) {
            for x in ends {
                canvas.dashes(
                    &[(x, top), (x, bottom)],
                    style::AXIS,
                    1.0,
                    style::Dash::MARKS,
                );
            }
        }
        if let Some(onset) = &self.onset {
            let x = panel.px(onset.at);
            panel.upright(x, style::ONSET);
        }
    }

    /// The bar of fresh running and the stops, along a panel's upper edge.
    pub fn edge(&self, canvas: &Canvas, panel: &Panel<'_>) {
        let top = panel.plot.top;
        if let Some((from, to)) = self.fresh {
            let bar = Rect::new(panel.px(from), top - 1.5, panel.px(to), top + 1.5);
            canvas.fill(bar, style::FRESH, 1.0);
        }
        self.bands.pins(canvas, panel);
    }

    /// Names of the splits over a plot, baseline at `y`; as many as have room.
    pub fn split_names(&self, canvas: &Canvas, panel: &Panel<'_>, y: f64) {
        let small = TextStyle::note().at(Align::Middle, Height::Baseline);
        let mut free_from = panel.plot.left;
        for (k, (from, to, name)) in self.splits.iter().enumerate() {
            let (left, right) = (panel.px(*from), panel.px(*to));
            let middle = (left + right) / 2.0;
            let long = format!("split {name}");
            let fits = |text: &str| small.room(text) + 4.0 <= right - left;
            let text = if k == 0 && fits(&long) {
                long
            } else {
                name.clone()
            };
            let half = small.room(&text) / 2.0 + 2.0;
            // The remainder is named even where it is narrower than its name.
            let middle = if k + 1 == self.splits.len() {
                middle.min(panel.plot.right + EDGE - half)
            } else {
                middle
            };
            let middle = self.beside_onset(panel, middle, half);
            if middle - half >= free_from && middle + half <= panel.plot.right + EDGE {
                canvas.text(&text, (middle, y), small);
                free_from = middle + half;
                self.starred.set(self.starred.get() || text.ends_with('*'));
            }
        }
    }

    /// Where a name of this half width goes so that the onset's line does not cross it.
    fn beside_onset(&self, panel: &Panel<'_>, middle: f64, half: f64) -> f64 {
        let line = self.onset.as_ref().map(|o| panel.px(o.at));
        match line.filter(|x| (middle - x).abs() < half + 2.0) {
            Some(x) if middle <= x => x - half - 2.0,
            Some(x) => x + half + 2.0,
            None => middle,
        }
    }

    /// The onset in words over a plot, baseline at `y`, kept between the plot's edges.
    pub fn onset_label(&self, canvas: &Canvas, panel: &Panel<'_>, y: f64) {
        let Some(OnsetMark { at, words, .. }) = &self.onset else {
            return;
        };
        let bold = TextStyle::new(style::LABEL, style::ONSET).bold();
        let wide = bold.room(words);
        let (left, right) = (panel.plot.left, panel.plot.right);
        let start = (panel.px(*at) - wide / 2.0).clamp(left, (right - wide).max(left));
        let ink = bold.at(Align::Start, Height::Baseline);
        canvas.text(words, (start, y), ink);
        let x = panel.px(*at);
        canvas.line(&[(x, y + 3.0), (x, panel.plot.top)], style::ONSET, 1.0, 1.6)
    }

    /// True when a split was named as partial.
    pub fn has_star(&self) -> bool {
        self.starred.get()
    }

    /// True when there is an onset.
    pub fn has_onset(&self) -> bool {
        self.onset.is_some()
    }

    /// The units the marks are in.
    pub fn units(&self) -> DisplayUnits {
        self.units
    }
}
