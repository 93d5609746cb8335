//! The route, coloured by how far form was off the runner's own curve. No map tiles, no
//! coordinates: shape, scale, distance marks.

use super::canvas::{Canvas, Rect, TextStyle};
use super::frame::{self, EDGE, LINE};
use super::list::{Align, Height};
use super::style::{self, Ink};
use super::{Figure, Sketch};
use crate::Analysis;
use crate::derive::{HOME_M, Route, are_within, has_route};
use crate::report::{ReportOptions, words};
use crate::units::{DisplayUnits, Metres, format};
use geo::{Coord, LineString, Simplify};

/// The route, coloured by the change of form.
pub const FIGURE: Figure = Figure {
    name: "route",
    title: "Form along the route",
    heights: |_| [600, 520],
    applies: |analysis| has_route(analysis, true),
    alt,
    draw,
};

/// How it is read, by what its colours are.
const FORM: &str = "Your route without a map, coloured by how far cadence was from your usual at \
    that pace; out and back lie side by side.";
const DISTANCE: &str =
    "Your route without a map, coloured from start to finish; out and back lie side by side.";
/// Width of the route, px.
const WIDE: f64 = 4.0;
/// Distance marks: at most about this many.
const MOST_MARKS: f64 = 9.0;
/// Widest scale bar as a share of the plot.
const BAR_SHARE: f64 = 0.25;
/// Lengths a scale bar may have, display units.
const BARS: &[f64] = &[0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0];

fn alt(analysis: &Analysis, options: &ReportOptions) -> String {
    let mut text = String::from(
        "The route without a map, coloured by how far cadence was from what is usual for the \
         runner at that pace.",
    );
    if let Some(onset) = &analysis.verdict.onset() {
        let onset = words::onset(onset, options.units);
        text += &format!(" The onset is marked at {onset}.");
    }
    if options.private {
        text += &format!(" The first and last {HOME_M} m are left out.");
    }
    text
}

fn draw(sketch: &Sketch) {
    let (canvas, options, units) = (sketch.canvas, sketch.options, sketch.units());
    let Some(shape) = Route::of(sketch.analysis, options.private) else {
        return;
    };
    // Without a fit the colours are only distance, and no form is shown.
    let title = match shape.residuals {
        Some(_) => (FIGURE.title, FORM),
        None => ("The route", DISTANCE),
    };
    let top = frame::header(sketch, title);
    let top = colours(canvas, top + 4.0, &shape, units);
    let (right, bottom) = (
        canvas.width - EDGE - 12.0,
        canvas.height - EDGE - 2.0 * LINE,
    );
    let plot = Rect::new(EDGE + 12.0, top + 14.0, right, bottom);
    let map = Map::new(&shape, plot);
    let legs = legs(&shape);
    let lines: Vec<_> = legs.iter().map(|leg| map.lines(leg)).collect();
    canvas.group("series", || {
        for line in lines.iter().flatten() {
            canvas.line(line, style::PAPER, 1.0, WIDE + 2.5);
        }
        for (leg, lines) in legs.iter().zip(&lines) {
            for line in lines {
                canvas.line(line, leg.ink, 1.0, WIDE);
            }
        }
    });
    let mut labels = Labels {
        canvas,
        plot,
        route: shape.stations.iter().map(|s| map.px(s.place)).collect(),
        taken: Vec::new(),
    };
    if let Some(onset) = &sketch.analysis.verdict.onset() {
        let said = onset.interval().place(onset.at, units);
        if let Some(at) = map.place(onset.at) {
            labels.mark(at, &format!("onset, {said}"), style::ONSET, 6.0);
        }
    }
    if !options.private {
        let ends = [
            (Metres(0.0), "start", style::FRESH),
            (Metres(shape.length_m), "finish", style::INK),
        ];
        for (at, name, ink) in ends {
            if let Some(at) = map.place(at) {
                labels.mark(at, name, ink, 5.0);
            }
        }
    }
    distance_marks(&mut labels, &map, shape.length_m, units);
    footer(sketch, &map)
}

/// What the colours mean.
fn colours(canvas: &Canvas, top: f64, shape: &Route, units: DisplayUnits) -> f64 {
    let note = TextStyle::note().at(Align::Start, Height::Centre);
    let (y, each) = (top + LINE / 2.0, 20.0);
    let (from, to) = match shape.residuals.as_ref().map(|r| r.scale_pct) {
        Some(pct) => (
            format!("{} %", format::signed(-pct, 0)),
            format!("{} % from your usual cadence", format::signed(pct, 0)),
        ),
        None => (
            format!("0 {units}"),
            format::distance(Metres(shape.length_m), units),
        ),
    };
    canvas.text(&from, (EDGE, y), note);
    let mut x = EDGE + note.room(&from) + 8.0;
    for ink in ramp(shape) {
        canvas.fill(Rect::new(x, y - 5.0, x + each, y + 5.0), ink, 1.0);
        x += each;
    }
    canvas.text(&to, (x + 8.0, y), note);
    top + LINE
}

