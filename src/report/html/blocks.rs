//! The blocks of a document as markup. Class names are the ids of the blocks.

use super::charts::Charts;
use super::set;
use crate::report::document::*;
use crate::report::words::labels::{
    self, FROM_ARTICLE, HOW_SURE, NUMBERS_ELSEWHERE, SESSION, TABLE, TO, TO_DO,
};
use crate::report::words::typeset;
use crate::units::format as f;
use maud::{Markup, html};
use std::cell::RefCell;
use std::rc::Rc;

/// Writes blocks whose sections have headings of one level.
#[derive(Clone)]
pub struct Blocks<'a> {
    /// The charts and what the script reads of them.
    charts: &'a Charts<'a>,
    /// Level of the headings, 2 for the sections below the title.
    level: u8,
    /// Declarations that elements have of their own, by the number in their `data-style`.
    placed: Rc<RefCell<Vec<String>>>,
}

impl<'a> Blocks<'a> {
    /// For the sections below the title.
    pub fn new(charts: &'a Charts<'a>) -> Self {
        Self {
            charts,
            level: 2,
            placed: Rc::default(),
        }
    }

    /// The number under which an element has its left edge and its width, as shares of what it is
    /// in.
    fn placed(&self, left: f64, width: Option<f64>) -> usize {
        let percent = |share: f64| format!("{}%!important", f::decimal(share * 100.0, 2));
        let width = width.map_or(String::new(), |w| format!(";width:{}", percent(w)));
        let place = format!("left:{}{width}", percent(left));
        let mut all = self.placed.borrow_mut();
        all.iter()
            .position(|known| *known == place)
            .unwrap_or_else(|| {
                all.push(place);
                all.len() - 1
            })
    }

    /// Rules for what the blocks written so far have of their own: a page admits no `style`
    /// attributes. An attribute outranks a style sheet, and so does an important rule.
    pub fn rules(&self) -> String {
        let placed = self.placed.borrow();
        let rule = |(k, place): (usize, &String)| format!("[data-style=\"{k}\"]{{{place}}}");
        placed.iter().enumerate().map(rule).collect()
    }

    /// Blocks one after the other.
    pub fn all(&self, blocks: &[Block]) -> Markup {
        html! { @for block in blocks { (self.block(block)) } }
    }

    fn within(&self) -> Self {
        Self {
            level: self.level + 1,
            ..self.clone()
        }
    }

    fn heading(&self, id: Option<&str>, words: Markup) -> Markup {
        let id = id.map(|id| format!("{id}-title"));
        html! {
            @match self.level {
                2 => h2 id=[id] { (words) },
                3 => h3 id=[id] { (words) },
                _ => h4 id=[id] { (words) },
            }
        }
    }

    fn block(&self, block: &Block) -> Markup {
        match block {
            Block::Section(section) => self.section(section),
            Block::Answer(answer) => self.answer(answer),
            Block::Paragraph(voice, words) => paragraph(*voice, words),
            Block::Link(link) => html! {
                p.source { (link.before) a href=(link.address) rel="noreferrer" { (link.name) } "." }
            },
            Block::NotesForm(of) => notes_form(of),
            Block::List(list) => self::list(list),
            Block::Definitions(all) => definitions(all),
            Block::Tiles(all) => tiles(all),
            Block::Strip(of) => self.strip(of),
            Block::Table(table) => self.table(&table.for_medium(Medium::Page)),
            Block::Figure(of) => self.figure(of),
            Block::Columns(columns) => html! {
                div.pair { @for blocks in columns { div { (self.all(blocks)) } } }
            },
            Block::Only(Medium::Page, blocks) => self.all(blocks),
            Block::Only(Medium::Terminal, _) => html! {},
        }
    }

    /// A chart in a wide and a narrow drawing, with the numbers behind it folded.
    fn figure(&self, f: &Figure) -> Markup {
        html! {
            figure id={ "chart-" (f.name) } {
                (self.charts.plot(f))
                @match &f.data {
                    Data::In(id) => p.data { a href={ "#" (id) } { (NUMBERS_ELSEWHERE) } },
                    Data::Own(table) => details.data {
                        summary { (table.title) }
                        (self.table(table))
                    },
                }
            }
        }
    }

