//! Track: the steps of one policy in time order.

use std::collections::HashMap;
use std::ops::Range;

use crate::model::{EventNo, Moment, PolicyNo, Word};

use super::status_runs::StatusRuns;
use super::step::Step;
use super::sweep::{StateSpan, state_spans};

/// Step with the status before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'t> {
    /// The step itself.
    pub step: &'t Step,
    /// Status before the step; `None` if not recorded.
    pub before: Option<Word>,
    /// Whether the step changes the status; otherwise it restates it.
    pub is_change: bool,
}

/// Steps and states of a policy over time.
#[derive(Debug, Clone)]
pub struct Track {
    /// The policy of the track.
    pub policy: PolicyNo,
    pub(super) steps: Vec<Step>,
    pub(super) undated: Vec<Step>,
    pub(super) state_spans: Vec<StateSpan>,
    /// The possible statuses over time.
    pub(crate) status_runs: StatusRuns,
    /// Indices of the steps whose status differs from the one before, and of the first step.
    turns: Vec<u32>,
    /// Per step the running maximum of `latest`.
    ends: Vec<Moment>,
}

impl Track {
    /// Builds a track from steps in any order.
    pub(super) fn new(policy: PolicyNo, steps: Vec<Step>) -> Self {
        let (undated, mut steps): (Vec<Step>, Vec<Step>) = steps.into_iter().partition(|step| step.undated);
        steps.sort_by_key(Step::order);
        drop_overtaken_expiries(&mut steps);
        let is_turn = |at: &u32| *at == 0 || steps[*at as usize - 1].status != steps[*at as usize].status;
        let turns = (0..steps.len() as u32).filter(is_turn).collect();
        let state_spans = state_spans(&steps);
        let mut ends: Vec<Moment> = steps.iter().map(|step| step.latest).collect();
        for at in 1..ends.len() {
            ends[at] = ends[at].max(ends[at - 1]);
        }
        let status_runs = StatusRuns::default();
        let mut track = Self { policy, steps, undated, state_spans, status_runs, turns, ends };
        track.status_runs = StatusRuns::new(track.statuses_over_time());
        track
    }

    /// Returns the dated steps, sorted by earliest moment, then shorter date, then event number.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Returns its undated steps.
    pub fn undated(&self) -> &[Step] {
        &self.undated
    }

    /// Returns the number of steps that change the status.
    pub fn change_count(&self) -> usize {
        self.change_places().len()
    }

    /// Iterates over the changes with these indices, in time order.
    pub fn changes(&self, numbers: Range<usize>) -> impl Iterator<Item = Entry<'_>> {
        self.change_places()[numbers].iter().map(|at| self.entry(*at as usize))
    }

    fn change_places(&self) -> &[u32] {
        let restated = self.steps.first().is_some_and(Step::restates);
        &self.turns[usize::from(restated)..]
    }

    /// Returns the index of a step among the changes; `None` if it is not one.
    pub(super) fn change_number(&self, at: usize) -> Option<usize> {
        self.change_places().binary_search(&(at as u32)).ok()
    }

    /// Iterates over the dated steps, each with the status before it and whether it changes the status.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = Entry<'_>> {
        (0..self.steps.len()).map(|at| self.entry(at))
    }

    fn entry(&self, at: usize) -> Entry<'_> {
        let (step, is_change) = (&self.steps[at], self.is_change(at));
        Entry { step, before: if is_change { self.before(at) } else { step.status }, is_change }
    }

    /// Returns the index of the first step in the unbroken run of steps with the same status as step `at`.
    pub(super) fn run(&self, at: usize) -> usize {
        let after = self.turns.partition_point(|turn| *turn as usize <= at);
        self.turns[after - 1] as usize
    }

    /// Returns the next step with another status than step `at`.
    pub(super) fn turn_after(&self, at: usize) -> Option<&Step> {
        let after = self.turns.partition_point(|turn| *turn as usize <= at);
        self.turns.get(after).map(|turn| &self.steps[*turn as usize])
    }

    /// Returns the status before step `at`, if recorded: that of the last step that certainly ended before it
    /// or that matches its `was`, else its `was`. Other steps with overlapping dates are alternatives, not
    /// predecessors.
    pub(super) fn before(&self, at: usize) -> Option<Word> {
        let step = &self.steps[at];
        let is_before = |other: &&Step| {
            other.latest < step.earliest || other.status.is_some() && other.status == step.was
        };
        let before = self.steps[..at].iter().rev().find(is_before);
        before.map_or(step.was.or(self.opening()), |before| before.status)
    }

    /// Returns whether step `at` changes the status of the step before it or, for the first step, its own
    /// `was`.
    pub(super) fn is_change(&self, at: usize) -> bool {
        match at.checked_sub(1) {
            Some(before) => self.steps[before].status != self.steps[at].status,
            None => !self.steps[at].restates(),
        }
    }

    /// Returns whether step `at` ends a conflict.
    pub(super) fn settles(&self, at: usize) -> bool {
        let here = self.stretch_at(self.steps[at].latest);
        let is_end = self.state_spans[here].from == self.steps[at].latest;
        is_end && here > 0 && self.state_spans[here - 1].conflict && !self.state_spans[here].conflict
    }

    /// Returns the status before all steps: the `was` of the first step.
    pub fn opening(&self) -> Option<Word> {
        self.steps.first().and_then(|first| first.was)
    }

    /// Returns the first change that starts after `moment`.
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

    /// Iterates over the indices of the steps that may lie after the day of `from` and no later than the day
    /// of `to`.
    pub(super) fn between(&self, from: Moment, to: Moment) -> impl Iterator<Item = usize> {
        let (early, late) = (from.day_end(), to.day_end());
        let first = self.ends.partition_point(|end| *end <= early);
        let last = self.steps.partition_point(|step| step.earliest <= late);
        (first..last.max(first)).filter(move |at| self.steps[*at].latest > early)
    }
}

/// Removes expiries that end nothing. A status ends with the expiry of the step that started it, or a later
/// one of a step that restates it. A status given without expiry does not expire because it was restated with
/// one, and a status that changed does not expire any more.
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
