//! Panels: plot areas with their own axes, in the data's units.

use super::axis::Axis;
use super::canvas::{Canvas, PanelGeometry, Rect, TextStyle, drawn, stroke};
use super::list::{Align, DisplayList, Height, UNITS, units};
use super::style::{self, Dash, Ink};
use crate::derive::SeriesPoint;
use plotters::coord::cartesian::Cartesian2d;
use plotters::drawing::DrawingArea;
use plotters::series::{AreaSeries, DashedLineSeries, LineSeries};

/// A plot area with its axes.
pub struct Panel<'a> {
    /// The drawing that it is on.
    pub canvas: &'a Canvas,
    area: DrawingArea<DisplayList, Cartesian2d<Axis, Axis>>,
    /// The plot area, px.
    pub plot: Rect,
    /// The axis across, from left to right.
    pub x: Axis,
    /// The axis along, from bottom to top.
    pub y: Axis,
}

impl<'a> Panel<'a> {
    /// A panel over `plot`.
    pub fn new(canvas: &'a Canvas, name: &'static str, plot: Rect, x: &Axis, y: &Axis) -> Self {
        let pixels = (
            units(plot.left)..units(plot.right),
            units(plot.bottom)..units(plot.top),
        );
        let geometry = PanelGeometry {
            name,
            plot,
            x: (x.from, x.to),
            y: (y.to, y.from),
        };
        let coordinates = Cartesian2d::new(x.clone(), y.clone(), pixels);
        Self {
            canvas,
            area: canvas.plot_area(geometry, coordinates),
            plot,
            x: x.clone(),
            y: y.clone(),
        }
    }
}

impl Panel<'_> {
    /// Class of what stands beside a plot and belongs to a place across: ticks, names of splits,
    /// the onset's label. A page that shows a part of the run hides it.
    pub const ACROSS: &'static str = "across";

    /// Where a value of x is, px.
    pub fn px(&self, x: f64) -> f64 {
        f64::from(self.area.map_coordinate(&(x, self.y.from)).0) / UNITS
    }
    /// Where a value of y is, px.
    pub fn py(&self, y: f64) -> f64 {
        f64::from(self.area.map_coordinate(&(self.x.from, y)).1) / UNITS
    }

    /// Grid lines and tick labels of the axis along, left of the plot.
    pub fn y_axis(&self) {
        let label = TextStyle::label().at(Align::End, Height::Centre);
        for tick in &self.y.ticks {
            self.level(tick.at, style::GRID);
            let at = (self.plot.left - 6.0, self.py(tick.at));
            self.canvas.text(&tick.label, at, label);
        }
    }

    /// Ticks and labels of the axis across, below the plot.
    pub fn x_axis(&self) {
        let label = TextStyle::label().at(Align::Middle, Height::Top);
        let bottom = self.plot.bottom;
        let ends = [(self.plot.left, bottom), (self.plot.right, bottom)];
        self.canvas.line(&ends, style::AXIS, 1.0, 1.0);
        self.canvas.group(Self::ACROSS, || {
            for tick in &self.x.ticks {
                let x = self.px(tick.at);
                let mark = [(x, bottom), (x, bottom + 4.0)];
                self.canvas.line(&mark, style::AXIS, 1.0, 1.0);
                self.canvas.text(&tick.label, (x, bottom + 8.0), label);
            }
        });
    }

    /// A line through `(x, y)`; it is interrupted where y is `None` or off the axis.
    pub fn series(&self, points: &[SeriesPoint], ink: Ink, alpha: f64, width: f64) {
        let style = stroke(ink, alpha, width);
        for stretch in self.stretches(points) {
            for line in LineSeries::new(stretch, style) {
                drawn(self.area.draw(&line));
            }
        }
    }

    /// As [`Panel::series`], with a dashed line.
    pub fn dashed(&self, points: &[SeriesPoint], ink: Ink, width: f64) {
        let [on, off] = [Dash::EXPECTED.on, Dash::EXPECTED.off].map(units);
        let style = stroke(ink, 1.0, width);
        for stretch in self.stretches(points) {
            for line in DashedLineSeries::new(stretch, on, off, style) {
                drawn(self.area.draw(&line));
            }
        }
    }

    /// The stretches of a series that can be drawn.
    fn stretches(&self, points: &[SeriesPoint]) -> Vec<Vec<(f64, f64)>> {
        let inside = |&SeriesPoint { x, y }: &SeriesPoint| {
            let y = y.filter(|y| self.y.holds(*y) && self.x.holds(x))?;
            Some((x, y))
        };
        points
            .split(|p| inside(p).is_none())
            .map(|s| s.iter().filter_map(inside).collect::<Vec<_>>())
            .filter(|s| s.len() > 1)
            .collect()
    }

    /// The area between a series and the lower edge.
    pub fn under(&self, points: &[SeriesPoint], ink: Ink) {
        for stretch in self.stretches(points) {
            for area in AreaSeries::new(stretch, self.y.from, ink.carried(1.0)) {
                drawn(self.area.draw(&area));
            }
        }
    }

    /// Shades a stretch of x over the panel's height.
    pub fn shade(&self, from: f64, to: f64, ink: Ink, alpha: f64) {
        let left = self.px(from.max(self.x.from));
        // A short walk in a long run is still to be seen.
        let right = self
            .px(to.min(self.x.to))
            .max((left + 1.5).min(self.plot.right));
        let area = Rect::new(left, self.plot.top, right, self.plot.bottom);
        self.canvas.fill(area, ink, alpha);
    }

    /// A line over the panel's height at a value of x: a place of the run.
    pub fn upright(&self, x: f64, ink: Ink) {
        let x = self.px(x);
        let ends = [(x, self.plot.top), (x, self.plot.bottom)];
        self.canvas.line(&ends, ink, 1.0, 1.6);
    }

    /// A line across the panel at a value of y.
    pub fn level(&self, y: f64, ink: Ink) {
        let y = self.py(y);
        let ends = [(self.plot.left, y), (self.plot.right, y)];
        self.canvas.line(&ends, ink, 1.0, 1.0);
    }

    /// A dot at `(x, y)`, radius in px.
    pub fn dot(&self, x: f64, y: f64, radius: f64, ink: Ink, alpha: f64) {
        self.canvas
            .dot((self.px(x), self.py(y)), radius, ink, alpha);
    }
}