/// Metres on the ground to px on paper, one scale both ways.
struct Map<'a> {
    shape: &'a Route,
    px_per_m: f64,
    left: f64,
    top: f64,
    plot: Rect,
}

impl<'a> Map<'a> {
    fn new(shape: &'a Route, plot: Rect) -> Self {
        let (wide, high) = (shape.east.1 - shape.east.0, shape.north.1 - shape.north.0);
        // A track along one line has no height.
        let px_per_m = (plot.width() / wide.max(1.0)).min(plot.height() / high.max(1.0));
        Self {
            shape,
            px_per_m,
            left: plot.left + (plot.width() - wide * px_per_m) / 2.0,
            top: plot.top + (plot.height() - high * px_per_m) / 2.0,
            plot,
        }
    }
    fn px(&self, (east, north): (f64, f64)) -> (f64, f64) {
        (
            self.left + (east - self.shape.east.0) * self.px_per_m,
            self.top + (self.shape.north.1 - north) * self.px_per_m,
        )
    }
    /// The lines of a leg in px.
    fn lines(&self, leg: &Leg) -> Vec<Vec<(f64, f64)>> {
        // Half a px does not show in a line eight times as wide.
        let points = simplified(&leg.points, 0.5 / self.px_per_m);
        let points: Vec<_> = points.into_iter().map(|p| self.px(p)).collect();
        uncovered(&aside(&points), self.plot)
    }
    fn place(&self, at: Metres) -> Option<(f64, f64)> {
        self.shape.place(at.0).map(|p| self.px(p))
    }
}

/// Labels that keep off one another.
struct Labels<'a> {
    canvas: &'a Canvas,
    plot: Rect,
    /// Points of the route in px.
    route: Vec<(f64, f64)>,
    taken: Vec<Rect>,
}

impl Labels<'_> {
    fn is_free(&self, place: &Rect) -> bool {
        place.left >= EDGE
            && place.right <= self.canvas.width - EDGE
            && place.top >= self.plot.top - 10.0
            && place.bottom <= self.plot.bottom + 10.0
            && !self.taken.iter().any(|t| overlap(t, place))
    }

    /// A disc with its name beside it, where there is room; the disc alone where not.
    fn mark(&mut self, (x, y): (f64, f64), name: &str, ink: Ink, radius: f64) {
        self.canvas.dot((x, y), radius + 1.5, style::PAPER, 1.0);
        self.canvas.dot((x, y), radius, ink, 1.0);
        let of = TextStyle::new(style::LABEL, ink).bold();
        let (wide, high) = (of.room(name), 12.0);
        let gap = radius + 5.0;
        let (up, down) = (y - gap - high, y + gap);
        let places = [
            (x + gap, y - high / 2.0),
            (x - gap - wide, y - high / 2.0),
            (x - wide / 2.0, up),
            (x - wide / 2.0, down),
            (x + radius, up + 3.0),
            (x + radius, down - 3.0),
            (x - radius - wide, up + 3.0),
            (x - radius - wide, down - 3.0),
        ];
        // All places are around the disc: most of the route is far from each.
        let (aside, along) = (wide + gap, high + gap);
        let around = Rect::new(x - aside, y - along, x + aside, y + along);
        let near = self.route.iter().filter(|p| covers(&around, **p));
        let near: Vec<_> = near.copied().collect();
        let best = (places.into_iter())
            .map(|(left, top)| Rect::new(left, top, left + wide, top + high))
            .filter(|place| self.is_free(place))
            .min_by_key(|place| near.iter().filter(|p| covers(place, **p)).count());
        if let Some(place) = best {
            let at = (place.left, (place.top + place.bottom) / 2.0);
            let beside = of.at(Align::Start, Height::Centre);
            self.canvas.text(name, at, beside);
            self.taken.push(place);
        }
        let disc = Rect::new(x - radius, y - radius, x + radius, y + radius);
        self.taken.push(disc);
    }
}

/// True where a route's line would run through a label.
fn covers(place: &Rect, (x, y): (f64, f64)) -> bool {
    const AIR: f64 = 4.0;
    (place.left - AIR..place.right + AIR).contains(&x)
        && (place.top - AIR..place.bottom + AIR).contains(&y)
}

fn overlap(a: &Rect, b: &Rect) -> bool {
    const AIR: f64 = 3.0;
    a.left < b.right + AIR
        && b.left < a.right + AIR
        && a.top < b.bottom + AIR
        && b.top < a.bottom + AIR
}

