//! Lanes: the events of each lane in the viewport, and the number of rows per lane.

use std::cell::OnceCell;
use std::ops::Range;

use super::bars::Mark;
use super::clusters::count_width;
use super::scale::Scale;
use crate::history::Track;
use crate::model::{EventNo, Timeline};
use crate::parallel::parallel_if;
use crate::query::RankedSet;

/// Number of events above which their sets are prepared on every core.
const MANY: usize = 100_000;

/// Most events in a column that get a mark each; more are only counted.
const FEW: u32 = 3;

/// Most bars per row that start before the viewport. Further ones are only counted: they all start at the
/// left edge, and few would find space.
const REACHING_IN: usize = 16;

/// Most rows for a lane while others could use them.
const MOST_ROWS: u16 = 8;

/// Lane of the picture, with its events.
#[derive(Debug, Clone, Copy)]
pub struct Lane<'a> {
    /// Label of the lane.
    pub name: &'a str,
    /// Events of the selection that belong to it.
    pub events: &'a RankedSet,
    /// Whether it is collapsed to a single row without labels.
    pub collapsed: bool,
    /// Track whose status bar it shows.
    pub track: Option<&'a Track>,
}

/// Viewport, with data shared by its lanes.
pub(super) struct View<'a> {
    pub(super) timeline: &'a Timeline,
    pub(super) scale: Scale,
    pub(super) cursor: Option<EventNo>,
    /// Numbers of the events that start in the viewport.
    starting: Range<u32>,
    /// Number of events that end before the viewport.
    ended: u32,
    /// Per column the number of the first event that starts in it or later, then the end of `starting`.
    edges: OnceCell<Vec<u32>>,
}

/// Events of a lane in the viewport: some as marks, the others as counts.
#[derive(Debug, Default)]
pub(super) struct LaneEvents {
    pub(super) marks: Vec<Mark>,
    /// Column, number of events, and one of them.
    pub(super) bulk: Vec<(u16, u64, EventNo)>,
}

impl<'a> View<'a> {
    pub(super) fn new(timeline: &'a Timeline, scale: Scale, cursor: Option<EventNo>) -> Self {
        let first = timeline.first_from(scale.left) as u32;
        let end = (timeline.first_from(scale.right()) as u32).max(first);
        let ended = timeline.times.ended_before(scale.left) as u32;
        Self { timeline, scale, cursor, starting: first..end, ended, edges: OnceCell::new() }
    }

