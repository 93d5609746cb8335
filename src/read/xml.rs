//! A tolerant pass over an XML document. Elements are matched by local name, with any prefix, declared or
//! not. A broken tag costs that tag, not the rest of the document. The formats that use it know what the
//! elements mean.

use super::room::Room;
use super::{Damage, Format, LARGEST_NUMBER, Place, RawActivity, ReadError, SMALLEST_NUMBER, text};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::borrow::Cow;

/// What a format does with the elements of a document, and what it makes of them.
pub(super) trait Elements: Default {
    /// Room for what is kept.
    fn room(&mut self) -> &mut Room;
    /// The activities that were found.
    fn activities(&mut self) -> Vec<RawActivity>;
    /// The error for a document without an activity, given the first damage.
    fn refusal(&self, damage: Option<Damage>) -> ReadError;
    /// An element begins. `parent` is the local name of the one around it.
    fn open(&mut self, name: &str, parent: &str, attributes: &Attributes<'_>);
    /// An element ends. `text` is what stood in it, trimmed, if it had no child.
    fn close(&mut self, name: &str, parent: &str, text: &str);
}

/// Reads the activities of an XML format; each has all of the damage with it.
pub(super) fn read<E: Elements>(
    bytes: &[u8],
    format: Format,
) -> Result<Vec<RawActivity>, ReadError> {
    let source = text::decode(bytes);
    let mut document = E::default();
    *document.room() = Room::of_file(source.len());
    let mut damage = walk(&source, &mut document);
    let mut activities = document.activities();
    if activities.is_empty() {
        return Err(document.refusal(damage.into_iter().next()));
    }
    damage.extend(document.room().damage());
    for activity in &mut activities {
        activity.format = Some(format);
        activity.damage.extend(damage.iter().cloned());
    }
    Ok(activities)
}

/// True for text with this root element, or, where that is broken, with this tag near its beginning.
pub(super) fn looks_like(bytes: &[u8], root: &str, tag: &str) -> bool {
    let head = text::head(bytes);
    text::root_element(&head) == Some(root) || head.contains(tag)
}

/// Attributes of one element.
pub(super) struct Attributes<'a>(&'a BytesStart<'a>);

impl Attributes<'_> {
    /// The value of the attribute with this local name.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        self.find(name, |value| Some(unescape(value)))
    }

    /// The value of the attribute with this local name, if it is a finite number.
    pub(super) fn number(&self, name: &str) -> Option<f64> {
        self.find(name, number)
    }

    /// True for an element without any.
    pub(super) fn is_empty(&self) -> bool {
        self.0.attributes_raw().is_empty()
    }

    fn find<T>(&self, name: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        self.0
            .html_attributes()
            .with_checks(false)
            .flatten()
            .find(|attribute| local(attribute.key.0) == name)
            .and_then(|attribute| read(&attribute.value))
    }
}

/// Parses a number as XML files write it: with blanks around it, a decimal comma, or an exponent. `None` for
/// `NaN`, infinities and sizes above [`LARGEST_NUMBER`]; 0 below [`SMALLEST_NUMBER`].
pub(super) fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let value = match text.parse::<f64>() {
        Ok(value) => value,
        Err(_) => text.replacen(',', ".", 1).parse().ok()?,
    };
    match value.abs() {
        ..SMALLEST_NUMBER => Some(0.0),
        size => (size <= LARGEST_NUMBER).then_some(value),
    }
}

/// A name in lower case, with `_` where a capital follows a small letter.
pub(super) fn words_apart(name: &str) -> String {
    let mut words = String::with_capacity(name.len());
    let mut after_small = false;
    for c in name.chars() {
        if after_small && c.is_uppercase() {
            words.push('_');
        }
        after_small = c.is_lowercase();
        words.extend(c.to_lowercase());
    }
    words
}

