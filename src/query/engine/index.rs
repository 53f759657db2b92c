//! Index of a timeline: for every value of every facet the events that have it.

use std::sync::OnceLock;

use indexmap::IndexSet;
use memchr::memmem::Finder;
use roaring::RoaringBitmap;
use strum::{EnumCount, IntoEnumIterator};

use super::column::{Column, Name, Names, Rows, sets, sorted};
use super::published::PublishedBy;
use super::titles::Titles;
use super::trigrams::TextFilters;
use crate::model::{Certainty, Clock, Country, Event, Timeline, Word};
use crate::parallel::{in_chunks, in_parallel, parallel_if};
use crate::query::ast::{Property, Query, Term};
use crate::query::facet::{Facet, FacetValue};
use crate::query::fields::Measure;
use crate::query::fuzzy::Letters;
use crate::query::pattern::Pattern;
use crate::text::nearest;

/// Number of events processed by one task, the size of a roaring container.
const CHUNK: usize = 1 << 16;

/// Index that answers queries on the timeline it was built from.
#[derive(Debug, Clone)]
pub struct Index {
    /// All events.
    pub all: RoaringBitmap,
    /// Indexed by [`Facet`]; the statuses are last.
    columns: Vec<Column>,
    /// Indexed by [`Measure`]: each number that occurs, with its events.
    pub(in crate::query) numbers: Vec<Vec<(u32, RoaringBitmap)>>,
    /// Pairs of [`Property`] and its events.
    pub(in crate::query) qualities: Vec<(u32, RoaringBitmap)>,
    /// Pairs of [`Clock`] and the events that have a date by it.
    clocks: Vec<(u32, RoaringBitmap)>,
    /// One per chunk of events.
    titles: Vec<Titles>,
    /// Filters of all texts of the events.
    pub(in crate::query) text_filters: TextFilters,
    /// Built by the first query with `known:`.
    pub(in crate::query) published: OnceLock<PublishedBy>,
}

/// Returns the values that the given events have in a facet, most frequent first.
pub fn facet_values_of(timeline: &Timeline, facet: Facet, events: &RoaringBitmap) -> Vec<FacetValue> {
    let roles = Roles::new(timeline);
    let (column, mut rows) = (facet as usize, Rows::default());
    for (number, event) in (0..).zip(timeline.events()) {
        if events.contains(number) {
            add_row(timeline, &roles, event, column, &mut rows);
        } else {
            rows.add(std::iter::empty());
        }
    }
    Column::new(&names(timeline, &roles, column), &[&rows]).values().to_vec()
}

// Columns after those of the facets, computed from the enums so that a new facet or measure shifts them.
const STATUS: usize = Facet::COUNT;
const NUMBERS: usize = STATUS + 1;
const QUALITIES: usize = NUMBERS + Measure::COUNT;
const CLOCKS: usize = QUALITIES + 1;
const COLUMNS: usize = CLOCKS + 1;

impl Index {
    /// Builds the index on every core.
    pub fn new(timeline: &Timeline) -> Self {
        let roles = Roles::new(timeline);
        let chunks: Vec<Vec<Rows>> = in_chunks(timeline.events(), CHUNK, |events| {
            let mut rows = vec![Rows::default(); COLUMNS];
            for event in events {
                for (column, rows) in rows.iter_mut().enumerate() {
                    add_row(timeline, &roles, event, column, rows);
                }
            }
            rows
        });
        let rows_of = |column: usize| -> Vec<&Rows> { chunks.iter().map(|chunk| &chunk[column]).collect() };
        let plain = in_parallel(0..COLUMNS - NUMBERS, |column| sets(&rows_of(column + NUMBERS)));
        let plain = |column: usize| plain[column - NUMBERS].clone();
        Self {
            all: timeline.numbers(),
            columns: in_parallel(0..=STATUS, |column| {
                Column::new(&names(timeline, &roles, column), &rows_of(column))
            }),
            numbers: (NUMBERS..QUALITIES).map(plain).collect(),
            qualities: plain(QUALITIES),
            clocks: plain(CLOCKS),
            titles: in_chunks(timeline.events(), CHUNK, Titles::new),
            text_filters: TextFilters::new(timeline.len() as u32),
            published: OnceLock::new(),
        }
    }

