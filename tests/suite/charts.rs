//! Charts: what is in them lies where it should, at any length of run.

use crate::examples::{about, example};
use crate::sim::{Truth, simulate};
use crate::situations::{six, spec, with_onset};
use crate::svg_parts::{Label, read};
use formdrift::detect::{Kind, Witness};
use formdrift::measure::{Channel, SplitLength};
use formdrift::report::ReportOptions;
use formdrift::report::chart::{Drawing, FIGURES, Figure, Rect, Width};
use formdrift::stats::Estimate;
use formdrift::units::{DisplayUnits, Metres};
use formdrift::{Analysis, Options, analyse_activity};

/// 5 km, a half marathon, a marathon, 50 and 100 miles.
const LENGTHS_MI: [f64; 5] = [3.11, 13.11, 26.22, 50.2, 100.3];

/// Runs of every length with an onset near either edge, cut into splits of 5 mi or 1 mi.
fn lengths() -> Vec<(String, Analysis)> {
    let mut all = Vec::new();
    for (k, miles) in LENGTHS_MI.into_iter().enumerate() {
        let run = simulate(spec(40 + k as u64, miles), Truth::default());
        for split_mi in [5.0, 1.0] {
            let options = Options {
                split: SplitLength::Every(Metres::from_miles(split_mi)),
                ..Options::default()
            };
            let analysis = analyse_activity(&run.raw_fit(), &options).unwrap();
            let (early, late) = (miles * 0.02, miles * 0.985);
            for (low, at, high) in [(0.0, early, miles * 0.1), (miles * 0.9, late, miles)] {
                let kind = Kind::FormBreakdown;
                let name = format!("{miles} mi by {split_mi} mi, onset at {at:.1}");
                all.push((name, with_onset(analysis.clone(), kind, at, low, high)));
            }
        }
    }
    all
}

fn wide(figure: &Figure, analysis: &Analysis, options: &ReportOptions) -> Drawing {
    figure.drawing(analysis, options, Width::Wide).unwrap()
}

/// Every figure of a run in both units and both widths.
fn each_drawing(analysis: &Analysis, mut look: impl FnMut(String, &Drawing, String)) {
    for units in [DisplayUnits::Miles, DisplayUnits::Kilometres] {
        let options = ReportOptions {
            units,
            ..ReportOptions::default()
        };
        for figure in FIGURES {
            for width in [Width::Wide, Width::Narrow] {
                if let Some(drawing) = figure.drawing(analysis, &options, width) {
                    let svg = figure.svg_of(&drawing, analysis, &options);
                    look(format!("{} {units} {width:?}", figure.name), &drawing, svg);
                }
            }
        }
    }
}

fn inside(outer: &Rect, (x, y): (f64, f64), air: f64) -> bool {
    (outer.left - air..=outer.right + air).contains(&x)
        && (outer.top - air..=outer.bottom + air).contains(&y)
}

fn overlap(a: &Label, b: &Label) -> bool {
    let (a, b) = (&a.room, &b.room);
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

#[test]
fn series_stay_in_their_panels_and_labels_apart() {
    let mut faults = Vec::new();
    let situations = six().into_iter().map(|s| (s.name.to_owned(), s.analysis));
    for (run, analysis) in lengths().into_iter().chain(situations) {
        each_drawing(&analysis, |figure, drawing, svg| {
            let parts = read(&svg);
            let paper = Rect::new(0.0, 0.0, parts.size.0, parts.size.1);
            for point in &parts.series {
                // A dot's middle and a line's middle may lie on the edge itself.
                let mut held = drawing.panels.iter().any(|p| inside(&p.plot, *point, 0.2));
                // The route has no axes and so no panel.
                held |= drawing.panels.is_empty() && inside(&paper, *point, 0.0);
                if !held {
                    faults.push(format!("{run}, {figure}: {point:?} is outside every panel"));
                }
            }
            for (k, a) in parts.labels.iter().enumerate() {
                for corner in [(a.room.left, a.room.top), (a.room.right, a.room.bottom)] {
                    if !inside(&paper, corner, 0.0) {
                        faults.push(format!("{run}, {figure}: {:?} leaves the paper", a.text));
                    }
                }
                for b in parts.labels[k + 1..].iter().filter(|b| overlap(a, b)) {
                    faults.push(format!("{run}, {figure}: {:?} on {:?}", a.text, b.text));
                }
            }
        });
    }
    let few = faults.iter().take(40).cloned().collect::<Vec<_>>();
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        few.join("\n")
    );
}

#[test]
fn axes_have_ticks_and_svgs_are_small() {
    for (run, analysis) in lengths() {
        each_drawing(&analysis, |figure, drawing, svg| {
            assert!(svg.len() < 100_000, "{run}, {figure}: {} bytes", svg.len());
            for panel in &drawing.panels {
                let plot = &panel.plot;
                assert!(
                    plot.right - plot.left > 100.0,
                    "{run}, {figure}: {}",
                    panel.name
                );
                assert!(
                    plot.bottom - plot.top > 24.0,
                    "{run}, {figure}: {}",
                    panel.name
                );
            }
            assert!(
                read(&svg).labels.len() > 4,
                "{run}, {figure}: hardly a label"
            );
        });
    }
}

