//! Completion at the text cursor: field names, and values with their event counts.

use std::ops::Range;

use roaring::RoaringBitmap;
use strum::IntoEnumIterator;

use super::ast::{Property, Query, Term};
use super::engine::Index;
use super::facet::{Facet, FacetValue};
use super::fields::QueryField;
use super::pattern::{Pattern, lower};
use super::when::When;
use crate::model::{Clock, Country, Date, EventNo, Moment, Timeline};

/// Most suggestions returned.
const MAX_SUGGESTIONS: usize = 50;
/// Most events searched for ids.
const LOOKED_AT: usize = 20_000;
/// No years are suggested for a timeline that spans more than this many.
const MOST_YEARS: i64 = 40;

/// Suggestions for one cursor position.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Completion {
    /// Byte range of the text that a suggestion replaces.
    pub range: Range<usize>,
    /// Suggestions, best first.
    pub suggestions: Vec<Suggestion>,
}

/// Suggested replacement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// Replacement text, quoted if necessary; a field name ends with a colon.
    pub text: String,
    /// Meaning, when the text alone does not show it; else empty.
    pub label: String,
    /// Number of events left after choosing it; `None` for field names and where it was not counted.
    pub count: Option<u64>,
}

/// Returns suggestions for the word that ends at byte `at` of `text`. Values and counts cover the events in
/// `under` that match the rest of the text. The result is incomplete when `cancelled` returns true on the
/// way.
pub fn complete(
    text: &str,
    at: usize,
    (timeline, index): (&Timeline, &Index),
    under: &RoaringBitmap,
    today: Moment,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Completion {
    let word = word_before(text, at);
    let typed = &text[word.clone()];
    if typed.starts_with('"') {
        return Completion::default();
    }
    let Some((name, values)) = typed.split_once(':') else {
        return Completion { suggestions: named(typed), range: word };
    };
    let start = at - values.len() + last_value(values);
    let rest = format!("{} {}", text[..word.start].trim_end_matches('-'), &text[at..]);
    let rest = Query::parse(&rest, today)
        .map_or_else(|_| under.clone(), |rest| index.run_within(timeline, &rest, under, cancelled));
    let field = QueryField::find(name);
    let from = start + stretch_before(field, &text[start..at]);
    let asked = Asked { timeline, index, under: &rest, typed: lower(text[from..at].trim_start_matches('"')) };
    Completion { suggestions: field.map(|field| asked.values(field)).unwrap_or_default(), range: from..at }
}

/// Returns the range of the word that ends at `at`, without a leading `-`.
fn word_before(text: &str, at: usize) -> Range<usize> {
    let mut start = 0;
    for (place, c) in outside_quotes(&text[..at]) {
        if c.is_whitespace() || matches!(c, '(' | ')') || (c == '-' && place == start) {
            start = place + c.len_utf8();
        }
    }
    start..at
}

/// Returns where the last of the comma-separated values starts.
fn last_value(values: &str) -> usize {
    outside_quotes(values).filter(|(_, c)| *c == ',').last().map_or(0, |(place, _)| place + 1)
}

/// Iterates over the characters outside quotes; the last quote may still be open.
fn outside_quotes(text: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut quoted, mut escaped) = (false, false);
    text.char_indices().filter(move |(_, c)| {
        let is_quote = *c == '"' && !escaped;
        escaped = quoted && *c == '\\' && !escaped;
        quoted ^= is_quote;
        !quoted && !is_quote
    })
}

/// Returns the length of the text before the date being typed: `!`, and a range up to its second date.
fn stretch_before(field: Option<QueryField>, value: &str) -> usize {
    if !matches!(field, Some(QueryField::Date(_))) {
        return 0;
    }
    let bang = usize::from(value.starts_with('!'));
    value.rfind("..").map_or(bang, |dots| dots + 2)
}

/// Returns the fields whose names match the typed text, best first.
fn named(typed: &str) -> Vec<Suggestion> {
    let typed = lower(typed);
    let mut found: Vec<(u8, QueryField)> =
        QueryField::all().filter_map(|field| Some((fit(&typed, field.word())?, field))).collect();
    found.sort_by_key(|(fit, _)| *fit);
    let suggestion = |(_, field): (u8, QueryField)| Suggestion {
        text: format!("{}:", field.word()),
        label: field.about().to_owned(),
        count: None,
    };
    found.into_iter().map(suggestion).collect()
}

