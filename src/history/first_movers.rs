//! Who moved first, and how long the others took.

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

/// The policies of a topic in the order in which they reached a status.
#[derive(Debug, Clone, Default)]
pub struct FirstMovers<'h> {
    /// Those that were there before the record begins; who was first is not known then.
    pub already: Vec<PolicyNo>,
    /// Those that came to it, by the earliest day on which they may have.
    pub arrivals: Vec<Arrival<'h>>,
    /// Those that were there at some time, but no date says since when.
    pub undated: Vec<(PolicyNo, &'h Step)>,
    /// Those that the record never sees there.
    pub unreached: Vec<Unreached>,
    /// Those without a ladder or with one that does not have the status.
    pub incomparable: Vec<PolicyNo>,
    /// Whether the first arrival came before all others of the record for certain.
    leads: bool,
}

/// A policy that reached the status.
#[derive(Debug, Clone)]
pub struct Arrival<'h> {
    /// The policy.
    pub policy: PolicyNo,
    /// The step that brought it there.
    pub step: &'h Step,
    /// How long after the first arrival; `None` for that one itself. Its order is certain only
    /// when the dates tell it and the record leaves no room for an earlier arrival of this policy.
    pub lag: Option<Lag>,
    /// Whether the record is of one mind that it came with this step, and not before.
    is_sure: bool,
}

/// A policy that did not reach the status.
#[derive(Debug, Clone, Copy)]
pub struct Unreached {
    /// The policy.
    pub policy: PolicyNo,
    /// Its last recorded status; `None` where the record says nothing.
    pub last: Option<Word>,
}

/// A policy in the answer and how it came there, in words.
#[derive(Debug, Clone)]
pub struct Placing {
    /// The policy.
    pub policy: PolicyNo,
    /// The step that brought it there, where the record has one.
    pub step: Option<Step>,
    /// The date of the step as it is written, or why there is none.
    pub date: String,
    /// How long after the first it came; empty for what did not arrive.
    pub lag: String,
    /// Whether it stands where it does for certain; `None` for what did not arrive.
    pub order: Option<Precedence>,
}

impl Unreached {
    /// `never; last banned`, `not on record as permitted`. A policy that was last unclear is not on
    /// record there, which is not never.
    pub fn words(&self, timeline: &Timeline, status: Word) -> String {
        let status = timeline.word(status);
        match self.last.map(|last| timeline.word(last)) {
            Some(UNCLEAR) => format!("{NOT_ON_RECORD} as {status}; last {UNCLEAR}"),
            Some(last) => format!("never; last {last}"),
            None => format!("{NOT_ON_RECORD} as {status}"),
        }
    }
}

/// Returns the status that is asked about when none is named: the first step away from the strictest on the
/// ladder of the topic. `None` when no policy of the topic has a ladder.
pub fn usual_status(timeline: &Timeline, topic: Word) -> Option<Word> {
    let ladders = ladders_of(timeline, topic);
    let rungs = &timeline.ladders[*ladders.first()?].statuses;
    rungs.get(1).or(rungs.first()).copied()
}

/// Returns the ladders of the policies of a topic, by their places in [`Timeline::ladders`].
pub fn ladders_of(timeline: &Timeline, topic: Word) -> BTreeSet<usize> {
    let policies = timeline.policies.iter().filter(|policy| policy.topic == Some(topic));
    policies.filter_map(|policy| policy.ladder).collect()
}

/// Returns the question in words: `Who came first to restricted, or looser, on strikes-in-russia`.
pub fn first_movers_heading(timeline: &Timeline, topic: Word, status: Word) -> String {
    let ladders = ladders_of(timeline, topic);
    let mut ladders = ladders.iter().map(|ladder| &timeline.ladders[*ladder].statuses);
    let is_inside = |statuses: &Vec<Word>| {
        statuses.contains(&status) && ![statuses.first(), statuses.last()].contains(&Some(&status))
    };
    let looser = if ladders.any(is_inside) { ", or looser," } else { "" };
    format!("Who came first to {}{looser} on {}", timeline.word(status), timeline.word(topic))
}

/// What is asked: which status, and of which timeline.
#[derive(Clone, Copy)]
struct Goal<'t> {
    timeline: &'t Timeline,
    status: Word,
}

impl<'h> FirstMovers<'h> {
    /// Who of `topic` reached `status`: it, or one that is looser on the ladder of the policy. The
    /// strictest status of a ladder is reached by itself alone.
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

    /// Measures the others by the first arrival. Dates alone do not tell the order: a policy of
    /// which the record says nothing, or that it is unclear, may have been there all the while.
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

    /// Returns every policy of the topic with how it came to the status, those that did first.
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

    /// Returns whether the first arrival came before all others for certain.
    pub fn first_is_certain(&self) -> bool {
        self.already.is_empty() && self.leads
    }

    /// Returns whether an arrival stands where it does for certain: behind the first one or, for that one,
    /// before all others that the record sees arrive.
    pub fn order(&self, arrival: &Arrival) -> Precedence {
        match arrival.lag {
            Some(lag) => lag.order,
            None if self.leads => Precedence::Certain,
            None => Precedence::Possible,
        }
    }
}

impl Arrival<'_> {
    /// Returns the events that this one answers by a declared link (`responds-to` here, or `leads-to` there),
    /// in time order, each with the time from its date to the step.
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

    /// Returns whether a policy with the status `at` has come as far.
    fn is_reached(self, policy: PolicyNo, at: Option<Word>) -> bool {
        at.is_some_and(|at| match (self.place(policy, at), self.place(policy, self.status)) {
            (Some(at), Some(goal)) if goal > 0 => at >= goal,
            _ => at == self.status,
        })
    }

    /// Returns whether the record shows that a policy is not there; silence and `unclear` do not.
    fn is_elsewhere(self, policy: PolicyNo, state: &State) -> bool {
        let is_told = |status: Word| self.rung(policy, status) != Rung::Unclear;
        let statuses = state.statuses();
        statuses.into_iter().all(|at| at.is_some_and(is_told) && !self.is_reached(policy, at))
    }
}
