//! The files of a report that programs and logs read: JSON, CSV, GPX, Markdown, terminal.

use crate::examples::{KINDS, advised, example};
use crate::schema::Schema;
use formdrift::Analysis;
use formdrift::detect::Kind;
use formdrift::measure::METRICS;
use formdrift::report::text::{NARROWEST, TextStyle};
use formdrift::report::{ReportOptions, csv, gpx, json, markdown, text, words};
use formdrift::units::{DisplayUnits, Metres};
use serde_json::Value;

const BOTH: [DisplayUnits; 2] = [DisplayUnits::Miles, DisplayUnits::Kilometres];

fn options(units: DisplayUnits) -> ReportOptions {
    ReportOptions {
        file_name: "sunday_long.fit".into(),
        units,
        ..ReportOptions::default()
    }
}

fn every() -> Vec<(Analysis, ReportOptions)> {
    let mut all = Vec::new();
    for kind in KINDS {
        for units in BOTH {
            all.push((advised(example(kind), units), options(units)));
        }
    }
    all
}

fn document(analysis: &Analysis, options: &ReportOptions) -> Value {
    serde_json::from_str(&json::line(analysis, options)).unwrap()
}

fn only(files: Vec<formdrift::report::Artefact>) -> String {
    assert_eq!(files.len(), 1);
    String::from_utf8(files.into_iter().next().unwrap().bytes).unwrap()
}

#[test]
fn every_document_keeps_the_published_schema() {
    let schema = Schema::published();
    for (analysis, options) in every() {
        let faults = schema.faults(&document(&analysis, &options));
        assert!(
            faults.is_empty(),
            "{:?}: {faults:#?}",
            analysis.verdict.kind
        );
    }
}

#[test]
fn the_checker_finds_what_is_wrong() {
    let schema = Schema::published();
    let good = document(&example(Kind::PaceFade), &options(DisplayUnits::Miles));
    let broken = |change: &dyn Fn(&mut Value)| {
        let mut document = good.clone();
        change(&mut document);
        schema.faults(&document).len()
    };
    assert_eq!(broken(&|_| ()), 0);
    assert_eq!(broken(&|d| d["verdict"]["kind"] = "tired".into()), 1);
    assert_eq!(broken(&|d| d["splits"][0]["cadence_spm"] = 0.0.into()), 1);
    assert_eq!(broken(&|d| d["run"]["mood"] = "good".into()), 1);
    assert!(broken(&|d| d["verdict"]["onset"]["low_m"] = Value::Null) >= 1);
    assert!(
        broken(&|d| {
            d["splits"][1].as_object_mut().unwrap().remove("ascent_m");
        }) >= 1
    );
}

#[test]
fn a_document_is_one_line_and_the_file_holds_the_same() {
    for (analysis, options) in every() {
        let line = json::line(&analysis, &options);
        assert!(!line.contains('\n'));
        assert_eq!(line, json::line(&analysis, &options));
        let file: Value = serde_json::from_str(&only(json::render(&analysis, &options))).unwrap();
        assert_eq!(file, document(&analysis, &options));
    }
}

#[test]
fn what_cannot_be_measured_is_null() {
    let mut analysis = example(Kind::Undecided);
    for split in &mut analysis.measures.splits {
        split.tally.steps = 0.0;
        split.tally.stepped_s = 0.0;
        split.tally.stepped_m = 0.0;
        split.tally.has_altitude = false;
        split.from_first.pace_pct = None;
    }
    analysis.measures.splits[0].tally.running_s = f64::NAN;
    let document = document(&analysis, &options(DisplayUnits::Miles));
    let split = &document["splits"][0];
    for key in [
        "cadence_spm",
        "step_length_m",
        "ascent_m",
        "contact_time_ms",
        "from_first",
    ] {
        assert!(split[key].is_null(), "{key}: {}", split[key]);
    }
    assert!(document["splits"][1]["from_first"]["pace_pct"].is_null());
    assert!(document["verdict"]["onset"].is_null() && document["attribution"].is_null());
}

#[test]
fn csv_says_what_json_says() {
    for (analysis, options) in every() {
        let text = only(csv::render(&analysis, &options));
        let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
        let header = lines.next().unwrap();
        let rows: Vec<_> = lines.collect();
        let document = document(&analysis, &options);
        let splits = document["splits"].as_array().unwrap();
        assert_eq!(rows.len(), splits.len());
        for (row, split) in rows.iter().zip(splits) {
            assert_eq!(row.len(), header.len());
            for (name, field) in header.iter().zip(row) {
                let told = in_json(split, name);
                let same = match told {
                    Value::Null => field.is_empty(),
                    Value::Bool(b) => *field == b.to_string(),
                    ref n => field.parse::<f64>().unwrap() == n.as_f64().unwrap(),
                };
                assert!(same, "{name}: {field} in CSV, {told} in JSON");
            }
        }
    }
}

