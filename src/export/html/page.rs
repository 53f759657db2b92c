//! The events of a page and where they are on it.

use std::collections::HashMap;

use crate::export::contents::Export;
use crate::export::markup::anchor;
use crate::model::EventNo;
use crate::query::Facet;

/// The events of a page with their positions and ids.
pub struct Page<'a> {
    pub export: &'a Export<'a>,
    /// The index of each event in the list, and the id of its entry.
    entries: HashMap<EventNo, (usize, String)>,
}

impl<'a> Page<'a> {
    /// Creates a page of all events of an export.
    pub fn of(export: &'a Export<'a>) -> Self {
        let id = |number: EventNo| {
            let id = &export.timeline.event(number).id;
            // If several events have the same id, `find` returns only the first.
            let is_first = export.timeline.find(id) == Some(number);
            let prefix = if is_first { "e-".to_owned() } else { format!("e{}-", number.0) };
            anchor(&prefix, id)
        };
        let entries = export.events.iter().enumerate();
        Self { export, entries: entries.map(|(place, number)| (*number, (place, id(*number)))).collect() }
    }

    /// Returns the id of an event's entry in the list, if it has one.
    pub fn id(&self, event: EventNo) -> Option<&str> {
        self.entries.get(&event).map(|(_, id)| id.as_str())
    }

    /// Returns the index of an event in the list, if it is in it.
    pub fn place(&self, event: EventNo) -> Option<usize> {
        self.entries.get(&event).map(|(place, _)| *place)
    }

    /// Returns the facet of the picture's lanes: policies if any event affects one, else countries.
    pub fn facet(&self) -> Facet {
        let tells_of_policies = self.export.chosen().any(|event| !event.effects.is_empty());
        if tells_of_policies { Facet::Policy } else { Facet::Country }
    }
}
