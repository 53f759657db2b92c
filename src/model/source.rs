//! Sources of events, and the list of their fields.

use strum::VariantArray;

use super::field::{Key, Shape, key};
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
#[derive(Debug, Clone, PartialEq)]
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
static NO_DETAILS: SourceDetails = SourceDetails {
    id: Text::const_new(""),
    authors: Vec::new(),
    lang: Text::const_new(""),
    archive: Text::const_new(""),
    accessed: None,
    quote: Text::const_new(""),
    note: Text::const_new(""),
};

/// Field of a source, in the order of the file format.
///
/// This is the only list of the fields: reading, checks, the schemas, YAML, JSON and diffs use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
#[allow(missing_docs)]
pub enum SourceField {
    Url,
    Publisher,
    Author,
    Date,
    Title,
    Lang,
    Archive,
    Accessed,
    Quote,
    Note,
    Weak,
    Primary,
    Id,
    Extra,
}

/// Keys of a source, in the order of the file format and of [`SourceField`].
pub const SOURCE: &[Key; SourceField::VARIANTS.len()] = &[
    key("url", Shape::Url, "Where it can be read."),
    key("publisher", Shape::Text, "Who published it."),
    key("author", Shape::OneOrMore(&Shape::Text), "Who wrote it."),
    key("date", Shape::Date, "When it was published."),
    key("title", Shape::Text, "What it is called."),
    key("lang", Shape::Text, "Its language, a tag of BCP 47 such as en."),
    key("archive", Shape::Url, "Where a copy of it is kept."),
    key("accessed", Shape::Date, "When somebody last looked at it."),
    key("quote", Shape::Text, "The words that matter, letter for letter."),
    key("note", Shape::Text, "What to bear in mind."),
    key("weak", Shape::Flag, "A pointer, not an authority."),
    key("primary", Shape::Flag, "The document or the words themselves."),
    key("id", Shape::Text, "The id of the registry, as JSON exports write it."),
    key("extra", Shape::Anything, "Keys that dateline does not know, as JSON exports write them."),
];

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
    /// Returns the key, its shape and its meaning.
    pub const fn key(self) -> Key {
        SOURCE[self as usize]
    }

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

impl Default for SourceDetails {
    fn default() -> Self {
        NO_DETAILS.clone()
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
        self.details = (details != NO_DETAILS).then(|| details.into());
        self
    }
}
