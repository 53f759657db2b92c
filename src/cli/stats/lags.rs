//! How long after an event another answered it.

use serde_json::{Value, json};

use super::super::answer::Table;
use super::super::tell;
use super::Asked;
use crate::history::Links;
use crate::history::stats::{Answered, Lags, Spread, lags};
use crate::text::counted;

impl Asked<'_> {
    pub(super) fn lags(&self) -> (Table, Value) {
        let mut lags = lags(self.timeline, &Links::of(self.timeline), &self.events);
        lags.links.sort_by_key(|link| (link.lag.most.unwrap_or(i64::MAX), link.lag.least, link.from));
        let row = |link: &Answered| {
            vec![
                link.lag.words(),
                link.lag.order.word().to_owned(),
                self.id(link.from),
                link.relation.clone(),
                self.id(link.to),
            ]
        };
        let mut table = Table {
            title: "Lags over links, the quickest first".to_owned(),
            columns: vec!["lag", "order", "from", "relation", "to"],
            rows: lags.links.iter().map(row).collect(),
            notes: lags.relations.iter().map(spread_words).chain(left_out(&lags)).collect(),
            ..Table::default()
        };
        self.cut(&mut table);
        let link = |link: &Answered| {
            json!({
                "from": self.event(link.from).id,
                "to": self.event(link.to).id,
                "relation": link.relation,
                "lag": tell::lag(&link.lag),
            })
        };
        let json = json!({
            "links": lags.links.iter().take(self.top).map(link).collect::<Vec<_>>(),
            "relations": lags.relations.iter().map(spread).collect::<Vec<_>>(),
            "undated": lags.undated,
            "missing": lags.missing,
            "outside": lags.outside,
        });
        (table, json)
    }
}

fn spread(spread: &Spread) -> Value {
    json!({
        "relation": spread.relation,
        "count": spread.count,
        "certain-order": spread.certain,
        "contrary-order": spread.contrary,
        "open": spread.open,
        "about": spread.about,
        "shortest-days": spread.range.map(|range| range.0),
        "longest-days": spread.range.map(|range| range.1),
        "median-least-days": spread.median.map(|median| median.0),
        "median-most-days": spread.median.map(|median| median.1),
    })
}

/// `responds-to: 40 links, 30 in certain order; median about 1 to 2 days, from 0 to 171`
fn spread_words(spread: &Spread) -> String {
    let mut words = format!(
        "{}: {}, {} in certain order",
        spread.relation,
        counted(spread.count, "link"),
        spread.certain
    );
    if spread.contrary > 0 {
        words += &format!(", {} dated before what it answers", spread.contrary);
    }
    if let Some(((shortest, longest), (least, most))) = spread.range.zip(spread.median) {
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

/// What has no lag, in words.
fn left_out(lags: &Lags) -> Option<String> {
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
