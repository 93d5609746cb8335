//! `runs.csv`: a row a run, for spreadsheets and data frames. A field is empty where
//! nothing could be measured.

use super::row::{Row, Value};
use crate::report::Context;

/// A column: its header, what it holds, and its field in a row.
type Column = (&'static str, &'static str, fn(&Row) -> Option<String>);

/// Every column, in order; units are in the headers.
pub const COLUMNS: &[Column] = &[
    (
        "file",
        "Path of the recording below what was asked for, with `/` on every system.",
        |r| Some(quoted(&r.file)),
    ),
    (
        "path",
        "Path of the recording as it was given or found, an archive's member behind the archive's own.",
        |r| r.path.as_deref().map(quoted),
    ),
    ("run", "Which of the file's runs, from 1.", |r| {
        Some(r.run.to_string())
    }),
    ("athlete", "Who ran it; empty where nobody said.", |r| {
        r.athlete.as_deref().map(quoted)
    }),
    (
        "report",
        "Its report, relative to the index; empty where none was written below it.",
        |r| r.report.as_deref().map(quoted),
    ),
    ("start", "Time of the first sample, UTC.", |r| {
        Some(r.start.clone())
    }),
    (
        "start_local",
        "The same on the runner's clock, with its offset; empty where no time zone is known.",
        |r| r.start_local.clone(),
    ),
    ("distance_m", "Distance.", |r| {
        Some(r.distance_m.to_string())
    }),
    ("moving_s", "Running and walking, seconds.", |r| {
        Some(r.moving_s.to_string())
    }),
    (
        "pace_s_per_km",
        "Moving time per kilometre, walking included.",
        |r| text(r.pace_s_per_km),
    ),
    (
        "cadence_spm",
        "Steps per minute, both feet, while running.",
        |r| text(r.cadence_spm),
    ),
    ("verdict", "What happened.", |r| Some(r.verdict.clone())),
    (
        "certainty",
        "How sure that is: clear, likely or possible; empty where nothing is claimed.",
        |r| r.certainty.clone(),
    ),
    ("pattern", "In which way.", |r| r.pattern.clone()),
    ("onset_m", "Where it began; empty where nothing did.", |r| {
        text(r.onset.map(|o| o.distance_m))
    }),
    ("onset_low_m", "Lower end of its 95 % interval.", |r| {
        text(r.onset.map(|o| o.low_m))
    }),
    ("onset_high_m", "Upper end.", |r| {
        text(r.onset.map(|o| o.high_m))
    }),
    (
        "onset_low_open",
        "`true` where the lower end is only the edge of the search.",
        |r| r.onset.map(|o| o.low_open.to_string()),
    ),
    ("onset_high_open", "`true` where the upper end is.", |r| {
        r.onset.map(|o| o.high_open.to_string())
    }),
    (
        "form_change_pct",
        "Cadence at the finish against what is usual for the runner at that pace, percent.",
        |r| point(r.form_change_pct),
    ),
    (
        "form_change_low_pct",
        "Lower end of its 95 % interval.",
        |r| text(r.form_change_pct.map(|v| v.low)),
    ),
    ("form_change_high_pct", "Upper end.", |r| {
        text(r.form_change_pct.map(|v| v.high))
    }),
    (
        "fade_pct",
        "Loss of speed at the finish without hills, percent.",
        |r| point(r.fade_pct),
    ),
    ("fade_low_pct", "Lower end of its 95 % interval.", |r| {
        text(r.fade_pct.map(|v| v.low))
    }),
    ("fade_high_pct", "Upper end.", |r| {
        text(r.fade_pct.map(|v| v.high))
    }),
    (
        "change",
        "Size of the change that the headline names, in words; empty where nothing changed.",
        |r| r.change.as_deref().map(quoted),
    ),
    ("decoupling_pct", "Aerobic decoupling, percent.", |r| {
        text(r.decoupling_pct)
    }),
    (
        "curve_level_spm",
        "Cadence of the runner's curve on this day at the speed beside it, on the flat.",
        |r| text(r.curve.map(|c| c.level_spm)),
    ),
    ("curve_speed_m_per_s", "Mean speed of fresh running.", |r| {
        text(r.curve.map(|c| c.reference_speed_m_per_s))
    }),
    (
        "curve_elasticity",
        "Percent of cadence a percent of speed.",
        |r| text(r.curve.map(|c| c.elasticity)),
    ),
    ("curve_elasticity_sd", "Its standard deviation.", |r| {
        text(r.curve.map(|c| c.elasticity_sd))
    }),
    (
        "rpe",
        "Perceived exertion from 0 to 10: the watch's, else the one in `formdrift.toml`.",
        |r| text(r.exertion()),
    ),
    ("pain_during", "Worst pain during the run, 0 to 10.", |r| {
        scale(r.pain()?.during)
    }),
    ("pain_after_24_h", "Pain a day later.", |r| {
        scale(r.pain()?.after_24_h)
    }),
    ("pain_after_48_h", "Pain two days later.", |r| {
        scale(r.pain()?.after_48_h)
    }),
    ("pain_location", "Where it hurt.", |r| {
        r.pain()?.location.as_deref().map(quoted)
    }),
    ("target_pace_s_per_km", "The pace that was planned.", |r| {
        text(r.context.as_ref()?.target_pace_s_per_km)
    }),
    (
        "shoes",
        "Shoes worn, in the words of `formdrift.toml`.",
        |r| said(r, |c| &c.shoes),
    ),
    ("surface", "What was run on.", |r| said(r, |c| &c.surface)),
    ("heat", "Heat and humidity.", |r| said(r, |c| &c.heat)),
    ("note", "A note of the runner.", |r| said(r, |c| &c.note)),
    ("comment", "A comment of the coach.", |r| {
        said(r, |c| &c.comment)
    }),
    (
        "caveats",
        "Codes of what to know about the data, with blanks between.",
        |r| Some(r.caveats.join(" ")),
    ),
    (
        "headline",
        "The verdict in one sentence, in the display units.",
        |r| Some(quoted(&r.headline)),
    ),
];

