//! The two fonts of the document: which glyphs are used, how wide they are, and the
//! subset of each that is embedded.

use crate::report::chart::font;
use ab_glyph::{Font as _, FontRef, GlyphId};
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Finish, Name, Pdf, Ref, Str};
use std::collections::BTreeMap;
use subsetter::GlyphRemapper;

/// Units to the em in a PDF's glyph widths.
const PER_EM: f32 = 1000.0;

/// Depth of descenders over the type size.
const DESCENT: f32 = font::DESCENT as f32;
/// Height of a capital over the type size.
pub const CAP_HEIGHT: f32 = font::CAP_HEIGHT as f32;

const IDENTITY: SystemInfo = SystemInfo {
    registry: Str(b"Adobe"),
    ordering: Str(b"Identity"),
    supplement: 0,
};

/// A font and what of it is used.
pub struct Face {
    /// Its name in page resources.
    pub resource: Name<'static>,
    name: &'static [u8],
    bytes: &'static [u8],
    font: &'static FontRef<'static>,
    remapper: GlyphRemapper,
    /// Advances of the first characters of Unicode, in ems: looking one up in the font takes
    /// longer than all else that wrapping a line does.
    advances: Vec<f32>,
    /// Width and character of each glyph of the subset.
    used: BTreeMap<u16, (f32, char)>,
}

impl Face {
    fn new(resource: &'static [u8], name: &'static [u8], bold: bool) -> Option<Self> {
        let mut face = Self {
            resource: Name(resource),
            name,
            bytes: font::file(bold),
            font: font::face(bold)?,
            remapper: GlyphRemapper::new(),
            advances: Vec::new(),
            used: BTreeMap::new(),
        };
        // All of Latin-1.
        let latin = (0..=u8::MAX).map(char::from);
        face.advances = latin.map(|c| face.advance(face.glyph(c))).collect();
        Some(face)
    }

    fn glyph(&self, c: char) -> GlyphId {
        let id = self.font.glyph_id(c);
        // A character the font lacks shows as a question mark, not as nothing.
        if id.0 == 0 {
            self.font.glyph_id('?')
        } else {
            id
        }
    }

    fn advance(&self, id: GlyphId) -> f32 {
        let em = self.font.units_per_em().unwrap_or(2048.0);
        self.font.h_advance_unscaled(id) / em
    }

    /// Width of `text` at `size` points.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        let known = |c: char| self.advances.get(c as usize).copied();
        let advance = |c| known(c).unwrap_or_else(|| self.advance(self.glyph(c)));
        text.chars().map(advance).sum::<f32>() * size
    }

    /// `text` as the codes of the embedded subset.
    pub fn encode(&mut self, text: &str) -> Vec<u8> {
        let mut codes = Vec::with_capacity(text.len() * 2);
        for c in text.chars() {
            let id = self.glyph(c);
            let code = self.remapper.remap(id.0);
            let width = self.advance(id) * PER_EM;
            self.used.entry(code).or_insert((width, c));
            codes.extend(code.to_be_bytes());
        }
        codes
    }

    /// Writes the font's objects, its root at `id`.
    pub fn write(&self, pdf: &mut Pdf, id: Ref, next: &mut Ref) -> Option<()> {
        let subset = subsetter::subset(self.bytes, 0, &self.remapper).ok()?;
        // Six capitals mark a subset; the two fonts of a document have names of their own.
        let name = [b"FDRIFT+", self.name].concat();
        let [cid, descriptor, file, cmap] = [next.bump(), next.bump(), next.bump(), next.bump()];
        pdf.type0_font(id)
            .base_font(Name(&name))
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(cid)
            .to_unicode(cmap);
        let mut font = pdf.cid_font(cid);
        font.subtype(CidFontType::Type2)
            .base_font(Name(&name))
            .system_info(IDENTITY)
            .font_descriptor(descriptor)
            .default_width(0.0)
            .cid_to_gid_map_predefined(Name(b"Identity"));
        let mut widths = font.widths();
        for (code, (width, _)) in &self.used {
            widths.same(*code, *code, *width);
        }
        widths.finish();
        font.finish();
        pdf.font_descriptor(descriptor)
            .name(Name(&name))
            .flags(FontFlags::SYMBOLIC)
            // The font's own box, head table of DejaVu Sans Condensed.
            .bbox(pdf_writer::Rect::new(-918.0, -463.0, 1614.0, 1232.0))
            .italic_angle(0.0)
            .ascent(928.0)
            .descent(-DESCENT * PER_EM)
            .cap_height(CAP_HEIGHT * PER_EM)
            .stem_v(80.0)
            .font_file2(file);
        super::stream(pdf, file, &subset, |dict| {
            // The length before compression, which viewers use to set memory aside.
            dict.pair(Name(b"Length1"), i32::try_from(subset.len()).unwrap_or(0));
        });
        let mut map = UnicodeCmap::new(Name(b"FormdriftUnicode"), IDENTITY);
        for (code, (_, c)) in &self.used {
            map.pair(*code, *c);
        }
        super::stream(pdf, cmap, map.finish().as_slice(), |_| {});
        Some(())
    }
}

