//! What happened along the run, marked the same way in every chart over distance: splits,
//! warm-up, walks, stops, fresh running, the onset.

use super::canvas::{Rect, TextStyle};
use super::frame::{EDGE, Sign, pin};
use super::list::{Align, Height};
use super::panel::Panel;
use super::style::{self, Dash, Ink};
use crate::Analysis;
use crate::detect::WARM_UP_MIN;
use crate::normalise::Motion;
use crate::phases::PhaseKind;
use crate::report::words;
use crate::units::{DisplayUnits, Metres, format};

/// Split marks closer than this are left out, px.
const SPLITS_APART: f64 = 18.0;
/// Pins closer than this would be one smear, px.
const PINS_APART: f64 = 5.0;

/// A stretch of the run.
#[derive(Debug, Clone, PartialEq)]
struct Band {
    /// Where it begins, in display units from the start.
    from: f64,
    /// Where it ends; equal to `from` for what happened at one place.
    to: f64,
    /// What it is, in a runner's words.
    label: &'static str,
    /// How it is drawn.
    style: BandStyle,
}

/// How a band is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
enum BandStyle {
    /// Shaded in a colour with an opacity; the legend says what it is.
    Shaded(Ink, f64),
    /// Shaded, with its label over the first panel.
    Named(Ink, f64),
    /// A pin at the upper edge of the first panel.
    Pinned(Ink),
}

impl BandStyle {
    /// The first ten minutes.
    const WARM_UP: Self = Self::Shaded(style::WARM_UP, 0.28);
    /// Walks, mostly too short to be seen in a paler shade.
    const WALK: Self = Self::Shaded(style::WALK, 0.42);
    /// Stretches without a speed to go by.
    const EXCLUDED: Self = Self::Shaded(style::GROUND, 0.28);
    /// A stop, which has no length on an axis of distance.
    const STOP: Self = Self::Pinned(style::STOP);

    /// Its sign in a legend; a band with its label over it needs none.
    fn sign(self) -> Option<Sign> {
        match self {
            Self::Shaded(ink, alpha) => Some(Sign::Box(ink, alpha)),
            Self::Named(..) => None,
            Self::Pinned(ink) => Some(Sign::Pin(ink)),
        }
    }
    /// Colour and opacity of its shade; a pin has none.
    fn shade(self) -> Option<(Ink, f64)> {
        match self {
            Self::Shaded(ink, alpha) | Self::Named(ink, alpha) => Some((ink, alpha)),
            Self::Pinned(_) => None,
        }
    }
}

/// Stops shorter than this are not marked, seconds: a watch's timer makes many.
const LEAST_STOP_S: f64 = 20.0;
/// Fewer windows in a row without a speed are a gap in the lines that needs no explanation.
const LEAST_EXCLUDED: usize = 3;
/// Opacity of a part of the session: paler than what lies within it.
const PART_OF_SESSION: f64 = 0.16;

/// What a part of the session is called over it; the main part needs no name, walks and stands
/// have bands of their own, and a ride takes no distance.
const fn named(kind: PhaseKind) -> Option<&'static str> {
    match kind {
        PhaseKind::WarmUp => Some("warm-up"),
        PhaseKind::Repetitions => Some("repetitions"),
        PhaseKind::CoolDown => Some("cool-down"),
        PhaseKind::Kick => Some("kick"),
        PhaseKind::Main | PhaseKind::Walk | PhaseKind::Stand | PhaseKind::Carried => None,
    }
}

