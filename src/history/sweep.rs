//! From the steps of a policy to the stretches of time in which one answer holds.
//!
//! The dates of two steps tell which came first only when one ends before the other begins. So at
//! a moment every step counts that may have happened and that no other has replaced for certain;
//! the answer is what all of these say.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Moment, Word};

use super::track::Step;

/// A stretch of time with one answer, until the next stretch begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    /// Its first moment.
    pub from: Moment,
    /// For each status that may hold the last of the steps that give it, in the order of the steps.
    pub readings: Vec<u32>,
    /// Whether the policy may still be what it was before every step.
    pub opening: bool,
    /// Whether steps that have happened say different things, and nothing tells which came last.
    pub conflict: bool,
    /// Whether the answer is one status, and neither it nor its end rests on a date with a mark.
    pub certain: bool,
}

/// The stretches of a track, the first of which begins with time. `steps` stand in order.
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
        standing.turn(turn);
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
    /// Of those, how many have happened for certain.
    happened: BTreeMap<Option<Word>, usize>,
    /// How many of them have a date with a mark.
    marked: usize,
    opening: bool,
    /// The changes that have happened, in the order in which they did, by the status before them.
    accounts: BTreeMap<Word, Vec<u32>>,
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
            marked: 0,
            opening: true,
            accounts: BTreeMap::new(),
            surely_since: Moment::FIRST,
            by_account: Moment::FIRST,
        }
    }

    fn turn(&mut self, turn: Turn) {
        match turn {
            Turn::MayHave(at) => {
                let step = &self.steps[at as usize];
                self.by_end.insert((step.latest, at));
                self.marked += usize::from(step.qualified);
                self.by_status.entry(step.status).or_default().insert(at);
            }
            Turn::Has(at) => {
                let step = &self.steps[at as usize];
                self.opening = false;
                *self.happened.entry(step.status).or_default() += 1;
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

    /// Takes out steps that have happened where one of two accounts puts another behind them: it
    /// starts from where they end. Their dates do not tell the order, so that no answer is certain
    /// while both would count.
    fn follow_accounts(&mut self, at: u32) {
        let steps = self.steps;
        let step = &steps[at as usize];
        let behind = step.status.and_then(|status| self.accounts.get(&status)).into_iter().flatten().rev();
        let mut behind = behind.map(|other| &steps[*other as usize]);
        let is_followed = behind
            .by_ref()
            .take_while(|other| other.latest >= step.earliest)
            .any(|other| other.continues(step));
        let before = step.was.and_then(|was| self.by_status.get(&Some(was))).into_iter().flatten().copied();
        let mut followed: Vec<u32> = before
            .filter(|other| {
                let account = &steps[*other as usize];
                (account.latest, *other) < (step.latest, at) && step.continues(account)
            })
            .collect();
        followed.extend(is_followed.then_some(at));
        for other in followed {
            self.by_account = self.by_account.max(steps[other as usize].latest);
            self.remove(other);
        }
        if let Some(was) = step.was.filter(|_| !step.restates()) {
            self.accounts.entry(was).or_default().push(at);
        }
    }

    /// Takes out a step that has happened.
    fn remove(&mut self, at: u32) {
        let step = &self.steps[at as usize];
        self.by_end.remove(&(step.latest, at));
        self.marked -= usize::from(step.qualified);
        if let Some(same) = self.by_status.get_mut(&step.status) {
            same.remove(&at);
            if same.is_empty() {
                self.by_status.remove(&step.status);
            }
        }
        if let Some(count) = self.happened.get_mut(&step.status) {
            *count -= 1;
            if *count == 0 {
                self.happened.remove(&step.status);
            }
        }
    }

    fn stretch(&self, from: Moment, doubts: &Doubts) -> Stretch {
        let mut readings: Vec<u32> =
            self.by_status.values().filter_map(|same| same.last().copied()).collect();
        readings.sort_unstable();
        let opening = self.opening;
        let before = self.steps.first().and_then(|first| first.was);
        let answer = readings.first().map_or(before, |at| self.steps[*at as usize].status);
        let one = readings.len() <= 1 && (!opening || answer == before);
        let by_dates = self.by_account == Moment::FIRST || self.by_account < self.surely_since;
        let told = !opening || doubts.one_opening;
        Stretch {
            from,
            conflict: self.happened.len() > 1,
            certain: one && by_dates && told && self.marked == 0 && !doubts.after(from, answer),
            readings,
            opening,
        }
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

    /// Whether a marked step that changes `status` follows `moment` with no step between that has
    /// no mark: then it may have happened by now.
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
