//! First movers: the order in which the policies of a topic reached a status, and the time between them.

use std::collections::BTreeSet;

use crate::model::policy::UNCLEAR;
use crate::model::{EventNo, PolicyNo, Timeline, Word};

use super::History;
use super::ladder::Rung;
use super::lag::{Lag, Precedence};
use super::state::State;
use super::status_words::NOT_ON_RECORD;
use super::step::Step;
use super::thread::{Links, Way};
use super::track::Track;

/// Policies of a topic, grouped by whether and when they reached a status.
#[derive(Debug, Clone, Default)]
pub struct FirstMovers<'h> {
    /// Policies that had reached it before the record starts. If there are any, the first one is unknown.
    pub already: Vec<PolicyNo>,
    /// Policies that reached it on record, sorted by the earliest moment at which they may have.
    pub arrivals: Vec<Arrival<'h>>,
    /// Policies that had reached it at some time, without a date.
    pub undated: Vec<(PolicyNo, &'h Step)>,
    /// Policies that never reached it on record.
    pub unreached: Vec<Unreached>,
    /// Policies without a ladder, or whose ladder lacks the status.
    pub incomparable: Vec<PolicyNo>,
    /// Whether the first arrival was certainly before all others on record.
    leads: bool,
}

/// Policy that reached the status on record.
#[derive(Debug, Clone)]
pub struct Arrival<'h> {
    /// The policy that reached the status.
    pub policy: PolicyNo,
    /// Step by which it reached the status.
    pub step: &'h Step,
    /// Time since the first arrival; `None` for the first itself. The order is certain only if the dates
    /// prove it and the record excludes an earlier arrival of this policy.
    pub lag: Option<Lag>,
    /// Whether the record is unambiguous that it arrived with this step and not before.
    is_sure: bool,
}

/// Policy that did not reach the status.
#[derive(Debug, Clone, Copy)]
pub struct Unreached {
    /// The policy that did not arrive.
    pub policy: PolicyNo,
    /// Last recorded status, if any.
    pub last: Option<Word>,
}

/// Row of the answer in words: a policy and how it reached the status.
#[derive(Debug, Clone)]
pub struct Placing {
    /// The policy of this row.
    pub policy: PolicyNo,
    /// Step by which it reached the status, if recorded.
    pub step: Option<Step>,
    /// Date of the step as written, or why there is none.
    pub date: String,
    /// Time since the first arrival; empty if it did not arrive on record.
    pub lag: String,
    /// Whether its order is certain; `None` if it did not arrive on record.
    pub order: Option<Precedence>,
}

impl Unreached {
    /// Describes the policy's last status: `never; last banned`, `not on record as permitted`. A policy that was
    /// `unclear` last may have reached the status, so it is not called never.
    pub fn words(&self, timeline: &Timeline, status: Word) -> String {
        let status = timeline.word(status);
        match self.last.map(|last| timeline.word(last)) {
            Some(UNCLEAR) => format!("{NOT_ON_RECORD} as {status}; last {UNCLEAR}"),
            Some(last) => format!("never; last {last}"),
            None => format!("{NOT_ON_RECORD} as {status}"),
        }
    }
}

/// Returns the default status for a topic: the second strictest of its first ladder, or the only one. `None`
/// if no policy of the topic has a ladder.
pub fn usual_status(timeline: &Timeline, topic: Word) -> Option<Word> {
    let ladders = ladders_of(timeline, topic);
    let rungs = &timeline.ladders[*ladders.first()?].statuses;
    rungs.get(1).or(rungs.first()).copied()
}

/// Returns the ladders of the policies of a topic, as indices into [`Timeline::ladders`].
pub fn ladders_of(timeline: &Timeline, topic: Word) -> BTreeSet<usize> {
    let policies = timeline.policies.iter().filter(|policy| policy.topic == Some(topic));
    policies.filter_map(|policy| policy.ladder).collect()
}

