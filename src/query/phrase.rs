//! Case-insensitive substring search, fast enough for a million titles.

use memchr::memchr2;
use memchr::memmem::{self, Finder};

use super::pattern::{Pattern, lower};
use crate::text::compared;

/// Pieces of text that must occur in order, ignoring case.
///
/// If all pieces are ASCII, they match ASCII letters only; otherwise both sides are compared in Unicode lower
/// case.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    pieces: Vec<Piece>,
    ascii: bool,
}

/// Piece in lower case, with the index of its rarest byte.
#[derive(Debug, Clone)]
struct Piece {
    text: String,
    rare: usize,
}

/// Bytes of titles from frequent to rare; bytes not listed are rarer still.
const FREQUENT: &[u8] = b" etaoinsrhldcumfpgwybv-k.,j0x2q1z";

impl Phrase {
    /// Builds a phrase from the text of a pattern, split at `*` for a glob.
    pub(super) fn new(pattern: &Pattern) -> Self {
        let pieces = pattern.pieces().into_iter().map(|text| {
            let rank = |byte: &u8| FREQUENT.iter().position(|frequent| frequent == byte).unwrap_or(99);
            let rare = text.bytes().enumerate().max_by_key(|(_, byte)| rank(byte)).map_or(0, |(at, _)| at);
            Piece { text, rare }
        });
        let pieces: Vec<Piece> = pieces.collect();
        let ascii = pieces.iter().all(|piece| piece.text.is_ascii());
        Self { pieces, ascii }
    }

    /// Returns a searcher for texts whose ASCII letters are in lower case; `None` unless the phrase is a
    /// single ASCII piece.
    pub(super) fn finder(&self) -> Option<Finder<'_>> {
        match self.pieces.as_slice() {
            [piece] if self.ascii && !piece.text.is_empty() => Some(Finder::new(&piece.text)),
            _ => None,
        }
    }

    /// Returns whether `text` contains all pieces in order, without overlap.
    pub(super) fn is_in(&self, text: &str) -> bool {
        let text = &*compared(text);
        let after = |rest: &[u8], end: fn(&Piece, &[u8]) -> Option<usize>| {
            let mut pieces = self.pieces.iter();
            pieces.try_fold(0, |at, piece| Some(at + end(piece, &rest[at..])?)).is_some()
        };
        if self.ascii {
            return after(text.as_bytes(), Piece::end_in);
        }
        !text.is_ascii() && after(lower(text).as_bytes(), Piece::end_in_lower)
    }
}

impl Piece {
    /// Returns the end of the first occurrence in `text`, which must be in lower case.
    fn end_in_lower(&self, text: &[u8]) -> Option<usize> {
        Some(memmem::find(text, self.text.as_bytes())? + self.text.len())
    }

    /// Returns the end of the first occurrence in `text`, ignoring ASCII case. Checks only positions of the
    /// rarest byte, found by `memchr2`.
    fn end_in(&self, text: &[u8]) -> Option<usize> {
        let piece = self.text.as_bytes();
        let Some(&rare) = piece.get(self.rare) else { return Some(0) };
        let mut at = self.rare;
        while let Some(found) = memchr2(rare, rare.to_ascii_uppercase(), text.get(at..)?) {
            let start = at + found - self.rare;
            let end = start + piece.len();
            if text.get(start..end)?.eq_ignore_ascii_case(piece) {
                return Some(end);
            }
            at += found + 1;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_beyond_ascii_are_found_without_case() {
        let is_in = |needle: &str, text: &str| Phrase::new(&Pattern::exact(needle)).is_in(text);
        assert!(is_in("київ", "Візит у Київ") && is_in("ZÜRICH", "in Zürich") && is_in("şam", "ŞAM"));
        assert!(!is_in("київ", "Kyiv"));
        assert!(Phrase::new(&Pattern::glob("storm*shadow")).is_in("STORM and Shadow"));
        assert!(!Phrase::new(&Pattern::glob("shadow*storm")).is_in("Storm Shadow"));
    }

    proptest! {
        #[test]
        fn a_text_is_found_exactly_where_it_stands(needle in "[abAB é]{1,3}", text in "[abABé ]{0,12}") {
            let found = Phrase::new(&Pattern::exact(&*needle)).is_in(&text);
            prop_assert_eq!(found, text.to_lowercase().contains(&needle.to_lowercase()));
        }
    }
}
