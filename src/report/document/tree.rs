//! The document tree: what a report consists of, without a word on how it looks. The builders
//! beside this file make it, the renderers (`html`, `markdown`, `pdf`, `text`) read it and
//! nothing else, so a section that is added to the tree stands in every output.

use crate::report::chart::style::{self, Ink};
use crate::report::chart::{Drawing, Width};
use crate::units::format::ABSENT;

/// A report as a tree of blocks, under a title.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What kind of report it is, as it stands beside the program's name.
    pub kind: &'static str,
    /// Title of the document.
    pub title: String,
    /// Short facts below the title.
    pub byline: Vec<String>,
    /// What it comes to in one sentence, for those who list documents.
    pub description: String,
    /// Its content in order of reading.
    pub blocks: Vec<Block>,
    /// The document that this one belongs to, as seen from it: name and address.
    pub back: Option<(&'static str, String)>,
}

/// Last line of every document: which program wrote it.
pub const COLOPHON: &str = concat!(
    "formdrift ",
    env!("CARGO_PKG_VERSION"),
    ". It informs runners and coaches; it does not diagnose."
);

/// Draws the chart of a name for a width; `None` where the document has no such chart.
pub type Draw<'a> = &'a dyn Fn(&str, Width) -> Option<Drawing>;

/// Colour of a verdict or a finding; the words beside it always say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Form or pace broke down.
    Alert,
    /// Something changed that is worth a look.
    Notice,
    /// Nothing needs a look.
    Calm,
    /// It cannot be said.
    Unknown,
}

impl Tone {
    /// Name of the tone in style sheets.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Alert => "alert",
            Self::Notice => "notice",
            Self::Calm => "calm",
            Self::Unknown => "unknown",
        }
    }

    /// Its colour on paper and in pictures.
    pub const fn ink(self) -> Ink {
        match self {
            Self::Alert => style::ONSET,
            Self::Notice => style::STEP,
            Self::Calm => style::FRESH,
            Self::Unknown => style::MUTED,
        }
    }
}

/// A piece of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// Content under a heading; the depth of nesting is the heading's level.
    Section(Section),
    /// The answer, on the first screen.
    Answer(Answer),
    /// A paragraph, and how it speaks.
    Paragraph(Voice, Text),
    /// The name of something that can be read elsewhere.
    Link(Link),
    /// The form for what no watch records, on a page that can hold one.
    NotesForm(NotesForm),
    /// A list of items.
    List(List),
    /// Terms, each with what there is to say of it.
    Definitions(Vec<Definition>),
    /// Large numbers side by side.
    Tiles(Vec<Tile>),
    /// A bar that shows shares or places.
    Strip(Strip),
    /// A table with headers for rows and columns.
    Table(Table),
    /// A chart with the numbers behind it.
    Figure(Figure),
    /// Content side by side where there is room.
    Columns(Vec<Vec<Block>>),
    /// Content for some media.
    Only(Medium, Vec<Block>),
}

/// A group of media. A terminal has no room for all that a page holds, and shows some of it
/// in fewer columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// Web page, PDF and Markdown.
    Page,
    /// Lines of text on a terminal.
    Terminal,
}

/// Weight and role of a paragraph, from which a medium takes its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// As running text does.
    Body,
    /// Louder: what a section comes to.
    Conclusion,
    /// Quieter: how to read what stands beside it.
    Note,
    /// Quieter: where the content is from.
    Source,
}

/// Blocks under one heading, with the anchor that the contents list links to.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Name in addresses, and class in style sheets.
    pub id: String,
    /// Heading, without a number or a mark.
    pub title: String,
    /// True where a page shows the heading alone until the reader opens it. Paper and plain
    /// text cannot be opened and show it whole.
    pub folded: bool,
    /// Content below the heading.
    pub blocks: Vec<Block>,
}

