//! Evaluation of a query against an index.

use roaring::{MultiOps, RoaringBitmap};

use super::ast::{Query, Term, TextScope};
use super::engine::{Index, PublishedBy};
use super::facet::Facet;
use super::pattern::Pattern;
use super::phrase::Phrase;
use super::search::scan;
use super::when::When;
use crate::model::{Clock, Event, EventNo, Moment, Timeline};

impl Index {
    /// Returns the events that match a query. `timeline` must be the one from which this index was built.
    pub fn run(&self, timeline: &Timeline, query: &Query) -> RoaringBitmap {
        self.run_within(timeline, query, &self.all, &|| false)
    }

    /// Returns the events of `within` that match a query; incomplete when `cancelled` returns true on the
    /// way.
    pub fn run_within(
        &self,
        timeline: &Timeline,
        query: &Query,
        within: &RoaringBitmap,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> RoaringBitmap {
        Answer { index: self, timeline, cancelled }.within(query, within)
    }
}

struct Answer<'a> {
    index: &'a Index,
    timeline: &'a Timeline,
    cancelled: &'a (dyn Fn() -> bool + Sync),
}

impl Answer<'_> {
    /// Returns the events of `within` that match a query. Cheap parts run first, so that texts are read only
    /// for events still in question.
    fn within(&self, query: &Query, within: &RoaringBitmap) -> RoaringBitmap {
        match query {
            Query::Everything => within.clone(),
            Query::Term(term) => self.term(term, within),
            Query::Not(inner) => within - self.within(inner, within),
            Query::And(parts) => {
                let mut left = within.clone();
                for part in cheapest_first(parts) {
                    if left.is_empty() {
                        break;
                    }
                    left = self.within(part, &left);
                }
                left
            }
            Query::Or(parts) => {
                let (mut found, mut left) = (RoaringBitmap::new(), within.clone());
                for part in cheapest_first(parts) {
                    let more = self.within(part, &left);
                    left -= &more;
                    found |= more;
                }
                found
            }
        }
    }

    fn term(&self, term: &Term, within: &RoaringBitmap) -> RoaringBitmap {
        let index = self.index;
        match term {
            Term::Value(facet, patterns) => {
                patterns.iter().map(|pattern| index.with_value(*facet, pattern)).union() & within
            }
            Term::Status(patterns) => {
                patterns.iter().map(|pattern| index.with_status(pattern)).union() & within
            }
            Term::Id(patterns) => {
                self.scan(within, |event| patterns.iter().any(|pattern| pattern.fits(&self.event(event).id)))
            }
            Term::Text(place, patterns) => self.text(*place, patterns, within),
            Term::Date(clock, whens) if *clock == self.timeline.clock() => {
                whens.iter().map(|when| self.placed(when)).union() & within
            }
            Term::Date(clock, whens) => self.dated(*clock, whens, within),
            Term::Known(whens) => {
                let published = index.published.get_or_init(|| PublishedBy::new(self.timeline));
                self.scan(within, |event| published.takes(event, whens))
            }
            Term::Number(measure, comparisons) => {
                let numbers = index.numbers[*measure as usize].iter();
                let taken = numbers.filter(|(number, _)| comparisons.iter().any(|c| c.takes(*number)));
                taken.map(|(_, events)| events).union() & within
            }
            Term::Is(qualities) => {
                let wanted = index.qualities.iter();
                let wanted = wanted.filter(|(value, _)| qualities.iter().any(|q| *q as u32 == *value));
                wanted.map(|(_, events)| events).union() & within
            }
        }
    }

    /// Returns the events that contain one of the texts. Each actor name and tag is tested once, not once per
    /// event.
    fn text(&self, scope: TextScope, patterns: &[Pattern], within: &RoaringBitmap) -> RoaringBitmap {
        let phrases: Vec<Phrase> = patterns.iter().map(Phrase::new).collect();
        let is_in = |text: &str| phrases.iter().any(|phrase| phrase.is_in(text));
        let mut found = RoaringBitmap::new();
        if scope == TextScope::Anywhere {
            let values = |facet| self.index.values(facet).iter();
            let named = values(Facet::Actor).chain(values(Facet::Tag)).filter(|value| is_in(&value.label));
            found = named.map(|value| &value.events).union() & within;
        }
        let read = |event| {
            is_in(self.index.title(event))
                || (scope == TextScope::Anywhere && is_in(&self.event(event).summary))
        };
        let left = within - &found;
        found | self.scan(&left, read)
    }

    /// Returns the events whose placing date matches `when`: those that start within it, and those under way
    /// at its start. If they must lie within it for certain, those still under way after its end are removed
    /// instead.
    fn placed(&self, when: &When) -> RoaringBitmap {
        let (from, to) = (when.from(), when.to());
        let after = (to < Moment::LAST).then(|| Moment(to.0 + 1));
        let first = self.timeline.first_from(from);
        let end = after.map_or(self.timeline.dated(), |after| self.timeline.first_from(after));
        let mut events = RoaringBitmap::new();
        events.insert_range(first as u32..end.max(first) as u32);
        if when.surely {
            let outlasting = after.map(|after| self.timeline.under_way(after)).unwrap_or_default();
            self.certain(events - outlasting)
        } else {
            events | self.timeline.under_way(from)
        }
    }

    /// Drops events whose placing date is marked `~`, `?` or `%`: these never match with certainty.
    fn certain(&self, events: RoaringBitmap) -> RoaringBitmap {
        use super::ast::Property::{Approximate, Uncertain};
        if self.timeline.clock().is_none() {
            let marked = self.index.qualities.iter();
            let marked = marked.filter(|(value, _)| [Approximate as u32, Uncertain as u32].contains(value));
            return marked.fold(events, |events, (_, in_doubt)| events - in_doubt);
        }
        self.scan(&events, |event| {
            let date = self.timeline.when(self.event(event));
            date.is_some_and(|date| !date.is_approximate() && !date.is_uncertain())
        })
    }

    /// Returns the events of `within` that match by a date other than the one that places them.
    fn dated(&self, clock: Option<Clock>, whens: &[When], within: &RoaringBitmap) -> RoaringBitmap {
        self.scan(&(&self.index.with_date(clock) & within), |event| {
            let date = self.event(event).when(clock);
            date.is_some_and(|date| whens.iter().any(|when| when.takes(date)))
        })
    }

    fn scan(&self, within: &RoaringBitmap, test: impl Fn(u32) -> bool + Sync + Send) -> RoaringBitmap {
        scan(within, self.cancelled, || (), |(), event| test(event))
    }

    fn event(&self, number: u32) -> &Event {
        self.timeline.event(EventNo(number))
    }
}