/// The JSON value a column of the CSV stands for.
fn in_json(split: &Value, column: &str) -> Value {
    for from in ["from_first", "from_previous"] {
        let Some(rest) = column.strip_prefix(from) else {
            continue;
        };
        let rest = rest.trim_start_matches('_');
        for (suffix, key) in [("_low", "low"), ("_high", "high"), ("", "value")] {
            if let Some(change) = rest.strip_suffix(suffix) {
                return split[from][change][key].clone();
            }
        }
    }
    assert!(split.get(column).is_some(), "{column} is not in JSON");
    split[column].clone()
}

#[test]
fn a_metric_of_the_list_is_in_json_and_csv() {
    let analysis = example(Kind::Steady);
    let options = options(DisplayUnits::Miles);
    let header = only(csv::render(&analysis, &options));
    let header: Vec<&str> = header.lines().next().unwrap().split(',').collect();
    let document = document(&analysis, &options);
    for metric in METRICS {
        assert!(header.contains(&metric.key), "{}", metric.key);
        assert!(
            document["splits"][0].get(metric.key).is_some(),
            "{}",
            metric.key
        );
        assert!(document["run"].get(metric.key).is_some(), "{}", metric.key);
    }
}

#[test]
fn the_track_has_every_position_and_a_flag_at_the_onset() {
    let analysis = example(Kind::FormBreakdown);
    let written = only(gpx::render(&analysis, &options(DisplayUnits::Miles)));
    let read = ::gpx::read(written.as_bytes()).unwrap();
    let points: Vec<_> = read.tracks[0]
        .segments
        .iter()
        .flat_map(|s| &s.points)
        .collect();
    assert_eq!(points.len(), analysis.run.samples.len());
    assert_eq!(read.tracks[0].segments.len(), 1);
    let flag = &read.waypoints[0];
    assert_eq!(flag.name.as_deref(), Some("Onset: mile 19.4 (18.6-20.3)"));
    // The first sample at or after mile 19.4 of 26.2 spread over 999 steps.
    let index = (19.4_f64 / 26.2 * 999.0).ceil();
    assert!((flag.point().y() - (40.0 + index * 1e-4)).abs() < 1e-9);
    let start: ::time::OffsetDateTime = points[0].time.unwrap().into();
    assert_eq!(start.unix_timestamp(), 1_760_256_000);
}

#[test]
fn a_track_is_not_written_where_it_would_give_away_or_invent_places() {
    let mut analysis = example(Kind::Steady);
    let mut options = options(DisplayUnits::Miles);
    let read = ::gpx::read(only(gpx::render(&analysis, &options)).as_bytes()).unwrap();
    assert!(read.waypoints.is_empty(), "no onset, no flag");
    options.private = true;
    assert!(gpx::render(&analysis, &options).is_empty());
    options.private = false;
    for sample in &mut analysis.run.samples {
        sample.position = None;
    }
    assert!(gpx::render(&analysis, &options).is_empty());
}

#[test]
fn a_silence_begins_a_new_segment() {
    let mut analysis = example(Kind::Steady);
    for sample in &mut analysis.run.samples[500..] {
        sample.elapsed.0 += 120.0;
    }
    let written = only(gpx::render(&analysis, &options(DisplayUnits::Miles)));
    let read = ::gpx::read(written.as_bytes()).unwrap();
    assert_eq!(read.tracks[0].segments.len(), 2);
}

#[test]
fn markdown_holds_the_answer_and_whole_tables() {
    for (analysis, options) in every() {
        let text = only(markdown::render(&analysis, &options));
        let headline = words::headline(&analysis, options.units);
        assert!(text.contains(&format!("**{headline}**")), "{text}");
        for advice in &analysis.advice {
            assert!(text.contains(advice.article_section));
        }
        let cells = |line: &str| line.replace("\\|", "").matches('|').count();
        let lines: Vec<&str> = text.lines().collect();
        for pair in lines.windows(2) {
            if pair.iter().all(|line| line.starts_with('|')) {
                assert_eq!(cells(pair[0]), cells(pair[1]), "{pair:?}");
            }
        }
    }
}

#[test]
fn a_title_cannot_break_the_markdown() {
    let analysis = example(Kind::Steady);
    let mut options = options(DisplayUnits::Miles);
    options.title = Some("5*|<b>hard_ones</b>\n# x".into());
    let text = only(markdown::render(&analysis, &options));
    let first = text.lines().next().unwrap();
    assert_eq!(first, "# 5\\*\\|\\<b\\>hard\\_ones\\</b\\> # x");
}

