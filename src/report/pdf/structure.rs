//! The structure of the document, which a screen reader follows: headings, paragraphs,
//! tables with headers, figures with their description.

use pdf_writer::types::{AttributeOwner, StructRole, TableHeaderScope};
use pdf_writer::{Finish, Name, Pdf, Ref, TextStr};

struct Element {
    role: StructRole,
    parent: Option<usize>,
    alt: Option<String>,
    scope: Option<TableHeaderScope>,
    children: Vec<Child>,
}

impl Element {
    const fn new(role: StructRole, parent: Option<usize>) -> Self {
        Self {
            role,
            parent,
            alt: None,
            scope: None,
            children: Vec::new(),
        }
    }
}

#[derive(Clone, Copy)]
enum Child {
    Element(usize),
    /// Page and number of a stretch of its content.
    Content(usize, i32),
}

/// The structure as it grows.
pub struct Structure {
    elements: Vec<Element>,
    open: Vec<usize>,
    /// For each page, which element owns each stretch of content.
    owners: Vec<Vec<usize>>,
}

impl Structure {
    /// A document without content.
    pub fn new() -> Self {
        Self {
            elements: vec![Element::new(StructRole::Document, None)],
            open: vec![0],
            owners: Vec::new(),
        }
    }

    /// Content from here on is on a new page.
    pub fn new_page(&mut self) {
        self.owners.push(Vec::new());
    }

    /// Opens an element within the one that is open.
    pub fn open(&mut self, role: StructRole) -> usize {
        let parent = self.open.last().copied().unwrap_or(0);
        let id = self.elements.len();
        self.elements.push(Element::new(role, Some(parent)));
        self.elements[parent].children.push(Child::Element(id));
        self.open.push(id);
        id
    }

    /// Closes the element that was opened last.
    pub fn close(&mut self) {
        // The root stays open.
        if self.open.len() > 1 {
            self.open.pop();
        }
    }

    /// What an element shows, for those who cannot see it.
    pub fn describe(&mut self, id: usize, alt: &str) {
        self.elements[id].alt = Some(alt.to_owned());
    }

    /// Whether a header cell heads its row or its column.
    pub fn scope(&mut self, id: usize, scope: TableHeaderScope) {
        self.elements[id].scope = Some(scope);
    }

    /// Number of a new stretch of content of the open element.
    pub fn content(&mut self) -> i32 {
        let owner = self.open.last().copied().unwrap_or(0);
        let page = self.owners.len().saturating_sub(1);
        let Some(owners) = self.owners.last_mut() else {
            return 0;
        };
        let number = i32::try_from(owners.len()).unwrap_or(i32::MAX);
        owners.push(owner);
        self.elements[owner]
            .children
            .push(Child::Content(page, number));
        number
    }

    /// Writes all of it; returns the root.
    pub fn write(&self, pdf: &mut Pdf, pages: &[Ref], next: &mut Ref) -> Ref {
        let root = next.bump();
        let refs: Vec<Ref> = self.elements.iter().map(|_| next.bump()).collect();
        for (element, id) in self.elements.iter().zip(&refs) {
            let mut out = pdf.struct_element(*id);
            out.kind(element.role);
            out.parent(element.parent.map_or(root, |p| refs[p]));
            if let Some(alt) = &element.alt {
                out.alt(TextStr(alt));
            }
            if let Some(scope) = element.scope {
                let mut attributes = out.attributes();
                let mut one = attributes.push();
                one.owner(AttributeOwner::Table, false)
                    .pair(Name(b"Scope"), scope_name(scope));
                one.finish();
                attributes.finish();
            }
            let mut children = out.children();
            for child in &element.children {
                match *child {
                    Child::Element(at) => {
                        children.struct_element(refs[at]);
                    }
                    Child::Content(page, number) => {
                        children
                            .marked_content_ref()
                            .page(pages[page])
                            .marked_content_id(number);
                    }
                }
            }
        }
        let write = |owners: &Vec<usize>| {
            let id = next.bump();
            let list = owners.iter().map(|at| refs[*at]);
            pdf.indirect(id).array().items(list);
            id
        };
        let owners: Vec<Ref> = self.owners.iter().map(write).collect();
        let tree = next.bump();
        let mut numbers = pdf.number_tree::<Ref>(tree);
        let mut nums = numbers.nums();
        for (page, id) in owners.iter().enumerate() {
            nums.insert(i32::try_from(page).unwrap_or(0), *id);
        }
        nums.finish();
        numbers.finish();
        let mut dict = pdf.indirect(root).dict();
        dict.pair(Name(b"Type"), Name(b"StructTreeRoot"));
        dict.pair(Name(b"K"), refs[0]);
        dict.pair(Name(b"ParentTree"), tree);
        dict.pair(
            Name(b"ParentTreeNextKey"),
            i32::try_from(owners.len()).unwrap_or(0),
        );
        dict.finish();
        root
    }
}

const fn scope_name(scope: TableHeaderScope) -> Name<'static> {
    match scope {
        TableHeaderScope::Row => Name(b"Row"),
        TableHeaderScope::Column => Name(b"Column"),
        TableHeaderScope::Both => Name(b"Both"),
    }
}
