//! Events by the values of their facets, and actors that stand in the same ones.

use serde_json::{Map, Value, json};
use strum::IntoEnumIterator;

use super::super::answer::Table;
use super::Asked;
use crate::history::stats::{MOST_ACTORS, pairs};
use crate::query::Facet;
use crate::text::counted;

impl Asked<'_> {
    pub(super) fn facets(&self) -> (Table, Value) {
        let set = self.set();
        let (mut rows, mut json, mut cut) = (Vec::new(), Map::new(), false);
        for facet in Facet::iter() {
            let counts = self.index.counts(facet, &set);
            let mut values: Vec<_> =
                self.index.values(facet).iter().zip(counts).filter(|(_, count)| *count > 0).collect();
            values.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            cut |= values.len() > self.top;
            values.truncate(self.top);
            rows.extend(values.iter().map(|(value, count)| {
                vec![facet.word().to_owned(), value.key.clone(), count.to_string(), value.label.clone()]
            }));
            let told = values
                .iter()
                .map(|(value, count)| json!({"value": value.key, "label": value.label, "events": count}));
            json.insert(facet.word().to_owned(), told.collect());
        }
        let mut notes = vec!["an event counts once for each of its values".to_owned()];
        if cut {
            notes.push(format!("the {} fullest values of each facet; `--top 0` shows all", self.top));
        }
        let title = format!("Facets of {} of {}", self.events.len(), counted(self.timeline.len(), "event"));
        (
            Table {
                title,
                columns: vec!["facet", "value", "events", "label"],
                rows,
                notes,
                ..Table::default()
            },
            json.into(),
        )
    }

    pub(super) fn pairs(&self) -> (Table, Value) {
        let (mut pairs, crowded) = pairs(self.timeline, &self.events);
        let all = pairs.len();
        pairs.truncate(self.top);
        let actor = |number| self.timeline.actor(number);
        let rows = pairs.iter().map(|pair| {
            let [one, other] = pair.actors.map(|number| actor(number).name.to_string());
            let last = pair.events.last().map(|event| self.id(*event)).unwrap_or_default();
            vec![pair.events.len().to_string(), one, other, last]
        });
        let json = pairs.iter().map(|pair| {
            json!({
                "actors": pair.actors.map(|number| &actor(number).id),
                "names": pair.actors.map(|number| &actor(number).name),
                "events": pair.events.iter().map(|event| &self.event(*event).id).collect::<Vec<_>>(),
            })
        });
        let mut notes = vec!["to stand in the same event is not to act together".to_owned()];
        if all > pairs.len() {
            notes.push(format!("{} of {all}; `--top 0` shows all", pairs.len()));
        }
        if crowded > 0 {
            let left_out = counted(crowded, "event");
            notes.push(format!("left out: {left_out} of more than {MOST_ACTORS} actors"));
        }
        let table = Table {
            title: "Actors in the same events".to_owned(),
            columns: vec!["events", "actor", "and", "latest"],
            rows: rows.collect(),
            notes,
            ..Table::default()
        };
        (table, json.collect())
    }
}
