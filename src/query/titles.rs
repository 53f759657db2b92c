//! All titles in one stretch of memory, so that reading a million of them waits for nothing.

use crate::model::Event;

/// The titles of consecutive events.
#[derive(Debug, Clone, Default)]
pub(super) struct Titles {
    text: String,
    ends: Vec<usize>,
}

impl Titles {
    pub(super) fn new(events: &[Event]) -> Self {
        let mut titles = Self::default();
        for event in events {
            titles.text.push_str(&event.title);
            titles.ends.push(titles.text.len());
        }
        titles.text.shrink_to_fit();
        titles
    }

    /// The title of the event at a place among these.
    pub(super) fn get(&self, place: usize) -> &str {
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[place]]
    }
}