    /// Returns the events that have a date by a clock, or a `date` for `None`.
    pub fn with_date(&self, clock: Option<Clock>) -> RoaringBitmap {
        let (sets, wanted) = match clock {
            Some(clock) => (&self.clocks, clock as u32),
            None => (&self.qualities, Property::Dated as u32),
        };
        let found = sets.iter().find(|(value, _)| *value == wanted);
        found.map(|(_, events)| events.clone()).unwrap_or_default()
    }

    /// Returns the values of a facet that have events, most events first, then by label.
    pub fn values(&self, facet: Facet) -> &[FacetValue] {
        self.column(facet).values()
    }

    /// Returns the indices in [`Index::values`] of the values that a query text matches; `*` matches any
    /// text.
    pub fn find(&self, facet: Facet, text: &str) -> Vec<usize> {
        self.matching(facet, &Pattern::glob(text))
    }

    /// Returns how many events of `under` have each value, in the order of [`Index::values`].
    pub fn counts(&self, facet: Facet, under: &RoaringBitmap) -> Vec<u64> {
        self.column(facet).counts(under, &self.all)
    }

    /// Returns the values in a query that nothing in the timeline matches, each as field, value and the
    /// likely intended value.
    pub fn unknown_values(&self, query: &Query) -> Vec<(&'static str, String, Option<String>)> {
        let mut unknown = Vec::new();
        query.each_term(&mut |term| match term {
            Term::Value(facet, patterns) => {
                for pattern in patterns.iter().filter(|pattern| !self.is_known(*facet, pattern)) {
                    let meant = self.likely(*facet, pattern.text());
                    unknown.push((facet.word(), pattern.text().to_owned(), meant));
                }
            }
            Term::Status(patterns) => {
                for pattern in patterns.iter().filter(|pattern| self.columns[STATUS].find(pattern).is_empty())
                {
                    let statuses = self.statuses().iter().map(|status| status.key.as_str());
                    let meant = nearest(pattern.text(), statuses).map(str::to_owned);
                    unknown.push(("status", pattern.text().to_owned(), meant));
                }
            }
            _ => {}
        });
        unknown
    }

    /// Returns the statuses set by effects, with their events.
    pub(in crate::query) fn statuses(&self) -> &[FacetValue] {
        self.columns[STATUS].values()
    }

    /// Rewrites every value to its key: `actor:blinken` to `actor:antony-blinken`. Globs and values without a
    /// match stay as they are.
    pub fn resolve(&self, query: &Query) -> Query {
        match query {
            Query::Term(Term::Value(facet, patterns)) => {
                let patterns = patterns.iter().flat_map(|pattern| self.keys(*facet, pattern)).collect();
                Query::Term(Term::Value(*facet, patterns))
            }
            Query::Everything | Query::Term(_) => query.clone(),
            Query::Not(inner) => Query::not(self.resolve(inner)),
            Query::And(parts) => Query::and(parts.iter().map(|part| self.resolve(part))),
            Query::Or(parts) => Query::or(parts.iter().map(|part| self.resolve(part))),
        }
    }

    /// Returns the indices in [`Index::values`] of the values that a pattern matches: by key, else by label
    /// or alias, else by the start of a word in any of these, ignoring case.
    pub(in crate::query) fn matching(&self, facet: Facet, pattern: &Pattern) -> Vec<usize> {
        let shown = self.values(facet).len();
        self.known(facet, pattern).into_iter().filter(|place| *place < shown).collect()
    }

