//! The numbered sources of a memo.

use std::collections::HashMap;
use std::io;

use super::escape::{address, at_line_start, escape, escape_line};
use crate::export::works::Work;
use crate::model::{Source, Timeline};

/// Works in the order in which they were first named, each with one number.
pub struct References<'a> {
    timeline: &'a Timeline,
    works: Vec<Work<'a>>,
    numbers: HashMap<String, usize>,
}

impl<'a> References<'a> {
    /// None yet.
    pub fn new(timeline: &'a Timeline) -> Self {
        Self { timeline, works: Vec::new(), numbers: HashMap::new() }
    }

    /// The number of a source: whoever names the same work gives the same number, and what one leaves out
    /// of it another completes.
    pub fn number(&mut self, source: &'a Source) -> usize {
        self.take(Work::of(self.timeline, source))
    }

    /// The number of an address that is named in a dispute, most often of a source.
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

    /// Writes them as a numbered list below a heading; nothing when there are none.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        if self.works.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n## Sources\n")?;
        let numbered = self.works.iter().zip(1..);
        numbered.into_iter().try_for_each(|(work, number)| writeln!(out, "{number}. {}", described(work)))
    }
}

/// `The New York Times, 22 May 2024, “Title” (weak source): <https://…>. Quote: …`
fn described(work: &Work) -> String {
    let words = at_line_start(&escape(&work.words()));
    let remarks = work.remarks().into_iter().map(|remark| escape_line(&remark));
    let place = Some(linked(work.url)).filter(|place| !place.is_empty());
    let named = [Some(words).filter(|words| !words.is_empty()), place];
    let named = named.into_iter().flatten().collect::<Vec<_>>().join(": ");
    std::iter::once(named).chain(remarks).collect::<Vec<_>>().join(". ")
}

/// The address as a link, or as text when no browser should open it.
fn linked(url: &str) -> String {
    address(url).unwrap_or_else(|| escape_line(url))
}