    fn section(&self, s: &Section) -> Markup {
        let heading = self.heading(Some(&s.id), set(&s.title));
        let inner = self.within().all(&s.blocks);
        if s.folded {
            return html! { details id=(s.id) class=(s.id) { summary { (heading) } div { (inner) } } };
        }
        let has_charts = s.blocks.iter().any(|b| matches!(b, Block::Figure(_)));
        html! {
            section id=(s.id) class={ (s.id) @if self.level == 2 { " sheet" } }
                aria-labelledby={ (s.id) "-title" } {
                (heading)
                @if has_charts { (self.charts.readout()) }
                (inner)
            }
        }
    }

    fn answer(&self, a: &Answer) -> Markup {
        let label = html! {
            (a.label)
            @if let Some(certainty) = a.certainty { " " span.certainty { (certainty) } }
        };
        html! {
            section.sheet.answer #verdict aria-labelledby="verdict-title" {
                div.verdict {
                    (self.heading(Some("verdict"), label))
                    p.headline { (set(&a.headline)) }
                    @if let Some((action, section)) = &a.action {
                        div.suggestion {
                            (self.within().heading(None, html! { (TO_DO) }))
                            p.do { (set(action)) }
                            p.source { (FROM_ARTICLE) cite { (section) } }
                        }
                    }
                    p.confidence { span.key { (HOW_SURE) } " " (set(a.confidence)) }
                    (self.strip(&a.meter))
                    @if let Some(session) = &a.session {
                        p.session { span.key { (SESSION) } " " (set(session)) }
                    }
                }
                (self.within().all(&a.blocks))
            }
        }
    }

    /// A table under a caption with its title. One that sorts stands under the heading of its
    /// section, in a box that scrolls where the page is narrower.
    pub fn table(&self, t: &Table) -> Markup {
        let of_words = t.sorted.is_none() && t.columns.iter().any(|c| c.holds == Holds::Words);
        let caption = html! {
            @match t.sorted {
                Some(_) => caption.sr { (t.title) },
                None => caption {
                    (self.heading(None, set(&t.title)))
                    @if let Some(note) = t.note() { p { (text(&note)) } }
                },
            }
        };
        let classes: Vec<_> = (0..t.columns.len()).map(|at| class(t, at)).collect();
        let table = html! {
            table {
                (caption)
                thead { tr { @for (at, c) in t.columns.iter().enumerate() {
                    th scope="col" data-kind=[t.sorted.map(|_| sorts_by(t, at))]
                        aria-sort=[(t.sorted == Some(at)).then_some("ascending")] {
                        @if ending(&c.name) < c.name.len() { (breakable(&c.name)) } @else { (c.name) }
                        @if !c.unit.is_empty() { " " small { (c.unit) } }
                    }
                } } }
                tbody { @for row in &t.rows { (self.table_row(t, row, &classes)) } }
            }
        };
        html! {
            @if t.sorted.is_some() {
                @if let Some(note) = t.note() { p.note { (text(&note)) } }
                div id=(t.id) class={ "scroll sortable t-" (t.id) } tabindex="0" role="region"
                    aria-label={ (TABLE) (t.title) } { (table) }
            } @else {
                div id=(t.id) class={ "table t-" (t.id) @if of_words { " of-words" } } { (table) }
            }
        }
    }

    /// A row; in a table that sorts it has the colour of its verdict.
    fn table_row(&self, t: &Table, row: &[Cell], classes: &[Option<&'static str>]) -> Markup {
        let tone = row.iter().find_map(|cell| cell.tone);
        html! {
            tr class=[tone.map(|tone| format!("tone-{}", tone.name()))] {
                @for (at, cell) in row.iter().enumerate() {
                    @let order = cell.order.as_ref().map(|order| match order {
                        Order::Size(size) => size.to_string(),
                        Order::Letters(letters) => letters.clone(),
                    });
                    @if at == t.headed_by {
                        th scope="row" data-v=[order] { (self.cell_text(cell)) }
                    } @else {
                        @let named = cell.tone.and(t.sorted).map(|_| "verdict-name");
                        td class=[named.or_else(|| *classes.get(at)?)] data-v=[order] title=[cell.hint.as_deref()] {
                            (self.cell_text(cell))
                        }
                    }
                }
            }
        }
    }

    fn cell_text(&self, cell: &Cell) -> Markup {
        let words = if cell.is_path {
            breakable(&cell.text)
        } else {
            set(&cell.text)
        };
        html! {
            @match &cell.link {
                Some(link) => a href=(link) { (words) },
                None => (words),
            }
            @if let Some(detail) = &cell.detail { " " small { (set(detail)) } }
            @if let Some(bar) = cell.bar { (self.change_bar(bar)) }
        }
    }

    /// A bar from the middle: to the left below zero, to the right above.
    fn change_bar(&self, share: f64) -> Markup {
        let half = share.abs() * 0.5;
        let left = if share < 0.0 { 0.5 - half } else { 0.5 };
        html! {
            span.bar aria-hidden="true" {
                span data-style=(self.placed(left, Some(half))) {}
            }
        }
    }

    fn strip(&self, s: &Strip) -> Markup {
        html! {
            div class={ "strip " (s.id) } {
                div.track role="img" aria-label=(typeset(&s.alt)) {
                    @for span in &s.spans {
                        span class={ "p-" (span.paint.name()) @if span.pale { " pale" } }
                            data-style=(self.placed(span.from, Some(span.to - span.from))) {}
                    }
                }
                @if !s.ticks.is_empty() {
                    div.scale aria-hidden="true" {
                        @for (at, label) in &s.ticks {
                            span.near[(ROOM_ON_PHONE..1.0).contains(at)] data-style=(self.placed(*at, None)) { (label) }
                        }
                    }
                }
                ul.legend {
                    @for (paint, words) in &s.legend {
                        li class={ "p-" (paint.name()) } { (set(words)) }
                    }
                }
            }
        }
    }
}