/// The answer: where, what and how sure; the one thing to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Colour of the verdict.
    pub tone: Tone,
    /// Name of the verdict, the heading of the first screen.
    pub label: &'static str,
    /// How sure it is, in one word.
    pub certainty: Option<&'static str>,
    /// The verdict in one sentence.
    pub headline: String,
    /// How sure it is, in a sentence.
    pub confidence: &'static str,
    /// The one thing to do, with the article's heading that it comes from.
    pub action: Option<(String, &'static str)>,
    /// The run as a strip with the onset on it.
    pub meter: Strip,
    /// The parts of the session, where it has more than one.
    pub session: Option<String>,
    /// What else stands on the first screen.
    pub blocks: Vec<Block>,
}

/// The name of something that can be read elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What stands before the name.
    pub before: &'static str,
    /// The name, which leads there.
    pub name: &'static str,
    /// Where it is: `https://...`.
    pub address: String,
}

/// A form whose fields become lines of `formdrift.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotesForm {
    /// What the file calls the run.
    pub run: String,
    /// The fields, in order of reading.
    pub fields: Vec<Field>,
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Name of the key that it fills.
    pub key: &'static str,
    /// What stands beside it.
    pub label: &'static str,
    /// True for a whole number from 0 to 10, else text.
    pub rating: bool,
    /// What is known already.
    pub value: Option<String>,
}

/// A list of short or long items.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// Name in style sheets.
    pub id: &'static str,
    /// How its items are marked.
    pub marks: Marks,
    /// Heading for those who cannot see that it is a list of its own.
    pub label: Option<&'static str>,
    /// True for long items, which stand side by side where there is room.
    pub wide: bool,
    /// Items in order of reading.
    pub items: Vec<Item>,
}

/// How the items of a list are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marks {
    /// By bullets: the order means nothing.
    Bullets,
    /// By numbers: the order means something.
    Numbers,
    /// By numbers in brackets, which other places refer to.
    References,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What the item says.
    pub text: Text,
    /// Where that comes from.
    pub source: Option<Text>,
}

/// A term with what there is to say of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// Name of what is explained or measured.
    pub term: String,
    /// What there is to say.
    pub text: String,
    /// Colour of what is said.
    pub tone: Option<Tone>,
}

/// One measure, fresh and late.
#[derive(Debug, Clone, PartialEq)]
pub struct Tile {
    /// Name of the measure.
    pub name: String,
    /// Unit of the values.
    pub unit: String,
    /// While fresh; over the whole run when there is nothing to compare.
    pub fresh: String,
    /// Late in the run.
    pub late: Option<String>,
    /// Change from fresh to late, in words.
    pub change: Option<String>,
}

/// A bar from 0 to 1 with spans on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Strip {
    /// Name in style sheets.
    pub id: &'static str,
    /// What it shows, in words.
    pub alt: String,
    /// Spans, later ones over earlier ones.
    pub spans: Vec<Span>,
    /// Marks on its scale: place and label.
    pub ticks: Vec<(f64, String)>,
    /// What the colours stand for.
    pub legend: Vec<(Paint, String)>,
}

/// A span of a strip.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// Start, 0 to 1.
    pub from: f64,
    /// End, 0 to 1; the start again for a mark.
    pub to: f64,
    /// What the span stands for.
    pub paint: Paint,
    /// True for a part that goes the other way and is drawn pale.
    pub pale: bool,
}

/// What a span stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// The stretch of fresh running.
    Fresh,
    /// Interval of the onset.
    Interval,
    /// Place of the onset.
    Onset,
    /// Time lost by walking.
    Walking,
    /// Time lost by shorter steps.
    StepLength,
    /// Time lost by fewer steps.
    Cadence,
}

impl Paint {
    /// Name of the paint in style sheets.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Interval => "band",
            Self::Onset => "mark",
            Self::Walking => "walking",
            Self::StepLength => "step",
            Self::Cadence => "cadence",
        }
    }
}

