//! formdrift for the browser: what worker.js calls. Bytes of a recording in, outcomes and the
//! files of reports out. An instance is used for one file and dropped, so that a defect costs
//! that file alone.

use std::io::{Cursor, Write};

use formdrift::measure::SplitLength;
use formdrift::normalise::NotARun;
use formdrift::read::container::{self, Archive};
use formdrift::read::{self, Damage, Place, sanitise};
use formdrift::report::index::{Index, Row};
use formdrift::report::{OUTPUTS, ReportOptions, json};
use formdrift::units::{DisplayUnits, Metres};
use formdrift::{Analysis, Options, analyse_activity};
use js_sys::{Array, JsString, Uint8Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

/// What the reader of the page chose.
#[derive(Debug, Deserialize)]
struct Settings {
    /// Units of display, `mi` or `km`.
    units: String,
    /// Length of a split in metres; `null` for the laps of the device.
    split_m: Option<f64>,
    /// Name of the runner, empty where none was given.
    athlete: String,
    /// Reports without coordinates, and maps without start and finish.
    private: bool,
}

impl Settings {
    /// Reads the settings that page.js sends.
    fn parse(text: &str) -> Result<Self, JsError> {
        Ok(serde_json::from_str(text)?)
    }

    fn units(&self) -> DisplayUnits {
        match self.units.as_str() {
            "km" => DisplayUnits::Kilometres,
            _ => DisplayUnits::Miles,
        }
    }

    fn options(&self) -> Options {
        Options {
            split: (self.split_m).map_or(SplitLength::Lap, |m| SplitLength::Every(Metres(m))),
            units: self.units(),
            ..Options::default()
        }
    }

    fn athlete(&self) -> Option<String> {
        let name = sanitise::one_line(&self.athlete, sanitise::PATH);
        (!name.trim().is_empty()).then(|| name.trim().to_owned())
    }
}

/// What came of a recording, or of one of the runs in it.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Outcome {
    /// A run that was analysed.
    Run {
        /// Which of the file's runs, from 1.
        run: usize,
        /// Its row in an index.
        row: Box<Row>,
        /// Its JSON document on one line, as the program prints it with `--json`.
        json: String,
    },
    /// No run: why, as half a sentence behind the file's name.
    Refused {
        /// Why there is no run: a half sentence that continues the file's name.
        why: String,
        /// The sport, where it is another one: `cycling`, `a ride`.
        sport: Option<String>,
        /// True where nothing is wrong with the file but that it is no recording: a course, settings.
        other_kind: bool,
    },
}

/// A recording with all its runs, analysed.
#[wasm_bindgen]
pub struct Recording {
    outcomes: Vec<Outcome>,
    runs: Vec<(Analysis, ReportOptions)>,
}

#[wasm_bindgen]
impl Recording {
    /// Analyses the bytes of a FIT, GPX or TCX file, gzipped or not. `path` is its name or its
    /// path in an archive; `damage` is empty, or what its archive says is wrong with it.
    ///
    /// # Errors
    /// When `settings` is not what page.js sends.
    #[wasm_bindgen(constructor)]
    pub fn new(
        bytes: &[u8],
        path: &str,
        damage: &str,
        settings: &str,
    ) -> Result<Recording, JsError> {
        let settings = Settings::parse(settings)?;
        let path = sanitise::one_line(path, sanitise::PATH).into_owned();
        let mut recording = Self {
            outcomes: Vec::new(),
            runs: Vec::new(),
        };
        let activities = match read::read(bytes) {
            Ok(activities) => activities,
            Err(why) => {
                recording.outcomes.push(Outcome::Refused {
                    why: why.to_string(),
                    sport: None,
                    other_kind: why.other_kind,
                });
                return Ok(recording);
            }
        };
        let options = settings.options();
        for mut raw in activities {
            if !damage.is_empty() {
                raw.damage.push(Damage {
                    place: Place::File,
                    what: damage.to_owned(),
                    bytes_lost: 0,
                    bytes_whole: 0,
                });
            }
            match analyse_activity(&raw, &options) {
                Ok(analysis) => recording.add(analysis, &path, &settings),
                Err(NotARun::OtherSport(sport)) => recording.outcomes.push(Outcome::Refused {
                    why: format!("is {sport}, not a run; formdrift looks at runs only"),
                    sport: Some(sport),
                    other_kind: false,
                }),
                Err(why) => recording.outcomes.push(Outcome::Refused {
                    why: why.to_string(),
                    sport: None,
                    other_kind: false,
                }),
            }
        }
        // What lies beside a run in its file (the swim before it) is no failure of the file.
        if !recording.runs.is_empty() {
            (recording.outcomes).retain(|outcome| matches!(outcome, Outcome::Run { .. }));
        }
        Ok(recording)
    }