/// Every few miles or kilometres.
fn distance_marks(labels: &mut Labels<'_>, map: &Map<'_>, length_m: f64, units: DisplayUnits) {
    let length = format::length(Metres(length_m), units);
    let step = [1.0, 2.0, 5.0, 10.0, 20.0]
        .into_iter()
        .find(|s| length / s <= MOST_MARKS)
        .unwrap_or(50.0);
    let mut at = step;
    while at < length - step * 0.2 {
        if let Some(place) = map.place(units.length() * at) {
            labels.mark(place, &format::decimal(at, 0), style::MUTED, 2.5);
        }
        at += step;
    }
}

/// Scale bar, north, and what was left out.
fn footer(sketch: &Sketch, map: &Map<'_>) {
    let (canvas, units) = (sketch.canvas, sketch.units());
    let unit_px = units.length().0 * map.px_per_m;
    let longest = map.plot.width() * BAR_SHARE;
    let fitting = BARS.iter().rev().find(|b| *b * unit_px <= longest);
    let note = TextStyle::note();
    let y = canvas.height - EDGE;
    let mut x = EDGE;
    if let Some(bar) = fitting {
        let ends = [(x, y - 4.0), (x + bar * unit_px, y - 4.0)];
        canvas.line(&ends, style::INK, 1.0, 2.0);
        for (end, _) in ends {
            canvas.line(&[(end, y - 8.0), (end, y)], style::INK, 1.0, 2.0);
        }
        let text = format!("{bar} {units}");
        canvas.text(&text, (ends[1].0 + 8.0, y), note);
        x = ends[1].0 + 8.0 + note.room(&text) + 20.0;
    }
    canvas.text("north is up", (x, y), note);
    if sketch.options.private {
        let text = format!("first and last {HOME_M} m left out");
        let right = note.at(Align::End, Height::Baseline);
        canvas.text(&text, (canvas.width - EDGE, y), right);
    }
}

/// A jump farther than this is a hole in the track, metres.
const HOLE_M: f64 = 300.0;

/// A leg of one colour.
struct Leg {
    /// Colour of the stretch.
    ink: Ink,
    /// Metres east and north.
    points: Vec<(f64, f64)>,
}

/// The colours in order: of the residual, or of distance where there is none.
fn ramp(route: &Route) -> Vec<Ink> {
    let steps = match route.residuals {
        Some(_) => style::DIVERGING_STEPS,
        None => style::SEQUENCE_STEPS,
    };
    let middle = |k: u8| (f64::from(k) + 0.5) / f64::from(steps);
    let ink = |k: u8| match route.residuals {
        Some(_) => style::diverging(-(middle(k) * 2.0 - 1.0)),
        None => style::sequence(middle(k)),
    };
    (0..steps).map(ink).collect()
}

/// Legs in order; each begins where the one before ended.
fn legs(route: &Route) -> Vec<Leg> {
    let ink = |at_m: f64| match &route.residuals {
        // Slower turnover than the curve's is the warm end of the ramp.
        Some(r) => style::diverging(-r.near(at_m) / r.scale_pct),
        None => style::sequence(at_m / route.length_m),
    };
    let mut legs: Vec<Leg> = Vec::new();
    let mut last: Option<(f64, f64)> = None;
    for station in &route.stations {
        let here = station.place;
        let ink = ink(station.at_m);
        let hole = last.is_some_and(|last| !are_within(last, here, HOLE_M));
        match legs.last_mut() {
            Some(leg) if leg.ink == ink && !hole => leg.points.push(here),
            Some(_) | None => {
                let begin = last.filter(|_| !hole);
                legs.push(Leg {
                    ink,
                    points: begin.into_iter().chain([here]).collect(),
                });
            }
        }
        last = Some(here);
    }
    legs
}

/// Most points that are simplified at once. The work of Ramer, Douglas and Peucker's algorithm
/// grows with the square of its points where a route turns all the time, as on a track.
const AT_ONCE: usize = 256;

/// Fewer points for the same look, by `geo`'s version of Ramer, Douglas and Peucker's algorithm.
fn simplified(points: &[(f64, f64)], tolerance_m: f64) -> Vec<(f64, f64)> {
    let mut kept: Vec<(f64, f64)> = points.first().copied().into_iter().collect();
    // Each part begins with the last point of the one before.
    for start in (0..points.len().saturating_sub(1)).step_by(AT_ONCE - 1) {
        let part = &points[start..points.len().min(start + AT_ONCE)];
        let line: LineString<f64> = part.iter().map(|&(x, y)| Coord { x, y }).collect();
        kept.extend(
            line.simplify(tolerance_m)
                .into_iter()
                .skip(1)
                .map(|c| (c.x, c.y)),
        );
    }
    kept
}

