//! Abstract syntax tree of a query, and its canonical text.

use std::fmt;

use strum::{EnumIter, EnumString, IntoStaticStr};

use super::facet::Facet;
use super::fields::{Measure, slip};
use super::pattern::{Pattern, is_bare, quoted};
use super::when::When;
use crate::model::{Clock, Date, Event};

/// Boolean expression over terms.
///
/// `Display` writes canonical text. [`Query::and`], [`Query::or`] and [`Query::not`] build the simplest form,
/// and the text of that form parses back to the same query.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Query {
    /// Matches every event.
    #[default]
    Everything,
    /// Matches the events that match a term.
    Term(Term),
    /// Matches the events that the inner query does not match.
    Not(Box<Query>),
    /// Matches the events that match all parts; with no parts, every event.
    And(Vec<Query>),
    /// Matches the events that match any part; with no parts, no event.
    Or(Vec<Query>),
}

/// Single condition. It matches when any of its values does.
#[derive(Debug, Clone, PartialEq)]
pub enum Term {
    /// `country:us,gb`
    Value(Facet, Vec<Pattern>),
    /// `status:permitted`: an effect of the event has this status.
    Status(Vec<Pattern>),
    /// `id:us-*`
    Id(Vec<Pattern>),
    /// `"storm shadow"`, `text:a,b`, `title:kyiv`: the scope contains the text.
    Text(TextScope, Vec<Pattern>),
    /// `date:2024-05..`, or with a clock `announced:2024-05..`
    Date(Option<Clock>, Vec<When>),
    /// `known:2024-05-22`: a source published by the end of that date may have reported the event.
    Known(Vec<When>),
    /// `importance:>=4`
    Number(Measure, Vec<Comparison>),
    /// `is:undated`
    Is(Vec<Property>),
}

/// Fields that are searched for a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextScope {
    /// Title, summary, names of actors, and tags.
    Anywhere,
    /// The title only.
    Title,
}

/// Comparison of a number of the event with a constant: `>=4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comparison {
    /// How the event's number is compared.
    pub operator: Operator,
    /// Right-hand side.
    pub number: u32,
}

/// Comparison operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `4` or `=4`
    Equal,
    /// `<4`
    Less,
    /// `<=4`
    AtMost,
    /// `>4`
    More,
    /// `>=4`
    AtLeast,
}

impl Operator {
    /// Operators with their signs; `<=` comes before its prefix `<`.
    pub(super) const SIGNS: [(&'static str, Self); 5] = [
        ("<=", Self::AtMost),
        (">=", Self::AtLeast),
        ("<", Self::Less),
        (">", Self::More),
        ("=", Self::Equal),
    ];
}

impl Comparison {
    /// Returns whether `number` satisfies the comparison.
    pub fn takes(self, number: u32) -> bool {
        match self.operator {
            Operator::Equal => number == self.number,
            Operator::Less => number < self.number,
            Operator::AtMost => number <= self.number,
            Operator::More => number > self.number,
            Operator::AtLeast => number >= self.number,
        }
    }
}

/// Property tested by `is:`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case", ascii_case_insensitive)]
pub enum Property {
    /// The event has a `date`.
    Dated,
    /// The event has no `date`.
    Undated,
    /// The event has objections, or its certainty is `disputed`.
    Disputed,
    /// The event has sources, and all of them are weak.
    Weak,
    /// The date is marked `~` or `%`.
    Approximate,
    /// The date is marked `?` or `%`.
    Uncertain,
    /// The date is an interval, written with a slash.
    Interval,
    /// The event has a review.
    Reviewed,
    /// The event has no review.
    Unreviewed,
}

crate::text::words!(Property, "used in queries");

impl Property {
    /// Returns whether an event has this property.
    pub fn is_of(self, event: &Event) -> bool {
        let date = |test: fn(&Date) -> bool| event.date.as_ref().is_some_and(test);
        match self {
            Self::Dated => event.date.is_some(),
            Self::Undated => event.date.is_none(),
            Self::Disputed => {
                !event.disputes.is_empty() || event.certainty == Some(crate::model::Certainty::Disputed)
            }
            Self::Weak => !event.sources.is_empty() && event.sources.iter().all(|source| source.weak),
            Self::Approximate => date(Date::is_approximate),
            Self::Uncertain => date(Date::is_uncertain),
            Self::Interval => date(Date::is_interval),
            Self::Reviewed => event.reviewed.is_some(),
            Self::Unreviewed => event.reviewed.is_none(),
        }
    }
}

impl Query {
    /// Returns the conjunction of `parts` in its simplest form.
    pub fn and(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Vec::new();
        for part in parts {
            match part {
                Self::Everything => {}
                Self::And(parts) => all.extend(parts),
                part => all.push(part),
            }
        }
        match all.len() {
            0 => Self::Everything,
            1 => all.remove(0),
            _ => Self::And(all),
        }
    }

