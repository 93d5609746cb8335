//! Writes the files of fixtures/: `cargo run --example fixtures [DIR]`.

#[path = "fixture_list.rs"]
mod fixture_list;
mod oddities;
mod sim;
mod write;

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let folder = std::env::args_os()
        .nth(1)
        .map_or("fixtures".into(), PathBuf::from);
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