/// The route is drawn this far to the right of the way it was run, px: out and back then lie
/// beside each other, where one would hide the other.
const ASIDE: f64 = 2.6;

/// A line moved to the right of its own direction by [`ASIDE`].
fn aside(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    (0..points.len())
        .map(|k| {
            let before = points[k.saturating_sub(1)];
            let after = points[(k + 1).min(points.len() - 1)];
            let (x, y) = (after.0 - before.0, after.1 - before.1);
            let long = x.hypot(y);
            if long < 1e-9 {
                return points[k];
            }
            // On paper y grows downwards, so the right of (x, y) is (-y, x).
            let (here, to) = (points[k], ASIDE / long);
            (here.0 - y * to, here.1 + x * to)
        })
        .collect()
}

/// A line without what lies on an earlier part of it: a day of laps is drawn once, whatever
/// their number.
fn uncovered(points: &[(f64, f64)], plot: Rect) -> Vec<Vec<(f64, f64)>> {
    // One cell for each px of the plot and of the room around it that a line set aside may reach.
    let (left, top) = (plot.left - 2.0 * ASIDE, plot.top - 2.0 * ASIDE);
    let across = (plot.width() + 4.0 * ASIDE) as usize + 1;
    let mut covered = vec![false; across * ((plot.height() + 4.0 * ASIDE) as usize + 1)];
    let mut lines: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut follows = false;
    for pair in points.windows(2) {
        let [from, to] = [pair[0], pair[1]];
        let steps = (to.0 - from.0).hypot(to.1 - from.1).ceil().max(1.0);
        let mut is_new = false;
        for k in 0..=steps as usize {
            let t = k as f64 / steps;
            let (x, y) = (from.0 + t * (to.0 - from.0), from.1 + t * (to.1 - from.1));
            let cell = (y - top) as usize * across + (x - left) as usize;
            if let Some(cell) = covered.get_mut(cell) {
                is_new |= !std::mem::replace(cell, true);
            }
        }
        match lines.last_mut() {
            Some(line) if is_new && follows => line.push(to),
            _ if is_new => lines.push(vec![from, to]),
            _ => {}
        }
        follows = is_new;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_simplified_route_is_shorter_and_stays_within_the_tolerance() {
        // A spiral of 2,000 points, and a straight line of as many.
        let spiral: Vec<_> = (0..2000)
            .map(|k| {
                let (sin, cos) = (f64::from(k) * 0.03).sin_cos();
                (cos * f64::from(k), sin * f64::from(k))
            })
            .collect();
        let line: Vec<_> = (0..2000).map(|k| (f64::from(k), 0.0)).collect();
        for (points, most) in [(&spiral, 900), (&line, 9)] {
            let kept = simplified(points, 3.0);
            assert!(kept.len() <= most, "{}", kept.len());
            assert_eq!((kept[0], kept.last()), (points[0], points.last()));
            for p in points {
                let off = kept.windows(2).map(|w| distance(*p, w[0], w[1]));
                assert!(off.fold(f64::INFINITY, f64::min) <= 3.0 + 1e-9, "{p:?}");
            }
        }
    }

    /// Distance of a point from the line between two others.
    fn distance(p: (f64, f64), a: (f64, f64), b: (f64, f64)) -> f64 {
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let along = ((p.0 - a.0) * dx + (p.1 - a.1) * dy) / (dx * dx + dy * dy);
        let t = along.clamp(0.0, 1.0);
        (p.0 - a.0 - t * dx).hypot(p.1 - a.1 - t * dy)
    }

    #[test]
    fn laps_are_drawn_once_and_ways_there_and_back_twice() {
        let plot = Rect::new(0.0, 0.0, 300.0, 300.0);
        let lap = |k: i32| {
            let (sin, cos) = (f64::from(k) / 60.0 * std::f64::consts::TAU).sin_cos();
            (150.0 + 100.0 * cos, 150.0 + 100.0 * sin)
        };
        let once = uncovered(&(0..=60).map(lap).collect::<Vec<_>>(), plot);
        let often = uncovered(&(0..=60 * 50).map(lap).collect::<Vec<_>>(), plot);
        assert_eq!(often, once);
        assert_eq!(once.concat().len(), 61);
        let there = [(10.0, 50.0), (200.0, 50.0), (250.0, 50.0)];
        let back = there.map(|(x, y)| (x, y + 2.0 * ASIDE));
        let both: Vec<_> = there.into_iter().chain(back.into_iter().rev()).collect();
        assert_eq!(uncovered(&both, plot), [both]);
    }
}
