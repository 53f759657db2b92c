//! Event sets with rank and select in constant or logarithmic time.
//!
//! A picture asks how many events of a set lie in each column, and which of those that started before the
//! viewport are still running. Both are answered from summaries built once per set, so the cost of a frame
//! does not grow with the number of events.

use std::ops::Deref;
use std::sync::OnceLock;

use roaring::RoaringBitmap;

use crate::model::Timeline;

/// Number of events in a word of the bitmap.
const WORD: u32 = u64::BITS;

/// Number of events per block. A count scans at most one block event by event and takes the others from their
/// summaries.
const BLOCK: u32 = 256;

/// Event set whose rank structures are built on first use.
#[derive(Debug, Clone, Default)]
pub struct RankedSet {
    events: RoaringBitmap,
    starts: OnceLock<Starts>,
    ends: OnceLock<Ends>,
}

/// Bitmap by event number, which is the order of starts, with ranks.
#[derive(Debug, Clone)]
struct Starts(Vec<BitmapWord>);

/// 64 bits of the bitmap, with their rank in the same cache line, since lookups wait for memory.
#[derive(Debug, Clone, Copy, Default)]
struct BitmapWord {
    /// One bit per event.
    set: u64,
    /// Rank: number of events in the set before this word.
    before: u32,
}

/// Summaries of the set in the order of ends.
#[derive(Debug, Clone)]
struct Ends {
    /// Per block in order of ends: number of events of the set before it.
    before: Vec<u32>,
    /// Per block in order of starts: one past the highest index in order of ends, for skipping blocks that
    /// end before the viewport.
    last: Vec<u32>,
}

/// Sets are equal if they contain the same events.
impl PartialEq for RankedSet {
    fn eq(&self, other: &Self) -> bool {
        self.events == other.events
    }
}

impl From<RoaringBitmap> for RankedSet {
    fn from(events: RoaringBitmap) -> Self {
        Self { events, ..Self::default() }
    }
}

impl FromIterator<u32> for RankedSet {
    fn from_iter<T: IntoIterator<Item = u32>>(numbers: T) -> Self {
        numbers.into_iter().collect::<RoaringBitmap>().into()
    }
}

impl Deref for RankedSet {
    type Target = RoaringBitmap;

    fn deref(&self) -> &RoaringBitmap {
        &self.events
    }
}

impl RankedSet {
    /// Builds the structures needed for a viewport whose first event is number `first`.
    pub fn prepare(&self, timeline: &Timeline, first: u32) {
        self.starts();
        if first > BLOCK {
            self.ends(timeline);
        }
    }

    /// Returns whether [`RankedSet::prepare`] has nothing left to do.
    pub fn is_prepared(&self, first: u32) -> bool {
        self.starts.get().is_some() && (first <= BLOCK || self.ends.get().is_some())
    }

    /// Returns the rank of `number`: how many events of the set have a lower number.
    pub fn below(&self, number: u32) -> u32 {
        self.starts().below(number)
    }

    /// Returns how many events of the set start before event `first` and are not among the first `ended` of
    /// `Timeline::by_end`. All of those must start before `first`.
    pub fn lasting(&self, timeline: &Timeline, first: u32, ended: u32) -> u32 {
        if first <= BLOCK {
            return self.those_lasting(timeline, first, ended).count() as u32;
        }
        let block = ended / BLOCK;
        let here = &timeline.times.by_end[(block * BLOCK) as usize..ended as usize];
        let here = here.iter().filter(|number| self.starts().has(**number)).count() as u32;
        let gone = self.ends(timeline).before[block as usize] + here;
        self.below(first).saturating_sub(gone)
    }

    /// Iterates over the events that [`RankedSet::lasting`] counts, in order.
    pub fn those_lasting(
        &self,
        timeline: &Timeline,
        first: u32,
        ended: u32,
    ) -> impl DoubleEndedIterator<Item = u32> {
        let starts = self.starts();
        let last = (first > BLOCK).then(|| &self.ends(timeline).last);
        let may_last = move |block: &u32| last.is_none_or(|last| last.get(*block as usize) > Some(&ended));
        let lasts =
            move |number: &u32| *number < first && timeline.times.end_places[*number as usize] >= ended;
        let those = move |block: u32| {
            let words = block * (BLOCK / WORD)..(block + 1) * (BLOCK / WORD);
            let events = words.flat_map(|word| bits(word, starts.word(word)));
            events.filter(lasts).collect::<Vec<u32>>()
        };
        (0..first.div_ceil(BLOCK)).filter(may_last).flat_map(those)
    }

    fn starts(&self) -> &Starts {
        self.starts.get_or_init(|| Starts::of(&self.events))
    }

