//! Who moved first on a topic.

use std::collections::BTreeSet;

use serde_json::json;

use super::super::answer::{Answer, Data, Table};
use super::super::exit::{Error, Result};
use super::tell;
use crate::history::{Links, NOT_ON_RECORD, Race, Step, Unreached};
use crate::model::policy::UNCLEAR;
use crate::model::{PolicyNo, Timeline, Word};
use crate::text::meant;

/// The topic and the status that are asked for; where none is, the first step
/// away from the strictest of the topic's ladder.
///
/// # Errors
/// When no policy has the topic, or no ladder of its policies the status.
pub(super) fn question(timeline: &Timeline, topic: &str, status: Option<&str>) -> Result<(Word, Word)> {
    let find = |asked: &str, known: &BTreeSet<Word>| {
        known.iter().copied().find(|word| timeline.word(*word).eq_ignore_ascii_case(asked))
    };
    let none = |whose: &str, asked: &str, known: &BTreeSet<Word>| {
        let known: Vec<&str> = known.iter().map(|word| timeline.word(*word)).collect();
        let hint = meant(asked, known.iter().copied());
        let hint = hint.unwrap_or_else(|| format!("there are: {}", known.join(", ")));
        Error::Usage(format!("{whose} `{asked}`; {hint}"))
    };
    let topics: BTreeSet<Word> = timeline.policies.iter().filter_map(|policy| policy.topic).collect();
    let found = find(topic, &topics).ok_or_else(|| none("no policy has the topic", topic, &topics))?;
    let on_topic = timeline.policies.iter().filter(|policy| policy.topic == Some(found));
    let ladders: BTreeSet<usize> = on_topic.filter_map(|policy| policy.ladder).collect();
    let statuses = ladders.iter().flat_map(|ladder| &timeline.ladders[*ladder].statuses).copied();
    let statuses: BTreeSet<Word> = statuses.collect();
    let status = if let Some(status) = status {
        find(status, &statuses).ok_or_else(|| none("no ladder of this topic has", status, &statuses))?
    } else {
        let rungs = ladders.first().map(|ladder| &timeline.ladders[*ladder].statuses);
        let away = rungs.and_then(|rungs| rungs.get(1).or(rungs.first()));
        *away.ok_or_else(|| Error::Usage(format!("the policies of `{topic}` have no ladder to move on")))?
    };
    Ok((found, status))
}

/// Who reached the status, in order, and who did not.
pub(super) fn answer(timeline: &Timeline, race: &Race, topic: Word, status: Word) -> Answer {
    let told = Told { timeline, race, topic, status };
    Answer { tables: vec![told.table()], json: told.json() }
}

/// A race being told.
struct Told<'a> {
    timeline: &'a Timeline,
    race: &'a Race<'a>,
    topic: Word,
    status: Word,
}

