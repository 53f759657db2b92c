//! The tables of events per facet value, and of pairs of actors per shared event.

use std::collections::BTreeMap;

use roaring::RoaringBitmap;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use strum::IntoEnumIterator;

use super::super::answer::{Table, each};
use super::counted::{Counted, Top};
use crate::history::stats::{MOST_ACTORS, pairs};
use crate::query::{Facet, FacetValue, Index};
use crate::text::counted as count_words;

/// Event counts per facet, the most frequent values first.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct FacetCounts {
    #[serde(serialize_with = "in_order")]
    #[schemars(with = "BTreeMap<String, Vec<FacetCount>>")]
    facets: Vec<(Facet, Top<FacetCount>)>,
}

/// A value of a facet.
#[derive(Debug, Serialize, JsonSchema)]
struct FacetCount {
    /// The value as written in a query.
    value: String,
    /// The value in readable form.
    label: String,
    #[schemars(range(min = 1))]
    events: u64,
}

/// Pairs of actors in the same events, the most frequent pairs first.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Pairs<'t> {
    pairs: Top<Pair<'t>>,
    /// The number of events left out because they have too many actors.
    #[serde(skip)]
    crowded: usize,
}

/// Two actors and the events that both take part in.
#[derive(Debug, Serialize, JsonSchema)]
struct Pair<'t> {
    /// The ids of the actors.
    actors: [&'t str; 2],
    names: [&'t str; 2],
    /// The ids of the events, in chronological order.
    #[schemars(length(min = 1))]
    events: Vec<&'t str>,
}

fn in_order<S: Serializer>(facets: &[(Facet, Top<FacetCount>)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(facets.iter().map(|(facet, values)| (facet.word(), values)))
}

impl FacetCounts {
    pub fn of(counted: &Counted, index: &Index) -> Self {
        let set: RoaringBitmap = counted.events.iter().map(|event| event.0).collect();
        let facet = |facet: Facet| {
            let counts = index.counts(facet, &set);
            let mut values: Vec<_> =
                index.values(facet).iter().zip(counts).filter(|(_, count)| *count > 0).collect();
            values.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            let value = |(value, count): &(&FacetValue, u64)| FacetCount {
                value: value.key.clone(),
                label: value.label.clone(),
                events: *count,
            };
            (facet, counted.top(&values, value))
        };
        Self { facets: Facet::iter().map(facet).collect() }
    }

    pub fn table(&self, events: usize, total: usize) -> Table {
        let rows = self.facets.iter().flat_map(|(facet, top)| top.rows.iter().map(|value| (*facet, value)));
        let rows: Vec<(Facet, &FacetCount)> = rows.collect();
        let cells = each(&rows).columns(&[
            ("facet", |(facet, _)| facet.word().to_owned()),
            ("value", |(_, value)| value.value.clone()),
            ("events", |(_, value)| value.events.to_string()),
            ("label", |(_, value)| value.label.clone()),
        ]);
        let cut = self.facets.iter().map(|(_, top)| top).find(|top| top.note().is_some());
        let cut = cut.map(|top| {
            format!("the {} values of each facet with most events; `--top 0` shows all", top.rows.len())
        });
        let counts_once = "an event counts once for each of its values".to_owned();
        let title = format!("Facets of {events} of {}", count_words(total, "event"));
        Table::new(title, cells, [Some(counts_once), cut])
    }
}

impl<'t> Pairs<'t> {
    pub fn of(counted: &Counted<'t>) -> Self {
        let (pairs, crowded) = pairs(counted.timeline, &counted.events);
        let pairs = counted.top(&pairs, |pair| {
            let actors = pair.actors.map(|number| counted.timeline.actor(number));
            Pair {
                actors: actors.map(|actor| &*actor.id),
                names: actors.map(|actor| &*actor.name),
                events: pair.events.iter().map(|event| counted.id(*event)).collect(),
            }
        });
        Self { pairs, crowded }
    }

    pub fn table(&self) -> Table {
        let cells = each(&self.pairs.rows).columns(&[
            ("events", |row| row.events.len().to_string()),
            ("actor", |row| row.names[0].to_owned()),
            ("and", |row| row.names[1].to_owned()),
            ("latest", |row| row.events.last().copied().unwrap_or_default().to_owned()),
        ]);
        let same = "sharing an event does not mean acting together".to_owned();
        let crowded = (self.crowded > 0).then(|| {
            let left_out = count_words(self.crowded, "event");
            format!("left out: {left_out} of more than {MOST_ACTORS} actors")
        });
        Table::new("Actors in the same events", cells, [Some(same), self.pairs.note(), crowded])
    }
}
