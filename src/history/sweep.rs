//! Sweep over the steps of a policy: divides time into stretches with a constant state.
//!
//! Two dates give an order only if one ends before the other starts. So at any moment all steps count that
//! may have happened and that no other step has certainly replaced; the state is the union of their statuses.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound::{Excluded, Unbounded};

use crate::model::{Moment, Word};

use super::step::Step;

/// Stretch of time with a constant state, up to the start of the next one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StateSpan {
    /// First moment.
    pub from: Moment,
    /// For each possible status its last step, in order of steps.
    pub readings: Vec<u32>,
    /// Whether the status from before all steps is still possible.
    pub opening: bool,
    /// Whether past steps contradict each other and their order is unknown.
    pub conflict: bool,
    /// Whether there is a single answer, not inferred from a later event, and neither it nor its end depends
    /// on a marked date.
    pub certain: bool,
}

/// Returns the stretches of a track, the first one starting at [`Moment::FIRST`]. `steps` must be sorted.
pub(super) fn state_spans(steps: &[Step]) -> Vec<StateSpan> {
    let doubts = Doubts::of(steps);
    let mut turns: Vec<(Moment, Turn)> = Vec::with_capacity(2 * steps.len());
    for (at, step) in steps.iter().enumerate() {
        turns.push((step.earliest, Turn::MayHave(at as u32)));
        turns.push((step.latest, Turn::Has(at as u32)));
    }
    turns.sort_unstable();
    let mut standing = Standing::new(steps);
    let mut found = Vec::new();
    let mut turns = turns.into_iter().peekable();
    if turns.peek().is_none_or(|(first, _)| *first > Moment::FIRST) {
        found.push(standing.span(Moment::FIRST, &doubts));
    }
    while let Some((moment, turn)) = turns.next() {
        standing.turn(turn, &doubts);
        if turns.peek().is_some_and(|(next, _)| *next == moment) {
            continue;
        }
        let span = standing.span(moment, &doubts);
        let same = |last: &StateSpan| *last == StateSpan { from: last.from, ..span.clone() };
        if !found.last().is_some_and(same) {
            found.push(span);
        }
    }
    found
}

/// Event of the sweep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    /// From this moment the step may have happened.
    MayHave(u32),
    /// At this moment the step has certainly happened.
    Has(u32),
}

/// State of the sweep: the steps that may be the last one so far.
struct Standing<'s> {
    steps: &'s [Step],
    /// Sorted by `latest`.
    by_end: BTreeSet<(Moment, u32)>,
    by_status: BTreeMap<Option<Word>, BTreeSet<u32>>,
    /// Status, `was` and index of those that have certainly happened.
    happened: BTreeSet<(Option<Word>, Option<Word>, u32)>,
    /// Those whose date has a mark that matters.
    marked: BTreeSet<u32>,
    opening: bool,
    /// Per `was`: the latest changes from it that have happened.
    accounts: BTreeMap<Word, LastChanges>,
    /// Latest `earliest` of a step that has happened.
    surely_since: Moment,
    /// Latest `latest` of a step that was superseded only by the `was` of another one, not by dates.
    by_account: Moment,
}

impl<'s> Standing<'s> {
    fn new(steps: &'s [Step]) -> Self {
        Self {
            steps,
            by_end: BTreeSet::new(),
            by_status: BTreeMap::new(),
            happened: BTreeSet::new(),
            marked: BTreeSet::new(),
            opening: true,
            accounts: BTreeMap::new(),
            surely_since: Moment::FIRST,
            by_account: Moment::FIRST,
        }
    }

    fn turn(&mut self, turn: Turn, doubts: &Doubts) {
        match turn {
            Turn::MayHave(at) => {
                let step = &self.steps[at as usize];
                if step.qualified && !self.is_said_already(step, doubts) {
                    self.marked.insert(at);
                }
                self.by_end.insert((step.latest, at));
                self.by_status.entry(step.status).or_default().insert(at);
            }
            Turn::Has(at) => {
                let step = &self.steps[at as usize];
                self.opening = false;
                self.happened.insert((step.status, step.was, at));
                while let Some((end, replaced)) = self.by_end.first().copied()
                    && end < step.earliest
                {
                    self.remove(replaced);
                }
                self.surely_since = self.surely_since.max(step.earliest);
                self.follow_accounts(at);
            }
        }
    }

    /// Returns whether a step only restates what is certain without it, so that its date does not matter.
    fn is_said_already(&self, step: &Step, doubts: &Doubts) -> bool {
        let before = Moment(step.earliest.0.saturating_sub(1));
        !self.opening
            && self.by_status.len() == 1
            && self.by_status.contains_key(&step.status)
            && (step.was.is_none() || step.restates())
            && self.is_certain(before, doubts)
    }

