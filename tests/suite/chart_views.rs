//! What a reader takes from a chart: values read off an SVG by its own tick labels are the
//! data's, and PNG and PDF show everything where the SVG has it.

use crate::painted::{Picture, chart_page};
use crate::situations::six;
use crate::svg_parts::{Label, Parts, Path, read};
use formdrift::Analysis;
use formdrift::measure::Window;
use formdrift::report::chart::{FIGURES, Figure, Setting, Width, drawer, font};
use formdrift::report::{ReportOptions, pdf};

fn figure(name: &str) -> &'static Figure {
    FIGURES.iter().find(|f| f.name == name).unwrap()
}

fn svg_of(name: &str, analysis: &Analysis) -> Parts {
    let (figure, options) = (figure(name), ReportOptions::default());
    let drawing = figure.drawing(analysis, &options, Width::Wide).unwrap();
    read(&figure.svg_of(&drawing, analysis, &options))
}

/// Every text of a figure of a report.
pub fn texts_of(name: &str, analysis: &Analysis) -> Vec<String> {
    let labels = svg_of(name, analysis).labels;
    labels.into_iter().map(|label| label.text).collect()
}

/// The middle of a label's digits, which stand on their baseline without descending.
fn middle_y(label: &Label) -> f64 {
    label.at.1 - label.size * font::CAP_HEIGHT / 2.0
}

/// A scale as a person reads it: the px of two tick labels and what they say.
struct Scale {
    from: (f64, f64),
    to: (f64, f64),
}

impl Scale {
    /// From the first and the last tick label among `labels`, given with their px.
    fn of(mut ticks: Vec<(f64, f64)>) -> Self {
        ticks.sort_by(|a, b| a.0.total_cmp(&b.0));
        Self {
            from: ticks[0],
            to: ticks[ticks.len() - 1],
        }
    }
    fn px(&self, value: f64) -> f64 {
        let share = (value - self.from.1) / (self.to.1 - self.from.1);
        self.from.0 + share * (self.to.0 - self.from.0)
    }
    fn value(&self, px: f64) -> f64 {
        let share = (px - self.from.0) / (self.to.0 - self.from.0);
        self.from.1 + share * (self.to.1 - self.from.1)
    }
}

fn is_line(path: &Path, class: &str, width: f64) -> bool {
    path.class == format!("l s-{class}") && path.width == width
}

/// The cadence panel of the drift chart: its scales across and along, read off its labels, and
/// the heights between its heading and the next.
fn cadence_panel(parts: &Parts) -> (Scale, Scale, std::ops::Range<f64>) {
    let heading = |text: &str| {
        let found = parts.labels.iter().find(|l| l.text.starts_with(text));
        found.unwrap_or_else(|| panic!("no {text}")).at.1
    };
    let panel = heading("Cadence, steps")..heading("Stride length, m");
    let number = |l: &Label| l.text.parse::<f64>().ok();
    let has = |l: &Label, class: &str| l.class.split(' ').any(|c| c == class);
    let along = parts
        .labels
        .iter()
        .filter(|l| has(l, "e") && panel.contains(&l.at.1));
    let along = along
        .filter_map(|l| Some((middle_y(l), number(l)?)))
        .collect();
    let foot = heading("Distance, miles") - 20.0;
    let across = parts
        .labels
        .iter()
        .filter(|l| has(l, "m") && l.at.1 > foot - 20.0);
    let across = across.filter_map(|l| Some((l.at.0, number(l)?))).collect();
    (Scale::of(across), Scale::of(along), panel)
}

fn mile(w: &Window) -> f64 {
    (w.from.miles() + w.to.miles()) / 2.0
}

#[test]
fn the_drift_chart_shows_the_cadence_that_was_measured() {
    let analysis = &six()[0].analysis;
    let parts = svg_of("drift", analysis);
    let (across, along, _) = cadence_panel(&parts);
    let raw = |p: &&Path| is_line(p, "cadence", 1.0) && p.opacity < 0.5;
    let vertices: Vec<(f64, f64)> = parts
        .paths
        .iter()
        .filter(raw)
        .flat_map(|p| p.lines.concat())
        .collect();
    let mut found = 0;
    for window in &analysis.measures.windows {
        let Some(cadence) = window.tally.cadence_spm() else {
            continue;
        };
        let (x, y) = (across.px(mile(window)), along.px(cadence));
        // Tick labels are placed to a tenth of a px.
        found += usize::from(vertices.iter().any(|v| (v.0 - x).hypot(v.1 - y) < 0.5));
    }
    // Walks and spikes are left out.
    let all = analysis.measures.windows.len();
    assert!(found * 100 > all * 95, "{found} of {all} windows");
}

