//! The answer about who moved first on a topic.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::super::answer::{GridBuilder, Table, each};
use super::super::exit::{Error, Result};
use super::super::parts::{LagRow, Record};
use super::parts::{PolicyRow, StepRow, step_columns};
use crate::history::{
    Arrival, FirstMovers, Links, Placing, Precedence, Unreached, first_movers_heading, ladders_of,
    usual_status,
};
use crate::model::{PolicyNo, Timeline, Word};

/// Returns the topic and the status in question. The default status is the one after the strictest on the
/// ladder of the topic.
///
/// # Errors
/// Fails if no policy has the topic, or no ladder of its policies has the status.
pub fn question(timeline: &Timeline, topic: &str, status: Option<&str>) -> Result<(Word, Word)> {
    let find = |asked: &str, known: &BTreeSet<Word>| {
        known.iter().copied().find(|word| timeline.word(*word).eq_ignore_ascii_case(asked))
    };
    let none = |whose: &str, asked: &str, known: &BTreeSet<Word>| {
        let known: Vec<&str> = known.iter().map(|word| timeline.word(*word)).collect();
        let all = format!("there are: {}", known.join(", "));
        Error::unknown(format!("{whose} `{asked}`"), asked, known, all)
    };
    let topics: BTreeSet<Word> = timeline.policies.iter().filter_map(|policy| policy.topic).collect();
    let found = find(topic, &topics).ok_or_else(|| none("no policy has the topic", topic, &topics))?;
    let ladders = ladders_of(timeline, found);
    let statuses = ladders.iter().flat_map(|ladder| &timeline.ladders[*ladder].statuses).copied();
    let statuses: BTreeSet<Word> = statuses.collect();
    let status = if let Some(status) = status {
        find(status, &statuses).ok_or_else(|| none("no ladder of this topic has", status, &statuses))?
    } else {
        let none = || Error::Message(format!("the policies of `{topic}` have no ladder to move on"));
        usual_status(timeline, found).ok_or_else(none)?
    };
    Ok((found, status))
}

/// The policies that reached a status on a topic, in order, and those that did not.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct PoliciesFirst<'t> {
    #[schemars(extend("const" = "dateline/policies-first/1"))]
    schema: &'static str,
    #[serde(flatten)]
    record: Record<'t>,
    topic: &'t str,
    /// The status in question; a looser one counts as reached too.
    status: &'t str,
    /// The policies that had reached it before the record begins.
    already: Vec<PolicyRow<'t>>,
    arrivals: Vec<ArrivalRow<'t>>,
    /// The policies that reached it on an unknown date.
    undated: Vec<UndatedRow<'t>>,
    never: Vec<NeverRow<'t>>,
    /// The policies without a ladder, or with one that lacks the status.
    not_comparable: Vec<PolicyRow<'t>>,
    /// The question in words.
    #[serde(skip)]
    heading: String,
    /// The policies of all groups in words, in the order of the groups.
    #[serde(skip)]
    places: Vec<Placing>,
}

/// A policy that reached the status.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ArrivalRow<'t> {
    #[serde(flatten)]
    policy: PolicyRow<'t>,
    step: StepRow<'t>,
    /// The lag after the first policy; null for the first.
    lag: Option<LagRow>,
    /// Whether it certainly came after the first; for the first, whether it certainly came before all others.
    order: Precedence,
    /// The events that this one responds to by a link, with the lags.
    answers: Vec<AnsweredRow<'t>>,
}

/// An event that another responds to.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AnsweredRow<'t> {
    event: &'t str,
    #[serde(flatten)]
    lag: LagRow,
}

/// A policy that reached the status on an unknown date.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UndatedRow<'t> {
    #[serde(flatten)]
    policy: PolicyRow<'t>,
    step: StepRow<'t>,
}

/// A policy that never reached the status.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NeverRow<'t> {
    #[serde(flatten)]
    policy: PolicyRow<'t>,
    /// Its last known status; null if the record has none.
    last: Option<&'t str>,
    /// `last` in words: a policy whose last status was unclear is "not on record" rather than "never".
    words: String,
}

/// A row of the table, which lists the policies of all groups.
struct TableRow<'a, 't> {
    group: &'static str,
    policy: &'a PolicyRow<'t>,
    place: &'a Placing,
    step: Option<&'a StepRow<'t>>,
    lag: Option<&'a LagRow>,
    last: &'t str,
}

