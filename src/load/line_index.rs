//! Converts byte offsets to lines and columns.

use std::ops::Range;
use std::sync::OnceLock;

use memchr::{memchr, memchr_iter, memchr2_iter};

use crate::parallel::parallel_if;
use crate::problem::{Location, Problem, QUOTED, QUOTED_BEFORE, Span, floor};

/// Lines and columns of a text. Both tables are built on first use.
pub struct LineIndex<'t> {
    name: String,
    text: &'t str,
    starts: OnceLock<Vec<u32>>,
    /// Number of characters before each [`BLOCK`] of bytes, so that a column in a long line is found fast.
    letters: OnceLock<Vec<u32>>,
}

/// Size in bytes of a block of the character counts.
const BLOCK: usize = 1 << 10;
/// Maximum length in bytes of a range whose characters are counted without the table.
const LONG: usize = 16 * BLOCK;

impl<'t> LineIndex<'t> {
    /// Creates an index for a text and the name of its file.
    pub fn new(name: impl Into<String>, text: &'t str) -> Self {
        Self { name: name.into(), text, starts: OnceLock::new(), letters: OnceLock::new() }
    }

    /// Returns the line of a byte, from 1.
    pub fn line(&self, byte: u32) -> u32 {
        self.starts().partition_point(|start| *start <= byte) as u32
    }

    /// Returns the location of a span, with the part of its line to quote.
    pub fn location(&self, span: Span) -> Location {
        let span = self.trimmed(span);
        let line = self.line(span.start);
        let whole = self.bytes_of(line);
        let start = floor(self.text, (span.start as usize).min(whole.end));
        let end = (span.end as usize).clamp(start, whole.end);
        let before = self.text[whole.start..start].char_indices().rev().take(QUOTED_BEFORE).last();
        let quoted = whole.start + before.map_or(start - whole.start, |(at, _)| at);
        let column = self.letters_in(whole.start..start);
        Location {
            file: self.name.clone(),
            line: line as usize,
            column: column + 1,
            length: self.letters_in(start..end).max(1),
            quoted: self.text[quoted..whole.end].chars().take(QUOTED).collect(),
            skipped: column - self.letters_in(quoted..start),
        }
    }

    /// Converts a problem's span to a location in this file.
    pub fn problem(&self, problem: Problem<Span>) -> Problem {
        problem.moved(|span| self.location(span))
    }

    /// Returns the name of the file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Clamps a span to the text without trailing white space, so that the end of the file is on its last
    /// line.
    fn trimmed(&self, span: Span) -> Span {
        let most = self.text.trim_end().len() as u32;
        Span {
            start: span.start.min(most),
            end: span.end.min(self.text.len() as u32).max(span.start.min(most)),
        }
    }

    /// Returns the byte range of a line, counted from 1, without its line end.
    fn bytes_of(&self, line: u32) -> Range<usize> {
        let starts = self.starts();
        let start = starts[line as usize - 1] as usize;
        let next = starts.get(line as usize).map_or(self.text.len(), |next| *next as usize);
        start..start + self.text[start..next].trim_end_matches(['\n', '\r']).len()
    }

    /// Returns the number of characters that start in a range of bytes, from the table if it is long.
    fn letters_in(&self, range: Range<usize>) -> usize {
        if range.len() <= LONG {
            return letters(&self.text.as_bytes()[range]);
        }
        self.letters_before(range.end) - self.letters_before(range.start)
    }

    /// Returns the number of characters that start before a byte.
    fn letters_before(&self, byte: usize) -> usize {
        let blocks = self.letters.get_or_init(|| {
            let mut counted = 0;
            let blocks = self.text.as_bytes().chunks(BLOCK);
            let through = blocks.map(|block| {
                counted += letters(block);
                counted as u32
            });
            std::iter::once(0).chain(through).collect::<Vec<u32>>()
        });
        blocks[byte / BLOCK] as usize + letters(&self.text.as_bytes()[byte / BLOCK * BLOCK..byte])
    }

    fn starts(&self) -> &[u32] {
        self.starts.get_or_init(|| numbered_starts(self.text))
    }
}

/// Counts the characters that start in a slice of UTF-8.
fn letters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

/// Returns the first byte of every line as [`LineIndex`] numbers them: a carriage return alone ends one, too (YAML
/// 1.2.2, section 5.4).
pub(super) fn numbered_starts(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    starts_behind(text, |piece| {
        memchr2_iter(b'\n', b'\r', &bytes[piece.clone()])
            .map(|at| piece.start + at)
            .filter(|at| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'))
            .map(|at| at as u32 + 1)
            .collect()
    })
}

/// Returns the first byte of every line, where only line feeds end lines. A text that ends in one has a final
/// empty line.
pub(super) fn line_starts(text: &str) -> Vec<u32> {
    starts_behind(text, |piece| {
        let feeds = memchr_iter(b'\n', &text.as_bytes()[piece.clone()]);
        feeds.map(|at| (piece.start + at + 1) as u32).collect()
    })
}

/// Returns 0 and the line starts that `behind` finds in each piece of the text, in parallel.
fn starts_behind(text: &str, behind: impl Fn(Range<usize>) -> Vec<u32> + Sync + Send) -> Vec<u32> {
    const PIECE: usize = 1 << 20;
    let starts = parallel_if(0..text.len().div_ceil(PIECE), text.len() > PIECE, |number| {
        behind(number * PIECE..text.len().min((number + 1) * PIECE))
    });
    std::iter::once(0).chain(starts.into_iter().flatten()).collect()
}

/// Returns the byte ranges of the lines that end with a line feed, line ends included.
pub(crate) fn line_ranges(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut end = 0;
    std::iter::from_fn(move || {
        let start = end;
        let rest = text.as_bytes().get(start..).filter(|rest| !rest.is_empty())?;
        end = memchr(b'\n', rest).map_or(text.len(), |feed| start + feed + 1);
        Some(start..end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_carriage_return_alone_ends_a_line_as_yaml_says() {
        let text = "a\rb\r\nc\n\rd";
        let index = LineIndex::new("a.yaml", text);
        let places = text.char_indices().filter(|(_, c)| c.is_alphabetic());
        let lines: Vec<u32> = places.map(|(at, _)| index.line(at as u32)).collect();
        assert_eq!(lines, [1, 2, 3, 5]);
    }

    #[test]
    fn a_place_in_a_long_line_has_its_column_and_what_surrounds_it() {
        let text = format!("first\n{}x{}\nlast", "é".repeat(5_000), "ü".repeat(5_000));
        let at = text.find('x').unwrap();
        let location = LineIndex::new("a.yaml", &text).location(Span::from(at..at + 3));
        assert_eq!((location.line, location.column, location.length), (2, 5_001, 2));
        assert_eq!(location.skipped, 5_000 - QUOTED_BEFORE);
        assert_eq!(location.quoted.chars().nth(QUOTED_BEFORE), Some('x'));
        assert_eq!(location.quoted.chars().count(), QUOTED);
    }
}
