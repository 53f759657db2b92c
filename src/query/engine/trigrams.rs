//! Filters that rule out most events for a word, without reading their texts.

use std::ops::Range;
use std::sync::OnceLock;

/// Bloom filter of the sequences of three bytes in a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Trigrams([u64; 8]);

impl Trigrams {
    /// Adds the sequences of a text.
    pub fn add(&mut self, text: &[u8]) {
        for three in text.windows(3) {
            let number = u32::from_le_bytes([three[0], three[1], three[2], 0]);
            // The high bits of a product with the golden ratio are spread evenly (Knuth, TAOCP 6.4).
            let bit = number.wrapping_mul(0x9e37_79b1) >> (u32::BITS - 9);
            self.0[bit as usize / 64] |= 1 << (bit % 64);
        }
    }

    /// Returns whether a text with the sequences `others` may contain every text of this filter: always true
    /// if it does, rarely if it does not.
    pub fn may_be_in(&self, others: &Self) -> bool {
        self.0.iter().zip(&others.0).all(|(own, other)| own & !other == 0)
    }
}

/// Filters of all events, built block by block by the first search that reaches them.
#[derive(Debug, Clone, Default)]
pub struct TextFilters {
    blocks: Vec<OnceLock<Vec<Trigrams>>>,
    events: u32,
}

impl TextFilters {
    /// Number of events in a block.
    pub const BLOCK: u32 = 1 << 13;

    /// Returns unbuilt filters for this number of events.
    pub fn new(events: u32) -> Self {
        let blocks = events.div_ceil(Self::BLOCK);
        Self { blocks: (0..blocks).map(|_| OnceLock::new()).collect(), events }
    }

    /// Returns the filter of an event; `build` returns those of a block of events.
    pub fn of(&self, event: u32, build: impl FnOnce(Range<u32>) -> Vec<Trigrams>) -> &Trigrams {
        let (block, place) = (event / Self::BLOCK, event % Self::BLOCK);
        let first = block * Self::BLOCK;
        let last = self.events.min(first + Self::BLOCK);
        &self.blocks[block as usize].get_or_init(|| build(first..last))[place as usize]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(text: &str) -> Trigrams {
        let mut found = Trigrams::default();
        found.add(text.as_bytes());
        found
    }

    proptest! {
        #[test]
        fn a_filter_never_rules_out_a_text_that_has_the_word(
            before in ".{0,300}", word in ".{0,20}", after in ".{0,300}",
        ) {
            let text = [before, word.clone(), after].concat();
            prop_assert!(of(&word).may_be_in(&of(&text)));
        }
    }

    #[test]
    fn a_filter_rules_out_most_texts_that_lack_the_word() {
        let text =
            "The Prime Minister said on Thursday that Ukraine may decide itself how it uses the missiles.";
        let lacking = ["stormshadw", "kharkv", "permission", "taurus", "lavrov"];
        assert!(lacking.into_iter().all(|word| !of(word).may_be_in(&of(text))));
    }
}
