//! The embedded font: widths of text for layout, outlines of its glyphs for painting.

pub use ab_glyph::OutlineCurve;
use ab_glyph::{Font as _, FontRef, PxScale, ScaleFont as _};
use std::sync::OnceLock;

/// Height of a capital letter over the type size, for DejaVu Sans Condensed (its OS/2
/// table: 1493 of 2048).
pub const CAP_HEIGHT: f64 = 0.729;
/// Depth of descenders over the type size (the same table: 483 of 2048).
pub const DESCENT: f64 = 0.236;

/// A viewer without this font falls back to one that is at most this much wider: DejaVu
/// Sans against its condensed cut. Room for text is kept for that.
pub const WIDER: f64 = 1.11;

/// The file of the regular font, or of the bold one.
pub fn file(bold: bool) -> &'static [u8] {
    match bold {
        true => dejavu::sans_condensed::bold(),
        false => dejavu::sans_condensed::regular(),
    }
}

/// The regular font or the bold one; `None` only if the crate shipped files that do not parse.
pub fn face(bold: bool) -> Option<&'static FontRef<'static>> {
    static FONTS: OnceLock<[Option<FontRef<'static>>; 2]> = OnceLock::new();
    let parsed = |bold| FontRef::try_from_slice(file(bold)).ok();
    let faces = FONTS.get_or_init(|| [false, true].map(parsed));
    faces[usize::from(bold)].as_ref()
}

/// The font's scale for a type size in px: `ab_glyph` counts from ascender to descender,
/// type sizes count the em.
fn scale(font: &FontRef<'_>, size: f64) -> PxScale {
    let em = font.units_per_em().unwrap_or(2048.0);
    PxScale::from((size * f64::from(font.height_unscaled() / em)) as f32)
}

/// Width of `text` in px, at `size` px.
pub fn width(text: &str, size: f64, bold: bool) -> f64 {
    let Some(font) = face(bold) else {
        // About the mean width of a digit; only without a font.
        return text.chars().count() as f64 * size * 0.57;
    };
    let font = font.as_scaled(scale(font, size));
    let (mut width, mut before) = (0.0, None);
    for c in text.chars() {
        let id = font.glyph_id(c);
        width += font.h_advance(id) + before.map_or(0.0, |before| font.kern(before, id));
        before = Some(id);
    }
    f64::from(width)
}

/// Calls `glyph` for each glyph of `text` with its curves, in the font's own units and y upwards,
/// with the px in such a unit at `size`, and with the px from the start of the text to its origin.
pub fn outlines(
    text: &str,
    size: f64,
    bold: bool,
    mut glyph: impl FnMut(&[OutlineCurve], f32, f32),
) {
    let Some(font) = face(bold) else { return };
    let scaled = font.as_scaled(scale(font, size));
    let (mut x, mut before) = (0.0, None);
    for c in text.chars() {
        let id = font.glyph_id(c);
        x += before.map_or(0.0, |before| scaled.kern(before, id));
        if let Some(outline) = font.outline(id) {
            glyph(&outline.curves, scaled.h_scale_factor(), x);
        }
        x += scaled.h_advance(id);
        before = Some(id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wider_text_is_wider_and_bold_is_wider_still() {
        let narrow = width("1:11", 12.0, false);
        assert!(narrow > 15.0 && narrow < 30.0, "{narrow}");
        assert!(width("mile 19.4", 12.0, false) > narrow);
        assert!(width("mile", 12.0, true) > width("mile", 12.0, false));
        let double = width("mile", 24.0, false) / width("mile", 12.0, false);
        assert!((double - 2.0).abs() < 1e-3);
    }

    #[test]
    fn a_capital_stands_on_its_baseline_and_the_next_behind_it() {
        let mut glyphs = Vec::new();
        outlines("HH", 100.0, false, |curves, scale, x| {
            let heights = curves.iter().map(|curve| match curve {
                OutlineCurve::Line(from, _) => from.y * scale,
                _ => f32::NAN,
            });
            glyphs.push((
                heights.clone().fold(9.0, f32::min),
                heights.fold(0.0, f32::max),
                x,
            ));
        });
        let [(low, high, 0.0), (_, _, next)] = glyphs[..] else {
            panic!("{glyphs:?}")
        };
        assert_eq!(low, 0.0);
        assert!((f64::from(high) - 100.0 * CAP_HEIGHT).abs() < 0.1, "{high}");
        assert!((f64::from(next) - width("H", 100.0, false)).abs() < 0.01);
    }
}
