//! The strip of a run on the first screen: its fresh part, where the change began, how far that
//! reaches, and walking.

use crate::examples::{change_of, example, onset};
use crate::phrases::{all, walking};
use formdrift::Analysis;
use formdrift::detect::*;
use formdrift::measure::Tally;
use formdrift::report::ReportOptions;
use formdrift::report::document::{Paint, Strip, report};
use formdrift::units::Metres;

/// Distance of the made runs, miles.
const MILES: f64 = 26.2;

fn strip(analysis: &Analysis) -> Strip {
    let document = report(analysis, &ReportOptions::default());
    document.answer().unwrap().meter.clone()
}

/// From where to where a colour reaches, miles.
fn reach(strip: &Strip, paint: Paint) -> Option<(f64, f64)> {
    let span = strip.spans.iter().find(|span| span.paint == paint)?;
    let miles = |share: f64| (share * MILES * 10.0).round() / 10.0;
    Some((miles(span.from), miles(span.to)))
}

fn legend(strip: &Strip) -> Vec<&str> {
    strip.legend.iter().map(|(_, name)| name.as_str()).collect()
}

#[test]
fn an_onset_is_drawn_at_its_place_over_its_interval() {
    let mut analysis = example(Kind::FormBreakdown);
    analysis.verdict.fresh = Some((Metres::from_miles(1.2), Metres::from_miles(19.4)));
    let strip = strip(&analysis);
    assert_eq!(reach(&strip, Paint::Onset), Some((19.4, 19.4)));
    assert_eq!(reach(&strip, Paint::Interval), Some((18.6, 20.3)));
    // What may lie beyond the onset is not called fresh.
    assert_eq!(reach(&strip, Paint::Fresh), Some((1.2, 18.6)));
    assert_eq!(
        legend(&strip),
        [
            "fresh for sure",
            "began about mile 19.4",
            "or anywhere here"
        ]
    );
    let order: Vec<Paint> = strip.spans.iter().map(|span| span.paint).collect();
    assert_eq!(order, [Paint::Fresh, Paint::Interval, Paint::Onset]);
    assert_eq!(
        strip.alt,
        "Onset at mile 19.4 of 26.2 mi, 95 % interval 18.6-20.3."
    );
}

#[test]
fn an_open_interval_reaches_the_end_of_the_strip() {
    let mut late = example(Kind::PaceFade);
    change_of(&mut late.verdict).onset = Onset {
        high_open: true,
        ..onset(19.4, 18.6, 20.3)
    };
    assert_eq!(reach(&strip(&late), Paint::Interval), Some((18.6, MILES)));
    change_of(&mut late.verdict).onset = Onset {
        low_open: true,
        ..onset(19.4, 18.6, 20.3)
    };
    let early = strip(&late);
    assert_eq!(reach(&early, Paint::Interval), Some((0.0, 20.3)));
    // Nothing is surely fresh, and the legend does not name it.
    assert_eq!(reach(&early, Paint::Fresh), None);
    assert!(!legend(&early).contains(&"fresh for sure"));
}

#[test]
fn walking_after_the_onset_reaches_from_its_place_to_the_finish() {
    let walked = strip(&walking(example(Kind::PaceFade), 22.1, 43.0));
    assert_eq!(reach(&walked, Paint::Walking), Some((22.1, MILES)));
    assert!(legend(&walked).contains(&"walking from mile 22.1"));
    // Walking that is itself the onset is marked once.
    let first = strip(&walking(example(Kind::PaceFade), 19.4, 43.0));
    assert_eq!(reach(&first, Paint::Walking), None);
}

#[test]
fn a_run_without_an_onset_marks_what_is_known() {
    let held = strip(&example(Kind::Steady));
    assert_eq!(legend(&held), ["form held"]);
    assert_eq!(held.alt, "No onset is marked on these 26.2 mi.");
    let mut rough = example(Kind::Steady);
    rough.verdict.smallest_detectable_pct = None;
    assert!(legend(&strip(&rough)).is_empty());
    let cooled = all().into_iter().find(|p| p.name == "cool-down").unwrap();
    let cooled = strip(&cooled.analysis);
    assert_eq!(legend(&cooled), ["cool-down from mile 24.1"]);
    assert_eq!(reach(&cooled, Paint::Onset), Some((24.1, 24.1)));
}

#[test]
fn the_scale_has_round_marks_and_ends_at_the_finish() {
    let strip = strip(&example(Kind::Steady));
    let labels: Vec<&str> = strip
        .ticks
        .iter()
        .map(|(_, label)| label.as_str())
        .collect();
    assert_eq!(labels, ["0", "5", "10", "15", "20", "26.2 mi"]);
    for (at, label) in &strip.ticks {
        let mile: f64 = label.trim_end_matches(" mi").parse().unwrap();
        assert!((at * MILES - mile).abs() < 0.01, "{label} at {at}");
    }
}

/// The marks of a page that a phone hides.
fn near(page: &str) -> Vec<&str> {
    let marks = page.split("class=\"near\"").skip(1);
    marks
        .filter_map(|mark| mark.split_once('>')?.1.split('<').next())
        .collect()
}

#[test]
fn a_round_mark_near_the_finish_stands_where_there_is_room_for_it() {
    let of = |miles: f64| {
        let mut analysis = example(Kind::Steady);
        analysis.measures.total = Tally {
            running_m: Metres::from_miles(miles).0,
            ..Tally::default()
        };
        let labels: Vec<String> = strip(&analysis).ticks.into_iter().map(|t| t.1).collect();
        let page = crate::outputs::text("html", &analysis, &ReportOptions::default());
        (labels, page)
    };
    let (labels, page) = of(16.9);
    assert_eq!(labels, ["0", "5", "10", "15", "16.9 mi"]);
    // A phone hides it; marks further away stand there too.
    assert!(near(&page) == ["15"]);
    let (labels, page) = of(26.2);
    assert_eq!(labels, ["0", "5", "10", "15", "20", "26.2 mi"]);
    assert!(near(&page).is_empty());
}