/// Returns a heading: `Who came first to restricted, or looser, on strikes-in-russia`.
pub fn first_movers_heading(timeline: &Timeline, topic: Word, status: Word) -> String {
    let ladders = ladders_of(timeline, topic);
    let mut ladders = ladders.iter().map(|ladder| &timeline.ladders[*ladder].statuses);
    let is_inside = |statuses: &Vec<Word>| {
        statuses.contains(&status) && ![statuses.first(), statuses.last()].contains(&Some(&status))
    };
    let looser = if ladders.any(is_inside) { ", or looser," } else { "" };
    format!("Who came first to {}{looser} on {}", timeline.word(status), timeline.word(topic))
}

/// Status to reach, and its timeline.
#[derive(Clone, Copy)]
struct Goal<'t> {
    timeline: &'t Timeline,
    status: Word,
}

impl<'h> FirstMovers<'h> {
    /// Finds the policies of `topic` that reached `status` or a looser one on their ladder. The strictest
    /// status of a ladder is reached only by itself.
    pub fn of(timeline: &Timeline, history: &'h History, topic: Word, status: Word) -> Self {
        let goal = Goal { timeline, status };
        let mut race = Self::default();
        for track in history.tracks() {
            if timeline.policy(track.policy).topic == Some(topic) {
                race.enter(goal, track);
            }
        }
        race.arrivals.sort_by_key(|arrival| {
            let step = arrival.step;
            (step.earliest, step.latest, step.event, arrival.policy)
        });
        race.compare(goal, history);
        race
    }

    fn enter(&mut self, goal: Goal, track: &'h Track) {
        let policy = track.policy;
        let steps = track.steps();
        let is_there = |at: Option<Word>| goal.is_reached(policy, at);
        let tells = |step: &&Step| is_there(step.status) || is_there(step.was);
        let undated = track.undated().iter().find(tells);
        if goal.place(policy, goal.status).is_none() {
            self.incomparable.push(policy);
        } else if steps.first().is_some_and(|first| is_there(first.was)) {
            self.already.push(policy);
        } else if let Some(at) = steps.iter().position(|step| is_there(step.status)) {
            let step = &steps[at];
            let then = track.on(step.latest);
            let is_disputed = then.conflict && !then.statuses().into_iter().all(is_there);
            let told_before = steps[..=at].iter().any(|step| is_there(step.was));
            let is_sure = undated.is_none() && !is_disputed && !told_before;
            self.arrivals.push(Arrival { policy, step, lag: None, is_sure });
        } else if let Some(step) = undated.or_else(|| steps.iter().find(tells)) {
            self.undated.push((policy, step));
        } else {
            let last = steps.iter().rev().find_map(|step| step.status);
            self.unreached.push(Unreached { policy, last });
        }
    }

    /// Computes the lags behind the first arrival. Dates alone do not prove an order: a policy that is
    /// unrecorded or `unclear` may have had the status all along.
    fn compare(&mut self, goal: Goal, history: &History) {
        let Some(first) = self.arrivals.first().cloned() else { return };
        let start = first.step.earliest;
        let was_elsewhere = |policy| goal.is_elsewhere(policy, &history.track(policy).on(start));
        let is_certain = |order: Precedence| order == Precedence::Certain;
        for arrival in self.arrivals.iter_mut().skip(1) {
            arrival.lag = lag(goal.timeline, first.step, arrival.step);
            let sure = first.is_sure && arrival.is_sure && was_elsewhere(arrival.policy);
            if let Some(lag) = arrival.lag.as_mut().filter(|lag| is_certain(lag.order) && !sure) {
                lag.order = Precedence::Possible;
            }
        }
        let day_before = history.track(first.policy).on(start.add_days(-1));
        let behind = |arrival: &Arrival| arrival.lag.is_some_and(|lag| is_certain(lag.order));
        self.leads = first.is_sure
            && goal.is_elsewhere(first.policy, &day_before)
            && self.undated.is_empty()
            && self.arrivals.iter().skip(1).all(behind)
            && self.unreached.iter().all(|other| was_elsewhere(other.policy));
    }

