//! A query in words, for headings of exports and for screens.

use super::ast::{Comparison, Operator, Place, Quality, Query, Term};
use super::facet::Facet;
use super::index::Index;
use super::pattern::Pattern;
use crate::model::Country;

impl Query {
    /// It in words: `United States or United Kingdom, kind decision, possibly since May 2024`. Values
    /// are called by their labels in the timeline of `index`; everything is `all events`.
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
                    _ => format!("{} {labels}", facet.word()),
                }
            }
            Self::Status(patterns) => format!("status {}", either(patterns, |text| text.text().to_owned())),
            Self::Id(patterns) => format!("id {}", either(patterns, |text| text.text().to_owned())),
            Self::Text(place, patterns) => {
                let texts = either(patterns, |text| format!("“{}”", text.text()));
                if *place == Place::Title { format!("{texts} in the title") } else { texts }
            }
            Self::Date(clock, whens) => {
                let whens = either(whens, super::When::words);
                clock.map_or_else(|| whens.clone(), |clock| format!("{} {whens}", clock.words()))
            }
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

/// The labels of the values that a pattern means; the text itself for a glob or when it means none.
fn label(index: &Index, facet: Facet, pattern: &Pattern) -> String {
    let found = if pattern.is_glob() { Vec::new() } else { index.matching(facet, pattern) };
    if found.is_empty() {
        let country = (facet == Facet::Country).then(|| Country::find(pattern.text())).flatten();
        return country.map_or_else(|| pattern.text().to_owned(), |country| country.name().to_owned());
    }
    either(&found, |place| index.values(facet)[*place].label.clone())
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

fn quality_words(quality: Quality) -> &'static str {
    match quality {
        Quality::Dated => "with a date",
        Quality::Undated => "without a date",
        Quality::Disputed => "disputed",
        Quality::Weak => "resting on weak sources only",
        Quality::Approximate => "with an approximate date",
        Quality::Uncertain => "with an uncertain date",
        Quality::Interval => "lasting",
    }
}

#[cfg(test)]
mod tests {
    use super::super::index::tests::shipped_like;
    use super::*;
    use crate::model::Moment;

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
                "announced surely within May 2024, not expires until 2024",
            ),
            ("adopted:2024-05..2024-11,2025", "adopted May to November 2024 or 2025"),
            ("", "all events"),
        ] {
            assert_eq!(words(text), said);
        }
    }
}
