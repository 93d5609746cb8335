//! The files of a report that programs and logs read: JSON, CSV, GPX, Markdown.

use crate::examples::{KINDS, advised, example};
use crate::schema::Schema;
use formdrift::Analysis;
use formdrift::detect::Kind;
use formdrift::measure::METRICS;
use formdrift::report::{OUTPUTS, ReportOptions, json, words};
use formdrift::units::DisplayUnits;
use serde_json::Value;

const BOTH: [DisplayUnits; 2] = [DisplayUnits::Miles, DisplayUnits::Kilometres];

pub fn options(units: DisplayUnits) -> ReportOptions {
    ReportOptions {
        file_name: "sunday_long.fit".into(),
        units,
        ..ReportOptions::default()
    }
}

pub fn every() -> Vec<(Analysis, ReportOptions)> {
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

/// The file of an output that is made in one go, if the run has it.
pub fn file(output: &str, analysis: &Analysis, options: &ReportOptions) -> Option<Vec<u8>> {
    let output = OUTPUTS.iter().find(|o| o.name == output).unwrap();
    let mut files = output.files(analysis, options).unwrap();
    assert!(files.len() <= 1);
    files.pop().map(|file| file.bytes)
}

pub fn text(output: &str, analysis: &Analysis, options: &ReportOptions) -> String {
    String::from_utf8(file(output, analysis, options).unwrap()).unwrap()
}

#[test]
fn every_document_keeps_the_published_schema() {
    let schema = Schema::published("docs/schema.json");
    for (analysis, options) in every() {
        let faults = schema.faults(&document(&analysis, &options));
        assert!(
            faults.is_empty(),
            "{:?}: {faults:#?}",
            analysis.verdict.kind()
        );
    }
}

#[test]
fn the_checker_finds_what_is_wrong() {
    let schema = Schema::published("docs/schema.json");
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
        let file: Value = serde_json::from_str(&text("json", &analysis, &options)).unwrap();
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
        let text = self::text("csv", &analysis, &options);
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
    let header = text("csv", &analysis, &options);
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
fn an_output_gives_files_of_the_names_it_states_and_no_two_share_one() {
    let analysis = example(Kind::FormBreakdown);
    let options = options(DisplayUnits::Miles);
    let mut taken = std::collections::BTreeSet::new();
    for output in OUTPUTS {
        let names = output.file_names();
        for file in output.files(&analysis, &options).unwrap() {
            assert!(names.contains(&file.name), "{}", file.name);
        }
        for name in names {
            assert!(taken.insert(name.clone()), "{name} twice");
        }
    }
}

#[test]
fn the_track_has_every_position_and_a_flag_at_the_onset() {
    let analysis = example(Kind::FormBreakdown);
    let written = text("gpx", &analysis, &options(DisplayUnits::Miles));
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
    let read = ::gpx::read(text("gpx", &analysis, &options).as_bytes()).unwrap();
    assert!(read.waypoints.is_empty(), "no onset, no flag");
    options.private = true;
    assert!(file("gpx", &analysis, &options).is_none());
    options.private = false;
    for sample in &mut analysis.run.samples {
        sample.position = None;
    }
    assert!(file("gpx", &analysis, &options).is_none());
}

#[test]
fn a_silence_begins_a_new_segment() {
    let mut analysis = example(Kind::Steady);
    for sample in &mut analysis.run.samples[500..] {
        sample.elapsed.0 += 120.0;
    }
    let written = text("gpx", &analysis, &options(DisplayUnits::Miles));
    let read = ::gpx::read(written.as_bytes()).unwrap();
    assert_eq!(read.tracks[0].segments.len(), 2);
}

#[test]
fn markdown_holds_the_answer_and_whole_tables() {
    for (analysis, options) in every() {
        let text = self::text("md", &analysis, &options);
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
    let text = self::text("md", &analysis, &options);
    let first = text.lines().next().unwrap();
    assert_eq!(first, "# 5\\*\\|\\<b\\>hard\\_ones\\</b\\> # x");
}
