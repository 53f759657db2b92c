//! Interned words of open vocabularies.

use std::collections::HashMap;

pub use compact_str::CompactString as Text;
use foldhash::fast::RandomState;

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
pub struct Vocabulary {
    texts: Vec<Text>,
    numbers: HashMap<Text, Word, RandomState>,
}

impl Vocabulary {
    /// Interns `text` and returns its word.
    pub fn add(&mut self, text: &str) -> Word {
        if let Some(word) = self.find(text) {
            return word;
        }
        let word = Word(self.texts.len() as u32);
        self.texts.push(text.into());
        self.numbers.insert(text.into(), word);
        word
    }

    /// Returns the word for `text` if it is interned.
    pub fn find(&self, text: &str) -> Option<Word> {
        self.numbers.get(text).copied()
    }

    /// Returns the text of a word.
    pub fn text(&self, word: Word) -> &str {
        &self.texts[word.index()]
    }

    /// Returns the text of the word with this number. Panics when there is none.
    pub fn nth(&self, number: usize) -> &str {
        &self.texts[number]
    }

    /// Returns all texts in the order of their numbers.
    pub fn texts(&self) -> impl ExactSizeIterator<Item = &str> {
        self.texts.iter().map(AsRef::as_ref)
    }

    /// Returns the number of distinct words.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Returns whether there are no words.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }
}