#[test]
fn a_png_decodes_and_has_ink_of_several_colours() {
    let options = ReportOptions::default();
    for figure in FIGURES {
        let bytes = wide(figure, &six()[0].analysis, &options).png().unwrap();
        let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert!(info.width >= 1600 && info.height >= 900, "{}", figure.name);
        let colours: std::collections::HashSet<&[u8]> = pixels.chunks_exact(3).collect();
        assert!(
            colours.len() > 50,
            "{}: {} colours",
            figure.name,
            colours.len()
        );
        let white = pixels.chunks_exact(3).filter(|p| *p == [255; 3]).count();
        let share = white as f64 / (pixels.len() / 3) as f64;
        assert!((0.3..0.98).contains(&share), "{}: {share}", figure.name);
    }
}

#[test]
fn a_private_route_prints_no_home() {
    let analysis = &six()[0].analysis;
    let route = FIGURES.iter().find(|f| f.name == "route").unwrap();
    let svg = |private| {
        let options = ReportOptions {
            private,
            ..ReportOptions::default()
        };
        route.svg_of(&wide(route, analysis, &options), analysis, &options)
    };
    assert!(svg(false).contains(">start<"));
    assert!(!svg(true).contains(">start<") && !svg(true).contains(">finish<"));
    let start = analysis
        .run
        .samples
        .iter()
        .find_map(|s| s.position)
        .unwrap();
    for private in [false, true] {
        for degrees in [start.latitude, start.longitude] {
            let written = format!("{degrees:.3}");
            assert!(!svg(private).contains(&written), "{written}");
        }
    }
}

/// Draws every figure of six runs into the folder that `FORMDRIFT_CHARTS` names, to be
/// looked at.
#[test]
#[ignore = "writes pictures for people: FORMDRIFT_CHARTS=DIR cargo test --test suite pictures -- --ignored"]
fn pictures() {
    let Some(folder) = std::env::var_os("FORMDRIFT_CHARTS") else {
        println!("skipped: FORMDRIFT_CHARTS names no folder");
        return;
    };
    let folder = std::path::PathBuf::from(folder);
    std::fs::create_dir_all(&folder).unwrap();
    for situation in six() {
        each_drawing(&situation.analysis, |name, drawing, svg| {
            let name = format!("{}-{}", situation.name, name.replace(' ', "-"));
            let file = |ending| folder.join(format!("{name}.{ending}"));
            std::fs::write(file("png"), drawing.png().unwrap()).unwrap();
            std::fs::write(file("svg"), svg).unwrap();
        });
    }
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let options = ReportOptions::default();
    let analysis = &six()[0].analysis;
    for figure in FIGURES {
        let [one, two] = [(); 2].map(|()| wide(figure, analysis, &options));
        assert_eq!(one.png(), two.png());
        let [one, two] = [one, two].map(|d| figure.svg_of(&d, analysis, &options));
        assert_eq!(one, two);
    }
}

#[test]
fn cadence_spread_is_drawn_where_it_changed() {
    let panels = |change: Estimate| {
        let mut analysis = example(Kind::FormBreakdown);
        for window in &mut analysis.measures.windows {
            // The steps of a window differ by some 2 spm.
            let t = &mut window.tally;
            let mean = t.cadence_spm().unwrap();
            t.cadence_squared_s = (mean * mean + 4.0) * t.stepped_s;
            t.channels[Channel::ContactTime as usize].add(250.0, t.running_s);
        }
        analysis.verdict.witnesses.push(Witness {
            metric: "cadence_spread_spm",
            fresh: 2.0,
            late: 2.0,
            change_pct: change,
        });
        let figure = FIGURES.iter().find(|f| f.name == "dynamics").unwrap();
        let options = ReportOptions::default();
        let drawing = figure.drawing(&analysis, &options, Width::Wide);
        let drawing = drawing.unwrap();
        drawing.panels.iter().map(|p| p.name).collect::<Vec<_>>()
    };
    let shown = |names: Vec<&str>| names.contains(&"cadence_spread_spm");
    assert!(!shown(panels(about(15.0, 80.0))));
    assert!(shown(panels(about(15.0, 5.0))));
}

#[test]
fn each_row_of_splits_has_its_own_scale() {
    let fade = six().into_iter().find(|s| s.name == "fade").unwrap();
    let figure = FIGURES.iter().find(|f| f.name == "splits").unwrap();
    let options = ReportOptions::default();
    let drawing = figure.drawing(&fade.analysis, &options, Width::Wide);
    let span = |name: &str| {
        let panels = &drawing.as_ref().unwrap().panels;
        let panel = panels.iter().find(|p| p.name == name).unwrap();
        panel.y.0 - panel.y.1
    };
    assert!(
        span("pace") > 2.0 * span("cadence"),
        "{} {}",
        span("pace"),
        span("cadence")
    );
}
