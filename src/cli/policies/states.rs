//! The answer about the status of every policy on a day.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::answer::{Grid, GridBuilder, Table, each};
use super::super::parts::Record;
use super::parts::{PolicyRow, StateRow, StepRow, step_columns};
use crate::history::{History, NOT_CERTAIN, Track};
use crate::model::{Moment, Timeline};

/// The mark after an uncertain status.
const DOUBT: &str = "~";

/// The status of every policy on a day or in a span of days.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PoliciesOn<'t> {
    #[schemars(extend("const" = "dateline/policies/1"))]
    schema: &'static str,
    #[serde(flatten)]
    record: Record<'t>,
    /// The day, or the first and last day separated by a slash.
    on: String,
    policies: Vec<PolicyOn<'t>>,
}

/// A policy and its status.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PolicyOn<'t> {
    #[serde(flatten)]
    policy: PolicyRow<'t>,
    #[serde(flatten)]
    state: StateRow<'t>,
    /// The status in words: `banned`, `banned~` if it is uncertain, `banned, then permitted` over several
    /// days.
    #[serde(skip)]
    status: String,
}

impl<'t> PoliciesOn<'t> {
    /// Returns the state of every policy from the first to the second moment of `days`, inclusive.
    pub fn of(timeline: &'t Timeline, history: &History, record: Record<'t>, days: (Moment, Moment)) -> Self {
        let (from, to) = days;
        let day = |moment: Moment| if moment.is_finite() { moment.iso_day() } else { "..".to_owned() };
        let is_one_day = from.day_start() == to.day_start();
        let on = if is_one_day { day(from) } else { format!("{}/{}", day(from), day(to)) };
        let policy = |track: &Track| PolicyOn {
            policy: PolicyRow::of(timeline, track.policy),
            state: StateRow::of(timeline, &track.during(from, to)),
            status: status(timeline, track, days),
        };
        let policies = history.tracks().iter().map(policy).collect();
        Self { schema: "dateline/policies/1", record, on, policies }
    }

    pub fn table(&self) -> Table {
        let is_doubted = self.policies.iter().any(|row| row.status.ends_with(DOUBT));
        let cells = each(&self.policies).columns(&[
            ("policy", |row| row.policy.id.to_owned()),
            ("status", |row| row.status.clone()),
            ("since", |row| row.state.since_words.clone()),
            ("by", |row| row.state.events().join(", ")),
            ("certainty", |row| row.of_since(StepRow::certainty_word)),
            ("next", |row| row.state.next.as_ref().map(StepRow::words).unwrap_or_default()),
            ("source", |row| row.of_since(StepRow::source)),
            ("title", |row| row.policy.title.to_owned()),
        ]);
        Table {
            title: format!("Policies on {}", self.on),
            cells,
            notes: is_doubted.then(|| format!("{DOUBT} not certain: {NOT_CERTAIN}")).into_iter().collect(),
            spare: vec!["title", "source", "next", "certainty"],
            whole: vec!["policy", "since", "by"],
            labels: self.policies.iter().map(|row| row.of_since(StepRow::publisher)).collect(),
            data: Some(self.data()),
        }
    }

    fn data(&self) -> Grid {
        let head = each(&self.policies).columns(&[
            ("policy", |row| row.policy.id.to_owned()),
            ("title", |row| row.policy.title.to_owned()),
            ("possible", |row| row.state.possible_text()),
            ("certain", |row| row.state.certain.to_string()),
            ("conflict", |row| row.state.conflict.to_string()),
            ("by", |row| row.state.events().join(";")),
            ("since_kind", |row| row.since_kind().to_owned()),
        ]);
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
        let steps = self.policies.iter().map(|row| row.state.since.as_ref());
        let [date, _, _, status, event, ..] = step_columns();
        let next = GridBuilder(self.policies.iter().map(|row| row.state.next.as_ref()))
            .columns(&[date, status, event]);
        head.beside(GridBuilder(steps).columns(&step_columns()).named(&since)).beside(next.named(&[
            "next",
            "next_status",
            "next_event",
        ]))
    }
}

impl<'t> PolicyOn<'t> {
    fn of_since(&self, cell: fn(&StepRow<'t>) -> String) -> String {
        self.state.since.as_ref().map(cell).unwrap_or_default()
    }

    fn since_kind(&self) -> &'static str {
        match (&self.state.since, self.state.before_record) {
            (_, true) => "before",
            (Some(_), false) => "step",
            (None, false) => "",
        }
    }
}

fn status(timeline: &Timeline, track: &Track, (from, to): (Moment, Moment)) -> String {
    let states = track.sequence(from, to);
    let words: Vec<String> = states.iter().map(|state| state.words(timeline)).collect();
    let doubt = if states.iter().all(|state| state.certain) { "" } else { DOUBT };
    words.join(", then ") + doubt
}
