//! Sources of events, and the list of their fields.

use std::sync::LazyLock;

use super::field::{Key, Shape, fields, key};
use super::{Date, Text, Value, Word};

/// Publication that an event is based on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Source {
    /// Address; empty when it has none.
    pub url: Text,
    /// Publisher.
    pub publisher: Option<Word>,
    /// Date of publication.
    pub date: Option<Date>,
    /// Title.
    pub title: Text,
    /// Whether it is only a pointer (aggregator, copy, partisan outlet), not an authority.
    pub weak: bool,
    /// Whether it is the document or statement itself, not a report of it.
    pub primary: bool,
    /// Rarely used fields, boxed to keep the struct small.
    pub details: Option<Box<SourceDetails>>,
    /// Unknown keys, kept so that they can be written back.
    pub extra: Vec<(Text, Value)>,
}

/// Fields that few sources have.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SourceDetails {
    /// Id in the registry; empty for a source that an event describes inline.
    pub id: Text,
    /// Authors.
    pub authors: Vec<Text>,
    /// Language as a BCP 47 tag, such as `en`.
    pub lang: Text,
    /// Address of an archived copy.
    pub archive: Text,
    /// When the address was last visited.
    pub accessed: Option<Date>,
    /// Verbatim quotation of the relevant passage.
    pub quote: Text,
    /// Caveat about this source.
    pub note: Text,
}

/// Empty details, for sources that have none.
static NO_DETAILS: LazyLock<SourceDetails> = LazyLock::new(SourceDetails::default);

fields! {
    /// Field of a source, in the order of the file format.
    ///
    /// This is the only list of the fields: reading, checks, the schemas, YAML, JSON and diffs use it.
    SourceField,
    /// Keys of a source, in the order of [`SourceField`].
    SOURCE,
    Url: key("url", Shape::Url, "Where it can be read."),
    Publisher: key("publisher", Shape::Text, "Who published it."),
    Author: key("author", Shape::OneOrMore(&Shape::Text), "Who wrote it."),
    Date: key("date", Shape::Date, "When it was published."),
    Title: key("title", Shape::Text, "What it is called."),
    Lang: key("lang", Shape::Text, "Its language, a tag of BCP 47 such as en."),
    Archive: key("archive", Shape::Url, "Where a copy of it is kept."),
    Accessed: key("accessed", Shape::Date, "When it was last read."),
    Quote: key("quote", Shape::Text, "The words that matter, letter for letter."),
    Note: key("note", Shape::Text, "What to bear in mind."),
    Weak: key("weak", Shape::Flag, "A pointer, not an authority."),
    Primary: key("primary", Shape::Flag, "The document or the words themselves."),
    Id: key("id", Shape::Text, "The id of the registry, as JSON exports write it."),
    Extra: key("extra", Shape::Anything, "Keys that dateline does not know, as JSON exports write them."),
}

/// Value of a field of a source.
#[derive(Debug, Clone, Copy)]
pub enum SourceValue<'s> {
    /// Text, may be empty.
    Text(&'s str),
    /// Several texts.
    Texts(&'s [Text]),
    /// Interned word.
    Word(Option<Word>),
    /// Date.
    Date(Option<&'s Date>),
    /// Boolean.
    Flag(bool),
    /// Unknown keys.
    Extra(&'s [(Text, Value)]),
}

impl SourceField {
    /// Returns the value of this field in a source.
    pub fn of(self, source: &Source) -> SourceValue<'_> {
        let details = source.details();
        match self {
            Self::Url => SourceValue::Text(&source.url),
            Self::Publisher => SourceValue::Word(source.publisher),
            Self::Author => SourceValue::Texts(&details.authors),
            Self::Date => SourceValue::Date(source.date.as_ref()),
            Self::Title => SourceValue::Text(&source.title),
            Self::Lang => SourceValue::Text(&details.lang),
            Self::Archive => SourceValue::Text(&details.archive),
            Self::Accessed => SourceValue::Date(details.accessed.as_ref()),
            Self::Quote => SourceValue::Text(&details.quote),
            Self::Note => SourceValue::Text(&details.note),
            Self::Weak => SourceValue::Flag(source.weak),
            Self::Primary => SourceValue::Flag(source.primary),
            Self::Id => SourceValue::Text(&details.id),
            Self::Extra => SourceValue::Extra(&source.extra),
        }
    }
}

impl Source {
    /// Returns the rarely used fields, all empty when the source has none.
    pub fn details(&self) -> &SourceDetails {
        self.details.as_deref().unwrap_or(&NO_DETAILS)
    }

    /// Returns the id in the registry; empty for a source that an event describes inline.
    pub fn id(&self) -> &str {
        &self.details().id
    }

    /// Replaces the id; an empty `id` removes it.
    #[must_use]
    pub fn called(mut self, id: &str) -> Self {
        let details = SourceDetails { id: id.into(), ..self.details().clone() };
        self.details = (details != *NO_DETAILS).then(|| details.into());
        self
    }
}
