//! The numbered sources of a memo.

use std::collections::HashMap;
use std::io;

use super::escape::{address, at_line_start, escape, escape_line};
use crate::export::words;
use crate::model::{Date, Event, Source, Timeline};

/// Sources in the order in which they were first named, each with one number.
#[derive(Default)]
pub struct References<'a> {
    listed: Vec<Reference<'a>>,
    numbers: HashMap<String, usize>,
}

enum Reference<'a> {
    Source(&'a Source),
    /// The address of a source of which nothing else is known.
    Address(&'a str),
}

impl<'a> References<'a> {
    /// The number of a source: two events that name the same one get the same number.
    pub fn number(&mut self, source: &'a Source) -> usize {
        let date = source.date.as_ref().map(Date::text);
        let publisher = source.publisher.map(crate::model::Word::index);
        let key = format!("{:?}", (&source.url, publisher, date, &source.title, source.weak, source.primary));
        self.take(key, Reference::Source(source))
    }

    /// The number of an address that `event` names in a dispute, most often of one of its sources.
    pub fn number_of(&mut self, event: &'a Event, url: &'a str) -> usize {
        match event.sources.iter().find(|source| &*source.url == url) {
            Some(source) => self.number(source),
            None => self.take(format!("{url:?}"), Reference::Address(url)),
        }
    }

    fn take(&mut self, key: String, reference: Reference<'a>) -> usize {
        let next = self.listed.len() + 1;
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            self.listed.push(reference);
        }
        number
    }

    /// Writes them as a numbered list below a heading; nothing when there are none.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, timeline: &Timeline, out: &mut dyn io::Write) -> io::Result<()> {
        if self.listed.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n## Sources\n")?;
        for (index, reference) in self.listed.iter().enumerate() {
            let text = match reference {
                Reference::Source(source) => described(timeline, source),
                Reference::Address(url) => linked(url),
            };
            writeln!(out, "{}. {text}", index + 1)?;
        }
        Ok(())
    }
}

/// `The New York Times, 22 May 2024, “Title” (weak source): <https://…>`
fn described(timeline: &Timeline, source: &Source) -> String {
    let text = escape(&words::source(timeline, source));
    match (text.is_empty(), source.url.is_empty()) {
        (false, false) => format!("{}: {}", at_line_start(&text), linked(&source.url)),
        (true, false) => linked(&source.url),
        _ => at_line_start(&text),
    }
}

/// The address as a link, or as text when no browser should open it.
fn linked(url: &str) -> String {
    address(url).unwrap_or_else(|| escape_line(url))
}
