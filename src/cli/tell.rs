//! Events, dates, lags and sources as values of an answer.

use serde_json::{Value, json};

use crate::history::Lag;
use crate::model::{Date, Event, Moment, Source, Timeline};

/// What names an event.
pub fn event(timeline: &Timeline, event: &Event) -> Value {
    json!({"id": event.id, "date": timeline.when(event).map(date), "title": event.title})
}

/// A date as it is written, and the days that it may mean; an open end is `null`.
pub fn date(date: &Date) -> Value {
    let finite = |moment: Moment| moment.is_finite().then(|| moment.iso_day());
    json!({
        "edtf": date.text(),
        "earliest": finite(date.earliest()),
        "latest": finite(date.latest()),
        "precision": date.precision().word(),
    })
}

/// How long after one date another came.
pub fn lag(lag: &Lag) -> Value {
    json!({
        "least-days": lag.least,
        "most-days": lag.most,
        "order": lag.order.word(),
        "words": lag.words(),
    })
}

/// Where something is written.
pub fn source(timeline: &Timeline, source: &Source) -> Value {
    json!({
        "url": source.url,
        "publisher": source.publisher.map(|publisher| timeline.word(publisher)),
        "date": source.date.as_ref().map(Date::text),
        "weak": source.weak,
    })
}

/// The publisher of a source, else its address.
pub fn publisher<'t>(timeline: &'t Timeline, source: &'t Source) -> &'t str {
    source.publisher.map_or(&*source.url, |publisher| timeline.word(publisher))
}

/// The date that places an event, as it is written.
pub fn date_text(timeline: &Timeline, event: &Event) -> String {
    timeline.when(event).map_or_else(|| "undated".to_owned(), |date| date.text().to_owned())
}
