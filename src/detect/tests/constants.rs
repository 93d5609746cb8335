//! The table of constants in docs/method.md against the code.

/// Every source of the stage that holds constants.
const SOURCES: &[(&str, &str)] = &[
    ("account.rs", include_str!("../account.rs")),
    ("answer.rs", include_str!("../answer.rs")),
    ("assemble.rs", include_str!("../assemble.rs")),
    ("calibrate.rs", include_str!("../calibrate.rs")),
    ("considered.rs", include_str!("../considered.rs")),
    ("decide.rs", include_str!("../decide.rs")),
    ("form.rs", include_str!("../form.rs")),
    ("heart.rs", include_str!("../heart.rs")),
    ("noise_fit.rs", include_str!("../noise_fit.rs")),
    ("pace.rs", include_str!("../pace.rs")),
    ("series.rs", include_str!("../series.rs")),
    ("shift.rs", include_str!("../shift.rs")),
    ("significance.rs", include_str!("../significance.rs")),
    ("undecided.rs", include_str!("../undecided.rs")),
    ("view.rs", include_str!("../view.rs")),
    ("walks.rs", include_str!("../walks.rs")),
];

/// Without any white space, and without the comma that ends a broken list.
fn bare(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    text.replace(",]", "]")
}

/// Names and values of the constants of a source; indices of columns are none.
fn constants(source: &str) -> Vec<(String, String)> {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    code.split("const ")
        .skip(1)
        .filter_map(|rest| {
            let (name, rest) = rest.split_once(": ")?;
            let (kind, rest) = rest.split_once(" = ")?;
            let (value, _) = rest.split_once(";\n")?;
            let named = name.chars().all(|c| c.is_ascii_uppercase() || c == '_');
            // Not `<const L: usize>`.
            let named = named && !kind.contains('>');
            let index = kind == "usize" && ["LEVEL", "SPEED", "GRADE"].contains(&name);
            (named && !index).then(|| (name.to_owned(), bare(value)))
        })
        .collect()
}

#[test]
fn the_method_page_lists_every_constant_with_its_value() {
    let page = include_str!("../../../docs/method.md");
    let rows: Vec<String> = page
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(bare)
        .collect();
    let mut count = 0;
    for (file, source) in SOURCES {
        for (name, value) in constants(source) {
            let row = format!("|`{file}`|`{name}`|`{value}`|");
            assert!(
                rows.iter().any(|r| r.starts_with(&row)),
                "docs/method.md: {file} has {name} = {value}"
            );
            count += 1;
        }
    }
    assert!(count > 50, "constants are still found: {count}");
}
