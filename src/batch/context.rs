//! `formdrift.toml` beside the runs: who ran them, and what no watch records about each.
//!
//! A file holds for the recordings in its folder and in the folders below, up to the folder
//! that was given to the program. Of two files the one nearer to the run wins, key by key.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use formdrift::report::{Context, Pain};
use formdrift::units::{DisplayUnits, METRES_PER_MILE};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::describe::slashed;
use super::files;
use super::plan::{Plan, io_sentence};

/// Name of the file.
pub const FILE_NAME: &str = "formdrift.toml";
/// A season of notes is some tens of kilobytes.
const MAX_BYTES: u64 = 4 << 20;
/// Longest text of one key, in letters: some pages.
const LONGEST_TEXT: usize = 10_000;

/// What one file says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Contents {
    #[serde(default, deserialize_with = "text")]
    athlete: Option<String>,
    #[serde(default, deserialize_with = "units")]
    units: Option<DisplayUnits>,
    #[serde(default, deserialize_with = "time_zone")]
    time_zone: Option<String>,
    #[serde(default, deserialize_with = "address")]
    article_url: Option<String>,
    /// By the path of the recording as seen from the file, `/` between folders; of an
    /// archive's member the path in the archive, behind that of the archive or without.
    #[serde(default)]
    runs: BTreeMap<String, Entry>,
}

/// What a file says about one run.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(default, deserialize_with = "text")]
    note: Option<String>,
    #[serde(default, deserialize_with = "text")]
    comment: Option<String>,
    #[serde(default, deserialize_with = "text")]
    shoes: Option<String>,
    #[serde(default, deserialize_with = "text")]
    surface: Option<String>,
    #[serde(default, deserialize_with = "text")]
    heat: Option<String>,
    #[serde(default, deserialize_with = "pace")]
    target_pace: Option<f64>,
    #[serde(default, deserialize_with = "scale")]
    rpe: Option<u8>,
    #[serde(default)]
    pain: Option<PainEntry>,
}

#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct PainEntry {
    #[serde(default, deserialize_with = "scale")]
    during: Option<u8>,
    #[serde(default, deserialize_with = "scale")]
    after_24_h: Option<u8>,
    #[serde(default, deserialize_with = "scale")]
    after_48_h: Option<u8>,
    #[serde(default, deserialize_with = "text")]
    location: Option<String>,
}

/// A text that is not empty.
fn text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(from)?;
    if text.chars().count() > LONGEST_TEXT {
        let most = format!("a text has at most {LONGEST_TEXT} letters");
        return Err(D::Error::custom(most));
    }
    let text = text.trim();
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// `mi` or `km`.
fn units<'de, D: Deserializer<'de>>(from: D) -> Result<Option<DisplayUnits>, D::Error> {
    match String::deserialize(from)?.as_str() {
        "mi" => Ok(Some(DisplayUnits::Miles)),
        "km" => Ok(Some(DisplayUnits::Kilometres)),
        other => Err(D::Error::custom(format!("units are mi or km, not {other}"))),
    }
}

/// `+02:00`, or a name of the time zone database.
fn time_zone<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let zone = String::deserialize(from)?;
    let offset = zone.parse::<chrono::FixedOffset>().is_ok();
    let mut parts = zone.split('/');
    let letters = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "_+-".contains(c))
    };
    let named = zone.starts_with(|c: char| c.is_ascii_alphabetic()) && parts.all(letters);
    if offset || named {
        return Ok(Some(zone));
    }
    Err(D::Error::custom(format!(
        "a time zone is written as +02:00 or Europe/Zurich, not {zone}"
    )))
}

/// An address that a page may link to.
fn address<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let address = String::deserialize(from)?;
    let host = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"));
    let plain = |rest: &str| {
        !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || c.is_control())
    };
    if host.is_some_and(plain) {
        return Ok(Some(address));
    }
    Err(D::Error::custom(
        "an address begins with https:// or http:// and has no blanks",
    ))
}

