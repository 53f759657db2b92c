//! Every change of one policy.

use serde_json::json;

use super::super::answer::{Answer, Data, Table};
use super::super::exit::{Error, Result};
use super::tell;
use crate::history::{Entry, Move, Track, status_words};
use crate::model::{PolicyNo, Timeline};
use crate::text::meant;

/// What stands where a step changes nothing.
const AGAIN: &str = "=";

/// The policy with an id.
///
/// # Errors
/// When there is none.
pub(super) fn policy(timeline: &Timeline, id: &str) -> Result<PolicyNo> {
    let found = timeline.policies.iter().position(|policy| &*policy.id == id);
    found.map(|at| PolicyNo(at as u32)).ok_or_else(|| {
        let hint = meant(id, timeline.policies.iter().map(|policy| &*policy.id));
        let hint = hint.unwrap_or_else(|| "`dateline policies` lists them".to_owned());
        Error::Usage(format!("no policy has the id `{id}`; {hint}"))
    })
}

/// The changes of a policy in time order, then what is told of it without a date; with `all` also
/// what says a status again.
pub(super) fn answer(timeline: &Timeline, track: &Track, all: bool) -> Answer {
    let policy = timeline.policy(track.policy);
    let undated = track.undated().iter();
    let undated = undated.map(|step| Entry { step, before: step.was, is_change: !step.restates() });
    let told: Vec<Entry> = track.entries().chain(undated).collect();
    let entries: Vec<&Entry> = told.iter().filter(|entry| all || entry.is_change).collect();
    let way = |entry: &Entry| {
        let way = || Move::between(timeline, policy, entry.before, entry.step.status).word();
        if entry.is_change { way() } else { AGAIN }
    };
    let rows = entries.iter().map(|entry| {
        let step = entry.step;
        let before = status_words(timeline, entry.before);
        let cells = [step.date_words(timeline), before, step.status_words(timeline), way(entry)];
        let note = step.effect(timeline).note.to_string();
        let cells = cells.map(str::to_owned).into_iter().chain(tell::by(timeline, step));
        cells.chain([note]).collect()
    });
    let changes = told.iter().filter(|entry| entry.is_change).count();
    let mut notes = vec![format!("{changes} of {} steps change it", told.len())];
    if entries.len() < told.len() {
        notes.push("--all lists those that say it again too".to_owned());
    } else if changes < told.len() {
        notes.push("= says again what held".to_owned());
    }
    let data = entries.iter().map(|entry| {
        let before = entry.before.map_or("", |before| timeline.word(before)).to_owned();
        let change = [before, way(entry).to_owned(), entry.is_change.to_string()];
        change.into_iter().chain(tell::step_data(timeline, entry.step)).collect()
    });
    let table = Table {
        title: format!("{} ({})", policy.title, policy.id),
        columns: vec!["date", "before", "after", "way", "event", "certainty", "source", "note"],
        rows: rows.collect(),
        notes,
        spare: vec!["note", "source", "certainty"],
        whole: vec!["date", "event"],
        labels: entries.iter().map(|entry| tell::publisher(timeline, entry.step)).collect(),
        data: Some(Data {
            columns: ["before", "way", "change"].into_iter().chain(tell::STEP_DATA).collect(),
            rows: data.collect(),
        }),
    };
    let steps = entries.iter().map(|entry| {
        let way = entry.is_change.then(|| way(entry));
        let before = entry.before.map(|before| timeline.word(before));
        tell::joined(
            tell::step(timeline, entry.step),
            json!({"before": before, "change": entry.is_change, "way": way}),
        )
    });
    let head = json!({
        "schema": "dateline/policies-of/1",
        "timeline": timeline.head.title,
        "steps": steps.collect::<Vec<_>>(),
    });
    Answer { tables: vec![table], json: tell::joined(tell::policy(timeline, policy), head) }
}
