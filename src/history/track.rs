//! The steps of one policy in the order of time.

use std::collections::HashMap;
use std::ops::Range;

use crate::model::{EventNo, Moment, PolicyNo, Word};

use super::step::Step;
use super::sweep::{Stretch, stretches};

/// A step with what it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'t> {
    /// The step.
    pub step: &'t Step,
    /// The status before it; `None` where the record does not say.
    pub before: Option<Word>,
    /// Whether it changed the status, rather than to say it again.
    pub is_change: bool,
}

/// What a policy was over time.
#[derive(Debug, Clone)]
pub struct Track {
    /// The policy.
    pub policy: PolicyNo,
    pub(super) steps: Vec<Step>,
    pub(super) undated: Vec<Step>,
    pub(super) stretches: Vec<Stretch>,
    /// Where the stretches begin, side by side: they are searched for every cell of a bar.
    pub(super) begins: Vec<Moment>,
    /// The steps with another status than the one before them, the first step among them.
    turns: Vec<u32>,
    /// For each step the last moment at which it or one before it may have happened.
    ends: Vec<Moment>,
}

impl Track {
    /// Returns the track that `steps` make, in whatever order they come.
    pub(super) fn new(policy: PolicyNo, steps: Vec<Step>) -> Self {
        let (undated, mut steps): (Vec<Step>, Vec<Step>) = steps.into_iter().partition(|step| step.undated);
        steps.sort_by_key(Step::order);
        drop_overtaken_expiries(&mut steps);
        let is_turn = |at: &u32| *at == 0 || steps[*at as usize - 1].status != steps[*at as usize].status;
        let turns = (0..steps.len() as u32).filter(is_turn).collect();
        let stretches = stretches(&steps);
        let begins = stretches.iter().map(|stretch| stretch.from).collect();
        let mut ends: Vec<Moment> = steps.iter().map(|step| step.latest).collect();
        for at in 1..ends.len() {
            ends[at] = ends[at].max(ends[at - 1]);
        }
        Self { policy, steps, undated, stretches, begins, turns, ends }
    }

    /// Returns its dated steps: by earliest moment, then the sharper date, then the number of the event.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Returns its undated steps.
    pub fn undated(&self) -> &[Step] {
        &self.undated
    }

    /// Returns how many of its steps change the status, rather than restate it.
    pub fn change_count(&self) -> usize {
        self.change_places().len()
    }

    /// Returns some of the changes, counted from the first.
    pub fn changes(&self, numbers: Range<usize>) -> impl Iterator<Item = Entry<'_>> {
        self.change_places()[numbers].iter().map(|at| self.entry(*at as usize))
    }

    fn change_places(&self) -> &[u32] {
        let restated = self.steps.first().is_some_and(Step::restates);
        &self.turns[usize::from(restated)..]
    }

    /// Returns which of the changes the step at this place is.
    pub(super) fn change_number(&self, at: usize) -> Option<usize> {
        self.change_places().binary_search(&(at as u32)).ok()
    }

    /// Returns its dated steps, each with what it did.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = Entry<'_>> {
        (0..self.steps.len()).map(|at| self.entry(at))
    }

    fn entry(&self, at: usize) -> Entry<'_> {
        let (step, is_change) = (&self.steps[at], self.is_change(at));
        Entry { step, before: if is_change { self.before(at) } else { step.status }, is_change }
    }

    /// Returns the first of the unbroken run of steps that have the status of the one at this place.
    pub(super) fn run(&self, at: usize) -> usize {
        let after = self.turns.partition_point(|turn| *turn as usize <= at);
        self.turns[after - 1] as usize
    }

    /// Returns the next step with another status than the one at this place.
    pub(super) fn turn_after(&self, at: usize) -> Option<&Step> {
        let after = self.turns.partition_point(|turn| *turn as usize <= at);
        self.turns.get(after).map(|turn| &self.steps[*turn as usize])
    }

    /// Returns the status before the step at this place, where the record tells it. What is said of the same
    /// days is another reading and not what was before, unless the account of the step itself puts it there.
    pub(super) fn before(&self, at: usize) -> Option<Word> {
        let step = &self.steps[at];
        let is_before = |other: &&Step| {
            other.latest < step.earliest || other.status.is_some() && other.status == step.was
        };
        let before = self.steps[..at].iter().rev().find(is_before);
        before.map_or(step.was.or(self.opening()), |before| before.status)
    }

    /// Returns whether the step at this place changes the status: of the one before it or, for the first, of
    /// the one that it tells of itself.
    pub(super) fn is_change(&self, at: usize) -> bool {
        match at.checked_sub(1) {
            Some(before) => self.steps[before].status != self.steps[at].status,
            None => !self.steps[at].restates(),
        }
    }

    /// Returns whether the step at this place ends a conflict.
    pub(super) fn settles(&self, at: usize) -> bool {
        let here = self.stretch_at(self.steps[at].latest);
        let is_end = self.stretches[here].from == self.steps[at].latest;
        is_end && here > 0 && self.stretches[here - 1].conflict && !self.stretches[here].conflict
    }

    /// Returns the status before every step, where the first one names it.
    pub fn opening(&self) -> Option<Word> {
        self.steps.first().and_then(|first| first.was)
    }

    /// Returns the next change that starts after `moment`.
    pub fn change_after(&self, moment: Moment) -> Option<&Step> {
        let from = self.steps.partition_point(|step| step.earliest <= moment);
        let here = self.steps.get(from)?;
        if self.is_change(from) { Some(here) } else { self.turn_after(from) }
    }

    /// Returns the last change that starts before `moment`.
    pub fn change_before(&self, moment: Moment) -> Option<&Step> {
        let last = self.steps.partition_point(|step| step.earliest < moment).checked_sub(1)?;
        let run = self.run(last);
        self.is_change(run).then(|| &self.steps[run])
    }

    /// Returns the steps that may lie after the day of `from` and not after that of `to`, by their places.
    pub(super) fn between(&self, from: Moment, to: Moment) -> impl Iterator<Item = usize> {
        let (early, late) = (from.day_end(), to.day_end());
        let first = self.ends.partition_point(|end| *end <= early);
        let last = self.steps.partition_point(|step| step.earliest <= late);
        (first..last.max(first)).filter(move |at| self.steps[*at].latest > early)
    }
}

/// Leaves the expiries that end something: that of the step that began a status, and that of one
/// that prolonged it by saying it again with a later end. What was given without end does not
/// expire because somebody said it again for a time, and what changed does not expire any more.
fn drop_overtaken_expiries(steps: &mut Vec<Step>) {
    let key = |step: &Step| (step.event, step.place);
    let expiries = steps.iter().enumerate().filter(|(_, step)| step.is_expiry());
    let ends: HashMap<(EventNo, usize), usize> = expiries.map(|(at, step)| (key(step), at)).collect();
    let (mut status, mut end) = (None, None);
    let mut at = 0..;
    steps.retain(|step| {
        let Some(at) = at.next() else { return false };
        let own = ends.get(&key(step)).copied();
        if step.is_expiry() {
            let ends_it = end == Some(at);
            (status, end) = if ends_it { (None, None) } else { (status, end) };
            return ends_it;
        }
        let is_said_again = step.status == status && (step.was.is_none() || step.restates());
        end = if is_said_again { end.map(|end| own.map_or(end, |own| own.max(end))) } else { own };
        status = step.status;
        true
    });
}