impl Told<'_> {
    fn table(&self) -> Table {
        let Self { timeline, race, .. } = self;
        let row = |policy: PolicyNo, when: &str, lag: &str, order: &str, step: Option<&Step>| {
            let [by, certainty, source] = step.map_or_else(Default::default, |step| tell::by(timeline, step));
            let policy = timeline.policy(policy);
            let cells = [when, lag, order, &policy.id, &by, &certainty, &source, &policy.title];
            cells.map(str::to_owned).to_vec()
        };
        let alone = |policy, when: &str| row(policy, when, "", "", None);
        let already = race.already.iter().map(|policy| alone(*policy, "before the record"));
        let arrivals = race.arrivals.iter().map(|arrival| {
            let lag = arrival.lag.map_or_else(|| self.first().to_owned(), |lag| lag.words());
            let date = arrival.step.date_words(timeline);
            row(arrival.policy, date, &lag, race.order(arrival).word(), Some(arrival.step))
        });
        let undated = race.undated.iter();
        let undated = undated.map(|(policy, step)| row(*policy, "reached, undated", "", "", Some(step)));
        let unreached = race.unreached.iter().map(|other| alone(other.policy, &self.last(other)));
        let incomparable = race.incomparable.iter().map(|policy| alone(*policy, "not comparable"));
        let (topic, status) = (timeline.word(self.topic), timeline.word(self.status));
        let looser = if self.is_end_of_ladder() { "" } else { ", or looser," };
        Table {
            title: format!("Who came first to {status}{looser} on {topic}"),
            columns: vec!["date", "lag", "after the first", "policy", "by", "certainty", "source", "title"],
            rows: already.chain(arrivals).chain(undated).chain(unreached).chain(incomparable).collect(),
            spare: vec!["title", "source", "certainty"],
            whole: vec!["date", "policy", "by"],
            labels: race.already.iter().map(|_| String::new()).chain(self.publishers()).collect(),
            data: Some(self.data()),
            ..Table::default()
        }
    }

    fn first(&self) -> &'static str {
        if self.race.already.is_empty() { "first" } else { "first on record" }
    }

    /// The publishers of the sources of those that came.
    fn publishers(&self) -> impl Iterator<Item = String> {
        let undated = self.race.undated.iter().map(|(_, step)| *step);
        let steps = self.race.arrivals.iter().map(|arrival| arrival.step).chain(undated);
        steps.map(|step| tell::publisher(self.timeline, step))
    }

    fn last(&self, other: &Unreached) -> String {
        let status = self.timeline.word(self.status);
        match other.last.map(|last| self.timeline.word(last)) {
            Some(last) if last == UNCLEAR => format!("{NOT_ON_RECORD} as {status}; last {last}"),
            Some(last) => format!("never; last {last}"),
            None => format!("{NOT_ON_RECORD} as {status}"),
        }
    }

    /// Whether the status is the strictest, which is reached by itself alone, or the loosest of
    /// every ladder of the topic that has it.
    fn is_end_of_ladder(&self) -> bool {
        let policies = self.timeline.policies.iter().filter(|policy| policy.topic == Some(self.topic));
        let ladders = policies.filter_map(|policy| policy.ladder);
        let ladders = ladders.map(|ladder| &self.timeline.ladders[ladder].statuses);
        ladders
            .filter(|statuses| statuses.contains(&self.status))
            .all(|statuses| [statuses.first(), statuses.last()].contains(&Some(&self.status)))
    }

    fn data(&self) -> Data {
        let Self { timeline, race, .. } = self;
        let row = |group: &str, policy: PolicyNo, step: Option<&Step>, lag: [String; 3], last: &str| {
            let policy = timeline.policy(policy);
            let head = [group.to_owned(), policy.id.to_string(), policy.title.to_string()];
            let step = step.map_or_else(Default::default, |step| tell::step_data(timeline, step));
            head.into_iter().chain(lag).chain([last.to_owned()]).chain(step).collect::<Vec<_>>()
        };
        let alone = |group, policy| row(group, policy, None, Default::default(), "");
        let number = |days: Option<i64>| days.map_or_else(String::new, |days| days.to_string());
        let arrivals = race.arrivals.iter().map(|arrival| {
            let (least, most) = arrival.lag.map_or((None, None), |lag| (lag.least, lag.most));
            let lag = [number(least), number(most), race.order(arrival).word().to_owned()];
            row("arrived", arrival.policy, Some(arrival.step), lag, "")
        });
        let undated = race.undated.iter();
        let undated =
            undated.map(|(policy, step)| row("undated", *policy, Some(step), Default::default(), ""));
        let unreached = race.unreached.iter().map(|other| {
            let last = other.last.map_or("", |last| timeline.word(last));
            row("unreached", other.policy, None, Default::default(), last)
        });
        let already = race.already.iter().map(|policy| alone("already", *policy));
        let incomparable = race.incomparable.iter().map(|policy| alone("not-comparable", *policy));
        let head = ["group", "policy", "title", "least_days", "most_days", "after_the_first", "last"];
        Data {
            columns: head.into_iter().chain(tell::STEP_DATA).collect(),
            rows: already.chain(arrivals).chain(undated).chain(unreached).chain(incomparable).collect(),
        }
    }

    fn json(&self) -> serde_json::Value {
        let Self { timeline, race, .. } = self;
        let links = Links::of(timeline);
        let named = |policy: PolicyNo| tell::policy(timeline, timeline.policy(policy));
        let arrivals = race.arrivals.iter().map(|arrival| {
            let answers = arrival.answers(timeline, &links).into_iter().map(|(event, lag)| {
                tell::joined(json!({"event": timeline.event(event).id}), tell::lag(&lag))
            });
            let told = json!({
                "step": tell::step(timeline, arrival.step),
                "lag": arrival.lag.as_ref().map(tell::lag),
                "order": race.order(arrival).word(),
                "answers": answers.collect::<Vec<_>>(),
            });
            tell::joined(named(arrival.policy), told)
        });
        let undated = race.undated.iter();
        let undated = undated
            .map(|(policy, step)| tell::joined(named(*policy), json!({"step": tell::step(timeline, step)})));
        let never = race.unreached.iter().map(|unreached| {
            let last = unreached.last.map(|last| timeline.word(last));
            tell::joined(named(unreached.policy), json!({"last": last, "words": self.last(unreached)}))
        });
        let all = |policies: &[PolicyNo]| policies.iter().map(|policy| named(*policy)).collect::<Vec<_>>();
        json!({
            "schema": "dateline/policies-first/1",
            "timeline": timeline.head.title,
            "topic": timeline.word(self.topic),
            "status": timeline.word(self.status),
            "already": all(&race.already),
            "arrivals": arrivals.collect::<Vec<_>>(),
            "undated": undated.collect::<Vec<_>>(),
            "never": never.collect::<Vec<_>>(),
            "not-comparable": all(&race.incomparable),
        })
    }
}
