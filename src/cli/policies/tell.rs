//! Policies, states and steps as values of an answer.

use serde_json::{Map, Value, json};

pub(super) use super::super::tell::lag;
use super::super::tell::{date, source};
use crate::history::{Since, State, Step};
use crate::model::{Certainty, Policy, Source, Timeline, Word};

/// What names a policy.
pub(super) fn policy(timeline: &Timeline, policy: &Policy) -> Value {
    let owners: Vec<&str> = policy.owners.iter().map(|owner| &*timeline.actor(*owner).id).collect();
    json!({
        "id": policy.id,
        "title": policy.title,
        "owners": owners,
        "topic": policy.topic.map(|topic| timeline.word(topic)),
        "ladder": policy.ladder.map(|ladder| &*timeline.ladders[ladder].name),
    })
}

/// What a policy is, and the steps that it rests on.
pub(super) fn state(timeline: &Timeline, state: &State) -> Value {
    let word = |status: Option<Word>| status.map(|status| timeline.word(status));
    let before_record = matches!(state.since(), Since::Before(_));
    json!({
        "status": word(state.status()),
        "possible": state.statuses().into_iter().map(word).collect::<Vec<_>>(),
        "certain": state.certain,
        "conflict": state.conflict,
        "was": state.before().and_then(word),
        "since": state.since().step().map(|since| step(timeline, since)),
        "before-record": before_record,
        "next": state.next().map(|next| step(timeline, next)),
    })
}

/// A step, the event it comes from and where that is written.
pub(super) fn step(timeline: &Timeline, step: &Step) -> Value {
    let event = timeline.event(step.event);
    let sources = event.sources.iter().map(|one| source(timeline, one));
    json!({
        "status": step.status.map(|status| timeline.word(status)),
        "was": step.was.map(|was| timeline.word(was)),
        "date": step.date(timeline).map(date),
        "note": step.effect(timeline).note,
        "event": event.id,
        "title": event.title,
        "certainty": event.certainty.map(Certainty::word),
        "sources": sources.collect::<Vec<_>>(),
    })
}

/// Both values as one.
pub(super) fn joined(value: Value, more: Value) -> Value {
    let object = |value| if let Value::Object(map) = value { map } else { Map::new() };
    let mut all = object(value);
    all.extend(object(more));
    Value::Object(all)
}

/// The id of the event of a step, and the best of its sources: its address, else its publisher.
pub(super) fn by(timeline: &Timeline, step: &Step) -> [String; 2] {
    let event = timeline.event(step.event);
    let rank = |source: &&Source| (source.weak, !source.primary, source.url.is_empty());
    let source = event.sources.iter().min_by_key(rank).map(|source| {
        let publisher = source.publisher.map_or("", |publisher| timeline.word(publisher));
        if source.url.is_empty() { publisher.to_owned() } else { source.url.to_string() }
    });
    [event.id.to_string(), source.unwrap_or_default()]
}