/// A whole number from 0 to 10.
fn scale<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u8>, D::Error> {
    match toml::Value::deserialize(from)? {
        toml::Value::Integer(number @ 0..=10) => Ok(u8::try_from(number).ok()),
        other => Err(D::Error::custom(format!(
            "pain and rpe are whole numbers from 0 to 10, not {}",
            serde_json::to_string(&other).unwrap_or_default()
        ))),
    }
}

/// `8:40/mi` or `5:23/km`, as seconds a kilometre.
fn pace<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
    let text = String::deserialize(from)?;
    let read = || {
        let (time, unit) = text.split_once('/')?;
        let (minutes, seconds) = time.trim().split_once(':')?;
        let (minutes, seconds) = (minutes.parse::<u8>().ok()?, seconds.parse::<u8>().ok()?);
        let km = match unit.trim() {
            "mi" => METRES_PER_MILE / 1000.0,
            "km" => 1.0,
            _ => return None,
        };
        let all = f64::from(minutes) * 60.0 + f64::from(seconds);
        (seconds < 60 && all > 0.0).then(|| all / km)
    };
    read().map(Some).ok_or_else(|| {
        D::Error::custom(format!(
            "a pace is written as 8:40/mi or 5:23/km, not {text}"
        ))
    })
}

impl From<Entry> for Context {
    fn from(entry: Entry) -> Self {
        Self {
            note: entry.note,
            comment: entry.comment,
            shoes: entry.shoes,
            surface: entry.surface,
            heat: entry.heat,
            target_pace_s_per_km: entry.target_pace,
            rpe: entry.rpe,
            pain: entry.pain.map(|pain| Pain {
                during: pain.during,
                after_24_h: pain.after_24_h,
                after_48_h: pain.after_48_h,
                location: pain.location,
            }),
            ..Self::default()
        }
    }
}

/// One file, read.
#[derive(Debug)]
struct Read {
    folder: PathBuf,
    contents: Contents,
}

/// What holds for one run.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OfRun {
    /// Who ran it.
    pub athlete: Option<String>,
    /// Units of display.
    pub units: Option<DisplayUnits>,
    /// The rest.
    pub context: Context,
}

impl OfRun {
    /// What `self` says, and where it says nothing, what `outer` does.
    #[must_use]
    pub fn or(self, outer: Self) -> Self {
        Self {
            athlete: self.athlete.or(outer.athlete),
            units: self.units.or(outer.units),
            context: self.context.or(outer.context),
        }
    }
}

/// The files that hold for one input, the nearest first.
#[derive(Debug, Clone, Default)]
pub struct Contexts(Vec<Arc<Read>>);

/// Every file beside the runs of a session.
#[derive(Debug, Default)]
pub struct Library {
    read: BTreeMap<PathBuf, Option<Arc<Read>>>,
    /// Files that cannot be read or hold a mistake, each with its sentence.
    pub faults: Vec<(PathBuf, String)>,
}

impl Library {
    /// Reads every file beside the runs of `plan` and above them.
    pub fn of(plan: &Plan) -> Self {
        let mut library = Self::default();
        for found in &plan.files {
            for folder in folders(&found.path, &found.relative, found.named) {
                library.load(&folder);
            }
        }
        library
    }

    fn load(&mut self, folder: &Path) {
        if self.read.contains_key(folder) {
            return;
        }
        let path = folder.join(FILE_NAME);
        let read = match contents(&path) {
            Ok(contents) => contents.map(|contents| {
                let folder = folder.to_path_buf();
                Arc::new(Read { folder, contents })
            }),
            Err(why) => {
                self.faults.push((path, why));
                None
            }
        };
        self.read.insert(folder.to_path_buf(), read);
    }

    /// The files that hold for a recording found as `relative` at `path`.
    pub fn for_file(&self, path: &Path, relative: &Path, named: bool) -> Contexts {
        let folders = folders(path, relative, named);
        let read = folders.iter().filter_map(|folder| self.read.get(folder));
        Contexts(read.flatten().cloned().collect())
    }