/// Walks the document and passes every element to `elements`. A tag that is not closed is skipped. Returns
/// the damage: at most one entry for all broken tags and one for a document that is cut off.
///
/// Time stays linear in the size of the document: the parser looks for the end of a broken tag
/// to the end of the document once; after that every tag is checked before the parser sees it.
fn walk(source: &str, elements: &mut impl Elements) -> Vec<Damage> {
    let mut walk = Walk {
        source,
        open: Vec::with_capacity(16),
        text: Cow::default(),
        elements,
        recovery: None,
    };
    let mut from = 0;
    let cut_off = loop {
        let Some(broken) = walk.until_broken(from) else {
            break walk.unclosed();
        };
        match source[broken.at + 1..].find('<') {
            Some(length) => {
                from = broken.at + 1 + length;
                walk.passed_over(broken.at, from);
            }
            None => break Some(walk.broken_off(&broken)),
        }
    };
    let recovery = walk.recovery.take();
    walk.close_outer();
    let broken_tags = recovery.map(|recovery| recovery.damage(source));
    broken_tags.into_iter().chain(cut_off).collect()
}

/// A tag that the parser cannot read, or in which another tag begins.
struct BrokenTag {
    /// Where its `<` stands.
    at: usize,
    why: String,
}

/// What was skipped since the first broken tag.
struct Recovery {
    /// Where the first one stands.
    first: usize,
    tags: u64,
    bytes: usize,
    /// Closing marks that stand nowhere in the rest of the document.
    missing: Vec<&'static str>,
}

impl Recovery {
    /// True if the markup at the start of `rest` is closed before another tag begins, so that
    /// the parser reads it without going further. Each byte is looked at once, save behind a mark that
    /// is missing, which is remembered.
    fn is_closed(&mut self, rest: &str) -> bool {
        let marks = [("<?", "?>"), ("<!--", "-->"), ("<![CDATA[", "]]>")];
        if let Some((_, mark)) = marks.iter().find(|(begin, _)| rest.starts_with(begin)) {
            if self.missing.contains(mark) {
                return false;
            }
            let found = rest.contains(mark);
            if !found {
                self.missing.push(mark);
            }
            return found;
        }
        // A document type stands before everything else and may be as long as the document.
        !rest.starts_with("<!") && tag_is_closed(rest)
    }

    fn damage(&self, source: &str) -> Damage {
        Damage {
            place: line(source, self.first),
            what: match self.tags {
                1 => "a tag is broken and was left out with what it opened".to_owned(),
                tags => format!(
                    "{tags} tags are broken, this is the first; they were left out with what they opened"
                ),
            },
            bytes_lost: self.bytes as u64,
            bytes_whole: source.len() as u64,
        }
    }
}

