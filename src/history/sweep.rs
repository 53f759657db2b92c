//! From the steps of a policy to the stretches of time in which one answer holds.
//!
//! The dates of two steps tell which came first only when one ends before the other begins. So at
//! a moment every step counts that may have happened and that no other has replaced for certain;
//! the answer is what all of these say.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Moment, Word};

use super::step::Step;

/// A stretch of time with one answer, until the next stretch begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    /// Its first moment.
    pub from: Moment,
    /// For each status that may hold the last of the steps that give it, in the order of the steps.
    pub readings: Vec<u32>,
    /// Whether the policy may still be what it was before every step.
    pub opening: bool,
    /// Whether past steps contradict each other and their order is unknown.
    pub conflict: bool,
    /// Whether the answer is one status, and neither it nor its end rests on a date with a mark or
    /// on what a later event tells of the time before it.
    pub certain: bool,
}

/// Returns the stretches of a track; the first begins at [`Moment::FIRST`]. `steps` are in order.
pub(super) fn stretches(steps: &[Step]) -> Vec<Stretch> {
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
        found.push(standing.stretch(Moment::FIRST, &doubts));
    }
    while let Some((moment, turn)) = turns.next() {
        standing.turn(turn, &doubts);
        if turns.peek().is_some_and(|(next, _)| *next == moment) {
            continue;
        }
        let stretch = standing.stretch(moment, &doubts);
        let same = |last: &Stretch| *last == Stretch { from: last.from, ..stretch.clone() };
        if !found.last().is_some_and(same) {
            found.push(stretch);
        }
    }
    found
}

/// What happens to a step as time goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    /// From now on it may have happened.
    MayHave(u32),
    /// By now it has happened.
    Has(u32),
}

/// The steps that may be the last one that happened.
struct Standing<'s> {
    steps: &'s [Step],
    /// By the moment by which each has happened.
    by_end: BTreeSet<(Moment, u32)>,
    by_status: BTreeMap<Option<Word>, BTreeSet<u32>>,
    /// Those of them that have happened for certain, by their status and then by the one before.
    happened: BTreeMap<Option<Word>, BTreeMap<Option<Word>, BTreeSet<u32>>>,
    /// Those of them whose date has a mark that matters.
    marked: BTreeSet<u32>,
    opening: bool,
    /// The last changes that have happened, by the status before them.
    accounts: BTreeMap<Word, LastChanges>,
    /// The latest start of a step that has happened.
    surely_since: Moment,
    /// The latest end of a step that only the account of another one has put behind it.
    by_account: Moment,
}

impl<'s> Standing<'s> {
    fn new(steps: &'s [Step]) -> Self {
        Self {
            steps,
            by_end: BTreeSet::new(),
            by_status: BTreeMap::new(),
            happened: BTreeMap::new(),
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
                self.happened.entry(step.status).or_default().entry(step.was).or_default().insert(at);
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

    /// Returns whether a step says only what is certain without it, so that it changes nothing on whatever
    /// day it happened.
    fn is_said_already(&self, step: &Step, doubts: &Doubts) -> bool {
        let before = Moment(step.earliest.0.saturating_sub(1));
        !self.opening
            && self.by_status.len() == 1
            && self.by_status.contains_key(&step.status)
            && (step.was.is_none() || step.restates())
            && self.is_certain(before, doubts)
    }

    /// Takes out steps that have happened where one of two accounts puts another behind them: it
    /// starts from where they end. Their dates do not tell the order, so that no answer is certain
    /// while both would count.
    fn follow_accounts(&mut self, at: u32) {
        let step = &self.steps[at as usize];
        let after = step.status.and_then(|status| self.accounts.get(&status));
        if after.is_some_and(|changes| changes.follow(step)) {
            self.follow(at);
        }
        if let Some(was) = step.was.filter(|_| !step.restates()) {
            let before = self.happened.get(&Some(was)).into_iter().flatten();
            // Two changes that each start from where the other ends do not tell which came last.
            let before = before.filter(|(start, _)| **start != step.status);
            let followed: Vec<u32> = before.flat_map(|(_, same)| same).copied().collect();
            followed.into_iter().for_each(|other| self.follow(other));
            self.accounts.entry(was).or_default().push(step);
        }
    }

    /// Takes out a step that another one follows by its account.
    fn follow(&mut self, at: u32) {
        self.by_account = self.by_account.max(self.steps[at as usize].latest);
        self.remove(at);
    }

    /// Takes out a step that has happened.
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
        let Some(by_start) = self.happened.get_mut(&step.status) else { return };
        if let Some(same) = by_start.get_mut(&step.was) {
            same.remove(&at);
            if same.is_empty() {
                by_start.remove(&step.was);
            }
        }
        if by_start.is_empty() {
            self.happened.remove(&step.status);
        }
    }

    /// Returns whether the answer is one status, and neither it nor its end rests on a date with a mark or on
    /// what a later event tells of the time before it.
    fn is_certain(&self, now: Moment, doubts: &Doubts) -> bool {
        let before = self.steps.first().and_then(|first| first.was);
        let answer = self.by_status.keys().next().map_or(before, |status| *status);
        let one = self.by_status.len() <= 1 && (!self.opening || answer == before);
        let by_dates = self.by_account == Moment::FIRST || self.by_account < self.surely_since;
        let is_recorded = !self.opening || before.is_none() && doubts.one_opening;
        one && by_dates && is_recorded && self.marked.is_empty() && !doubts.after(now, answer)
    }

    fn stretch(&self, from: Moment, doubts: &Doubts) -> Stretch {
        let mut readings: Vec<u32> =
            self.by_status.values().filter_map(|same| same.last().copied()).collect();
        readings.sort_unstable();
        Stretch {
            from,
            conflict: self.happened.len() > 1,
            certain: self.is_certain(from, doubts),
            readings,
            opening: self.opening,
        }
    }
}

/// Of the changes from one status the latest, and the latest of those that end with another status
/// than that one.
#[derive(Default)]
struct LastChanges([Option<(Option<Word>, Moment)>; 2]);

impl LastChanges {
    /// Adds a change that happened after all others.
    fn push(&mut self, step: &Step) {
        if self.0[0].is_some_and(|(status, _)| status != step.status) {
            self.0[1] = self.0[0];
        }
        self.0[0] = Some((step.status, step.latest));
    }

    /// Returns whether one of them may lie behind a step that ends where they start, and does not lead back
    /// to where that step began.
    fn follow(&self, step: &Step) -> bool {
        self.0.iter().flatten().any(|(status, latest)| *status != step.was && *latest >= step.earliest)
    }
}

/// The steps whose dates are marked, and those without a mark behind which they cannot lie.
struct Doubts {
    /// Whether all steps that may be the first tell the same of the time before them.
    one_opening: bool,
    /// Start, status and, as a place in here, the next with another status.
    marked: Vec<(Moment, Option<Word>, usize)>,
    /// For each step without a mark its start and the first end of it and all that start later.
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

    /// Returns whether a marked step that changes `status` follows `moment` with no step between that has no
    /// mark: then it may have happened by now.
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
