//! Bytes of a text to lines and columns.

use std::sync::OnceLock;

use memchr::memchr_iter;

use crate::parallel::parallel_if;
use crate::problem::{Location, Problem, Span};

/// The lines of a text, counted when somebody first asks.
pub struct LineIndex<'t> {
    name: &'t str,
    text: &'t str,
    starts: OnceLock<Vec<u32>>,
}

impl<'t> LineIndex<'t> {
    /// For a text and the name of its file.
    pub fn new(name: &'t str, text: &'t str) -> Self {
        Self { name, text, starts: OnceLock::new() }
    }

    /// The line of a byte, from 1.
    pub fn line(&self, byte: u32) -> u32 {
        self.starts().partition_point(|start| *start <= byte) as u32
    }

    /// What a span means to a person.
    pub fn location(&self, span: Span) -> Location {
        let span = self.trimmed(span);
        let line = self.line(span.start);
        let start = self.starts()[line as usize - 1] as usize;
        let quoted = self.text[start..].lines().next().unwrap_or_default();
        let at = (span.start as usize - start).min(quoted.len());
        let end = (span.end as usize - start).clamp(at, quoted.len());
        let letters = |range: std::ops::Range<usize>| {
            String::from_utf8_lossy(&quoted.as_bytes()[range]).chars().count()
        };
        Location {
            file: self.name.to_owned(),
            line: line as usize,
            column: letters(0..at) + 1,
            length: letters(at..end).max(1),
            quoted: quoted.to_owned(),
        }
    }

    /// A problem as a problem of this file.
    pub fn problem(&self, problem: Problem<Span>) -> Problem {
        problem.moved(|span| self.location(span))
    }

    /// The span within the text; an empty file has a line too, and the end of a file ends its last.
    fn trimmed(&self, span: Span) -> Span {
        let most = self.text.trim_end().len() as u32;
        Span {
            start: span.start.min(most),
            end: span.end.min(self.text.len() as u32).max(span.start.min(most)),
        }
    }

    fn starts(&self) -> &[u32] {
        self.starts.get_or_init(|| line_starts(self.text))
    }
}

/// The first byte of every line; a text that ends in a line feed has an empty line behind it.
pub(super) fn line_starts(text: &str) -> Vec<u32> {
    const PIECE: usize = 1 << 20;
    let behind_feeds = parallel_if(text.len().div_ceil(PIECE), text.len() > PIECE, |number| {
        let start = number * PIECE;
        let piece = &text.as_bytes()[start..text.len().min(start + PIECE)];
        memchr_iter(b'\n', piece).map(|at| (start + at + 1) as u32).collect::<Vec<_>>()
    });
    std::iter::once(0).chain(behind_feeds.into_iter().flatten()).collect()
}