    fn ends(&self, timeline: &Timeline) -> &Ends {
        self.ends.get_or_init(|| Ends::of(self.starts(), timeline))
    }
}

impl Starts {
    fn of(events: &RoaringBitmap) -> Self {
        // The last word is empty; its rank is the total.
        let mut words =
            vec![BitmapWord::default(); events.max().map_or(0, |last| last / WORD + 1) as usize + 1];
        let (mut rest, mut batch) = (events.iter(), [0; 1024]);
        loop {
            let numbers = rest.next_many(&mut batch);
            if numbers.is_empty() {
                break;
            }
            // Bits are collected per word before it is written: updating memory for each bit would stall.
            for same in numbers.chunk_by(|a, b| a / WORD == b / WORD) {
                let bits = same.iter().fold(0, |bits, number| bits | 1 << (number % WORD));
                words[(same[0] / WORD) as usize].set |= bits;
            }
        }
        let mut before = 0;
        for word in &mut words {
            word.before = before;
            before += word.set.count_ones();
        }
        Self(words)
    }

    fn word(&self, word: u32) -> u64 {
        self.0.get(word as usize).map_or(0, |word| word.set)
    }

    fn has(&self, number: u32) -> bool {
        self.word(number / WORD) >> (number % WORD) & 1 == 1
    }

    fn below(&self, number: u32) -> u32 {
        let word = ((number / WORD) as usize).min(self.0.len() - 1);
        let BitmapWord { set, before } = self.0[word];
        before + (set & !(u64::MAX << (number % WORD))).count_ones()
    }
}

impl Ends {
    fn of(starts: &Starts, timeline: &Timeline) -> Self {
        let blocks = timeline.dated() / BLOCK as usize + 1;
        let (mut counts, mut last) = (vec![0; blocks], vec![0; blocks]);
        let places = timeline.times.by_end.len() as u32;
        let words = (0..places.div_ceil(WORD)).zip(&starts.0).map(|(word, stretch)| (word, stretch.set));
        for (word, set) in words.filter(|(_, set)| *set != 0) {
            let mut latest = 0;
            for number in bits(word, set).take_while(|number| *number < places) {
                let place = timeline.times.end_places[number as usize];
                counts[(place / BLOCK) as usize] += 1;
                latest = latest.max(place + 1);
            }
            let last = &mut last[(word * WORD / BLOCK) as usize];
            *last = latest.max(*last);
        }
        let mut before = 0;
        for count in &mut counts {
            before += std::mem::replace(count, before);
        }
        Self { before: counts, last }
    }
}

/// Iterates over the event numbers of the bits set in a word.
fn bits(word: u32, mut set: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let bit = (set != 0).then(|| set.trailing_zeros())?;
        set &= set - 1;
        Some(word * WORD + bit)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{EventNo, Moment};
    use crate::query::tests::dated as timeline;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn what_is_counted_is_what_is_there(
            spans in prop::collection::vec((0i64..800, prop_oneof![8 => 0i64..3, 1 => 0i64..800]), 0..1500),
            share in 1u32..300, undated in 0usize..3, views in prop::collection::vec(-5i64..1700, 12),
        ) {
            let text = |day: i64| Moment(day * 86_400).iso()[..10].to_owned();
            let dates = spans.iter().map(|(day, long)| format!("{}/{}", text(*day), text(day + long)));
            let dates: Vec<String> = dates.chain(vec![String::new(); undated]).collect();
            let timeline = timeline(&dates.iter().map(String::as_str).collect::<Vec<_>>());
            let events: RankedSet = (0..dates.len() as u32).filter(|number| number * 7 % share == 0).collect();
            for view in views {
                let left = Moment(view * 86_400);
                let first = timeline.first_from(left) as u32;
                let (ended, number) = (timeline.times.ended_before(left) as u32, view.max(0) as u32);
                prop_assert_eq!(u64::from(events.below(number)), events.range(..number).count() as u64);

                let date = |number: u32| timeline.when(timeline.event(EventNo(number)));
                let lasts = |number: &u32| date(*number).is_some_and(|date| date.latest() >= left);
                let lasting: Vec<u32> = events.range(..first).filter(lasts).collect();
                prop_assert_eq!(events.lasting(&timeline, first, ended) as usize, lasting.len());
                prop_assert_eq!(&events.those_lasting(&timeline, first, ended).collect::<Vec<_>>(), &lasting);
                let from_last = events.those_lasting(&timeline, first, ended).rev().collect::<Vec<_>>();
                prop_assert_eq!(from_last, lasting.into_iter().rev().collect::<Vec<_>>());
            }
        }
    }
}
