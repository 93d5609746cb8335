//! Bands: stretches of the run that are shaded and named alike in every chart over distance.

use super::canvas::{Canvas, TextStyle};
use super::frame::{Sign, pin};
use super::list::{Align, Height};
use super::panel::Panel;
use super::series::in_units;
use super::style::{self, Ink};
use crate::Analysis;
use crate::detect::WARM_UP_MIN;
use crate::measure::Measures;
use crate::normalise::Motion;
use crate::phases::PhaseKind;
use crate::units::{DisplayUnits, Metres};

/// A stretch of the run.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Where it begins, metres from the start.
    pub from_m: f64,
    /// Where it ends; equal to `from_m` for what happened at one place.
    pub to_m: f64,
    /// What it is, in a runner's words.
    pub label: &'static str,
    /// How it is drawn.
    pub style: BandStyle,
}

/// How a band is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum BandStyle {
    /// Shaded in a colour with an opacity; the legend says what it is.
    Shaded(Ink, f64),
    /// Shaded, with its label over the first panel.
    Named(Ink, f64),
    /// A pin at the upper edge of the first panel.
    Pinned(Ink),
}

impl BandStyle {
    /// The first ten minutes.
    pub const WARM_UP: Self = Self::Shaded(style::WARM_UP, 0.28);
    /// Walks, mostly too short to be seen in a paler shade.
    pub const WALK: Self = Self::Shaded(style::WALK, 0.42);
    /// Stretches without a speed to go by.
    pub const EXCLUDED: Self = Self::Shaded(style::GROUND, 0.28);
    /// A stop, which has no length on an axis of distance.
    pub const STOP: Self = Self::Pinned(style::STOP);

    /// Its sign in a legend; a band with its label over it needs none.
    fn sign(self) -> Option<Sign> {
        match self {
            Self::Shaded(ink, alpha) => Some(Sign::Box(ink, alpha)),
            Self::Named(..) => None,
            Self::Pinned(ink) => Some(Sign::Pin(ink)),
        }
    }
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
/// Pins closer than this would be one smear, px.
const LEAST_APART: f64 = 5.0;

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

/// The bands of a run, each kind in order of distance.
pub fn bands(analysis: &Analysis) -> Vec<Band> {
    let measures = &analysis.measures;
    let band = |from: Metres, to: Metres, label, style| Band {
        from_m: from.0,
        to_m: to.0,
        label,
        style,
    };
    let settled = measures.windows.iter();
    let settled = settled
        .take_while(|w| w.moving_mid_s < 60.0 * WARM_UP_MIN)
        .last();
    let mut all: Vec<Band> = settled
        .map(|w| band(Metres(0.0), w.to, "first 10 min", BandStyle::WARM_UP))
        .into_iter()
        .collect();
    for phase in &analysis.phases.list {
        if let Some(label) = named(phase.kind) {
            let style = BandStyle::Named(style::GROUND, PART_OF_SESSION);
            all.push(band(phase.from, phase.to, label, style));
        }
    }
    let excluded = excluded(measures);
    all.extend(excluded.map(|(from, to)| band(from, to, "speed in doubt", BandStyle::EXCLUDED)));
    for stretch in &measures.interruptions {
        let (from, to) = (stretch.from, stretch.to);
        match stretch.motion {
            Motion::Walk => all.push(band(from, to, "walking", BandStyle::WALK)),
            Motion::Stop if stretch.duration_s >= LEAST_STOP_S => {
                all.push(band(from, to, "stop", BandStyle::STOP));
            }
            _ => {}
        }
    }
    all
}

/// Stretches of windows whose speed is in doubt.
fn excluded(measures: &Measures) -> impl Iterator<Item = (Metres, Metres)> {
    let same = measures
        .windows
        .chunk_by(|a, b| a.pace_doubtful == b.pace_doubtful);
    let long = same.filter(|s| s[0].pace_doubtful && s.len() >= LEAST_EXCLUDED);
    long.map(|s| (s[0].from, s[s.len() - 1].to))
}

/// The bands of a run on an axis in display units.
pub struct Bands {
    bands: Vec<Band>,
    units: DisplayUnits,
}

impl Bands {
    /// Those of a run.
    pub fn of(analysis: &Analysis, units: DisplayUnits) -> Self {
        Self {
            bands: bands(analysis),
            units,
        }
    }

    /// An entry for each kind of band that is there and has no label of its own; pins only
    /// where a chart draws them.
    pub fn legend(&self, pins: bool) -> Vec<(Sign, String)> {
        let mut all: Vec<(Sign, String)> = Vec::new();
        for band in &self.bands {
            let wanted = pins || band.style.shade().is_some();
            if let Some(sign) = band.style.sign().filter(|_| wanted)
                && !all.iter().any(|(_, label)| label == band.label)
            {
                all.push((sign, band.label.to_owned()));
            }
        }
        all
    }

    /// True where a label stands over a band.
    pub fn has_names(&self) -> bool {
        let named = |band: &Band| matches!(band.style, BandStyle::Named(..));
        self.bands.iter().any(named)
    }

    fn px(&self, panel: &Panel<'_>, at_m: f64) -> f64 {
        panel.px(in_units(Metres(at_m), self.units))
    }

