//! Filters that rule out most events for a word of six letters or more, without reading their texts: 64 bytes
//! for each event. In a text of 700 bytes more than half of the bits are set, so that short words pass often.

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
    /// if it does, and the rarer the longer they are if it does not.
    pub fn may_be_in(&self, others: &Self) -> bool {
        self.0.iter().zip(&others.0).all(|(bits, others)| bits & !others == 0)
    }
}

/// Filters of all events, built block by block by the first search that reads most events.
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

    /// Returns the filter of an event, if its block is built or `build` returns those of a block of events.
    pub fn of(
        &self,
        event: u32,
        build: Option<impl FnOnce(Range<u32>) -> Vec<Trigrams>>,
    ) -> Option<&Trigrams> {
        let block = &self.blocks[(event / Self::BLOCK) as usize];
        let first = event - event % Self::BLOCK;
        let last = self.events.min(first + Self::BLOCK);
        let filters = match build {
            Some(build) => Some(block.get_or_init(|| build(first..last))),
            None => block.get(),
        };
        filters.map(|filters| &filters[(event - first) as usize])
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
        let timeline = crate::load::builtin().timeline;
        let texts = timeline.events().iter().map(|event| event.summary.to_lowercase());
        let texts: Vec<_> = texts.filter(|text| (300..1_000).contains(&text.len())).collect();
        let words = ["stormshadw", "permissive", "parliamant", "ammnition", "intelligense"];
        let passes = |word: &str| texts.iter().filter(|text| of(word).may_be_in(&of(text))).count();
        let count: usize = words.into_iter().map(passes).sum();
        assert!(count * 10 < words.len() * texts.len(), "{count} of {} texts", words.len() * texts.len());
    }
}