fn text(value: Option<f64>) -> Option<String> {
    value.map(|v| v.to_string())
}

fn scale(value: Option<u8>) -> Option<String> {
    value.map(|v| v.to_string())
}

/// A text of the run's context.
fn said(row: &Row, of: fn(&Context) -> &Option<String>) -> Option<String> {
    of(row.context.as_ref()?).as_deref().map(quoted)
}

fn point(value: Option<Value>) -> Option<String> {
    text(value.map(|v| v.value))
}

/// A field that may hold commas, quotes or line ends (RFC 4180). A leading `=`, `+`, `-`
/// or `@`, which a spreadsheet would take for a formula, gets an apostrophe before it:
/// file names come from strangers.
fn quoted(field: &str) -> String {
    let formula = field.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let field = if formula {
        format!("'{field}")
    } else {
        field.to_owned()
    };
    if field.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field
    }
}

/// The table with its header.
pub fn csv(rows: &[Row]) -> String {
    let header: Vec<&str> = COLUMNS.iter().map(|(name, ..)| *name).collect();
    let mut csv = header.join(",") + "\n";
    for row in rows {
        let fields: Vec<String> = (COLUMNS.iter())
            .map(|(.., field)| field(row).unwrap_or_default())
            .collect();
        csv.push_str(&fields.join(","));
        csv.push('\n');
    }
    csv
}

#[cfg(test)]
mod tests {
    use super::super::row::tests::row;
    use super::*;
    use crate::detect::Kind;

    #[test]
    fn every_row_has_every_column_and_no_name_breaks_it() {
        let rows = [
            row("plain.fit", Kind::Steady, None),
            row("=cmd(), \"x\".fit", Kind::FormBreakdown, Some(-3.0)),
        ];
        let csv = csv(&rows);
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(lines[0].split(',').count(), COLUMNS.len());
        assert_eq!(lines[1].split(',').count(), COLUMNS.len());
        assert!(
            lines[2].starts_with("\"'=cmd(), \"\"x\"\".fit\",,1,"),
            "{}",
            lines[2]
        );
        assert!(lines[2].contains(",form_breakdown,"));
    }
}
