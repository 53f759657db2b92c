//! Policies, states and steps as values of an answer.

use serde_json::{Map, Value, json};

pub(super) use super::super::tell::lag;
use super::super::tell::{date, source};
use crate::history::{Since, State, Step};
use crate::model::{Certainty, Moment, Policy, Source, Timeline, Word};

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
        "words": state.words(timeline),
        "readings": state.origins().map(|reading| step(timeline, reading)).collect::<Vec<_>>(),
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

/// The best of the sources of a step.
fn best<'t>(timeline: &'t Timeline, step: &Step) -> Option<&'t Source> {
    let rank = |source: &&Source| (source.weak, !source.primary, source.url.is_empty());
    timeline.event(step.event).sources.iter().min_by_key(rank)
}

/// The publisher of the best source of a step.
pub(super) fn publisher(timeline: &Timeline, step: &Step) -> String {
    let publisher = best(timeline, step).and_then(|source| source.publisher);
    publisher.map_or_else(String::new, |publisher| timeline.word(publisher).to_owned())
}

/// The id of the event of a step, how sure that event is, and the best of its sources: its
/// address, else its publisher.
pub(super) fn by(timeline: &Timeline, step: &Step) -> [String; 3] {
    let event = timeline.event(step.event);
    let source = best(timeline, step).map(|source| source.url.to_string()).filter(|url| !url.is_empty());
    let source = source.unwrap_or_else(|| publisher(timeline, step));
    [event.id.to_string(), event.certainty.map_or("", Certainty::word).to_owned(), source]
}

/// The columns of [`step_data`].
pub(super) const STEP_DATA: [&str; 8] =
    ["date", "earliest", "latest", "status", "event", "certainty", "source", "publisher"];

/// A step in cells that a program reads.
pub(super) fn step_data(timeline: &Timeline, step: &Step) -> [String; 8] {
    let event = timeline.event(step.event);
    let date = step.date(timeline);
    let day = |moment: Moment| if moment.is_finite() { moment.iso_day() } else { String::new() };
    let text = date.map_or_else(String::new, |date| date.text().to_owned());
    let [earliest, latest] =
        date.map_or_else(Default::default, |date| [date.earliest(), date.latest()].map(day));
    let status = step.status.map_or("", |status| timeline.word(status)).to_owned();
    let certainty = event.certainty.map_or("", Certainty::word).to_owned();
    let url = best(timeline, step).map_or_else(String::new, |source| source.url.to_string());
    let event = event.id.to_string();
    [text, earliest, latest, status, event, certainty, url, publisher(timeline, step)]
}

/// The statuses that a state may have, parted by semicolons; an empty one is not on record.
pub(super) fn possible(timeline: &Timeline, state: &State) -> String {
    let statuses = state.statuses().into_iter();
    statuses.map(|status| status.map_or("", |word| timeline.word(word))).collect::<Vec<_>>().join(";")
}