    /// Returns all policies of the topic as rows, those that arrived first at the top.
    pub fn places(&self, timeline: &Timeline, status: Word) -> Vec<Placing> {
        let place = |policy: PolicyNo, step: Option<&Step>, date: &str| {
            let (step, date) = (step.copied(), date.to_owned());
            Placing { policy, step, date, lag: String::new(), order: None }
        };
        let first = if self.already.is_empty() { "first" } else { "first on record" };
        let already = self.already.iter().map(|policy| place(*policy, None, "before the record"));
        let arrivals = self.arrivals.iter().map(|arrival| Placing {
            lag: arrival.lag.map_or_else(|| first.to_owned(), |lag| lag.words()),
            order: Some(self.order(arrival)),
            ..place(arrival.policy, Some(arrival.step), arrival.step.date_words(timeline))
        });
        let undated = self.undated.iter();
        let undated = undated.map(|(policy, step)| place(*policy, Some(step), "reached, undated"));
        let never = self.unreached.iter();
        let never = never.map(|never| place(never.policy, None, &never.words(timeline, status)));
        let others = self.incomparable.iter().map(|policy| place(*policy, None, "not comparable"));
        already.chain(arrivals).chain(undated).chain(never).chain(others).collect()
    }

    /// Returns whether the first arrival was certainly before all others.
    pub fn first_is_certain(&self) -> bool {
        self.already.is_empty() && self.leads
    }

    /// Returns whether the order of an arrival is certain: after the first one or, for the first one, before
    /// all others on record.
    pub fn order(&self, arrival: &Arrival) -> Precedence {
        match arrival.lag {
            Some(lag) => lag.order,
            None if self.leads => Precedence::Certain,
            None => Precedence::Possible,
        }
    }
}

impl Arrival<'_> {
    /// Returns the events that the arrival answers by a link (`responds-to` from it, or `leads-to` to it), in
    /// time order, each with the lag from its date to the step.
    pub fn answers(&self, timeline: &Timeline, links: &Links) -> Vec<(EventNo, Lag)> {
        let is_answer = |word: &Word| ["responds-to", "leads-to"].contains(&timeline.word(*word));
        let edges = links.edges_of(links.node(self.step.event), Way::Before);
        let answered = edges.filter(|edge| edge.words.iter().any(is_answer)).filter_map(|edge| {
            let other = links.event(edge.from)?;
            let date = timeline.event(other).date.as_ref()?;
            Some((other, Lag::between(date, self.step.date(timeline)?)))
        });
        answered.collect()
    }
}

fn lag(timeline: &Timeline, first: &Step, then: &Step) -> Option<Lag> {
    Some(Lag::between(first.date(timeline)?, then.date(timeline)?))
}

impl Goal<'_> {
    fn rung(self, policy: PolicyNo, status: Word) -> Rung {
        Rung::of(self.timeline, self.timeline.policy(policy), status)
    }

    fn place(self, policy: PolicyNo, status: Word) -> Option<usize> {
        self.rung(policy, status).place()
    }

    /// Returns whether the status `at` of a policy is the goal or beyond.
    fn is_reached(self, policy: PolicyNo, at: Option<Word>) -> bool {
        at.is_some_and(|at| match (self.place(policy, at), self.place(policy, self.status)) {
            (Some(at), Some(goal)) if goal > 0 => at >= goal,
            _ => at == self.status,
        })
    }

    /// Returns whether the record shows that a policy does not have the status; a missing status or `unclear`
    /// shows nothing.
    fn is_elsewhere(self, policy: PolicyNo, state: &State) -> bool {
        let is_told = |status: Word| self.rung(policy, status) != Rung::Unclear;
        let statuses = state.statuses();
        statuses.into_iter().all(|at| at.is_some_and(is_told) && !self.is_reached(policy, at))
    }
}
