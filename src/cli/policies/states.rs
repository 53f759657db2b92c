//! What every policy was on a day.

use serde_json::json;

use super::super::answer::{Answer, Data, Table};
use super::tell;
use crate::history::{History, Since, State, Step, Track};
use crate::model::{Moment, Timeline};

/// What stands behind a status that is not certain.
const DOUBT: &str = "~";

/// The state of every policy on the days from one moment to another.
pub(super) fn answer(timeline: &Timeline, history: &History, (from, to): (Moment, Moment)) -> Answer {
    let day = |moment: Moment| if moment.is_finite() { moment.iso_day() } else { "..".to_owned() };
    let on =
        if from.day_start() == to.day_start() { day(from) } else { format!("{}/{}", day(from), day(to)) };
    let states: Vec<State> = history.tracks().iter().map(|track| track.during(from, to)).collect();
    let policies = || timeline.policies.iter().zip(&states);
    let rows = policies().zip(history.tracks()).map(|((policy, state), track)| {
        let since = state.since().step();
        let [_, certainty, source] = since.map_or_else(Default::default, |step| tell::by(timeline, step));
        let next = state.next().map_or_else(String::new, |next| next.words(timeline));
        let since = state.since_words(timeline);
        let told = status(timeline, track, (from, to));
        let cells = [policy.id.to_string(), told, since, by(timeline, state), certainty, next, source];
        cells.into_iter().chain([policy.title.to_string()]).collect()
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let doubt = "~ not certain: it rests on a vague or marked date, on events in conflict, or on what a later \
                 event tells of the time before";
    let is_doubted = |row: &Vec<String>| row[1].ends_with(DOUBT);
    let publisher =
        |state: &State| state.since().step().map_or_else(String::new, |step| tell::publisher(timeline, step));
    let table = Table {
        title: format!("Policies on {on}"),
        columns: vec!["policy", "status", "since", "by", "certainty", "next", "source", "title"],
        notes: rows.iter().any(is_doubted).then(|| doubt.to_owned()).into_iter().collect(),
        rows,
        spare: vec!["title", "source", "next", "certainty"],
        whole: vec!["policy", "since", "by"],
        labels: states.iter().map(publisher).collect(),
        data: Some(data(timeline, &states)),
    };
    let told = policies()
        .map(|(policy, state)| tell::joined(tell::policy(timeline, policy), tell::state(timeline, state)));
    let json = json!({
        "schema": "dateline/policies/1",
        "timeline": timeline.head.title,
        "on": on,
        "policies": told.collect::<Vec<_>>(),
    });
    Answer { tables: vec![table], json }
}

/// `banned`, `banned~` where that is not certain, `banned, then permitted` over more days than one.
fn status(timeline: &Timeline, track: &Track, (from, to): (Moment, Moment)) -> String {
    let states = track.sequence(from, to);
    let words: Vec<String> = states.iter().map(|state| state.words(timeline)).collect();
    let doubt = if states.iter().all(|state| state.certain) { "" } else { DOUBT };
    words.join(", then ") + doubt
}

/// The events that a state rests on: of one with several readings those of all of them.
fn by(timeline: &Timeline, state: &State) -> String {
    let steps: Vec<&Step> =
        if state.is_open() { state.origins().collect() } else { state.since().step().into_iter().collect() };
    let mut ids: Vec<&str> = steps.into_iter().map(|step| &*timeline.event(step.event).id).collect();
    ids.dedup();
    ids.join(", ")
}

fn data(timeline: &Timeline, states: &[State]) -> Data {
    let rows = timeline.policies.iter().zip(states).map(|(policy, state)| {
        let kind = match state.since() {
            Since::Step(_) => "step",
            Since::Before(_) => "before",
            Since::Unknown => "",
        };
        let head = [policy.id.to_string(), policy.title.to_string(), tell::possible(timeline, state)];
        let flags = [state.certain, state.conflict].map(|flag| flag.to_string());
        let since = state.since().step();
        let since = since.map_or_else(Default::default, |step| tell::step_data(timeline, step));
        let next = state.next().map_or_else(Default::default, |next| {
            let [date, _, _, then, event, ..] = tell::step_data(timeline, next);
            [date, then, event]
        });
        let cells =
            head.into_iter().chain(flags).chain([by(timeline, state).replace(", ", ";"), kind.to_owned()]);
        cells.chain(since).chain(next).collect()
    });
    let head = ["policy", "title", "possible", "certain", "conflict", "by", "since_kind"];
    let since = [
        "since",
        "since_earliest",
        "since_latest",
        "since_status",
        "since_event",
        "certainty",
        "source",
        "publisher",
    ];
    let next = ["next", "next_status", "next_event"];
    Data { columns: head.into_iter().chain(since).chain(next).collect(), rows: rows.collect() }
}
