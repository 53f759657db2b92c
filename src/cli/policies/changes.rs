//! What changed between two days.

use serde_json::json;

use super::super::answer::{Answer, Data, Table};
use super::tell;
use crate::history::{Between, Change, History, compare, returned};
use crate::model::{Moment, PolicyNo, Timeline};

/// The policies that changed between two days, and those that changed and came back.
pub(super) fn answer(timeline: &Timeline, history: &History, from: Moment, to: Moment) -> Answer {
    let changes = compare(timeline, history, from, to);
    let back = returned(history, from, to);
    let rows = changes.iter().map(|change| {
        let policy = timeline.policy(change.policy);
        let steps = change.between.steps();
        let steps =
            steps.map(|step| format!("{} by {}", step.words(timeline), timeline.event(step.event).id));
        vec![
            policy.id.to_string(),
            change.before.words(timeline),
            change.after.words(timeline),
            change.way_words().to_owned(),
            steps.collect::<Vec<_>>().join("; "),
            policy.title.to_string(),
        ]
    });
    let mut notes = vec![format!("{} of {} changed", changes.len(), timeline.policies.len())];
    notes.extend(back.iter().map(|back| {
        let steps: Vec<String> = back.between.steps().map(|step| step.words(timeline)).collect();
        format!("{} changed and came back: {}", timeline.policy(back.policy).id, steps.join(", "))
    }));
    let table = Table {
        title: format!("Policies on {}, compared with {}", to.iso_day(), from.iso_day()),
        columns: vec!["policy", "before", "after", "way", "changes between", "title"],
        rows: rows.collect(),
        notes,
        spare: vec!["title"],
        whole: vec!["policy"],
        data: Some(data(timeline, &changes)),
        ..Table::default()
    };
    let steps = |between: Between| between.steps().map(|step| tell::step(timeline, step)).collect::<Vec<_>>();
    let named = |policy: PolicyNo| tell::policy(timeline, timeline.policy(policy));
    let told = changes.iter().map(|change| {
        let sides = json!({
            "before": tell::state(timeline, &change.before),
            "after": tell::state(timeline, &change.after),
            "way": change.way.word(),
            "way-certain": change.way_is_certain,
            "steps": steps(change.between),
        });
        tell::joined(named(change.policy), sides)
    });
    let back =
        back.iter().map(|back| tell::joined(named(back.policy), json!({"steps": steps(back.between)})));
    let json = json!({
        "schema": "dateline/policies-compared/1",
        "timeline": timeline.head.title,
        "from": from.iso_day(),
        "to": to.iso_day(),
        "policies": timeline.policies.len(),
        "changed": told.collect::<Vec<_>>(),
        "came-back": back.collect::<Vec<_>>(),
    });
    Answer { tables: vec![table], json }
}

fn data(timeline: &Timeline, changes: &[Change]) -> Data {
    let rows = changes.iter().map(|change| {
        let policy = timeline.policy(change.policy);
        let events: Vec<&str> = change.between.steps().map(|step| &*timeline.event(step.event).id).collect();
        vec![
            policy.id.to_string(),
            policy.title.to_string(),
            tell::possible(timeline, &change.before),
            tell::possible(timeline, &change.after),
            change.way.word().to_owned(),
            change.way_is_certain.to_string(),
            events.join(";"),
        ]
    });
    Data {
        columns: vec!["policy", "title", "before", "after", "way", "way_certain", "events"],
        rows: rows.collect(),
    }
}
