//! What the terminal shows.

use crate::examples::{advised, example};
use crate::outputs::{every, options};
use formdrift::detect::Kind;
use formdrift::report::text;
use formdrift::report::text::{NARROWEST, TextStyle};
use formdrift::units::{DisplayUnits, Metres};

fn plain(width: usize) -> TextStyle {
    TextStyle {
        colour: false,
        width,
    }
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for (analysis, options) in every() {
        for width in [10, NARROWEST, 60, 80, 132] {
            let text = text::render(&analysis, &options, &plain(width));
            for line in text.lines() {
                let length = line.chars().count();
                assert!(
                    length <= width.max(NARROWEST),
                    "{length} of {width}: {line}"
                );
            }
        }
    }
}

#[test]
fn colour_only_dresses_what_is_said() {
    for (analysis, options) in every() {
        let bare = text::render(&analysis, &options, &plain(90));
        let style = TextStyle {
            colour: true,
            width: 90,
        };
        let dressed = text::render(&analysis, &options, &style);
        assert!(!bare.contains('\u{1b}'));
        assert_ne!(bare, dressed);
        assert_eq!(without_escapes(&dressed), bare);
    }
}

fn without_escapes(text: &str) -> String {
    let mut out = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            letters.by_ref().find(|l| *l == 'm');
        } else {
            out.push(letter);
        }
    }
    out
}

#[test]
fn the_onset_is_marked_below_its_place() {
    let analysis = example(Kind::FormBreakdown);
    let text = text::render(&analysis, &options(DisplayUnits::Miles), &plain(100));
    let lines: Vec<&str> = text.lines().collect();
    let mark = lines
        .iter()
        .position(|l| l.contains("onset: mile"))
        .unwrap();
    let column = |line: &str, wanted: char| line.chars().position(|c| c == wanted).unwrap();
    let cadence = lines[mark - 2];
    // Cadence falls at the onset and nowhere else: the mark stands below the first low block.
    let start: Vec<char> = cadence.chars().collect();
    let high = start[10];
    let first_low = start
        .iter()
        .skip(10)
        .position(|c| *c != high)
        .map(|i| i + 10)
        .unwrap();
    assert!(column(lines[mark], '^').abs_diff(first_low) <= 1, "{text}");
}

#[test]
fn the_terminal_shows_the_answer() {
    let mut analysis = advised(example(Kind::FormBreakdown), DisplayUnits::Miles);
    analysis.measures.splits[2].tally.stopped_s = 75.0;
    analysis.verdict.onset.as_mut().unwrap().high = Metres::from_miles(20.3);
    let text = text::render(&analysis, &options(DisplayUnits::Miles), &plain(100));
    insta::assert_snapshot!(text, @r#"
    sunday_long.fit, 12 October 2025: 26.2 mi in 3:47:04 (8:40/mi)

    split     pace  on flat  cadence  stride  heart  climb  Δ pace  Δ cadence  Δ stride  off curve
    mi         /mi      /mi      spm       m    bpm     ft       %          %         %          %
    0-5       8:40     8:40      176    1.06    152    328       -          -         -       -2.0
    5-10      8:40     8:40      176    1.06    152    328     0.0        0.0       0.0       -2.0
    10-15     8:40     8:40      176    1.06    152    328     0.0        0.0       0.0       -2.0
    15-20     8:40     8:40      175    1.06    152    328     0.0       -0.3      +0.3       -2.0
    20-25     8:40     8:40      171    1.09    152    328     0.0       -2.8      +2.9       -2.0
    25-26.2*  8:40     8:40      171    1.09    152     79     0.0       -2.8      +2.9       -2.0
    Δ: mean of the split against the first, running only; pace above 0 is slower
    *: the remainder, shorter than the others

    Cadence   ▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▄▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃ 176 to 171 spm
    Stride    ▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▅▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆ 1.06 to 1.09 m
                                                          ^ onset: mile 19.4 (18.6-20.3)

    Form breakdown (strong evidence)
    Form broke down from mile 19.4 (95 % interval 18.6-20.3): by the finish steps were 4 % longer
    than the pace calls for.
    At the same speed and grade, cadence at the finish was -4.1 % (-5.0 to -3.2, p = 0.005) against
    fresh running: beyond the 2 % that counts, and it stayed there. No sustained loss of pace was
    found that could account for it. Looked at and ruled out: a hill at that point; a stop or walk
    break just before; GPS or speed errors. May have a part in it: settling in over the first half
    hour. Heat and wind leave no trace in the file.

    What to do: From about mile 19 next time, while any discomfort is mild, bring your cadence back:
    over the last 3 mi you took 171 spm at 8:40/mi; fresh you take 176 there, so aim for 176-180.
    Let the stride get shorter for it, about 1.06 m instead of 1.09 m, and keep a slight forward
    lean of the trunk (general advice: a watch cannot see lean). If discomfort grows, turns sharp or
    changes your stride, ease off or end the run early instead.

    Note: The watch saved a point only now and then.
    "#);
}
