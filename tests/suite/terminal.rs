//! What the terminal shows.

use crate::examples::{advised, example};
use crate::outputs::{every, options};
use formdrift::detect::Kind;
use formdrift::report::text;
use formdrift::report::text::{NARROWEST, TextStyle};
use formdrift::units::DisplayUnits;

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
fn the_terminal_shows_the_answer_first() {
    let mut analysis = advised(example(Kind::FormBreakdown), DisplayUnits::Miles);
    analysis.measures.splits[2].tally.stopped_s = 75.0;
    analysis.measures.splits[4].tally.walked_s = 95.0;
    let text = text::render(&analysis, &options(DisplayUnits::Miles), &plain(100));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[..6],
        [
            "sunday_long.fit, 12 October 2025: 26.2 mi in 3:47:04 (8:40/mi)",
            "",
            "Form breakdown (clear: findings like this are rarely wrong)",
            "From mile 19.4 (18.6-20.3) your steps clearly got 2.9 % longer than usual at that pace.",
            "What to do: Next time, aim for your fresh 176 steps a minute from about mile 18.",
            "",
        ]
    );
    let columns = lines.iter().position(|l| l.starts_with("split ")).unwrap();
    // Walked before heart rate and the changes are dropped, stopped only where there is room.
    for name in ["walked", "vs usual"] {
        assert!(lines[columns].contains(name), "{}", lines[columns]);
    }
    // What a note is about is there to be seen.
    for (name, note) in [
        ("on flat", "On flat:"),
        ("\u{394} cadence", "\u{394}: mean"),
    ] {
        assert_eq!(lines[columns].contains(name), text.contains(note), "{name}");
    }
    let judged_at = lines
        .iter()
        .position(|l| *l == "How this was judged")
        .unwrap();
    assert!(columns < judged_at);
    let judged = text.split("How this was judged").nth(1).unwrap();
    assert!(judged.contains("p = 0.005"), "{text}");
    assert!(
        !text
            .split("How this was judged")
            .next()
            .unwrap()
            .contains("p =")
    );
}
