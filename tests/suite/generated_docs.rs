//! Tables in the documentation that repeat a list in the code: compared with it here, and
//! rewritten from it with `FORMDRIFT_WRITE_DOCS=1 cargo test --test suite generated_docs`.

use formdrift::advise::RULES;
use formdrift::report::{csv, document, follow_up, index};

/// Replaces or compares what stands between two marks in a document.
fn keep(path: &str, name: &str, wanted: &str) {
    let text = std::fs::read_to_string(path).unwrap();
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- end {name} -->"));
    let from = text.find(&open).expect("the opening mark") + open.len();
    let to = text.find(&close).expect("the closing mark");
    if std::env::var_os("FORMDRIFT_WRITE_DOCS").is_some() {
        let new = format!("{}{wanted}{}", &text[..from], &text[to..]);
        std::fs::write(path, new).unwrap();
        return;
    }
    assert!(
        text[from..to] == *wanted,
        "{path} is out of date: FORMDRIFT_WRITE_DOCS=1 cargo test --test suite generated_docs"
    );
}

#[test]
fn every_headline_stands_in_the_documentation_with_its_advice() {
    let list = crate::phrase_rules::headlines_and_advice();
    keep("docs/advice.md", "phrases", &list);
}

#[test]
fn every_rule_stands_in_the_documentation() {
    let mut text = String::new();
    for rule in RULES {
        text.push_str(&format!(
            "\n### {}\n\n- Fires when: {}.\n- Serves: {}.\n",
            rule.name, rule.fires, rule.article_section
        ));
        if rule.evidence.is_empty() {
            text.push_str("- Evidence: the article's own advice; no study is cited.\n");
        }
        for study in rule.evidence {
            text.push_str(&format!("- Evidence: {study}\n"));
        }
    }
    text.push('\n');
    keep("docs/advice.md", "rules", &text);
}

#[test]
fn every_answer_to_notes_stands_in_the_documentation() {
    let answers = follow_up::every_answer();
    let sentences = document::spike_sentences();
    let all = answers
        .iter()
        .chain(&sentences)
        .map(|text| format!("- {text}\n"));
    let text = format!("\n{}\n", all.collect::<String>());
    keep("docs/advice.md", "notes", &text);
}

#[test]
fn every_column_stands_in_the_documentation() {
    let mut text = String::from("\n| column | what it holds |\n|---|---|\n");
    for column in csv::columns() {
        text.push_str(&format!("| `{}` | {} |\n", column.name, column.about));
    }
    text.push('\n');
    keep("docs/outputs.md", "columns", &text);
    let mut text = String::from("\n| column | what it holds |\n|---|---|\n");
    for (name, _, about) in index::COLUMNS {
        text.push_str(&format!("| `{name}` | {about} |\n"));
    }
    text.push('\n');
    keep("docs/outputs.md", "index columns", &text);
}
