//! Parts of answers about policies: policies, states and steps as serialised.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::answer::Column;
use super::super::parts::{DateRow, SourceRow};
use crate::history::{Since, State, Step};
use crate::model::{Certainty, PolicyNo, Timeline, Word};

/// A policy.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PolicyRow<'t> {
    pub id: &'t str,
    pub title: &'t str,
    /// The ids of the actors that own it.
    pub owners: Vec<&'t str>,
    pub topic: Option<&'t str>,
    pub ladder: Option<&'t str>,
}

/// The state of a policy, and the steps that explain it.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct StateRow<'t> {
    /// The status set by the last step; null if none is on record.
    pub status: Option<&'t str>,
    /// Every possible status, the likely one last. There are several within an imprecise date and in a
    /// conflict.
    pub possible: Vec<Option<&'t str>>,
    /// Whether the status is certain: only one is possible, no date that its start or end depends on is
    /// marked `~` or `?` (unless the step only restates a certain status), and it is not known only from a
    /// later event.
    pub certain: bool,
    /// Whether earlier events contradict each other in an unknown order.
    pub conflict: bool,
    /// The status as shown in a table, without the mark for uncertainty.
    pub words: String,
    /// Per possible status, the step that began it, in the same order; empty before the first step.
    pub readings: Vec<StepRow<'t>>,
    /// The previous status.
    pub was: Option<&'t str>,
    pub since: Option<StepRow<'t>>,
    /// Whether `since` is the first step and says that its status was already in force.
    pub before_record: bool,
    /// The next change.
    pub next: Option<StepRow<'t>>,
    /// The date of `since` in words.
    #[serde(skip)]
    pub since_words: String,
}

/// A step: what one event says about a policy.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StepRow<'t> {
    /// The status from then on; null if the effect expires and no later status is known.
    pub status: Option<&'t str>,
    /// The previous status, if the event says it.
    pub was: Option<&'t str>,
    /// The date from which the status holds.
    pub date: Option<DateRow<'t>>,
    pub note: &'t str,
    /// The id of the event.
    pub event: &'t str,
    pub title: &'t str,
    pub certainty: Option<Certainty>,
    pub sources: Vec<SourceRow<'t>>,
    /// The status in words.
    #[serde(skip)]
    pub status_words: &'t str,
    /// The date as written, or `undated`.
    #[serde(skip)]
    pub date_words: &'t str,
}

impl<'t> PolicyRow<'t> {
    pub fn of(timeline: &'t Timeline, policy: PolicyNo) -> Self {
        let policy = timeline.policy(policy);
        Self {
            id: &policy.id,
            title: &policy.title,
            owners: policy.owners.iter().map(|owner| &*timeline.actor(*owner).id).collect(),
            topic: policy.topic.map(|topic| timeline.word(topic)),
            ladder: policy.ladder.map(|ladder| &*timeline.ladders[ladder].name),
        }
    }
}

impl<'t> StateRow<'t> {
    pub fn of(timeline: &'t Timeline, state: &State) -> Self {
        let word = |status: Option<Word>| status.map(|status| timeline.word(status));
        let step = |step: &Step| StepRow::of(timeline, step);
        Self {
            status: word(state.status()),
            possible: state.statuses().into_iter().map(word).collect(),
            certain: state.certain,
            conflict: state.conflict,
            words: state.words(timeline),
            readings: state.origins().map(step).collect(),
            was: state.before().and_then(word),
            since: state.since().step().map(step),
            before_record: matches!(state.since(), Since::Before(_)),
            next: state.next().map(step),
            since_words: state.since_words(timeline),
        }
    }

    /// Joins the possible statuses with semicolons; an empty one means not on record.
    pub fn possible_text(&self) -> String {
        let statuses: Vec<&str> = self.possible.iter().map(|status| status.unwrap_or_default()).collect();
        statuses.join(";")
    }

    /// Returns the ids of the events that the state rests on, for all its possible statuses.
    pub fn events(&self) -> Vec<&'t str> {
        let steps = if self.possible.len() > 1 { &self.readings[..] } else { self.since.as_slice() };
        let mut ids: Vec<&str> = steps.iter().map(|step| step.event).collect();
        ids.dedup();
        ids
    }
}

impl<'t> StepRow<'t> {
    pub fn of(timeline: &'t Timeline, step: &Step) -> Self {
        let event = timeline.event(step.event);
        Self {
            status: step.status.map(|status| timeline.word(status)),
            was: step.was.map(|was| timeline.word(was)),
            date: step.date(timeline).map(DateRow::from),
            note: &step.effect(timeline).note,
            event: &event.id,
            title: &event.title,
            certainty: event.certainty,
            sources: SourceRow::all(timeline, event),
            status_words: step.status_words(timeline),
            date_words: step.date_words(timeline),
        }
    }

    /// Returns the date and the status: `2024-05-30~ partly permitted`, `2024-06-30 expired`.
    pub fn words(&self) -> String {
        format!("{} {}", self.date_words, self.status_words)
    }

    pub fn certainty_word(&self) -> String {
        self.certainty.map_or("", Certainty::word).to_owned()
    }

    /// Returns the URL of the best source, or else its publisher.
    pub fn source(&self) -> String {
        let best = SourceRow::best(&self.sources);
        best.map_or("", |best| if best.url.is_empty() { best.name() } else { best.url }).to_owned()
    }

    /// Returns the publisher of the best source.
    pub fn publisher(&self) -> String {
        SourceRow::best(&self.sources).and_then(|best| best.publisher).unwrap_or_default().to_owned()
    }

    fn url(&self) -> String {
        SourceRow::best(&self.sources).map_or("", |best| best.url).to_owned()
    }
}

/// Returns the columns of a step in tables for programs.
pub fn step_columns<'t>() -> [Column<StepRow<'t>>; 8] {
    [
        ("date", |step| step.date.as_ref().map_or("", |date| date.edtf).to_owned()),
        ("earliest", |step| step.date.as_ref().and_then(|date| date.earliest.clone()).unwrap_or_default()),
        ("latest", |step| step.date.as_ref().and_then(|date| date.latest.clone()).unwrap_or_default()),
        ("status", |step| step.status.unwrap_or_default().to_owned()),
        ("event", |step| step.event.to_owned()),
        ("certainty", StepRow::certainty_word),
        ("source", StepRow::url),
        ("publisher", StepRow::publisher),
    ]
}
