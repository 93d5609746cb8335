//! An SVG read back: its labels as boxes, its series as points.

use formdrift::report::chart::{Rect, font};
use quick_xml::events::{BytesStart, Event};

/// A label and the room it takes.
#[derive(Debug)]
pub struct Label {
    pub text: String,
    pub class: String,
    /// Its position: the baseline, at the point its class names.
    pub at: (f64, f64),
    pub size: f64,
    pub room: Rect,
}

/// Lines of one look.
#[derive(Debug)]
pub struct Path {
    pub class: String,
    pub width: f64,
    pub opacity: f64,
    pub lines: Vec<Vec<(f64, f64)>>,
}

/// What is in an SVG.
#[derive(Debug, Default)]
pub struct Parts {
    pub paths: Vec<Path>,
    pub size: (f64, f64),
    pub labels: Vec<Label>,
    /// Points of everything in a group of class `series`.
    pub series: Vec<(f64, f64)>,
    pub elements: usize,
}

pub fn read(svg: &str) -> Parts {
    let mut parts = Parts::default();
    let mut reader = quick_xml::Reader::from_str(svg);
    let mut groups: Vec<String> = Vec::new();
    let mut label: Option<(String, f64, f64, f64, String)> = None;
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return parts,
            Event::Start(e) if e.name().as_ref() == "g" => groups.push(attribute(&e, "class")),
            Event::End(e) if e.name().as_ref() == "g" => {
                groups.pop().unwrap();
            }
            Event::Start(e) if e.name().as_ref() == "text" => {
                let class = attribute(&e, "class");
                let of = |name| attribute(&e, name).parse().unwrap();
                label = Some((class, of("x"), of("y"), of("font-size"), String::new()));
            }
            Event::Text(t) => {
                if let Some(l) = &mut label {
                    l.4.push_str(&t);
                }
            }
            Event::GeneralRef(r) => {
                if let Some(l) = &mut label {
                    l.4.push_str(&r);
                }
            }
            Event::End(e) if e.name().as_ref() == "text" => {
                parts.labels.push(boxed(label.take().unwrap()));
            }
            Event::Start(e) | Event::Empty(e) => {
                parts.elements += 1;
                if e.name().as_ref() == "svg" {
                    let view: Vec<f64> = numbers(&attribute(&e, "viewBox"));
                    parts.size = (view[2], view[3]);
                }
                if e.name().as_ref() == "path" {
                    let or_one = |name| attribute(&e, name).parse().unwrap_or(1.0);
                    parts.paths.push(Path {
                        class: attribute(&e, "class"),
                        width: or_one("stroke-width"),
                        opacity: or_one("opacity"),
                        lines: trace(&attribute(&e, "d")),
                    });
                }
                if groups.iter().any(|g| g == "series") {
                    parts.series.extend(points(&e));
                }
            }
            _ => {}
        }
    }
}

fn attribute(e: &BytesStart<'_>, name: &str) -> String {
    let found = e.try_get_attribute(name).unwrap();
    found.map_or(String::new(), |a| a.value.to_string())
}

fn boxed((class, x, y, size, text): (String, f64, f64, f64, String)) -> Label {
    let has = |name: &str| class.split(' ').any(|c| c == name);
    let wide = font::width(&text, size, has("b")) * font::WIDER;
    let left = if has("m") {
        x - wide / 2.0
    } else if has("e") {
        x - wide
    } else {
        x
    };
    Label {
        text,
        at: (x, y),
        size,
        room: Rect::new(
            left,
            y - size * font::CAP_HEIGHT,
            left + wide,
            y + size * font::DESCENT * 0.8,
        ),
        class,
    }
}

/// Points of a path, a box or a circle's middle.
fn points(e: &BytesStart<'_>) -> Vec<(f64, f64)> {
    let number = |name| attribute(e, name).parse::<f64>().unwrap();
    match e.name().as_ref() {
        "circle" => vec![(number("cx"), number("cy"))],
        "rect" => {
            let (x, y) = (number("x"), number("y"));
            vec![(x, y), (x + number("width"), y + number("height"))]
        }
        "path" => trace(&attribute(e, "d")).concat(),
        _ => Vec::new(),
    }
}

/// `M x y l dx dy dx dy ... z`, as the charts write it.
fn trace(data: &str) -> Vec<Vec<(f64, f64)>> {
    let line = |part: &str| {
        let (start, steps) = part
            .trim_end_matches('z')
            .split_once('l')
            .unwrap_or((part, ""));
        let start = numbers(start);
        let (mut x, mut y) = (start[0], start[1]);
        let mut out = vec![(x, y)];
        for step in numbers(steps).chunks(2) {
            (x, y) = (x + step[0], y + step[1]);
            out.push((x, y));
        }
        out
    };
    data.split('M').skip(1).map(line).collect()
}

/// Numbers of a list; a minus sign begins a new one.
fn numbers(text: &str) -> Vec<f64> {
    text.replace('-', " -")
        .split_whitespace()
        .map(|n| n.parse().unwrap())
        .collect()
}
