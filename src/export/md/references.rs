//! The numbered list of sources in a memo.

use std::collections::HashMap;
use std::io;

use super::escape::{address, at_line_start, escape, escape_line};
use crate::export::works::Work;
use crate::model::{Source, Timeline};

/// Works with their numbers, in the order of their first citation.
pub struct References<'a> {
    timeline: &'a Timeline,
    works: Vec<Work<'a>>,
    numbers: HashMap<String, usize>,
}

impl<'a> References<'a> {
    /// Creates an empty list.
    pub fn new(timeline: &'a Timeline) -> Self {
        Self { timeline, works: Vec::new(), numbers: HashMap::new() }
    }

    /// Returns the number of a source. Citations of the same work have the same number, and fields that one
    /// omits are taken from the others.
    pub fn number(&mut self, source: &'a Source) -> usize {
        self.take(Work::of(self.timeline, source))
    }

    /// Returns the number of an address cited in a dispute, usually that of a source of the event.
    pub fn number_at(&mut self, url: &'a str) -> usize {
        self.take(Work::at(url))
    }

    fn take(&mut self, work: Work<'a>) -> usize {
        let next = self.works.len() + 1;
        let number = *self.numbers.entry(work.identity().unwrap_or_default()).or_insert(next);
        match self.works.get_mut(number - 1) {
            Some(known) => known.complete(&work),
            None => self.works.push(work),
        }
        number
    }

    /// Writes the numbered list below a heading; nothing if it is empty.
    ///
    /// # Errors
    /// Fails if `out` does.
    pub fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        if self.works.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n## Sources\n")?;
        let numbered = self.works.iter().zip(1..);
        numbered.into_iter().try_for_each(|(work, number)| writeln!(out, "{number}. {}", described(work)))
    }
}

/// Formats a work: `The New York Times, 22 May 2024, “Title” (weak source): <https://…>. Quote: …`.
fn described(work: &Work) -> String {
    let words = at_line_start(&escape(&work.words()));
    let remarks = work.remarks().into_iter().map(|remark| escape_line(&remark));
    // An address that is not safe to open is no link.
    let place = address(work.url).unwrap_or_else(|| escape_line(work.url));
    let place = Some(place).filter(|place| !place.is_empty());
    let named = [Some(words).filter(|words| !words.is_empty()), place];
    let named = named.into_iter().flatten().collect::<Vec<_>>().join(": ");
    std::iter::once(named).chain(remarks).collect::<Vec<_>>().join(". ")
}
