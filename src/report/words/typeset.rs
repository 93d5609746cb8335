//! Ranges with an en dash, negative numbers with a minus sign, and units that stay on the
//! line of their number. Only tokens that are numbers are touched: a file name, an address
//! or a DOI stays as it is. And words in lines.

/// Units that belong to the number before them.
const UNITS: &[&str] = &["mi", "km", "m", "ft", "spm", "bpm", "ms", "mm", "W"];

/// Sets the numbers of `text` as a printer would.
pub fn typeset(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (i, token) in text.split(' ').enumerate() {
        if i > 0 {
            let number = out.ends_with(|c: char| c.is_ascii_digit());
            out.push(if number && is_unit(token) {
                '\u{a0}'
            } else {
                ' '
            });
        }
        set(token, &mut out);
    }
    out
}

/// Words in lines, each as long as `fits` allows; a word that is too long stands on a line of its
/// own.
pub fn in_lines<'a>(
    words: impl Iterator<Item = &'a str>,
    fits: impl Fn(&str) -> bool,
) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        if let Some(line) = lines.last_mut() {
            let before = line.len();
            line.push(' ');
            line.push_str(word);
            if fits(line) {
                continue;
            }
            line.truncate(before);
        }
        lines.push(word.to_owned());
    }
    lines
}

/// `%`, `mi`, `spm),`: a unit, with or without punctuation behind it.
fn is_unit(token: &str) -> bool {
    let bare = token.trim_end_matches(|c: char| ".,:;)".contains(c));
    bare == "%" || UNITS.contains(&bare)
}

fn set(token: &str, out: &mut String) {
    let is_number = token.contains('-')
        && token.bytes().any(|b| b.is_ascii_digit())
        && token
            .bytes()
            .all(|b| b.is_ascii_digit() || b"+-.:,;()%*".contains(&b))
        && token.matches('-').count() <= 3
        && !token.contains("--");
    if !is_number || is_date(token) {
        out.push_str(token);
        return;
    }
    let mut before = None;
    for c in token.chars() {
        let range = before.is_some_and(|b: char| b.is_ascii_digit());
        out.push(match c {
            '-' if range => '\u{2013}',
            '-' => '\u{2212}',
            other => other,
        });
        before = Some(c);
    }
}

/// `2025-10-12`: two dashes between digits.
fn is_date(token: &str) -> bool {
    let inner = token.trim_matches(|c: char| !c.is_ascii_digit());
    inner.split('-').count() == 3 && inner.split('-').all(|p| !p.is_empty())
}

#[cfg(test)]
mod tests {
    use super::typeset;

    #[test]
    fn ranges_and_negatives_are_set() {
        assert_eq!(
            typeset("mile 19.4 (18.6-20.3), -4.1 % (-5.0 to -3.2)"),
            "mile 19.4 (18.6\u{2013}20.3), \u{2212}4.1\u{a0}% (\u{2212}5.0 to \u{2212}3.2)"
        );
    }

    #[test]
    fn a_unit_stays_with_its_number() {
        assert_eq!(
            typeset("0.86 m over the last 3 mi). In 2 m-long steps, 5 % more"),
            "0.86\u{a0}m over the last 3\u{a0}mi). In 2 m-long steps, 5\u{a0}% more"
        );
    }

    #[test]
    fn names_dates_and_dois_stay() {
        for text in [
            "2025-10-12",
            "run-5-6.fit",
            "10.1186/s40798-022-00504-0",
            "pace-heart",
            "--",
        ] {
            assert_eq!(typeset(text), text);
        }
    }
}
