use super::*;
use crate::Analysis;
use crate::detect::Kind;
use crate::report::ReportOptions;
use crate::report::document::sample;
use crate::units::DisplayUnits;

fn of_run(analysis: &Analysis, options: &ReportOptions) -> String {
    let file = OUTPUT.files(analysis, options).unwrap().remove(0);
    String::from_utf8(file.bytes).expect("UTF-8")
}

fn page(kind: Kind, options: &ReportOptions) -> String {
    let mut analysis = sample::analysis(kind, 26.2, true);
    if options.units == DisplayUnits::Kilometres {
        let (measures, phases) = (&analysis.measures, &analysis.phases);
        let advice = crate::advise::advise(measures, phases, &analysis.verdict, options.units);
        analysis.advice = advice;
    }
    of_run(&analysis, options)
}

#[test]
fn every_verdict_gives_a_whole_page_without_requests() {
    for kind in Kind::ALL {
        let text = page(kind, &ReportOptions::default());
        for part in [
            "<main>",
            "Data quality",
            "Splits",
            "Method in brief",
            "Fatigue or injury",
        ] {
            assert!(text.contains(part), "{kind:?} lacks {part}");
        }
        // The SVG namespace is a name, not an address to fetch.
        let rest = text.replace("http://www.w3.org/2000/svg", "");
        for ask in ["http://", "https://", "src=", "@import", "url("] {
            assert!(!rest.contains(ask), "{kind:?} has {ask}");
        }
        assert!(text.len() < 600_000, "{kind:?}: {} bytes", text.len());
    }
}

#[test]
fn what_the_user_gave_is_escaped() {
    let options = ReportOptions {
        athlete: Some("<script>alert(1)</script>".into()),
        title: Some("A & B \"<i>\"".into()),
        ..ReportOptions::default()
    };
    let text = page(Kind::Steady, &options);
    assert!(!text.contains("<script>alert"));
    assert!(text.contains("&lt;script&gt;alert(1)"));
    assert!(text.contains("A &amp; B"));
    assert!(!text.contains("<at that"), "advice is text, not markup");
}

#[test]
fn no_coordinates_stand_in_a_private_page() {
    let options = ReportOptions {
        private: true,
        ..ReportOptions::default()
    };
    let text = page(Kind::FormBreakdown, &options);
    for part in ["51.98", "52.00", "5.1234"] {
        assert!(!text.contains(part), "{part}");
    }
}

#[test]
fn headings_go_down_one_level_at_a_time() {
    for kind in Kind::ALL {
        let text = page(kind, &ReportOptions::default());
        let mut before = 0;
        for (at, _) in text.match_indices("<h") {
            let Some(level) = text[at + 2..].chars().next().and_then(|c| c.to_digit(10)) else {
                continue;
            };
            assert!(level <= before + 1, "{kind:?}: h{level} after h{before}");
            before = level;
        }
        assert_eq!(text.matches("<h1").count(), 1);
    }
}

/// Every chart is named, and its numbers are in a table with headers, here or elsewhere.
#[test]
fn every_chart_has_its_numbers_in_a_table() {
    let text = page(Kind::FormBreakdown, &ReportOptions::default());
    let figures: Vec<&str> = text.split("<figure ").skip(1).collect();
    assert!(figures.len() >= 4, "{}", figures.len());
    for figure in figures {
        let figure = figure.split("</figure>").next().unwrap_or_default();
        let elsewhere = figure
            .split("href=\"#")
            .nth(1)
            .and_then(|t| t.split('"').next());
        let own = figure.contains("<caption>") && figure.contains("scope=\"row\"");
        let there = elsewhere.is_some_and(|id| text.contains(&format!("<div id=\"{id}\"")));
        assert!(own || there, "{figure:.200}");
    }
    for (part, of) in [("<table>", "<caption>"), ("<th ", "<th scope=")] {
        assert_eq!(
            text.matches(part).count(),
            text.matches(of).count(),
            "{part}"
        );
    }
    // Mile 20, measured again from its windows.
    let analysis = sample::analysis(Kind::FormBreakdown, 26.2, true);
    let windows = &analysis.measures.windows[190..200];
    let (steps, seconds) = windows.iter().fold((0.0, 0.0), |(steps, seconds), w| {
        (steps + w.tally.steps, seconds + w.tally.stepped_s)
    });
    let row = format!(
        "<th scope=\"row\">20</th><td>{:.0}</td>",
        steps / seconds * 60.0
    );
    assert!(text.contains(&row), "{row}");
}

