//! Who moved first on a topic.

use std::collections::BTreeSet;

use serde_json::json;

use super::super::answer::{Answer, Table};
use super::tell;
use crate::history::{Arrival, Order, Race};
use crate::model::{PolicyNo, Timeline, Word};
use crate::text::nearest;

/// The topic and the status that are asked for; where none is, the first step
/// away from the strictest of the topic's ladder.
///
/// # Errors
/// When no policy has the topic, or no ladder of its policies the status.
pub(super) fn question(
    timeline: &Timeline,
    topic: &str,
    status: Option<&str>,
) -> Result<(Word, Word), String> {
    let find = |asked: &str, known: &BTreeSet<Word>| {
        known.iter().copied().find(|word| timeline.word(*word).eq_ignore_ascii_case(asked))
    };
    let none = |what: &str, asked: &str, known: &BTreeSet<Word>| {
        let known: Vec<&str> = known.iter().map(|word| timeline.word(*word)).collect();
        let hint = match nearest(asked, known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("there are: {}", known.join(", ")),
        };
        format!("no policy has the {what} `{asked}`; {hint}")
    };
    let topics: BTreeSet<Word> = timeline.policies.iter().filter_map(|policy| policy.topic).collect();
    let found = find(topic, &topics).ok_or_else(|| none("topic", topic, &topics))?;
    let on_topic = timeline.policies.iter().filter(|policy| policy.topic == Some(found));
    let ladders: BTreeSet<usize> = on_topic.filter_map(|policy| policy.ladder).collect();
    let statuses = ladders.iter().flat_map(|ladder| &timeline.ladders[*ladder].statuses).copied();
    let statuses: BTreeSet<Word> = statuses.collect();
    let status = if let Some(status) = status {
        find(status, &statuses).ok_or_else(|| none("status", status, &statuses))?
    } else {
        let rungs = ladders.first().map(|ladder| &timeline.ladders[*ladder].statuses);
        let away = rungs.and_then(|rungs| rungs.get(1).or(rungs.first()));
        *away.ok_or_else(|| format!("the policies of `{topic}` have no ladder to move on"))?
    };
    Ok((found, status))
}

/// Who reached the status, in order, and who did not.
pub(super) fn answer(timeline: &Timeline, race: &Race, topic: Word, status: Word) -> Answer {
    let row = |policy: PolicyNo, cells: [String; 5]| {
        let policy = timeline.policy(policy);
        let [date, lag, order, by, source] = cells;
        vec![date, lag, order, policy.id.to_string(), by, source, policy.title.to_string()]
    };
    let alone = |text: String| [text, String::new(), String::new(), String::new(), String::new()];
    let already = race.already.iter().map(|policy| row(*policy, alone("before the record".to_owned())));
    let arrivals = race.arrivals.iter().map(|arrival| {
        let date = arrival.step.date(timeline).map_or_else(String::new, |date| date.text().to_owned());
        let lag = arrival.lag.map_or_else(|| "first".to_owned(), |lag| lag.words());
        let [by, source] = tell::by(timeline, arrival.step);
        row(arrival.policy, [date, lag, order(race, arrival).to_owned(), by, source])
    });
    let never = race.unreached.iter().map(|unreached| {
        let last = unreached.last.map_or("not on record", |last| timeline.word(last));
        row(unreached.policy, alone(format!("never; last {last}")))
    });
    let is_strictest = timeline.ladders.iter().any(|ladder| ladder.statuses.first() == Some(&status));
    let (topic, status) = (timeline.word(topic), timeline.word(status));
    let looser = if is_strictest { "" } else { ", or looser," };
    let table = Table {
        title: format!("Who came first to {status}{looser} on {topic}"),
        columns: vec!["date", "lag", "order", "policy", "by", "source", "title"],
        rows: already.chain(arrivals).chain(never).collect(),
        notes: Vec::new(),
    };
    let named = |policy: PolicyNo| tell::policy(timeline, timeline.policy(policy));
    let arrivals = race.arrivals.iter().map(|arrival| {
        let answers = arrival
            .answers
            .iter()
            .map(|(event, lag)| tell::joined(json!({"event": timeline.event(*event).id}), tell::lag(lag)));
        let told = json!({
            "step": tell::step(timeline, arrival.step),
            "lag": arrival.lag.as_ref().map(tell::lag),
            "order": order(race, arrival),
            "answers": answers.collect::<Vec<_>>(),
        });
        tell::joined(named(arrival.policy), told)
    });
    let never = race.unreached.iter().map(|unreached| {
        let last = unreached.last.map(|last| timeline.word(last));
        tell::joined(named(unreached.policy), json!({"last": last}))
    });
    let json = json!({
        "schema": "dateline/policies-first/1",
        "timeline": timeline.head.title,
        "topic": topic,
        "status": status,
        "already": race.already.iter().map(|policy| named(*policy)).collect::<Vec<_>>(),
        "arrivals": arrivals.collect::<Vec<_>>(),
        "never": never.collect::<Vec<_>>(),
    });
    Answer { tables: vec![table], json }
}

/// Whether an arrival stands where it does for certain: behind the first one or, for that one,
/// before all others.
fn order(race: &Race, arrival: &Arrival) -> &'static str {
    match arrival.lag {
        None if race.first_is_certain() => Order::Certain.word(),
        None => Order::Possible.word(),
        Some(lag) => lag.order.word(),
    }
}
