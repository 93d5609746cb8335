//! Words that renderers put around the content of a document, the same in every output.

/// Heading of the one thing to do.
pub const TO_DO: &str = "What to do";
/// Stands before how sure the verdict is.
pub const HOW_SURE: &str = "How sure";
/// Stands before the parts of the session.
pub const SESSION: &str = "Session";
/// Stands before the heading of the article's section that a piece of advice is from.
pub const FROM_ARTICLE: &str = "From the article: ";
/// Headers of a table of tiles: no name for the measures, and what their values are.
pub const COMPARED: [&str; 4] = ["", "Fresh", "Late", "Change"];
/// The same where nothing is compared.
pub const NOT_COMPARED: [&str; 2] = ["", "Whole run"];
/// Name of the list of contents.
pub const CONTENTS: &str = "Contents";
/// Leads past the masthead, for those who do not see the page.
pub const SKIP: &str = "To the verdict";
/// How the charts of a page are read, where no place is chosen.
pub const READ_CHARTS: &str = "Move over a chart to read it, drag to select a stretch. With the keyboard, \
    focus a chart: arrow keys read, Shift and arrow keys select, Enter zooms in, Escape goes back.";
/// Leads from a chart to the table that holds its numbers.
pub const NUMBERS_ELSEWHERE: &str = "The numbers in the table";
/// Stands before the title of a table, for those who do not see that it is one.
pub const TABLE: &str = "Table: ";
/// Stands between a value while fresh and late, for those who do not see the arrow.
pub const TO: &str = " to ";
/// Heading of the form for what no watch records.
pub const FORM: &str = "Add what the watch did not see";
/// How that form is used: what stands before the name of the file, the name, and the rest.
pub const FORM_USE: [&str; 3] = [
    "How it felt decides between fatigue and more, and only you know. Fill in what you like, copy the \
     lines into a file named ",
    "formdrift.toml",
    " beside the recording, and run formdrift again. Nothing is sent anywhere.",
];
/// Stands behind the name of a field that takes a rating.
pub const OF_TEN: &str = ", 0-10";
/// Name of the lines that the form gives.
pub const FORM_LINES: &str = "Lines for formdrift.toml";
/// The button that copies those lines to the clipboard.
pub const FORM_COPY: &str = "Copy the lines";
