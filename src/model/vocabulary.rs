//! The words of open vocabularies, each stored once.

use std::collections::HashMap;

pub use compact_str::CompactString as Text;
use foldhash::fast::RandomState;

/// A word stored in [`Vocabulary`]: equal words have equal numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Word(u32);

impl Word {
    /// Its place in the order in which words were first met.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Every kind, role, tag, status, publisher and relation of a timeline, numbered as first met.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    texts: Vec<Text>,
    numbers: HashMap<Text, Word, RandomState>,
}

impl Vocabulary {
    /// The number of `text`, new when it was not met before.
    pub fn add(&mut self, text: &str) -> Word {
        if let Some(word) = self.find(text) {
            return word;
        }
        let word = Word(self.texts.len() as u32);
        self.texts.push(text.into());
        self.numbers.insert(text.into(), word);
        word
    }

    /// The number of `text` when it was met.
    pub fn find(&self, text: &str) -> Option<Word> {
        self.numbers.get(text).copied()
    }

    /// The text of a word.
    pub fn text(&self, word: Word) -> &str {
        &self.texts[word.index()]
    }

    /// The text of the word with this number.
    pub fn nth(&self, number: usize) -> &str {
        &self.texts[number]
    }

    /// Every word's text, in the order of their numbers.
    pub fn texts(&self) -> impl ExactSizeIterator<Item = &str> {
        self.texts.iter().map(AsRef::as_ref)
    }

    /// How many different words there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether no word was met.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }
}
