//! The display list as SVG: few elements, short numbers, colours by class.

use super::list::{Align, Label, Mark, Point, Shape, UNITS, upright};
use super::{Drawing, style};
use std::fmt::Write as _;

/// For whom an SVG is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// A file of its own: brings its style sheet and its paper.
    Alone,
    /// Part of a page that has [`style::css`] in it: transparent, colours by variables.
    Inline,
}

impl Drawing {
    /// As an SVG element with title and description; `id` must be unique in the page.
    pub fn svg(&self, id: &str, title: &str, alt: &str, setting: Setting) -> String {
        let mut out = String::with_capacity(1 << 15);
        let size = self.list.size;
        let (wide, high) = (px(size.0 as i32), px(size.1 as i32));
        // Writing to a string cannot fail, here and below.
        let _ = write!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"fd\""
        );
        if setting == Setting::Alone {
            let _ = write!(out, " width=\"{wide}\" height=\"{high}\"");
        }
        let _ = write!(
            out,
            " viewBox=\"0 0 {wide} {high}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\" \
         font-family=\"{}\"><title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>",
            style::FONT_FAMILY,
            escape(title),
            escape(alt)
        );
        if setting == Setting::Alone {
            let _ = write!(
                out,
                "<style>{}</style><rect class=\"f-paper\" width=\"{wide}\" height=\"{high}\"/>",
                style::standalone_css()
            );
        }
        for m in &self.list.marks {
            mark(&mut out, m);
        }
        out.push_str("</svg>");
        out
    }
}

fn mark(out: &mut String, m: &Mark) {
    let ink = m.ink.name();
    let opacity = match m.alpha < 1.0 {
        true => format!(" opacity=\"{}\"", (m.alpha * 100.0).round() / 100.0),
        false => String::new(),
    };
    match &m.shape {
        Shape::Lines(lines, width) => {
            let _ = write!(out, "<path class=\"l s-{ink}\"");
            // One px is what a line has without being told.
            if *width != UNITS as u32 {
                let _ = write!(out, " stroke-width=\"{}\"", px(*width as i32));
            }
            let _ = write!(out, "{opacity} d=\"");
            lines.iter().for_each(|line| trace(out, line));
            out.push_str("\"/>");
        }
        Shape::Area(points) => {
            let _ = match upright(points) {
                Some(((left, top), (right, bottom))) => {
                    let [x, y, w, h] = [left, top, right - left, bottom - top].map(px);
                    let place = format!("x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"");
                    write!(out, "<rect class=\"f-{ink}\" {place}{opacity}/>")
                }
                None => {
                    let _ = write!(out, "<path class=\"f-{ink}\" d=\"");
                    trace(out, points);
                    write!(out, "z\"{opacity}/>")
                }
            };
        }
        Shape::Disc((x, y), r) => {
            let [x, y, r] = [*x, *y, *r as i32].map(px);
            let place = format!("cx=\"{x}\" cy=\"{y}\" r=\"{r}\"");
            let _ = write!(out, "<circle class=\"f-{ink}\" {place}{opacity}/>");
        }
        Shape::Text(label) => text(out, label, ink),
        Shape::Open(class) => {
            let _ = write!(out, "<g class=\"{class}\">");
        }
        Shape::Close => out.push_str("</g>"),
    }
}

fn text(out: &mut String, label: &Label, ink: &str) {
    let _ = write!(out, "<text class=\"f-{ink}");
    if label.bold {
        out.push_str(" b");
    }
    out.push_str(match label.align {
        Align::Start => "\"",
        Align::Middle => " m\"",
        Align::End => " e\"",
    });
    let (x, y) = (px(label.at.0), px(label.at.1));
    let _ = write!(out, " x=\"{x}\" y=\"{y}\" font-size=\"{}\"", label.size);
    let _ = write!(out, ">{}</text>", escape(&label.text));
}

/// Path data: one absolute move, then relative steps, which are short.
fn trace(out: &mut String, points: &[Point]) {
    let Some(&(mut x, mut y)) = points.first() else {
        return;
    };
    out.push('M');
    put(out, x);
    out.push(' ');
    put(out, y);
    if points.len() > 1 {
        out.push('l');
    }
    for (k, &(nx, ny)) in points[1..].iter().enumerate() {
        // A minus sign separates as well as a space does.
        if k > 0 && nx >= x {
            out.push(' ');
        }
        put(out, nx - x);
        if ny >= y {
            out.push(' ');
        }
        put(out, ny - y);
        (x, y) = (nx, ny);
    }
}

/// Units as px, as short as it goes: `12`, `-3.4`, `.5`.
fn px(units: i32) -> String {
    let mut out = String::new();
    put(&mut out, units);
    out
}

/// Writes units as px. Curves have thousands of them, too many for a formatter's machinery.
fn put(out: &mut String, units: i32) {
    let scale = UNITS as u32;
    let (whole, tenth) = (units.unsigned_abs() / scale, units.unsigned_abs() % scale);
    if units < 0 {
        out.push('-');
    }
    if whole > 0 || tenth == 0 {
        digits(out, whole);
    }
    if tenth > 0 {
        out.push('.');
        digits(out, tenth);
    }
}

fn digits(out: &mut String, number: u32) {
    if number >= 10 {
        digits(out, number / 10);
    }
    out.push(char::from_digit(number % 10, 10).unwrap_or('0'));
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML 1.0 has no place for other control characters.
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!(px(0), "0");
        assert_eq!(px(120), "12");
        assert_eq!(px(-34), "-3.4");
        assert_eq!(px(5), ".5");
        assert_eq!(px(-5), "-.5");
    }

    #[test]
    fn text_cannot_break_out() {
        assert_eq!(escape("a<b>&\"\u{1}"), "a&lt;b&gt;&amp;&quot; ");
    }
}
