//! How long after an event another answered it.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::answer::{Grid, Table};
use super::super::parts::LagRow;
use super::{Counted, Top};
use crate::history::Links;
use crate::history::stats::{Answered, Spread, lags};
use crate::text::counted;

/// The lags over links between the events.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LinkLags<'t> {
    /// The quickest first.
    links: Top<LinkLag<'t>>,
    relations: Vec<RelationLags>,
    /// Links from or to an event without a date.
    undated: usize,
    /// Links to ids that the timeline does not have.
    missing: usize,
    /// Links out of the selection.
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

/// The lags of a relation taken together.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct RelationLags {
    relation: String,
    count: usize,
    certain_order: usize,
    /// Links whose answer is dated before what it answers.
    contrary_order: usize,
    /// Lags open at an end, which are in none of the numbers below.
    open: usize,
    /// Whether a date marked `~`, `?` or `%` stands in them.
    about: bool,
    shortest_days: Option<i64>,
    longest_days: Option<i64>,
    /// The median is at least this.
    median_least_days: Option<f64>,
    /// The median is at most this.
    median_most_days: Option<f64>,
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
            relations: lags.relations.into_iter().map(RelationLags::from).collect(),
            undated: lags.undated,
            missing: lags.missing,
            outside: lags.outside,
        }
    }

    pub fn table(&self) -> Table {
        let cells = Grid::of(
            &self.links.rows,
            &[
                ("lag", |row| row.lag.words.clone()),
                ("order", |row| row.lag.order.word().to_owned()),
                ("from", |row| row.from.to_owned()),
                ("relation", |row| row.relation.clone()),
                ("to", |row| row.to.to_owned()),
            ],
        );
        let relations = self.relations.iter().map(spread_words);
        Table {
            title: "Lags over links, the quickest first".to_owned(),
            cells,
            notes: self.links.note().into_iter().chain(relations).chain(left_out(self)).collect(),
            ..Table::default()
        }
    }
}

impl From<Spread> for RelationLags {
    fn from(spread: Spread) -> Self {
        let (range, median) = (spread.range.unzip(), spread.median.unzip());
        Self {
            relation: spread.relation,
            count: spread.count,
            certain_order: spread.certain,
            contrary_order: spread.contrary,
            open: spread.open,
            about: spread.about,
            shortest_days: range.0,
            longest_days: range.1,
            median_least_days: median.0,
            median_most_days: median.1,
        }
    }
}

/// Returns the lags of a relation in words: `responds-to: 40 links, 30 in certain order; median about 1 to 2 days, from 0 to 171`
fn spread_words(spread: &RelationLags) -> String {
    let mut words = format!(
        "{}: {}, {} in certain order",
        spread.relation,
        counted(spread.count, "link"),
        spread.certain_order
    );
    if spread.contrary_order > 0 {
        words += &format!(", {} dated before what it answers", spread.contrary_order);
    }
    let range = spread.shortest_days.zip(spread.longest_days);
    let median = spread.median_least_days.zip(spread.median_most_days);
    if let Some(((shortest, longest), (least, most))) = range.zip(median) {
        let about = if spread.about { "about " } else { "" };
        let [least, most] = [least, most].map(|days| days.to_string());
        let median = if least == most { least } else { format!("{least} to {most}") };
        words += &format!("; median {about}{median} days, all from {shortest} to {longest}");
    }
    if spread.open > 0 {
        words += &format!(" ({} with an open date not counted)", spread.open);
    }
    words
}

/// Returns what has no lag, in words.
fn left_out(lags: &LinkLags) -> Option<String> {
    let reasons = [
        (lags.undated, "from or to an event without a date"),
        (lags.missing, "to an id that the timeline does not have"),
        (lags.outside, "out of the selection"),
    ];
    let told: Vec<String> = reasons
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, reason)| format!("{} {reason}", counted(count, "link")))
        .collect();
    (!told.is_empty()).then(|| format!("left out: {}", told.join(", ")))
}
