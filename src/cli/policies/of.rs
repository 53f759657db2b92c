//! The answer about every change of one policy.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::answer::{Table, each};
use super::super::exit::{Error, Result};
use super::super::parts::Record;
use super::parts::{PolicyRow, StepRow, step_columns};
use crate::history::{Entry, Move, NOT_ON_RECORD, Track};
use crate::model::{PolicyNo, Timeline};

/// The direction shown for a step that only restates the status.
const AGAIN: &str = "=";

/// Returns the policy with an id.
///
/// # Errors
/// Fails if there is none.
pub fn policy(timeline: &Timeline, id: &str) -> Result<PolicyNo> {
    let found = timeline.policies.iter().position(|policy| &*policy.id == id);
    found.map(|at| PolicyNo(at as u32)).ok_or_else(|| {
        let ids = timeline.policies.iter().map(|policy| &*policy.id);
        Error::unknown(format!("no policy has the id `{id}`"), id, ids, "`dateline policies` lists them")
    })
}

/// Every change of one policy.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PolicySteps<'t> {
    #[serde(flatten)]
    policy: PolicyRow<'t>,
    #[schemars(extend("const" = "dateline/policies-of/1"))]
    schema: &'static str,
    #[serde(flatten)]
    record: Record<'t>,
    /// The steps in chronological order, undated ones last.
    steps: Vec<PolicyStep<'t>>,
    #[serde(skip)]
    notes: Vec<String>,
}

/// A step of a policy.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PolicyStep<'t> {
    #[serde(flatten)]
    step: StepRow<'t>,
    /// The status on record before it; null if there is none.
    before: Option<&'t str>,
    /// Whether it changes the status; otherwise it restates it.
    change: bool,
    /// The direction of the change; null if it changes nothing.
    way: Option<Move>,
}

impl<'t> PolicySteps<'t> {
    /// Returns the changes in time order, then undated ones; with `all`, also steps that restate the status.
    pub fn of(timeline: &'t Timeline, track: &Track, record: Record<'t>, all: bool) -> Self {
        let policy = timeline.policy(track.policy);
        let undated = track.undated().iter();
        let undated = undated.map(|step| Entry { step, before: step.was, is_change: !step.restates() });
        let entries: Vec<Entry> = track.entries().chain(undated).collect();
        let way = |entry: &Entry| Move::between(timeline, policy, entry.before, entry.step.status);
        let steps = entries.iter().filter(|entry| all || entry.is_change).map(|entry| PolicyStep {
            step: StepRow::of(timeline, entry.step),
            before: entry.before.map(|before| timeline.word(before)),
            change: entry.is_change,
            way: entry.is_change.then(|| way(entry)),
        });
        let steps: Vec<PolicyStep> = steps.collect();
        let changes = entries.iter().filter(|entry| entry.is_change).count();
        let mut notes = vec![format!("{changes} of {} steps change it", entries.len())];
        if steps.len() < entries.len() {
            notes.push("--all also lists those that restate it".to_owned());
        } else if changes < entries.len() {
            notes.push("= restates the status".to_owned());
        }
        let policy = PolicyRow::of(timeline, track.policy);
        Self { policy, schema: "dateline/policies-of/1", record, steps, notes }
    }

    pub fn table(&self) -> Table {
        let cells = each(&self.steps).columns(&[
            ("date", |row| row.step.date_words.to_owned()),
            ("before", |row| row.before.unwrap_or(NOT_ON_RECORD).to_owned()),
            ("after", |row| row.step.status_words.to_owned()),
            ("way", PolicyStep::way_text),
            ("event", |row| row.step.event.to_owned()),
            ("certainty", |row| row.step.certainty_word()),
            ("source", |row| row.step.source()),
            ("note", |row| row.step.note.to_owned()),
        ]);
        let head = each(&self.steps).columns(&[
            ("before", |row| row.before.unwrap_or_default().to_owned()),
            ("way", PolicyStep::way_text),
            ("change", |row| row.change.to_string()),
        ]);
        let steps = self.steps.iter().map(|row| &row.step);
        Table {
            title: format!("{} ({})", self.policy.title, self.policy.id),
            cells,
            notes: self.notes.clone(),
            spare: vec!["note", "source", "certainty"],
            whole: vec!["date", "event"],
            labels: self.steps.iter().map(|row| row.step.publisher()).collect(),
            data: Some(head.beside(each(steps).columns(&step_columns()))),
        }
    }
}

impl PolicyStep<'_> {
    fn way_text(&self) -> String {
        self.way.map_or(AGAIN, Move::word).to_owned()
    }
}