/// The bands of a run in display units, each kind in order of distance.
fn bands(analysis: &Analysis, units: DisplayUnits) -> Vec<Band> {
    let measures = &analysis.measures;
    let mut all = Vec::new();
    let mut add = |from: Metres, to: Metres, label, style| {
        let [from, to] = [from, to].map(|at| format::length(at, units));
        all.push(Band {
            from,
            to,
            label,
            style,
        });
    };
    let windows = measures.windows.iter();
    let settling = windows.take_while(|w| w.moving_mid_s < 60.0 * WARM_UP_MIN);
    if let Some(w) = settling.last() {
        add(Metres(0.0), w.to, "first 10 min", BandStyle::WARM_UP);
    }
    for phase in &analysis.phases.list {
        if let Some(label) = named(phase.kind) {
            let style = BandStyle::Named(style::GROUND, PART_OF_SESSION);
            add(phase.from, phase.to, label, style);
        }
    }
    let same = (measures.windows).chunk_by(|a, b| a.pace_doubtful == b.pace_doubtful);
    for windows in same.filter(|s| s[0].pace_doubtful && s.len() >= LEAST_EXCLUDED) {
        let (from, to) = (windows[0].from, windows[windows.len() - 1].to);
        add(from, to, "speed in doubt", BandStyle::EXCLUDED);
    }
    for stretch in &measures.interruptions {
        let (from, to) = (stretch.from, stretch.to);
        match stretch.motion {
            Motion::Walk => add(from, to, "walking", BandStyle::WALK),
            Motion::Stop if stretch.duration_s >= LEAST_STOP_S => {
                add(from, to, "stop", BandStyle::STOP);
            }
            _ => {}
        }
    }
    all
}

/// The onset in display units.
struct OnsetMark {
    at: f64,
    low: f64,
    high: f64,
    /// What to write: `mile 19.4 (18.6-20.3)`.
    words: String,
}

/// Marks of one run, in display units.
#[derive(Default)]
pub struct Marks {
    bands: Vec<Band>,
    fresh: Option<(f64, f64)>,
    /// Each split: where it begins, where it ends, its name.
    splits: Vec<(f64, f64, String)>,
    onset: Option<OnsetMark>,
}

