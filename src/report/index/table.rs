//! `runs.csv`: a row a run, for spreadsheets and data frames. A field is empty where
//! nothing could be measured.

use super::row::{Row, Value};

/// A column: its header, and its field in a row.
type Column = (&'static str, fn(&Row) -> Option<String>);

/// Every column, in order; units are in the headers.
const COLUMNS: &[Column] = &[
    ("file", |r| Some(quoted(&r.file))),
    ("run", |r| Some(r.run.to_string())),
    ("report", |r| r.report.as_deref().map(quoted)),
    ("start", |r| Some(r.start.clone())),
    ("distance_m", |r| Some(r.distance_m.to_string())),
    ("moving_s", |r| Some(r.moving_s.to_string())),
    ("pace_s_per_km", |r| text(r.pace_s_per_km)),
    ("cadence_spm", |r| text(r.cadence_spm)),
    ("verdict", |r| Some(r.verdict.clone())),
    ("pattern", |r| r.pattern.clone()),
    ("onset_m", |r| text(r.onset.map(|o| o.distance_m))),
    ("onset_low_m", |r| text(r.onset.map(|o| o.low_m))),
    ("onset_high_m", |r| text(r.onset.map(|o| o.high_m))),
    ("onset_low_open", |r| {
        r.onset.map(|o| o.low_open.to_string())
    }),
    ("onset_high_open", |r| {
        r.onset.map(|o| o.high_open.to_string())
    }),
    ("form_change_pct", |r| point(r.form_change_pct)),
    ("form_change_low_pct", |r| {
        text(r.form_change_pct.map(|v| v.low))
    }),
    ("form_change_high_pct", |r| {
        text(r.form_change_pct.map(|v| v.high))
    }),
    ("fade_pct", |r| point(r.fade_pct)),
    ("fade_low_pct", |r| text(r.fade_pct.map(|v| v.low))),
    ("fade_high_pct", |r| text(r.fade_pct.map(|v| v.high))),
    ("decoupling_pct", |r| text(r.decoupling_pct)),
    ("curve_level_spm", |r| text(r.curve.map(|c| c.level_spm))),
    ("curve_speed_m_per_s", |r| {
        text(r.curve.map(|c| c.reference_speed_m_per_s))
    }),
    ("curve_elasticity", |r| text(r.curve.map(|c| c.elasticity))),
    ("curve_elasticity_sd", |r| {
        text(r.curve.map(|c| c.elasticity_sd))
    }),
    ("caveats", |r| Some(r.caveats.join(" "))),
    ("headline", |r| Some(quoted(&r.headline))),
];

fn text(value: Option<f64>) -> Option<String> {
    value.map(|v| v.to_string())
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
    let header: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
    let mut csv = header.join(",") + "\n";
    for row in rows {
        let fields: Vec<String> = (COLUMNS.iter())
            .map(|(_, field)| field(row).unwrap_or_default())
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
            lines[2].starts_with("\"'=cmd(), \"\"x\"\".fit\",1,"),
            "{}",
            lines[2]
        );
        assert!(lines[2].contains(",form_breakdown,"));
    }
}