    /// Runs that a file names and that are not there, as sentences. Members of archives are
    /// not looked for.
    pub fn misnamed(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        for read in self.read.values().flatten() {
            let names = read.contents.runs.keys();
            let missing = names.filter(|name| {
                let mut ancestors = Path::new(name).ancestors();
                !ancestors.any(|part| part != Path::new("") && read.folder.join(part).exists())
            });
            let missing: BTreeSet<&str> = missing.map(String::as_str).collect();
            let archives = std::fs::read_dir(&read.folder)
                .into_iter()
                .flatten()
                .flatten();
            let has_archive = || {
                archives
                    .map(|e| e.path())
                    .any(|p| super::plan::is_archive(&p))
            };
            if missing.is_empty() || has_archive() {
                continue;
            }
            let names: Vec<&str> = missing.into_iter().collect();
            sentences.push(format!(
                "{}: there is no {} here; the names of runs are those of their files",
                read.folder.join(FILE_NAME).display(),
                names.join(", ")
            ));
        }
        sentences
    }
}

impl Contexts {
    /// What holds for the recording at `path`, or for the member `entry` of that archive.
    pub fn of_run(&self, path: &Path, entry: Option<&str>) -> OfRun {
        let mut all = OfRun::default();
        for read in &self.0 {
            let contents = &read.contents;
            let below = slashed(path.strip_prefix(&read.folder).unwrap_or(path));
            let inside = entry.map(|entry| format!("{below}/{entry}"));
            let names = [inside.as_deref(), entry, Some(below.as_str())];
            let run = names
                .into_iter()
                .flatten()
                .find_map(|n| contents.runs.get(n));
            let own = Context {
                article_url: contents.article_url.clone(),
                time_zone: contents.time_zone.clone(),
                ..run.cloned().map(Context::from).unwrap_or_default()
            };
            all = all.or(OfRun {
                athlete: contents.athlete.clone(),
                units: contents.units,
                context: own,
            });
        }
        all
    }
}

/// Folders whose file holds for a recording, its own first: of a named file that alone, of
/// one that was found every folder up to the one that was given.
fn folders(path: &Path, relative: &Path, named: bool) -> Vec<PathBuf> {
    let depth = if named {
        1
    } else {
        relative.components().count()
    };
    let above = path.ancestors().skip(1).take(depth);
    let folder = |folder: &Path| match folder.as_os_str().is_empty() {
        true => PathBuf::from("."),
        false => folder.to_path_buf(),
    };
    above.map(folder).collect()
}

/// The contents of a file; `None` where there is none.
fn contents(path: &Path) -> Result<Option<Contents>, String> {
    if !path.exists() {
        return Ok(None);
    }
    let Some(bytes) = files::small(
        &path.canonicalize().map_err(|e| io_sentence(&e))?,
        MAX_BYTES,
    ) else {
        return Err("cannot be read; it is no file, or larger than 4 MB".to_owned());
    };
    let text = String::from_utf8(bytes).map_err(|_| "is not text in UTF-8".to_owned())?;
    parse(&text).map(Some)
}

