//! `runs.csv`: a row a run, for spreadsheets and data frames. A field is empty where
//! nothing could be measured.

use super::row::Row;
use crate::report::csv;

/// A column: its header, where its value stands in a run of `runs.json` (a JSON pointer), and what
/// it holds.
type Column = (&'static str, &'static str, &'static str);

/// Every column, in order; units are in the headers. One line each, which rustfmt would break.
#[rustfmt::skip]
pub const COLUMNS: &[Column] = &[
    ("file", "/file", "Path of the recording below what was asked for, with `/` on every system."),
    ("path", "/path",
        "Path of the recording as it was given or found, an archive's member behind the archive's own."),
    ("run", "/run", "Which of the file's runs, from 1."),
    ("athlete", "/athlete", "Who ran it; empty where nobody said."),
    ("report", "/report",
        "Its report, relative to the index; empty where none was written below it."),
    ("start", "/start", "Time of the first sample, UTC."),
    ("start_local", "/start_local",
        "The same on the runner's clock, with its offset; empty where no time zone is known."),
    ("distance_m", "/distance_m", "Distance."),
    ("moving_s", "/moving_s", "Running and walking, seconds."),
    ("pace_s_per_km", "/pace_s_per_km", "Moving time per kilometre, walking included."),
    ("cadence_spm", "/cadence_spm", "Steps per minute, both feet, while running."),
    ("verdict", "/verdict", "What happened."),
    ("certainty", "/certainty",
        "How sure that is: clear, likely or possible; empty where nothing is claimed."),
    ("pattern", "/pattern", "In which way."),
    ("onset_m", "/onset/distance_m", "Where it began; empty where nothing did."),
    ("onset_low_m", "/onset/low_m", "Lower end of its 95 % interval."),
    ("onset_high_m", "/onset/high_m", "Upper end."),
    ("onset_low_open", "/onset/low_open",
        "`true` where the lower end is only the edge of the search."),
    ("onset_high_open", "/onset/high_open", "`true` where the upper end is."),
    ("form_change_pct", "/form_change_pct/value",
        "Cadence at the finish against what is usual for the runner at that pace, percent."),
    ("form_change_low_pct", "/form_change_pct/low", "Lower end of its 95 % interval."),
    ("form_change_high_pct", "/form_change_pct/high", "Upper end."),
    ("fade_pct", "/fade_pct/value", "Loss of speed at the finish without hills, percent."),
    ("fade_low_pct", "/fade_pct/low", "Lower end of its 95 % interval."),
    ("fade_high_pct", "/fade_pct/high", "Upper end."),
    ("change", "/change",
        "Size of the change that the headline names, in words; empty where nothing changed."),
    ("decoupling_pct", "/decoupling_pct", "Aerobic decoupling, percent."),
    ("curve_level_spm", "/curve/level_spm",
        "Cadence of the runner's curve on this day at the speed beside it, on the flat."),
    ("curve_speed_m_per_s", "/curve/reference_speed_m_per_s", "Mean speed of fresh running."),
    ("curve_elasticity", "/curve/elasticity", "Percent of cadence a percent of speed."),
    ("curve_elasticity_sd", "/curve/elasticity_sd", "Its standard deviation."),
    ("rpe", "/rpe",
        "Perceived exertion from 0 to 10: the watch's, else the one in `formdrift.toml`."),
    ("pain_during", "/context/pain/during", "Worst pain during the run, 0 to 10."),
    ("pain_after_24_h", "/context/pain/after_24_h", "Pain a day later."),
    ("pain_after_48_h", "/context/pain/after_48_h", "Pain two days later."),
    ("pain_location", "/context/pain/location", "Where it hurt."),
    ("target_pace_s_per_km", "/context/target_pace_s_per_km", "The pace that was planned."),
    ("shoes", "/context/shoes", "Shoes worn, in the words of `formdrift.toml`."),
    ("surface", "/context/surface", "What was run on."),
    ("heat", "/context/heat", "Heat and humidity."),
    ("note", "/context/note", "A note of the runner."),
    ("comment", "/context/comment", "A comment of the coach."),
    ("caveats", "/caveats", "Codes of what to know about the data, with blanks between."),
    ("headline", "/headline", "The verdict in one sentence, in the display units."),
];

/// The table with its header.
pub fn csv(rows: &[Row]) -> String {
    let rows: Vec<Row> = (rows.iter())
        .map(|row| Row {
            rpe: row.exertion(),
            ..row.clone()
        })
        .collect();
    csv::table(COLUMNS.iter().map(|(name, path, _)| (*name, *path)), &rows)
}

#[cfg(test)]
mod tests {
    use super::super::OnsetCell;
    use super::super::row::tests::{onset, row};
    use super::*;
    use crate::detect::{HabitualCurve, Kind};
    use crate::report::{Context, Pain};
    use crate::stats::Estimate;

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
        let start = "\"'=cmd(), \"\"x\"\".fit\",,1,";
        assert!(lines[2].starts_with(start), "{}", lines[2]);
        assert!(lines[2].contains(",form_breakdown,"));
    }

    #[test]
    fn a_column_holds_what_its_name_says() {
        let text = |text: &str| Some(text.to_owned());
        let around = |value| Estimate {
            value,
            low: value - 1.0,
            high: value + 1.0,
        };
        let row = Row {
            path: text("/a/b.fit"),
            athlete: text("Ada"),
            start_local: text("2026-04-12T09:00:00+02:00"),
            certainty: text("clear"),
            pattern: text("overstriding"),
            onset: onset(30.0, 33.0).map(|onset| OnsetCell {
                high_open: true,
                ..onset
            }),
            form_change_pct: Some(around(-4.0)),
            fade_pct: Some(around(8.0)),
            change: text("steps 4 % longer"),
            decoupling_pct: Some(5.25),
            curve: Some(HabitualCurve {
                level_spm: 175.0,
                reference_speed_m_per_s: 3.25,
                elasticity: 0.5,
                elasticity_sd: 0.125,
                grade_effect: -0.75,
            }),
            context: Some(Context {
                rpe: Some(7),
                target_pace_s_per_km: Some(300.5),
                shoes: text("blue, old"),
                surface: text("road"),
                heat: text("22 C"),
                note: text("windy"),
                comment: text("=slower"),
                pain: Some(Pain {
                    location: text("knee"),
                    ..Pain::rated([Some(1), Some(2), Some(0)])
                }),
                ..Context::default()
            }),
            caveats: vec!["gps_spikes".into(), "two_runners".into()],
            ..row("b.fit", Kind::FormBreakdown, None)
        };
        assert_eq!(
            csv(&[row]).lines().nth(1),
            Some(
                "b.fit,/a/b.fit,1,Ada,b.fit-form/report.html,2026-04-12T07:00:00Z,\
                 2026-04-12T09:00:00+02:00,42195,13871,328.7,174,form_breakdown,clear,overstriding,\
                 31.5,30,33,false,true,-4,-5,-3,8,7,9,steps 4 % longer,5.25,175,3.25,0.5,0.125,7,\
                 1,2,0,knee,300.5,\"blue, old\",road,22 C,windy,'=slower,gps_spikes two_runners,\
                 A headline."
            )
        );
    }
}
