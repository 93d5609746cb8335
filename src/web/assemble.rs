//! Puts the browser page together: `assemble MODULE.wasm EXAMPLE.fit.gz OUT.html`.
//!
//! The page has the style of the reports: it is taken from a report made here. Its content security policy
//! admits this page's script and those of the pages it shows, by their hashes, and no connection of any kind.

use std::error::Error;
use std::io::Write;
use std::path::Path;

use base64::{Engine, engine::general_purpose::STANDARD};
use flate2::{Compression, write::GzEncoder};
use formdrift::report::index::{Index, Row};
use formdrift::report::{OUTPUTS, ReportOptions};
use formdrift::units::DisplayUnits;
use formdrift::{Options, analyse};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

const BODY: &str = include_str!("page/body.html");
const STYLE: &str = include_str!("page/page.css");
const SCRIPT: &str = include_str!("page/page.js");
/// What a worker runs behind the module's own bindings.
const WORKER: &str = include_str!("page/worker.js");

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [module, example, out] = arguments.as_slice() else {
        return Err("usage: assemble MODULE.wasm EXAMPLE.fit.gz OUT.html".into());
    };
    let example = std::fs::read(example)?;
    let (bindings, module) = bound(Path::new(module))?;
    let shown = shown(&example)?;
    let script = SCRIPT.replace("@VERSION@", &shown.version);
    // Styles of the pages shown differ from run to run, and a frame is held to this page's policy as
    // well as its own: so styles are admitted here, and by their hashes there.
    let policy = format!(
        "default-src 'none'; script-src 'wasm-unsafe-eval' '{}' {}; worker-src blob:; \
         style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'",
        hash(&script),
        shown.scripts.join(" ")
    );
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <link rel=\"icon\" href=\"data:,\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"description\" content=\"Finds the point in a long run where running form starts to \
         break down. Everything is computed in the browser.\">\n\
         <title>formdrift</title>\n<style>{}{STYLE}</style>\n</head>\n<body>\n{BODY}\
         <script type=\"text/plain\" id=\"worker\">{bindings}\n{WORKER}</script>\n\
         <script type=\"text/plain\" id=\"example\">{}</script>\n\
         <script type=\"text/plain\" id=\"module\">{}</script>\n\
         <script>{script}</script>\n</body>\n</html>\n",
        shown.style,
        STANDARD.encode(&example),
        STANDARD.encode(packed(&module)?),
    );
    // A script ends at the first of these, wherever it stands.
    for text in [bindings.as_str(), WORKER, SCRIPT] {
        if text.contains("</script") || text.contains("<!--") {
            return Err("a script holds a mark that ends scripts".into());
        }
    }
    std::fs::write(out, &page)?;
    println!(
        "{out}: {:.1} MB (module {:.1} MB)",
        page.len() as f64 / 1e6,
        module.len() as f64 / 1e6
    );
    Ok(())
}

/// The module's JavaScript, which defines `wasm_bindgen`, and the module as that takes it.
fn bound(module: &Path) -> Result<(String, Vec<u8>), Box<dyn Error>> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).typescript(false);
    bindgen.no_modules(true)?;
    bindgen
        .remove_name_section(true)
        .remove_producers_section(true);
    let mut output = bindgen.generate_output()?;
    let wasm = output.wasm_mut().emit_wasm();
    Ok((output.js().to_owned(), wasm))
}

/// What the pages have that are shown in this one.
struct Shown {
    /// The style sheet of a report.
    style: String,
    /// The scripts of reports and of the index, as sources of a policy.
    scripts: Vec<String>,
    /// The version of formdrift that reports state; this package has its own.
    version: String,
}

fn shown(example: &[u8]) -> Result<Shown, Box<dyn Error>> {
    let analysis = analyse(example, &Options::default())?;
    let dress = ReportOptions::default();
    let html = OUTPUTS.iter().filter(|output| output.name == "html");
    let mut pages: Vec<Vec<u8>> = Vec::new();
    for output in html {
        pages.extend(
            output
                .files(&analysis, &dress)?
                .into_iter()
                .map(|file| file.bytes),
        );
    }
    let row = |file| Row::of(&analysis, file, 1, DisplayUnits::Miles);
    let index = Index::new(vec![row("a.fit"), row("b.fit")], Vec::new());
    let of_index = index.render(DisplayUnits::Miles, None)?.into_iter();
    pages.extend(
        of_index
            .filter(|f| f.name.ends_with(".html"))
            .map(|f| f.bytes),
    );
    let mut shown = Shown {
        style: String::new(),
        scripts: Vec::new(),
        version: String::new(),
    };
    for page in pages {
        let page = String::from_utf8(page)?;
        let style = between(&page, "<style>", "</style>").ok_or("a page without a style")?;
        if shown.style.is_empty() {
            style.clone_into(&mut shown.style);
            between(&page, "content=\"formdrift ", "\"")
                .ok_or("a page without a version")?
                .clone_into(&mut shown.version);
        }
        let policy = between(&page, "script-src ", "\"").ok_or("a page without scripts")?;
        for source in policy
            .split(';')
            .next()
            .unwrap_or_default()
            .split_whitespace()
        {
            let source = source.to_owned();
            if !shown.scripts.contains(&source) {
                shown.scripts.push(source);
            }
        }
    }
    Ok(shown)
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(start)?;
    Some(rest.split_once(end)?.0)
}

/// The source of a policy that admits this text and no other.
fn hash(text: &str) -> String {
    format!(
        "sha256-{}",
        STANDARD.encode(Sha256::digest(text.as_bytes()))
    )
}

fn packed(bytes: &[u8]) -> Result<Vec<u8>, std::io::Error> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}
