//! Fuzzy match of words: their letters in order and close together, forgiving case and accents.

use memchr::memchr;
use nucleo_matcher::chars::{normalize, to_lower_case};
use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Matcher, Utf32Str};

use crate::problem::floor;
use crate::text::compared;

/// Score of a matched letter in nucleo's scale. A match needs this much per letter: gaps lower the score,
/// starts of words raise it.
const LETTER: u16 = 16;

/// Most bytes of a title or name that the matcher reads; real ones are far shorter.
const MOST_BYTES: usize = 1_000;

/// Maps letters that the matcher may take for the same, ignoring case and accents, to one letter.
fn folded(letter: char) -> char {
    if letter.is_ascii() {
        return letter.to_ascii_lowercase();
    }
    // `normalize` knows some letters only as capitals and others only as small ones.
    let mut capitals = letter.to_uppercase();
    let capital = if capitals.len() == 1 { capitals.next().unwrap_or(letter) } else { letter };
    to_lower_case(normalize(to_lower_case(normalize(capital))))
}

/// Returns what follows the first occurrence of a letter in an ASCII text.
fn after(text: &[u8], letter: char) -> Option<&[u8]> {
    let at = memchr(u8::try_from(letter).ok()?, text)?;
    Some(&text[at + 1..])
}

/// Set of the letters `a` to `z` in a text, ignoring case and accents, as a bit mask.
#[derive(Debug, Clone, Copy)]
pub struct Letters(u32);

impl Letters {
    /// Returns the letters of a text.
    pub fn of(text: &str) -> Self {
        let letters = text.chars().map(folded).filter(char::is_ascii_lowercase);
        Self(letters.fold(0, |set, letter| set | 1 << (letter as u8 - b'a')))
    }

    /// Returns whether this set is a subset of `others`.
    pub fn are_in(self, others: Self) -> bool {
        self.0 & !others.0 == 0
    }
}

/// Word to match fuzzily. One with a capital letter is case-sensitive, and one with an accent needs it.
#[derive(Debug, Clone)]
pub struct FuzzyWord {
    atom: Atom,
    /// The letters, folded.
    letters: Vec<char>,
    /// The set of the letters. A title without one of them does not match.
    pub set: Letters,
}

impl FuzzyWord {
    /// Returns the words of a text, the longest first: it is in the fewest titles, so that testing it first
    /// skips most other tests.
    pub fn all_of(text: &str) -> Vec<Self> {
        let words = Pattern::new(&compared(text), CaseMatching::Smart, Normalization::Smart, AtomKind::Fuzzy);
        let mut words: Vec<Self> = words.atoms.into_iter().map(Self::new).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.letters.len()));
        words
    }

    fn new(atom: Atom) -> Self {
        let text = atom.needle_text();
        let (letters, set) = (text.chars().map(folded).collect(), Letters::of(&text.to_string()));
        Self { atom, letters, set }
    }

    /// Returns whether the letters occur in a title in lower case in order: a cheap prefilter without false
    /// negatives.
    pub fn may_be_in(&self, title: &str) -> bool {
        if title.is_ascii() {
            let mut letters = self.letters.iter();
            return letters.try_fold(title.as_bytes(), |rest, letter| after(rest, *letter)).is_some();
        }
        let mut title = title.chars().map(folded);
        self.letters.iter().all(|wanted| title.any(|letter| letter == *wanted))
    }
}

/// Fuzzy matcher with its reusable buffer.
#[derive(Default)]
pub struct FuzzyMatcher {
    matcher: Matcher,
    letters: Vec<char>,
}

impl FuzzyMatcher {
    /// Returns whether the letters of each word occur in `text` in order and close enough together.
    pub fn has_all<'w>(&mut self, text: &str, words: impl IntoIterator<Item = &'w FuzzyWord>) -> bool {
        let text = compared(&text[..floor(text, MOST_BYTES)]);
        let text = Utf32Str::new(&text, &mut self.letters);
        let mut has = |word: &FuzzyWord| {
            let letters = word.atom.needle_text().len() as u16;
            let score = word.atom.score(text, &mut self.matcher);
            score.is_some_and(|score| score >= letters.saturating_mul(LETTER))
        };
        words.into_iter().all(&mut has)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_letter_is_folded_like_all_that_the_matcher_takes_for_it() {
        // nucleo takes the long s with a dot for an o.
        for letter in ('\0'..='\u{1ffff}').filter(|letter| *letter != 'ẛ') {
            let taken_for = [to_lower_case(letter), normalize(letter), to_lower_case(normalize(letter))];
            let is_one = taken_for.into_iter().all(|other| folded(other) == folded(letter));
            assert!(is_one, "{letter} {taken_for:?}");
        }
    }

    proptest! {
        #[test]
        fn the_prefilter_rejects_no_match(
            title in "[abcABC éÉçłŁšŠčČđĐКк’ẞKȺⱥ-]{0,20}", words in "[abcABC éçłŁšŠčČđĐКкẞȺⱥ]{1,5}",
        ) {
            let mut matcher = FuzzyMatcher::default();
            for word in FuzzyWord::all_of(&words) {
                let lower = compared(&title).to_ascii_lowercase();
                let passes = word.set.are_in(Letters::of(&lower)) && word.may_be_in(&lower);
                prop_assert!(passes || !matcher.has_all(&title, [&word]), "{:?}", word);
            }
        }
    }
}
