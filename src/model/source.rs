//! Where a statement is written.

use strum::VariantArray;

use super::field::{Key, Shape, key};
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
    /// What few sources say, kept apart so that it takes no room in the others.
    pub details: Option<Box<SourceDetails>>,
    /// Keys that dateline does not know.
    pub extra: Vec<(Text, Value)>,
}

/// What only some sources say.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceDetails {
    /// The id under which the registry has it; empty for a source that an event describes itself.
    pub id: Text,
    /// Who wrote it.
    pub authors: Vec<Text>,
    /// Its language, a tag of BCP 47 such as `en`.
    pub lang: Text,
    /// Where a copy of it is kept.
    pub archive: Text,
    /// When somebody last looked at it there.
    pub accessed: Option<Date>,
    /// The words that matter, letter for letter.
    pub quote: Text,
    /// What to bear in mind.
    pub note: Text,
}

/// The details of a source that has none.
static NO_DETAILS: SourceDetails = SourceDetails {
    id: Text::const_new(""),
    authors: Vec::new(),
    lang: Text::const_new(""),
    archive: Text::const_new(""),
    accessed: None,
    quote: Text::const_new(""),
    note: Text::const_new(""),
};

/// A field of a source, in the order of the format.
///
/// This is the one list of them: reading, checks, the schemas, YAML, JSON and differences go through it.
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

/// The keys of a source.
pub const SOURCE: &[Key] = &{
    let mut keys = [SourceField::Id.key(); SourceField::VARIANTS.len()];
    let mut at = 0;
    while at < keys.len() {
        keys[at] = SourceField::VARIANTS[at].key();
        at += 1;
    }
    keys
};

/// What a source says in a field.
#[derive(Debug, Clone, Copy)]
pub enum SourceValue<'s> {
    /// A text, which may be empty.
    Text(&'s str),
    /// Several texts.
    Texts(&'s [Text]),
    /// A word of the open vocabulary.
    Word(Option<Word>),
    /// A date.
    Date(Option<&'s Date>),
    /// Whether something is so.
    Flag(bool),
    /// The unknown keys.
    Extra(&'s [(Text, Value)]),
}

impl SourceField {
    /// The key, what it takes and what it means.
    pub const fn key(self) -> Key {
        match self {
            Self::Url => key("url", Shape::Url, "Where it can be read."),
            Self::Publisher => key("publisher", Shape::Text, "Who published it."),
            Self::Author => key("author", Shape::OneOrMore(&Shape::Text), "Who wrote it."),
            Self::Date => key("date", Shape::Date, "When it was published."),
            Self::Title => key("title", Shape::Text, "What it is called."),
            Self::Lang => key("lang", Shape::Text, "Its language, a tag of BCP 47 such as en."),
            Self::Archive => key("archive", Shape::Url, "Where a copy of it is kept."),
            Self::Accessed => key("accessed", Shape::Date, "When somebody last looked at it."),
            Self::Quote => key("quote", Shape::Text, "The words that matter, letter for letter."),
            Self::Note => key("note", Shape::Text, "What to bear in mind."),
            Self::Weak => key("weak", Shape::Flag, "A pointer, not an authority."),
            Self::Primary => key("primary", Shape::Flag, "The document or the words themselves."),
            Self::Id => key("id", Shape::Text, "The id of the registry, as JSON exports write it."),
            Self::Extra => {
                key("extra", Shape::Anything, "Keys that dateline does not know, as JSON exports write them.")
            }
        }
    }

    /// Returns what a source says in this field.
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
    /// What few sources say; all of it empty when this one says nothing of it.
    pub fn details(&self) -> &SourceDetails {
        self.details.as_deref().unwrap_or(&NO_DETAILS)
    }

    /// The id under which the registry has it; empty when an event describes it itself.
    pub fn id(&self) -> &str {
        &self.details().id
    }

    /// The same with another id, or without one when it is empty.
    #[must_use]
    pub fn called(mut self, id: &str) -> Self {
        let details = SourceDetails { id: id.into(), ..self.details().clone() };
        self.details = (details != NO_DETAILS).then(|| details.into());
        self
    }
}
