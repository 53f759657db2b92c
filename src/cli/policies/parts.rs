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
    /// Ids of actors.
    pub owners: Vec<&'t str>,
    pub topic: Option<&'t str>,
    pub ladder: Option<&'t str>,
}

/// What a policy is, and the steps that it rests on.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct StateRow<'t> {
    /// The status that the last step gives; null where the record says nothing.
    pub status: Option<&'t str>,
    /// Every status that it may have, the likely one last; more than one inside a vague date and in a
    /// conflict.
    pub possible: Vec<Option<&'t str>>,
    /// Whether there is one answer, no date that it or its end rests on is marked `~` or `?` (except in
    /// steps that only restate what is certain without them), and more than a later event tells it.
    pub certain: bool,
    /// Whether past events contradict each other and their order is unknown.
    pub conflict: bool,
    /// The status as a table says it, without its mark of doubt.
    pub words: String,
    /// For every status that may hold the step that began it, in their order; empty before all steps.
    pub readings: Vec<StepRow<'t>>,
    /// The status before.
    pub was: Option<&'t str>,
    pub since: Option<StepRow<'t>>,
    /// Whether `since` is the first to tell of the status, and says that it held before.
    pub before_record: bool,
    /// The next change.
    pub next: Option<StepRow<'t>>,
    /// The date of `since` in words.
    #[serde(skip)]
    pub since_words: String,
}

/// What one event says of a policy.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StepRow<'t> {
    /// The status from then on; null where the effect expires and nothing says what follows.
    pub status: Option<&'t str>,
    /// The status before, where the record says so.
    pub was: Option<&'t str>,
    /// Since when it holds.
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
    /// The date as it is written, or `undated`.
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