#[test]
fn the_dashed_line_is_what_the_verdicts_model_expects() {
    let analysis = &six()[0].analysis;
    let parts = svg_of("drift", analysis);
    let (across, along, panel) = cadence_panel(&parts);
    let mean = |class: &str, width: f64, low: f64, high: f64| {
        let lines = parts
            .paths
            .iter()
            .filter(|p| is_line(p, class, width))
            .flat_map(|p| &p.lines);
        let values: Vec<f64> = lines
            .flatten()
            .filter(|p| (low..high).contains(&across.value(p.0)) && panel.contains(&p.1))
            .map(|p| along.value(p.1))
            .collect();
        values.iter().sum::<f64>() / values.len() as f64
    };
    let series = &analysis.verdict.series;
    for (low, high) in [(5.0, 12.0), (23.5, 26.0)] {
        let mut expected = Vec::new();
        let mut measured = Vec::new();
        for window in analysis
            .measures
            .windows
            .iter()
            .filter(|w| (low..high).contains(&mile(w)))
        {
            let at = (window.from.0 + window.to.0) / 2.0;
            let near = |k: &usize| (series.at_m[*k] - at).abs() < 1.0;
            let Some(k) = (0..series.at_m.len()).find(near) else {
                continue;
            };
            let cadence = window.tally.cadence_spm().unwrap();
            measured.push(cadence);
            expected.push(cadence * (-series.residual_pct[k] / 100.0).exp());
        }
        let of = |all: &[f64]| all.iter().sum::<f64>() / all.len() as f64;
        let (expected, measured) = (of(&expected), of(&measured));
        let (dashed, smooth) = (mean("ink", 1.2, low, high), mean("cadence", 2.2, low, high));
        assert!(
            (dashed - expected).abs() < 0.6,
            "miles {low}-{high}: {dashed} for {expected}"
        );
        assert!(
            (smooth - measured).abs() < 0.6,
            "miles {low}-{high}: {smooth} for {measured}"
        );
        let apart = (dashed - smooth) / smooth * 100.0;
        assert_eq!(
            apart > 3.0,
            low > 20.0,
            "miles {low}-{high}: {apart} % apart"
        );
    }
}

/// The colour of a class of an SVG file that stands alone.
fn colour(svg: &str, class: &str) -> [u8; 3] {
    let rule = format!(".s-{class}{{stroke:#");
    let hex = &svg[svg.find(&rule).unwrap() + rule.len()..][..6];
    [0, 2, 4].map(|k| u8::from_str_radix(&hex[k..k + 2], 16).unwrap())
}

#[test]
fn a_png_has_lines_and_numbers_where_the_svg_has_them() {
    let analysis = &six()[0].analysis;
    let options = ReportOptions::default();
    for (name, class) in [
        ("drift", "pace"),
        ("heart", "heart"),
        ("plane", "ink"),
        ("dynamics", "extra"),
    ] {
        let drawing = figure(name)
            .drawing(analysis, &options, Width::Wide)
            .unwrap();
        let svg = figure(name).svg_of(&drawing, analysis, &options);
        let (parts, picture) = (read(&svg), Picture::of(drawing.png().unwrap()));
        let wanted = colour(&svg, class);
        let points: Vec<_> = parts
            .paths
            .iter()
            .filter(|p| is_line(p, class, 2.2))
            .flat_map(|p| p.lines.concat())
            .collect();
        assert!(points.len() > 20, "{name}: {} points", points.len());
        let near = |p: &&(f64, f64)| {
            let pixel = picture.at(**p);
            (0..3).all(|k| pixel[k].abs_diff(wanted[k]) < 30)
        };
        let found = points.iter().filter(near).count();
        // Dots, dashes and the onset's line lie over some of them.
        assert!(
            found * 100 > points.len() * 85,
            "{name}: {found} of {} points",
            points.len()
        );

        let is_number = |l: &&Label| l.class == "f-muted e" && l.text.parse::<f64>().is_ok();
        let numbers: Vec<_> = parts.labels.iter().filter(is_number).collect();
        assert!(numbers.len() > 3, "{name}");
        for label in numbers {
            let wide = font::width(&label.text, label.size, false);
            let top = label.at.1 - label.size * font::CAP_HEIGHT;
            let around = [label.at.0 - wide, top - 5.0, label.at.0, label.at.1 + 5.0];
            let rows = picture.dark_rows(around);
            // Round digits reach a little over their line.
            let fits = |r: (f64, f64)| (r.0 - top).abs() <= 1.0 && (r.1 - label.at.1).abs() <= 1.0;
            assert!(
                rows.is_some_and(fits),
                "{name}, {}: {rows:?}, {top} to {}",
                label.text,
                label.at.1
            );
        }
    }
}

