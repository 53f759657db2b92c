//! The table of lags between linked events.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::answer::{Table, each};
use super::super::parts::LagRow;
use super::counted::{Counted, Top};
use crate::history::Links;
use crate::history::stats::{Answered, RelationLags, lags};
use crate::text::counted;

/// The lags over links between the events.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LinkLags<'t> {
    /// The links with their lags, the shortest lag first.
    links: Top<LinkLag<'t>>,
    relations: Vec<RelationLags>,
    /// The number of links from or to an undated event.
    undated: usize,
    /// The number of links to ids that do not exist in the timeline.
    missing: usize,
    /// The number of links to events outside the selection.
    outside: usize,
}

/// A link and its lag.
#[derive(Debug, Serialize, JsonSchema)]
struct LinkLag<'t> {
    from: &'t str,
    to: &'t str,
    relation: String,
    lag: LagRow,
}

impl<'t> LinkLags<'t> {
    pub fn of(counted: &Counted<'t>) -> Self {
        let mut lags = lags(counted.timeline, &Links::of(counted.timeline), &counted.events);
        lags.links.sort_by_key(|link| (link.lag.most.unwrap_or(i64::MAX), link.lag.least, link.from));
        let link = |link: &Answered| LinkLag {
            from: counted.id(link.from),
            to: counted.id(link.to),
            relation: link.relation.clone(),
            lag: link.lag.into(),
        };
        Self {
            links: counted.top(&lags.links, link),
            relations: lags.relations,
            undated: lags.undated,
            missing: lags.missing,
            outside: lags.outside,
        }
    }

    pub fn table(&self) -> Table {
        let cells = each(&self.links.rows).columns(&[
            ("lag", |row| row.lag.words.clone()),
            ("order", |row| row.lag.order.word().to_owned()),
            ("from", |row| row.from.to_owned()),
            ("relation", |row| row.relation.clone()),
            ("to", |row| row.to.to_owned()),
        ]);
        let relations = self.relations.iter().map(|lags| Some(relation_words(lags)));
        let notes = std::iter::once(self.links.note()).chain(relations).chain([left_out(self)]);
        Table::new("Lags over links, the quickest first", cells, notes)
    }
}

/// Describes the lags of a relation: `responds-to: 40 links, 30 in certain order; median about 1 to 2 days,
/// …`
fn relation_words(lags: &RelationLags) -> String {
    let mut words = format!(
        "{}: {}, {} in certain order",
        lags.relation,
        counted(lags.count, "link"),
        lags.certain_order
    );
    if lags.contrary_order > 0 {
        words += &format!(", {} dated before what it answers", lags.contrary_order);
    }
    let range = lags.shortest_days.zip(lags.longest_days);
    let median = lags.median_least_days.zip(lags.median_most_days);
    if let Some(((shortest, longest), (least, most))) = range.zip(median) {
        let about = if lags.about { "about " } else { "" };
        let [least, most] = [least, most].map(|days| days.to_string());
        let median = if least == most { least } else { format!("{least} to {most}") };
        words += &format!("; median {about}{median} days, all from {shortest} to {longest}");
    }
    if lags.open > 0 {
        words += &format!(" ({} with an open date not counted)", lags.open);
    }
    words
}

/// Describes the links without a lag.
fn left_out(lags: &LinkLags) -> Option<String> {
    let reasons = [
        (lags.undated, "from or to an event without a date"),
        (lags.missing, "to an id that the timeline does not have"),
        (lags.outside, "out of the selection"),
    ];
    let parts: Vec<String> = reasons
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, reason)| format!("{} {reason}", counted(count, "link")))
        .collect();
    (!parts.is_empty()).then(|| format!("left out: {}", parts.join(", ")))
}
