//! How every chart looks: colours, type sizes, line widths. The only place that names one.
//!
//! Colours are Okabe and Ito's colour-blind-safe set (Okabe & Ito 2008, "Color Universal
//! Design"), darkened until each has a contrast of at least 3:1 on its background; series
//! that share a panel also differ in lightness or dash, so that a grey print tells them
//! apart. A dark page uses the second column through CSS variables: see [`css`].

use plotters::style::RGBAColor;
use plotters_backend::BackendColor;
use std::fmt::Write as _;

/// Family of the embedded font, and what a viewer of an SVG falls back to: fonts of about
/// the same width, so that labels keep their room.
pub const FONT_FAMILY: &str =
    "'DejaVu Sans Condensed','Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

/// Type size of a figure's title, px.
pub const TITLE: f64 = 17.0;
/// Type size of a panel's heading, px.
pub const HEADING: f64 = 13.0;
/// Type size of labels on axes and marks, px.
pub const LABEL: f64 = 12.0;

/// Width of a series' main line, px.
pub const STRONG: f64 = 2.2;
/// Width of a second line beside the main one, px.
pub const THIN: f64 = 1.4;
/// Opacity of the onset's interval.
pub const BAND: f64 = 0.14;
/// Width of a series' raw line, px.
pub const LIGHT: f64 = 1.0;
/// A dash pattern, in px.
#[derive(Debug, Clone, Copy)]
pub struct Dash {
    /// Length of a dash.
    pub on: f64,
    /// Length of the gap after it.
    pub off: f64,
}

impl Dash {
    /// What was to be expected.
    pub const EXPECTED: Self = Self { on: 6.0, off: 4.0 };
    /// Marks: ends of splits.
    pub const MARKS: Self = Self { on: 2.0, off: 3.0 };
}

/// An entry of the palette.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ink(u8);

struct Shade {
    name: &'static str,
    light: u32,
    dark: u32,
}

const fn shade(name: &'static str, light: u32, dark: u32) -> Shade {
    Shade { name, light, dark }
}

/// Every colour, its CSS name, and its value on a light and on a dark page.
const PALETTE: &[Shade] = &[
    shade("paper", 0xff_ff_ff, 0x14_1a_21),
    shade("ink", 0x1c_26_30, 0xe9_ee_f3),
    shade("muted", 0x55_62_70, 0xa6_b3_c0),
    shade("axis", 0x9a_a6_b2, 0x5d_6b_79),
    shade("grid", 0xe4_e9_ee, 0x2a_34_3f),
    shade("cadence", 0x00_65_a3, 0x5a_b4_f0),
    shade("step", 0xc0_4f_00, 0xf5_96_4f),
    shade("pace", 0x00_78_58, 0x38_c7_9b),
    shade("heart", 0xa8_3b_7c, 0xe8_8f_c4),
    shade("extra", 0x5b_4a_a8, 0xa9_9b_f2),
    shade("ground", 0xb4_bd_c6, 0x4a_56_63),
    shade("onset", 0xa3_0f_3c, 0xff_7d_9c),
    shade("fresh", 0x3d_7f_3f, 0x7f_cf_7f),
    shade("warmup", 0xc9_b0_72, 0x8f_7c_4a),
    shade("walk", 0x7d_9e_c4, 0x4f_74_9e),
    shade("stop", 0x46_50_5b, 0xc2_cc_d6),
    shade("flat", 0x6b_5a_00, 0xe6_d3_7a),
    // Start to finish: from blue through teal to orange, lightness rising and then held.
    shade("seq0", 0x2b_3a_8c, 0x6f_86_ff),
    shade("seq1", 0x23_5a_a6, 0x4f_9d_f5),
    shade("seq2", 0x1b_7a_a8, 0x3d_b2_d9),
    shade("seq3", 0x2c_93_97, 0x45_c2_b5),
    shade("seq4", 0x6b_a3_6b, 0x8f_cf_86),
    shade("seq5", 0xb3_a8_3a, 0xcf_cb_5c),
    shade("seq6", 0xdd_96_23, 0xef_b1_3e),
    shade("seq7", 0xe6_73_1c, 0xf7_93_3f),
    shade("seq8", 0xd8_48_1f, 0xff_75_4f),
    // Off the curve: quicker (blue) through none (grey) to slower (red-brown).
    shade("div0", 0x1f_4e_9e, 0x6a_a3_ff),
    shade("div1", 0x4f_86_c6, 0x82_b4_ee),
    shade("div2", 0x8d_b3_da, 0x8f_a9_c6),
    shade("div3", 0xa9_ae_b3, 0x80_88_90),
    shade("div4", 0xe3_a0_7a, 0xc9_9a_80),
    shade("div5", 0xd4_6a_3c, 0xee_8d_60),
    shade("div6", 0xa5_33_10, 0xff_6f_45),
];

