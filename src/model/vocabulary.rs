//! Interned words of open vocabularies.

pub use compact_str::CompactString as Text;
use foldhash::fast::RandomState;
use indexmap::IndexSet;

/// Word interned in [`Vocabulary`]: equal words have equal numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Word(u32);

impl Word {
    /// Returns the number, assigned in order of first occurrence.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Interner for the kinds, roles, tags, statuses, publishers and relations of a timeline.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary(IndexSet<Text, RandomState>);

impl Vocabulary {
    /// Interns `text` and returns its word.
    pub fn add(&mut self, text: &str) -> Word {
        self.find(text).unwrap_or_else(|| Word(self.0.insert_full(text.into()).0 as u32))
    }

    /// Returns the word for `text` if it is interned.
    pub fn find(&self, text: &str) -> Option<Word> {
        self.0.get_index_of(text).map(|number| Word(number as u32))
    }

    /// Returns the text of a word.
    pub fn text(&self, word: Word) -> &str {
        self.nth(word.index())
    }

    /// Returns the text of the word with this number. Panics when there is none.
    pub fn nth(&self, number: usize) -> &str {
        &self.0[number]
    }

    /// Returns all texts in the order of their numbers.
    pub fn texts(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.iter().map(AsRef::as_ref)
    }
}
