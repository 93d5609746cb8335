//! PNG and PDF files read back: pixels, and what a page draws.

use flate2::read::ZlibDecoder;
use std::io::Read as _;

/// A PNG as rows of red, green and blue.
pub struct Picture {
    pub wide: usize,
    pub pixels: Vec<[u8; 3]>,
}

impl Picture {
    pub fn of(bytes: Vec<u8>) -> Self {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut bytes).unwrap();
        Self {
            wide: info.width as usize,
            pixels: bytes.as_chunks().0.to_vec(),
        }
    }
    /// The pixel at a place in px of layout.
    pub fn at(&self, (x, y): (f64, f64)) -> [u8; 3] {
        self.pixels[(y * 2.0) as usize * self.wide + (x * 2.0) as usize]
    }
    /// The first and the last row with dark pixels in a box, in px of layout: left, top, right,
    /// bottom.
    pub fn dark_rows(&self, [left, top, right, bottom]: [f64; 4]) -> Option<(f64, f64)> {
        let is_dark = |y: usize| {
            let row = &self.pixels[y * self.wide..][(left * 2.0) as usize..(right * 2.0) as usize];
            row.iter().any(|p| p.iter().all(|c| *c < 150))
        };
        let mut rows = ((top * 2.0) as usize..(bottom * 2.0) as usize).filter(|y| is_dark(*y));
        let first = rows.next()?;
        Some((
            first as f64 / 2.0,
            (rows.next_back().unwrap_or(first) + 1) as f64 / 2.0,
        ))
    }
}

/// What a page of a PDF draws: starts of paths and places of text, points from the upper left.
#[derive(Default)]
pub struct PdfPage {
    /// Each path's points.
    pub paths: Vec<Vec<(f64, f64)>>,
    pub texts: Vec<(f64, f64)>,
}

/// The page of a PDF with the most paths: its charts.
pub fn chart_page(bytes: &[u8]) -> PdfPage {
    let starts = bytes
        .windows(7)
        .enumerate()
        .filter(|(_, w)| *w == b"stream\n");
    let pages = starts.filter_map(|(at, _)| {
        let mut content = Vec::new();
        ZlibDecoder::new(&bytes[at + 7..])
            .read_to_end(&mut content)
            .ok()?;
        Some(pdf_page(&String::from_utf8_lossy(&content)))
    });
    pages.max_by_key(|page| page.paths.len()).unwrap()
}

fn pdf_page(content: &str) -> PdfPage {
    let mut page = PdfPage::default();
    for line in content.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let Some((operator, numbers)) = words.split_last() else {
            continue;
        };
        let numbers: Vec<f64> = numbers.iter().map_while(|n| n.parse().ok()).collect();
        let place = |x: f64, y: f64| (x, 792.0 - y);
        match (*operator, numbers.as_slice()) {
            ("m", [x, y]) => page.paths.push(vec![place(*x, *y)]),
            ("l", [x, y]) => page.paths.last_mut().unwrap().push(place(*x, *y)),
            ("Tm", [.., x, y]) => page.texts.push(place(*x, *y)),
            _ => {}
        }
    }
    page
}