/// True if the tag at the start of `rest` ends outside of quotes before another one begins. XML
/// allows no `<` in attribute values.
fn tag_is_closed(rest: &str) -> bool {
    let mut quote = None;
    for byte in rest.bytes().skip(1) {
        match (quote, byte) {
            (_, b'<') => return false,
            (None, b'>') => return true,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    false
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// Elements deeper than this are taken as if they stood at this depth. Activity files are
/// some ten deep; without a bound, closing tags that match nothing would cost the depth each.
const MAX_DEPTH: usize = 64;

/// State of the pass.
struct Walk<'s, E> {
    source: &'s str,
    /// Local names of the elements open now.
    open: Vec<&'s str>,
    /// Text of the innermost element, borrowed as long as it is one piece.
    text: Cow<'s, str>,
    elements: &'s mut E,
    /// `None` until the first broken tag.
    recovery: Option<Recovery>,
}

impl<E: Elements> Walk<'_, E> {
    /// Reads on from a position to the end, or to the next broken tag.
    fn until_broken(&mut self, base: usize) -> Option<BrokenTag> {
        let source = self.source;
        let mut reader = Reader::from_str(&source[base..]);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        loop {
            let at = base + position(&reader);
            let broken = |why: String| Some(BrokenTag { at, why });
            if let Some(recovery) = &mut self.recovery
                && source[at..].starts_with('<')
                && !recovery.is_closed(&source[at..])
            {
                return broken("tag not closed".to_owned());
            }
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(error) => return broken(error.to_string()),
            };
            match event {
                Event::Start(start) | Event::Empty(start) if start.contains('<') => {
                    return broken("another tag begins in a tag".to_owned());
                }
                Event::End(end) if end.contains('<') => {
                    return broken("another tag begins in a tag".to_owned());
                }
                Event::Start(start) => self.start(at, &start),
                Event::Empty(start) => {
                    self.start(at, &start);
                    self.end_innermost();
                }
                Event::End(end) => self.end(local(end.name().0)),
                Event::Text(_) => {
                    let to = base + position(&reader);
                    self.text += source.get(at..to).unwrap_or_default();
                }
                Event::CData(data) => self.text.to_mut().push_str(&data),
                Event::GeneralRef(entity) => self.text.to_mut().push_str(&resolve(&entity)),
                Event::Eof => return None,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    /// Notes that a broken tag and what follows it up to the next tag are not read.
    fn passed_over(&mut self, from: usize, to: usize) {
        let recovery = self.recovery.get_or_insert_with(|| Recovery {
            first: from,
            tags: 0,
            bytes: 0,
            missing: Vec::new(),
        });
        recovery.tags += 1;
        recovery.bytes += to - from;
    }

    fn start(&mut self, from: usize, start: &BytesStart<'_>) {
        let length = start.name().0.len();
        let name = self
            .source
            .get(from + 1..from + 1 + length)
            .unwrap_or_default();
        let name = local(name);
        let parent = self.open.last().copied().unwrap_or("");
        self.elements.open(name, parent, &Attributes(start));
        if self.open.len() < MAX_DEPTH {
            self.open.push(name);
        }
        self.text = Cow::default();
    }

    /// Closes the named element and all that were left open in it; an end that belongs to
    /// nothing is passed over.
    fn end(&mut self, name: &str) {
        if let Some(at) = self.open.iter().rposition(|open| *open == name) {
            while self.open.len() > at {
                self.end_innermost();
            }
        }
    }

    fn end_innermost(&mut self) {
        if let Some(name) = self.open.pop() {
            let parent = self.open.last().copied().unwrap_or("");
            self.elements.close(name, parent, self.text.trim());
            self.text = Cow::default();
        }
    }

    /// What is wrong where the document ends with elements open.
    fn unclosed(&self) -> Option<Damage> {
        let inner = self.open.last().copied()?;
        // Where an end tag was broken, its element stays open; that is said already.
        if self.recovery.is_some() && self.source.trim_end().ends_with('>') {
            return None;
        }
        let what = format!("the file ends inside <{inner}>: it was cut off");
        Some(Damage::at(line(self.source, self.source.len()), what))
    }

    /// What is wrong where the document ends in a broken tag.
    fn broken_off(&self, broken: &BrokenTag) -> Damage {
        let what = format!("the XML breaks off ({})", broken.why);
        Damage {
            bytes_lost: self.source.len().saturating_sub(broken.at) as u64,
            bytes_whole: self.source.len() as u64,
            ..Damage::at(line(self.source, broken.at), what)
        }
    }

    /// Closes what is still open, save that the innermost element, in which the document broke
    /// off, has no text.
    fn close_outer(&mut self) {
        self.text = Cow::default();
        while !self.open.is_empty() {
            self.end_innermost();
        }
    }
}

/// The part of a name behind its prefix.
fn local(name: &str) -> &str {
    name.rfind(':').map_or(name, |colon| &name[colon + 1..])
}

/// The text an entity stands for; an unknown one stands for itself.
fn resolve(entity: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        return c.to_string();
    }
    quick_xml::escape::resolve_predefined_entity(entity)
        .map_or_else(|| format!("&{};", &**entity), str::to_owned)
}

/// An attribute's value with its entities replaced, or as it stands where they are wrong.
fn unescape(value: &str) -> String {
    quick_xml::escape::unescape(value).map_or_else(|_| value.to_owned(), |text| text.into_owned())
}

/// The line, from 1, of a position in a text.
fn line(source: &str, at: usize) -> Place {
    let before = &source.as_bytes()[..at.min(source.len())];
    Place::Line(1 + before.iter().filter(|b| **b == b'\n').count() as u64)
}
