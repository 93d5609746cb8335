//! Tables that sort by any column (`sort.js`): a header says what its column is sorted as, a
//! cell's `data-v` by which value.

use maud::{Markup, html};

/// What the values of a column are sorted as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// In order of their characters; dates among them.
    Text,
    /// By size.
    Number,
}

impl By {
    fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
        }
    }
}

/// A table of `rows` under `columns`, in a box that scrolls where the page is narrower. `id` is
/// for the style of one table (empty: none), `caption` for those who cannot see it; the rows are in rising order
/// of the column `sorted`, which its header shows.
pub fn table(
    id: &str,
    caption: &str,
    columns: &[(By, &str)],
    sorted: usize,
    rows: Markup,
) -> Markup {
    html! {
        div.scroll.sortable tabindex="0" role="region" aria-label={ "Table: " (caption) } {
            table id=[(!id.is_empty()).then_some(id)] {
                caption.sr { (caption) }
                thead { tr {
                    @for (k, (by, name)) in columns.iter().enumerate() {
                        th scope="col" data-kind=(by.name())
                            aria-sort=[(k == sorted).then_some("ascending")] { (name) }
                    }
                } }
                tbody { (rows) }
            }
        }
    }
}
