//! Comparison of the policies on two days.

use crate::model::{Moment, Policy, PolicyNo, Timeline, Word};

use super::History;
use super::ladder::Move;
use super::state::State;
use super::step::Step;
use super::track::Track;

/// Policy whose status differs between two days.
#[derive(Debug, Clone)]
pub struct StatusChange<'h> {
    /// The policy that changed.
    pub policy: PolicyNo,
    /// State at the end of the first day.
    pub before: State<'h>,
    /// State at the end of the second day.
    pub after: State<'h>,
    /// Direction of the change. If a side has several possible statuses, the only direction that the change
    /// can have.
    pub way: Move,
    /// Whether both sides have exactly one status, so that the direction is certain.
    pub way_is_certain: bool,
    /// Steps between the two days.
    pub between: Between<'h>,
}

/// Period of a track between two days.
#[derive(Debug, Clone, Copy)]
pub struct Between<'h> {
    track: &'h Track,
    from: Moment,
    to: Moment,
}

impl<'h> Between<'h> {
    /// Iterates over the changes between the two days and the steps that end a conflict, in order. A step
    /// with a vague date is included if it may lie between them.
    pub fn steps(self) -> impl Iterator<Item = &'h Step> {
        let track = self.track;
        let places = track.between(self.from.min(self.to), self.from.max(self.to));
        places.filter(|at| track.is_turn(*at)).map(|at| &track.steps[at])
    }
}

/// Policy with the same status on both days and another one in between.
#[derive(Debug, Clone)]
pub struct Return<'h> {
    /// The policy that changed and returned.
    pub policy: PolicyNo,
    /// Steps between the two days.
    pub between: Between<'h>,
}

/// Returns the policies whose state on the day of `from` differs from that on the day of `to`, in the order
/// of the registry. The second day may lie before the first: then what changed is undone.
pub fn compare<'h>(
    timeline: &Timeline,
    history: &'h History,
    from: Moment,
    to: Moment,
) -> Vec<StatusChange<'h>> {
    history.tracks().iter().filter_map(|track| track.change(timeline, from, to)).collect()
}

impl Track {
    /// Returns the change from the day of `from` to the day of `to`; `None` if the status is the same.
    pub fn change(&self, timeline: &Timeline, from: Moment, to: Moment) -> Option<StatusChange<'_>> {
        let (before, after) = (self.on(from), self.on(to));
        (!are_same(&before.statuses(), &after.statuses())).then(|| {
            let way_is_certain = !before.is_open() && !after.is_open();
            let way = way(timeline, timeline.policy(self.policy), &before, &after);
            let between = Between { track: self, from, to };
            StatusChange { policy: self.policy, before, after, way, way_is_certain, between }
        })
    }

    /// Iterates over the steps that a comparison may name: changes, and steps that end a conflict.
    pub fn turns(&self) -> impl Iterator<Item = &Step> {
        (0..self.steps.len()).filter(|at| self.is_turn(*at)).map(|at| &self.steps[at])
    }

    fn is_turn(&self, at: usize) -> bool {
        self.is_change(at) || self.settles(at)
    }
}

/// Returns the policies with the same status on both days that certainly had another one in between.
pub fn returned(history: &History, from: Moment, to: Moment) -> Vec<Return<'_>> {
    let (early, late) = (from.min(to).day_end(), from.max(to).day_end());
    let found = history.tracks().iter().filter_map(|track| {
        let statuses = track.on(early).statuses();
        let differs =
            |step: &&Step| step.earliest > early && step.latest <= late && !statuses.contains(&step.status);
        let between = Between { track, from: early, to: late };
        let came_back =
            are_same(&statuses, &track.on(late).statuses()) && between.steps().any(|step| differs(&step));
        came_back.then_some(Return { policy: track.policy, between })
    });
    found.collect()
}

impl StatusChange<'_> {
    /// Describes the direction.
    pub fn way_words(&self) -> &'static str {
        match (self.way, self.way_is_certain) {
            (Move::Loosening, false) => "possibly loosening",
            (Move::Tightening, false) => "possibly tightening",
            (Move::Neither, false) => "not known",
            (way, true) => way.word(),
        }
    }
}

/// Returns whether two lists of distinct statuses are equal, ignoring order.
fn are_same(one: &[Option<Word>], other: &[Option<Word>]) -> bool {
    one.len() == other.len() && one.iter().all(|status| other.contains(status))
}

/// Returns the direction shared by all pairs of statuses that have one; [`Move::Neither`] if they disagree.
fn way(timeline: &Timeline, policy: &Policy, before: &State, after: &State) -> Move {
    let (before, after) = (before.statuses(), after.statuses());
    let pairs = before.iter().flat_map(|before| after.iter().map(move |after| (*before, *after)));
    let pairs = pairs.filter(|(before, after)| before != after);
    let ways = pairs.map(|(before, after)| Move::between(timeline, policy, before, after));
    let mut ways = ways.filter(|way| *way != Move::Neither);
    let first = ways.next().unwrap_or(Move::Neither);
    if ways.all(|way| way == first) { first } else { Move::Neither }
}
