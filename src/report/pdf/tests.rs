use super::*;
use crate::detect::Kind;
use crate::report::page::sample;

fn pdf(kind: Kind, miles: f64) -> Vec<u8> {
    let analysis = sample::analysis(kind, miles, true);
    let options = ReportOptions {
        athlete: Some("Zo\u{eb} \u{17d}i\u{17e}ek".into()),
        ..ReportOptions::default()
    };
    render(&analysis, &options).remove(0).bytes
}

fn count(haystack: &[u8], needle: &[u8]) -> usize {
    haystack
        .windows(needle.len())
        .filter(|w| *w == needle)
        .count()
}

#[test]
fn every_verdict_gives_three_pages_of_a_small_file() {
    for kind in Kind::ALL {
        let bytes = pdf(kind, 26.2);
        assert!(bytes.starts_with(b"%PDF-1."), "{kind:?}");
        assert_eq!(count(&bytes, b"/Type /Page\n"), 3, "{kind:?}");
        assert!(bytes.len() < 400_000, "{kind:?}: {} bytes", bytes.len());
    }
}

#[test]
fn a_hundred_miles_still_fit_three_pages() {
    let bytes = pdf(Kind::FormBreakdown, 100.0);
    assert_eq!(count(&bytes, b"/Type /Page\n"), 3);
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    assert_eq!(pdf(Kind::Steady, 13.1), pdf(Kind::Steady, 13.1));
}
