//! Lanes: which events of each stand in the view, and how many rows each lane gets.

use std::cell::OnceCell;
use std::ops::Range;

use super::bars::Mark;
use super::clusters::count_width;
use super::scale::Scale;
use crate::history::Track;
use crate::model::{EventNo, Timeline};
use crate::parallel::parallel_if;
use crate::query::RankedSet;

/// With more events than this their sets are counted on every core.
const MANY: usize = 100_000;

/// A column with this many events or fewer has each of them looked at.
const FEW: u32 = 3;

/// Of more bars than this for each row that reach in from before the view, the rest are only
/// counted: they all begin at the left edge, and few of them would find room.
const REACHING_IN: usize = 16;

/// Rows beyond this show no more of a lane than they hide of others.
const MOST_ROWS: u16 = 8;

/// A row of the browser's grouping.
#[derive(Debug, Clone, Copy)]
pub struct Lane<'a> {
    /// What it is called.
    pub name: &'a str,
    /// The events of the selection that belong to it.
    pub events: &'a RankedSet,
    /// Whether it is shut to a single row without labels.
    pub collapsed: bool,
    /// The policy whose status is shown along it.
    pub track: Option<&'a Track>,
}

/// A part of the time line, and what its lanes share.
pub(super) struct View<'a> {
    pub(super) timeline: &'a Timeline,
    pub(super) scale: Scale,
    pub(super) cursor: Option<EventNo>,
    /// The events that start in the view.
    starting: Range<u32>,
    /// How many events end before it.
    ended: u32,
    /// For each column the number of the first event that starts in it or later, and the end.
    edges: OnceCell<Vec<u32>>,
}

/// The events of a lane in the view: some looked at, the others only counted.
#[derive(Debug, Default)]
pub(super) struct Crowd {
    pub(super) marks: Vec<Mark>,
    /// Column, number of events, one of them.
    pub(super) bulk: Vec<(u16, u64, EventNo)>,
}

impl<'a> View<'a> {
    pub(super) fn new(timeline: &'a Timeline, scale: Scale, cursor: Option<EventNo>) -> Self {
        let first = timeline.first_from(scale.left) as u32;
        let end = (timeline.first_from(scale.right()) as u32).max(first);
        let ended = timeline.ended_before(scale.left) as u32;
        Self { timeline, scale, cursor, starting: first..end, ended, edges: OnceCell::new() }
    }

    /// Takes the counts that the picture will ask for, of the overview's events and of lanes; all at
    /// once, for they may be many after a filter has changed.
    pub(super) fn prepare<'l>(&self, all: &'l RankedSet, lanes: impl Iterator<Item = &'l Lane<'l>>) {
        let overview = (all.len() < self.timeline.len() as u64).then_some((all, 0));
        let lanes = lanes.map(|lane| (lane.events, self.starting.start));
        let lacking = overview.into_iter().chain(lanes).filter(|(set, first)| !set.is_prepared(*first));
        let lacking: Vec<(&RankedSet, u32)> = lacking.collect();
        parallel_if(lacking.len(), self.timeline.len() > MANY, |at| {
            let (set, first) = lacking[at];
            set.prepare(self.timeline, first);
        });
    }

    /// The events of a set that touch the view. However many they are, it looks at no more than a
    /// few for each column and row.
    pub(super) fn crowd(&self, events: &RankedSet, rows: u16) -> Crowd {
        let mut crowd = Crowd::default();
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
            self.look(&mut crowd, events.among(self.starting.clone()));
        } else {
            self.count(&mut crowd, events, starting.div_ceil(columns));
        }
        crowd
    }

    /// The events of a set that began before the view and reach into it.
    fn reaching_in(&self, events: &RankedSet) -> impl DoubleEndedIterator<Item = u32> {
        events.those_lasting(self.timeline, self.starting.start, self.ended)
    }

    fn look(&self, crowd: &mut Crowd, numbers: impl Iterator<Item = u32>) {
        crowd.marks.extend(numbers.filter_map(|number| self.mark(number)));
    }

    fn mark(&self, number: u32) -> Option<Mark> {
        let cursor = self.cursor == Some(EventNo(number));
        Mark::of(self.timeline, number, &self.scale, cursor)
    }

    /// Of the events that reach in, which are more than `most`, so many that began last; the others
    /// count at the left edge.
    fn look_at_latest(&self, crowd: &mut Crowd, events: &RankedSet, reaching_in: usize, most: usize) {
        let mut latest: Vec<u32> = self.reaching_in(events).rev().take(most).collect();
        latest.reverse();
        self.look(crowd, latest.iter().copied());
        let others = (reaching_in - most) as u32;
        let before = latest.first().copied().unwrap_or(0);
        let earlier = self.reaching_in(events).take_while(|number| *number < before);
        let has = |number: u32| number < before && self.timeline.end_place(number) >= self.ended;
        self.add_bulk(crowd, (0, others), events, earlier, has);
    }

    /// Counts the starting events column by column, or by as many columns as a number takes.
    fn count(&self, crowd: &mut Crowd, events: &RankedSet, per_column: u32) {
        let edges = self.edges.get_or_init(|| self.edges());
        let takes = |columns: &u16| count_width(u64::from(per_column) * u64::from(*columns)) < *columns;
        let group = if per_column < 2 { 1 } else { (1..6).find(takes).unwrap_or(6) };
        let slot = self.scale.left.0.div_euclid(self.scale.per_column.max(1));
        let first = group - slot.rem_euclid(i64::from(group)) as u16;
        let inner = (first..self.scale.columns).step_by(usize::from(group));
        let starts: Vec<u16> = [0].into_iter().chain(inner).chain([self.scale.columns]).collect();
        let numbers: Vec<u32> = starts.iter().map(|column| edges[usize::from(*column)]).collect();
        let before: Vec<u32> = numbers.iter().map(|number| events.below(*number)).collect();
        for (at, column) in starts.iter().enumerate().take(starts.len() - 1) {
            let count = before[at + 1] - before[at];
            let numbers = numbers[at]..numbers[at + 1];
            let has = |number: u32| numbers.contains(&number);
            self.add_bulk(crowd, (*column, count), events, events.among(numbers.clone()), has);
        }
    }

    /// Adds `count` events of a lane to a column, or looks at them when they are few: `those` gives
    /// them in order, and `has` says which of the lane's events they are.
    fn add_bulk(
        &self,
        crowd: &mut Crowd,
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

/// How many rows each of the shown lanes gets: one, and the spare ones where most events are, but
/// whatever is in view, so that the lanes stand still while time is walked.
pub(super) fn share_rows(lanes: &[Lane], rows: u16) -> Vec<u16> {
    let shown = lanes.len().min(usize::from(rows));
    let mut shares = vec![1u16; shown];
    // Rows that no other lane could use are not left blank.
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