    /// Builds the rank structures that the picture needs, in parallel, since after a filter change many sets
    /// lack them.
    pub(super) fn prepare<'l>(&self, all: &'l RankedSet, lanes: impl Iterator<Item = &'l Lane<'l>>) {
        let overview = (all.len() < self.timeline.len() as u64).then_some((all, 0));
        let lanes = lanes.map(|lane| (lane.events, self.starting.start));
        let lacking = overview.into_iter().chain(lanes).filter(|(set, first)| !set.is_prepared(*first));
        let lacking: Vec<(&RankedSet, u32)> = lacking.collect();
        parallel_if(0..lacking.len(), self.timeline.len() > MANY, |at| {
            let (set, first) = lacking[at];
            set.prepare(self.timeline, first);
        });
    }

    /// Returns the events of a set that overlap the viewport. Reads only a few events per column and row,
    /// however many there are.
    pub(super) fn crowd(&self, events: &RankedSet, rows: u16) -> LaneEvents {
        let mut crowd = LaneEvents::default();
        if self.scale.columns == 0 {
            return crowd;
        }
        let columns = u32::from(self.scale.columns);
        let reaching_in = events.lasting(self.timeline, self.starting.start, self.ended);
        let starting = events.below(self.starting.end) - events.below(self.starting.start);
        let most = REACHING_IN * usize::from(rows.max(1));
        if reaching_in as usize <= most {
            self.look(&mut crowd, self.reaching_in(events).take(reaching_in as usize));
        } else {
            self.look_at_latest(&mut crowd, events, reaching_in as usize, most);
        }
        if starting <= 2 * columns.max(16) {
            self.look(&mut crowd, events.range(self.starting.clone()));
        } else {
            self.count(&mut crowd, events, starting.div_ceil(columns));
        }
        crowd
    }

    /// Iterates over the events of a set that start before the viewport and reach into it.
    fn reaching_in(&self, events: &RankedSet) -> impl DoubleEndedIterator<Item = u32> {
        events.those_lasting(self.timeline, self.starting.start, self.ended)
    }

    fn look(&self, crowd: &mut LaneEvents, numbers: impl Iterator<Item = u32>) {
        crowd.marks.extend(numbers.filter_map(|number| self.mark(number)));
    }

    fn mark(&self, number: u32) -> Option<Mark> {
        let cursor = self.cursor == Some(EventNo(number));
        Mark::of(self.timeline, number, &self.scale, cursor)
    }

    /// Adds the `most` latest-starting events that reach into the viewport as marks, and the others as a
    /// count at the left edge.
    fn look_at_latest(&self, crowd: &mut LaneEvents, events: &RankedSet, reaching_in: usize, most: usize) {
        let mut latest: Vec<u32> = self.reaching_in(events).rev().take(most).collect();
        latest.reverse();
        self.look(crowd, latest.iter().copied());
        let others = (reaching_in - most) as u32;
        let before = latest.first().copied().unwrap_or(0);
        let earlier = self.reaching_in(events).take_while(|number| *number < before);
        let has =
            |number: u32| number < before && self.timeline.times.end_places[number as usize] >= self.ended;
        self.add_bulk(crowd, (0, others), events, earlier, has);
    }

    /// Counts the starting events per column, or per group of columns wide enough for the number.
    fn count(&self, crowd: &mut LaneEvents, events: &RankedSet, events_per_column: u32) {
        let edges = self.edges.get_or_init(|| self.edges());
        let takes =
            |columns: &u16| count_width(u64::from(events_per_column) * u64::from(*columns)) < *columns;
        let group = if events_per_column < 2 { 1 } else { (1..6).find(takes).unwrap_or(6) };
        let slot = self.scale.left.0.div_euclid(self.scale.seconds_per_column.max(1));
        let first = group - slot.rem_euclid(i64::from(group)) as u16;
        let inner = (first..self.scale.columns).step_by(usize::from(group));
        let starts: Vec<u16> = [0].into_iter().chain(inner).chain([self.scale.columns]).collect();
        let numbers: Vec<u32> = starts.iter().map(|column| edges[usize::from(*column)]).collect();
        let before: Vec<u32> = numbers.iter().map(|number| events.below(*number)).collect();
        for (at, column) in starts.iter().enumerate().take(starts.len() - 1) {
            let count = before[at + 1] - before[at];
            let numbers = numbers[at]..numbers[at + 1];
            let has = |number: u32| numbers.contains(&number);
            self.add_bulk(crowd, (*column, count), events, events.range(numbers.clone()), has);
        }
    }

    /// Adds `count` events at a column as a count, or as marks if they are few. `those` iterates over them in
    /// order; `has` tests whether a number is among them.
    fn add_bulk(
        &self,
        crowd: &mut LaneEvents,
        (column, count): (u16, u32),
        events: &RankedSet,
        mut those: impl Iterator<Item = u32>,
        has: impl Fn(u32) -> bool,
    ) {
        if count <= FEW {
            return self.look(crowd, those);
        }
        let mut count = count;
        let cursor = self.cursor.map(|cursor| cursor.0).filter(|number| has(*number));
        if let Some(mark) = cursor.filter(|number| events.contains(*number)).and_then(|n| self.mark(n)) {
            crowd.marks.push(mark);
            count -= 1;
        }
        let first = those.find(|number| Some(*number) != cursor);
        crowd.bulk.extend(first.map(|first| (column, u64::from(count), EventNo(first))));
    }

    fn edges(&self) -> Vec<u32> {
        let columns = 1..i64::from(self.scale.columns);
        let inner = columns.map(|column| self.timeline.first_from(self.scale.moment(column)) as u32);
        let edges = [self.starting.start].into_iter().chain(inner).chain([self.starting.end]);
        edges.map(|edge| edge.clamp(self.starting.start, self.starting.end)).collect()
    }
}

/// Returns the rows of each lane shown: one each, further ones to the lanes with most events. Independent of
/// the viewport, so that lanes do not move while panning.
pub(super) fn share_rows(lanes: &[Lane], rows: u16) -> Vec<u16> {
    let shown = lanes.len().min(usize::from(rows));
    let mut shares = vec![1u16; shown];
    // Rows that no other lane can use are not left blank.
    let most = MOST_ROWS.max(rows / shown.max(1) as u16);
    let events: Vec<u64> = lanes[..shown].iter().map(|lane| lane.events.len()).collect();
    for _ in shown..usize::from(rows) {
        let wants = |index: &usize| {
            let (lane, share) = (&lanes[*index], shares[*index]);
            let wanted = events[*index] + u64::from(lane.track.is_some());
            !lane.collapsed && share < most && wanted > u64::from(share)
        };
        let claim = |index: &usize| events[*index] / u64::from(shares[*index]);
        let next = (0..shown).filter(wants).max_by_key(|index| (claim(index), std::cmp::Reverse(*index)));
        let Some(next) = next else { break };
        shares[next] += 1;
    }
    shares
}