    /// Returns the events with an effect whose status matches.
    pub(in crate::query) fn with_status(&self, pattern: &Pattern) -> RoaringBitmap {
        let statuses = &self.columns[STATUS];
        statuses.events(&statuses.find(pattern))
    }

    /// Returns the events with a value that matches.
    pub(in crate::query) fn with_value(&self, facet: Facet, pattern: &Pattern) -> RoaringBitmap {
        self.column(facet).events(&self.matching(facet, pattern))
    }

    /// Returns the title of an event, with ASCII letters in lower case.
    pub(in crate::query) fn title(&self, event: u32) -> &str {
        self.titles[event as usize / CHUNK].get(event as usize % CHUNK)
    }

    /// Returns the letters in the title of an event.
    pub(in crate::query) fn letters(&self, event: u32) -> Letters {
        self.titles[event as usize / CHUNK].letters(event as usize % CHUNK)
    }

    /// Returns the events whose titles contain a text; incomplete if `cancelled` on the way.
    pub(in crate::query) fn with_title(
        &self,
        text: &Finder,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> RoaringBitmap {
        let found = parallel_if(0..self.titles.len(), self.titles.len() > 1, |chunk| {
            let places = if cancelled() { Vec::new() } else { self.titles[chunk].having(text) };
            places.into_iter().map(|place| (chunk * CHUNK) as u32 + place).collect::<Vec<u32>>()
        });
        sorted(found.concat())
    }

    fn column(&self, facet: Facet) -> &Column {
        &self.columns[facet as usize]
    }

    /// Works like [`Index::matching`], and also returns registered values without events, whose indices are
    /// beyond [`Index::values`].
    fn known(&self, facet: Facet, pattern: &Pattern) -> Vec<usize> {
        let country = if facet == Facet::Country { country(pattern) } else { None };
        match country {
            Some(country) => self.column(facet).find(&Pattern::exact(country.code())),
            None => self.column(facet).find(pattern),
        }
    }

    fn is_known(&self, facet: Facet, pattern: &Pattern) -> bool {
        (facet == Facet::Country && country(pattern).is_some())
            || facet == Facet::Certainty
            || !self.known(facet, pattern).is_empty()
    }

    fn likely(&self, facet: Facet, text: &str) -> Option<String> {
        let values = self.values(facet);
        // Short codes are too close to each other: a typo in one is another country.
        if facet == Facet::Country && text.chars().count() <= 3 {
            return None;
        }
        let key = nearest(text, values.iter().map(|value| value.key.as_str()));
        let label = || {
            let near = nearest(text, values.iter().map(|value| value.label.as_str()))?;
            values.iter().find(|value| value.label == near).map(|value| value.key.as_str())
        };
        // One word of a name may be what was meant; short words are too close to anything.
        let words = values.iter().flat_map(|value| value.label.split(|c: char| !c.is_alphanumeric()));
        let word = || nearest(text, words.filter(|word| word.chars().count() > 3));
        key.or_else(label).map(str::to_owned).or_else(|| word().map(str::to_lowercase))
    }

    fn keys(&self, facet: Facet, pattern: &Pattern) -> Vec<Pattern> {
        let found = if pattern.is_glob() { Vec::new() } else { self.matching(facet, pattern) };
        if found.is_empty() {
            return vec![pattern.clone()];
        }
        found.into_iter().map(|place| Pattern::exact(&*self.values(facet)[place].key)).collect()
    }
}

/// Returns the country that a code or name means, so that `country:ma` is Morocco even if only Malaysia has
/// events.
fn country(pattern: &Pattern) -> Option<Country> {
    if pattern.is_glob() { None } else { Country::find(pattern.text()) }
}

/// Parts of roles such as `speaker / decision-maker`, without duplicates.
struct Roles {
    /// Indexed by [`Word`]: indices into `parts`.
    of_word: Vec<Vec<u32>>,
    parts: IndexSet<String>,
}

impl Roles {
    fn new(timeline: &Timeline) -> Self {
        let mut parts = IndexSet::new();
        let of_word = timeline.words.texts().map(|text| {
            let of_text = text.split(" / ").map(str::trim).filter(|part| !part.is_empty());
            of_text.map(|part| parts.insert_full(part.to_owned()).0 as u32).collect()
        });
        Self { of_word: of_word.collect(), parts }
    }