    /// Removes steps superseded by a `was`: if two steps have happened and one starts from the status that
    /// the other ends with, it came later. Dates do not prove this order, so the state stays uncertain while
    /// both could count.
    fn follow_accounts(&mut self, at: u32) {
        let step = &self.steps[at as usize];
        let after = step.status.and_then(|status| self.accounts.get(&status));
        if after.is_some_and(|changes| changes.follow(step)) {
            self.follow(at);
        }
        if let Some(was) = step.was.filter(|_| !step.restates()) {
            // Two changes that each start where the other ends give no order, so those are passed over.
            let (end, start) = (Some(was), step.status);
            let below = self.happened.range((end, None, 0)..(end, start, 0));
            let above = self.happened.range((Excluded((end, start, u32::MAX)), Unbounded));
            let above = above.take_while(|(status, ..)| *status == end);
            let followed: Vec<u32> = below.chain(above).map(|(.., at)| *at).collect();
            followed.into_iter().for_each(|other| self.follow(other));
            self.accounts.entry(was).or_default().push(step);
        }
    }

    /// Removes a step that another one supersedes by its `was`.
    fn follow(&mut self, at: u32) {
        self.by_account = self.by_account.max(self.steps[at as usize].latest);
        self.remove(at);
    }

    /// Removes a step from all sets.
    fn remove(&mut self, at: u32) {
        let step = &self.steps[at as usize];
        self.by_end.remove(&(step.latest, at));
        self.marked.remove(&at);
        if let Some(same) = self.by_status.get_mut(&step.status) {
            same.remove(&at);
            if same.is_empty() {
                self.by_status.remove(&step.status);
            }
        }
        self.happened.remove(&(step.status, step.was, at));
    }

    /// Returns whether there is a single answer, not inferred from a later event, and neither it nor its end
    /// depends on a marked date.
    fn is_certain(&self, now: Moment, doubts: &Doubts) -> bool {
        let before = self.steps.first().and_then(|first| first.was);
        let answer = self.by_status.keys().next().map_or(before, |status| *status);
        let one = self.by_status.len() <= 1 && (!self.opening || answer == before);
        let by_dates = self.by_account == Moment::FIRST || self.by_account < self.surely_since;
        let is_recorded = !self.opening || before.is_none() && doubts.one_opening;
        one && by_dates && is_recorded && self.marked.is_empty() && !doubts.after(now, answer)
    }

    fn span(&self, from: Moment, doubts: &Doubts) -> StateSpan {
        let mut readings: Vec<u32> =
            self.by_status.values().filter_map(|same| same.last().copied()).collect();
        readings.sort_unstable();
        let status = |(status, ..): &(Option<Word>, Option<Word>, u32)| *status;
        StateSpan {
            from,
            conflict: self.happened.first().map(status) != self.happened.last().map(status),
            certain: self.is_certain(from, doubts),
            readings,
            opening: self.opening,
        }
    }
}

/// Of the changes from one status: the latest, and the latest one to another status than that one leads to.
#[derive(Default)]
struct LastChanges([Option<(Option<Word>, Moment)>; 2]);

impl LastChanges {
    /// Adds a change that happened after those before.
    fn push(&mut self, step: &Step) {
        if self.0[0].is_some_and(|(status, _)| status != step.status) {
            self.0[1] = self.0[0];
        }
        self.0[0] = Some((step.status, step.latest));
    }

    /// Returns whether a change may come after `step`, which ends where the changes start, without leading
    /// back to the `was` of `step`.
    fn follow(&self, step: &Step) -> bool {
        self.0.iter().flatten().any(|(status, latest)| *status != step.was && *latest >= step.earliest)
    }
}

/// Steps with marked dates, and the unmarked steps that bound how late these can be.
struct Doubts {
    /// Whether all steps that may be the first agree on the status before them.
    one_opening: bool,
    /// Start, status, and index of the next entry with another status.
    marked: Vec<(Moment, Option<Word>, usize)>,
    /// Per unmarked step: its start, and the earliest end of it and all later ones (suffix minimum).
    anchors: Vec<(Moment, Moment)>,
}

impl Doubts {
    fn of(steps: &[Step]) -> Self {
        let marked = steps.iter().filter(|step| step.qualified);
        let mut marked: Vec<_> = marked.map(|step| (step.earliest, step.status, usize::MAX)).collect();
        for at in (1..marked.len()).rev() {
            marked[at - 1].2 = if marked[at - 1].1 == marked[at].1 { marked[at].2 } else { at };
        }
        let plain = steps.iter().filter(|step| !step.qualified);
        let mut anchors: Vec<_> = plain.map(|step| (step.earliest, step.latest)).collect();
        for at in (1..anchors.len()).rev() {
            anchors[at - 1].1 = anchors[at - 1].1.min(anchors[at].1);
        }
        let anchor = anchors.first().map_or(Moment::LAST, |(_, end)| *end);
        let mut firsts = steps.iter().take_while(|step| step.earliest <= anchor).map(|step| step.was);
        let first = firsts.next();
        Self { one_opening: firsts.all(|was| Some(was) == first), marked, anchors }
    }

    /// Returns whether a marked step that changes `status` follows `moment` without an unmarked step in
    /// between: it may then have happened already.
    fn after(&self, moment: Moment, status: Option<Word>) -> bool {
        let anchor = self.anchors.partition_point(|(start, _)| *start <= moment);
        let shield = self.anchors.get(anchor).map_or(Moment::LAST, |(_, end)| *end);
        let next = self.marked.partition_point(|(start, ..)| *start <= moment);
        let changing = |at: usize| match self.marked.get(at) {
            Some((_, same, other)) if *same == status => self.marked.get(*other),
            found => found,
        };
        changing(next).is_some_and(|(start, ..)| *start <= shield)
    }
}