/// Sorts parts by [`cost`].
fn cheapest_first(parts: &[Query]) -> Vec<&Query> {
    let mut parts: Vec<&Query> = parts.iter().collect();
    parts.sort_by_cached_key(|part| cost(part));
    parts
}

/// Ranks cost: 0 uses bitmaps only, 1 reads clocks, ids or dates of sources, 2 reads texts.
fn cost(query: &Query) -> u8 {
    let mut most = 0;
    query.each_term(&mut |term| {
        most = most.max(match term {
            Term::Text(..) => 2,
            Term::Id(_) | Term::Known(_) | Term::Date(Some(_), _) => 1,
            _ => 0,
        });
    });
    most
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Date;
    use crate::query::tests::shipped_like;

    fn ids(timeline: &Timeline, text: &str) -> String {
        let query = Query::parse(text, Moment::from_ymd(2024, 5, 22).unwrap()).unwrap();
        let found = Index::new(timeline).run(timeline, &query);
        found.iter().map(|event| &*timeline.events()[event as usize].id).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn an_event_that_lasts_is_found_in_every_year_it_may_have_lasted() {
        let dates = ["2022/2025", "2024-06~", "2024-06-01", "../2023", "2023-05/..", "2025", "2024", ""];
        let events = dates.iter().map(|date| Event {
            id: date.replace('/', "_").into(),
            date: Date::parse(date).ok(),
            ..Event::default()
        });
        let timeline = Timeline::default().with_events(events.collect());
        assert_eq!(ids(&timeline, "date:2024"), "2022_2025 2023-05_.. 2024 2024-06-01 2024-06~");
        assert_eq!(ids(&timeline, "date:!2024"), "2024 2024-06-01");
        assert_eq!(ids(&timeline, "date:..2023-04"), ".._2023 2022_2025");
        assert_eq!(ids(&timeline, "date:2025-07..2026-07"), "2022_2025 2023-05_.. 2025");
        assert_eq!(ids(&timeline, "date:2025,../2021"), ".._2023 2022_2025 2023-05_.. 2025");
        assert_eq!(ids(&timeline, "is:undated"), "");
        assert_eq!(ids(&timeline, "-date:..").len(), 0);
    }

    #[test]
    fn every_kind_of_term_finds_what_it_names() {
        let timeline = shipped_like();
        for (text, found) in [
            ("country:us -actor:blinken", "c"),
            ("status:permit", "c"),
            ("status:permitted topic:strikes", "c"),
            ("nuclear or kind:decision", "a b"),
            ("\"antony blinken\" title:storm*shadow", "a b"),
            ("id:a,c", "a c"),
            ("country:*", "a b c"),
            ("-*", ""),
            ("is:undated importance:3 sources:<1", "d"),
        ] {
            assert_eq!(ids(&timeline, text), found, "{text}");
        }
    }
}
