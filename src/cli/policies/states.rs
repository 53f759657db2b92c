//! What every policy was on a day.

use serde_json::json;

use super::super::answer::{Answer, Table};
use super::tell;
use crate::history::{History, State};
use crate::model::{Moment, Timeline};

/// The state of every policy on the days from one moment to another.
pub(super) fn answer(timeline: &Timeline, history: &History, (from, to): (Moment, Moment)) -> Answer {
    let on = if from.day_start() == to.day_start() {
        from.iso_day()
    } else {
        format!("{}/{}", from.iso_day(), to.iso_day())
    };
    let states: Vec<State> = history.tracks().iter().map(|track| track.during(from, to)).collect();
    let policies = || timeline.policies.iter().zip(&states);
    let rows = policies().map(|(policy, state)| {
        let [by, source] =
            state.since().step().map_or_else(Default::default, |step| tell::by(timeline, step));
        let next = state.next().map_or_else(String::new, |next| next.words(timeline));
        let cells = [policy.id.to_string(), state.words(timeline), state.since_words(timeline), by, next];
        cells.into_iter().chain([source, policy.title.to_string()]).collect()
    });
    let table = Table {
        title: format!("Policies on {on}"),
        columns: vec!["policy", "status", "since", "by", "next", "source", "title"],
        rows: rows.collect(),
        notes: Vec::new(),
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
