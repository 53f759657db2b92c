//! The table of events with few or weak sources.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::answer::{Table, each};
use super::super::parts::{EventRow, SourceRow, names};
use super::counted::{Counted, Top};
use crate::history::stats::{Footing, footing};
use crate::model::Event;

/// Events that rest on one source, on weak ones only, or on none.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct WeaklySourced<'t> {
    no_source: usize,
    weak_only: usize,
    one_source: usize,
    events: Top<WeaklySourcedEvent<'t>>,
    #[serde(skip)]
    counts: String,
}

/// An event that rests on little.
#[derive(Debug, Serialize, JsonSchema)]
struct WeaklySourcedEvent<'t> {
    #[serde(flatten)]
    event: EventRow<'t>,
    footing: Footing,
    sources: Vec<SourceRow<'t>>,
}

impl<'t> WeaklySourced<'t> {
    pub fn of(counted: &Counted<'t>) -> Self {
        let events = counted.events.iter().map(|event| counted.event(*event));
        let mut found: Vec<(Footing, &Event)> =
            events.filter_map(|event| Some((footing(event)?, event))).collect();
        found.sort_by_key(|(footing, _)| *footing);
        let count = |wanted: Footing| found.iter().filter(|(footing, _)| *footing == wanted).count();
        let all = [Footing::Nothing, Footing::WeakOnly, Footing::OneWeak, Footing::One];
        let counts = all.map(|footing| format!("{}: {}", footing.words(), count(footing)));
        Self {
            no_source: count(Footing::Nothing),
            weak_only: count(Footing::WeakOnly) + count(Footing::OneWeak),
            one_source: count(Footing::One) + count(Footing::OneWeak),
            events: counted.top(&found, |(footing, event)| WeaklySourcedEvent {
                event: EventRow::of(counted.timeline, event),
                footing: *footing,
                sources: SourceRow::all(counted.timeline, event),
            }),
            counts: format!("{}, of {}", counts.join(", "), counted.events.len()),
        }
    }

    pub fn table(&self) -> Table {
        let cells = each(&self.events.rows).columns(&[
            ("footing", |row| row.footing.words().to_owned()),
            ("date", |row| row.event.date_text()),
            ("id", |row| row.event.id.to_owned()),
            ("sources", |row| names(&row.sources)),
            ("title", |row| row.event.title.to_owned()),
        ]);
        Table::new("Events that rest on little", cells, [self.events.note(), Some(self.counts.clone())])
    }
}