    /// Returns the disjunction of `parts` in its simplest form.
    pub fn or(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut any = Vec::new();
        for part in parts {
            match part {
                Self::Everything => return Self::Everything,
                Self::Or(parts) => any.extend(parts),
                part => any.push(part),
            }
        }
        if any.len() == 1 { any.remove(0) } else { Self::Or(any) }
    }

    /// Returns the negation of `query`; a double negation cancels out.
    #[expect(clippy::should_implement_trait, reason = "it stands beside `and` and `or`")]
    pub fn not(query: Self) -> Self {
        match query {
            Self::Not(inner) => *inner,
            query => Self::Not(Box::new(query)),
        }
    }

    /// Returns whether this is [`Query::Everything`].
    pub fn is_everything(&self) -> bool {
        *self == Self::Everything
    }

    /// Calls `visit` with every term, depth first.
    pub(super) fn each_term<'a>(&'a self, visit: &mut impl FnMut(&'a Term)) {
        match self {
            Self::Everything => {}
            Self::Term(term) => visit(term),
            Self::Not(inner) => inner.each_term(visit),
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.each_term(visit)),
        }
    }

    /// Writes the query as an operand: `*` for everything, and parentheses when `apart` is set.
    fn write_part(&self, f: &mut fmt::Formatter<'_>, apart: bool) -> fmt::Result {
        match self {
            Self::Everything => f.write_str("*"),
            _ if apart => write!(f, "({self})"),
            _ => write!(f, "{self}"),
        }
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everything => Ok(()),
            Self::Term(term) => term.fmt(f),
            Self::Not(inner) => {
                f.write_str("-")?;
                inner.write_part(f, matches!(**inner, Self::And(_) | Self::Or(_)))
            }
            Self::And(parts) if parts.is_empty() => f.write_str("*"),
            Self::Or(parts) if parts.is_empty() => f.write_str("-*"),
            Self::And(parts) | Self::Or(parts) => {
                let joint = if matches!(self, Self::And(_)) { " " } else { " or " };
                for (index, part) in parts.iter().enumerate() {
                    f.write_str(if index == 0 { "" } else { joint })?;
                    part.write_part(f, matches!((self, part), (Self::And(_), Self::Or(_))))?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(facet, patterns) => field(f, facet.word(), patterns),
            Self::Status(patterns) => field(f, "status", patterns),
            Self::Id(patterns) => field(f, "id", patterns),
            Self::Text(TextScope::Title, patterns) => field(f, "title", patterns),
            Self::Text(TextScope::Anywhere, patterns) => match &patterns[..] {
                [pattern] if is_word(pattern) => f.write_str(pattern.text()),
                [pattern] if !pattern.is_glob() => f.write_str(&quoted(pattern.text())),
                _ => field(f, "text", patterns),
            },
            Self::Date(clock, whens) => field(f, clock.map_or("date", Clock::word), whens),
            Self::Known(whens) => field(f, "known", whens),
            Self::Number(measure, comparisons) => field(f, measure.word(), comparisons),
            Self::Is(qualities) => {
                field(f, "is", &qualities.iter().map(|quality| quality.word()).collect::<Vec<_>>())
            }
        }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = Operator::SIGNS.iter().find(|(_, operator)| *operator == self.operator);
        let sign = sign.map_or("", |(sign, _)| sign).trim_start_matches('=');
        write!(f, "{sign}{}", self.number)
    }
}

/// `name:value,value`
fn field(f: &mut fmt::Formatter<'_>, name: &str, values: &[impl fmt::Display]) -> fmt::Result {
    let values: Vec<String> = values.iter().map(ToString::to_string).collect();
    write!(f, "{name}:{}", values.join(","))
}

/// Returns whether a pattern can be written as a bare word, without field name or quotes.
fn is_word(pattern: &Pattern) -> bool {
    let text = pattern.text();
    let is_keyword = ["or", "and", "not"].iter().any(|word| text.eq_ignore_ascii_case(word));
    pattern.is_plain()
        && !is_keyword
        && slip(text).is_none()
        && text != "*"
        && !text.starts_with('-')
        && text.chars().all(|c| is_bare(c) && c != ':')
}
