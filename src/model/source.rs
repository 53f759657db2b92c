//! Where a statement is written.

use super::field::SOURCE;
use super::value::Mapping;
use super::{Date, Text, Timeline, Value, Word};
/// A publication that an event rests on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Source {
    /// Where it can be read; empty for a source without an address.
    pub url: Text,
    /// Who published it.
    pub publisher: Option<Word>,
    /// When it was published.
    pub date: Option<Date>,
    /// What it is called.
    pub title: Text,
    /// A pointer, not an authority: an aggregator, a copy, a partisan outlet.
    pub weak: bool,
    /// The document or the words themselves, not a report of them.
    pub primary: bool,
    /// Keys that dateline does not know.
    pub extra: Vec<(Text, Value)>,
}

impl Source {
    /// Returns what files write of it.
    pub(super) fn value(&self, timeline: &Timeline) -> Value {
        let Self { url, publisher, date, title, weak, primary, extra } = self;
        let known = Mapping::default()
            .text("url", url)
            .word("publisher", *publisher, timeline)
            .date("date", date.as_ref())
            .text("title", title)
            .flag("weak", *weak)
            .flag("primary", *primary);
        Value::Map(known.extra(extra, SOURCE))
    }
}
