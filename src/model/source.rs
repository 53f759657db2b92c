//! Where a statement is written.

use super::{Date, Text, Value, Word};

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