fn plain(width: usize) -> TextStyle {
    TextStyle {
        colour: false,
        width,
    }
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for (analysis, options) in every() {
        for width in [10, NARROWEST, 60, 80, 132] {
            let text = text::render(&analysis, &options, &plain(width));
            for line in text.lines() {
                let length = line.chars().count();
                assert!(
                    length <= width.max(NARROWEST),
                    "{length} of {width}: {line}"
                );
            }
        }
    }
}

#[test]
fn colour_only_dresses_what_is_said() {
    for (analysis, options) in every() {
        let bare = text::render(&analysis, &options, &plain(90));
        let style = TextStyle {
            colour: true,
            width: 90,
        };
        let dressed = text::render(&analysis, &options, &style);
        assert!(!bare.contains('\u{1b}'));
        assert_ne!(bare, dressed);
        assert_eq!(without_escapes(&dressed), bare);
    }
}

fn without_escapes(text: &str) -> String {
    let mut out = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            letters.by_ref().find(|l| *l == 'm');
        } else {
            out.push(letter);
        }
    }
    out
}

#[test]
fn the_onset_is_marked_below_its_place() {
    let analysis = example(Kind::FormBreakdown);
    let text = text::render(&analysis, &options(DisplayUnits::Miles), &plain(100));
    let lines: Vec<&str> = text.lines().collect();
    let mark = lines
        .iter()
        .position(|l| l.contains("onset: mile"))
        .unwrap();
    let column = |line: &str, wanted: char| line.chars().position(|c| c == wanted).unwrap();
    let cadence = lines[mark - 2];
    // Cadence falls at the onset and nowhere else: the mark stands below the first low block.
    let start: Vec<char> = cadence.chars().collect();
    let high = start[10];
    let first_low = start
        .iter()
        .skip(10)
        .position(|c| *c != high)
        .map(|i| i + 10)
        .unwrap();
    assert!(column(lines[mark], '^').abs_diff(first_low) <= 1, "{text}");
}

#[test]
fn the_terminal_shows_the_answer() {
    let mut analysis = advised(example(Kind::FormBreakdown), DisplayUnits::Miles);
    analysis.measures.splits[2].tally.stopped_s = 75.0;
    analysis.verdict.onset.as_mut().unwrap().high = Metres::from_miles(20.3);
    let text = text::render(&analysis, &options(DisplayUnits::Miles), &plain(100));
    insta::assert_snapshot!(text, @r#"
    sunday_long.fit, 12 October 2025: 26.2 mi in 3:47:04 (8:40/mi)

    split     pace  on flat  cadence  stride  heart  climb  Δ pace  Δ cadence  Δ stride  off curve
    mi         /mi      /mi      spm       m    bpm     ft       %          %         %          %
    0-5       8:40     8:40      176    1.06    152    328       -          -         -       -2.0
    5-10      8:40     8:40      176    1.06    152    328     0.0        0.0       0.0       -2.0
    10-15     8:40     8:40      176    1.06    152    328     0.0        0.0       0.0       -2.0
    15-20     8:40     8:40      175    1.06    152    328     0.0       -0.3      +0.3       -2.0
    20-25     8:40     8:40      171    1.09    152    328     0.0       -2.8      +2.9       -2.0
    25-26.2*  8:40     8:40      171    1.09    152     79     0.0       -2.8      +2.9       -2.0
    Δ: change from the first split, running only; pace above 0 is slower
    *: the remainder, shorter than the others

    Cadence   ▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▄▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃ 176 to 171 spm
    Stride    ▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▅▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆ 1.06 to 1.09 m
                                                          ^ onset: mile 19.4 (18.6-20.3)

    Form breakdown (strong evidence)
    Form broke down from mile 19.4 (95 % interval 18.6-20.3): by the finish steps were 4 % longer
    than the pace calls for.
    At the same speed and grade, cadence at the finish was -4.1 % (-5.0 to -3.2, p = 0.005) against
    fresh running: beyond the 2 % that counts, and it stayed there. No sustained loss of pace was
    found that could account for it. Looked at and ruled out: a hill at that point; a stop or walk
    break just before; GPS or speed errors. May have a part in it: settling in over the first half
    hour. Heat and wind leave no trace in the file.

    What to do: From about mile 19 next time, while any discomfort is mild, bring your cadence back:
    over the last 3 mi you took 171 spm at 8:40/mi; fresh you take 176 there, so aim for 176-180.
    Let the step get shorter for it, about 1.06 m instead of 1.09 m, and keep a slight forward lean
    of the trunk (general advice: a watch cannot see lean). If discomfort grows, turns sharp or
    changes your stride, ease off or end the run early instead.

    Note: The watch saved a point only now and then.
    "#);
}