/// A table with a header row and a header column.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Name in addresses and style sheets.
    pub id: String,
    /// What it shows, in words.
    pub title: String,
    /// How it is read: sentences, each with the column it is about, if it is about one.
    pub notes: Vec<(Option<&'static str>, Text)>,
    /// The columns, one of which holds the headers of the rows.
    pub columns: Vec<Column>,
    /// Cells, as many a row as there are columns.
    pub rows: Vec<Vec<Cell>>,
    /// Column with the headers of the rows.
    pub headed_by: usize,
    /// Column by which the rows stand in rising order, in a table that a page can sort by any
    /// of its columns ([`Cell::order`]).
    pub sorted: Option<usize>,
}

/// A column of a table: its header, its unit below, and the media that show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Name of the column.
    pub name: String,
    /// Unit of its cells, empty if they have none.
    pub unit: String,
    /// What its cells hold.
    pub holds: Holds,
    /// The media that show it; `None` for all.
    pub only: Option<Medium>,
    /// Where there is no room for all columns, those with higher numbers are dropped first;
    /// those with 0 stay.
    pub drop: u8,
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Numbers, set from the right.
    Numbers,
    /// Words, set from the left.
    Words,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// Words or number in the cell.
    pub text: String,
    /// A second, quieter line: the interval.
    pub detail: Option<String>,
    /// Length of its bar, from -1 to 1 of the table's largest.
    pub bar: Option<f64>,
    /// Whether it stands out (true) or back (false) among others.
    pub strong: Option<bool>,
    /// Colour of the verdict that it names.
    pub tone: Option<Tone>,
    /// What more can be said of it, for a page that shows it on request.
    pub hint: Option<String>,
    /// True for a path, which a narrow column may break between its parts.
    pub is_path: bool,
    /// Where its text leads.
    pub link: Option<String>,
    /// What it is sorted by; a cell without it comes last.
    pub order: Option<Order>,
}

/// What the cells of a column are sorted by: all of them by the same.
#[derive(Debug, Clone, PartialEq)]
pub enum Order {
    /// By size, the smallest first.
    Size(f64),
    /// By the characters; dates among them.
    Letters(String),
}

/// A chart of a run, by name.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Name of the chart.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// What it shows, in words and numbers.
    pub alt: String,
    /// The numbers behind it.
    pub data: Data,
    /// Lines that a terminal can show as blocks.
    pub traces: Vec<Trace>,
    /// Place on these lines that is marked, 0 to 1, with its label.
    pub mark: Option<(f64, String)>,
}

/// The numbers behind a chart.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// A table that stands nowhere else.
    Own(Table),
    /// The table of this id, which the document has anyway.
    In(String),
}

/// A measure along the run.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// Name of the measure.
    pub name: &'static str,
    /// Unit of the values.
    pub unit: String,
    /// Decimals with which values are shown.
    pub decimals: usize,
    /// Values at equal steps from start to finish.
    pub values: Vec<Option<f64>>,
}

/// Words with emphasis on some of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text(pub Vec<(Emphasis, String)>);

/// How words stand within a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Emphasis {
    /// Like the words around them.
    None,
    /// Louder than the words around them.
    Strong,
    /// The title of something.
    Cite,
}

impl<T: Into<String>> From<T> for Text {
    fn from(words: T) -> Self {
        Self::default().then(words)
    }
}

impl Text {
    /// With more words at the end.
    pub fn then(self, words: impl Into<String>) -> Self {
        self.with(Emphasis::None, words)
    }

    /// With strong words at the end.
    pub fn strong(self, words: impl Into<String>) -> Self {
        self.with(Emphasis::Strong, words)
    }

    /// With a title at the end.
    pub fn cite(self, words: impl Into<String>) -> Self {
        self.with(Emphasis::Cite, words)
    }

    fn with(mut self, emphasis: Emphasis, words: impl Into<String>) -> Self {
        let words = words.into();
        if !words.is_empty() {
            self.0.push((emphasis, words));
        }
        self
    }

