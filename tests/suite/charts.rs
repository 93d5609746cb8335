//! Charts: what is in them lies where it should, at any length of run.

use crate::situations::six;
use formdrift::report::ReportOptions;
use formdrift::report::chart::{self, FIGURES, Setting, Width};
use formdrift::units::DisplayUnits;

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
        for units in [DisplayUnits::Miles, DisplayUnits::Kilometres] {
            let options = ReportOptions {
                units,
                ..ReportOptions::default()
            };
            for figure in FIGURES {
                for width in [Width::Wide, Width::Narrow] {
                    let Some(drawing) = figure.drawing(&situation.analysis, &options, width) else {
                        continue;
                    };
                    let name = format!("{}-{}-{units}-{width:?}", situation.name, figure.name);
                    std::fs::write(folder.join(format!("{name}.png")), drawing.png().unwrap())
                        .unwrap();
                    let svg =
                        figure.svg_of(&drawing, &situation.analysis, &options, Setting::Alone);
                    std::fs::write(folder.join(format!("{name}.svg")), svg).unwrap();
                }
            }
        }
    }
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let options = ReportOptions::default();
    let analysis = &six()[0].analysis;
    for figure in FIGURES {
        assert_eq!(
            chart::png(figure, analysis, &options),
            chart::png(figure, analysis, &options)
        );
        assert_eq!(
            chart::svg(figure, analysis, &options),
            chart::svg(figure, analysis, &options)
        );
    }
}
