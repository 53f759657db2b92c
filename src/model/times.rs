//! Sorted arrays of event starts and ends, with snapshots, to find the events under way at a moment without
//! reading every earlier event.

use rayon::prelude::*;
use roaring::RoaringBitmap;

use super::{Date, Moment};

/// Most snapshots that are kept.
const SNAPSHOTS: usize = 256;

/// Number of starts per block.
const BLOCK: usize = 256;

/// Index of the starts and ends of a timeline's dated events.
#[derive(Debug, Clone, Default)]
pub(crate) struct TimeIndex {
    /// By event number, so in ascending order.
    starts: Vec<Moment>,
    /// First start of each block. Small enough to stay in the CPU cache, as a frame looks up a start per
    /// column.
    heads: Vec<Moment>,
    ends: Vec<Moment>,
    /// Numbers of the dated events, sorted by their latest end.
    pub(crate) by_end: Vec<u32>,
    /// By event number: its index in `by_end`.
    pub(crate) end_places: Vec<u32>,
    /// Events under way at selected moments. Between two snapshots lies a bounded number of starts and ends,
    /// except where more of them share one moment.
    snapshots: Vec<(Moment, RoaringBitmap)>,
    /// First and last finite moment.
    pub(super) span: Option<(Moment, Moment)>,
}

impl TimeIndex {
    /// Builds the arrays from the dates that place the events, in the order of the events.
    pub(super) fn of<'a>(dates: impl Iterator<Item = &'a Date> + Clone) -> Self {
        let ends: Vec<Moment> = dates.clone().map(Date::latest).collect();
        let mut by_end: Vec<u32> = (0..ends.len() as u32).collect();
        by_end.par_sort_by_key(|number| ends[*number as usize]);
        let mut end_places = vec![0; ends.len()];
        (0..).zip(&by_end).for_each(|(place, number)| end_places[*number as usize] = place);
        let starts: Vec<Moment> = dates.map(Date::earliest).collect();
        let heads = starts.iter().step_by(BLOCK).copied().collect();
        let mut times = Self { starts, heads, ends, by_end, end_places, snapshots: Vec::new(), span: None };
        times.span = times.span_of(&(0..times.starts.len() as u32).collect());
        times.take_snapshots();
        times
    }

    /// Returns the number of the first event that starts at or after `moment`.
    pub(super) fn first_from(&self, moment: Moment) -> usize {
        let blocks = self.heads.partition_point(|head| *head < moment);
        let first = blocks.saturating_sub(1) * BLOCK;
        let block = &self.starts[first..self.starts.len().min(blocks * BLOCK)];
        first + block.partition_point(|start| *start < moment)
    }

    /// Returns how many events end before `moment`: the length of that prefix of `by_end`.
    pub(crate) fn ended_before(&self, moment: Moment) -> usize {
        self.by_end.partition_point(|number| self.ends[*number as usize] < moment)
    }

    /// Returns the events that start before `moment` and may last until `moment` or longer.
    pub(super) fn under_way(&self, moment: Moment) -> RoaringBitmap {
        let known = self.snapshots.partition_point(|(taken, _)| *taken <= moment);
        let (taken, mut active) = known
            .checked_sub(1)
            .map_or_else(|| (Moment::FIRST, RoaringBitmap::new()), |at| self.snapshots[at].clone());
        self.advance(&mut active, taken, moment);
        active
    }

    /// Advances the set of events under way from `from` to `to`.
    fn advance(&self, active: &mut RoaringBitmap, from: Moment, to: Moment) {
        let started = self.first_from(from);
        for ended in &self.by_end[self.ended_before(from)..self.ended_before(to)] {
            if (*ended as usize) < started {
                active.remove(*ended);
            }
        }
        let begun = started..self.first_from(to);
        active.extend(begun.filter(|number| self.ends[*number] >= to).map(|number| number as u32));
    }

    fn take_snapshots(&mut self) {
        let changes = 2 * self.starts.len();
        let apart = (changes / SNAPSHOTS).max(1024);
        let (mut started, mut ended) = (0, 0);
        let mut last = (Moment::FIRST, RoaringBitmap::new());
        for change in 1..changes {
            let next_end = self.by_end.get(ended).map_or(Moment::LAST, |number| self.ends[*number as usize]);
            let next_start = self.starts.get(started).copied().unwrap_or(Moment::LAST);
            let at = next_end.min(next_start);
            if next_start <= next_end {
                started += 1;
            } else {
                ended += 1;
            }
            let after = Moment(at.0.saturating_add(1));
            if change % apart == 0 && after > last.0 {
                self.advance(&mut last.1, last.0, after);
                last.0 = after;
                self.snapshots.push(last.clone());
            }
        }
    }

    /// Returns the first and last finite moment of some events, reading only from both ends where possible.
    pub(super) fn span_of(&self, events: &RoaringBitmap) -> Option<(Moment, Moment)> {
        let finite = |moment: &Moment| moment.is_finite();
        let dated = || events.range(..self.starts.len() as u32).map(|number| number as usize);
        // Events without a known start come first; only their ends can be finite.
        let unstarted = dated().take_while(|number| !self.starts[*number].is_finite());
        let first_start = dated().map(|number| self.starts[number]).find(finite);
        let first = unstarted.map(|number| self.ends[number]).filter(finite).chain(first_start).min()?;
        let last_start = dated().next_back().map(|number| self.starts[number]).filter(finite);
        let ended = self.by_end.iter().rev().filter(|number| events.contains(**number));
        let last_end = ended.map(|number| self.ends[*number as usize]).find(finite);
        last_start.into_iter().chain(last_end).max().map(|last| (first.min(last), last))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Event;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn an_event_that_began_long_ago_is_still_under_way(
            spans in prop::collection::vec((0u32..9000, prop_oneof![8 => 0u32..20, 1 => 0u32..9000]), 1200..2500),
            views in prop::collection::vec(0u32..9000, 20),
        ) {
            let moment = |hour: u32| Moment(i64::from(hour) * 3600);
            let text = |hour: u32| moment(hour).iso();
            let event = |(start, long): &(u32, u32)| Event {
                date: Date::parse(&format!("{}/{}", &text(*start)[..10], &text(start + long)[..10])).ok(),
                ..Event::default()
            };
            let mut events: Vec<Event> = spans.iter().map(event).collect();
            events.sort_by(|one, other| one.time_order(other, None));
            let times = TimeIndex::of(events.iter().filter_map(|event| event.date.as_ref()));
            prop_assert!(!times.snapshots.is_empty());
            for view in views {
                let at = moment(view);
                prop_assert_eq!(times.first_from(at), times.starts.iter().filter(|start| **start < at).count());
                let under_way = |date: &Date| date.earliest() < at && date.latest() >= at;
                let expected: RoaringBitmap = (0..events.len() as u32)
                    .filter(|number| events[*number as usize].date.as_ref().is_some_and(under_way))
                    .collect();
                prop_assert_eq!(times.under_way(at), expected);
            }
            let some: RoaringBitmap = (0..events.len() as u32).filter(|number| number % 7 == 3).collect();
            let dates = || some.iter().filter_map(|number| events[number as usize].date.as_ref());
            let expected = dates().map(Date::earliest).min().zip(dates().map(Date::latest).max());
            prop_assert_eq!(times.span_of(&some), expected);
        }
    }
}