    fn add(&mut self, analysis: Analysis, path: &str, settings: &Settings) {
        let run = self.runs.len() + 1;
        let dress = ReportOptions {
            file_name: path.rsplit('/').next().unwrap_or(path).to_owned(),
            path: Some(path.to_owned()),
            run: Some(run),
            units: settings.units(),
            athlete: settings.athlete(),
            private: settings.private,
            ..ReportOptions::default()
        };
        self.outcomes.push(Outcome::Run {
            run,
            row: Box::new(Row {
                path: Some(path.to_owned()),
                athlete: dress.athlete.clone(),
                ..Row::of(&analysis, path, run, dress.units)
            }),
            json: json::line(&analysis, &dress),
        });
        self.runs.push((analysis, dress));
    }

    /// What came of it: a JSON array of outcomes.
    pub fn outcomes(&self) -> String {
        serde_json::to_string(&self.outcomes).unwrap_or_else(|_| "[]".to_owned())
    }

    /// The files of an output (`html`, `pdf`, `csv`, `png`...) for one of the runs, from 1:
    /// `[name, bytes]` each.
    ///
    /// # Errors
    /// When a picture or the fonts of the output cannot be made, which is a defect of formdrift.
    pub fn files(&self, run: usize, output: &str) -> Result<Array, JsError> {
        let found = run.checked_sub(1).and_then(|at| self.runs.get(at));
        let wanted = OUTPUTS.iter().find(|o| o.name == output);
        let files = match (found, wanted) {
            (Some((analysis, dress)), Some(output)) => output.files(analysis, dress)?,
            _ => Vec::new(),
        };
        Ok(files.iter().map(|f| file(&f.name, &f.bytes)).collect())
    }
}

/// A name and bytes, as JavaScript takes them.
fn file(name: &str, bytes: &[u8]) -> JsValue {
    Array::of2(&JsString::from(name), &Uint8Array::from(bytes)).into()
}

/// The files of the index of these runs, `[name, bytes]` each. `rows` is a JSON array of the rows
/// of outcomes, `left_out` one of sentences.
///
/// # Errors
/// When one of the arguments is not what page.js sends, or the index cannot be made.
#[wasm_bindgen]
pub fn index(rows: &str, left_out: &str, settings: &str) -> Result<Array, JsError> {
    let index = Index::new(serde_json::from_str(rows)?, serde_json::from_str(left_out)?);
    let files = index.render(Settings::parse(settings)?.units(), None)?;
    Ok(files.iter().map(|f| file(&f.name, &f.bytes)).collect())
}

/// True if the bytes are an archive: a zip, a tar or a gzipped tar.
#[wasm_bindgen]
pub fn is_archive(bytes: &[u8]) -> bool {
    container::is_archive(bytes)
}

/// The recordings of an archive, and of the archives in it, one after the other.
#[wasm_bindgen]
pub struct Recordings(Archive);

#[wasm_bindgen]
impl Recordings {
    /// Opens an archive.
    ///
    /// # Errors
    /// Half a sentence, when its list of files cannot be read.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: Vec<u8>) -> Result<Recordings, String> {
        let archive = Archive::open(Cursor::new(bytes));
        Ok(Self(archive.map_err(|why| why.to_string())?))
    }

    /// The next one as `[path, bytes, damage, why]`; `bytes` is null where it cannot be extracted, and
    /// `why` then says why not. Undefined behind the last.
    #[wasm_bindgen(js_name = "next")]
    pub fn next_recording(&mut self) -> Option<Array> {
        let entry = self.0.next()?;
        let damage = entry.damage.map_or(String::new(), |d| d.what);
        let (bytes, why) = match entry.content {
            Ok(bytes) => (Uint8Array::from(bytes.as_slice()).into(), String::new()),
            Err(why) => (JsValue::NULL, why.to_string()),
        };
        let parts = [entry.name.into(), bytes, damage.into(), why.into()];
        Some(parts.into_iter().collect())
    }

    /// Number of files passed over so far because they are no recordings.
    pub fn skipped(&self) -> usize {
        self.0.skipped()
    }
}

/// Packs files into a zip archive.
#[wasm_bindgen]
pub struct Packer(zip::ZipWriter<Cursor<Vec<u8>>>);

#[wasm_bindgen]
impl Packer {
    /// An archive with nothing in it.
    #[wasm_bindgen(constructor)]
    #[expect(clippy::new_without_default, reason = "JavaScript has no traits")]
    pub fn new() -> Packer {
        Self(zip::ZipWriter::new(Cursor::new(Vec::new())))
    }

    /// Adds a file, with `/` between the folders of its path.
    ///
    /// # Errors
    /// When the path is there already or the archive becomes too large.
    pub fn add(&mut self, path: &str, bytes: &[u8]) -> Result<(), JsError> {
        let options = zip::write::SimpleFileOptions::default();
        self.0.start_file(path, options)?;
        Ok(self.0.write_all(bytes)?)
    }

    /// The archive's bytes.
    ///
    /// # Errors
    /// When it becomes too large.
    pub fn finish(self) -> Result<Vec<u8>, JsError> {
        Ok(self.0.finish()?.into_inner())
    }
}