    /// The words without their emphasis.
    pub fn words(&self) -> String {
        self.0.iter().map(|(_, words)| words.as_str()).collect()
    }
}

impl Table {
    /// A table without columns and notes.
    pub fn new(id: impl Into<String>, title: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            notes: Vec::new(),
            columns: Vec::new(),
            rows: Vec::new(),
            headed_by: 0,
            sorted: None,
        }
    }

    /// Adds a column with its cells, from the first row to the last.
    pub fn add(&mut self, column: Column, cells: impl IntoIterator<Item = Cell>) {
        self.columns.push(column);
        for (at, cell) in cells.into_iter().enumerate() {
            match self.rows.get_mut(at) {
                Some(row) => row.push(cell),
                None => self.rows.push(vec![cell]),
            }
        }
    }

    /// The table with a note on how all of it is read.
    pub fn noted(mut self, note: impl Into<Text>) -> Self {
        self.notes.push((None, note.into()));
        self
    }

    /// The table with row headers in another column than the first.
    pub fn headed_by(mut self, column: usize) -> Self {
        self.headed_by = column;
        self
    }

    /// The table with rows that a page can sort, now in rising order of the column that is added
    /// next.
    pub fn sorted_by_next(mut self) -> Self {
        self.sorted = Some(self.columns.len());
        self
    }

    /// How the columns that the table has now are read.
    pub fn note(&self) -> Option<Text> {
        let has = |name: &str| self.columns.iter().any(|column| column.name == name);
        let mut note = Text::default();
        for (_, text) in self.notes.iter().filter(|(of, _)| of.is_none_or(has)) {
            if !note.0.is_empty() {
                note = note.then(" ");
            }
            note.0.extend(text.0.iter().cloned());
        }
        (!note.0.is_empty()).then_some(note)
    }

    /// The table with the columns that a medium shows.
    pub fn for_medium(&self, medium: Medium) -> Self {
        self.with(|column| column.only.is_none_or(|only| only == medium))
    }

    /// The table with some of its columns.
    pub fn with(&self, keeps: impl Fn(&Column) -> bool) -> Self {
        let keep: Vec<bool> = self.columns.iter().map(keeps).collect();
        let mut table = self.clone();
        let mut kept = keep.iter();
        table.columns.retain(|_| kept.next() == Some(&true));
        for row in &mut table.rows {
            let mut kept = keep.iter();
            row.retain(|_| kept.next() == Some(&true));
        }
        table
    }
}

impl Block {
    /// A section of these blocks under `title`, reached by the anchor `id`.
    pub fn section(id: impl Into<String>, title: impl Into<String>, blocks: Vec<Self>) -> Self {
        Self::Section(Section {
            id: id.into(),
            title: title.into(),
            folded: false,
            blocks,
        })
    }

    /// A paragraph of running text.
    pub fn paragraph(text: impl Into<Text>) -> Self {
        Self::Paragraph(Voice::Body, text.into())
    }

    /// A quieter paragraph: how to read what stands beside it.
    pub fn note(text: impl Into<Text>) -> Self {
        Self::Paragraph(Voice::Note, text.into())
    }

    /// A louder paragraph: what a section comes to.
    pub fn conclusion(text: impl Into<Text>) -> Self {
        Self::Paragraph(Voice::Conclusion, text.into())
    }

    /// A quieter paragraph: where the content is from.
    pub fn source(text: impl Into<Text>) -> Self {
        Self::Paragraph(Voice::Source, text.into())
    }

    /// A list of bullets; `id` names it in style sheets.
    pub fn bullets<T: Into<Item>>(id: &'static str, items: impl IntoIterator<Item = T>) -> Self {
        Self::List(List::new(id, Marks::Bullets, items))
    }

    /// Content for media with room for it.
    pub fn on_page(blocks: Vec<Self>) -> Self {
        Self::Only(Medium::Page, blocks)
    }