/// What the values of a column are sorted as, for the script.
fn sorts_by(t: &Table, at: usize) -> &'static str {
    let first = t.rows.iter().find_map(|row| row.get(at)?.order.as_ref());
    match first {
        Some(Order::Letters(_)) => "text",
        Some(Order::Size(_)) | None => "number",
    }
}

/// The class of a column's cells in a table that sorts: long words, or what is as short as numbers.
fn class(t: &Table, at: usize) -> Option<&'static str> {
    // Words of more characters want a wide column.
    const LONG: usize = 30;
    t.sorted?;
    let mut cells = t.rows.iter().filter_map(|row| row.get(at));
    let is_words = t.columns[at].holds == Holds::Words;
    let is_long = is_words && cells.any(|cell| cell.text.chars().count() > LONG);
    Some(if is_long { "long" } else { "n" })
}

/// Inline markup: emphasis, links and the article's headings, all text escaped.
pub fn text(text: &Text) -> Markup {
    html! {
        @for (emphasis, words) in &text.0 {
            @match emphasis {
                Emphasis::None => (set(words)),
                Emphasis::Strong => strong { (set(words)) },
                Emphasis::Cite => cite { (set(words)) },
            }
        }
    }
}

fn paragraph(voice: Voice, words: &Text) -> Markup {
    let class = match voice {
        Voice::Body => None,
        Voice::Conclusion => Some("conclusion"),
        Voice::Note => Some("note"),
        Voice::Source => Some("source"),
    };
    html! { p class=[class] { (text(words)) } }
}

