//! The data for the script of the page: the time and facet values of each event.

use roaring::RoaringBitmap;
use serde::Serialize;
use strum::IntoEnumIterator;

use super::super::markup::plain;
use super::super::picture::kinds::{class, sign};
use super::super::picture::placed;
use super::page::Page;
use super::policies::Policies;
use crate::layout::is_vague;
use crate::model::{Event, EventNo, Moment, Timeline};
use crate::query::{Facet, facet_values_of};

#[derive(Serialize)]
struct Data<'p> {
    /// The facet of the lanes at first.
    lanes: &'static str,
    facets: Vec<FacetValues>,
    kinds: Vec<Kind>,
    /// The events, in the order of the list.
    events: Vec<Entry>,
    policies: Option<&'p Policies>,
}

#[derive(Serialize)]
struct FacetValues {
    name: &'static str,
    /// Pairs of key and label, the most frequent first.
    values: Vec<(String, String)>,
}

/// The sign of a value of the facet `kind`. The last one is for events without a kind.
#[derive(Serialize)]
struct Kind {
    sign: &'static str,
    class: String,
}

/// An event. Times are in seconds since 1970, `null` if open or unknown.
#[derive(Serialize)]
struct Entry {
    id: String,
    title: String,
    when: String,
    /// The time at which the event's point is drawn; `null` without a date.
    at: Option<i64>,
    from: Option<i64>,
    to: Option<i64>,
    /// Whether the day is uncertain.
    fuzzy: bool,
    /// Whether the date is an interval in which the event lasted; otherwise it happened at some time in the
    /// span.
    lasting: bool,
    weight: u8,
    /// Per facet, the indices of the event's values.
    values: Vec<Vec<u32>>,
}

/// Returns the data as JSON, escaped so that it cannot end the `script` element around it.
pub fn json(page: &Page, policies: Option<&Policies>) -> String {
    let export = page.export;
    let timeline = export.timeline;
    let held: RoaringBitmap = export.events.iter().map(|number| number.0).collect();
    // Paths of local files are private.
    let shown: Vec<Facet> = Facet::iter().filter(|facet| *facet != Facet::File).collect();
    let mut values_of = vec![vec![Vec::new(); shown.len()]; export.events.len()];
    let mut kinds = Vec::new();
    let mut facets = Vec::new();
    for (facet_at, facet) in shown.into_iter().enumerate() {
        let mut values = Vec::new();
        for value in facet_values_of(timeline, facet, &held) {
            for number in &value.events {
                if let Some(place) = page.place(EventNo(number)) {
                    values_of[place][facet_at].push(values.len() as u32);
                }
            }
            if facet == Facet::Kind {
                kinds.push(kind(Some(&value.key)));
            }
            values.push((plain(&value.key), plain(&value.label)));
        }
        facets.push(FacetValues { name: facet.word(), values });
    }
    kinds.push(kind(None));
    let entries = export.events.iter().zip(values_of);
    let id = |number| page.id(number).unwrap_or_default().to_owned();
    let events =
        entries.map(|(number, values)| entry(timeline, id(*number), timeline.event(*number), values));
    let lanes = page.facet().word();
    let data = Data { lanes, facets, kinds, events: events.collect(), policies };
    let json = serde_json::to_string(&data).unwrap_or_default();
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

fn kind(kind: Option<&str>) -> Kind {
    Kind { sign: sign(kind).0, class: class(kind) }
}

fn entry(timeline: &Timeline, id: String, event: &Event, values: Vec<Vec<u32>>) -> Entry {
    let date = timeline.when(event);
    let seconds = |moment: Moment| moment.is_finite().then_some(moment.0);
    Entry {
        id,
        title: plain(&event.title),
        when: date.map(|_| placed(timeline, event)).unwrap_or_default(),
        at: date.and_then(|date| seconds(date.anchor())),
        from: date.and_then(|date| seconds(date.earliest())),
        to: date.and_then(|date| seconds(date.latest())),
        fuzzy: date.is_some_and(is_vague),
        lasting: date.is_some_and(crate::model::Date::is_interval),
        weight: event.weight(),
        values,
    }
}
