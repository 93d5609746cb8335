//! What files are called where their names alone do not tell them apart.

use std::collections::BTreeSet;

/// The paths by their shortest ends that all differ: a page to send says nothing of where a
/// runner keeps files. Whole where nothing less tells them apart.
pub fn apart<'a>(paths: &[&'a str]) -> Vec<&'a str> {
    let tails = |parts: usize| paths.iter().map(move |path| tail(path, parts));
    let most = paths.iter().map(|p| p.split(['/', '\\']).count()).max();
    let distinct = |parts: &usize| tails(*parts).collect::<BTreeSet<_>>().len() == paths.len();
    let parts = (1..=most.unwrap_or(1)).find(distinct);
    tails(parts.or(most).unwrap_or(1)).collect()
}

/// The last parts of a path.
fn tail(path: &str, parts: usize) -> &str {
    let cut = path.rmatch_indices(['/', '\\']).nth(parts - 1);
    cut.map_or(path, |(at, _)| &path[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn files_go_by_the_shortest_ends_that_differ() {
        assert_eq!(
            apart(&["/home/a/x.fit", "/home/a/y.fit"]),
            ["x.fit", "y.fit"]
        );
        assert_eq!(
            apart(&["/home/2025/x.fit", "/home/2026/x.fit", "z/x.fit"]),
            ["2025/x.fit", "2026/x.fit", "z/x.fit"]
        );
        assert_eq!(apart(&["c:\\a\\x.fit", "d:\\a\\x.fit"])[0], "c:\\a\\x.fit");
        assert_eq!(apart(&["x.fit", "x.fit"]), ["x.fit", "x.fit"]);
        assert_eq!(apart(&[]), [""; 0]);
    }
}
