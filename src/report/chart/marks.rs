//! What happened along the run, marked the same way in every chart over distance: splits,
//! warm-up, walks, stops, fresh running, the onset.

use super::canvas::{Canvas, Rect, TextStyle};
use super::frame::{EDGE, Sign, pin};
use super::list::{Align, Height};
use super::panel::Panel;
use super::series::in_units;
use super::style;
use crate::Analysis;
use crate::normalise::Motion;
use crate::report::words;
use crate::units::{DisplayUnits, Metres};
use std::cell::Cell;

/// Opacity of the onset's interval.
pub const BAND: f64 = 0.14;
/// Opacity of shaded stretches.
const SHADE: f64 = 0.28;
/// Running settles over the first ten minutes: method.md leaves them out of fresh running.
const WARM_UP_S: f64 = 600.0;
/// Stops shorter than this are not marked, seconds: a watch's timer makes many.
const LEAST_STOP_S: f64 = 20.0;
/// Split marks closer than this are left out, px.
const SPLITS_APART: f64 = 18.0;
/// Marks closer than this would be one smear, px.
const LEAST_APART: f64 = 5.0;

/// Marks of one run, in display units.
pub struct Marks {
    units: DisplayUnits,
    warm_up: Option<f64>,
    fresh: Option<(f64, f64)>,
    walks: Vec<(f64, f64)>,
    stops: Vec<f64>,
    /// Split ends, without the finish.
    split_ends: Vec<f64>,
    splits: Vec<(f64, f64, String)>,
    /// True once a partial split has been named.
    starred: Cell<bool>,
    /// Onset, low, high and what to write.
    onset: Option<(f64, f64, f64, String)>,
}

impl Marks {
    /// Gathers them.
    pub fn of(analysis: &Analysis, units: DisplayUnits) -> Self {
        let measures = &analysis.measures;
        let to = |m: Metres| in_units(m, units);
        let kind = |motion, least: f64| {
            let all = measures.interruptions.iter();
            all.filter(move |i| i.motion == motion && i.duration_s >= least)
        };
        let settled = measures
            .windows
            .iter()
            .take_while(|w| w.moving_mid_s < WARM_UP_S)
            .last()
            .map(|w| to(w.to));
        let splits = measures.splits.iter().map(|s| {
            let partial = if s.partial { "*" } else { "" };
            (to(s.from), to(s.to), format!("{}{partial}", s.index))
        });
        let ends = measures.splits.iter().rev().skip(1).rev();
        Self {
            units,
            warm_up: settled,
            fresh: analysis.verdict.fresh.map(|(a, b)| (to(a), to(b))),
            walks: kind(Motion::Walk, 0.0)
                .map(|i| (to(i.from), to(i.to)))
                .collect(),
            stops: kind(Motion::Stop, LEAST_STOP_S)
                .map(|i| to(i.from))
                .collect(),
            split_ends: ends.map(|s| to(s.to)).collect(),
            splits: splits.collect(),
            starred: Cell::new(false),
            onset: analysis
                .verdict
                .onset
                .as_ref()
                .map(|o| (to(o.at), to(o.low), to(o.high), words::onset(o, units))),
        }
    }

    /// Legend entries of the marks that are there.
    pub fn legend(&self) -> Vec<(Sign, String)> {
        let mut all = self.shading_legend();
        if self.fresh.is_some() {
            all.push((Sign::Line(style::FRESH), "fresh running".into()));
        }
        if !self.stops.is_empty() {
            all.push((Sign::Pin(style::STOP), "stop".into()));
        }
        all
    }

    /// The same without what only [`Marks::edge`] draws.
    pub fn shading_legend(&self) -> Vec<(Sign, String)> {
        let mut all = Vec::new();
        if self.onset.is_some() {
            all.push((Sign::Interval(style::ONSET), "onset, 95 % interval".into()));
        }
        if self.warm_up.is_some() {
            all.push((Sign::Box(style::WARM_UP, SHADE), "first 10 min".into()));
        }
        if !self.walks.is_empty() {
            all.push((Sign::Box(style::WALK, SHADE * 1.5), "walking".into()));
        }
        all
    }

    /// Shading behind a panel's series.
    pub fn behind(&self, panel: &Panel<'_>) {
        if let Some(end) = self.warm_up {
            panel.shade(0.0, end, style::WARM_UP, SHADE);
        }
        for (from, to) in merged(&self.walks, panel) {
            panel.shade(from, to, style::WALK, SHADE * 1.5);
        }
        if let Some((_, low, high, _)) = &self.onset {
            panel.shade(*low, *high, style::ONSET, BAND);
        }
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
        if let Some((at, ..)) = &self.onset {
            let x = panel.px(*at);
            canvas.line(&[(x, top), (x, bottom)], style::ONSET, 1.0, 1.6);
        }
    }

    /// The bar of fresh running and the stops, along a panel's upper edge.
    pub fn edge(&self, canvas: &Canvas, panel: &Panel<'_>) {
        let top = panel.plot.top;
        if let Some((from, to)) = self.fresh {
            let bar = Rect::new(panel.px(from), top - 1.5, panel.px(to), top + 1.5);
            canvas.fill(bar, style::FRESH, 1.0);
        }
        let mut last = f64::NEG_INFINITY;
        for x in self.stops.iter().map(|s| panel.px(*s)) {
            if x - last >= LEAST_APART {
                pin(canvas, x, top, top + 11.0, style::STOP);
                last = x;
            }
        }
    }

    /// Names of the splits over a plot, baseline at `y`; as many as have room.
    pub fn split_names(&self, canvas: &Canvas, panel: &Panel<'_>, y: f64) {
        let small =
            TextStyle::new(style::LABEL - 1.0, style::MUTED).at(Align::Middle, Height::Baseline);
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
        let line = self.onset.as_ref().map(|o| panel.px(o.0));
        match line.filter(|x| (middle - x).abs() < half + 2.0) {
            Some(x) if middle <= x => x - half - 2.0,
            Some(x) => x + half + 2.0,
            None => middle,
        }
    }

    /// The onset in words over a plot, baseline at `y`, kept between the plot's edges.
    pub fn onset_label(&self, canvas: &Canvas, panel: &Panel<'_>, y: f64) {
        let Some((at, _, _, words)) = &self.onset else {
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

/// Walks that are less than a pixel apart, as one.
fn merged(walks: &[(f64, f64)], panel: &Panel<'_>) -> Vec<(f64, f64)> {
    let mut out: Vec<(f64, f64)> = Vec::new();
    for &(from, to) in walks {
        match out.last_mut() {
            Some(last) if panel.px(from) - panel.px(last.1) < 1.0 => last.1 = last.1.max(to),
            _ => out.push((from, to)),
        }
    }
    out
}
