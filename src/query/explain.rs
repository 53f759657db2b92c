//! Queries in words, for headings of exports and for screens.

use std::fmt;

use super::ast::{Comparison, Operator, Property, Query, Term, TextScope};
use super::engine::Index;
use super::facet::Facet;
use super::pattern::Pattern;
use super::selection::Selection;
use super::when::When;
use crate::model::{Country, Timeline};
use crate::text::{pad, width};

/// Interpretation of a selection, with the number of events for each part.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// Filter and range as canonical text.
    pub query: String,
    /// Filter and range in words.
    pub words: String,
    /// Parts that must all match: canonical text, words, and number of events that match the part alone.
    pub parts: Vec<(String, String, u64)>,
    /// Number of events that match all parts.
    pub events: u64,
    /// Number of events in the timeline.
    pub all: usize,
}

impl Selection {
    /// Explains this selection for a timeline, ignoring its limit.
    pub fn explain(&self, timeline: &Timeline, index: &Index) -> Explanation {
        let query = self.query();
        let part = |part: &Query| (part.to_string(), part.words(index), index.run(timeline, part).len());
        let parts = match &query {
            Query::Everything => Vec::new(),
            Query::And(parts) => parts.iter().map(part).collect(),
            query => vec![part(query)],
        };
        Explanation {
            words: query.words(index),
            parts,
            events: index.run(timeline, &query).len(),
            all: timeline.len(),
            query: query.to_string(),
        }
    }
}

/// Writes the query, its words, and the counts of each part and in total, on several lines.
impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query = if self.query.is_empty() { "*" } else { &self.query };
        writeln!(f, "query  {query}\nmeans  {}\n", self.words)?;
        let column = self.parts.iter().map(|(text, ..)| width(text)).max().unwrap_or(0).min(60);
        if self.parts.len() > 1 {
            for (text, words, events) in &self.parts {
                writeln!(f, "{events:>7}  {}  {words}", pad(text, column))?;
            }
        }
        writeln!(f, "{:>7}  of {} events", self.events, self.all)
    }
}

impl Query {
    /// Describes the query: `United States or United Kingdom, kind decision, possibly since May 2024`. Values
    /// appear with their labels from `index`; [`Query::Everything`] is `all events`.
    pub fn words(&self, index: &Index) -> String {
        match self {
            Self::Everything => "all events".to_owned(),
            Self::Term(term) => term.words(index),
            Self::Not(inner) if matches!(**inner, Self::Term(_)) => format!("not {}", inner.words(index)),
            Self::Not(inner) => format!("not ({})", inner.words(index)),
            Self::And(parts) => joined(parts, index, ", "),
            Self::Or(parts) if parts.is_empty() => "no event".to_owned(),
            Self::Or(parts) => joined(parts, index, " or "),
        }
    }
}

fn joined(parts: &[Query], index: &Index, joint: &str) -> String {
    let part = |part: &Query| match part {
        Query::And(_) | Query::Or(_) => format!("({})", part.words(index)),
        _ => part.words(index),
    };
    parts.iter().map(part).collect::<Vec<_>>().join(joint)
}

impl Term {
    fn words(&self, index: &Index) -> String {
        match self {
            Self::Value(facet, patterns) => {
                let labels = either(patterns, |pattern| label(index, *facet, pattern));
                match facet {
                    Facet::Country | Facet::Actor | Facet::Certainty => labels,
                    Facet::Member => format!("members of {labels}"),
                    _ => format!("{} {labels}", facet.word()),
                }
            }
            Self::Status(patterns) => format!("status {}", either(patterns, |text| text.text().to_owned())),
            Self::Id(patterns) => format!("id {}", either(patterns, |text| text.text().to_owned())),
            Self::Text(place, patterns) => {
                let texts = either(patterns, |text| format!("“{}”", text.text()));
                if *place == TextScope::Title { format!("{texts} in the title") } else { texts }
            }
            Self::Date(clock, whens) => {
                let whens = either(whens, super::When::words);
                clock.map_or_else(|| whens.clone(), |clock| format!("{} {whens}", clock.words()))
            }
            Self::Known(whens) => format!("as {}", either(whens, known)),
            Self::Number(measure, comparisons) => {
                format!("{} {}", measure.word(), either(comparisons, |c| comparison(*c)))
            }
            Self::Is(qualities) => either(qualities, |quality| quality_words(*quality).to_owned()),
        }
    }
}

