//! Writes the files of fixtures/: `cargo run --example fixtures [DIR]`.
//!
//! With `--season COUNT DIR` it writes that many long simulated runs instead, one a day, of
//! every scenario in turn: something to measure many runs with (docs/scale.md).
//!
//! With `--squad DIR` it writes the season of a squad of three, for a look at the pages of
//! many runs.

#[path = "fixture_list.rs"]
mod fixture_list;
mod oddities;
mod season;
mod sim;
mod squad;
mod write;

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [mode, count, folder] if mode == "--season" => {
            let count = count.parse().map_err(std::io::Error::other)?;
            return season::write(count, folder.as_ref());
        }
        [mode, folder] if mode == "--squad" => return squad::write(folder.as_ref()),
        _ => {}
    }
    let folder = arguments.first().map_or("fixtures".into(), PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    for fixture in fixture_list::FIXTURES {
        let bytes = (fixture.make)();
        println!(
            "{:<18} {:>8} bytes  {}",
            fixture.name,
            bytes.len(),
            fixture.shows
        );
        std::fs::write(folder.join(fixture.name), bytes)?;
    }
    std::fs::create_dir_all(folder.join("formats"))?;
    for oddity in oddities::all() {
        std::fs::write(folder.join(oddity.name), (oddity.make)())?;
    }
    std::fs::write(folder.join("README.md"), fixture_list::readme())
}
