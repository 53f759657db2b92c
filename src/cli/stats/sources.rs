//! The table of events with few or weak sources.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::answer::{Table, each};
use super::super::parts::{EventRow, SourceRow, names};
use super::counted::{Counted, Top};
use crate::history::stats::{SourceWeakness, source_weakness};
use crate::model::Event;

/// Events with one source, only weak sources, or none.
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

/// An event with few or weak sources.
#[derive(Debug, Serialize, JsonSchema)]
struct WeaklySourcedEvent<'t> {
    #[serde(flatten)]
    event: EventRow<'t>,
    #[serde(rename = "footing")]
    weakness: SourceWeakness,
    sources: Vec<SourceRow<'t>>,
}

impl<'t> WeaklySourced<'t> {
    pub fn of(counted: &Counted<'t>) -> Self {
        let events = counted.events.iter().map(|event| counted.event(*event));
        let mut found: Vec<(SourceWeakness, &Event)> =
            events.filter_map(|event| Some((source_weakness(event)?, event))).collect();
        found.sort_by_key(|(weakness, _)| *weakness);
        let count = |wanted: SourceWeakness| found.iter().filter(|(weakness, _)| *weakness == wanted).count();
        let all =
            [SourceWeakness::Nothing, SourceWeakness::WeakOnly, SourceWeakness::OneWeak, SourceWeakness::One];
        let counts = all.map(|weakness| format!("{}: {}", weakness.words(), count(weakness)));
        Self {
            no_source: count(SourceWeakness::Nothing),
            weak_only: count(SourceWeakness::WeakOnly) + count(SourceWeakness::OneWeak),
            one_source: count(SourceWeakness::One) + count(SourceWeakness::OneWeak),
            events: counted.top(&found, |(weakness, event)| WeaklySourcedEvent {
                event: EventRow::of(counted.timeline, event),
                weakness: *weakness,
                sources: SourceRow::all(counted.timeline, event),
            }),
            counts: format!("{}, of {}", counts.join(", "), counted.events.len()),
        }
    }

    pub fn table(&self) -> Table {
        let cells = each(&self.events.rows).columns(&[
            ("footing", |row| row.weakness.words().to_owned()),
            ("date", |row| row.event.date_text()),
            ("id", |row| row.event.id.to_owned()),
            ("sources", |row| names(&row.sources)),
            ("title", |row| row.event.title.to_owned()),
        ]);
        Table::new("Events that rest on little", cells, [self.events.note(), Some(self.counts.clone())])
    }
}
