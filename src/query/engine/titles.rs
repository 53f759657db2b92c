//! All titles in one contiguous string, so that searching a million of them is sequential.

use memchr::memmem::Finder;

use crate::model::Event;
use crate::query::fuzzy::Letters;
use crate::text::compared;

/// Titles of consecutive events, with ASCII letters in lower case.
#[derive(Debug, Clone, Default)]
pub struct Titles {
    text: String,
    ends: Vec<usize>,
    /// Per title its letters.
    letters: Vec<Letters>,
}

impl Titles {
    pub fn new(events: &[Event]) -> Self {
        let mut titles = Self::default();
        for event in events {
            let start = titles.text.len();
            titles.text.push_str(&compared(&event.title));
            titles.text[start..].make_ascii_lowercase();
            titles.ends.push(titles.text.len());
            titles.letters.push(Letters::of(&titles.text[start..]));
        }
        titles.text.shrink_to_fit();
        titles
    }

    /// Returns the title with this index.
    pub fn get(&self, place: usize) -> &str {
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[place]]
    }

    /// Returns the letters of the title with this index.
    pub fn letters(&self, place: usize) -> Letters {
        self.letters[place]
    }

    /// Returns the indices of the titles that contain a text, in one pass. The text must not contain ASCII
    /// capitals.
    pub fn having(&self, text: &Finder) -> Vec<u32> {
        let (mut found, mut place, mut at) = (Vec::new(), 0, 0);
        while let Some(ahead) = text.find(&self.text.as_bytes()[at..]) {
            let start = at + ahead;
            place += self.ends[place..].iter().take_while(|end| **end <= start).count();
            let Some(end) = self.ends.get(place) else { break };
            // A match may span two titles.
            let whole = start + text.needle().len() <= *end;
            at = if whole { *end } else { start + 1 };
            found.extend(whole.then_some(place as u32));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn one_pass_over_all_titles_finds_what_each_of_them_has(
            titles in prop::collection::vec("[abBé ]{0,6}", 0..12), text in "[ab]{1,3}",
        ) {
            let event = |title: &String| Event { title: title.as_str().into(), ..Event::default() };
            let events: Vec<Event> = titles.iter().map(event).collect();
            let read = Titles::new(&events);
            let has = |place: &u32| titles[*place as usize].to_ascii_lowercase().contains(&text);
            let expected: Vec<u32> = (0..titles.len() as u32).filter(has).collect();
            prop_assert_eq!(read.having(&Finder::new(&text)), expected.clone());
            let may = |place: u32| Letters::of(&text).are_in(read.letters(place as usize));
            prop_assert!(expected.into_iter().all(may));
        }
    }
}
