//! One tolerant pass over an XML document: elements by local name, whatever their prefix
//! and whether or not it was declared; text with its entities; an end at damage instead
//! of an error. The formats on top of it say what the elements mean.

use super::{Damage, LARGEST_NUMBER, Place, SMALLEST_NUMBER};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// What a format does with the elements of a document.
pub(super) trait Elements {
    /// An element begins. `parent` is the local name of the one around it.
    fn open(&mut self, name: &str, parent: &str, attributes: &Attributes<'_>);
    /// An element ends. `text` is what stood in it, trimmed, if it had no child.
    fn close(&mut self, name: &str, parent: &str, text: &str);
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

/// A number as XML files write it: blanks around it, a comma for the point, `1e3`; `NaN`,
/// infinities and what is beyond all measuring are no numbers, and what is next to nothing is 0.
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

/// Walks the document and hands every element to `elements`. Returns where and why it
/// ended early, if it did.
pub(super) fn walk(source: &str, elements: &mut impl Elements) -> Option<Damage> {
    let mut reader = Reader::from_str(source);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut walk = Walk {
        source,
        open: Vec::with_capacity(16),
        text: Text::default(),
        elements,
    };
    loop {
        let from = position(&reader);
        match reader.read_event() {
            Ok(Event::Start(start)) => walk.start(from, &start),
            Ok(Event::Empty(start)) => {
                walk.start(from, &start);
                walk.end_innermost();
            }
            Ok(Event::End(end)) => walk.end(local(end.name().0)),
            Ok(Event::Text(_)) => {
                let to = position(&reader);
                walk.text.push(source.get(from..to).unwrap_or_default());
            }
            Ok(Event::CData(data)) => walk.text.push_owned(&data),
            Ok(Event::GeneralRef(entity)) => walk.text.push_owned(&resolve(&entity)),
            Ok(Event::Eof) => return walk.unclosed(),
            Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {}
            Err(error) => return Some(walk.broken(from, &error)),
        }
    }
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
    text: Text<'s>,
    elements: &'s mut E,
}

impl<E: Elements> Walk<'_, E> {
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
        self.text.clear();
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
            self.elements.close(name, parent, self.text.get().trim());
            self.text.clear();
        }
    }

    /// The document ended; what was still open is closed, save the element it broke off in.
    fn unclosed(mut self) -> Option<Damage> {
        let inner = self.open.last().copied()?;
        let what = format!("the file ends inside <{inner}>: it was cut off");
        let place = line(self.source, self.source.len());
        self.close_outer();
        Some(Damage {
            place,
            what,
            bytes_lost: 0,
            bytes_whole: 0,
        })
    }

    fn broken(mut self, from: usize, error: &quick_xml::Error) -> Damage {
        let place = line(self.source, from);
        let left = self.source.len().saturating_sub(from);
        self.close_outer();
        Damage {
            place,
            what: format!("the XML breaks off ({error})"),
            bytes_lost: left as u64,
            bytes_whole: self.source.len() as u64,
        }
    }

    fn close_outer(&mut self) {
        self.text.clear();
        while !self.open.is_empty() {
            self.end_innermost();
        }
    }
}

/// Text of the innermost element, borrowed as long as it is one piece.
#[derive(Default)]
struct Text<'s> {
    piece: &'s str,
    joined: String,
}

impl<'s> Text<'s> {
    fn clear(&mut self) {
        self.piece = "";
        self.joined.clear();
    }

    fn push(&mut self, text: &'s str) {
        if self.piece.is_empty() && self.joined.is_empty() {
            self.piece = text;
        } else {
            self.push_owned(text);
        }
    }

    fn push_owned(&mut self, text: &str) {
        self.joined.push_str(std::mem::take(&mut self.piece));
        self.joined.push_str(text);
    }

    fn get(&self) -> &str {
        if self.joined.is_empty() {
            self.piece
        } else {
            &self.joined
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