fn either<T>(values: &[T], words: impl Fn(&T) -> String) -> String {
    values.iter().map(words).collect::<Vec<_>>().join(" or ")
}

/// Returns the labels of the values that a pattern matches; its text for a glob or when nothing matches.
fn label(index: &Index, facet: Facet, pattern: &Pattern) -> String {
    let found = if pattern.is_glob() { Vec::new() } else { index.matching(facet, pattern) };
    if found.is_empty() {
        let country = (facet == Facet::Country).then(|| Country::find(pattern.text())).flatten();
        return country.map_or_else(|| pattern.text().to_owned(), |country| country.name().to_owned());
    }
    either(&found, |place| index.values(facet)[*place].label.clone())
}

fn known(when: &When) -> String {
    let surely = if when.surely { "certainly " } else { "" };
    let by = if when.to().day_start() > when.from() { "by the end of" } else { "on" };
    format!("{surely}known {by} {}", when.date_words())
}

fn comparison(comparison: Comparison) -> String {
    let number = comparison.number;
    match comparison.operator {
        Operator::Equal => number.to_string(),
        Operator::Less => format!("below {number}"),
        Operator::AtMost => format!("{number} at most"),
        Operator::More => format!("above {number}"),
        Operator::AtLeast => format!("{number} or more"),
    }
}

fn quality_words(quality: Property) -> &'static str {
    match quality {
        Property::Dated => "with a date",
        Property::Undated => "without a date",
        Property::Disputed => "disputed",
        Property::Weak => "resting on weak sources only",
        Property::Approximate => "with an approximate date",
        Property::Uncertain => "with an uncertain date",
        Property::Interval => "lasting",
        Property::Reviewed => "reviewed",
        Property::Unreviewed => "not reviewed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Moment;
    use crate::query::tests::shipped_like;

    #[test]
    fn an_explanation_counts_each_part_and_all_of_them() {
        let timeline = shipped_like();
        let index = Index::new(&timeline);
        let query = Query::parse("country:us (actor:blinken or is:undated) -tag:nuclear", Moment(0)).unwrap();
        let selection = Selection { filter: query.into(), ..Selection::default() };
        insta::assert_snapshot!(selection.explain(&timeline, &index), @"
        query  country:us (actor:blinken or is:undated) -tag:nuclear
        means  United States, (Antony Blinken or without a date), not tag nuclear

              3  country:us                   United States
              3  actor:blinken or is:undated  Antony Blinken or without a date
              3  -tag:nuclear                 not tag nuclear
              1  of 4 events
        ");
        insta::assert_snapshot!(Selection::default().explain(&timeline, &index), @"
        query  *
        means  all events

              4  of 4 events
        ");
    }

    #[test]
    fn a_query_reads_as_a_person_would_say_it() {
        let index = Index::new(&shipped_like());
        let words = |text: &str| Query::parse(text, Moment(0)).unwrap().words(&index);
        for (text, said) in [
            (
                "country:us,uk kind:decision date:2024-05..2024-11",
                "United States or United Kingdom, kind decision, possibly within May to November 2024",
            ),
            ("actor:blinken -tag:nuclear", "Antony Blinken, not tag nuclear"),
            ("\"storm shadow\" or (kyiv links:>0)", "“storm shadow” or (“kyiv”, links above 0)"),
            (
                "country:fr in-force:2024.. is:weak",
                "France, in force possibly since 2024, resting on weak sources only",
            ),
            (
                "announced:!2024-05 -expires:..2024",
                "announced certainly within May 2024, not expires possibly until 2024",
            ),
            (
                "adopted:2024-05..2024-11,2025",
                "adopted possibly within May to November 2024 or possibly within 2025",
            ),
            ("known:2024-05-22 topic:x", "as known on 22 May 2024, topic x"),
            (
                "-known:!2024-05,2023",
                "not as certainly known by the end of May 2024 or known by the end of 2023",
            ),
            ("", "all events"),
        ] {
            assert_eq!(words(text), said);
        }
    }
}
