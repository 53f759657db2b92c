//! The answer about changes between two days.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::answer::{Table, each};
use super::super::parts::Record;
use super::parts::{PolicyRow, StateRow, StepRow};
use crate::history::{Between, History, Move, compare, returned};
use crate::model::{Moment, Timeline};

/// The policies that changed between two days, and those that changed and returned.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct PoliciesCompared<'t> {
    #[schemars(extend("const" = "dateline/policies-compared/1"))]
    schema: &'static str,
    #[serde(flatten)]
    record: Record<'t>,
    from: String,
    to: String,
    /// The number of policies in the timeline.
    policies: usize,
    changed: Vec<PolicyChange<'t>>,
    /// The policies that have the same status on both days and changed in between.
    came_back: Vec<PolicyReturn<'t>>,
}

/// A policy that changed.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct PolicyChange<'t> {
    #[serde(flatten)]
    policy: PolicyRow<'t>,
    before: StateRow<'t>,
    after: StateRow<'t>,
    /// The direction of the change; if a day has several possible statuses, the one possible direction.
    way: Move,
    /// Whether both days have exactly one possible status.
    way_certain: bool,
    /// The changes between the two days, and the steps that resolved a conflict.
    steps: Vec<StepRow<'t>>,
    /// `way` in words, with its uncertainty.
    #[serde(skip)]
    way_words: &'static str,
}

/// A policy that changed and returned.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PolicyReturn<'t> {
    #[serde(flatten)]
    policy: PolicyRow<'t>,
    steps: Vec<StepRow<'t>>,
}

impl<'t> PoliciesCompared<'t> {
    pub fn of(
        timeline: &'t Timeline,
        history: &History,
        record: Record<'t>,
        [from, to]: [Moment; 2],
    ) -> Self {
        let steps = |between: Between| between.steps().map(|step| StepRow::of(timeline, step)).collect();
        let moved = compare(timeline, history, from, to);
        let changed = moved.iter().map(|change| PolicyChange {
            policy: PolicyRow::of(timeline, change.policy),
            before: StateRow::of(timeline, &change.before),
            after: StateRow::of(timeline, &change.after),
            way: change.way,
            way_certain: change.way_is_certain,
            steps: steps(change.between),
            way_words: change.way_words(),
        });
        let back = returned(history, from, to).into_iter().map(|back| PolicyReturn {
            policy: PolicyRow::of(timeline, back.policy),
            steps: steps(back.between),
        });
        Self {
            schema: "dateline/policies-compared/1",
            record,
            from: from.iso_day(),
            to: to.iso_day(),
            policies: timeline.policies.len(),
            changed: changed.collect(),
            came_back: back.collect(),
        }
    }

    pub fn table(&self) -> Table {
        let back = self.came_back.iter().map(|back| {
            let steps: Vec<String> = back.steps.iter().map(StepRow::words).collect();
            format!("{} changed and came back: {}", back.policy.id, steps.join(", "))
        });
        let cells = each(&self.changed).columns(&[
            ("policy", |row| row.policy.id.to_owned()),
            ("before", |row| row.before.words.clone()),
            ("after", |row| row.after.words.clone()),
            ("way", |row| row.way_words.to_owned()),
            ("changes between", |row| {
                let step = |step: &StepRow| format!("{} by {}", step.words(), step.event);
                row.steps.iter().map(step).collect::<Vec<_>>().join("; ")
            }),
            ("title", |row| row.policy.title.to_owned()),
        ]);
        let data = each(&self.changed).columns(&[
            ("policy", |row| row.policy.id.to_owned()),
            ("title", |row| row.policy.title.to_owned()),
            ("before", |row| row.before.possible_text()),
            ("after", |row| row.after.possible_text()),
            ("way", |row| row.way.word().to_owned()),
            ("way_certain", |row| row.way_certain.to_string()),
            ("events", |row| row.steps.iter().map(|step| step.event).collect::<Vec<_>>().join(";")),
        ]);
        Table {
            title: format!("Policies on {}, compared with {}", self.to, self.from),
            cells,
            notes: std::iter::once(format!("{} of {} changed", self.changed.len(), self.policies))
                .chain(back)
                .collect(),
            spare: vec!["title"],
            whole: vec!["policy"],
            data: Some(data),
            ..Table::default()
        }
    }
}
