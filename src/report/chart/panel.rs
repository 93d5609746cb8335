//! Panels: plot areas with their own axes, in the data's units.

use super::axis::Axis;
use super::canvas::{Canvas, Drawn, PanelGeometry, Rect, Type, filled, stroke, units};
use super::record::{Recorder, UNITS};
use super::style::{self, Ink};
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::drawing::DrawingArea;
use plotters::element::{Circle, DashedPathElement, PathElement, Polygon};
use plotters::style::text_anchor::{HPos, VPos};

type Plane = Cartesian2d<RangedCoordf64, RangedCoordf64>;

/// A plot area with its axes.
pub struct Panel<'a> {
    canvas: &'a Canvas,
    area: DrawingArea<Recorder, Plane>,
    /// In px.
    pub plot: Rect,
    /// The axis across.
    pub x: Axis,
    /// The axis along.
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
        let spec = Plane::new(x.from..x.to, y.from..y.to, pixels);
        Self {
            canvas,
            area: canvas.plot_area(geometry, spec),
            plot,
            x: x.clone(),
            y: y.clone(),
        }
    }
}

impl Panel<'_> {
    /// Where a value of x is, px.
    pub fn px(&self, x: f64) -> f64 {
        self.plot.left + self.x.share(x) * self.plot.width()
    }
    /// Where a value of y is, px.
    pub fn py(&self, y: f64) -> f64 {
        self.plot.bottom - self.y.share(y) * self.plot.height()
    }

    /// Grid lines and tick labels of the axis along, left of the plot.
    pub fn y_axis(&self) -> Drawn {
        let label = Type::new(style::LABEL, style::MUTED).at(HPos::Right, VPos::Center);
        for tick in &self.y.ticks {
            let y = self.py(tick.at);
            let ends = [(self.plot.left, y), (self.plot.right, y)];
            self.canvas
                .line(&ends, style::GRID, 1.0, style::HAIR * 2.0)?;
            self.canvas
                .text(&tick.label, (self.plot.left - 6.0, y), label)?;
        }
        Ok(())
    }

    /// Ticks and labels of the axis across, below the plot.
    pub fn x_axis(&self) -> Drawn {
        let label = Type::new(style::LABEL, style::MUTED).at(HPos::Center, VPos::Top);
        let bottom = self.plot.bottom;
        let ends = [(self.plot.left, bottom), (self.plot.right, bottom)];
        self.canvas.line(&ends, style::AXIS, 1.0, 1.0)?;
        for tick in &self.x.ticks {
            let x = self.px(tick.at);
            let mark = [(x, bottom), (x, bottom + 4.0)];
            self.canvas.line(&mark, style::AXIS, 1.0, 1.0)?;
            self.canvas.text(&tick.label, (x, bottom + 8.0), label)?;
        }
        Ok(())
    }

    /// A line through `(x, y)`; it is interrupted where y is `None` or off the axis.
    pub fn series(&self, points: &[(f64, Option<f64>)], ink: Ink, alpha: f64, width: f64) -> Drawn {
        for stretch in self.stretches(points) {
            self.area
                .draw(&PathElement::new(stretch, stroke(ink, alpha, width)))?;
        }
        Ok(())
    }

    /// As [`Panel::series`], dashed.
    pub fn dashed(&self, points: &[(f64, Option<f64>)], ink: Ink, width: f64) -> Drawn {
        let (on, off) = (style::DASH.0 * UNITS as i32, style::DASH.1 * UNITS as i32);
        let style = stroke(ink, 1.0, width);
        for stretch in self.stretches(points) {
            let dashed = DashedPathElement::new(stretch.iter().copied(), on, off, style);
            self.area.draw(&dashed)?;
        }
        Ok(())
    }

    /// The stretches of a series that can be drawn.
    pub fn stretches(&self, points: &[(f64, Option<f64>)]) -> Vec<Vec<(f64, f64)>> {
        let inside = |&(x, y): &(f64, Option<f64>)| {
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
    pub fn under(&self, points: &[(f64, Option<f64>)], ink: Ink, alpha: f64) -> Drawn {
        for stretch in self.stretches(points) {
            let (first, last) = (stretch[0].0, stretch[stretch.len() - 1].0);
            let floor = self.y.from;
            let mut outline = stretch;
            outline.push((last, floor));
            outline.push((first, floor));
            self.area.draw(&Polygon::new(outline, filled(ink, alpha)))?;
        }
        Ok(())
    }

    /// Shades a stretch of x over the panel's height.
    pub fn shade(&self, from: f64, to: f64, ink: Ink, alpha: f64) -> Drawn {
        let left = self.px(from.max(self.x.from));
        // A short walk in a long run is still to be seen.
        let right = self
            .px(to.min(self.x.to))
            .max((left + 1.5).min(self.plot.right));
        self.canvas.fill(
            Rect::new(left, self.plot.top, right, self.plot.bottom),
            ink,
            alpha,
        )
    }

    /// A dot at `(x, y)`, radius in px.
    pub fn dot(&self, x: f64, y: f64, radius: f64, ink: Ink, alpha: f64) -> Drawn {
        self.area
            .draw(&Circle::new((x, y), units(radius), filled(ink, alpha)))
    }
}
