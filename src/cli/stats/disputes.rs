//! The table of contested events: what the event says, what is said against it, and the sources of both.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::answer::{Table, each};
use super::super::parts::{EventRow, SourceRow, names};
use super::counted::{Counted, Top};
use crate::model::{Certainty, Dispute, Event, Source};
use crate::text::counted as count_words;

/// Disputed events.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Disputes<'t> {
    events: Top<DisputedEvent<'t>>,
    /// The number of events marked `disputed` without a dispute that says why.
    #[serde(skip)]
    silent: usize,
}

/// A disputed event.
#[derive(Debug, Serialize, JsonSchema)]
struct DisputedEvent<'t> {
    #[serde(flatten)]
    event: EventRow<'t>,
    certainty: Option<Certainty>,
    /// The event's sources that no dispute cites.
    sources: Vec<SourceRow<'t>>,
    against: Vec<Against<'t>>,
}

/// A dispute: what contradicts the event.
#[derive(Debug, Serialize, JsonSchema)]
struct Against<'t> {
    says: &'t str,
    sources: Vec<SourceRow<'t>>,
}

/// A row of the table: one side of a dispute.
struct DisputeRow<'a> {
    event: &'a EventRow<'a>,
    side: &'static str,
    text: &'a str,
    sources: &'a [SourceRow<'a>],
}

impl<'t> Disputes<'t> {
    pub fn of(counted: &Counted<'t>) -> Self {
        let is_contested =
            |event: &&Event| !event.disputes.is_empty() || event.certainty == Some(Certainty::Disputed);
        let events = counted.events.iter().map(|event| counted.event(*event));
        let events: Vec<&Event> = events.filter(is_contested).collect();
        let silent = events.iter().filter(|event| event.disputes.is_empty()).count();
        let source = |source: &'t Source| SourceRow::of(counted.timeline, source);
        let row = |event: &&'t Event| {
            let event: &Event = event;
            let at = |url: &'t str| {
                let known = event.sources.iter().find(|source| &*source.url == url);
                known.map_or_else(|| SourceRow::at(url), source)
            };
            let against = |dispute: &'t Dispute| Against {
                says: &dispute.says,
                sources: dispute.sources.iter().map(|url| at(url)).collect(),
            };
            DisputedEvent {
                event: EventRow::of(counted.timeline, event),
                certainty: event.certainty,
                sources: own_sources(event).map(source).collect(),
                against: event.disputes.iter().map(against).collect(),
            }
        };
        Self { events: counted.top(&events, row), silent }
    }

    pub fn table(&self) -> Table {
        let sides = self.events.rows.iter().flat_map(|row| {
            let event = &row.event;
            let says = DisputeRow { event, side: "says", text: event.title, sources: &row.sources };
            let against = row.against.iter().map(move |against| DisputeRow {
                event,
                side: "against",
                text: against.says,
                sources: &against.sources,
            });
            std::iter::once(says).chain(against)
        });
        let sides: Vec<DisputeRow> = sides.collect();
        let cells = each(&sides).columns(&[
            ("date", |row| row.event.date_text()),
            ("id", |row| row.event.id.to_owned()),
            ("side", |row| row.side.to_owned()),
            ("text", |row| row.text.to_owned()),
            ("sources", |row| names(row.sources)),
        ]);
        let silent = (self.silent > 0).then(|| {
            format!("{} marked `disputed` without saying by what", count_words(self.silent, "event"))
        });
        let count = count_words(self.events.all, "contested event");
        Table::new("What is contested", cells, [Some(count), silent, self.events.note()])
    }
}

/// Returns the event's sources that no dispute cites.
fn own_sources(event: &Event) -> impl Iterator<Item = &Source> {
    let is_quoted = |source: &&Source| {
        !source.url.is_empty() && event.disputes.iter().any(|dispute| dispute.sources.contains(&source.url))
    };
    event.sources.iter().filter(move |source| !is_quoted(source))
}
