//! What changed between two days.

use std::collections::BTreeSet;

use crate::model::{Moment, Policy, PolicyNo, Timeline, Word};

use super::History;
use super::ladder::Move;
use super::state::State;
use super::track::{Step, Track};

/// A policy that was another one on the second day than on the first.
#[derive(Debug, Clone)]
pub struct Change<'h> {
    /// The policy.
    pub policy: PolicyNo,
    /// What it was at the end of the first day.
    pub before: State<'h>,
    /// What it was at the end of the second.
    pub after: State<'h>,
    /// Which way it went; where a side has several statuses, the one way that it may have gone.
    pub way: Move,
    /// Whether both sides have one status, so that the way is told.
    pub way_is_certain: bool,
    /// The changes between the two and what settled a conflict, in their order; those of a vague
    /// date are there when they may lie between.
    pub steps: Vec<&'h Step>,
}

/// A policy that was the same on both days and another one between them.
#[derive(Debug, Clone)]
pub struct Return<'h> {
    /// The policy.
    pub policy: PolicyNo,
    /// The changes between the two days.
    pub steps: Vec<&'h Step>,
}

/// The policies whose state on the day of `from` differs from that on the day of `to`, in the
/// order of the registry. The second day may lie before the first: then what changed is undone.
pub fn compare<'h>(timeline: &Timeline, history: &'h History, from: Moment, to: Moment) -> Vec<Change<'h>> {
    let changes = history.tracks().iter().filter_map(|track| {
        let (before, after) = (track.on(from), track.on(to));
        (set(&before) != set(&after)).then(|| {
            let way_is_certain = !before.is_open() && !after.is_open();
            let way = way(timeline, timeline.policy(track.policy), &before, &after);
            let steps = steps_between(track, from, to);
            Change { policy: track.policy, before, after, way, way_is_certain, steps }
        })
    });
    changes.collect()
}

/// The policies whose state on both days is the same, though it changed for certain between them.
pub fn returned(history: &History, from: Moment, to: Moment) -> Vec<Return<'_>> {
    let (early, late) = (from.min(to).day_end(), from.max(to).day_end());
    let found = history.tracks().iter().filter_map(|track| {
        let statuses = set(&track.on(early));
        let differs =
            |step: &&Step| step.earliest > early && step.latest <= late && !statuses.contains(&step.status);
        let steps = steps_between(track, early, late);
        let came_back = steps.iter().any(differs) && statuses == set(&track.on(late));
        came_back.then_some(Return { policy: track.policy, steps })
    });
    found.collect()
}

impl Change<'_> {
    /// Which way it went, in words.
    pub fn way_words(&self) -> &'static str {
        match (self.way, self.way_is_certain) {
            (Move::Loosening, false) => "possibly loosening",
            (Move::Tightening, false) => "possibly tightening",
            (Move::Neither, false) => "not known",
            (way, true) => way.word(),
        }
    }
}

fn set(state: &State) -> BTreeSet<Option<Word>> {
    state.statuses().into_iter().collect()
}

/// The way that every pair of statuses goes that differ; neither where they do not agree.
fn way(timeline: &Timeline, policy: &Policy, before: &State, after: &State) -> Move {
    let (before, after) = (before.statuses(), after.statuses());
    let pairs = before.iter().flat_map(|before| after.iter().map(move |after| (*before, *after)));
    let pairs = pairs.filter(|(before, after)| before != after);
    let ways = pairs.map(|(before, after)| Move::between(timeline, policy, before, after));
    let mut ways = ways.filter(|way| *way != Move::Neither);
    let first = ways.next().unwrap_or(Move::Neither);
    if ways.all(|way| way == first) { first } else { Move::Neither }
}

fn steps_between(track: &Track, from: Moment, to: Moment) -> Vec<&Step> {
    let places = track.between(from.min(to), from.max(to));
    let counts = |at: &usize| track.is_change(*at) || track.settles(*at);
    places.filter(counts).map(|at| &track.steps[at]).collect()
}
