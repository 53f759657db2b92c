//! Who moved first, and how long the others took.

use crate::model::{EventNo, PolicyNo, Timeline, Word};

use super::History;
use super::ladder::Rung;
use super::lag::{Lag, Order};
use super::track::{Step, Track};

/// The policies of a topic in the order in which they reached a status.
#[derive(Debug, Clone)]
pub struct Race<'h> {
    /// Those that were there before the record begins; who was first is not known then.
    pub already: Vec<PolicyNo>,
    /// Those that came to it, by the earliest day on which they may have.
    pub arrivals: Vec<Arrival<'h>>,
    /// Those that the record never sees there.
    pub unreached: Vec<Unreached>,
}

/// A policy that reached the status.
#[derive(Debug, Clone)]
pub struct Arrival<'h> {
    /// The policy.
    pub policy: PolicyNo,
    /// The step that brought it there.
    pub step: &'h Step,
    /// How long after the first arrival; `None` for that one itself.
    pub lag: Option<Lag>,
    /// The events that this one answers by a declared link (`responds-to` here, or `leads-to`
    /// there), each with the time between.
    pub answers: Vec<(EventNo, Lag)>,
}

/// A policy that did not reach the status.
#[derive(Debug, Clone, Copy)]
pub struct Unreached {
    /// The policy.
    pub policy: PolicyNo,
    /// What it was last; `None` where the record says nothing.
    pub last: Option<Word>,
}

impl<'h> Race<'h> {
    /// Who of `topic` reached `status`: it, or one that is looser on the ladder of the policy. The
    /// strictest status of a ladder, and one outside of it, is reached by itself alone.
    pub fn of(timeline: &Timeline, history: &'h History, topic: Word, status: Word) -> Self {
        let mut race = Self { already: Vec::new(), arrivals: Vec::new(), unreached: Vec::new() };
        for track in history.tracks() {
            if timeline.policy(track.policy).topic == Some(topic) {
                race.enter(timeline, track, status);
            }
        }
        race.arrivals.sort_by_key(|arrival| {
            let step = arrival.step;
            (step.earliest, step.latest, step.event, arrival.policy)
        });
        let first = race.arrivals.first().map(|arrival| arrival.step);
        for arrival in race.arrivals.iter_mut().skip(1) {
            arrival.lag = first.and_then(|first| lag(timeline, first, arrival.step));
        }
        race
    }

    fn enter(&mut self, timeline: &Timeline, track: &'h Track, status: Word) {
        let policy = track.policy;
        let is_there = |at: Option<Word>| at.is_some_and(|at| reaches(timeline, policy, at, status));
        let first = track.steps().first();
        if first.is_some_and(|first| is_there(first.was)) {
            self.already.push(policy);
        } else if let Some(step) = track.steps().iter().find(|step| is_there(step.status)) {
            let answers = answered(timeline, step.event);
            let answers = answers.into_iter().filter_map(|other| {
                let date = timeline.event(other).date.as_ref()?;
                Some((other, Lag::between(date, timeline.event(step.event).date.as_ref()?)))
            });
            self.arrivals.push(Arrival { policy, step, lag: None, answers: answers.collect() });
        } else {
            let last = track.steps().last().and_then(|step| step.status);
            self.unreached.push(Unreached { policy, last });
        }
    }

    /// Whether the first arrival came before all others for certain.
    pub fn first_is_certain(&self) -> bool {
        self.already.is_empty()
            && self
                .arrivals
                .iter()
                .skip(1)
                .all(|arrival| arrival.lag.is_some_and(|lag| lag.order == Order::Certain))
    }
}

fn lag(timeline: &Timeline, first: &Step, then: &Step) -> Option<Lag> {
    Some(Lag::between(first.date(timeline)?, then.date(timeline)?))
}

/// Whether a policy with the status `at` has come as far as `target`.
fn reaches(timeline: &Timeline, policy: PolicyNo, at: Word, target: Word) -> bool {
    let policy = timeline.policy(policy);
    let place = |status| Rung::of(timeline, policy, status).place();
    match (place(at), place(target)) {
        (Some(at), Some(target)) if target > 0 => at >= target,
        _ => at == target,
    }
}

/// The events that an event answers, whichever of the two says so; each once, in time order.
fn answered(timeline: &Timeline, event: EventNo) -> Vec<EventNo> {
    let is = |word: Word, relation: &str| timeline.word(word) == relation;
    let ours = timeline.event(event).links.iter().filter(|link| is(link.relation, "responds-to"));
    let mut found: Vec<EventNo> = ours.filter_map(|link| timeline.find(&link.to)).collect();
    let id = &timeline.event(event).id;
    let leads = |other: &crate::model::Event| {
        other.links.iter().any(|link| link.to == *id && is(link.relation, "leads-to"))
    };
    let theirs = timeline.events().iter().zip(0..).filter(|(other, _)| leads(other));
    found.extend(theirs.map(|(_, number)| EventNo(number)));
    found.sort_unstable();
    found.dedup();
    found
}