    fn of(&self, role: Word) -> &[u32] {
        &self.of_word[role.index()]
    }
}

/// Appends the row of an event in a column. Numbers are specific to the column: country, actor, word or enum.
fn add_row(timeline: &Timeline, roles: &Roles, event: &Event, column: usize, rows: &mut Rows) {
    let word = |word: Word| word.index() as u32;
    let parts = event.actors.iter();
    let policies = event.effects.iter().map(|effect| effect.policy);
    match (Facet::iter().nth(column), column) {
        (Some(Facet::Country), _) => {
            rows.add(timeline.countries_of(event).iter().map(|country| country.index() as u32));
        }
        (Some(Facet::Member), _) => rows.add(timeline.memberships_of(event).iter().map(|body| body.0)),
        (Some(Facet::Actor), _) => rows.add(parts.map(|part| part.actor.0)),
        (Some(Facet::Role), _) => {
            rows.add(parts.filter_map(|part| part.role).flat_map(|role| roles.of(role)).copied());
        }
        (Some(Facet::Kind), _) => rows.add(event.kind.into_iter().map(word)),
        (Some(Facet::Tag), _) => rows.add(event.tags.iter().copied().map(word)),
        (Some(Facet::Topic), _) => {
            rows.add(policies.filter_map(|policy| timeline.policy(policy).topic).map(word));
        }
        (Some(Facet::Policy), _) => rows.add(policies.map(|policy| policy.0)),
        (Some(Facet::Certainty), _) => {
            rows.add(event.certainty.into_iter().map(|certainty| certainty as u32));
        }
        (Some(Facet::Publisher), _) => {
            rows.add(event.sources.iter().filter_map(|source| source.publisher).map(word));
        }
        (Some(Facet::File), _) => {
            rows.add(
                Some(event.place.file).filter(|file| (*file as usize) < timeline.files.len()).into_iter(),
            );
        }
        (None, STATUS) => rows.add(event.effects.iter().map(|effect| word(effect.status))),
        (None, QUALITIES) => {
            let qualities = Property::iter().filter(|quality| quality.is_of(event));
            rows.add(qualities.map(|quality| quality as u32));
        }
        (None, CLOCKS) => rows.add(event.clocks.iter().map(|(clock, _)| *clock as u32)),
        (None, _) => {
            rows.add(Measure::iter().nth(column - NUMBERS).map(|measure| measure.of(event)).into_iter());
        }
    }
}

/// Returns the names of the numbers in a column. Actors, policies and files can be found without events; words are
/// shared by all columns, so a word without events may belong to another one.
fn names<'a>(timeline: &'a Timeline, roles: &'a Roles, column: usize) -> Names<'a> {
    let facet = Facet::iter().find(|facet| *facet as usize == column);
    let (count, name): (usize, Box<dyn Fn(usize) -> Name + Sync + Send + 'a>) = match facet {
        Some(Facet::Country) => {
            let countries: Vec<Country> = Country::all().collect();
            (countries.len(), Box::new(move |at| Name::new(countries[at].code(), countries[at].name(), &[])))
        }
        Some(Facet::Actor | Facet::Member) => {
            let actors = &timeline.actors;
            (actors.len(), Box::new(|at| Name::new(&actors[at].id, &actors[at].name, &actors[at].aliases)))
        }
        Some(Facet::Policy) => {
            let policies = &timeline.policies;
            (policies.len(), Box::new(|at| Name::new(&policies[at].id, &policies[at].title, &[])))
        }
        Some(Facet::Role) => (roles.parts.len(), Box::new(|at| Name::word(&roles.parts[at]))),
        Some(Facet::Certainty) => {
            let words: Vec<&str> = Certainty::iter().map(Certainty::word).collect();
            (words.len(), Box::new(move |at| Name::word(words[at])))
        }
        Some(Facet::File) => {
            let files = &timeline.files;
            (files.len(), Box::new(|at| Name::file(&files[at])))
        }
        Some(Facet::Kind | Facet::Tag | Facet::Topic | Facet::Publisher) | None => {
            (timeline.words.texts().len(), Box::new(|at| Name::word(timeline.words.nth(at))))
        }
    };
    Names { count, registered: matches!(facet, Some(Facet::Actor | Facet::Policy | Facet::File)), name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Moment;
    use crate::query::tests::shipped_like;

    fn found(facet: Facet, text: &str) -> Vec<String> {
        let index = Index::new(&shipped_like());
        index.find(facet, text).into_iter().map(|place| index.values(facet)[place].key.clone()).collect()
    }

    #[test]
    fn a_name_is_found_as_people_write_it_and_an_exact_one_means_only_itself() {
        assert_eq!(found(Facet::Actor, "blinken"), ["antony-blinken"]);
        assert_eq!(found(Facet::Actor, "US"), ["us"]);
        assert_eq!(found(Facet::Actor, "united"), ["uk", "us"]);
        assert_eq!(found(Facet::Actor, "us*"), ["us-senate", "us"]);
        assert_eq!(found(Facet::Actor, "alias of uk"), ["uk"]);
        assert_eq!(found(Facet::Actor, "linken"), [""; 0]);
        assert_eq!(found(Facet::Country, "uk"), ["GB"]);
        assert_eq!(found(Facet::Country, "united kingdom"), ["GB"]);
        assert_eq!(found(Facet::Country, "fr"), [""; 0]);
        assert_eq!(found(Facet::Role, "speaker"), ["speaker"]);
        assert_eq!(found(Facet::Topic, "strikes"), ["strikes"]);
        assert_eq!(found(Facet::Policy, "weapons"), ["us-weapons"]);
    }

    #[test]
    fn an_event_counts_once_for_a_value_and_values_with_most_events_come_first() {
        let index = Index::new(&shipped_like());
        let counts = |facet| {
            let values: &[FacetValue] = index.values(facet);
            values.iter().map(|value| format!("{} {}", value.key, value.events.len())).collect::<Vec<_>>()
        };
        assert_eq!(counts(Facet::Actor), ["antony-blinken 2", "us-senate 1", "uk 1", "us 1"]);
        assert_eq!(counts(Facet::Role), ["decision-maker 3", "speaker 3"]);
        assert_eq!(counts(Facet::Country), ["US 3", "GB 1"]);
    }

    #[test]
    fn a_value_that_nothing_has_is_told_with_what_was_meant() {
        let index = Index::new(&shipped_like());
        let query = "actor:antony-blinkn,bliken,us,nobody tag:nuclaer country:fr,zz,untied -kind:decisoin status:permited,permitted";
        let unknown = index.unknown_values(&Query::parse(query, Moment(0)).unwrap());
        let lines = unknown
            .into_iter()
            .map(|(facet, value, near)| format!("{facet}:{value} {}", near.unwrap_or_else(|| "?".into())));
        assert_eq!(
            lines.collect::<Vec<_>>(),
            [
                "actor:antony-blinkn antony-blinken",
                "actor:bliken blinken",
                "tag:nuclaer nuclear",
                "country:zz ?",
                "country:untied united",
                "kind:decisoin decision",
                "status:permited permitted"
            ]
        );
    }

    #[test]
    fn a_resolved_query_names_values_by_their_keys() {
        let index = Index::new(&shipped_like());
        let query = Query::parse("actor:blinken,us* -(country:uk or tag:none)", Moment(0)).unwrap();
        assert_eq!(index.resolve(&query).to_string(), "actor:antony-blinken,us* -(country:GB or tag:none)");
    }
}