#[test]
fn a_pdf_has_lines_and_labels_where_the_svg_has_them() {
    let analysis = &six()[0].analysis;
    let options = ReportOptions::default();
    let page = chart_page(&crate::outputs::file("pdf", analysis, &options).unwrap());
    // Paper has it lower than a page.
    let draw = drawer(analysis, &options, pdf::TALLEST_CHART);
    let drawing = draw("drift", Width::Wide).unwrap();
    let parts = read(&drawing.svg("drift", "", "", Setting::Inline));
    // Its place on the page is found by the uppermost line of its grid, the widest there.
    let grid = parts.paths.iter().filter(|p| p.class == "l s-grid");
    let lines = grid.flat_map(|p| &p.lines).map(|line| (line[0], line[1]));
    let (from, to) = lines.min_by(|a, b| a.0.1.total_cmp(&b.0.1)).unwrap();
    let level = page
        .paths
        .iter()
        .filter(|p| p.len() == 2 && p[0].1 == p[1].1);
    let level: Vec<_> = level.map(|p| (p[0], p[1].0 - p[0].0)).collect();
    let widest = level.iter().map(|l| l.1).fold(0.0, f64::max);
    let widest = level.iter().filter(|l| l.1 > widest - 0.1).map(|l| l.0);
    let corner = widest.min_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
    let scale = level.iter().map(|l| l.1).fold(0.0, f64::max) / (to.0 - from.0);
    let (left, top) = (corner.0 - from.0 * scale, corner.1 - from.1 * scale);
    let place = |(x, y): (f64, f64)| (left + x * scale, top + y * scale);
    let is_near = |a: &(f64, f64), b: (f64, f64)| (a.0 - b.0).hypot(a.1 - b.1) < 0.3;

    let strong = parts
        .paths
        .iter()
        .find(|p| is_line(p, "cadence", 2.2) && p.lines[0].len() > 9);
    for point in &strong.unwrap().lines[0] {
        let drawn = page
            .paths
            .iter()
            .any(|path| path.iter().any(|p| is_near(p, place(*point))));
        assert!(drawn, "{point:?}");
    }
    for label in &parts.labels {
        let wide = font::width(&label.text, label.size, label.class.contains(" b"));
        let back = match label.class.rsplit(' ').next() {
            Some("m") => wide / 2.0,
            Some("e") => wide,
            _ => 0.0,
        };
        let wanted = place((label.at.0 - back, label.at.1));
        // The PDF's text has no kerning, which moves the start of what is set from its end.
        let written = page
            .texts
            .iter()
            .any(|t| (t.0 - wanted.0).abs() < 2.0 && (t.1 - wanted.1).abs() < 0.3);
        assert!(written, "{}: {wanted:?}", label.text);
    }
}

#[test]
fn the_line_of_grade_adjusted_pace_is_faster_uphill_and_slower_downhill() {
    let situations = six();
    let analysis = &situations
        .iter()
        .find(|s| s.name == "ultra")
        .unwrap()
        .analysis;
    let parts = svg_of("drift", analysis);
    let line = |class, width| {
        let path = parts.paths.iter().filter(|p| is_line(p, class, width));
        path.flat_map(|p| p.lines.concat()).collect::<Vec<_>>()
    };
    let (on_flat, pace) = (line("flat", 1.4), line("pace", 2.2));
    let (across, _, _) = cadence_panel(&parts);
    let (mut right, mut all) = (0, 0);
    for (x, y) in &on_flat {
        let at = across.value(*x);
        let near = analysis
            .measures
            .windows
            .iter()
            .filter(|w| (mile(w) - at).abs() < 0.3);
        let grades: Vec<f64> = near.filter_map(|w| w.grade).collect();
        let grade = grades.iter().sum::<f64>() / grades.len() as f64;
        let Some(same) = pace.iter().find(|p| (p.0 - x).abs() < 0.3) else {
            continue;
        };
        if grade.abs() > 0.015 {
            all += 1;
            // Faster is higher, and heights grow downwards.
            right += usize::from((*y < same.1) == (grade > 0.0));
        }
    }
    assert!(all > 20 && right * 5 > all * 4, "{right} of {all}");
}