    /// Shading over the height of a panel, behind its series. Bands of one kind that are less
    /// than a px apart are shaded as one: two shades that overlap would be darker.
    pub fn shade(&self, panel: &Panel<'_>) {
        let joins = |a: &Band, b: &Band| {
            a.style == b.style && self.px(panel, b.from_m) - self.px(panel, a.to_m) < 1.0
        };
        let shaded: Vec<&Band> = (self.bands.iter())
            .filter(|b| b.style.shade().is_some())
            .collect();
        for group in shaded.chunk_by(|a, b| joins(a, b)) {
            let end = group.iter().map(|b| b.to_m).fold(0.0, f64::max);
            let [from, to] = [group[0].from_m, end].map(|m| in_units(Metres(m), self.units));
            if let Some((ink, alpha)) = group[0].style.shade() {
                panel.shade(from, to, ink, alpha);
            }
        }
    }

    /// Pins along the upper edge of a panel.
    pub fn pins(&self, canvas: &Canvas, panel: &Panel<'_>) {
        let mut last = f64::NEG_INFINITY;
        for band in &self.bands {
            let x = self.px(panel, band.from_m);
            if let BandStyle::Pinned(ink) = band.style
                && x - last >= LEAST_APART
            {
                pin(canvas, x, panel.plot.top, panel.plot.top + 11.0, ink);
                last = x;
            }
        }
    }

    /// Labels over named bands, their baseline at `y`, as many as have room.
    pub fn names(&self, canvas: &Canvas, panel: &Panel<'_>, y: f64) {
        let small = TextStyle::note().at(Align::Middle, Height::Baseline);
        let mut free_from = panel.plot.left;
        for band in &self.bands {
            let (from, to) = (self.px(panel, band.from_m), self.px(panel, band.to_m));
            let (middle, half) = ((from + to) / 2.0, small.room(band.label) / 2.0 + 3.0);
            let is_free = middle - half >= free_from && middle + half <= panel.plot.right;
            if matches!(band.style, BandStyle::Named(..)) && is_free {
                canvas.text(band.label, (middle, y), small);
                free_from = middle + half;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::axis::Axis;
    use super::super::canvas::Rect;
    use super::super::list::Shape;
    use super::super::svg::Setting;
    use super::*;

    fn band(from_m: f64, to_m: f64, label: &'static str, style: BandStyle) -> Band {
        Band {
            from_m,
            to_m,
            label,
            style,
        }
    }

    /// What is drawn of bands on 10 km over 1,000 px.
    #[derive(Default)]
    struct Drawn {
        /// Left and right edge of each shade.
        shades: Vec<(i32, i32)>,
        /// Labels with their middle.
        names: Vec<(String, i32)>,
    }

    fn drawn(list: Vec<Band>) -> Drawn {
        let bands = Bands {
            bands: list,
            units: DisplayUnits::Kilometres,
        };
        let canvas = Canvas::new((1000, 100), Setting::Alone);
        let axis = Axis::distance(10.0, 10);
        let plot = Rect::new(0.0, 20.0, 1000.0, 100.0);
        let panel = Panel::new(&canvas, "test", plot, &axis, &axis);
        bands.shade(&panel);
        bands.names(&canvas, &panel, 15.0);
        bands.pins(&canvas, &panel);
        let mut out = Drawn::default();
        for mark in canvas.finish().0.marks {
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
            band(0.0, 2000.0, "warm-up", phase),
            band(2000.0, 2100.0, "repetitions", phase),
            band(9000.0, 10_000.0, "cool-down", phase),
        ]);
        // Neighbours of one look are shaded as one.
        assert_eq!(shades, [(0, 210), (900, 1000)]);
        let wanted = [("warm-up", 100), ("repetitions", 205), ("cool-down", 950)];
        assert_eq!(names, wanted.map(|(name, at)| (name.to_owned(), at)));
        let Drawn { names, .. } = drawn(vec![
            band(0.0, 400.0, "a long name", phase),
            band(400.0, 800.0, "another long name", phase),
        ]);
        assert!(names.len() < 2, "{names:?}");
    }

    #[test]
    fn walks_side_by_side_are_one_shade_and_a_legend_names_each_kind_once() {
        let list = vec![
            band(0.0, 1000.0, "first 10 min", BandStyle::WARM_UP),
            band(3000.0, 3100.0, "walking", BandStyle::WALK),
            band(3105.0, 3200.0, "walking", BandStyle::WALK),
            band(5000.0, 5000.0, "stop", BandStyle::STOP),
            band(6000.0, 6050.0, "walking", BandStyle::WALK),
        ];
        assert_eq!(
            drawn(list.clone()).shades,
            [(0, 100), (300, 320), (600, 605)]
        );
        let bands = Bands {
            bands: list,
            units: DisplayUnits::Miles,
        };
        let labels = |pins| -> Vec<String> {
            let entries = bands.legend(pins).into_iter();
            entries.map(|(_, label)| label).collect()
        };
        assert_eq!(labels(true), ["first 10 min", "walking", "stop"]);
        assert_eq!(labels(false), ["first 10 min", "walking"]);
    }
}
