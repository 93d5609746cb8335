//! The configuration file: what a runner would otherwise type every time. Flags win over
//! the environment, the environment over the file.

use std::path::PathBuf;

use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::values::{Split, UNITS, choice, parse_split};
use formdrift::units::DisplayUnits;

/// Variable that names another configuration file, or none when empty.
pub const FILE_VARIABLE: &str = "FORMDRIFT_CONFIG";

/// Contents of the settings file; keys it does not set are `None`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Length of a split, and the unit it was written in; same as `--split`.
    #[serde(default, deserialize_with = "split")]
    pub split: Option<Split>,
    /// Units of display; same as `--units`.
    #[serde(default, deserialize_with = "units")]
    pub units: Option<DisplayUnits>,
    /// The runner's name; same as `--athlete`.
    pub athlete: Option<String>,
    /// Where the article on which the advice rests can be read.
    #[serde(default, deserialize_with = "address")]
    pub article_url: Option<String>,
    /// Folder for reports; same as `--out`.
    pub out: Option<PathBuf>,
    /// As `--write`, as a list.
    #[serde(default, deserialize_with = "write")]
    pub write: Option<Vec<String>>,
    /// Where this was read.
    #[serde(skip)]
    pub path: Option<PathBuf>,
}

// What is wrong with a value is found while it is read, where its line is still known.

/// A length, as on the command line.
fn split<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Split>, D::Error> {
    let text = String::deserialize(from)?;
    match parse_split(&text) {
        Ok(split) => Ok(Some(split)),
        Err(why) => Err(Error::custom(format!("split = \"{text}\": {why}"))),
    }
}

/// `mi` or `km`, as on the command line.
///
/// # Errors
/// One sentence, for anything else.
pub fn units<'de, D: Deserializer<'de>>(from: D) -> Result<Option<DisplayUnits>, D::Error> {
    let text = String::deserialize(from)?;
    match choice(UNITS, &text) {
        Some(units) => Ok(Some(units)),
        None => Err(Error::custom(format!("units are mi or km, not {text}"))),
    }
}

/// An address that a page may link to: `https://` or `http://`, and no blanks.
///
/// # Errors
/// One sentence, for anything else: a page must not link to a script or a file.
pub fn address<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
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

/// Names of outputs, or `none`.
fn write<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<String>>, D::Error> {
    let names = Vec::<String>::deserialize(from)?;
    let known =
        |name: &str| name == "none" || formdrift::report::OUTPUTS.iter().any(|o| o.name == name);
    match names.iter().find(|name| !known(name)) {
        Some(name) => {
            let all = formdrift::report::OUTPUTS.iter().map(|o| o.name);
            let all: Vec<&str> = all.chain(["none"]).collect();
            Err(Error::custom(format!(
                "write has no output {name}; it takes {}",
                all.join(", ")
            )))
        }
        None => Ok(Some(names)),
    }
}

impl Config {
    /// Reads the file where there is one; without one nothing is set.
    ///
    /// # Errors
    /// One sentence, when the file cannot be read or holds what it should not.
    pub fn load() -> Result<Self, String> {
        let named = std::env::var_os(FILE_VARIABLE).map(PathBuf::from);
        let must_exist = named.is_some();
        let Some(path) = named.or_else(default_path) else {
            return Ok(Self::default());
        };
        if path.as_os_str().is_empty() {
            return Ok(Self::default());
        }
        let text = match std::fs::read_to_string(&path) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound && !must_exist => {
                return Ok(Self::default());
            }
            read => read.map_err(|e| format!("cannot be read ({e})")),
        };
        let config = text.and_then(|text| Self::parse(&text));
        let mut config = config.map_err(|why| format!("{}: {why}", path.display()))?;
        config.path = Some(path);
        Ok(config)
    }

    /// True when the file sets this.
    pub fn sets(&self, name: &str) -> bool {
        match name {
            "split" => self.split.is_some(),
            "units" => self.units.is_some(),
            "athlete" => self.athlete.is_some(),
            "article_url" => self.article_url.is_some(),
            "out" => self.out.is_some(),
            "write" => self.write.is_some(),
            _ => false,
        }
    }

    /// Reads the text of the file.
    fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|e| {
            let line = e.span().map_or(1, |at| {
                1 + text.bytes().take(at.start).filter(|b| *b == b'\n').count()
            });
            format!("line {line}: {}", e.message().trim_end())
        })
    }
}

/// Where the file is looked for.
pub fn default_path() -> Option<PathBuf> {
    let set = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let folder = if cfg!(windows) {
        set("APPDATA")
    } else {
        set("XDG_CONFIG_HOME").or_else(|| set("HOME").map(|home| home.join(".config")))
    };
    Some(folder?.join("formdrift").join("config.toml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_sets_what_it_names_and_nothing_else() {
        let config = Config::parse("units = \"km\"\nathlete = \"Ada\"\n").unwrap();
        assert_eq!(config.units, Some(DisplayUnits::Kilometres));
        assert_eq!(config.athlete.as_deref(), Some("Ada"));
        assert_eq!(config.split, None);
    }

    #[test]
    fn a_mistake_is_named_with_its_line() {
        let why = Config::parse("units = \"km\"\ncolour = true\n").unwrap_err();
        assert!(
            why.starts_with("line 2: ") && why.contains("colour"),
            "{why}"
        );
        for (text, wrong) in [
            ("units = \"km\"\n\nwrite = [\"pfd\"]", "pfd"),
            ("units = \"km\"\n\nsplit = \"5 parsec\"", "5 parsec"),
            ("athlete = \"Ada\"\n\nunits = \"league\"", "league"),
            (
                "athlete = \"Ada\"\n\narticle_url = \"file:///x\"",
                "https://",
            ),
        ] {
            let why = Config::parse(text).unwrap_err();
            assert!(why.starts_with("line 3: ") && why.contains(wrong), "{why}");
        }
    }
}