fn list(list: &List) -> Markup {
    let items = html! {
        @for item in &list.items {
            li {
                @match &item.source {
                    None => (text(&item.text)),
                    Some(source) => {
                        p.do { (text(&item.text)) }
                        p.source { (text(source)) }
                    },
                }
            }
        }
    };
    let class = match (list.marks, list.wide) {
        (Marks::Bullets, _) => "bullets",
        (Marks::Numbers, true) => "numbered wide",
        (Marks::Numbers, false) => "numbered",
        (Marks::References, _) => "references",
    };
    match list.marks {
        Marks::Bullets => html! { ul class=(class) aria-label=[list.label] { (items) } },
        _ => html! { ol class=(class) aria-label=[list.label] { (items) } },
    }
}

fn definitions(all: &[Definition]) -> Markup {
    html! {
        dl.definitions {
            @for d in all {
                div class=[d.tone.map(|tone| format!("is-{}", tone.name()))] {
                    dt { (d.term) }
                    dd { (d.text) }
                }
            }
        }
    }
}

fn tiles(all: &[Tile]) -> Markup {
    html! {
        dl class={ "tiles of-" (all.len()) } {
            @for tile in all {
                div {
                    dt { (tile.name) }
                    dd {
                        span.values {
                            span { (set(&tile.fresh)) }
                            @if let Some(late) = &tile.late {
                                span.to { span.sr { (TO) } }
                                span { (set(late)) }
                            }
                            small { (tile.unit) }
                        }
                        @if let Some(change) = &tile.change { span.change { (set(change)) } }
                    }
                }
            }
        }
    }
}

/// The form for what no watch records, with its fields filled where something is known. It gives
/// the lines for `formdrift.toml`, to be copied, and sends nothing. The page's script shows it;
/// without scripts there is no dead control.
fn notes_form(of: &NotesForm) -> Markup {
    html! {
        section.notes-form #notes-form aria-labelledby="notes-form-title" hidden data-key=(of.run) {
            h3 #notes-form-title { (labels::FORM) }
            @let [before, file, after] = labels::FORM_USE;
            p.note { (before) code { (file) } (after) }
            div.fields { @for field in &of.fields { (input(field)) } }
            pre #notes-lines tabindex="0" role="region" aria-label=(labels::FORM_LINES) {}
            p { button type="button" #notes-copy { (labels::FORM_COPY) } " " span #notes-copied role="status" {} }
        }
    }
}

fn input(field: &Field) -> Markup {
    let id = format!("note-{}", field.key.replace('.', "-"));
    let value = field.value.as_ref();
    html! {
        div {
            label for=(id) { (field.label) @if field.rating { (labels::OF_TEN) } }
            @if field.rating {
                input id=(id) type="number" min="0" max="10" step="1" inputmode="numeric"
                    data-field=(field.key) value=[value];
            } @else {
                input id=(id) type="text" data-field=(field.key) value=[value];
            }
        }
    }
}

/// A path that a narrow column may break, between its parts and never within an ending.
fn breakable(path: &str) -> Markup {
    let (stem, ending) = path.split_at(ending(path));
    let parts: Vec<&str> = stem.split_inclusive(['/', '-', '_', ' ']).collect();
    html! {
        @for (k, part) in parts.iter().enumerate() {
            @if k > 0 { wbr; }
            (part)
        }
        @if !ending.is_empty() { span.ending { (ending) } }
    }
}

/// Where a file's ending begins, that of a compressed file before `.gz` included.
fn ending(path: &str) -> usize {
    let name = path.rfind('/').map_or(0, |at| at + 1);
    let last = |to: usize| path[name..to].rfind('.').map(|at| name + at);
    match last(path.len()) {
        Some(at) if path[at..].eq_ignore_ascii_case(".gz") => last(at).unwrap_or(at),
        Some(at) => at,
        None => path.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_breaks_between_its_parts_and_never_in_its_ending() {
        assert_eq!(
            breakable("2026/sunday-run.fit").into_string(),
            r#"2026/<wbr>sunday-<wbr>run<span class="ending">.fit</span>"#
        );
        for (path, cut) in [
            ("a.b/run", 7),
            ("x.fit.gz", 1),
            ("long.cut.fit", 8),
            ("", 0),
        ] {
            assert_eq!(ending(path), cut, "{path}");
        }
    }
}
