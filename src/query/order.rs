//! Order and limit of selected events.

use std::str::FromStr;

use roaring::RoaringBitmap;
use strum::{EnumString, IntoStaticStr};

use super::pattern::lower;
use crate::model::{EventNo, Timeline};

/// Sort key of events. Ties keep time order, with undated events last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case", ascii_case_insensitive)]
pub enum Sort {
    /// Oldest first.
    #[default]
    Date,
    /// Most important first.
    Importance,
    /// By title, A to Z, ignoring case and leading punctuation.
    Title,
}

/// Sort order and limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Order {
    /// Sort key.
    pub sort: Sort,
    /// Whether the order is reversed; undated events stay last when sorting by date.
    pub reverse: bool,
    /// Most events returned, counted in this order.
    pub limit: Option<usize>,
}

crate::text::words!(Sort, "used in options and files");

impl Sort {
    /// Returns the words for all orders: `date`, `-date` and so on.
    pub fn words() -> Vec<&'static str> {
        vec!["date", "-date", "importance", "-importance", "title", "-title"]
    }

    /// Parses `date` or `-date` to the sort key and whether it is reversed.
    pub fn read(text: &str) -> Option<(Self, bool)> {
        let bare = text.strip_prefix('-').unwrap_or(text);
        Some((Self::from_str(bare).ok()?, bare.len() < text.len()))
    }
}

impl Order {
    /// Returns whether this is time order, oldest first.
    pub fn is_time(self) -> bool {
        self.sort == Sort::Date && !self.reverse
    }

    /// Describes the order: `oldest first`.
    pub fn words(self) -> &'static str {
        match (self.sort, self.reverse) {
            (Sort::Date, false) => "oldest first",
            (Sort::Date, true) => "newest first",
            (Sort::Importance, false) => "most important first",
            (Sort::Importance, true) => "least important first",
            (Sort::Title, false) => "by title",
            (Sort::Title, true) => "by title, Z to A",
        }
    }

    /// Returns the events of a set in this order, up to the limit.
    pub fn events(self, timeline: &Timeline, set: &RoaringBitmap) -> Vec<EventNo> {
        let limit = self.limit.unwrap_or(usize::MAX);
        if self.is_time() {
            return set.iter().take(limit).map(EventNo).collect();
        }
        let mut events: Vec<u32> = set.iter().collect();
        let event = |number: &u32| timeline.event(EventNo(*number));
        match (self.sort, self.reverse) {
            (Sort::Date, _) => {
                let dated = events.partition_point(|number| (*number as usize) < timeline.dated());
                events[..dated].reverse();
            }
            (Sort::Importance, false) => {
                events.sort_by_key(|number| std::cmp::Reverse(event(number).weight()));
            }
            (Sort::Importance, true) => events.sort_by_key(|number| event(number).weight()),
            (Sort::Title, false) => events.sort_by_cached_key(|number| title_key(&event(number).title)),
            (Sort::Title, true) => {
                events.sort_by_cached_key(|number| std::cmp::Reverse(title_key(&event(number).title)));
            }
        }
        events.into_iter().take(limit).map(EventNo).collect()
    }
}

/// Returns a title in lower case without leading punctuation.
fn title_key(title: &str) -> String {
    lower(title.trim_start_matches(|c: char| !c.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Date, Event};

    #[test]
    fn every_order_has_its_ties_in_time_order_and_the_undated_last() {
        let event = |title: &str, date: &str, importance| Event {
            id: title.into(),
            title: title.into(),
            date: Date::parse(date).ok(),
            importance,
            ..Event::default()
        };
        let timeline = Timeline::default().with_events(vec![
            event("‘B’", "2023", Some(5)),
            event("a", "2022", None),
            event("Ç", "", Some(5)),
            event("c", "2024", Some(1)),
        ]);
        let all = (0..4).collect();
        let order = |text: &str, limit| {
            let (sort, reverse) = Sort::read(text).unwrap();
            let events = Order { sort, reverse, limit }.events(&timeline, &all);
            events.into_iter().map(|number| &*timeline.event(number).title).collect::<Vec<_>>().join(" ")
        };
        for (text, expected) in [
            ("date", "a ‘B’ c Ç"),
            ("-date", "c ‘B’ a Ç"),
            ("importance", "‘B’ Ç a c"),
            ("-importance", "c a ‘B’ Ç"),
            ("title", "a ‘B’ c Ç"),
            ("-Title", "Ç c ‘B’ a"),
        ] {
            assert_eq!(order(text, None), expected, "{text}");
            assert_eq!(order(text, Some(2)), expected.split(' ').take(2).collect::<Vec<_>>().join(" "));
        }
        assert_eq!((Sort::read("--date"), Sort::read("size"), Sort::read("")), (None, None, None));
        assert!(Sort::words().iter().all(|word| Sort::read(word).is_some()));
    }
}