/// The two fonts of the document: regular, and bold for headings and numbers.
pub struct Fonts(pub [Face; 2]);

impl Fonts {
    /// The fonts; `None` only if the crate shipped files that do not parse.
    pub fn new() -> Option<Self> {
        Some(Self([
            Face::new(b"F1", b"DejaVuSansCondensed", false)?,
            Face::new(b"F2", b"DejaVuSansCondensed-Bold", true)?,
        ]))
    }

    /// The font of a weight.
    pub fn face(&self, bold: bool) -> &Face {
        &self.0[usize::from(bold)]
    }

    /// The same, to encode with.
    pub fn face_mut(&mut self, bold: bool) -> &mut Face {
        &mut self.0[usize::from(bold)]
    }

    /// Words, some of them bold, in lines of at most `width` points; a word that is wider is cut.
    pub fn wrap(&self, runs: &[Run], size: f32, width: f32) -> Vec<Vec<Run>> {
        let mut lines: Vec<Vec<Run>> = Vec::new();
        let mut line: Vec<Run> = Vec::new();
        let mut used = 0.0;
        for (text, bold) in runs {
            let face = self.face(*bold);
            let space = face.width(" ", size);
            for word in text.split(' ').filter(|w| !w.is_empty()) {
                let mut word = word.to_owned();
                let wide = face.width(&word, size);
                if !line.is_empty() && used + space + wide > width {
                    lines.push(std::mem::take(&mut line));
                    used = 0.0;
                }
                // Only a word that begins a line can be wider than the line.
                while line.is_empty() && word.chars().count() > 1 && face.width(&word, size) > width
                {
                    let rest = self.cut(&mut word, size, *bold, width);
                    lines.push(vec![(std::mem::replace(&mut word, rest), *bold)]);
                }
                used += face.width(&word, size) + if line.is_empty() { 0.0 } else { space };
                match line.last_mut() {
                    Some(last) if last.1 == *bold => {
                        last.0.push(' ');
                        last.0.push_str(&word);
                    }
                    _ => line.push((word, *bold)),
                }
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }

    /// Cuts a word to what fits; returns the rest.
    fn cut(&self, word: &mut String, size: f32, bold: bool, width: f32) -> String {
        let mut wide = 0.0;
        let fits = |(_, c): &(usize, char)| {
            wide += self.face(bold).width(c.encode_utf8(&mut [0; 4]), size);
            wide <= width
        };
        let count = word.char_indices().take_while(fits).count().max(1);
        let at = word
            .char_indices()
            .nth(count)
            .map_or(word.len(), |(at, _)| at);
        word.split_off(at)
    }
}

/// Words of one weight: the words, and whether they are bold.
pub type Run = (String, bool);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_lose_nothing() {
        let fonts = Fonts::new().expect("fonts");
        let text = "Form broke down from mile 19.4 and a-word-that-is-far-too-long-for-a-line end";
        let (plain, bold) = text.split_at(21);
        let runs = [(plain.to_owned(), false), (bold.to_owned(), true)];
        let lines = fonts.wrap(&runs, 10.0, 80.0);
        let width = |(text, bold): &Run| fonts.face(*bold).width(text, 10.0);
        for line in &lines {
            let spaces = fonts.face(true).width(" ", 10.0) * (line.len() - 1) as f32;
            let wide = line.iter().map(width).sum::<f32>() + spaces;
            assert!(wide <= 80.0, "{line:?}");
        }
        let words = |bold: bool| -> String {
            let runs = lines.iter().flatten().filter(|run| run.1 == bold);
            runs.map(|run| run.0.replace(' ', "")).collect()
        };
        assert_eq!(words(false), plain.replace(' ', ""));
        assert_eq!(words(true), bold.replace(' ', ""));
    }

    #[test]
    fn what_the_font_lacks_becomes_a_question_mark() {
        let mut fonts = Fonts::new().expect("fonts");
        let unknown = fonts.face_mut(false).encode("\u{4e2d}");
        assert_eq!(unknown, fonts.face_mut(false).encode("?"));
        assert_ne!(fonts.face_mut(false).encode("a"), unknown);
    }
}
