//! Events that rest on little.

use serde_json::{Value, json};

use super::super::answer::Table;
use super::super::tell;
use super::Asked;
use crate::history::stats::{Footing, footing};
use crate::model::Event;

impl Asked<'_> {
    pub(super) fn sources(&self) -> (Table, Value) {
        let events = self.events.iter().map(|event| self.event(*event));
        let mut found: Vec<(Footing, &Event)> =
            events.filter_map(|event| Some((footing(event)?, event))).collect();
        found.sort_by_key(|(footing, _)| *footing);
        let row = |(footing, event): &(Footing, &Event)| {
            let publishers = event.sources.iter().map(|source| tell::publisher(self.timeline, source));
            vec![
                footing.words().to_owned(),
                tell::date_text(self.timeline, event),
                event.id.to_string(),
                publishers.collect::<Vec<_>>().join(", "),
                event.title.to_string(),
            ]
        };
        let count = |wanted: Footing| found.iter().filter(|(footing, _)| *footing == wanted).count();
        let all = [Footing::Nothing, Footing::WeakOnly, Footing::OneWeak, Footing::One];
        let counts: Vec<String> = all.iter().map(|one| format!("{}: {}", one.words(), count(*one))).collect();
        let mut table = Table {
            title: "Events that rest on little".to_owned(),
            columns: vec!["footing", "date", "id", "sources", "title"],
            rows: found.iter().map(row).collect(),
            notes: vec![format!("{}, of {}", counts.join(", "), self.events.len())],
            ..Table::default()
        };
        self.cut(&mut table);
        let told = found.iter().take(self.top).map(|(footing, event)| {
            let mut value = tell::event(self.timeline, event);
            value["footing"] = footing.words().into();
            value["sources"] = event.sources.iter().map(|one| tell::source(self.timeline, one)).collect();
            value
        });
        let events: Vec<Value> = told.collect();
        let json = json!({
            "no-source": count(Footing::Nothing),
            "weak-only": count(Footing::WeakOnly) + count(Footing::OneWeak),
            "one-source": count(Footing::One) + count(Footing::OneWeak),
            "events": events,
        });
        (table, json)
    }
}
