//! Makes text from files safe to display. Text from readers, archives and file names passes through here
//! before any other stage sees it. So no control sequence reaches a terminal, every XML document that is
//! written is well formed, and no name fills a screen.

use std::borrow::Cow;

/// Longest name kept (device, title, sport), characters. The longest names in published files have some 80.
pub const NAME: usize = 120;
/// Longest sentence about a file, characters: five lines on a terminal.
pub const SENTENCE: usize = 400;
/// Longest path shown, characters. Linux allows 4096 bytes; nobody reads more than some lines.
pub const PATH: usize = 1024;

/// `text` on one line, at most `most` characters long. Line breaks and tabs become blanks. Other control
/// characters (C0, C1), characters that change the direction of writing, invisible characters and those
/// that XML forbids become U+FFFD. Text that is cut ends in an ellipsis.
pub fn one_line(text: &str, most: usize) -> Cow<'_, str> {
    let fits = text.len() <= most || text.chars().nth(most).is_none();
    if fits && text.chars().all(|c| shown(c) == c) {
        return Cow::Borrowed(text);
    }
    let mut line: String = text.chars().take(most).map(shown).collect();
    if !fits {
        line.pop();
        line.push('\u{2026}');
    }
    Cow::Owned(line)
}

/// The replacement of a character, or the character itself.
fn shown(c: char) -> char {
    match c {
        ' '..='~' => c,
        '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        c if c.is_control() || is_hidden(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}

/// Invisible characters that change the text around them, and code points that Unicode reserves as
/// noncharacters. The joiner of emoji (U+200D) is allowed.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{FDD0}'..='\u{FDEF}'
        | '\u{E0000}'..='\u{E007F}')
        || u32::from(c) & 0xFFFE == 0xFFFE
}

/// [`one_line`] of a text that is kept.
pub(crate) fn tidy(text: &mut String, most: usize) {
    if let Cow::Owned(line) = one_line(text, most) {
        *text = line;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_a_cursor_or_hides_text_is_replaced() {
        for (text, line) in [
            ("Forerunner 945", "Forerunner 945"),
            (
                "H\u{f6}henweg \u{1F3C3}\u{200D}\u{2640}",
                "H\u{f6}henweg \u{1F3C3}\u{200D}\u{2640}",
            ),
            ("a\r\n\tb", "a   b"),
            (
                "x\u{1b}[2J\u{1b}]0;t\u{7}",
                "x\u{FFFD}[2J\u{FFFD}]0;t\u{FFFD}",
            ),
            ("\u{9b}31m\u{7f}\0", "\u{FFFD}31m\u{FFFD}\u{FFFD}"),
            ("a\u{202E}tig.exe\u{2066}", "a\u{FFFD}tig.exe\u{FFFD}"),
            (
                "\u{FFFE}\u{1FFFF}\u{FEFF}\u{200B}",
                "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}",
            ),
        ] {
            assert_eq!(one_line(text, NAME), line, "{text:?}");
        }
    }

    #[test]
    fn a_long_text_ends_in_an_ellipsis() {
        assert_eq!(one_line("abcdef", 6), "abcdef");
        assert_eq!(one_line("abcdefg", 6), "abcde\u{2026}");
        let wide = "\u{1F3C3}".repeat(7);
        assert_eq!(one_line(&wide, 6).chars().count(), 6);
        assert_eq!(one_line(&wide, 7), wide);
    }

    #[test]
    fn every_character_becomes_one_that_xml_allows_and_no_terminal_obeys() {
        for c in '\0'..=char::MAX {
            let c = shown(c);
            assert!(
                !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}'),
                "{c:?}"
            );
        }
    }
}
