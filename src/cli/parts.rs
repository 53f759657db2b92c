//! Parts of answers: events, dates, lags and sources as serialised.

use schemars::JsonSchema;
use serde::Serialize;

use crate::history::{Lag, Precedence};
use crate::model::date::Precision;
use crate::model::{Date, Event, Moment, Source, Timeline};

/// The record on which an answer is based.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Record<'t> {
    /// The title of the timeline.
    timeline: &'t str,
    /// The files that could not be read completely, so that events may be missing.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    unread: &'t [String],
}

impl<'t> From<&'t Timeline> for Record<'t> {
    fn from(timeline: &'t Timeline) -> Self {
        Self { timeline: &timeline.head.title, unread: &timeline.unread }
    }
}

/// An event.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EventRow<'t> {
    pub id: &'t str,
    pub date: Option<DateRow<'t>>,
    pub title: &'t str,
}

/// A date with its first and last possible day.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DateRow<'t> {
    /// The date as written, in EDTF.
    pub edtf: &'t str,
    /// The first possible day (ISO 8601); null if the date is open.
    pub earliest: Option<String>,
    /// The last possible day (ISO 8601); null if the date is open.
    pub latest: Option<String>,
    pub precision: Precision,
}

/// The lag between two dates.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct LagRow {
    /// The shortest possible lag in days; negative if the order is uncertain, null if a date is open.
    pub least_days: Option<i64>,
    /// The longest possible lag in days; null if a date is open.
    pub most_days: Option<i64>,
    pub order: Precedence,
    /// The lag in English.
    pub words: String,
}

/// A source.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SourceRow<'t> {
    pub url: &'t str,
    pub publisher: Option<&'t str>,
    /// The date of publication, in EDTF.
    pub date: Option<&'t str>,
    pub weak: bool,
    #[serde(skip)]
    primary: bool,
}

impl<'t> EventRow<'t> {
    pub fn of(timeline: &'t Timeline, event: &'t Event) -> Self {
        Self { id: &event.id, date: timeline.when(event).map(DateRow::from), title: &event.title }
    }

    /// Returns the event's date in EDTF, or `undated`.
    pub fn date_text(&self) -> String {
        self.date.as_ref().map_or("undated", |date| date.edtf).to_owned()
    }
}

impl<'t> From<&'t Date> for DateRow<'t> {
    fn from(date: &'t Date) -> Self {
        let day = |moment: Moment| moment.is_finite().then(|| moment.iso_day());
        Self {
            edtf: date.text(),
            earliest: day(date.earliest()),
            latest: day(date.latest()),
            precision: date.precision(),
        }
    }
}

impl From<Lag> for LagRow {
    fn from(lag: Lag) -> Self {
        Self { least_days: lag.least, most_days: lag.most, order: lag.order, words: lag.words() }
    }
}

impl<'t> SourceRow<'t> {
    pub fn of(timeline: &'t Timeline, source: &'t Source) -> Self {
        Self {
            url: &source.url,
            publisher: source.publisher.map(|publisher| timeline.word(publisher)),
            date: source.date.as_ref().map(Date::text),
            weak: source.weak,
            primary: source.primary,
        }
    }

    /// Returns all sources of an event.
    pub fn all(timeline: &'t Timeline, event: &'t Event) -> Vec<Self> {
        event.sources.iter().map(|source| Self::of(timeline, source)).collect()
    }

    /// Returns a source with only a URL.
    pub fn at(url: &'t str) -> Self {
        Self { url, publisher: None, date: None, weak: false, primary: false }
    }

    /// Returns the publisher, or else the URL.
    pub fn name(&self) -> &'t str {
        self.publisher.unwrap_or(self.url)
    }

    /// Returns the best source: not weak first, then primary, then with a URL.
    pub fn best(sources: &[Self]) -> Option<&Self> {
        sources.iter().min_by_key(|source| (source.weak, !source.primary, source.url.is_empty()))
    }
}

/// Joins the names of sources with commas.
pub fn names(sources: &[SourceRow]) -> String {
    sources.iter().map(SourceRow::name).collect::<Vec<_>>().join(", ")
}
