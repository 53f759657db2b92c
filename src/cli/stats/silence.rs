//! The longest time without an event of an actor.

use serde_json::{Value, json};

use super::super::answer::Table;
use super::super::tell;
use super::Asked;
use crate::history::stats::{Silence, silences};
use crate::model::date::day_words;

impl Asked<'_> {
    pub(super) fn silence(&self) -> (Table, Value) {
        let (silences, end) = silences(self.timeline, &self.events);
        let row = |silence: &Silence| {
            let (words, after, before) = silence.longest.map_or_else(Default::default, |gap| {
                (gap.lag.words(), self.id(gap.after), self.id(gap.before))
            });
            let (since, last) =
                silence.last.map_or_else(Default::default, |(event, lag)| (lag.words(), self.id(event)));
            let name = self.timeline.actor(silence.actor).name.to_string();
            vec![name, silence.events.to_string(), words, after, before, since, last]
        };
        let mut notes = vec!["nothing on record is not nothing done".to_owned()];
        notes.extend(end.map(|end| {
            format!("the record ends on {}; what is silent until then may stay so", day_words(end))
        }));
        let mut table = Table {
            title: "Longest silences".to_owned(),
            columns: vec![
                "actor",
                "events",
                "longest silence",
                "after",
                "before",
                "silent at the end",
                "since",
            ],
            rows: silences.iter().map(row).collect(),
            notes,
            ..Table::default()
        };
        self.cut(&mut table);
        let actor = |silence: &Silence| {
            let actor = self.timeline.actor(silence.actor);
            json!({
                "actor": actor.id,
                "name": actor.name,
                "events": silence.events,
                "longest": silence.longest.map(|gap| json!({
                    "after": self.event(gap.after).id,
                    "before": self.event(gap.before).id,
                    "lag": tell::lag(&gap.lag),
                })),
                "at-end": silence.last.map(|(event, lag)| json!({
                    "since": self.event(event).id,
                    "lag": tell::lag(&lag),
                })),
            })
        };
        let actors: Vec<Value> = silences.iter().take(self.top).map(actor).collect();
        (table, json!({"record-end": end.map(crate::model::Moment::iso_day), "actors": actors}))
    }
}
