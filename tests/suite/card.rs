//! The picture to share: it says where and how sure, and nothing on it runs into anything else.

use crate::painted::Picture;
use crate::situations::six;
use crate::svg_parts::read;
use formdrift::advise::advise;
use formdrift::report::chart::Setting;
use formdrift::report::{ReportOptions, card};
use formdrift::units::DisplayUnits;

#[test]
fn a_card_says_the_mile_and_its_interval_and_fits() {
    for situation in six() {
        for units in [DisplayUnits::Miles, DisplayUnits::Kilometres] {
            let options = ReportOptions {
                units,
                athlete: Some("A runner with quite a long name indeed".into()),
                ..ReportOptions::default()
            };
            let name = format!("{}, {units}", situation.name);
            let mut analysis = situation.analysis.clone();
            analysis.advice = advise(
                &analysis.measures,
                &analysis.phases,
                &analysis.verdict,
                units,
            );
            let drawing = card::drawing(&analysis, &options);
            let parts = read(&drawing.svg("card", "", "", Setting::Alone));
            for (k, a) in parts.labels.iter().enumerate() {
                let (text, a) = (&a.text, &a.room);
                let inside = a.left >= 0.0 && a.right <= 540.0 && a.top >= 0.0 && a.bottom <= 675.0;
                assert!(inside, "{name}: {text} leaves the card at {a:?}");
                for b in &parts.labels[k + 1..] {
                    let (other, b) = (&b.text, &b.room);
                    let apart = a.right <= b.left
                        || b.right <= a.left
                        || a.bottom <= b.top
                        || b.bottom <= a.top;
                    assert!(apart, "{name}: {text} on {other}");
                }
            }
            let says = |text: &str| parts.labels.iter().any(|l| l.text.contains(text));
            if situation.name == "breakdown" && units == DisplayUnits::Miles {
                assert!(
                    says("Mile 19.4") && says("interval: mile 18.6\u{2013}20.3"),
                    "{name}"
                );
            }
            // What to do stands where there is room for it: always, so far.
            let action = &analysis.advice[0].action;
            let first: Vec<&str> = action.split(' ').take(3).collect();
            assert!(says(&first.join(" ")), "{name}: {action}");
            if situation.name == "steady" {
                assert!(says("Steady") && !says("interval:"), "{name}");
            }
            assert!(says("Cadence, steps") || says("Pace, min"), "{name}");
        }
    }
}

#[test]
fn a_card_is_a_picture_of_1080_by_1350_pixels() {
    let file = crate::outputs::file("card", &six()[0].analysis, &ReportOptions::default());
    let picture = Picture::of(file.unwrap());
    assert_eq!((picture.wide, picture.pixels.len()), (1080, 1080 * 1350));
}
