//! Texts of the help and the manual page besides the options. Both are made from the same
//! definitions.

use std::io::{self, Write};

use clap::Command;
use clap_mangen::Man;

use formdrift::read::FORMATS;
use formdrift::report::OUTPUTS;

use super::{WRITE_ONE, WRITE_SEVERAL, config};

/// Purpose of the program in one line, the first of `--help`.
pub const WHAT: &str = "Finds the point in a long run where running form starts to break down";

/// Example commands, each with its result.
#[rustfmt::skip]
const EXAMPLES: &[(&str, &str)] = &[
    ("formdrift marathon.fit", "report in marathon-form/ beside the file"),
    ("formdrift --split 5km -o out run.gpx", "5-km splits, report in out/"),
    ("formdrift export.zip", "every run of an export, with an index"),
    ("formdrift --history 2025/ marathon.fit", "compare with earlier runs"),
    ("formdrift --json runs/ | jq .verdict.kind", "one line per run, for other programs"),
];

/// Exit codes with their meaning, as the manual page lists them for scripts.
#[rustfmt::skip]
const EXIT_CODES: &[(&str, &str)] = &[
    ("0", "every run was analysed, whatever the verdict"),
    ("1", "a file is missing, unreadable or not a run; nothing to analyse; a report not written"),
    ("2", "wrong arguments"),
];

/// Environment variables besides those that set options.
#[rustfmt::skip]
const VARIABLES: &[(&str, &str)] = &[
    (config::FILE_VARIABLE, "another configuration file; none if empty"),
    ("NO_COLOR", "no colour if set and not empty"),
];

/// The beginning of `--help`.
pub fn opening() -> String {
    let mut text = format!("{WHAT}\n\nIt reads the file your watch exported:\n");
    for reader in FORMATS {
        text.push_str(&format!("  {}\n", reader.about));
    }
    text
}

/// Help of the argument PATH.
pub fn files() -> String {
    let endings: Vec<String> = (FORMATS.iter())
        .map(|reader| format!(".{}", reader.format.name()))
        .collect();
    format!(
        "Files ({}, also .gz; .zip .tar .tgz), folders, or -",
        endings.join(" ")
    )
}

/// Short help of `--write`, with its default.
pub fn outputs() -> String {
    let left: Vec<&str> = (OUTPUTS.iter().map(|output| output.name))
        .filter(|name| !WRITE_ONE.contains(name))
        .collect();
    format!(
        "Outputs, comma-separated [default: all but {}]",
        left.join(",")
    )
}

/// Long help of `--write`: one line per output.
pub fn each_output() -> String {
    let mut text = format!("{}\n", outputs());
    for output in OUTPUTS {
        text.push_str(&format!("\n  {:4}  {}", output.name, output.about));
    }
    let several = WRITE_SEVERAL.join(",");
    format!("{text}\n  none  nothing\n\n[default for several runs: {several}]")
}

/// The end of `--help`.
pub fn ending() -> String {
    let listed = |all: &[(&str, &str)], width: usize| {
        let lines: Vec<String> = (all.iter())
            .map(|(what, why)| format!("  {what:width$}  {why}"))
            .collect();
        lines.join("\n")
    };
    format!(
        "Examples:\n{}\n\nEnvironment:\n  {:17}  set the options of these names (OUT, SPLIT, UNITS, \
         WRITE, ATHLETE)\n{}\n\nExit code:\n{}",
        listed(EXAMPLES, 41),
        "FORMDRIFT_...",
        listed(VARIABLES, 17),
        listed(EXIT_CODES, 1),
    )
}

/// The manual page in roff.
///
/// # Errors
/// None in practice, since it is written into memory.
pub fn manual(command: Command) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    let options: Vec<(String, String)> = (command.get_arguments())
        .filter_map(|option| {
            let variable = option.get_env()?.to_str()?.to_owned();
            Some((variable, format!("sets --{}", option.get_long()?)))
        })
        .collect();
    let man = Man::new(command);
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    section(&mut page, "EXAMPLES", EXAMPLES)?;
    let options = options.iter().map(|(name, what)| (&**name, &**what));
    let variables: Vec<(&str, &str)> = options.chain(VARIABLES.iter().copied()).collect();
    section(&mut page, "ENVIRONMENT", &variables)?;
    let file = [
        (
            "~/.config/formdrift/config.toml",
            "default settings: split, units, athlete, out, write, article_url; the command line \
         overrides the environment, which overrides the file; --config shows the values in force",
        ),
        (
            "formdrift.toml",
            "beside the runs: athlete, units, time zone, and notes about each run; overrides the \
         file above",
        ),
    ];
    section(&mut page, "FILES", &file)?;
    section(&mut page, "EXIT STATUS", EXIT_CODES)?;
    Ok(page)
}

/// Appends a section of terms and their meanings to the manual page.
fn section(page: &mut Vec<u8>, title: &str, all: &[(&str, &str)]) -> io::Result<()> {
    let plain = |text: &str| text.replace('\\', "\\\\").replace('-', "\\-");
    writeln!(page, ".SH \"{title}\"")?;
    for (term, meaning) in all {
        // `\&` keeps a leading dot or quote from being a request.
        writeln!(page, ".TP\n\\fB{}\\fR\n\\&{}", plain(term), plain(meaning))?;
    }
    Ok(())
}