/// Background of a chart, and of labels that cover lines.
pub const PAPER: Ink = Ink(0);
/// Text that is to be read first.
pub const INK: Ink = Ink(1);
/// Text of less weight: tick labels, notes.
pub const MUTED: Ink = Ink(2);
/// Axis lines and split marks.
pub const AXIS: Ink = Ink(3);
/// Grid lines, fainter than any series.
pub const GRID: Ink = Ink(4);
/// Cadence in every chart that shows it.
pub const CADENCE: Ink = Ink(5);
/// The series of step length.
pub const STEP: Ink = Ink(6);
/// Pace in every chart that shows it.
pub const PACE: Ink = Ink(7);
/// The series of heart rate.
pub const HEART: Ink = Ink(8);
/// Anything measured that has no colour of its own.
pub const EXTRA: Ink = Ink(9);
/// Elevation, filled behind the series.
pub const GROUND: Ink = Ink(10);
/// The onset and its interval.
pub const ONSET: Ink = Ink(11);
/// The stretch of fresh running.
pub const FRESH: Ink = Ink(12);
/// The first ten minutes.
pub const WARM_UP: Ink = Ink(13);
/// Walked stretches, in the strip below the series.
pub const WALK: Ink = Ink(14);
/// Places where the runner stood.
pub const STOP: Ink = Ink(15);
/// Pace on flat ground: darker than pace on a light page, paler on a dark one.
pub const ON_FLAT: Ink = Ink(16);
/// Steps of the ramp from start to finish.
pub const SEQUENCE_STEPS: u8 = 9;
/// Steps of the ramp around zero.
pub const DIVERGING_STEPS: u8 = 7;

/// The first entry of that ramp; the other follows its last.
const SEQUENCE: u8 = 17;

/// The ramp from start (0) to finish (1).
pub fn sequence(share: f64) -> Ink {
    Ink(SEQUENCE + step_of(share, SEQUENCE_STEPS))
}

/// The ramp around zero: -1, 0 and 1 are its ends and its middle.
pub fn diverging(share: f64) -> Ink {
    Ink(SEQUENCE + SEQUENCE_STEPS + step_of((share + 1.0) / 2.0, DIVERGING_STEPS))
}

fn step_of(share: f64, steps: u8) -> u8 {
    let at = (share.clamp(0.0, 1.0) * f64::from(steps)).floor();
    // In [0, steps], so the cast keeps the value; 1.0 itself belongs to the last step.
    (at as u8).min(steps - 1)
}

impl Ink {
    /// Its name in CSS classes and variables.
    pub fn name(self) -> &'static str {
        PALETTE[self.0 as usize].name
    }
    /// Its colour on a light page.
    pub fn rgb(self) -> (u8, u8, u8) {
        bytes(PALETTE[self.0 as usize].light)
    }
    /// As a colour for plotters, `alpha` from 0 to 1. Plotters hands colours to the display list
    /// unread, so this one carries the entry's place in the palette instead of a colour.
    pub fn carried(self, alpha: f64) -> RGBAColor {
        RGBAColor(self.0, 0, 0, alpha)
    }
    /// The entry that a colour of [`Ink::carried`] carries.
    pub fn carried_by(color: BackendColor) -> Self {
        Self(color.rgb.0)
    }
}

const fn bytes(rgb: u32) -> (u8, u8, u8) {
    let [_, r, g, b] = rgb.to_be_bytes();
    (r, g, b)
}

/// Style sheet for SVG charts within a page. Put it once into the page; it defines
/// `--fd-NAME` for a light page, and again for a dark one, and the classes that use them.
/// A page with its own switch of themes may set the same variables.
pub fn css() -> String {
    let mut text = String::from(":root{");
    let each = |text: &mut String, dark: bool| {
        for s in PALETTE {
            let value = if dark { s.dark } else { s.light };
            // Writing to a string cannot fail.
            let _ = write!(text, "--fd-{}:#{value:06x};", s.name);
        }
    };
    each(&mut text, false);
    text.push_str("}@media screen and (prefers-color-scheme:dark){:root{");
    each(&mut text, true);
    text.push_str("}}");
    for s in PALETTE {
        let name = s.name;
        let _ = write!(
            text,
            ".fd .f-{name}{{fill:var(--fd-{name})}}.fd .s-{name}{{stroke:var(--fd-{name})}}"
        );
    }
    text.push_str(BASE_CSS);
    text
}

/// Style sheet of an SVG that stands alone: light, as printed.
pub fn standalone_css() -> String {
    let mut text = String::new();
    for s in PALETTE {
        let (name, value) = (s.name, s.light);
        let _ = write!(
            text,
            ".f-{name}{{fill:#{value:06x}}}.s-{name}{{stroke:#{value:06x}}}"
        );
    }
    text.push_str(BASE_CSS);
    text
}

/// What does not depend on colour. `fd` is the class of the root element.
const BASE_CSS: &str = ".fd .l{fill:none;stroke-linejoin:round;stroke-linecap:round}\
.fd text{white-space:pre}.fd .b{font-weight:700}.fd .m{text-anchor:middle}.fd .e{text-anchor:end}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ramps_cover_their_ends() {
        assert_eq!(sequence(0.0).name(), "seq0");
        assert_eq!(sequence(1.0).name(), "seq8");
        assert_eq!(diverging(-2.0).name(), "div0");
        assert_eq!(diverging(0.0).name(), "div3");
        assert_eq!(diverging(2.0).name(), "div6");
    }
}