impl TableRow<'_, '_> {
    fn order_word(&self) -> &'static str {
        self.place.order.map_or("", Precedence::word)
    }
}

impl<'t> PoliciesFirst<'t> {
    pub fn of(
        timeline: &'t Timeline,
        race: &FirstMovers,
        record: Record<'t>,
        (topic, status): (Word, Word),
    ) -> Self {
        let links = Links::of(timeline);
        let all = |policies: &[PolicyNo]| {
            policies.iter().map(|policy| PolicyRow::of(timeline, *policy)).collect::<Vec<_>>()
        };
        let arrival = |arrival: &Arrival| ArrivalRow {
            policy: PolicyRow::of(timeline, arrival.policy),
            step: StepRow::of(timeline, arrival.step),
            lag: arrival.lag.map(LagRow::from),
            order: race.order(arrival),
            answers: arrival
                .answers(timeline, &links)
                .into_iter()
                .map(|(event, lag)| AnsweredRow { event: &timeline.event(event).id, lag: lag.into() })
                .collect(),
        };
        let undated = race.undated.iter().map(|(policy, step)| UndatedRow {
            policy: PolicyRow::of(timeline, *policy),
            step: StepRow::of(timeline, step),
        });
        let never = |unreached: &Unreached| {
            let last = unreached.last.map(|last| timeline.word(last));
            let policy = PolicyRow::of(timeline, unreached.policy);
            NeverRow { policy, last, words: unreached.words(timeline, status) }
        };
        Self {
            schema: "dateline/policies-first/1",
            record,
            topic: timeline.word(topic),
            status: timeline.word(status),
            already: all(&race.already),
            arrivals: race.arrivals.iter().map(arrival).collect(),
            undated: undated.collect(),
            never: race.unreached.iter().map(never).collect(),
            not_comparable: all(&race.incomparable),
            heading: first_movers_heading(timeline, topic, status),
            places: race.places(timeline, status),
        }
    }

    fn rows(&self) -> Vec<TableRow<'_, 't>> {
        let mut places = self.places.iter();
        let mut rows = Vec::with_capacity(self.places.len());
        let mut add = |group, policy, step, lag, last| {
            rows.extend(places.next().map(|place| TableRow { group, policy, place, step, lag, last }));
        };
        self.already.iter().for_each(|policy| add("already", policy, None, None, ""));
        for arrival in &self.arrivals {
            add("arrived", &arrival.policy, Some(&arrival.step), arrival.lag.as_ref(), "");
        }
        self.undated.iter().for_each(|one| add("undated", &one.policy, Some(&one.step), None, ""));
        for never in &self.never {
            add("unreached", &never.policy, None, None, never.last.unwrap_or_default());
        }
        self.not_comparable.iter().for_each(|policy| add("not-comparable", policy, None, None, ""));
        rows
    }

    pub fn table(&self) -> Table {
        let rows = self.rows();
        let cells = each(&rows).columns(&[
            ("date", |row| row.place.date.clone()),
            ("lag", |row| row.place.lag.clone()),
            ("after the first", |row| row.order_word().to_owned()),
            ("policy", |row| row.policy.id.to_owned()),
        ]);
        let steps = || rows.iter().map(|row| row.step);
        let by = GridBuilder(steps()).columns(&[
            ("by", |step| step.event.to_owned()),
            ("certainty", StepRow::certainty_word),
            ("source", StepRow::source),
        ]);
        let titles = each(&rows).columns(&[("title", |row| row.policy.title.to_owned())]);
        let head = each(&rows).columns(&[
            ("group", |row| row.group.to_owned()),
            ("policy", |row| row.policy.id.to_owned()),
            ("title", |row| row.policy.title.to_owned()),
            ("least_days", |row| days_text(row.lag.and_then(|lag| lag.least_days))),
            ("most_days", |row| days_text(row.lag.and_then(|lag| lag.most_days))),
            ("after_the_first", |row| row.order_word().to_owned()),
            ("last", |row| row.last.to_owned()),
        ]);
        Table {
            title: self.heading.clone(),
            cells: cells.beside(by).beside(titles),
            spare: vec!["title", "source", "certainty"],
            whole: vec!["date", "policy", "by"],
            labels: steps().map(|step| step.map(StepRow::publisher).unwrap_or_default()).collect(),
            data: Some(head.beside(GridBuilder(steps()).columns(&step_columns()))),
            ..Table::default()
        }
    }
}

fn days_text(days: Option<i64>) -> String {
    days.map_or_else(String::new, |days| days.to_string())
}
