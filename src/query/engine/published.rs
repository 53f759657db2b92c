//! `known:DATE`: events that a source published by the end of that date may have reported.
//!
//! A source is certainly published at the latest moment of its date, unless that is approximate or uncertain.
//! It is possibly published at the start of its event, clamped to its date: a source dated `2024-05` about 28
//! May is not known on 22 May, but a source dated 22 May about plans for 28 May is. A source without a date
//! is possibly published from the start of the event, never certainly. An event without sources is never
//! known.

use rayon::prelude::*;

use crate::model::{Event, Moment, Timeline};
use crate::problem::{Problem, Span};
use crate::query::mistake;
use crate::query::when::When;

/// Per event the moments from which a source possibly and certainly was published; [`Moment::LAST`] for
/// never.
#[derive(Debug, Clone, Default)]
pub struct PublishedBy {
    possibly: Vec<Moment>,
    surely: Vec<Moment>,
}

impl PublishedBy {
    pub fn new(timeline: &Timeline) -> Self {
        let since = |event: &Event| (possibly(event), surely(event));
        let (possibly, surely) = timeline.events().par_iter().map(since).unzip();
        Self { possibly, surely }
    }

    /// Returns whether the event is known by the end of one of the dates.
    pub fn takes(&self, event: u32, whens: &[When]) -> bool {
        let event = event as usize;
        whens.iter().any(|when| {
            let since = if when.surely { self.surely[event] } else { self.possibly[event] };
            since < Moment::LAST && since <= when.to()
        })
    }
}

fn possibly(event: &Event) -> Moment {
    let begun = event.date.as_ref().map_or(Moment::FIRST, crate::model::Date::earliest);
    let since = event.sources.iter().map(|source| match &source.date {
        Some(date) => begun.clamp(date.earliest(), date.latest()),
        None => begun,
    });
    since.min().unwrap_or(Moment::LAST)
}

fn surely(event: &Event) -> Moment {
    let dates = event.sources.iter().filter_map(|source| source.date.as_ref());
    let sure = dates.filter(|date| date.surely_within(Moment::FIRST, Moment::LAST));
    sure.map(crate::model::Date::latest).min().unwrap_or(Moment::LAST)
}

/// Parses the date of `known:`, which must be a single date.
pub fn parse(text: &str, offset: usize, today: Moment) -> Result<When, Problem<Span>> {
    let when = When::parse(text, offset, today)?;
    if when.is_one_date() {
        return Ok(when);
    }
    Err(mistake(offset..offset + text.len(), "`known:` takes one date, by whose end a source was published")
        .hint("write `known:2024-06`; `known:2024-06 -known:2024-05` is what became known in June"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Date, Source};
    use crate::query::Index;
    use crate::query::ast::Query;

    #[test]
    fn only_what_a_source_could_have_told_by_a_day_is_known_on_it() {
        let source = |date: &str| Source { date: Date::parse(date).ok(), ..Source::default() };
        let event = |id: &str, date: &str, sources: &[&str]| Event {
            id: id.into(),
            date: Date::parse(date).ok(),
            sources: sources.iter().map(|date| source(date)).collect(),
            ..Event::default()
        };
        let timeline = Timeline::default().with_events(vec![
            event("same-day", "2024-05-20", &["2024-05-20"]),
            event("told-late", "2024-05-20", &["2024-06-03", "2024-07"]),
            event("month", "2024-05-21", &["2024-05"]),
            event("later-that-month", "2024-05-28", &["2024-05"]),
            event("about", "2024-05-21", &["2024-05-21~"]),
            event("undated-source", "2024-05-25", &[""]),
            event("foretold", "2024-06-09", &["2024-05-01"]),
            event("untold", "2024-05-20", &[]),
            event("undated", "", &[""]),
        ]);
        let index = Index::new(&timeline);
        let ids = |text: &str| {
            let found = index.run(&timeline, &Query::parse(text, Moment(0)).unwrap());
            found.iter().map(|event| &*timeline.events()[event as usize].id).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(ids("known:2024-05-21"), "same-day about month foretold undated");
        assert_eq!(ids("known:!2024-05-21"), "same-day foretold");
        assert_eq!(ids("known:!2024-05"), "same-day month later-that-month foretold");
        assert_eq!(ids("known:2024-05-25 -known:2024-05-21"), "undated-source");
        assert_eq!(
            ids("known:9999"),
            "same-day told-late about month undated-source later-that-month foretold undated"
        );
    }
}