    /// The blocks within this one.
    fn inner(&self) -> Vec<&Self> {
        match self {
            Self::Section(Section { blocks, .. })
            | Self::Answer(Answer { blocks, .. })
            | Self::Only(_, blocks) => blocks.iter().collect(),
            Self::Columns(columns) => columns.iter().flatten().collect(),
            _ => Vec::new(),
        }
    }
}

impl Document {
    /// A document of more than one run.
    pub fn of_many(
        kind: &'static str,
        title: String,
        byline: Vec<String>,
        blocks: Vec<Block>,
    ) -> Self {
        Self {
            kind,
            description: title.clone(),
            title,
            byline,
            blocks,
            back: None,
        }
    }

    /// Every block of the tree in order of reading, outer ones before what is in them.
    pub fn all(&self) -> Vec<&Block> {
        fn visit<'a>(block: &'a Block, all: &mut Vec<&'a Block>) {
            all.push(block);
            for inner in block.inner() {
                visit(inner, all);
            }
        }
        let mut all = Vec::new();
        for block in &self.blocks {
            visit(block, &mut all);
        }
        all
    }

    /// The answer, in a document that has one.
    pub fn answer(&self) -> Option<&Answer> {
        self.all().into_iter().find_map(|block| match block {
            Block::Answer(answer) => Some(answer),
            _ => None,
        })
    }

    /// Every table that stands in the text.
    pub fn tables(&self) -> Vec<&Table> {
        let all = self.all().into_iter();
        all.filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
        .collect()
    }

    /// The sections below the title, for a list of contents: id and heading.
    pub fn contents(&self) -> Vec<(&str, &str)> {
        let all = self.blocks.iter();
        all.filter_map(|block| match block {
            Block::Section(section) => Some((section.id.as_str(), section.title.as_str())),
            _ => None,
        })
        .collect()
    }
}

impl List {
    /// What stands before an item in plain text, by its place from 0.
    pub fn mark(&self, at: usize) -> String {
        match self.marks {
            Marks::Bullets => "-".to_owned(),
            Marks::Numbers | Marks::References => format!("{}.", at + 1),
        }
    }

    /// A list of short items without a heading.
    pub fn new<T: Into<Item>>(
        id: &'static str,
        marks: Marks,
        items: impl IntoIterator<Item = T>,
    ) -> Self {
        Self {
            id,
            marks,
            label: None,
            wide: false,
            items: items.into_iter().map(Into::into).collect(),
        }
    }
}

impl<T: Into<Text>> From<T> for Item {
    fn from(text: T) -> Self {
        Self {
            text: text.into(),
            source: None,
        }
    }
}

impl Figure {
    /// A chart without lines for a terminal.
    pub fn new(name: &str, title: &str, alt: String, data: Data) -> Self {
        Self {
            name: name.to_owned(),
            title: title.to_owned(),
            alt,
            data,
            traces: Vec::new(),
            mark: None,
        }
    }
}

impl Definition {
    /// A term and what there is to say, in no colour.
    pub fn new(term: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            term: term.into(),
            text: text.into(),
            tone: None,
        }
    }
}

impl Column {
    /// A column of numbers.
    pub fn numbers(name: impl Into<String>, unit: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            unit: unit.into(),
            holds: Holds::Numbers,
            only: None,
            drop: 0,
        }
    }

    /// A column of words.
    pub fn words(name: impl Into<String>) -> Self {
        Self {
            holds: Holds::Words,
            ..Self::numbers(name, "")
        }
    }
}

impl Cell {
    /// The cell with what it is sorted by.
    pub fn by(mut self, order: Option<Order>) -> Self {
        self.order = order;
        self
    }

    /// The cell with where it leads.
    pub fn to(mut self, link: Option<String>) -> Self {
        self.link = link;
        self
    }

    /// A value, or the sign for none.
    pub fn measured(value: Option<f64>, show: impl Fn(f64) -> String) -> Self {
        Self::plain(value.map_or_else(|| ABSENT.to_owned(), show))
    }

    /// A cell with nothing but its text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }
}