/// Reads the text of a file.
fn parse(text: &str) -> Result<Contents, String> {
    toml::from_str(text).map_err(|e| {
        let line = e.span().map_or(1, |at| {
            1 + text.bytes().take(at.start).filter(|b| *b == b'\n').count()
        });
        format!("line {line}: {}", e.message().trim_end())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUAD: &str = r#"
        units = "km"
        article_url = "https://example.org/article"
        [runs."ann/long.fit"]
        shoes = "old"
        surface = "road"
    "#;
    const ANN: &str = r#"
        athlete = "Ann"
        units = "mi"
        time_zone = "+02:00"
        [runs."long.fit"]
        note = "hot"
        shoes = "new"
        target_pace = "8:00/mi"
        rpe = 7
        pain = { during = 2, after_24_h = 0, location = "left knee" }
        [runs."1.fit"]
        note = "from the archive"
    "#;

    fn squad() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("ann")).unwrap();
        std::fs::write(dir.path().join(FILE_NAME), SQUAD).unwrap();
        std::fs::write(dir.path().join("ann").join(FILE_NAME), ANN).unwrap();
        std::fs::write(dir.path().join("ann/long.fit"), "").unwrap();
        dir
    }

    #[test]
    fn the_nearer_file_wins_key_by_key() {
        let dir = squad();
        let plan = Plan::of(&[dir.path().to_path_buf()]);
        let library = Library::of(&plan);
        assert_eq!(library.faults, []);
        let found = &plan.files[0];
        let contexts = library.for_file(&found.path, &found.relative, found.named);
        let run = contexts.of_run(&found.path, None);
        assert_eq!(run.athlete.as_deref(), Some("Ann"));
        assert_eq!(run.units, Some(DisplayUnits::Miles));
        let context = run.context;
        assert_eq!(context.shoes.as_deref(), Some("new"));
        assert_eq!(context.surface.as_deref(), Some("road"));
        assert_eq!(
            context.article_url.as_deref(),
            Some("https://example.org/article")
        );
        assert!((context.target_pace_s_per_km.unwrap() - 298.26).abs() < 0.01);
        let pain = context.pain.unwrap();
        assert_eq!(
            (pain.during, pain.after_24_h, pain.after_48_h),
            (Some(2), Some(0), None)
        );
        // A file that was named has only the one beside it.
        let named = library.for_file(&found.path, Path::new("long.fit"), true);
        assert_eq!(named.of_run(&found.path, None).context.surface, None);
        // A member of an archive goes by its own name.
        let archive = dir.path().join("ann/export.zip");
        let member = contexts.of_run(&archive, Some("1.fit"));
        assert_eq!(member.context.note.as_deref(), Some("from the archive"));
    }

    #[test]
    fn a_mistake_is_named_with_its_line() {
        for (text, line, wrong) in [
            ("athlete = \"Ann\"\nshoes = \"x\"", 2, "shoes"),
            ("\nunits = \"league\"", 2, "mi or km, not league"),
            (
                "time_zone = \"+2 h\"",
                1,
                "+02:00 or Europe/Zurich, not +2 h",
            ),
            ("article_url = \"javascript:alert(1)\"", 1, "https://"),
            ("[runs.\"a.fit\"]\nrpe = 11", 2, "0 to 10, not 11"),
            (
                "[runs.\"a.fit\"]\n\npain = { during = 2.5 }",
                3,
                "0 to 10, not 2.5",
            ),
            ("[runs.\"a.fit\"]\npain = { knee = 2 }", 2, "knee"),
            (
                "[runs.\"a.fit\"]\ntarget_pace = \"8:70/mi\"",
                2,
                "8:40/mi or 5:23/km, not 8:70/mi",
            ),
            ("[runs.\"a.fit\"]\nnote = 3", 2, "string"),
            ("[runs.\"a.fit\"]\n[runs.\"a.fit\"]", 2, "duplicate"),
        ] {
            let why = parse(text).unwrap_err();
            let place = format!("line {line}: ");
            assert!(
                why.starts_with(&place) && why.contains(wrong),
                "{text}: {why}"
            );
        }
    }

    #[test]
    fn a_run_that_is_not_there_is_told() {
        let dir = squad();
        let with = |name: &str| {
            let text = format!("[runs.\"{name}\"]\nnote = \"x\"");
            std::fs::write(dir.path().join("ann").join(FILE_NAME), text).unwrap();
            let plan = Plan::of(&[dir.path().to_path_buf()]);
            Library::of(&plan).misnamed()
        };
        assert!(with("long.fit").is_empty());
        let told = with("lnog.fit");
        assert!(
            told.len() == 1 && told[0].contains("no lnog.fit here"),
            "{told:?}"
        );
    }
}