#[test]
fn the_contents_lead_to_every_section() {
    let text = page(Kind::PaceFade, &ReportOptions::default());
    let contents = text
        .split("<nav")
        .nth(1)
        .and_then(|t| t.split("</nav>").next());
    let links: Vec<&str> = contents
        .unwrap_or_default()
        .split("href=\"#")
        .skip(1)
        .collect();
    let ids: Vec<&str> = links.iter().filter_map(|l| l.split('"').next()).collect();
    assert_eq!(ids, ["charts", "tables", "advice", "basis"]);
    for id in ids {
        assert!(text.contains(&format!("<section id=\"{id}\"")), "{id}");
    }
}

#[test]
fn readings_are_those_of_the_windows() {
    let analysis = sample::analysis(Kind::FormBreakdown, 26.2, false);
    let text = of_run(&analysis, &ReportOptions::default());
    let start = text.find("application/json\">").expect("readings") + 18;
    let end = start + text[start..].find("</script>").expect("its end");
    let data: serde_json::Value = serde_json::from_str(&text[start..end]).expect("JSON");
    let window = &analysis.measures.windows[200];
    let spm = window.tally.cadence_spm().expect("cadence");
    assert_eq!(data["rows"][200][2], format!("{spm:.0}"));
    assert_eq!(data["rows"].as_array().map(Vec::len), Some(262));
    assert!(!data["names"].to_string().contains("Heart rate"));
}

#[test]
fn units_of_display_are_kept_throughout() {
    let options = ReportOptions {
        units: DisplayUnits::Kilometres,
        ..ReportOptions::default()
    };
    let text = page(Kind::FormBreakdown, &options);
    assert!(!text.contains("/mi"), "a mile pace on a kilometre page");
    assert!(text.contains("km 31.2"));
}

/// Attributes and content of the elements of a page that hold styles or scripts.
fn elements<'a>(page: &'a str, tag: &str) -> Vec<(&'a str, &'a str)> {
    let (open, close) = (format!("<{tag}"), format!("</{tag}>"));
    let starts = page.split(&open).skip(1);
    let parts = starts.filter_map(|rest| rest.split(&close).next()?.split_once('>'));
    parts.collect()
}

#[test]
fn a_page_admits_its_own_styles_and_scripts_by_their_hashes_alone() {
    // Computed with `printf ... | openssl dgst -sha256 -binary | base64`.
    let hash = "default-src 'none'; img-src data:; \
                style-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; \
                script-src 'sha256-QRshuW3jR9GmJYY9Tn7w8ZBxd23gyP1pmQBBiG+yL5Q='";
    assert_eq!(policy("", &["var s = '<p style=\"left:9%\">';"]), hash);
    let page = page(Kind::FormBreakdown, &ReportOptions::default());
    let styles: Vec<&str> = elements(&page, "style").iter().map(|e| e.1).collect();
    let scripts = elements(&page, "script").into_iter();
    let scripts = scripts.filter(|e| !e.0.contains("application/json"));
    let scripts: Vec<&str> = scripts.map(|e| e.1).collect();
    assert_eq!((styles.len(), scripts.len()), (1, 1));
    let admitted = format!("content=\"{}\"", policy(styles[0], &scripts));
    assert!(page.contains(&admitted), "{admitted}");
    // What an element has of its own is a rule, since no hash covers an attribute.
    assert!(
        !page.contains(" style=\""),
        "an attribute that the policy forbids"
    );
    let places = page.matches("data-style=\"0\"").count();
    assert!(
        places > 0 && styles[0].contains("[data-style=\"0\"]{left:"),
        "{places}"
    );
}
