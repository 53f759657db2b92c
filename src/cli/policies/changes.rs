//! What changed between two days.

use serde_json::json;

use super::super::answer::{Answer, Table};
use super::tell;
use crate::history::Change;
use crate::model::{Moment, Timeline};

/// The policies that changed.
pub(super) fn answer(timeline: &Timeline, changes: &[Change], from: Moment, to: Moment) -> Answer {
    let rows = changes.iter().map(|change| {
        let policy = timeline.policy(change.policy);
        let steps = change
            .steps
            .iter()
            .map(|step| format!("{} by {}", step.words(timeline), timeline.event(step.event).id));
        vec![
            policy.id.to_string(),
            change.before.words(timeline),
            change.after.words(timeline),
            change.way.word().to_owned(),
            steps.collect::<Vec<_>>().join("; "),
            policy.title.to_string(),
        ]
    });
    let all = timeline.policies.len();
    let table = Table {
        title: format!("Policies on {}, compared with {}", to.iso_day(), from.iso_day()),
        columns: vec!["policy", "before", "after", "way", "changes between", "title"],
        rows: rows.collect(),
        notes: vec![format!("{} of {all} changed", changes.len())],
    };
    let told = changes.iter().map(|change| {
        let steps: Vec<_> = change.steps.iter().map(|step| tell::step(timeline, step)).collect();
        let sides = json!({
            "before": tell::state(timeline, &change.before),
            "after": tell::state(timeline, &change.after),
            "way": change.way.word(),
            "steps": steps,
        });
        tell::joined(tell::policy(timeline, timeline.policy(change.policy)), sides)
    });
    let json = json!({
        "schema": "dateline/policies-compared/1",
        "timeline": timeline.head.title,
        "from": from.iso_day(),
        "to": to.iso_day(),
        "policies": all,
        "changed": told.collect::<Vec<_>>(),
    });
    Answer { tables: vec![table], json }
}
