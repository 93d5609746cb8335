use super::*;
use crate::Analysis;
use crate::detect::Kind;
use crate::report::document::sample;
use crate::report::{ReportOptions, document};
use std::io::Read as _;

fn of_run(analysis: &Analysis, options: &ReportOptions) -> Vec<u8> {
    OUTPUT.files(analysis, options).unwrap().remove(0).bytes
}

fn pdf(kind: Kind, miles: f64) -> Vec<u8> {
    let analysis = sample::analysis(kind, miles, true);
    let options = ReportOptions {
        athlete: Some("Zo\u{eb} \u{17d}i\u{17e}ek".into()),
        ..ReportOptions::default()
    };
    of_run(&analysis, &options)
}

fn count(haystack: &[u8], needle: &[u8]) -> usize {
    haystack
        .windows(needle.len())
        .filter(|w| *w == needle)
        .count()
}

/// Contents of the pages, which are the streams that write text.
fn pages(bytes: &[u8]) -> Vec<String> {
    let mut pages = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(7).position(|w| w == b"stream\n") {
        rest = &rest[at + 7..];
        let mut content = String::new();
        let unpacked = flate2::read::ZlibDecoder::new(rest).read_to_string(&mut content);
        if unpacked.is_ok() && content.contains(" Tf\n") {
            pages.push(content);
        }
    }
    pages
}

/// Sizes of type on a page, points.
fn sizes(page: &str) -> Vec<f32> {
    let line = |line: &str| line.strip_suffix(" Tf")?.rsplit(' ').next()?.parse().ok();
    page.lines().filter_map(line).collect()
}

#[test]
fn every_verdict_gives_few_pages_of_a_small_file() {
    for kind in Kind::ALL {
        let bytes = pdf(kind, 26.2);
        assert!(bytes.starts_with(b"%PDF-1."), "{kind:?}");
        let count = count(&bytes, b"/Type /Page\n");
        assert!((4..=8).contains(&count), "{kind:?}: {count} pages");
        assert_eq!(pages(&bytes).len(), count, "{kind:?}");
        assert!(bytes.len() < 400_000, "{kind:?}: {} bytes", bytes.len());
    }
}

#[test]
fn no_type_is_too_small_to_read_and_nothing_leaves_the_page() {
    for miles in [5.0, 26.2, 100.0] {
        for (number, page) in pages(&pdf(Kind::FormBreakdown, miles)).iter().enumerate() {
            let sizes = sizes(page);
            assert!(sizes.len() > 1, "page {number} of {miles} miles is empty");
            let least = sizes.iter().copied().fold(f32::INFINITY, f32::min);
            assert!(
                least >= 7.0,
                "{least} points on page {number} of {miles} miles"
            );
            // Text begins within the paper: the last two numbers of a text matrix.
            for line in page.lines().filter_map(|line| line.strip_suffix(" Tm")) {
                let at: Vec<f32> = line.split(' ').filter_map(|v| v.parse().ok()).collect();
                let inside = (20.0..WIDTH).contains(&at[4]) && (20.0..HEIGHT).contains(&at[5]);
                assert!(inside, "{line} on page {number} of {miles} miles");
            }
        }
    }
}

#[test]
fn every_chart_of_the_page_is_in_the_pdf() {
    let analysis = sample::analysis(Kind::FormBreakdown, 26.2, true);
    let options = ReportOptions::default();
    let bytes = of_run(&analysis, &options);
    let document = document::report(&analysis, &options);
    let figures = document.all().into_iter().filter_map(|block| match block {
        document::Block::Figure(figure) => Some(&figure.alt),
        _ => None,
    });
    let mut found = 0;
    for alt in figures {
        let start: String = alt.chars().take(24).collect();
        assert!(count(&bytes, start.as_bytes()) > 0, "{alt}");
        found += 1;
    }
    assert!(found >= 4, "{found}");
}

#[test]
fn a_table_longer_than_a_page_goes_on_under_its_header() {
    let mut analysis = sample::analysis(Kind::Steady, 26.2, true);
    let split = analysis.measures.splits[1].clone();
    analysis.measures.splits = vec![split; 120];
    let bytes = of_run(&analysis, &ReportOptions::default());
    let rows = count(&bytes, b"/S /TR");
    // Two tables of splits and changes, which stand above each other where they are long.
    assert!(rows >= 3 * 120, "{rows} rows");
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    assert_eq!(pdf(Kind::Steady, 13.1), pdf(Kind::Steady, 13.1));
}

#[test]
fn a_document_may_end_with_what_stays_with_the_next_block() {
    let analysis = sample::analysis(Kind::Steady, 13.1, false);
    let mut document = document::report(&analysis, &ReportOptions::default());
    let shown = |document: &Document| -> usize {
        let bytes = bytes(document, &|_, _| None).expect("fonts");
        let lines = pages(&bytes).concat();
        lines.lines().filter(|line| line.ends_with(" Tj")).count()
    };
    let before = shown(&document);
    let text = document::Text::from("Last words.");
    let last = document::Block::Paragraph(document::Voice::Source, text);
    document.blocks.push(last);
    assert_eq!(shown(&document), before + 1);
}

#[test]
fn lines_of_a_paragraph_stand_in_the_middle_of_their_room() {
    let mut book = Book::new().expect("fonts");
    let text = document::Text::from("Cadence fell by four percent from the eleventh mile on.");
    for size in [9.0, 20.0] {
        let pieces = [piece::words(&text, size).piece()];
        let (top, width) = (100.0, 130.0);
        let height = piece::height(&pieces, &book.fonts, width);
        let mut sheet = Sheet::new(&mut book);
        piece::draw(&pieces, &mut sheet, [50.0, top, width]);
        let content = String::from_utf8(sheet.finish()).expect("no image within");
        let matrix = |line: &str| -> Option<Vec<f32>> {
            let line = line.strip_suffix(" Tm")?;
            line.split(' ').map(|v| v.parse().ok()).collect()
        };
        let baselines = content.lines().filter_map(matrix).map(|m| HEIGHT - m[5]);
        let baselines: Vec<f32> = baselines.collect();
        assert!(baselines.len() > 1, "{size}: {baselines:?}");
        // As much air above the first capitals as below the last baseline.
        let capitals = size * font::CAP_HEIGHT;
        let above = baselines[0] - capitals - top;
        let below = top + height - baselines[baselines.len() - 1];
        assert!(
            above > 0.0 && (above - below).abs() < 0.01,
            "{above} {below}"
        );
        let steps = baselines.windows(2).map(|pair| pair[1] - pair[0]);
        assert!(
            steps.clone().all(|step| step == 0.0 || step > size),
            "{baselines:?}"
        );
    }
}