impl Marks {
    /// Gathers the marks of a run.
    pub fn of(analysis: &Analysis, units: DisplayUnits) -> Self {
        let measures = &analysis.measures;
        let to = |m: Metres| format::length(m, units);
        let splits = measures.splits.iter().map(|s| {
            let partial = if s.partial { "*" } else { "" };
            (to(s.from), to(s.to), format!("{}{partial}", s.index))
        });
        Self {
            bands: bands(analysis, units),
            fresh: analysis.verdict.fresh.map(|(a, b)| (to(a), to(b))),
            splits: splits.collect(),
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
        let mut all = self.legend_of(|_| true);
        if self.fresh.is_some() {
            all.push((Sign::Line(style::FRESH), "fresh running".into()));
        }
        all
    }

    /// The same without what only [`Marks::edge`] draws.
    pub fn shading_legend(&self) -> Vec<(Sign, String)> {
        self.legend_of(|band| band.style.shade().is_some())
    }

    /// The onset, and an entry for each kind of band that has no label of its own.
    fn legend_of(&self, wanted: impl Fn(&Band) -> bool) -> Vec<(Sign, String)> {
        let mut all: Vec<(Sign, String)> = Vec::new();
        if self.onset.is_some() {
            all.push((Sign::Interval(style::ONSET), "onset, 95 % interval".into()));
        }
        for band in self.bands.iter().filter(|band| wanted(band)) {
            if let Some(sign) = band.style.sign()
                && !all.iter().any(|(_, label)| label == band.label)
            {
                all.push((sign, band.label.to_owned()));
            }
        }
        all
    }

    /// Shading behind a panel's series. Bands of one kind that are less than a px apart are
    /// shaded as one: two shades that overlap would be darker.
    pub fn behind(&self, panel: &Panel<'_>) {
        let joins =
            |a: &Band, b: &Band| a.style == b.style && panel.px(b.from) - panel.px(a.to) < 1.0;
        let shaded = self.bands.iter().filter(|b| b.style.shade().is_some());
        let shaded: Vec<&Band> = shaded.collect();
        for group in shaded.chunk_by(|a, b| joins(a, b)) {
            let to = group.iter().map(|b| b.to).fold(0.0, f64::max);
            if let Some((ink, alpha)) = group[0].style.shade() {
                panel.shade(group[0].from, to, ink, alpha);
            }
        }
        if let Some(onset) = &self.onset {
            panel.shade(onset.low, onset.high, style::ONSET, style::BAND);
        }
    }

    fn named_bands(&self) -> impl Iterator<Item = &Band> {
        let is_named = |band: &&Band| matches!(band.style, BandStyle::Named(..));
        self.bands.iter().filter(is_named)
    }

    /// True where bands have their labels over them, which takes a line of text.
    pub fn has_band_names(&self) -> bool {
        self.named_bands().next().is_some()
    }

    /// Labels over named bands, their baseline at `y`, as many as have room.
    pub fn band_names(&self, panel: &Panel<'_>, y: f64) {
        let small = TextStyle::note().at(Align::Middle, Height::Baseline);
        let mut free_from = panel.plot.left;
        for band in self.named_bands() {
            let middle = (panel.px(band.from) + panel.px(band.to)) / 2.0;
            let half = small.room(band.label) / 2.0 + 3.0;
            if middle - half >= free_from && middle + half <= panel.plot.right {
                panel.canvas.text(band.label, (middle, y), small);
                free_from = middle + half;
            }
        }
    }

    /// Lines over a panel: split marks and the onset.
    pub fn over(&self, panel: &Panel<'_>) {
        let (top, bottom) = (panel.plot.top, panel.plot.bottom);
        // The last one ends at the finish.
        let ends = self.splits.iter().rev().skip(1).rev();
        let ends: Vec<f64> = ends.map(|(_, to, _)| panel.px(*to)).collect();
        // Many short splits would be a fence before the series; the axis has ticks.
        if ends.windows(2).all(|w| w[1] - w[0] >= SPLITS_APART) {
            for x in ends {
                let line = [(x, top), (x, bottom)];
                panel.canvas.dashes(&line, style::AXIS, 1.0, Dash::MARKS);
            }
        }
        if let Some(onset) = &self.onset {
            panel.upright(onset.at, style::ONSET);
        }
    }

    /// The bar of fresh running and the stops, along a panel's upper edge.
    pub fn edge(&self, panel: &Panel<'_>) {
        let top = panel.plot.top;
        if let Some((from, to)) = self.fresh {
            let bar = Rect::new(panel.px(from), top - 1.5, panel.px(to), top + 1.5);
            panel.canvas.fill(bar, style::FRESH, 1.0);
        }
        let mut last = f64::NEG_INFINITY;
        for band in &self.bands {
            let x = panel.px(band.from);
            if let BandStyle::Pinned(ink) = band.style
                && x - last >= PINS_APART
            {
                pin(panel.canvas, x, top, top + 11.0, ink);
                last = x;
            }
        }
    }

    /// Names of the splits over a plot, baseline at `y`; as many as have room. True where a partial
    /// split is among them.
    pub fn split_names(&self, panel: &Panel<'_>, y: f64) -> bool {
        let small = TextStyle::note().at(Align::Middle, Height::Baseline);
        let (mut free_from, mut has_star) = (panel.plot.left, false);
        for (k, (from, to, name)) in self.splits.iter().enumerate() {
            let (left, right) = (panel.px(*from), panel.px(*to));
            let long = format!("split {name}");
            let is_long = k == 0 && small.room(&long) + 4.0 <= right - left;
            let text = if is_long { &long } else { name };
            let half = small.room(text) / 2.0 + 2.0;
            let mut middle = (left + right) / 2.0;
            // The remainder is named even where it is narrower than its name.
            if k + 1 == self.splits.len() {
                middle = middle.min(panel.plot.right + EDGE - half);
            }
            let middle = self.beside_onset(panel, middle, half);
            if middle - half >= free_from && middle + half <= panel.plot.right + EDGE {
                panel.canvas.text(text, (middle, y), small);
                free_from = middle + half;
                has_star |= text.ends_with('*');
            }
        }
        has_star
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
    pub fn onset_label(&self, panel: &Panel<'_>, y: f64) {
        let Some(OnsetMark { at, words, .. }) = &self.onset else {
            return;
        };
        let bold = TextStyle::new(style::LABEL, style::ONSET).bold();
        let (x, wide) = (panel.px(*at), bold.room(words));
        let (left, right) = (panel.plot.left, panel.plot.right);
        let start = (x - wide / 2.0).clamp(left, (right - wide).max(left));
        panel.canvas.text(words, (start, y), bold);
        let line = [(x, y + 3.0), (x, panel.plot.top)];
        panel.canvas.line(&line, style::ONSET, 1.0, 1.6);
    }

    /// True when there is an onset.
    pub fn has_onset(&self) -> bool {
        self.onset.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::super::axis::Axis;
    use super::super::canvas::Canvas;
    use super::super::list::Shape;
    use super::super::svg::Setting;
    use super::*;

    fn band(from: f64, to: f64, label: &'static str, style: BandStyle) -> Band {
        Band {
            from,
            to,
            label,
            style,
        }
    }

    fn marks(bands: Vec<Band>) -> Marks {
        Marks {
            bands,
            ..Marks::default()
        }
    }

    /// What is drawn of bands on ten miles or kilometres over 1,000 px.
    #[derive(Default)]
    struct Drawn {
        /// Left and right edge of each shade.
        shades: Vec<(i32, i32)>,
        /// Labels with their middle.
        names: Vec<(String, i32)>,
    }

    fn drawn(list: Vec<Band>) -> Drawn {
        let marks = marks(list);
        let canvas = Canvas::new((1000, 100), Setting::Alone);
        let axis = Axis::distance(10.0, 10);
        let plot = Rect::new(0.0, 20.0, 1000.0, 100.0);
        let panel = Panel::new(&canvas, "test", plot, &axis, &axis);
        marks.behind(&panel);
        marks.band_names(&panel, 15.0);
        marks.edge(&panel);
        let mut out = Drawn::default();
        for mark in canvas.finish().list.marks {
            match mark.shape {
                Shape::Area(corners) if corners.len() == 4 => {
                    out.shades.push((corners[0].0 / 10, corners[1].0 / 10));
                }
                Shape::Text(label) => out.names.push((label.text, label.at.0 / 10)),
                _ => {}
            }
        }
        out
    }

    #[test]
    fn a_named_band_has_its_label_over_it_where_there_is_room() {
        let phase = BandStyle::Named(style::GROUND, 0.2);
        let Drawn { shades, names } = drawn(vec![
            band(0.0, 2.0, "warm-up", phase),
            band(2.0, 2.1, "repetitions", phase),
            band(9.0, 10.0, "cool-down", phase),
        ]);
        // Neighbours of one look are shaded as one.
        assert_eq!(shades, [(0, 210), (900, 1000)]);
        let wanted = [("warm-up", 100), ("repetitions", 205), ("cool-down", 950)];
        assert_eq!(names, wanted.map(|(name, at)| (name.to_owned(), at)));
        let Drawn { names, .. } = drawn(vec![
            band(0.0, 0.4, "a long name", phase),
            band(0.4, 0.8, "another long name", phase),
        ]);
        assert!(names.len() < 2, "{names:?}");
    }

    #[test]
    fn walks_side_by_side_are_one_shade_and_a_legend_names_each_kind_once() {
        let list = vec![
            band(0.0, 1.0, "first 10 min", BandStyle::WARM_UP),
            band(3.0, 3.1, "walking", BandStyle::WALK),
            band(3.105, 3.2, "walking", BandStyle::WALK),
            band(5.0, 5.0, "stop", BandStyle::STOP),
            band(6.0, 6.05, "walking", BandStyle::WALK),
        ];
        assert_eq!(
            drawn(list.clone()).shades,
            [(0, 100), (300, 320), (600, 605)]
        );
        let marks = marks(list);
        let labels = |entries: Vec<(Sign, String)>| -> Vec<String> {
            entries.into_iter().map(|(_, label)| label).collect()
        };
        let [all, shades] = [marks.legend(), marks.shading_legend()].map(labels);
        assert_eq!(all, ["first 10 min", "walking", "stop"]);
        assert_eq!(shades, ["first 10 min", "walking"]);
    }
}
