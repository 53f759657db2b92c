//! What is contested: what the event says, what is said against it, and where.

use serde_json::{Value, json};

use super::super::answer::Table;
use super::super::tell;
use super::Asked;
use crate::model::{Certainty, Dispute, Event, Source};
use crate::text::counted;

impl Asked<'_> {
    pub(super) fn disputes(&self) -> (Table, Value) {
        let events = self.events.iter().map(|event| self.event(*event));
        let contested =
            |event: &&Event| !event.disputes.is_empty() || event.certainty == Some(Certainty::Disputed);
        let events: Vec<&Event> = events.filter(contested).collect();
        let silent = events.iter().filter(|event| event.disputes.is_empty()).count();
        let mut notes = vec![counted(events.len(), "contested event")];
        if silent > 0 {
            notes.push(format!("{} marked `disputed` without saying by what", counted(silent, "event")));
        }
        let mut table = Table {
            title: "What is contested".to_owned(),
            columns: vec!["date", "id", "side", "text", "sources"],
            rows: Vec::new(),
            notes,
            ..Table::default()
        };
        for event in events.iter().take(self.top) {
            table.rows.extend(self.rows(event));
        }
        if events.len() > self.top {
            table.notes.push(format!("{} of {}; `--top 0` shows all", self.top, events.len()));
        }
        let json = events.iter().take(self.top).map(|event| self.told(event)).collect();
        (table, json)
    }

    /// A row for what the event says, and one for each thing said against it.
    fn rows(&self, event: &Event) -> Vec<Vec<String>> {
        let row = |side: &str, text: &str, sources: Vec<&str>| {
            vec![
                tell::date_text(self.timeline, event),
                event.id.to_string(),
                side.to_owned(),
                text.to_owned(),
                sources.join(", "),
            ]
        };
        let publishers = |sources: Vec<&'_ Source>| -> Vec<String> {
            sources.into_iter().map(|source| tell::publisher(self.timeline, source).to_owned()).collect()
        };
        let own = publishers(own(event));
        let says = row("says", &event.title, own.iter().map(String::as_str).collect());
        let against = event.disputes.iter().map(|dispute| {
            let name = |url: &'_ str| match source_at(event, url) {
                Some(source) => tell::publisher(self.timeline, source).to_owned(),
                None => url.to_owned(),
            };
            let names: Vec<String> = dispute.sources.iter().map(|url| name(url)).collect();
            row("against", &dispute.says, names.iter().map(String::as_str).collect())
        });
        std::iter::once(says).chain(against).collect()
    }

    fn told(&self, event: &Event) -> Value {
        let mut value = tell::event(self.timeline, event);
        value["certainty"] = event.certainty.map(Certainty::word).into();
        value["sources"] = own(event).into_iter().map(|source| tell::source(self.timeline, source)).collect();
        let against = |dispute: &Dispute| {
            let source = |url: &str| match source_at(event, url) {
                Some(source) => tell::source(self.timeline, source),
                None => json!({"url": url, "publisher": null, "date": null, "weak": false}),
            };
            let sources: Vec<Value> = dispute.sources.iter().map(|url| source(url)).collect();
            json!({"says": dispute.says, "sources": sources})
        };
        value["against"] = event.disputes.iter().map(against).collect();
        value
    }
}

/// The sources that no dispute quotes, which are those that the event itself rests on.
fn own(event: &Event) -> Vec<&Source> {
    let quoted = |source: &&Source| {
        !source.url.is_empty() && event.disputes.iter().any(|dispute| dispute.sources.contains(&source.url))
    };
    event.sources.iter().filter(|source| !quoted(source)).collect()
}

fn source_at<'e>(event: &'e Event, url: &str) -> Option<&'e Source> {
    event.sources.iter().find(|source| &*source.url == url)
}