/// Ranks a match of `typed` in `name`, both in lower case: 0 prefix of the name, 1 start of a word in it, 2
/// substring, 3 subsequence. `None` for no match.
fn fit(typed: &str, name: &str) -> Option<u8> {
    if name.starts_with(typed) {
        return Some(0);
    }
    if let Some(places) = Some(name.match_indices(typed)).filter(|places| places.clone().next().is_some()) {
        let mut starts = places.map(|(at, _)| !name[..at].ends_with(char::is_alphanumeric));
        return Some(if starts.any(|start| start) { 1 } else { 2 });
    }
    let mut letters = name.chars();
    typed.chars().all(|c| letters.any(|letter| letter == c)).then_some(3)
}

/// Inputs for the suggestion of values.
struct Asked<'a> {
    timeline: &'a Timeline,
    index: &'a Index,
    under: &'a RoaringBitmap,
    typed: String,
}

impl Asked<'_> {
    fn values(&self, field: QueryField) -> Vec<Suggestion> {
        match field {
            QueryField::Facet(facet) => {
                let counts = self.index.counts(facet, self.under);
                self.ranked(self.index.values(facet).iter().zip(counts), facet == Facet::Country)
            }
            QueryField::Measure(measure) => {
                let numbers = self.index.numbers[measure as usize].iter();
                let written =
                    numbers.map(|(number, events)| (number.to_string(), events.intersection_len(self.under)));
                self.beginning(written)
            }
            QueryField::Status => {
                let statuses = self.index.statuses().iter();
                let counted = statuses.map(|value| (value, value.events.intersection_len(self.under)));
                self.ranked(counted, false)
            }
            QueryField::Is => self.beginning(Property::iter().map(|quality| {
                let term = Term::Is(vec![quality]);
                (quality.word().to_owned(), self.count(term))
            })),
            QueryField::Id => self.ids(),
            QueryField::Date(clock) => self.dates(clock),
            QueryField::Text | QueryField::Title | QueryField::Known => Vec::new(),
        }
    }

    fn count(&self, term: Term) -> u64 {
        self.index.run_within(self.timeline, &Query::Term(term), self.under, &|| false).len()
    }

    /// Returns the matching values, sorted by match rank, then by count. `countries` also matches country
    /// names.
    fn ranked<'v>(
        &self,
        values: impl Iterator<Item = (&'v FacetValue, u64)>,
        countries: bool,
    ) -> Vec<Suggestion> {
        let country = Country::find(&self.typed).filter(|_| countries).map(Country::code);
        let mut found: Vec<(u8, u64, &FacetValue)> = values
            .filter(|(_, count)| *count > 0)
            .filter_map(|(value, count)| {
                let fits = [fit(&self.typed, &lower(&value.key)), fit(&self.typed, &lower(&value.label))];
                let fits = fits.into_iter().flatten().min();
                let is_country = country == Some(value.key.as_str());
                Some((if is_country { 0 } else { fits? }, count, value))
            })
            .collect();
        found.sort_by(|a, b| (a.0, b.1, &a.2.label).cmp(&(b.0, a.1, &b.2.label)));
        let suggestion = |(_, count, value): (u8, u64, &FacetValue)| Suggestion {
            text: Pattern::exact(&*value.key).to_string(),
            label: if value.label == value.key { String::new() } else { value.label.clone() },
            count: Some(count),
        };
        found.into_iter().take(MAX_SUGGESTIONS).map(suggestion).collect()
    }

    /// Returns the values that start with the typed text and have events, in the given order.
    fn beginning(&self, values: impl Iterator<Item = (String, u64)>) -> Vec<Suggestion> {
        let fitting = values.filter(|(text, count)| *count > 0 && text.starts_with(&self.typed));
        let suggestion = |(text, count)| Suggestion { text, label: String::new(), count: Some(count) };
        fitting.take(MAX_SUGGESTIONS).map(suggestion).collect()
    }

    fn ids(&self) -> Vec<Suggestion> {
        let events = self.under.iter().take(LOOKED_AT).map(|number| self.timeline.event(EventNo(number)));
        let mut found: Vec<_> =
            events.filter_map(|event| Some((fit(&self.typed, &lower(&event.id))?, event))).collect();
        found.sort_by_key(|(fit, _)| *fit);
        let suggestion = |(_, event): (u8, &crate::model::Event)| Suggestion {
            text: Pattern::exact(&*event.id).to_string(),
            label: event.title.to_string(),
            count: None,
        };
        found.into_iter().take(MAX_SUGGESTIONS).map(suggestion).collect()
    }

    /// Returns the years of the timeline and `today`, or the months of a year that was typed.
    fn dates(&self, clock: Option<Clock>) -> Vec<Suggestion> {
        let year = self.typed.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()));
        let texts: Vec<String> = match (year, self.timeline.span()) {
            (Some(year), _) => (1..=12).map(|month| format!("{year}-{month:02}")).collect(),
            (None, Some((from, to))) if to.ymd().0 - from.ymd().0 <= MOST_YEARS && from.ymd().0 >= 0 => {
                let years = (from.ymd().0..=to.ymd().0).map(|year| format!("{year:04}"));
                years.chain(["today".to_owned()]).collect()
            }
            _ => vec!["today".to_owned()],
        };
        let counted = texts.into_iter().filter(|text| text.starts_with(&self.typed)).map(|text| {
            let count = Date::parse(&text).map(|date| self.count(Term::Date(clock, vec![When::on(date)])));
            (text, count.ok())
        });
        let suggestion = |(text, count)| Suggestion { text, label: String::new(), count };
        counted.filter(|(_, count)| *count != Some(0)).map(suggestion).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::tests::shipped_like;

    fn completed(text: &str) -> Vec<String> {
        let timeline = shipped_like();
        let index = Index::new(&timeline);
        let found = complete(text, text.len(), (&timeline, &index), &index.all, Moment(0), &|| false);
        let whole = |one: Suggestion| {
            let count = one.count.map(|count| format!(" {count}")).unwrap_or_default();
            format!("{}{}{count}", &text[..found.range.start], one.text)
        };
        found.suggestions.into_iter().map(whole).collect()
    }

    #[test]
    fn fields_and_values_are_completed_where_they_stand() {
        assert_eq!(completed("coun"), ["country:"]);
        assert_eq!(completed("-(cert"), ["-(certainty:"]);
        assert_eq!(completed("cty"), ["country:", "certainty:"], "letters left out are forgiven");
        assert_eq!(completed("country:"), ["country:US 3", "country:GB 1"]);
        assert_eq!(completed("country:us,uk"), ["country:us,GB 1"]);
        assert_eq!(completed("actor:blin"), ["actor:antony-blinken 2"]);
        assert_eq!(completed("actor:uk -country:"), ["actor:uk -country:GB 1", "actor:uk -country:US 1"]);
        assert_eq!(completed("role:dec"), ["role:decision-maker 3"]);
        assert_eq!(completed("status:"), ["status:permitted 1"]);
        assert_eq!(completed("is:u"), ["is:undated 1", "is:unreviewed 4"]);
        assert_eq!(completed("importance:"), ["importance:3 4"]);
        assert_eq!(completed("date:!2024"), ["date:!2024-05 3"]);
        assert_eq!(completed("date:2024-05..20"), ["date:2024-05..2024 3"]);
        assert_eq!(completed("id:"), ["id:a", "id:b", "id:c", "id:d"]);
        assert_eq!(completed("\"coun"), [""; 0]);
        assert_eq!(completed("title:coun"), [""; 0]);
    }

    #[test]
    fn a_value_that_needs_quotes_gets_them_and_every_count_is_kept() {
        let mut timeline = shipped_like();
        let odd = timeline.words.add("two words, (odd) \"one\"");
        let mut events = timeline.events().to_vec();
        events[0].tags.push(odd);
        let timeline = timeline.with_events(events);
        let index = Index::new(&timeline);
        for typed in ["tag:", "tag:\"two w", "tag:nuclear,odd", "country:us tag:"] {
            let found = complete(typed, typed.len(), (&timeline, &index), &index.all, Moment(0), &|| false);
            assert!(!found.suggestions.is_empty(), "{typed}");
            for one in found.suggestions.iter().filter(|_| !typed.contains(',')) {
                let text = format!("{}{}", &typed[..found.range.start], one.text);
                let query = Query::parse(&text, Moment(0)).unwrap();
                assert_eq!(Some(index.run(&timeline, &query).len()), one.count, "{text}");
            }
        }
    }

    #[test]
    fn no_place_in_any_text_makes_completing_panic() {
        let timeline = shipped_like();
        let index = Index::new(&timeline);
        for text in [
            "",
            "é:日,\"x\\\"",
            "date:!日..é",
            "--(is:\"",
            "country:\"us\",",
            "a:b:c",
            "date:....",
            "date:日本",
        ] {
            for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                complete(text, at, (&timeline, &index), &index.all, Moment(0), &|| false);
            }
        }
    }
}
